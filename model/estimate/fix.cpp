// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/fix.h"

#include "model/base/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

bool decides_precision(const std::string& innovation)
{
    return innovation == "fp8-quantization" || innovation == "int4-quantization";
}

} // namespace

std::vector<std::string_view> smaller_precisions(const Accelerator& accelerator)
{
    const bool neuron = accelerator.kind == "trainium" || accelerator.kind == "inferentia";
    return neuron ? std::vector<std::string_view>{"fp8"} : std::vector<std::string_view>{"fp8", "int4"};
}

std::string asked_precision(const Scenario& scenario)
{
    // The last of the innovations is the one that holds.
    for (auto id = scenario.add_innovations.rbegin(); id != scenario.add_innovations.rend(); ++id)
        if (decides_precision(*id))
            return id->substr(0, id->find('-'));
    const auto& removed = scenario.remove_innovations;
    return std::any_of(removed.begin(), removed.end(), decides_precision) ? "bf16" : scenario.workload.weight_precision;
}

ScenarioChange weights_in(const Scenario& scenario, std::string_view precision)
{
    const std::string words = precision == "fp8" ? "FP8 weights" : "INT4 weights";
    const auto decided = [](const std::vector<std::string>& list) { return std::any_of(list.begin(), list.end(), decides_precision); };
    if (!decided(scenario.add_innovations) && !decided(scenario.remove_innovations))
        return {"workload.weight_precision", std::string(precision), words};
    std::vector<std::string> added = scenario.add_innovations;
    std::erase_if(added, decides_precision);
    added.push_back(fmt::format("{}-quantization", precision));
    return {"innovations.add", std::move(added), words};
}

ScenarioChange pinned_count(std::string_view field, double count, std::string_view words)
{
    return {fmt::format("deployment.{}", field), count, fmt::format("{} {}", words, format_number(count))};
}

ScenarioChange pinned_instances(double count)
{
    return {"deployment.instances", count, fmt::format("{} {}", format_number(count), count == 1 ? "instance" : "instances")};
}

Fix shape_left_open(const PinnedDeployment& pinned)
{
    Fix out;
    const auto open = [&out](bool was, const char* path) {
        if (was)
            out.push_back({path, {}, out.empty() ? "no pinned parallelism" : ""});
    };
    open(pinned.tensor_parallel.has_value(), "deployment.tensor_parallel");
    open(pinned.pipeline_parallel.has_value(), "deployment.pipeline_parallel");
    open(pinned.expert_parallel.has_value(), "deployment.expert_parallel");
    return out;
}

Fix more_copies(const Scenario& scenario, double copies, double chain, double rooms)
{
    const auto& pinned = scenario.deployment;
    const double replicas = std::ceil(scenario.workload.concurrent_sequences / rooms - 1e-9);
    Fix out;
    if (pinned && pinned->replicas)
        out.push_back({"deployment.replicas", replicas, fmt::format("{} replicas", format_number(replicas))});
    if (pinned && pinned->instances)
        out.push_back(pinned_instances(std::ceil(replicas / copies - 1e-9) * chain));
    return out;
}

} // namespace archway
