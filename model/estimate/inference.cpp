// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/inference.h"

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

/// Share of the BF16 peak that attention kernels reach. Source: fitted with the other factors, same for all families.
constexpr double attention_compute_efficiency = 0.5;
/// Parameters of a layer on one rank at which the size efficiency is 1; about those of a 13B dense model on one accelerator, halved.
constexpr double reference_layer_parameters = 1e8;
/// No GEMM reaches more of the data sheet's peak, however wide it is.
constexpr double most_of_the_peak = 0.9;
/// Tokens an engine prefills in one pass (chunked prefill).
constexpr double prefill_chunk_tokens = 8192;

/// Layers times positions that `tokens` new tokens attend to, the `cached` ones before them included. (I + C)² / 2 − C² / 2 where
/// attention is full.
double attended_in_prefill(const ServedModel& model, double tokens, double cached)
{
    const double whole = tokens + cached;
    return whole * model.prefill_attended_layers(whole) - (cached > 0 ? cached * model.prefill_attended_layers(cached) : 0);
}

/// The longer of the two is waited for and hides the other.
PassTime roofline(double reading, double computing)
{
    return reading > computing ? PassTime{0, reading, 0} : PassTime{computing, 0, 0};
}

} // namespace

PassTime& PassTime::add(const PassTime& more, double times)
{
    compute += times * more.compute;
    bandwidth += times * more.bandwidth;
    other += times * more.other;
    return *this;
}

double experts_touched(double experts, double active, double tokens)
{
    if (experts <= 0)
        return 0;
    // (1 − k/E)^T ≤ e^(−T k/E): beyond 40 it is less than a double next to 1 can say, and a prefill is always beyond.
    return tokens * active > 40 * experts ? experts : experts * (1 - std::pow(1 - active / experts, tokens));
}

double expert_imbalance(const ServingAccelerator& on, Group group)
{
    if (!group.attention_data_parallel || on.expert_imbalance == 1)
        return 1;
    return std::pow(on.expert_imbalance, std::log(group.accelerators) / std::log(8.0));
}

double size_efficiency(const ServedModel& model, const ServingAccelerator& on, Group group)
{
    if (on.size_exponent == 0)
        return 1;
    const double ranks = group.attention_data_parallel ? 1 : group.accelerators;
    return std::pow(model.active_parameters() / (model.layers * ranks * reference_layer_parameters), on.size_exponent);
}

double gemm_seconds(const ServedModel& model, const ServingAccelerator& on, Group group, double tokens, double head_tokens)
{
    return gemm_time(model, on, group, tokens, head_tokens).seconds();
}

PassTime gemm_time(const ServedModel& model, const ServingAccelerator& on, Group group, double tokens, double head_tokens)
{
    const double n = group.accelerators;
    const double copies = group.attention_data_parallel ? n : 1; // attention and head are read by every rank
    double bytes = model.attention_parameters * model.attention_weight_bytes * copies + model.dense_parameters * model.weight_bytes
        + model.head_parameters * 2 * copies;
    double padding = 0;
    double flops = 2 * ((model.attention_parameters + model.dense_parameters) * tokens + model.head_parameters * head_tokens);
    if (model.sparse()) {
        const double touched = experts_touched(model.experts, model.active_experts, tokens);
        const double expert_layers = model.moe_layers * model.expert_parameters;
        bytes += expert_layers * touched * model.weight_bytes;
        // The experts' GEMMs reach a smaller share of the peak, and every touched expert pays padding rows.
        flops += 2 * expert_layers * tokens * model.active_experts / on.expert_gemm_efficiency;
        padding = 2 * expert_layers * touched * on.tile_padding_rows / on.expert_gemm_efficiency;
    }
    const double peak = n * on.peak * std::min(most_of_the_peak, on.compute_efficiency * size_efficiency(model, on, group));
    const double reading = bytes / (n * on.bandwidth * on.memory_efficiency);
    const double computing = (flops + padding) / peak;
    // Rows that pad a tile are multiplied while its weights stream in: they make a product longer that waits for arithmetic, no other.
    const double hidden_in_part = on.unoverlapped * std::min(reading, flops / peak);
    const double hottest = model.sparse() ? expert_imbalance(on, group) : 1;
    return reading > computing ? PassTime{hottest * hidden_in_part, hottest * reading, 0}
                               : PassTime{hottest * computing, hottest * hidden_in_part, 0};
}

double activation_seconds(const ServedModel& model, const ServingAccelerator& on, Group group, double tokens)
{
    const double own = group.attention_data_parallel ? tokens / group.accelerators : tokens;
    return on.activation_passes * model.layers * own * model.hidden * 2 / (on.bandwidth * on.memory_efficiency);
}

double allreduce_latency(const ServingAccelerator& on, Group group)
{
    return on.latency_by_stages ? on.allreduce_latency_s * std::log2(group.accelerators) / 2 : on.allreduce_latency_s;
}

double communication_seconds(const ServedModel& model, const ServingAccelerator& on, Group group, double tokens)
{
    const double n = group.accelerators;
    if (n <= 1 || on.link <= 0)
        return 0;
    const double link = on.link * on.link_efficiency;
    const double share = (n - 1) / n;
    if (group.attention_data_parallel) {
        // Dispatch in 1 byte, combine in 2 bytes an element.
        const double exchanged = tokens / n * model.active_experts * model.sent_width() * 3 * share;
        return model.moe_layers * (2 * on.allreduce_latency_s + exchanged / link);
    }
    return 2 * model.layers * (allreduce_latency(on, group) + 2 * share * tokens * model.hidden * 2 / link);
}

double kv_replication(const ServedModel& model, Group group)
{
    if (group.attention_data_parallel)
        return 1;
    return model.latent ? group.accelerators : std::max(1.0, group.accelerators / model.kv_heads);
}

double decode_seconds(const ServedModel& model, const ServingAccelerator& on, const EngineFactors& engine, Group group, double sequences,
                      double context)
{
    return decode_time(model, on, engine, group, sequences, context).seconds();
}

PassTime decode_time(const ServedModel& model, const ServingAccelerator& on, const EngineFactors& engine, Group group, double sequences,
                     double context)
{
    const double n = group.accelerators;
    const double b = std::max(1.0, sequences);
    const double cache_read
        = b * model.cache_bytes_at(context) * kv_replication(model, group) / (n * on.bandwidth * on.attention_memory_efficiency);
    const double attention_flops
        = b * model.attended_layers(context) * model.decode_flops_per_position / (n * on.peak_bf16 * attention_compute_efficiency);
    PassTime out = gemm_time(model, on, group, b, b);
    out.add(roofline(cache_read, attention_flops));
    out.bandwidth += activation_seconds(model, on, group, b);
    out.other = communication_seconds(model, on, group, b) + model.layers * on.layer_overhead_s + engine.step_overhead_s
        + b * engine.sequence_overhead_s / (group.attention_data_parallel ? n : 1);
    return out;
}

double prefill_seconds(const ServedModel& model, const ServingAccelerator& on, const EngineFactors& engine, Group group, double tokens,
                       double prompts, double cached)
{
    return prefill_time(model, on, engine, group, tokens, prompts, cached).seconds();
}

PassTime prefill_time(const ServedModel& model, const ServingAccelerator& on, const EngineFactors& engine, Group group, double tokens,
                      double prompts, double cached)
{
    const double n = group.accelerators;
    const double attention = prompts * attended_in_prefill(model, tokens, cached) * model.prefill_flops_per_position
        / (n * on.peak_bf16 * attention_compute_efficiency);
    // What lies in the cache is read back; what was just computed is still at hand.
    const double cache_read = cached > 0
        ? prompts * model.cache_bytes_at(cached) * kv_replication(model, group) / (n * on.bandwidth * on.attention_memory_efficiency)
        : 0;
    const double all = tokens * prompts;
    PassTime out = gemm_time(model, on, group, all, prompts);
    out.add(roofline(cache_read, attention));
    out.bandwidth += activation_seconds(model, on, group, all);
    out.other = communication_seconds(model, on, group, all) + model.layers * on.layer_overhead_s + engine.step_overhead_s;
    return out;
}

double lone_prompt_seconds(const ServedModel& model, const ServingAccelerator& on, Group group, double tokens, double cached)
{
    if (!group.attention_data_parallel)
        return 0;
    const double dense = 2 * (model.attention_parameters + model.dense_parameters) * tokens
        / (on.peak * std::min(most_of_the_peak, on.compute_efficiency * size_efficiency(model, on, group)));
    const double attention
        = attended_in_prefill(model, tokens, cached) * model.prefill_flops_per_position / (on.peak_bf16 * attention_compute_efficiency);
    return (1 - 1 / group.accelerators) * (dense + attention);
}

double weights_per_accelerator(const ServedModel& model, Group group)
{
    const double n = group.accelerators;
    if (!group.attention_data_parallel)
        return model.resident_bytes() / n;
    const double experts = model.moe_layers * model.experts * model.expert_parameters * model.weight_bytes;
    return model.resident_bytes() - experts + experts / n;
}

double max_sequences(const ServedModel& model, double memory_bytes, const EfficiencyFactors& factors, Group group, double tokens,
                     double pipeline)
{
    const double free
        = factors.kv_fraction * (memory_bytes - weights_per_accelerator(model, group) / pipeline - factors.memory_overhead_bytes);
    if (!(free > 0))
        return 0;
    const double per_sequence = model.cache_bytes_at(tokens) * kv_replication(model, group) / group.accelerators / pipeline;
    return free / std::max(1.0, per_sequence);
}

double tpot_seconds(const ServedModel& model, const ServingAccelerator& on, const EngineFactors& engine, Group group, double sequences,
                    double input, double output)
{
    return decode_seconds(model, on, engine, group, sequences, input + output / 2)
        + engine.prefill_interference * (std::max(1.0, sequences) - 1) * prefill_seconds(model, on, engine, group, input) / output;
}

double offline_throughput(const ServedModel& model, const ServingAccelerator& on, const EngineFactors& engine, Group group,
                          double max_in_flight, double requests, double input, double output)
{
    const double in_flight = std::floor(std::min(max_in_flight, requests));
    if (in_flight < 1)
        return 0;
    const double waves = std::floor(requests / in_flight);
    const double rest = requests - waves * in_flight;
    const double context = input + output / 2;
    // Several short prompts share one pass, so its overhead is shared too.
    const double prompts = std::max(1.0, std::min(prefill_chunk_tokens / input, in_flight));
    const double prefill = prefill_seconds(model, on, engine, group, input, prompts) / prompts;
    double seconds
        = requests * prefill * engine.prefill_interference + output * waves * decode_seconds(model, on, engine, group, in_flight, context);
    if (rest > 0)
        seconds += output * decode_seconds(model, on, engine, group, rest, context);
    return requests * output / seconds;
}

} // namespace archway
