// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/calibrate.h"

#include "model/estimate/placement.h"

#include <algorithm>

namespace archway {

namespace {

constexpr double most_ratio = 4;
constexpr int passes = 6; ///< overheads of the engine do not scale, so the ratio is met step by step

/// Measured over predicted time; of throughput the other way round.
double time_ratio(const Comparison& c)
{
    const double ratio = c.measured.value / c.predicted->mid;
    return c.measured.metric.ends_with("_ms") ? ratio : 1 / ratio;
}

/// What is calibrated together: a family of accelerators with the engine that was measured on it.
using Place = std::pair<std::string, std::string>;

std::map<Place, Calibration> ratios(const std::vector<Comparison>& comparisons)
{
    std::map<Place, std::vector<double>> all;
    for (const Comparison& c : comparisons)
        if (c.predicted && c.predicted->mid > 0 && c.measured.value > 0 && !c.family.empty())
            all[{c.family, c.engine}].push_back(time_ratio(c));
    std::map<Place, Calibration> out;
    for (auto& [place, values] : all) {
        std::sort(values.begin(), values.end());
        out[place] = {values[values.size() / 2], static_cast<int>(values.size())};
    }
    return out;
}

void scale(FamilyFactors& f, double time)
{
    for (double* share : {&f.memory_efficiency, &f.attention_memory_efficiency, &f.link_efficiency, &f.compute_bf16, &f.compute_fp8,
                          &f.compute_fp4, &f.compute_mxfp4})
        *share /= time;
    for (double* overhead : {&f.layer_overhead_dense_s, &f.layer_overhead_moe_s, &f.allreduce_latency_s})
        *overhead *= time;
    f.provenance = "calibrated";
}

} // namespace

EfficiencyFactors calibrated(const Catalog& catalog, const std::vector<Measurement>& measurements, std::map<std::string, Calibration>& done)
{
    Catalog trial = catalog;
    std::map<std::string, double> total;
    for (int pass = 0; pass < passes; ++pass) {
        for (const auto& [place, found] : ratios(compare_with_measurements(measurements, trial))) {
            const FamilyFactors* before = family_factors(trial.factors, place.first, place.second);
            if (!before)
                continue;
            const std::string name = calibrated_family(place.first, place.second);
            const auto family = trial.factors.families.try_emplace(name, FamilyFactors(*before)).first;
            if (pass == 0)
                done[name] = found;
            double& sofar = total.try_emplace(name, 1.0).first->second;
            const double wanted = std::clamp(sofar * found.time_ratio, 1 / most_ratio, most_ratio);
            scale(family->second, wanted / sofar);
            sofar = wanted;
        }
    }
    return trial.factors;
}

} // namespace archway
