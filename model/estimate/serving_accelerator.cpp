// SPDX-License-Identifier: GPL-3.0-or-later
// The accelerator of an instance type together with the factors that hold on it for one model.
#include "model/estimate/placement.h"

#include <fmt/format.h>

namespace archway {

namespace {

/// This many experts and more are small enough to be run as grouped GEMMs, fewer run much like plain ones.
constexpr double fine_grained_experts = 16;

/// Kernels of a layer of latent attention with experts, in those of one with grouped queries: projections into and out of the latent space,
/// their norms and the absorbed products come to about seven more than fourteen. Fitted overheads are those of grouped queries.
constexpr double latent_layer_kernels = 1.5;

} // namespace

void set_factors(ServingAccelerator& on, const FamilyFactors& f, const ServedModel& model)
{
    switch (on.computed) {
    case ComputeMode::Bf16: on.compute_efficiency = f.compute_bf16; break;
    case ComputeMode::Fp8: on.compute_efficiency = f.compute_fp8; break;
    case ComputeMode::Fp4: on.compute_efficiency = f.compute_fp4; break;
    case ComputeMode::Mxfp4: on.compute_efficiency = f.compute_mxfp4; break;
    }
    on.memory_efficiency = f.memory_efficiency;
    on.attention_memory_efficiency = f.attention_memory_efficiency;
    on.layer_overhead_s = model.sparse() ? f.layer_overhead_moe_s : f.layer_overhead_dense_s;
    if (model.latent)
        on.layer_overhead_s *= latent_layer_kernels;
    on.allreduce_latency_s = f.allreduce_latency_s;
    on.latency_by_stages = true;
    on.link_efficiency = f.link_efficiency;
    on.tile_padding_rows = f.moe_tile_padding_rows;
    on.expert_imbalance = f.expert_imbalance;
    on.expert_gemm_efficiency = model.experts >= fine_grained_experts ? f.grouped_gemm_efficiency : f.coarse_gemm_efficiency;
    on.unoverlapped = f.unoverlapped;
    on.size_exponent = f.size_exponent;
    on.activation_passes = f.activation_passes;
}

std::string calibrated_family(std::string_view family, std::string_view engine)
{
    return fmt::format("{} on {}", family, engine);
}

const FamilyFactors* family_factors(const EfficiencyFactors& factors, std::string_view family, std::string_view engine)
{
    if (const auto own = factors.families.find(calibrated_family(family, engine)); own != factors.families.end())
        return &own->second;
    const auto shipped = factors.families.find(family);
    return shipped == factors.families.end() ? nullptr : &shipped->second;
}

std::optional<ServingAccelerator> serving_accelerator(const InstanceType& type, const Accelerator& accelerator, const ServedModel& model,
                                                      const EfficiencyFactors& factors, std::string& because, std::string_view engine)
{
    const FamilyFactors* family = family_factors(factors, accelerator.factor_family, engine);
    if (accelerator.kind != "cpu" && accelerator.memory_bandwidth && !accelerator.flops_bf16)
        because = fmt::format("memory checked only: {} has no BF16 arithmetic{}", accelerator.name,
                              accelerator.note.empty() ? "" : fmt::format(" ({})", accelerator.note));
    else if (!accelerator.memory_bandwidth || !accelerator.flops_bf16)
        because = fmt::format("memory checked only: {} of {} not known", accelerator.memory_bandwidth ? "BF16 FLOPS" : "memory bandwidth",
                              accelerator.name);
    else if (!family)
        because = fmt::format("memory checked only: no measured efficiency of {}", accelerator.name);
    if (!because.empty())
        return std::nullopt;

    const FamilyFactors& f = *family;
    ServingAccelerator out;
    out.memory_bytes = accelerator.memory_bytes;
    out.bandwidth = *accelerator.memory_bandwidth;
    out.peak_bf16 = out.peak = *accelerator.flops_bf16;
    // An FP8 rate no higher than BF16 means that FP8 is stored, not computed.
    const bool has_fp8 = accelerator.flops_fp8.value_or(0) > *accelerator.flops_bf16;
    const bool has_fp4 = accelerator.flops_fp4.value_or(0) > 0;
    switch (model.compute) {
    case ComputeMode::Bf16: break;
    case ComputeMode::Fp8:
        out.weight_only = !has_fp8;
        if (has_fp8) {
            out.peak = *accelerator.flops_fp8;
            out.computed = ComputeMode::Fp8;
        }
        break;
    case ComputeMode::Fp4:
        out.weight_only = !has_fp4;
        if (has_fp4) {
            out.peak = *accelerator.flops_fp4;
            out.computed = ComputeMode::Fp4;
        }
        break;
    case ComputeMode::Mxfp4:
        // MXFP4 weights are multiplied in FP8 where FP4 units are there, else in BF16.
        out.weight_only = !has_fp4;
        out.peak = has_fp4 && has_fp8 ? *accelerator.flops_fp8 : out.peak_bf16;
        out.computed = ComputeMode::Mxfp4;
        break;
    }
    out.link = type.link_bytes_per_s ? *type.link_bytes_per_s : accelerator.link_bytes_per_s.value_or(0);
    set_factors(out, f, model);
    return out;
}

} // namespace archway
