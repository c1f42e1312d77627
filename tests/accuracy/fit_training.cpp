// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/accuracy/fit_training.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace archway::accuracy {

namespace {

/// One factor that is fitted: where it lies, what it starts from, how strongly it is held there.
struct Knob {
    double TrainingFactors::*shared = nullptr;
    std::string family;
    double TrainingFamilyFactors::*own = nullptr;
    double neutral = 0;
    double pull = 0;

    [[nodiscard]] double& in(TrainingFactors& factors) const { return shared ? factors.*shared : factors.families.at(family).*own; }
};

constexpr double weak_pull = 0.003;
constexpr double strong_pull = 0.03;  ///< attention alone is rarely what a run is bound by
constexpr double sibling_pull = 0.03; ///< between accelerators of one generation
constexpr double knee = 0.5;          ///< of the logarithmic error: beyond it a row pulls less
constexpr double beyond_knee = 0.3;

std::vector<Knob> knobs(const TrainingFactors& factors)
{
    std::vector<Knob> out{{&TrainingFactors::hidden_exponent, {}, nullptr, 0.1, weak_pull},
                          {&TrainingFactors::recompute_slowdown, {}, nullptr, 1.15, weak_pull},
                          {&TrainingFactors::memory_passes, {}, nullptr, 40, weak_pull},
                          {&TrainingFactors::expert_memory_passes, {}, nullptr, 20, weak_pull},
                          {&TrainingFactors::expert_width_passes, {}, nullptr, 20, weak_pull},
                          {&TrainingFactors::dispatch_passes, {}, nullptr, 4, weak_pull},
                          {&TrainingFactors::tensor_parallel_exposed, {}, nullptr, 0.6, weak_pull}};
    for (const auto& [name, family] : factors.families) {
        if (family.provenance != "fitted")
            continue;
        out.push_back({nullptr, name, &TrainingFamilyFactors::gemm_bf16, 0.5, weak_pull});
        if (family.gemm_fp8 > 0)
            out.push_back({nullptr, name, &TrainingFamilyFactors::gemm_fp8, 0.45, weak_pull});
        if (family.gemm_fp4 > 0)
            out.push_back({nullptr, name, &TrainingFamilyFactors::gemm_fp4, 0.4, weak_pull});
        out.push_back({nullptr, name, &TrainingFamilyFactors::attention, 0.3, strong_pull});
    }
    return out;
}

/// Families without runs of their own take another's efficiencies: what is nearest of what is measured.
void lend(TrainingFactors& factors)
{
    static constexpr std::array lenders{std::pair{"Ada-borrowed", "Hopper"}, std::pair{"L40S", "Hopper"}, std::pair{"Trn2", "Neuron"},
                                        std::pair{"Trn2-borrowed", "Neuron"}};
    for (const auto& [name, from] : lenders) {
        const auto to = factors.families.find(name);
        const auto lender = factors.families.find(from);
        if (to == factors.families.end() || lender == factors.families.end() || to->second.provenance == "fitted")
            continue;
        const TrainingFamilyFactors& f = lender->second;
        to->second.gemm_bf16 = f.gemm_bf16;
        to->second.attention = f.attention;
        // A precision that the lender lacks is as efficient as its BF16.
        for (double TrainingFamilyFactors::*rate : {&TrainingFamilyFactors::gemm_fp8, &TrainingFamilyFactors::gemm_fp4})
            if (to->second.*rate > 0)
                to->second.*rate = f.*rate > 0 ? f.*rate : f.gemm_bf16;
    }
}

/// Families of one generation of chips, whose rates are alike.
constexpr std::array siblings{"Blackwell", "b300", "gb300"};

bool is_sibling(const std::string& family)
{
    return std::find(siblings.begin(), siblings.end(), family) != siblings.end();
}

/// How far the rates of one generation lie from each other: what one of them has not been measured at is what the others reach.
double disagreement(const std::vector<Knob>& all, TrainingFactors& factors)
{
    double sum = 0;
    for (const Knob& one : all) {
        if (!is_sibling(one.family))
            continue;
        for (const Knob& other : all) {
            if (other.own != one.own || !is_sibling(other.family) || !(one.family < other.family))
                continue;
            const double apart = std::log(one.in(factors) / other.in(factors));
            sum += sibling_pull * apart * apart;
        }
    }
    return sum;
}

double log_error(const TrainingRow& row, const TrainingFactors& factors)
{
    const Comparison comparison = compare_run(row.run, factors);
    return std::abs(std::log(comparison.predicted->mid / comparison.measured.value));
}

double loss(const std::vector<const TrainingRow*>& rows, const std::vector<Knob>& all, TrainingFactors& factors)
{
    double sum = 0;
    double weights = 0;
    for (const TrainingRow* row : rows) {
        const double error = log_error(*row, factors);
        sum += row->weight * (error < knee ? error : knee + beyond_knee * (error - knee));
        weights += row->weight;
    }
    double pull = 0;
    for (const Knob& knob : all) {
        const double away = std::log(knob.in(factors) / knob.neutral);
        pull += knob.pull * away * away;
    }
    return sum / weights + pull + disagreement(all, factors);
}

} // namespace

std::vector<TrainingRow> training_rows(const std::vector<TrainingRun>& runs, const TrainingFactors& factors)
{
    std::vector<TrainingRow> out;
    std::map<std::string, int> counts;
    for (const TrainingRun& run : runs) {
        if (run.memory || !compare_run(run, factors).predicted)
            continue;
        TrainingRow row{run, fmt::format("{} {} {}", run.measured.model, run.measured.accelerator, run.precision), 1};
        if (run.measured.model.starts_with("mpt"))
            row.configuration += fmt::format(" {}", run.sequence_length);
        ++counts[row.configuration];
        out.push_back(std::move(row));
    }
    for (TrainingRow& row : out)
        row.weight = 1 / std::sqrt(counts[row.configuration]);
    return out;
}

TrainingFactors fit_training(const std::vector<const TrainingRow*>& rows, const TrainingFactors& given)
{
    const std::vector<Knob> all = knobs(given);
    TrainingFactors best = given;
    for (const Knob& knob : all)
        knob.in(best) = knob.neutral;
    double least = loss(rows, all, best);
    for (double step = 0.3; step > 0.01;) {
        bool moved = false;
        for (const Knob& knob : all) {
            for (const double factor : {std::exp(step), std::exp(-step)}) {
                TrainingFactors trial = best;
                knob.in(trial) *= factor;
                const double there = loss(rows, all, trial);
                if (there < least - 1e-6) {
                    least = there;
                    best = std::move(trial);
                    moved = true;
                }
            }
        }
        if (!moved)
            step /= 2;
    }
    lend(best);
    return best;
}

} // namespace archway::accuracy
