// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/explain_training.h"

#include <fmt/format.h>

namespace archway {

namespace {

using Lines = std::vector<std::string>;

/// What the lines share.
struct Context {
    const Training& training;
    const TrainingPlan& plan;
    TrainedModel model;
    bool frozen = plan.layout.method != TrainingMethod::Full;
};

std::string days(double value)
{
    return format_seconds(value * 86400);
}

std::string layout(const TrainingLayout& l)
{
    return fmt::format("data {} × tensor {} × stages {}, ZeRO {}, {} recomputation", format_number(l.data), l.tensor, l.pipeline,
                       l.zero_stage, name_of(l.recompute));
}

Lines flops(const Context& c)
{
    const double sequence = c.training.sequence_length;
    const double matrices = (c.frozen ? 4 : 6) * c.model.active_parameters;
    const double attention = training_flops_per_token(c.model, sequence, c.frozen) - matrices;
    return {fmt::format("matrices   {} × {} = {} FLOP a token", c.frozen ? 4 : 6, format_parameters(c.model.active_parameters),
                        format_figures(matrices)),
            fmt::format("attention  3 × {} × {} layers · positions = {}", format_figures(c.model.attention_flops_per_position),
                        format_figures(c.model.attended_layers(sequence)), format_figures(attention)),
            fmt::format("× {} tokens", format_tokens(c.training.tokens)), "= " + format_flop(c.plan.flops)};
}

Lines memory(const Context& c)
{
    const TrainingMemory& m = c.plan.memory;
    return {layout(c.plan.layout),
            fmt::format("weights      {}", format_bytes(m.weights)),
            fmt::format("gradients    {}", format_bytes(m.gradients)),
            fmt::format("optimizer    {}", format_bytes(m.optimizer)),
            fmt::format("activations  {}", format_bytes(m.activations)),
            fmt::format("overhead     {}", format_bytes(m.overhead)),
            fmt::format("= {} of {} on each {}", format_bytes(m.used()), format_bytes(c.plan.capacity), c.plan.accelerator)};
}

Lines speed(const Context& c)
{
    const TrainingPlan& t = c.plan;
    return {layout(t.layout),
            fmt::format("{} × {}, {} tokens a step", format_number(t.accelerators), t.accelerator, format_tokens(t.tokens_per_step)),
            fmt::format("{} of the peak", format_percent(t.mfu->mid)),
            fmt::format("= {} tokens/s ({})", format_figures(t.tokens_per_second->mid),
                        format_band(*t.tokens_per_second, [](double value) { return format_figures(value); }))};
}

Lines length(const Context& c)
{
    const TrainingPlan& t = c.plan;
    return {
        fmt::format("{} tokens", format_tokens(c.training.tokens)),
        fmt::format("÷ ({} tokens/s × {} productive)", format_figures(t.tokens_per_second->mid), format_percent(t.goodput->mid)),
        fmt::format("= {} ({})", days(t.days->mid), format_band(*t.days, days)),
        fmt::format("× {} accelerators = {} accelerator-hours", format_number(t.accelerators), format_figures(t.accelerator_hours->mid))};
}

Lines interval(const Context& c)
{
    const TrainingPlan& t = c.plan;
    return {fmt::format("C  {} at {}/s = {}", format_bytes(t.checkpoint_size), format_bytes(t.checkpoint_size / t.checkpoint_write_s),
                        format_seconds(t.checkpoint_write_s)),
            fmt::format("M  a failure every {} on {} instances", format_seconds(t.mtbf_hours * 3600), format_number(t.instances)),
            fmt::format("= {}", format_seconds(t.checkpoint_interval_s))};
}

} // namespace

std::vector<std::string> explain_training(std::string_view id, const Estimate& estimate, const TrainingPlan& plan)
{
    const Context c{estimate.scenario.training, plan, trained_model(estimate.model.architecture)};
    if (id == "formula.training-flops")
        return flops(c);
    if (id == "formula.checkpoint-size")
        return {fmt::format("14 B × {}", format_parameters(plan.checkpoint_size / 14)),
                fmt::format("= {}", format_bytes(plan.checkpoint_size))};
    if ((id == "formula.training-memory" || id == "formula.training-activations") && plan.memory.used() > 0)
        return memory(c);
    if (!plan.days)
        return {};
    if (id == "formula.training-speed" || id == "formula.mfu")
        return speed(c);
    if (id == "formula.training-days")
        return length(c);
    if (id == "formula.checkpoint-interval")
        return interval(c);
    if (id == "formula.goodput")
        return {fmt::format("C {}, τ {}, R and half an interval lost every {}", format_seconds(plan.checkpoint_write_s),
                            format_seconds(plan.checkpoint_interval_s), format_seconds(plan.mtbf_hours * 3600)),
                fmt::format("= {} ({})", format_percent(plan.goodput->mid), format_band(*plan.goodput, format_percent))};
    if (id == "formula.training-cost" && plan.usd_total)
        return {
            fmt::format("{} × 24 h × {} × {}/h", days(plan.days->mid), format_number(plan.instances), format_usd(plan.price->usd_per_hour)),
            fmt::format("= {} ({}), {} in {}, {}", format_usd(plan.usd_total->mid), format_band(*plan.usd_total, format_usd),
                        plan.price->purchase, plan.price->region, plan.price->as_of)};
    return {};
}

} // namespace archway
