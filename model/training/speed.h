// SPDX-License-Identifier: GPL-3.0-or-later
// How fast a training step is: matrix products, attention, memory traffic, experts and links, each a term with a share of the peak that was
// fitted on published training throughput (docs/training.md).
#pragma once

#include "model/training/memory.h"

#include <optional>

namespace archway {

/// An accelerator with the factors that hold for one training precision. FLOP/s, bytes/s.
struct TrainingAccelerator {
    double memory_bytes = 0;
    double bandwidth = 0;
    double peak = 0; ///< dense, of the precision that is computed in
    double peak_bf16 = 0;
    double gemm_efficiency = 0, attention_efficiency = 0;
    double link = 0;    ///< per direction and accelerator, inside the instance or UltraServer
    double network = 0; ///< per accelerator, between instances
    double domain = 1;  ///< accelerators one link joins
    bool borrowed = false;
    bool computes_in_bf16 = false; ///< the asked precision has no faster arithmetic here
};

/// The factors of an accelerator at a precision (bf16, fp16, fp8, fp4 …); nothing, and `because`, where its rates or factors are not known.
[[nodiscard]] std::optional<TrainingAccelerator> training_accelerator(const Accelerator&, std::string_view precision,
                                                                      const TrainingFactors&, std::string& because);

/// Seconds · accelerators that one token takes in an uninterrupted step, data-parallel traffic left out. [formula.training-speed]
[[nodiscard]] double seconds_per_token(const TrainedModel&, const TrainingLayout&, const TrainingAccelerator&, double sequence_length,
                                       const TrainingFactors&);
/// Share of the dense peak of the precision that the model's own FLOPs reach; recomputed ones do not count. [formula.mfu]
[[nodiscard]] double model_flops_utilisation(const TrainedModel&, const TrainingAccelerator&, double sequence_length,
                                             double seconds_per_token, bool frozen_base = false);

} // namespace archway
