// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace archway {

namespace {

constexpr double most_accelerators = 100'000;       ///< more in one run is no plan but a slip of the pen
constexpr double usual_tokens_per_step = 4'194'304; ///< 4 Mi tokens, as published for Llama 2 and 3; more only when the ranks need them
constexpr double fine_tuning_tokens_per_step = 131'072;
constexpr double writer_bytes_per_s = 12.5e9;    ///< one file-system client over 100 Gbps
constexpr double file_system_bytes_per_s = 1e12; ///< what a large FSx for Lustre file system takes
constexpr double usable_share = 0.9;             ///< published peaks exceed the prediction by up to a tenth
constexpr double hidden_share = 0.8;             ///< of the data-parallel traffic that computation of the same time hides
constexpr double many_instances_gbps = 400;      ///< EFA of a p4d: with less, a tightly coupled job stays small
constexpr double few_instances = 16;
constexpr double quiet_network = 0.05; ///< share of waiting from which a pipeline is tried instead

/// One layout, evaluated.
struct Trial {
    TrainingLayout layout;
    TrainingMemory memory;
    double seconds_per_token = 0; ///< · accelerators, data-parallel traffic included
    double exposed = 0;           ///< data-parallel traffic that is waited for, as a share of the computation
    double tokens_per_step = 0;
    double instances = 0;
};

struct Bench {
    const TrainingQuestion& question;
    const InstanceType& type;
    TrainingAccelerator on;

    [[nodiscard]] const Training& training() const { return question.scenario->training; }
    [[nodiscard]] const TrainedModel& model() const { return *question.model; }
    [[nodiscard]] double per_instance() const { return std::max(1, type.accelerators); }
    /// Of one instance; where the base states none, a gigabit: writing must be possible, and is slow.
    [[nodiscard]] double network_bytes_per_s() const { return std::max(1.0, type.network_gbps) / 8 * 1e9; }
    /// How many instances one job may couple tightly.
    [[nodiscard]] double most_instances() const
    {
        const double most = std::floor(most_accelerators / per_instance());
        if (type.network_gbps <= 0)
            return 1;
        return type.network_gbps >= many_instances_gbps ? most : std::min(most, few_instances);
    }
    [[nodiscard]] bool pretrains() const { return question.scenario->phase == Phase::Pretraining; }
};

TrainingMethod method_of(const Training& training)
{
    return training.method == "lora" ? TrainingMethod::Lora : training.method == "qlora" ? TrainingMethod::Qlora : TrainingMethod::Full;
}

/// Bytes that enter one instance for gathering weights and reducing gradients, once a micro-batch (FSDP) or once a step.
double data_parallel_seconds(const Bench& bench, const TrainingLayout& l, double instances)
{
    if (instances * bench.per_instance() <= l.tensor * l.pipeline)
        return 0;
    const double share = std::min(1.0, bench.per_instance() / (l.tensor * l.pipeline));
    // Weights forward and backward and gradients; of frozen weights no gradient, of adapters nothing worth counting.
    const double each = l.method == TrainingMethod::Full ? (l.zero_stage == 3 ? 6 : 6 / l.micro_batches)
        : l.zero_stage == 3                              ? (l.method == TrainingMethod::Qlora ? 1 : 4)
                                                         : 0;
    const double bytes = each * bench.model().total() * share;
    const bool alone = instances <= 1;
    const double rate = alone ? bench.on.link * bench.per_instance() : bench.on.network * bench.per_instance();
    return rate > 0 ? bytes / rate : 0;
}

/// The step of a layout: computation, and what of the data-parallel traffic it does not hide.
void measure(const Bench& bench, Trial& trial)
{
    const TrainingLayout& l = trial.layout;
    const double sequence = bench.training().sequence_length;
    const double group = l.tensor * l.pipeline;
    const double tokens = l.micro_batch * sequence;
    const double compute = seconds_per_token(bench.model(), l, bench.on, sequence, *bench.question.factors);
    const double micro_step = tokens * compute / group;
    trial.exposed = std::max(0.0, data_parallel_seconds(bench, l, trial.instances) / micro_step - hidden_share);
    trial.seconds_per_token = compute * (1 + trial.exposed);
}

/// Fills a layout in for a number of accelerators; false where the numbers do not divide.
bool lay_out(const Bench& bench, double instances, TrainingLayout& l, Trial& trial)
{
    const double accelerators = instances * bench.per_instance();
    const double group = l.tensor * l.pipeline;
    if (group > accelerators || std::fmod(accelerators, group) != 0)
        return false;
    l.data = accelerators / group;
    if (l.expert > l.data * l.tensor || (l.zero_stage == 3 && l.data == 1))
        return false;
    const double sequence = bench.training().sequence_length;
    const double usual = bench.pretrains() ? usual_tokens_per_step : fine_tuning_tokens_per_step;
    // A pipeline wants several micro-batches per stage; a step never has less than one sequence a rank.
    l.micro_batches = std::max({1.0, std::round(usual / (l.data * l.micro_batch * sequence)), l.pipeline > 1 ? 2 * l.pipeline : 1});
    trial.tokens_per_step = l.data * l.micro_batch * l.micro_batches * sequence;
    if (trial.tokens_per_step > most_tokens_per_step(bench.question.scenario->phase)) {
        l.micro_batches = std::floor(most_tokens_per_step(bench.question.scenario->phase) / (l.data * l.micro_batch * sequence));
        trial.tokens_per_step = l.data * l.micro_batch * l.micro_batches * sequence;
        if (l.micro_batches < 1)
            return false;
    }
    return true;
}

double usable(const Bench& bench)
{
    return usable_share * bench.on.memory_bytes;
}

/// The fastest layout of so many instances that memory holds; the one that comes closest in `closest` otherwise.
std::optional<Trial> best_layout(const Bench& bench, double instances, std::optional<Trial>& closest)
{
    const TrainedModel& m = bench.model();
    const auto& pinned = bench.question.scenario->deployment;
    std::optional<Trial> best;
    const auto consider = [&](TrainingLayout l) {
        Trial trial;
        trial.instances = instances;
        if (!lay_out(bench, instances, l, trial))
            return;
        trial.layout = l;
        trial.memory = training_memory(m, l, bench.training().sequence_length, *bench.question.factors);
        if (trial.memory.used() > usable(bench)) {
            if (!closest || trial.memory.used() < closest->memory.used())
                closest = trial;
            return;
        }
        measure(bench, trial);
        // A layout that splits more must be worth it.
        if (!best || trial.seconds_per_token < best->seconds_per_token * 0.999)
            best = trial;
    };
    const auto consider_stages = [&](double tensor, double pipeline) {
        const bool pins = pinned && pinned->expert_parallel;
        for (const double expert : {1.0, 8.0, 64.0}) {
            const double ep = pins ? *pinned->expert_parallel : expert;
            if ((ep > 1 && (!m.sparse() || std::fmod(m.experts, ep) != 0)) || (pins && expert > 1))
                continue;
            for (const int zero : {1, 3}) {
                if (zero == 3 && pipeline > 1)
                    continue;
                for (const Recompute recompute : {Recompute::Selective, Recompute::Full})
                    for (const double micro : {1.0, 4.0}) {
                        TrainingLayout l;
                        l.tensor = tensor;
                        l.pipeline = pipeline;
                        l.expert = ep;
                        l.zero_stage = zero;
                        l.recompute = recompute;
                        l.micro_batch = micro;
                        l.chunks = pipeline > 1 ? std::clamp(std::floor(m.layers / pipeline), 1.0, 4.0) : 1;
                        l.method = method_of(bench.training());
                        consider(l);
                    }
            }
        }
    };
    const bool spans = bench.type.network_gbps >= many_instances_gbps;
    for (const double pipeline : {1.0, 2.0, 4.0, 8.0, 16.0}) {
        if (pipeline > m.layers || (pinned && pinned->pipeline_parallel && pipeline != *pinned->pipeline_parallel))
            continue;
        // Stages are for what does not fit or does not keep the network quiet without them.
        if (best && best->exposed < quiet_network && best->layout.recompute != Recompute::Full)
            break;
        for (const double tensor : {1.0, 2.0, 4.0, 8.0, 16.0}) {
            if (tensor > std::min(bench.on.domain, bench.per_instance()) || std::fmod(m.query_width, tensor * 32) != 0
                || (pinned && pinned->tensor_parallel && tensor != *pinned->tensor_parallel)
                || (tensor * pipeline > bench.per_instance() && !spans))
                continue;
            consider_stages(tensor, pipeline);
        }
    }
    return best;
}

/// Everything that follows from a layout: speed, failures, days, money.
void fill_run(const Bench& bench, const Trial& trial, TrainingPlan& out)
{
    const TrainingFactors& factors = *bench.question.factors;
    const double ratio = training_band_factor(bench.model().sparse(), bench.on.borrowed);
    const double accelerators = trial.instances * bench.per_instance();
    out.instances = static_cast<int>(trial.instances);
    out.accelerators = static_cast<int>(accelerators);
    out.layout = trial.layout;
    out.memory = trial.memory;
    out.tokens_per_step = trial.tokens_per_step;
    const bool frozen = trial.layout.method != TrainingMethod::Full;
    const double mfu = model_flops_utilisation(bench.model(), bench.on, bench.training().sequence_length, trial.seconds_per_token, frozen);
    out.mfu = Band{mfu / ratio, mfu, std::min(1.0, mfu * ratio)};
    const double speed = accelerators / trial.seconds_per_token * factors.sustained_share;
    out.tokens_per_second = Band{speed / ratio, speed, speed * ratio};

    const double writers = std::min(trial.instances * std::min(writer_bytes_per_s, bench.network_bytes_per_s()), file_system_bytes_per_s);
    out.checkpoint_write_s = out.checkpoint_size / writers;
    const bool spot = out.price && out.price->purchase == "spot";
    const FailureRates rates = failure_rates(trial.instances, bench.per_instance(), spot, factors);
    out.mtbf_hours = rates.mtbf_s() / 3600;
    out.checkpoint_interval_s = checkpoint_interval_s(out.checkpoint_write_s, rates.mtbf_s());
    const double good = goodput(out.checkpoint_write_s, out.checkpoint_interval_s, rates, factors.restart_s);
    // Failures twice and half as often as published.
    const auto at = [&](double times) {
        return goodput(out.checkpoint_write_s, out.checkpoint_interval_s, {rates.hardware_per_s * times, rates.spot_per_s * times},
                       factors.restart_s);
    };
    out.goodput = Band{at(2), good, at(0.5)};
    if (good <= 0)
        return;
    const double days = bench.training().tokens / (speed * good) / 86400;
    out.days = Band{days / ratio, days, days * ratio};
    const auto scaled = [&](double factor) { return Band{out.days->low * factor, out.days->mid * factor, out.days->high * factor}; };
    out.accelerator_hours = scaled(24 * accelerators);
    if (out.price)
        out.usd_total = scaled(24 * trial.instances * out.price->usd_per_hour);
}

/// Something to change that no scenario says.
Fix in_words(const char* text)
{
    return {{{}, {}, text}};
}

ScenarioChange deadline_of(double days)
{
    const double whole = std::ceil(days);
    return {"training.deadline_days", whole, fmt::format("a deadline of {} days", format_number(whole))};
}

void refuse(TrainingPlan& out, Binding binding, std::string because, Fix fix, double over_limit = std::numeric_limits<double>::infinity())
{
    out.fits = false;
    out.binding = binding;
    out.over_limit = over_limit;
    out.rejected_because = std::move(because);
    out.fix = std::move(fix);
}

constexpr double shortest_sequence = 512;

/// The sequence whose activations fit beside what does not depend on it, as a power of two.
ScenarioChange shorter_sequence(const Bench& bench, const TrainingMemory& need)
{
    const double left = (usable(bench) - need.static_bytes()) / std::max(1.0, need.used() - need.static_bytes());
    const double length = bench.training().sequence_length * std::clamp(left, 0.0, 0.999);
    const double shorter = std::max(shortest_sequence, std::exp2(std::floor(std::log2(std::max(1.0, length)))));
    return {"training.sequence_length", shorter, fmt::format("sequences of {} tokens", format_tokens(shorter))};
}

/// The number of accelerators that was asked for or pinned, given back to the search; what it finds becomes the number of the fix.
Fix size_left_open(const Bench& bench)
{
    const auto& pinned = bench.question.scenario->deployment;
    Fix out;
    if (bench.training().accelerators)
        out.push_back({"training.accelerators", {}, "another number of accelerators"});
    if (pinned && pinned->instances)
        out.push_back({"deployment.instances", {}, out.empty() ? "another number of instances" : ""});
    if (pinned && (pinned->tensor_parallel || pinned->pipeline_parallel || pinned->expert_parallel)) {
        out.push_back({"deployment.tensor_parallel", {}, "no pinned parallelism"});
        out.push_back({"deployment.pipeline_parallel", {}, {}});
        out.push_back({"deployment.expert_parallel", {}, {}});
    }
    return out;
}

void refuse_for_memory(const Bench& bench, const std::optional<Trial>& closest, double instances, TrainingPlan& out)
{
    if (!closest)
        return refuse(out, Binding::Memory,
                      fmt::format("no layout of {} × {} divides {} accelerators with at most {} tokens in a step", format_number(instances),
                                  out.instance, format_number(instances * bench.per_instance()),
                                  format_tokens(most_tokens_per_step(bench.question.scenario->phase))),
                      size_left_open(bench));
    const TrainingMemory& need = closest->memory;
    out.memory = need;
    out.layout = closest->layout;
    out.instances = static_cast<int>(instances);
    out.accelerators = static_cast<int>(instances * bench.per_instance());
    const bool widest = 2 * instances > bench.most_instances();
    const std::string& method = bench.training().method;
    const bool tunes = !bench.pretrains() && method != "qlora";
    Fix fix;
    if (tunes && method == "full")
        fix = {{"training.method", std::string("lora"), "LoRA, which trains adapters alone"}};
    else if (tunes)
        fix = {{"training.method", std::string("qlora"), "QLoRA, which holds the frozen weights in four bits"}};
    else if (!widest)
        fix = size_left_open(bench);
    // Activations are what a shorter sequence makes smaller.
    else if (need.static_bytes() < usable(bench) && bench.training().sequence_length > shortest_sequence)
        fix = {shorter_sequence(bench, need)};
    else
        fix = in_words(bench.type.network_gbps < many_instances_gbps ? "a type with EFA of 400 Gbps or more"
                                                                     : "accelerators with more memory");
    refuse(out, Binding::Memory,
           fmt::format("{} of weights, gradients and optimizer state and {} of activations on each of {} against {} usable of {}",
                       format_bytes(need.static_bytes()), format_bytes(need.activations), format_number(instances * bench.per_instance()),
                       format_bytes(usable(bench)), out.accelerator),
           fix, need.used() / usable(bench));
}

/// As few instances as finish in time, found from below; pinned numbers are taken as they are.
void size_run(const Bench& bench, double deadline, TrainingPlan& out)
{
    const auto& pinned = bench.question.scenario->deployment;
    const auto& asked = bench.training().accelerators;
    const double most = bench.most_instances();
    std::optional<double> fixed;
    if (pinned && pinned->instances)
        fixed = *pinned->instances;
    else if (asked)
        fixed = std::ceil(*asked / bench.per_instance());
    std::optional<Trial> closest;
    if (fixed) {
        if (const auto trial = best_layout(bench, *fixed, closest))
            return fill_run(bench, *trial, out);
        return refuse_for_memory(bench, closest, *fixed, out);
    }
    // First what memory needs, doubling; then what the deadline needs, by the speed found.
    std::optional<Trial> trial;
    double instances = 1;
    for (; instances <= most; instances *= 2)
        if ((trial = best_layout(bench, instances, closest)))
            break;
    if (!trial)
        return refuse_for_memory(bench, closest, instances / 2, out);
    fill_run(bench, *trial, out);
    for (int i = 0; i < 12 && out.days && out.days->mid > deadline; ++i) {
        // A little more than in proportion: goodput falls with size. Whole pipelines only.
        const double group = std::max(1.0, trial->layout.tensor * trial->layout.pipeline / bench.per_instance());
        const double needed = std::ceil(std::max(instances + 1, instances * out.days->mid / deadline) / group) * group;
        const double wanted = std::min(needed, std::floor(most / group) * group);
        if (wanted <= instances)
            break;
        std::optional<Trial> next = best_layout(bench, wanted, closest);
        if (!next)
            break;
        instances = wanted;
        trial = next;
        fill_run(bench, *trial, out);
    }
    // A better layout on the way may have jumped past what is needed.
    for (int i = 0; i < 4 && out.days && out.days->mid < 0.97 * deadline && instances > 1; ++i) {
        const double group = std::max(1.0, trial->layout.tensor * trial->layout.pipeline / bench.per_instance());
        const double wanted = std::max(group, std::ceil(instances * out.days->mid / deadline / group) * group);
        std::optional<Trial> next = wanted < instances ? best_layout(bench, wanted, closest) : std::nullopt;
        if (!next)
            break;
        TrainingPlan fewer = out;
        fill_run(bench, *next, fewer);
        if (!fewer.days || fewer.days->mid > deadline)
            break;
        instances = wanted;
        trial = next;
        out = std::move(fewer);
    }
}

} // namespace

namespace {

ScenarioChange more_accelerators(double count)
{
    const double whole = std::ceil(count);
    return {"training.accelerators", whole, fmt::format("{} accelerators", format_number(whole))};
}

/// A run that Spot interrupts faster than it restarts.
Fix spot_given_up(const Scenario& scenario, const TrainingPlan& plan)
{
    if (!plan.price || plan.price->purchase != "spot")
        return in_words("fewer instances");
    std::vector<std::string> purchase = with_word(scenario.constraints.purchase, "on-demand");
    std::erase(purchase, "spot");
    return {{"constraints.purchase", std::move(purchase), "on-demand capacity in place of Spot"}};
}

} // namespace

double assumed_deadline_days(Phase phase)
{
    return phase == Phase::Pretraining ? 90 : 14;
}

double most_tokens_per_step(Phase phase)
{
    return phase == Phase::Pretraining ? 15'360.0 * 4'096 : 4'194'304;
}

std::string format_flop(double flop)
{
    if (!(flop >= 1e6) || !std::isfinite(flop))
        return fmt::format("{} FLOP", format_figures(flop));
    static constexpr const char* raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    const std::string parts = fmt::format("{:.2e}", flop);
    const std::size_t e = parts.find('e');
    std::string power;
    for (const char digit : fmt::format("{}", std::stoi(parts.substr(e + 1))))
        power += raised[digit - '0'];
    return fmt::format("{} × 10{} FLOP", parts.substr(0, e), power);
}

double training_band_factor(bool sparse, bool borrowed)
{
    const double fitted = sparse ? 1.5 : 1.3;
    return borrowed ? fitted * 1.3 : fitted;
}

TrainingPlan plan_training(const TrainingQuestion& question, const InstanceType& type, const Accelerator& accelerator,
                           const std::optional<PriceUsed>& price)
{
    const Scenario& scenario = *question.scenario;
    TrainingPlan out;
    out.instance = type.id;
    out.accelerator = accelerator.name;
    out.accelerator_kind = accelerator.kind;
    out.accelerators = std::max(1, type.accelerators);
    out.capacity = accelerator.memory_bytes;
    out.price = price;
    const TrainingMethod method = method_of(scenario.training);
    out.flops = scenario.training.tokens
        * training_flops_per_token(*question.model, scenario.training.sequence_length, method != TrainingMethod::Full);
    out.checkpoint_size = checkpoint_bytes(*question.model, method);
    auto on = training_accelerator(accelerator, scenario.training.precision, *question.factors, out.speed_unknown_because);
    if (!on) {
        refuse(out, Binding::None, out.speed_unknown_because, {});
        return out;
    }
    on->link = type.link_bytes_per_s.value_or(accelerator.link_bytes_per_s.value_or(0));
    on->network = type.network_gbps / 8 * 1e9 / std::max(1, type.accelerators);
    on->domain = std::max(1, type.accelerators);
    if (on->link <= 0)
        on->link = on->network;
    if (on->computes_in_bf16)
        out.notes.push_back(
            fmt::format("{} has no training figures in {}: it is computed in BF16", accelerator.name, scenario.training.precision));
    if (on->borrowed)
        out.notes.push_back(
            fmt::format("no training run on {} is published: factors are borrowed and the band is wider", accelerator.name));
    const double deadline = scenario.training.deadline_days.value_or(assumed_deadline_days(scenario.phase));
    if (!scenario.training.deadline_days && !scenario.training.accelerators)
        out.notes.push_back(fmt::format("no deadline given: sized to finish within {} days", format_number(deadline)));
    const Bench bench{question, type, *on};
    size_run(bench, deadline, out);
    if (!out.rejected_because.empty())
        return out;
    if (!out.days) {
        refuse(out, Binding::None,
               fmt::format("{} instances fail every {}: no progress is left after restarts", format_number(out.instances),
                           format_seconds(out.mtbf_hours * 3600)),
               spot_given_up(scenario, out));
        return out;
    }
    if (scenario.training.deadline_days && out.days->mid > deadline && out.instances >= bench.most_instances()
        && bench.most_instances() <= few_instances) {
        const std::string most = type.network_gbps > 0
            ? fmt::format("the most that a network of {} Gbps couples tightly", format_figures(type.network_gbps))
            : "alone, since the base states no network between instances";
        refuse(out, Binding::Bandwidth,
               fmt::format("{} on {} × {}, {}, against the deadline of {}", format_seconds(out.days->mid * 86400),
                           format_number(out.instances), out.instance, most, format_seconds(deadline * 86400)),
               {deadline_of(out.days->mid)}, out.days->mid / deadline);
        return out;
    }
    if (scenario.training.deadline_days && out.days->mid > deadline) {
        refuse(out, Binding::Latency,
               fmt::format("{} on {} × {} against the deadline of {}", format_seconds(out.days->mid * 86400), format_number(out.instances),
                           out.instance, format_seconds(deadline * 86400)),
               scenario.training.accelerators ? Fix{more_accelerators(out.accelerators * out.days->mid / deadline)}
                                              : Fix{deadline_of(out.days->mid)},
               out.days->mid / deadline);
        return out;
    }
    out.fits = true;
    return out;
}

} // namespace archway
