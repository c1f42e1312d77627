// SPDX-License-Identifier: GPL-3.0-or-later
// The estimate along one or two inputs of a scenario.
#pragma once

#include "model/estimate/estimate.h"

#include <vector>

namespace archway {

/// One input and the values it takes.
struct VariedInput {
    std::string path; ///< "workload.concurrent_sequences"
    std::vector<double> values;
};

/// Reads PATH=LOW..HIGH[:COUNT][:log]: 25 values by default, evenly spaced or evenly by factor, rounded for whole-number inputs.
/// Usage error for an unknown path, an empty range, or a range outside what the input accepts.
[[nodiscard]] Result<VariedInput> read_variation(std::string_view text);

/// The best deployment at one combination of values; empty when nothing fits there.
struct SweepPoint {
    std::vector<double> inputs; ///< one per varied input
    std::optional<Deployment> best;
};

/// Every combination of the values, the last input varying fastest.
[[nodiscard]] std::vector<SweepPoint> sweep(const Scenario&, const Catalog&, const ResolvedModel&, const std::vector<VariedInput>&);

/// One row a point: the inputs, the deployment, then low, mid and high of each figure; empty cells where there is no figure.
[[nodiscard]] std::string sweep_csv(const std::vector<VariedInput>&, const std::vector<SweepPoint>&);
[[nodiscard]] nlohmann::ordered_json sweep_json(const Scenario&, const std::vector<VariedInput>&, const std::vector<SweepPoint>&);

} // namespace archway
