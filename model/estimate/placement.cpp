// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/placement.h"

#include "model/base/round_up.h"
#include "model/base/units.h"
#include "model/estimate/bands.h"
#include "model/estimate/fix.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

constexpr double efa_for_one_copy_gbps = 3200; ///< one copy of a model may span instances from here on
constexpr int most_stages = 16;
constexpr double most_instances = 100'000; ///< more than this is no deployment but a slip of the pen
constexpr double hours_a_month = 730;
constexpr double engine_sequences_a_rank = 2048;
constexpr double stage_hop_s = 20e-6; ///< one activation hand-over between instances beside its transfer time; EFA latency

/// One way to put the model on the type, evaluated.
struct Trial {
    Group group;
    double stages = 1;   ///< pipeline parallel; a stage never straddles instances
    double chain = 1;    ///< instances that one copy spans
    double copies = 1;   ///< replicas that one instance (or one chain of instances) holds
    double replicas = 0; ///< needed in total
    double instances = 0;
    double limit = 0;     ///< sequences one replica may hold at once, by memory
    double sequences = 0; ///< sequences one replica holds as asked
    double ttft = 0, tpot = 0;
    double throughput = 0; ///< output tokens/s of all replicas
    double prefill_share = 0;
    double cached_ratio = 0;          ///< a cached input token's prefill time over an uncached one's
    PassTime busy;                    ///< of one wave of sequences
    Binding sized_by = Binding::None; ///< what asked for more copies than the fewest; None: nothing did
    bool latency_ok = true;
    double late = 0;   ///< not latency_ok: how many times its target a lone sequence takes, the worse of first token and per token
    bool holds = true; ///< room for all the sequences asked
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
    /// Input tokens that it does hold.
    [[nodiscard]] double cached_input() const { return workload().input_tokens - cold_input(); }
    [[nodiscard]] PassTime prefill_pass(const Trial& trial) const
    {
        return prefill_time(model(), *speed, engine, trial.group, cold_input(), 1, cached_input());
    }

    /// Sequences that an engine holds in one replica at most, whatever the memory.
    [[nodiscard]] double engine_limit(const Trial& trial) const
    {
        return engine_sequences_a_rank * (trial.group.attention_data_parallel ? trial.group.accelerators : 1) * trial.stages;
    }
    /// Handing the activations from stage to stage, over the link inside an instance and over the network between instances.
    [[nodiscard]] double hop_seconds(const Trial& trial, double tokens_in_flight) const
    {
        if (trial.stages <= 1)
            return 0;
        const double network = type.network_gbps / 8 * 1e9 / std::max(1, type.accelerators);
        const double bytes_per_s = trial.chain > 1 ? network : speed->link;
        return (trial.stages - 1) * (stage_hop_s + tokens_in_flight * model().hidden * 2 / std::max(1.0, bytes_per_s));
    }
    /// Prefill of one prompt as its share of a busy group.
    [[nodiscard]] double prefill(const Trial& trial) const { return prefill_pass(trial).seconds() + hop_seconds(trial, cold_input()); }
    /// Unloaded time to the first token.
    [[nodiscard]] double ttft(const Trial& trial) const
    {
        return prefill(trial) + lone_prompt_seconds(model(), *speed, trial.group, cold_input(), cached_input());
    }
    /// What a cached token of the prompt costs, as a share of what an uncached one costs. The cache makes the prefill of the rest longer:
    /// its positions are attended to and read; half of that is charged to them, half to those that attend. Where nothing is cached: the
    /// first token that would be. [formula.cost-cached]
    [[nodiscard]] double cached_ratio(const Trial& trial) const
    {
        const double cached = std::max(1.0, cached_input());
        const double alone = prefill_seconds(model(), *speed, engine, trial.group, cold_input());
        const double longer = prefill_seconds(model(), *speed, engine, trial.group, cold_input(), 1, cached) - alone;
        return longer / 2 / cached / ((alone + hop_seconds(trial, cold_input()) + longer / 2) / cold_input());
    }
    /// One token of `together` sequences. Speculating, g drafts and one pass over g + 1 positions yield a tokens; the pass reads each
    /// sequence's cache once. [formula.speculation]
    [[nodiscard]] PassTime decode(const Trial& trial, double together, double context) const
    {
        if (!question.draft)
            return decode_time(model(), *speed, engine, trial.group, together, context);
        const double positions = question.draft_tokens + 1;
        PassTime token;
        token.add(decode_time(model(), *speed, engine, trial.group, together * positions, context / positions),
                  1 / question.acceptance_length);
        return token.add(decode_time(*question.draft, *speed, EngineFactors{}, trial.group, together, context),
                         question.draft_tokens / question.acceptance_length);
    }
    /// Time per output token with b sequences in one replica: with stages, b/stages of them pass together and the stages work in turn.
    [[nodiscard]] double tpot(const Trial& trial, double b) const
    {
        const double together = std::max(1.0, b / trial.stages);
        const double context = workload().input_tokens + workload().output_tokens / 2;
        const double prefills = engine.prefill_interference * (std::max(1.0, b) - 1) / workload().output_tokens
            * prefill_pass(trial).seconds() / trial.stages;
        return decode(trial, together, context).seconds() + hop_seconds(trial, together) + prefills;
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
        if (!trial.latency_ok) {
            most = std::floor(trial.limit); // still sized, so that the refusal can say what it would be
            trial.late = std::max(workload.ttft_ms ? bench.ttft(trial) * 1e3 / *workload.ttft_ms : 0,
                                  workload.tpot_ms ? bench.tpot(trial, 1) * 1e3 / *workload.tpot_ms : 0);
        }
    }
    const double room = std::floor(trial.limit);
    double asked = workload.concurrent_sequences;
    if (workload.requests_per_second && bench.speed) {
        // The rate one replica sustains at its limit tells how many are needed.
        const double held = bench.ttft(trial) + workload.output_tokens * bench.tpot(trial, most);
        trial.replicas = std::max(1.0, std::ceil(*workload.requests_per_second * held / most - 1e-9));
        trial.sequences = std::min(most, sequences_at_rate(bench, trial, *workload.requests_per_second / trial.replicas, most));
    } else {
        trial.replicas = std::max(1.0, std::ceil(asked / most - 1e-9));
    }
    if (trial.replicas > trial.copies && trial.latency_ok)
        trial.sized_by = most < room ? Binding::Latency : trial.limit < bench.engine_limit(trial) ? Binding::Memory : Binding::None;
    if (pinned && pinned->replicas)
        trial.replicas = *pinned->replicas;
    trial.instances = pinned && pinned->instances ? *pinned->instances : std::ceil(trial.replicas / trial.copies - 1e-9) * trial.chain;
    // What is bought is used: fill the last instance.
    if (!pinned || !pinned->replicas)
        trial.replicas = std::floor(trial.instances / trial.chain) * trial.copies;
    trial.holds = workload.requests_per_second || std::floor(trial.limit) * trial.replicas >= asked;
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
    const double prefill = bench.engine.prefill_interference * b * bench.prefill(trial) / trial.stages;
    const double context = workload.input_tokens + workload.output_tokens / 2;
    PassTime step = bench.decode(trial, std::max(1.0, b / trial.stages), context);
    step.other += bench.hop_seconds(trial, b / trial.stages);
    const double decode = workload.output_tokens * step.seconds();
    PassTime prompt = bench.prefill_pass(trial);
    prompt.other += bench.hop_seconds(trial, bench.cold_input());
    trial.busy.add(step, workload.output_tokens).add(prompt, bench.engine.prefill_interference * b / trial.stages);
    trial.cached_ratio = bench.cached_ratio(trial);
    trial.prefill_share = prefill / (prefill + decode);
    trial.throughput = trial.replicas * b * workload.output_tokens / (prefill + decode);
}

/// What meets the latency targets, else what comes nearest, so that a refusal says the least that would have to give; what holds all
/// sequences before what does not (a pinned number of instances); fewer instances; then more output from what is bought;
/// then the smaller group.
bool better(const Trial& a, const Trial& b)
{
    if (a.latency_ok != b.latency_ok)
        return a.latency_ok;
    if (a.late != b.late)
        return a.late < b.late;
    if (a.holds != b.holds)
        return a.holds;
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

void refuse_for_memory(const Bench& bench, double widest, Deployment& out, bool may_span)
{
    const ServedModel& model = bench.model();
    const double total = bench.accelerator.memory_bytes * widest;
    const std::string place = widest > 1 ? fmt::format("{} × {}", widest, bench.accelerator.name) : bench.accelerator.name;
    const double weights = model.resident_bytes();
    out.binding = Binding::Memory;
    // Room alone would not make it a choice where its speed is unknown.
    if (bench.accelerator.memory_bandwidth && !bench.accelerator.factor_family.empty())
        out.over_limit = (weights + widest * bench.question.factors->memory_overhead_bytes + model.cache_bytes_at(bench.tokens())) / total;
    if (weights > total) {
        out.rejected_because = fmt::format("{} of weights against {} on {}", format_bytes(weights), format_bytes(total), place);
        if (!may_span)
            out.rejected_because += "; no network for one copy across instances";
    } else {
        out.rejected_because = fmt::format(
            "{} of weights, {} of engine overhead and {} of KV cache for one sequence of {} tokens do not go into 95 % of {} on {}",
            format_bytes(weights), format_bytes(widest * bench.question.factors->memory_overhead_bytes),
            format_bytes(model.cache_bytes_at(bench.tokens())), format_tokens(bench.tokens()), format_bytes(total), place);
    }
    const double usable = bench.question.factors->kv_fraction * (total - widest * bench.question.factors->memory_overhead_bytes);
    const double width = bytes_per_weight(bench.question.weight_precision);
    for (const std::string_view precision : smaller_precisions(bench.accelerator)) {
        const double smaller = weights * bytes_per_weight(precision) / width;
        if (bytes_per_weight(precision) < width && smaller + model.cache_bytes_at(bench.tokens()) < usable) {
            out.fix = {weights_in(*bench.question.scenario, precision)};
            out.fix.front().text += fmt::format(" ({})", format_bytes(smaller));
            return;
        }
    }
    // A pinned number is what is in the way; otherwise as many instances as one copy may span have been tried.
    const auto& pinned = bench.question.scenario->deployment;
    if (may_span && pinned && pinned->instances)
        out.fix = {{"deployment.instances", std::ceil(weights / std::max(1.0, usable)), {}}};
    else if (pinned && (pinned->tensor_parallel || pinned->pipeline_parallel || pinned->expert_parallel))
        out.fix = shape_left_open(*pinned);
}

void refuse_for_latency(const Bench& bench, const Trial& trial, Deployment& out)
{
    const Workload& workload = bench.workload();
    out.binding = Binding::Latency;
    const double alone = bench.tpot(trial, 1);
    const double first = bench.ttft(trial);
    const bool slow = workload.tpot_ms && alone * 1e3 > *workload.tpot_ms;
    // The first token is blamed where nothing else is to blame, and named beside the others where it is late too.
    const bool late = workload.ttft_ms && (!slow || first * 1e3 > *workload.ttft_ms);
    if (slow) {
        out.rejected_because = fmt::format("{} per token for a single sequence against the target of {}", format_seconds(alone),
                                           format_seconds(*workload.tpot_ms / 1e3));
        out.over_limit = alone * 1e3 / *workload.tpot_ms;
        const double target = no_less(alone * 1e3);
        put(out.fix, {"workload.tpot_ms", target, fmt::format("a target of {} per token", format_seconds(target / 1e3))});
    }
    if (late) {
        const double over = first * 1e3 / *workload.ttft_ms;
        out.rejected_because += fmt::format("{}{} to the first token, unloaded, against the target of {}", slow ? "; " : "",
                                            format_seconds(first), format_seconds(*workload.ttft_ms / 1e3));
        out.over_limit = slow ? std::max(out.over_limit, over) : over;
        const double target = no_less(first * 1e3);
        put(out.fix, {"workload.ttft_ms", target, fmt::format("a target of {} to the first token", format_seconds(target / 1e3))});
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
    const double b = std::max(1.0, trial.sequences);
    out.ttft_ms = first_token_band(trial.ttft * 1e3, b, borrowed);
    out.tpot_ms = token_time_band(trial.tpot * 1e3, bench.model().sparse(), borrowed);
    out.output_tokens_per_second = throughput_band(trial.throughput, bench.model().sparse(), borrowed);
    out.prefill_share = trial.prefill_share;
    out.cached_ratio = trial.cached_ratio;
    const double busy = trial.busy.seconds();
    out.busy = BusyTime{trial.busy.compute / busy, trial.busy.bandwidth / busy, trial.busy.other / busy};
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
    // All input tokens together cost what the uncached ones do and, each at its share, the cached ones.
    const double cold = bench.cold_input();
    const double cached = bench.cached_input();
    const double uncached_part = trial.prefill_share / (cold + trial.cached_ratio * cached);
    out.usd_per_million_uncached = per_million(uncached_part, 1 / workload.output_tokens);
    out.usd_per_million_cached = per_million(uncached_part * trial.cached_ratio, 1 / workload.output_tokens);
    out.usd_per_million_output = per_million(1 - trial.prefill_share, 1);
    out.usd_per_million_blended = per_million(1, 1);
}

/// Evaluates one shape of a copy: `stages` groups in a row. A shape that the pinned numbers do not allow is left out.
void add_trial(const Bench& bench, Group group, double stages, std::optional<Trial>& best)
{
    Trial trial;
    trial.group = group;
    trial.stages = stages;
    const double groups_an_instance = std::floor(std::max(1, bench.type.accelerators) / group.accelerators);
    trial.chain = std::ceil(stages / groups_an_instance);
    trial.copies = trial.chain > 1 ? 1 : std::floor(groups_an_instance / stages);
    const auto& pinned = bench.question.scenario->deployment;
    if (pinned && pinned->instances && trial.chain > *pinned->instances)
        return;
    trial.limit = std::min(
        max_sequences(bench.model(), bench.accelerator.memory_bytes, *bench.question.factors, trial.group, bench.tokens(), stages),
        bench.engine_limit(trial));
    if (trial.limit < 1)
        return;
    size_replicas(bench, trial);
    measure(bench, trial);
    if (!best || better(trial, *best))
        best = trial;
}

/// Tries every shape of a copy. Tensor parallel sizes divide the attention heads; pipeline stages are added when no single group holds the
/// model, across instances only over a fast enough network. Returns the most accelerators of one instance that a copy could take.
double try_shapes(const Bench& bench, bool may_span, std::optional<Trial>& best)
{
    const ServedModel& model = bench.model();
    const auto pinned = bench.question.scenario->deployment.value_or(PinnedDeployment{});
    const int count = std::max(1, bench.type.accelerators);
    std::vector<int> sizes;
    for (int n = 1; n <= count; ++n) {
        if (std::fmod(model.heads, n) == 0 && pinned.tensor_parallel.value_or(n) == n)
            sizes.push_back(n);
    }
    double widest = 0;
    for (int stages = 1; stages <= std::min<double>(most_stages, model.layers); ++stages) {
        if (pinned.pipeline_parallel ? *pinned.pipeline_parallel != stages : best.has_value())
            continue;
        for (const int n : sizes) {
            const bool spans = stages > count / n;
            if (spans && !(may_span && n == sizes.back()))
                continue;
            // Experts and sequences spread over the group: the alternative wherever ranks would hold copies of one latent cache.
            const bool even = n > 1 && model.sparse() && std::fmod(model.experts, n) == 0;
            const bool spread = even && (pinned.expert_parallel ? *pinned.expert_parallel == n : model.latent);
            const bool split = pinned.expert_parallel.value_or(1) == 1;
            if (spread)
                add_trial(bench, {static_cast<double>(n), true}, stages, best);
            if (split)
                add_trial(bench, {static_cast<double>(n), false}, stages, best);
            if (spread || split)
                widest = std::max<double>(widest, spans ? count : n * stages);
        }
    }
    return widest;
}

/// The pinned numbers ask for a shape that does not exist on this type: says which and why.
void refuse_for_shape(const Bench& bench, Deployment& out, bool may_span)
{
    const ServedModel& model = bench.model();
    const auto pinned = bench.question.scenario->deployment.value_or(PinnedDeployment{});
    const int count = std::max(1, bench.type.accelerators);
    const int n = pinned.tensor_parallel.value_or(1);
    if (n > count) {
        out.rejected_because
            = fmt::format("tensor parallel {} against {} of one instance", n, accelerators_text(bench.type, bench.accelerator));
        out.fix = {pinned_count("tensor_parallel", count, "tensor parallel")};
    } else if (std::fmod(model.heads, n) != 0) {
        int divisor = n;
        while (std::fmod(model.heads, divisor) != 0)
            --divisor;
        out.rejected_because = fmt::format("{} attention heads do not split over tensor parallel {}", model.heads, n);
        out.fix = {pinned_count("tensor_parallel", divisor, "tensor parallel")};
    } else if (pinned.expert_parallel.value_or(1) > 1) {
        out.rejected_because = model.sparse()
            ? fmt::format(
                "expert parallel {} splits {} experts over a group as large only: tensor parallel must be the same and divide both "
                "{} heads and {} of one instance",
                *pinned.expert_parallel, model.experts, model.heads, accelerators_text(bench.type, bench.accelerator))
            : fmt::format("expert parallel {} of a model without experts", *pinned.expert_parallel);
        out.fix = {pinned_count("expert_parallel", 1, "expert parallel")};
    } else {
        out.rejected_because = fmt::format("{} pipeline stages do not fit one instance of {}{}", pinned.pipeline_parallel.value_or(1),
                                           accelerators_text(bench.type, bench.accelerator),
                                           may_span ? fmt::format(", and a copy spans at most {}", most_stages)
                                                    : ", and its network (EFA of 3.2 Tbps is needed) carries no copy across instances");
        out.fix = {{"deployment.pipeline_parallel", {}, "no pinned number of pipeline stages"}};
    }
}

/// The largest group of the type that the model's heads allow: what memory is shown for when nothing holds the model.
double widest_group(const Bench& bench)
{
    int n = std::max(1, bench.type.accelerators);
    while (std::fmod(bench.model().heads, n) != 0)
        --n;
    return n;
}

} // namespace

Deployment place(const PlacementQuestion& question, const InstanceType& type, const Accelerator& accelerator, const Offer& offer)
{
    const Scenario& scenario = *question.scenario;
    Deployment out;
    out.instance = type.id;
    out.accelerator = accelerator.name;
    out.accelerator_kind = accelerator.kind;
    out.accelerators = type.accelerators;
    out.engine = scenario.deployment && scenario.deployment->engine          ? *scenario.deployment->engine
        : accelerator.kind == "trainium" || accelerator.kind == "inferentia" ? "neuron"
                                                                             : "vllm";
    out.price = offer.price;

    const auto speed = serving_accelerator(type, accelerator, *question.model, *question.factors, out.speed_unknown_because, out.engine);
    const auto engine = question.factors->engines.find(out.engine);
    const Bench bench{question, type, accelerator, speed, engine == question.factors->engines.end() ? EngineFactors{} : engine->second};
    if (speed && speed->weight_only)
        out.notes.push_back(
            fmt::format("{} weights are stored only: {} computes them in {}", question.weight_precision, accelerator.name, "BF16"));
    if (!offer.remark.empty())
        out.notes.push_back(offer.remark);

    const int count = std::max(1, type.accelerators);
    const bool may_span = !type.efa.empty() && type.network_gbps >= efa_for_one_copy_gbps;
    std::optional<Trial> best;
    const double widest = try_shapes(bench, may_span, best);
    if (!best) {
        if (widest > 0)
            refuse_for_memory(bench, widest, out, may_span);
        else
            refuse_for_shape(bench, out, may_span);
        Trial whole;
        whole.group.accelerators = widest_group(bench);
        fill_memory(bench, whole, out);
        return out;
    }
    if (best->instances > most_instances) {
        out.binding = Binding::Memory;
        out.rejected_because = fmt::format("{} instances would be needed, more than the {} that are looked at",
                                           format_number(best->instances), format_number(most_instances));
        const double users = std::floor(scenario.workload.concurrent_sequences * most_instances / best->instances);
        if (!scenario.workload.requests_per_second && users >= 1)
            out.fix = {{"workload.concurrent_sequences", users, fmt::format("at most {} users", format_number(users))}};
        fill_memory(bench, *best, out);
        return out;
    }
    out.tensor_parallel = static_cast<int>(best->group.accelerators);
    out.pipeline_parallel = static_cast<int>(best->stages);
    out.replicas = static_cast<int>(best->replicas);
    out.instances = static_cast<int>(best->instances);
    out.accelerators = out.instances * count;
    out.max_concurrent_sequences = std::floor(best->limit) * best->replicas;
    if (best->group.attention_data_parallel) {
        out.expert_parallel = out.tensor_parallel;
        out.notes.push_back(
            fmt::format("attention data-parallel: each of {} accelerators holds the cache of its own sequences and {} of {} experts",
                        out.expert_parallel, question.model->experts / out.expert_parallel, question.model->experts));
    }
    fill_memory(bench, *best, out);
    if (best->replicas > std::floor(best->instances / best->chain) * best->copies) {
        out.binding = Binding::Memory;
        out.over_limit = best->replicas / std::max(1.0, std::floor(best->instances / best->chain) * best->copies);
        out.rejected_because = fmt::format("{} replicas against room for {} on {} instances", out.replicas,
                                           std::floor(best->instances / best->chain) * best->copies, out.instances);
        out.fix = {pinned_instances(std::ceil(best->replicas / best->copies) * best->chain)};
        return out;
    }
    if (!best->latency_ok) {
        refuse_for_latency(bench, *best, out);
        return out;
    }
    if (scenario.workload.concurrent_sequences > out.max_concurrent_sequences && !scenario.workload.requests_per_second) {
        out.binding = Binding::Memory;
        out.over_limit = scenario.workload.concurrent_sequences / std::max(1.0, out.max_concurrent_sequences);
        out.rejected_because
            = fmt::format("room for {} sequences of {} tokens against {} asked", format_number(out.max_concurrent_sequences),
                          format_tokens(bench.tokens()), format_number(scenario.workload.concurrent_sequences));
        out.fix = more_copies(scenario, best->copies, best->chain, std::floor(best->limit));
        return out;
    }
    out.fits = true;
    out.binding = best->sized_by;
    if (out.binding == Binding::None && speed)
        out.binding = best->busy.compute > best->busy.bandwidth ? Binding::Compute : Binding::Bandwidth;
    if (speed) {
        const FamilyFactors& family = *family_factors(*question.factors, accelerator.factor_family, out.engine);
        fill_speed_and_cost(bench, *best, offer, out, borrowed_factors(family));
        if (family.provenance == "calibrated")
            out.notes.push_back(
                fmt::format("speed calibrated by own measurements on this family with {} ({})", out.engine, question.factors->source));
    }
    if (offer.price)
        out.usd_per_month = offer.price->usd_per_hour * out.instances * hours_a_month;
    return out;
}

} // namespace archway
