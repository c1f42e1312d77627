// SPDX-License-Identifier: GPL-3.0-or-later
// The training plan: the T of the command line's `estimate`. Scenario and model in, one plan for each instance type out.
#pragma once

#include "model/estimate/deployment.h"
#include "model/scenario/scenario.h"
#include "model/training/reliability.h"
#include "model/training/speed.h"

#include <nlohmann/json_fwd.hpp>

namespace archway {

/// How a run is done on one instance type: as few instances as meet the deadline, at the fastest layout that memory holds.
struct TrainingPlan {
    std::string instance;
    std::string accelerator, accelerator_kind;
    int instances = 1;
    int accelerators = 1; ///< total bought
    TrainingLayout layout;

    bool fits = false; ///< memory holds it, the deadline is met, nothing else refuses it
    std::string rejected_because;
    Fix fix; ///< as with a deployment
    std::string nearest_fix;
    Binding binding = Binding::None;
    /// How many times over its limit a refused one is, as with a deployment; refused ones are listed by it, the nearest miss first.
    double over_limit = std::numeric_limits<double>::infinity();
    TrainingMemory memory; ///< of one accelerator
    double capacity = 0;   ///< bytes of one accelerator

    double flops = 0; ///< of the whole run, recomputation not counted
    double tokens_per_step = 0;
    /// Empty where refused before speed was computed; then `speed_unknown_because` may say why.
    std::optional<Band> tokens_per_second, mfu, goodput, days, accelerator_hours, usd_total;
    std::string speed_unknown_because;
    double checkpoint_size = 0; ///< bytes
    double checkpoint_write_s = 0, checkpoint_interval_s = 0, mtbf_hours = 0;
    std::optional<PriceUsed> price;
    bool in_maintenance = false;
    std::vector<std::string> notes;
};

/// What is asked of every instance type.
struct TrainingQuestion {
    const Scenario* scenario = nullptr;
    const TrainedModel* model = nullptr;
    const TrainingFactors* factors = nullptr;
};

/// Days that a run without a deadline is sized for. Assumed, and said so in the plan.
[[nodiscard]] double assumed_deadline_days(Phase);
/// Tokens of one optimizer step at most: what bounds how many accelerators can share a run. The largest published: 15,360 sequences of
/// 4,096 (DeepSeek-V3); fine-tuning learns from far smaller ones.
[[nodiscard]] double most_tokens_per_step(Phase);

/// The plan on one type. `price` is that of one instance; nothing when none is known. [formula.training-days]
[[nodiscard]] TrainingPlan plan_training(const TrainingQuestion&, const InstanceType&, const Accelerator&,
                                         const std::optional<PriceUsed>& price);

/// The work of a run in words: "1.19 × 10²⁴ FLOP".
[[nodiscard]] std::string format_flop(double flop);

/// How wide the band of training speed is: published runs lie within this factor of the prediction (four of five).
[[nodiscard]] double training_band_factor(bool sparse, bool borrowed);

[[nodiscard]] nlohmann::ordered_json training_plan_json(const TrainingPlan&);

} // namespace archway
