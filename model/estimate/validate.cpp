// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/validate.h"

#include "model/estimate/measured_deployment.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace archway {

namespace {

/// The value below which `share` of the sorted values lie, between neighbours in proportion.
double quantile(const std::vector<double>& sorted, double share)
{
    const double at = share * static_cast<double>(sorted.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    const std::size_t high = std::min(low + 1, sorted.size() - 1);
    return sorted[low] + (at - std::floor(at)) * (sorted[high] - sorted[low]);
}

} // namespace

std::vector<Comparison> compare_with_measurements(const std::vector<Measurement>& measurements, const Catalog& catalog)
{
    std::vector<Comparison> out;
    out.reserve(measurements.size());
    for (const Measurement& measured : measurements) {
        Comparison comparison;
        comparison.measured = measured;
        if (const std::optional<MeasuredDeployment> deployment = prepare(measured, catalog, comparison.unpredicted_because)) {
            comparison.sparse = deployment->model.sparse();
            comparison.family = deployment->family;
            comparison.engine = deployment->engine_family;
            if (const std::optional<double> value = predicted_value(*deployment, measured))
                comparison.predicted = predicted_band(*deployment, measured, *value);
            else
                comparison.unpredicted_because = unpredicted_because(measured);
        }
        out.push_back(std::move(comparison));
    }
    return out;
}

std::vector<ComparisonGroup> comparison_groups(const std::vector<Comparison>& comparisons)
{
    std::map<std::tuple<std::string, std::string, std::string, bool>, std::vector<const Comparison*>> sorted;
    for (const Comparison& c : comparisons) {
        if (c.predicted)
            sorted[{c.measured.metric, c.measured.load, c.family, c.sparse}].push_back(&c);
    }
    std::vector<ComparisonGroup> out;
    for (const auto& [key, members] : sorted) {
        ComparisonGroup group;
        std::tie(group.metric, group.load, group.family, group.sparse) = key;
        group.count = static_cast<int>(members.size());
        std::vector<double> errors;
        for (const Comparison* member : members) {
            errors.push_back(std::abs(member->error()));
            group.inside += member->inside() ? 1.0 / group.count : 0;
        }
        std::sort(errors.begin(), errors.end());
        group.median_error = quantile(errors, 0.5);
        group.p90_error = quantile(errors, 0.9);
        out.push_back(std::move(group));
    }
    return out;
}

} // namespace archway
