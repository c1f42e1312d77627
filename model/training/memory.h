// SPDX-License-Identifier: GPL-3.0-or-later
// What one accelerator holds while it trains. Sources: mixed-precision Adam (16 to 18 bytes a parameter), ZeRO (arXiv 1910.02054),
// activations of a transformer layer (arXiv 2205.05198) with flash attention; checked against published Megatron-LM and torchtitan peaks.
#pragma once

#include "model/knowledge/catalog.h"
#include "model/training/trained_model.h"

#include <string_view>

namespace archway {

enum class Recompute { None, Selective, Full };
[[nodiscard]] std::string_view name_of(Recompute recompute);

/// Which weights are trained, and what the others are stored in.
enum class TrainingMethod { Full, Lora, Qlora };

/// How a run is laid out. Accelerators = data · tensor · pipeline · context; expert parallelism divides data · tensor.
struct TrainingLayout {
    double data = 1, tensor = 1, pipeline = 1, expert = 1, context = 1;
    double expert_tensor = 1;      ///< tensor parallelism inside an expert, where experts are spread
    int zero_stage = 1;            ///< 0 DDP; 1 optimizer state sharded; 2 and gradients; 3 and weights (FSDP)
    bool sequence_parallel = true; ///< norms and residuals split over the tensor-parallel group
    Recompute recompute = Recompute::Selective;
    double micro_batch = 1;   ///< sequences
    double micro_batches = 1; ///< of one step, per pipeline
    double chunks = 1;        ///< virtual stages of one rank (interleaved 1F1B)
    TrainingMethod method = TrainingMethod::Full;
    [[nodiscard]] double accelerators() const { return data * tensor * pipeline * context; }
};

/// Bytes on the fullest accelerator (the first pipeline stage).
struct TrainingMemory {
    double weights = 0; ///< with what sharded weights are gathered into
    double gradients = 0;
    double optimizer = 0;   ///< master copy and both moments of Adam
    double activations = 0; ///< with the logits
    double overhead = 0;    ///< context, collectives, workspace, fragmentation
    [[nodiscard]] double static_bytes() const { return weights + gradients + optimizer; }
    [[nodiscard]] double used() const { return static_bytes() + activations + overhead; }
};

/// Rank of the adapters that LoRA is computed with.
inline constexpr double lora_rank = 16;

/// Activations of one layer for T tokens of one micro-batch on one rank, in bytes. [formula.training-activations]
[[nodiscard]] double layer_activation_bytes(const TrainedModel&, const TrainingLayout&, double tokens);
/// Parameters on the fullest rank: dense and shared ones over tensor and pipeline, experts over the expert-parallel ranks. Elements.
struct ParametersPerRank {
    double dense = 0, experts = 0;
};
[[nodiscard]] ParametersPerRank parameters_per_rank(const TrainedModel&, const TrainingLayout&);
/// [formula.training-memory]
[[nodiscard]] TrainingMemory training_memory(const TrainedModel&, const TrainingLayout&, double sequence_length, const TrainingFactors&);
/// 14 bytes a trained parameter: BF16 weights, FP32 master copy and both moments. [formula.checkpoint-size]
[[nodiscard]] double checkpoint_bytes(const TrainedModel&, TrainingMethod);
/// Adapters that LoRA trains, in elements.
[[nodiscard]] double adapter_parameters(const TrainedModel&);

} // namespace archway
