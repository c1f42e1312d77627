// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/speed.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

constexpr double reference_hidden = 8192;
constexpr double widest_hidden = 16384; ///< beyond it wider layers reach no more

/// Times that what a state space's projections write crosses memory again, forward and backward: convolution, chunked scan, gated norm.
/// Source: 20 published Nemotron 3 Nano runs on H100, B200, B300, GB200 and GB300 (docs/training.md).
constexpr double state_space_passes = 75;

/// Traffic of one token on its way to the experts and back, exposed to the step.
double dispatch_seconds(const TrainedModel& m, const TrainingLayout& l, const TrainingAccelerator& on, const TrainingFactors& f)
{
    if (!m.sparse() || l.expert <= 1)
        return 0;
    const bool inside = l.expert <= on.domain;
    const double away = inside ? 1 - 1 / l.expert : 1 - on.domain / l.expert;
    const double rate = inside ? on.link : on.network;
    return rate > 0 ? f.dispatch_passes * m.moe_layers * m.active_experts * m.sent_width() * 2 * away / rate : 0;
}

/// Two all-gathers and two reduce-scatters a layer, forward and backward, in a tensor-parallel group.
double tensor_parallel_seconds(const TrainedModel& m, const TrainingLayout& l, const TrainingAccelerator& on, const TrainingFactors& f)
{
    if (l.tensor <= 1)
        return 0;
    const double rate = l.tensor <= on.domain ? on.link : on.network;
    return rate > 0 ? f.tensor_parallel_exposed * m.layers * 16 * m.hidden * (l.tensor - 1) / rate : 0;
}

} // namespace

std::optional<TrainingAccelerator> training_accelerator(const Accelerator& accelerator, std::string_view precision,
                                                        const TrainingFactors& factors, std::string& because)
{
    if (accelerator.kind == "cpu" || accelerator.kind == "inferentia") {
        because = accelerator.kind == "cpu" ? "processors are not used to train language models"
                                            : "Inferentia serves models; Trainium trains them";
        return std::nullopt;
    }
    if (precision == "int8" || precision == "int4") {
        because = fmt::format("no published training multiplies in {}; FP8 and FP4 are the narrow formats that train",
                              precision == "int8" ? "INT8" : "INT4");
        return std::nullopt;
    }
    auto family = factors.families.find(accelerator.id);
    if (family == factors.families.end())
        family = factors.families.find(accelerator.factor_family);
    if (family == factors.families.end()) {
        because = "no training throughput of " + accelerator.name + " is published that factors could rest on";
        return std::nullopt;
    }
    if (!accelerator.flops_bf16 || !accelerator.memory_bandwidth) {
        because = "peak rate or memory bandwidth of " + accelerator.name + " is not known";
        return std::nullopt;
    }
    const TrainingFamilyFactors& f = family->second;
    TrainingAccelerator out;
    out.memory_bytes = accelerator.memory_bytes;
    out.bandwidth = *accelerator.memory_bandwidth;
    out.peak_bf16 = *accelerator.flops_bf16;
    out.peak = out.peak_bf16;
    out.gemm_efficiency = f.gemm_bf16;
    out.attention_efficiency = f.attention;
    out.borrowed = f.provenance != "fitted";
    const bool eight = precision == "fp8";
    const bool four = precision == "fp4" || precision == "mxfp4";
    if (four && accelerator.flops_fp4 && f.gemm_fp4 > 0) {
        out.peak = *accelerator.flops_fp4;
        out.gemm_efficiency = f.gemm_fp4;
    } else if ((eight || four) && accelerator.flops_fp8 && f.gemm_fp8 > 0) {
        out.peak = *accelerator.flops_fp8;
        out.gemm_efficiency = f.gemm_fp8;
    } else {
        out.computes_in_bf16 = eight || four;
    }
    if (precision == "fp32")
        out.peak /= 8; // without TF32 the tensor cores idle
    else if (precision == "tf32")
        out.peak /= 2;
    return out;
}

double seconds_per_token(const TrainedModel& m, const TrainingLayout& l, const TrainingAccelerator& on, double sequence_length,
                         const TrainingFactors& f)
{
    const double width = std::pow(std::min(m.hidden, widest_hidden) / reference_hidden, f.hidden_exponent);
    const double matrix = (l.method == TrainingMethod::Full ? 6 : 4) * m.active_parameters / (on.peak * on.gemm_efficiency * width);
    const double attention
        = 3 * m.attention_flops_per_position * m.attended_layers(sequence_length) / (on.peak_bf16 * on.attention_efficiency);
    const double traffic = (f.memory_passes * m.layers * m.hidden + state_space_passes * m.state_width) * 2 / on.bandwidth;
    const double experts
        = m.moe_layers * m.active_experts * 2 * (f.expert_memory_passes * m.hidden + f.expert_width_passes * m.expert_width) / on.bandwidth;
    const double again = l.recompute == Recompute::Full ? f.recompute_slowdown : 1;
    const double seconds
        = (matrix + attention + traffic) * again + experts + dispatch_seconds(m, l, on, f) + tensor_parallel_seconds(m, l, on, f);
    const double bubble = l.pipeline > 1 ? (l.pipeline - 1) / (l.micro_batches * l.chunks) : 0;
    return seconds * (1 + bubble);
}

double model_flops_utilisation(const TrainedModel& m, const TrainingAccelerator& on, double sequence_length, double seconds,
                               bool frozen_base)
{
    return training_flops_per_token(m, sequence_length, frozen_base) / (seconds * on.peak);
}

} // namespace archway
