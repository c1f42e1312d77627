// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/memory.h"

#include <algorithm>

namespace archway {

namespace {

constexpr double weight_bytes = 2;
constexpr double main_gradient_bytes = 4;    ///< FP32 main gradients of Megatron and DeepSpeed
constexpr double sharded_gradient_bytes = 2; ///< FSDP keeps them in BF16
constexpr double adam_bytes = 12;            ///< FP32 master, first and second moment
constexpr double frozen_4bit_bytes = 0.52;   ///< NF4 in blocks of 64 with double-quantised scales
constexpr double selective_share = 0.6;      ///< of the activations that per-operator recomputation keeps
constexpr double logit_bytes = 10;           ///< BF16 logits, FP32 copy, FP32 gradient
constexpr double fsdp_mixed_share = 1.2;     ///< FSDP beside tensor or pipeline parallelism, published runs 1.07 to 1.45
constexpr double gathered_layers = 2;        ///< that FSDP holds unsharded at once: the one computed and the next

/// Ranks over which the experts of a stage are spread.
double expert_ranks(const TrainingLayout& l)
{
    return l.expert > 1 ? l.expert * l.expert_tensor : l.tensor;
}

double kept_activations(const TrainedModel& m, const TrainingLayout& l, double tokens)
{
    const double sequence_like = (m.gated ? 8 : 10) * m.hidden / (l.sequence_parallel ? l.tensor : 1);
    const double projections = 4 * m.query_width + 4 * m.cached_width + 2 * (m.gated ? 3 : 2) * m.ffn_width();
    return tokens * (sequence_like + projections / l.tensor);
}

/// Micro-batches whose activations the first stage holds at once, in whole models' worth of its layers.
double in_flight(const TrainingLayout& l)
{
    if (l.pipeline <= 1)
        return 1;
    if (l.chunks > 1)
        return std::min(l.micro_batches, l.pipeline * (1 + (l.pipeline - 1) / (l.pipeline * l.chunks)));
    return std::min(l.pipeline, l.micro_batches);
}

} // namespace

std::string_view name_of(Recompute recompute)
{
    switch (recompute) {
    case Recompute::None: return "none";
    case Recompute::Selective: return "selective";
    case Recompute::Full: return "full";
    }
    return {};
}

double layer_activation_bytes(const TrainedModel& m, const TrainingLayout& l, double tokens)
{
    if (l.recompute == Recompute::Full)
        return 2 * tokens * m.hidden / (l.sequence_parallel ? l.tensor : 1);
    return kept_activations(m, l, tokens) * (l.recompute == Recompute::Selective ? selective_share : 1);
}

ParametersPerRank parameters_per_rank(const TrainedModel& m, const TrainingLayout& l)
{
    const double tables = m.embedding_parameters + (l.pipeline > 1 ? 0 : m.head_parameters);
    return {m.dense_parameters / (l.tensor * l.pipeline) + tables / l.tensor, m.expert_parameters / (l.pipeline * expert_ranks(l))};
}

double adapter_parameters(const TrainedModel& m)
{
    return lora_rank * m.adapter_inputs_outputs;
}

double checkpoint_bytes(const TrainedModel& m, TrainingMethod method)
{
    return (weight_bytes + adam_bytes) * (method == TrainingMethod::Full ? m.total() : adapter_parameters(m));
}

TrainingMemory training_memory(const TrainedModel& m, const TrainingLayout& l, double sequence_length, const TrainingFactors& factors)
{
    TrainingMemory out;
    const ParametersPerRank held = parameters_per_rank(m, l);
    const double all = held.dense + held.experts;
    // Experts have fewer replicas to shard over: the ranks that hold the same ones.
    const double replicas = l.data * l.context;
    const double expert_replicas = std::max(1.0, replicas * l.tensor / expert_ranks(l));
    const auto sharded
        = [&](double bytes, bool yes) { return yes ? bytes * (held.dense / replicas + held.experts / expert_replicas) : bytes * all; };
    const double layer = m.layers > 0 ? (m.dense_parameters / l.tensor + m.expert_parameters / expert_ranks(l)) / m.layers : 0;
    const bool fsdp = l.zero_stage == 3;
    if (l.method == TrainingMethod::Full) {
        const double gradient = fsdp ? sharded_gradient_bytes : main_gradient_bytes;
        out.weights = sharded(weight_bytes, fsdp);
        out.gradients = sharded(gradient, l.zero_stage >= 2);
        out.optimizer = sharded(adam_bytes, l.zero_stage >= 1);
        if (fsdp && l.pipeline > 1) { // weights and gradients stay whole between the micro-batches of a pipeline
            out.weights += weight_bytes * all;
            out.gradients += main_gradient_bytes * all;
        } else if (fsdp) {
            out.weights += gathered_layers * layer * weight_bytes;
            out.gradients += gathered_layers * layer * main_gradient_bytes;
        }
    } else {
        const double adapters = adapter_parameters(m) / (l.tensor * l.pipeline);
        const double base = l.method == TrainingMethod::Qlora ? frozen_4bit_bytes : weight_bytes;
        out.weights = sharded(base, fsdp) + weight_bytes * adapters + (fsdp ? gathered_layers * layer * weight_bytes : 0);
        out.gradients = main_gradient_bytes * adapters;
        out.optimizer = adam_bytes * adapters / (l.zero_stage >= 1 ? replicas : 1);
    }
    const double tokens = l.micro_batch * sequence_length / l.context;
    out.activations = layer_activation_bytes(m, l, tokens) * m.layers / l.pipeline * in_flight(l);
    if (l.recompute == Recompute::Full)
        out.activations += 2 * kept_activations(m, l, tokens); // the layer that is being recomputed, and its gradients
    if (l.pipeline <= 1)
        out.activations += tokens * m.vocabulary / l.tensor * logit_bytes;
    out.overhead = factors.memory_overhead_bytes + factors.fragmentation * (out.static_bytes() + out.activations);
    if (fsdp && l.accelerators() > replicas)
        out.overhead += (fsdp_mixed_share - 1) * (out.static_bytes() + out.activations);
    return out;
}

} // namespace archway
