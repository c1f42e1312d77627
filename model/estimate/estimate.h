// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/estimate/deployment.h"
#include "model/knowledge/catalog.h"
#include "model/scenario/scenario.h"
#include "model/training/plan.h"
#include "model/transformer/architecture.h"

#include <nlohmann/json_fwd.hpp>

namespace archway {

/// The model of a scenario with its what-if innovations applied, and the precisions that then hold.
struct ResolvedModel {
    Architecture architecture;
    std::string id; ///< knowledge-base id, empty for a config or custom model
    std::string weight_precision;
    std::string kv_precision;
    std::vector<std::string> changes; ///< what the innovations changed, one sentence each
};

struct Estimate {
    Scenario scenario; ///< normalised: precision resolved and marked as assumed
    ResolvedModel model;
    /// Every instance type of the catalog at its best parallelism: feasible ones best first, refused ones last. Best: cheapest per
    /// month among those that meet the latency targets, of those within 5 % of it the one with the most output; priced before unpriced.
    std::vector<Deployment> deployments;
    /// Where the phase trains: a plan for each instance type, cheapest feasible first, refused ones last.
    std::vector<TrainingPlan> training;
    [[nodiscard]] const Deployment* best() const;            ///< nullptr when nothing fits
    [[nodiscard]] const TrainingPlan* best_training() const; ///< nullptr when nothing fits, or nothing trains
    /// The price that the chosen deployment or plan is computed with; nullptr where none is known.
    [[nodiscard]] const PriceUsed* best_price() const;
    [[nodiscard]] bool trains() const { return scenario.phase != Phase::Inference; }
};

/// Serves people online on one instance, or on one copy that spans several: an interruption of Spot capacity would stop it.
[[nodiscard]] bool one_interruption_stops(const Scenario&, const Deployment&);

/// Are the Regions, the pinned instance and the innovations of a scenario known? BadInput names the nearest known one.
[[nodiscard]] Status check_places(const Scenario&, const Catalog&);

/// Finds the scenario's model in the catalog (or reads its config) and applies the innovations. `config_text` is the text of the
/// file a ConfigFile choice names (read by the caller: model/ opens no files).
[[nodiscard]] Result<ResolvedModel> resolve_model(const Scenario&, const Catalog&, std::string_view config_text = {});

/// The model that a distillation teaches or that prompts are routed to: the scenario's `other_model`, or the one of the base whose active
/// size is nearest to a tenth. BadInput for an unknown id, or when no smaller one is there.
[[nodiscard]] Result<const ModelRecord*> other_model(const Scenario&, const Catalog&, const Architecture& model);

/// Memory, speed and cost of every instance type for this scenario. Fails for a scenario without a model.
[[nodiscard]] Result<Estimate> estimate(const Scenario&, const Catalog&, std::string_view config_text = {});
/// The same with the model already resolved: what the window calls as a slider moves.
[[nodiscard]] Estimate estimate_resolved(const Scenario&, const Catalog&, const ResolvedModel&);

/// The JSON answers of the command line, field names as in its contract.
[[nodiscard]] nlohmann::ordered_json inspect_json(const Architecture&);
[[nodiscard]] nlohmann::ordered_json deployment_json(const Deployment&);
[[nodiscard]] nlohmann::ordered_json estimate_json(const Estimate&);

} // namespace archway
