// SPDX-License-Identifier: GPL-3.0-or-later
// What to change so that a refused deployment is none: the changes that a refusal proposes first.
#pragma once

#include "model/knowledge/catalog.h"
#include "model/scenario/change.h"

namespace archway {

/// Precisions to make weights smaller by, the larger first. Neuron takes INT8 and FP8, no INT4
/// (vLLM: SUPPORTED_QUANT_DTYPE_LIST of neuron_quant is s8 and f8e4m3fn).
[[nodiscard]] std::vector<std::string_view> smaller_precisions(const Accelerator&);
/// Weights in that precision: as the workload's, or in the place of the innovation that decides it now.
[[nodiscard]] ScenarioChange weights_in(const Scenario&, std::string_view precision);
/// The precision of the weights that a scenario asks for; empty: the checkpoint's own.
[[nodiscard]] std::string asked_precision(const Scenario&);

/// "tensor parallel 8", pinned.
[[nodiscard]] ScenarioChange pinned_count(std::string_view field, double count, std::string_view words);
[[nodiscard]] ScenarioChange pinned_instances(double count);
/// A shape that is pinned and does not hold the model, given back to the search.
[[nodiscard]] Fix shape_left_open(const PinnedDeployment&);
/// What is pinned too low for the sequences asked: replicas, instances or both. `copies` on an instance, or on a chain of so many; `rooms`
/// for sequences in each.
[[nodiscard]] Fix more_copies(const Scenario&, double copies, double chain, double rooms);

} // namespace archway
