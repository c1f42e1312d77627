// SPDX-License-Identifier: GPL-3.0-or-later
// Puts a model on one instance type: parallelism, replicas, memory, speed, cost. Refuses with the arithmetic.
#pragma once

#include "model/estimate/inference.h"
#include "model/estimate/price.h"

namespace archway {

/// What all instance types share in one estimate.
struct PlacementQuestion {
    const Scenario* scenario = nullptr;
    const ServedModel* model = nullptr;
    const EfficiencyFactors* factors = nullptr;
    std::string_view weight_precision;
    /// Speculative decoding: what drafts, how many tokens before each verification, and how many a verification yields. nullptr = none.
    const ServedModel* draft = nullptr;
    double draft_tokens = 0, acceptance_length = 1;
};

/// Under which name a calibration of a family for one engine is kept: "Hopper on vllm".
[[nodiscard]] std::string calibrated_family(std::string_view family, std::string_view engine);
/// The factors of a family as calibrated for this engine, else as they ship; nullptr for an unknown family.
[[nodiscard]] const FamilyFactors* family_factors(const EfficiencyFactors&, std::string_view family, std::string_view engine);

/// The accelerator of an instance type with the factors for this model; nothing when its speed cannot be computed, then `because`
/// says which fact is missing.
[[nodiscard]] std::optional<ServingAccelerator> serving_accelerator(const InstanceType&, const Accelerator&, const ServedModel&,
                                                                    const EfficiencyFactors&, std::string& because,
                                                                    std::string_view engine = {});

/// The best deployment on this type: the fewest instances that meet the question, then the most output per dollar.
[[nodiscard]] Deployment place(const PlacementQuestion&, const InstanceType&, const Accelerator&, const Offer&);

} // namespace archway
