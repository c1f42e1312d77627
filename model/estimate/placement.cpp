// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/placement.h"

#include "model/base/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

constexpr double efa_for_one_copy_gbps = 3200; ///< one copy of a model may span instances from here on
constexpr int most_stages = 16;
constexpr double hours_a_month = 730;
constexpr double engine_sequences_a_rank = 2048;
constexpr double stage_hop_s = 20e-6; ///< one activation hand-over between instances beside its transfer time; EFA latency

/// Shares of the bands. Source: accuracy of the model on measurements it was not fitted on.
constexpr double throughput_band_dense = 0.25, throughput_band_moe = 0.40, tpot_band = 0.40, ttft_band = 0.50;

/// One way to put the model on the type, evaluated.
struct Trial {
    Group group;
    double stages = 1;      ///< pipeline parallel, one instance each
    double copies = 1;      ///< replicas that one instance (or one chain of instances) holds
    double replicas = 0;    ///< needed in total
    double instances = 0;
    double limit = 0;       ///< sequences one replica may hold at once, by memory
    double sequences = 0;   ///< sequences one replica holds as asked
    double ttft = 0, tpot = 0;
    double throughput = 0;  ///< output tokens/s of all replicas
    double prefill_share = 0;
    bool latency_ok = true;
    [[nodiscard]] bool feasible() const { return replicas > 0 && latency_ok; }
};

/// Everything that stays the same while parallelism varies.
struct Bench {
    const PlacementQuestion& question;
    const InstanceType& type;
    const Accelerator& accelerator;
    const std::optional<ServingAccelerator>& speed;
    EngineFactors engine;

    [[nodiscard]] const ServedModel& model() const { return *question.model; }
    [[nodiscard]] const Workload& workload() const { return question.scenario->workload; }
    [[nodiscard]] double tokens() const { return workload().input_tokens + workload().output_tokens; }
    /// Input tokens that the prefix cache does not hold.
    [[nodiscard]] double cold_input() const { return std::max(1.0, workload().input_tokens * (1 - workload().prefix_hit_rate)); }

    [[nodiscard]] double hop_seconds(double stages, double tokens_in_flight) const
    {
        if (stages <= 1)
            return 0;
        const double bytes_per_s = type.network_gbps / 8 * 1e9 / std::max(1, type.accelerators);
        return (stages - 1) * (stage_hop_s + tokens_in_flight * model().hidden * 2 / std::max(1.0, bytes_per_s));
    }
    [[nodiscard]] double ttft(const Trial& trial) const
    {
        return prefill_seconds(model(), *speed, engine, trial.group, cold_input()) + hop_seconds(trial.stages, cold_input());
    }
    /// Time per output token with b sequences in one replica: with stages, b/stages of them pass together and the stages work in turn.
    [[nodiscard]] double tpot(const Trial& trial, double b) const
    {
        const double together = std::max(1.0, b / trial.stages);
        const double context = workload().input_tokens + workload().output_tokens / 2;
        const double prefills = engine.prefill_interference * (std::max(1.0, b) - 1) / workload().output_tokens
            * prefill_seconds(model(), *speed, engine, trial.group, cold_input()) / trial.stages;
        return decode_seconds(model(), *speed, engine, trial.group, together, context) + hop_seconds(trial.stages, together) + prefills;
    }
};

/// Most sequences one replica may hold so that the TPOT target is met; 0 when not even one.
double sequences_within_target(const Bench& bench, const Trial& trial, double limit)
{
    const auto& target = bench.workload().tpot_ms;
    if (!target || bench.tpot(trial, limit) * 1e3 <= *target)
        return limit;
    if (bench.tpot(trial, 1) * 1e3 > *target)
        return 0;
    double low = 1;
    double high = limit;
    while (high - low > 0.5) {
        const double mid = (low + high) / 2;
        (bench.tpot(trial, mid) * 1e3 <= *target ? low : high) = mid;
    }
    return std::floor(low);
}

/// Sequences in flight at q requests/s in one replica (Little's law), at most `limit`; above it the replica is saturated.
double sequences_at_rate(const Bench& bench, const Trial& trial, double rate, double limit)
{
    double b = 1;
    for (int i = 0; i < 60; ++i) {
        const double next = rate * (bench.ttft(trial) + bench.workload().output_tokens * bench.tpot(trial, b));
        if (next > limit)
            return limit + 1;
        if (std::abs(next - b) < 1e-3 * std::max(1.0, b))
            break;
        b = std::max(1.0, (b + next) / 2);
    }
    return b;
}

/// How many replicas the question needs, given what one may hold.
void size_replicas(const Bench& bench, Trial& trial)
{
    const Workload& workload = bench.workload();
    const auto& pinned = bench.question.scenario->deployment;
    double most = std::floor(trial.limit);
    if (bench.speed) {
        most = sequences_within_target(bench, trial, most);
        const bool first_token_late = workload.ttft_ms && bench.ttft(trial) * 1e3 > *workload.ttft_ms;
        trial.latency_ok = most >= 1 && !first_token_late;
        if (!trial.latency_ok)
            most = std::floor(trial.limit); // still sized, so that the refusal can say what it would be
    }
    double asked = workload.concurrent_sequences;
    if (workload.requests_per_second && bench.speed) {
        // The rate one replica sustains at its limit tells how many are needed.
        const double held = bench.ttft(trial) + workload.output_tokens * bench.tpot(trial, most);
        trial.replicas = std::max(1.0, std::ceil(*workload.requests_per_second * held / most - 1e-9));
        trial.sequences = std::min(most, sequences_at_rate(bench, trial, *workload.requests_per_second / trial.replicas, most));
    } else {
        trial.replicas = std::max(1.0, std::ceil(asked / most - 1e-9));
    }
    if (pinned && pinned->replicas)
        trial.replicas = *pinned->replicas;
    trial.instances = trial.stages > 1 ? trial.replicas * trial.stages : std::ceil(trial.replicas / trial.copies - 1e-9);
    if (pinned && pinned->instances) {
        trial.instances = std::max<double>(*pinned->instances, trial.stages);
        trial.replicas = pinned->replicas ? trial.replicas : std::floor(trial.instances / trial.stages) * trial.copies;
    } else {
        // What is bought is used: fill the last instance.
        trial.replicas = trial.stages > 1 ? trial.replicas : trial.instances * trial.copies;
        if (pinned && pinned->replicas)
            trial.replicas = *pinned->replicas;
    }
    if (!(workload.requests_per_second && bench.speed))
        trial.sequences = std::min(asked / trial.replicas, std::floor(trial.limit));
    else
        trial.sequences = std::min(most, sequences_at_rate(bench, trial, *workload.requests_per_second / trial.replicas, most));
}

void measure(const Bench& bench, Trial& trial)
{
    if (!bench.speed)
        return;
    const Workload& workload = bench.workload();
    const double b = std::max(1.0, trial.sequences);
    trial.ttft = bench.ttft(trial);
    trial.tpot = bench.tpot(trial, b);
    // Busy time of one wave of b sequences: their prefills and O steps; shared by the stages.
    const double prefill = bench.engine.prefill_interference * b * trial.ttft / trial.stages;
    const double context = workload.input_tokens + workload.output_tokens / 2;
    const double step = decode_seconds(bench.model(), *bench.speed, bench.engine, trial.group, std::max(1.0, b / trial.stages), context)
        + bench.hop_seconds(trial.stages, b / trial.stages);
    const double decode = workload.output_tokens * step;
    trial.prefill_share = prefill / (prefill + decode);
    trial.throughput = trial.replicas * b * workload.output_tokens / (prefill + decode);
}

/// Fewer instances first; then more output from what is bought; then the smaller group.
bool better(const Trial& a, const Trial& b)
{
    if (a.latency_ok != b.latency_ok)
        return a.latency_ok;
    if (a.instances != b.instances)
        return a.instances < b.instances;
    if (std::abs(a.throughput - b.throughput) > 1e-9 * std::max(a.throughput, b.throughput))
        return a.throughput > b.throughput;
    return a.group.accelerators < b.group.accelerators;
}

std::string accelerators_text(const InstanceType& type, const Accelerator& accelerator)
{
    return type.accelerators > 1 ? fmt::format("{} × {}", type.accelerators, accelerator.name) : accelerator.name;
}

void refuse_for_memory(const Bench& bench, Deployment& out, bool may_span)
{
    const ServedModel& model = bench.model();
    const double total = bench.accelerator.memory_bytes * bench.type.accelerators;
    const double weights = model.resident_bytes();
    out.binding = Binding::Memory;
    if (weights > total) {
        out.rejected_because = fmt::format("{} of weights against {} on {}", format_bytes(weights), format_bytes(total),
                                           accelerators_text(bench.type, bench.accelerator));
        if (!may_span)
            out.rejected_because += "; no network for one copy across instances";
    } else {
        out.rejected_because
            = fmt::format("{} of weights leave no room for one sequence of {} tokens ({} of KV cache) in {} on {}", format_bytes(weights),
                          format_tokens(bench.tokens()), format_bytes(model.cache_bytes_at(bench.tokens())), format_bytes(total),
                          accelerators_text(bench.type, bench.accelerator));
    }
    const double usable = bench.question.factors->kv_fraction
        * (total - bench.type.accelerators * bench.question.factors->memory_overhead_bytes);
    const double width = bytes_per_weight(bench.question.weight_precision);
    for (const std::string_view precision : {"fp8", "int4"}) {
        const double smaller = weights * bytes_per_weight(precision) / width;
        if (bytes_per_weight(precision) < width && smaller + model.cache_bytes_at(bench.tokens()) < usable) {
            out.nearest_fix = fmt::format("{} weights ({})", precision == "fp8" ? "FP8" : "INT4", format_bytes(smaller));
            return;
        }
    }
    if (may_span)
        out.nearest_fix = fmt::format("{} instances", static_cast<int>(std::ceil(weights / std::max(1.0, usable))));
}

void refuse_for_latency(const Bench& bench, const Trial& trial, Deployment& out)
{
    const Workload& workload = bench.workload();
    out.binding = Binding::Latency;
    const double alone = bench.tpot(trial, 1);
    if (workload.tpot_ms && alone * 1e3 > *workload.tpot_ms) {
        out.rejected_because = fmt::format("{} per token for a single sequence against the target of {}", format_seconds(alone),
                                           format_seconds(*workload.tpot_ms / 1e3));
        out.nearest_fix = fmt::format("a target of {} per token", format_seconds(alone));
    } else {
        out.rejected_because = fmt::format("{} to the first token, unloaded, against the target of {}", format_seconds(bench.ttft(trial)),
                                           format_seconds(*workload.ttft_ms / 1e3));
        out.nearest_fix = fmt::format("a target of {} to the first token", format_seconds(bench.ttft(trial)));
    }
}

void fill_memory(const Bench& bench, const Trial& trial, Deployment& out)
{
    const ServedModel& model = bench.model();
    const double overhead = bench.question.factors->memory_overhead_bytes;
    out.kv_bytes_per_sequence = model.cache_bytes_at(bench.tokens());
    out.memory.weights = weights_per_accelerator(model, trial.group) / trial.stages;
    out.memory.kv_cache
        = trial.sequences * out.kv_bytes_per_sequence * kv_replication(model, trial.group) / trial.group.accelerators / trial.stages;
    // Activations of an 8,192-token chunk, about ten tensors of the hidden size, lie inside the overhead of the engine.
    out.memory.activations = std::min(8192 * model.hidden * 20 / trial.group.accelerators, 0.8 * overhead);
    out.memory.overhead = overhead - out.memory.activations;
    out.memory.capacity = bench.accelerator.memory_bytes;
}

void fill_speed_and_cost(const Bench& bench, const Trial& trial, const Offer& offer, Deployment& out, bool borrowed)
{
    const double widen = borrowed ? 2 : 1;
    const auto share = [widen](double base) { return std::min(0.9, base * widen); };
    const double b = std::max(1.0, trial.sequences);
    const double ttft_ms = trial.ttft * 1e3;
    // Under load the first token waits for the prompts before it: from none to all of the others (a burst), typically a tenth.
    out.ttft_ms = Band{ttft_ms * (1 - share(ttft_band)), ttft_ms * (1 + 0.1 * (b - 1)), ttft_ms * std::max(1 + share(ttft_band), b)};
    out.tpot_ms = Band::around(trial.tpot * 1e3, share(tpot_band));
    out.output_tokens_per_second
        = Band::around(trial.throughput, share(bench.model().sparse() ? throughput_band_moe : throughput_band_dense));
    out.prefill_share = trial.prefill_share;
    if (!offer.price)
        return;
    const Workload& workload = bench.workload();
    const double hourly = offer.price->usd_per_hour * trial.instances;
    const Band& x = *out.output_tokens_per_second;
    const auto per_million = [&](double share_of_time, double tokens_per_output) {
        const auto usd = [&](double throughput) {
            return hourly * share_of_time * 1e6 / (3600 * throughput * tokens_per_output * workload.utilisation);
        };
        return Band{usd(x.high), usd(x.mid), usd(x.low)};
    };
    out.usd_per_million_input = per_million(trial.prefill_share, workload.input_tokens / workload.output_tokens);
    out.usd_per_million_output = per_million(1 - trial.prefill_share, 1);
    out.usd_per_million_blended = per_million(1, 1);
}

void add_trial(const Bench& bench, double n, double stages, std::optional<Trial>& best)
{
    Trial trial;
    trial.group.accelerators = n;
    trial.stages = stages;
    trial.copies = std::max(1.0, std::floor(bench.type.accelerators / n));
    trial.limit = std::min(max_sequences(bench.model(), bench.accelerator.memory_bytes, *bench.question.factors, trial.group,
                                         bench.tokens(), stages),
                           engine_sequences_a_rank * stages);
    if (trial.limit < 1)
        return;
    size_replicas(bench, trial);
    measure(bench, trial);
    if (!best || better(trial, *best))
        best = trial;
}

} // namespace

std::optional<ServingAccelerator> serving_accelerator(const InstanceType& type, const Accelerator& accelerator, const ServedModel& model,
                                                      const EfficiencyFactors& factors, std::string& because)
{
    const auto family = factors.families.find(accelerator.factor_family);
    if (accelerator.kind == "cpu")
        because = "memory checked only: no published bandwidth and FLOPS of this processor in the base";
    else if (!accelerator.memory_bandwidth || !accelerator.flops_bf16)
        because = fmt::format("memory checked only: {} of {} not known", accelerator.memory_bandwidth ? "BF16 FLOPS" : "memory bandwidth",
                              accelerator.name);
    else if (family == factors.families.end())
        because = fmt::format("memory checked only: no measured efficiency of {}", accelerator.name);
    if (!because.empty())
        return std::nullopt;

    const FamilyFactors& f = family->second;
    ServingAccelerator out;
    out.memory_bytes = accelerator.memory_bytes;
    out.bandwidth = *accelerator.memory_bandwidth;
    out.peak_bf16 = out.peak = *accelerator.flops_bf16;
    out.compute_efficiency = f.compute_bf16;
    // An FP8 rate no higher than BF16 means that FP8 is stored, not computed.
    const bool has_fp8 = accelerator.flops_fp8.value_or(0) > *accelerator.flops_bf16;
    const bool has_fp4 = accelerator.flops_fp4.value_or(0) > 0;
    switch (model.compute) {
    case ComputeMode::Bf16: break;
    case ComputeMode::Fp8:
        out.weight_only = !has_fp8;
        if (has_fp8) {
            out.peak = *accelerator.flops_fp8;
            out.compute_efficiency = f.compute_fp8;
        }
        break;
    case ComputeMode::Fp4:
        out.weight_only = !has_fp4;
        if (has_fp4) {
            out.peak = *accelerator.flops_fp4;
            out.compute_efficiency = f.compute_fp4;
        }
        break;
    case ComputeMode::Mxfp4:
        // MXFP4 weights are multiplied in FP8 where FP4 units are there, else in BF16.
        out.weight_only = !has_fp4;
        out.peak = has_fp4 && has_fp8 ? *accelerator.flops_fp8 : out.peak_bf16;
        out.compute_efficiency = f.compute_mxfp4;
        break;
    }
    out.link = type.link_bytes_per_s ? *type.link_bytes_per_s : accelerator.link_bytes_per_s.value_or(0);
    out.memory_efficiency = f.memory_efficiency;
    out.attention_memory_efficiency = f.attention_memory_efficiency;
    out.layer_overhead_s = model.sparse() ? f.layer_overhead_moe_s : f.layer_overhead_dense_s;
    out.allreduce_latency_s = f.allreduce_latency_s;
    out.link_efficiency = f.link_efficiency;
    out.tile_padding_rows = f.moe_tile_padding_rows;
    out.expert_imbalance = f.expert_imbalance;
    out.grouped_gemm_efficiency = f.grouped_gemm_efficiency;
    return out;
}

Deployment place(const PlacementQuestion& question, const InstanceType& type, const Accelerator& accelerator, const Offer& offer)
{
    const Scenario& scenario = *question.scenario;
    Deployment out;
    out.instance = type.id;
    out.accelerator = accelerator.name;
    out.accelerator_kind = accelerator.kind;
    out.accelerators = type.accelerators;
    out.engine = scenario.deployment && scenario.deployment->engine ? *scenario.deployment->engine
        : accelerator.kind == "trainium" || accelerator.kind == "inferentia" ? "neuron" : "vllm";
    out.price = offer.price;

    const auto speed = serving_accelerator(type, accelerator, *question.model, *question.factors, out.speed_unknown_because);
    const auto engine = question.factors->engines.find(out.engine);
    const Bench bench{question, type, accelerator, speed, engine == question.factors->engines.end() ? EngineFactors{} : engine->second};
    if (speed && speed->weight_only)
        out.notes.push_back(fmt::format("{} weights are stored only: {} computes them in {}", question.weight_precision, accelerator.name,
                                        "BF16"));
    if (!offer.remark.empty())
        out.notes.push_back(offer.remark);

    // Tensor parallel sizes are divisors of the attention heads; a copy spans instances only over a fast enough network.
    const int count = std::max(1, type.accelerators);
    const bool may_span = !type.efa.empty() && type.network_gbps >= efa_for_one_copy_gbps;
    const auto& pinned = scenario.deployment;
    std::optional<Trial> best;
    double widest = 1;
    for (int n = 1; n <= count; ++n) {
        if (std::fmod(question.model->heads, n) != 0 || (pinned && pinned->tensor_parallel && *pinned->tensor_parallel != n))
            continue;
        widest = n;
        if (!pinned || !pinned->pipeline_parallel || *pinned->pipeline_parallel == 1)
            add_trial(bench, n, 1, best);
    }
    for (int stages = 2; may_span && !best && stages <= std::min<double>(most_stages, question.model->layers); ++stages) {
        if (!pinned || !pinned->pipeline_parallel || *pinned->pipeline_parallel == stages)
            add_trial(bench, widest, stages, best);
    }

    if (!best) {
        refuse_for_memory(bench, out, may_span);
        Trial whole;
        whole.group.accelerators = widest;
        fill_memory(bench, whole, out);
        return out;
    }
    out.tensor_parallel = static_cast<int>(best->group.accelerators);
    out.pipeline_parallel = static_cast<int>(best->stages);
    out.replicas = static_cast<int>(best->replicas);
    out.instances = static_cast<int>(best->instances);
    out.accelerators = out.instances * count;
    out.max_concurrent_sequences = std::floor(best->limit) * best->replicas;
    fill_memory(bench, *best, out);
    if (!best->latency_ok) {
        refuse_for_latency(bench, *best, out);
        return out;
    }
    if (scenario.workload.concurrent_sequences > out.max_concurrent_sequences && !scenario.workload.requests_per_second) {
        out.binding = Binding::Memory;
        out.rejected_because = fmt::format("room for {} sequences of {} tokens against {} asked",
                                           format_number(out.max_concurrent_sequences), format_tokens(bench.tokens()),
                                           format_number(scenario.workload.concurrent_sequences));
        out.nearest_fix = fmt::format("{} instances", static_cast<int>(std::ceil(scenario.workload.concurrent_sequences
                                                                                 / std::floor(best->limit) / best->copies)) * out.pipeline_parallel);
        return out;
    }
    out.fits = true;
    if (speed)
        fill_speed_and_cost(bench, *best, offer, out,
                            question.factors->families.find(accelerator.factor_family)->second.provenance != "fitted");
    if (offer.price)
        out.usd_per_month = offer.price->usd_per_hour * out.instances * hours_a_month;
    return out;
}

} // namespace archway
