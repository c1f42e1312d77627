// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/pareto.h"

#include "model/estimate/estimate_basis.h"

#include <algorithm>
#include <limits>

namespace archway {

namespace {

constexpr int widest_group = 64;

double cost(const Deployment& d)
{
    return d.usd_per_million_output->mid;
}

double latency(const Deployment& d)
{
    return d.tpot_ms->mid;
}

} // namespace

std::vector<Deployment> deployments_searched(const Estimate& estimate, const Catalog& catalog)
{
    std::vector<Deployment> out;
    const auto keep = [&out](const Estimate& found) {
        for (const Deployment& d : found.deployments)
            if (d.fits && d.tpot_ms && d.usd_per_million_output)
                out.push_back(d);
    };
    keep(estimate);
    Scenario scenario = estimate.scenario;
    if (scenario.deployment && scenario.deployment->tensor_parallel)
        return out;
    if (!scenario.deployment)
        scenario.deployment.emplace();
    const EstimateBasis basis(catalog);
    // Speed is searched for beyond what the scenario's targets need.
    for (int tensor = 1; tensor <= widest_group; tensor *= 2) {
        scenario.deployment->tensor_parallel = tensor;
        keep(estimate_resolved(scenario, catalog, estimate.model, basis));
    }
    return out;
}

std::vector<Deployment> pareto_front(std::vector<Deployment> all)
{
    std::sort(all.begin(), all.end(), [](const Deployment& a, const Deployment& b) {
        if (latency(a) != latency(b))
            return latency(a) < latency(b);
        return cost(a) != cost(b) ? cost(a) < cost(b) : a.instance < b.instance;
    });
    double cheapest = std::numeric_limits<double>::infinity();
    std::vector<Deployment> out;
    for (Deployment& d : all) {
        if (cost(d) >= cheapest)
            continue;
        cheapest = cost(d);
        out.push_back(std::move(d));
    }
    return out;
}

} // namespace archway
