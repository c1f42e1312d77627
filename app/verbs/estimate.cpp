// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/estimate.h"
#include "app/knowledge_location.h"
#include "app/scenario_file.h"
#include "model/estimate/effects.h"
#include "model/estimate/pareto.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace archway {

namespace {

std::string milliseconds(double ms)
{
    return format_seconds(ms / 1e3);
}

std::string shown(const std::optional<Band>& band, std::string (*format)(double))
{
    return band ? format_band(*band, format) : "–";
}

std::string days(double value)
{
    return format_seconds(value * 86400);
}

void print_training(const Estimate& estimate)
{
    const Architecture& model = estimate.model.architecture;
    const Training& training = estimate.scenario.training;
    fmt::print("{}: {} parameters, {} active; {} tokens in sequences of {}, {}\n", model.name,
               format_parameters(static_cast<double>(model.total_parameters())),
               format_parameters(static_cast<double>(model.active_parameters())), format_tokens(training.tokens),
               format_tokens(training.sequence_length), training.precision);
    fmt::print("\n{:>5}  {:<28} {:>17} {:>6} {:>9} {:>18} {:>8} {:>9} {:>20}\n", "", "instance", "DP × TP × PP × EP", "ZeRO", "MFU", "time",
               "goodput", "save every", "cost of the run");
    for (const TrainingPlan& t : estimate.training) {
        if (!t.fits)
            continue;
        fmt::print("{:>4} × {:<28} {:>17} {:>6} {:>9} {:>18} {:>8} {:>9} {:>20}\n", t.instances, t.instance,
                   fmt::format("{} × {} × {} × {}", t.layout.data, t.layout.tensor, t.layout.pipeline, t.layout.expert),
                   t.layout.zero_stage, format_percent(t.mfu->mid), format_band(*t.days, days), format_percent(t.goodput->mid),
                   format_seconds(t.checkpoint_interval_s), t.usd_total ? format_band(*t.usd_total, format_usd) : "no price");
    }
    if (!estimate.training.empty() && !estimate.training.back().fits)
        fmt::print("\nRefused\n");
    for (const TrainingPlan& t : estimate.training) {
        if (!t.fits)
            fmt::print("       {:<28} {}{}\n", t.instance, t.rejected_because,
                       t.nearest_fix.empty() ? "" : "; nearest fix: " + t.nearest_fix);
    }
}

void print_effects(const std::vector<Effect>& effects)
{
    for (const Effect& effect : effects) {
        fmt::print("\n{} {}: {}\n", effect.added ? "With" : "Without", effect.innovation, effect.assumption);
        for (const FigureChange& change : effect.figures) {
            const auto shown = [&](const std::optional<double>& value) { return value ? format_figure(change.figure, *value) : "–"; };
            const auto share = change.share();
            fmt::print("  {:<26} {:>14} → {:<14} {}\n", figure_label(change.figure), shown(change.without), shown(change.with),
                       share ? fmt::format("{}{}", *share >= 0 ? "+" : "", format_percent(*share)) : "");
        }
    }
}

void print_text(const Estimate& estimate)
{
    const Architecture& model = estimate.model.architecture;
    fmt::print("{}: {} parameters, {} active, weights in {}, {} of KV cache a sequence of {} tokens\n", model.name,
               format_parameters(static_cast<double>(model.total_parameters())),
               format_parameters(static_cast<double>(model.active_parameters())), estimate.model.weight_precision,
               format_bytes(estimate.deployments.empty() ? 0 : estimate.deployments.front().kv_bytes_per_sequence),
               format_tokens(estimate.scenario.workload.input_tokens + estimate.scenario.workload.output_tokens));
    for (const std::string& change : estimate.model.changes)
        fmt::print("  {}\n", change);
    fmt::print("\n{:>4}  {:<28} {:>9} {:>10} {:>16} {:>16} {:>12} {:>18} {:>16} {:>10}\n", "", "instance", "TP × PP", "sequences",
               "first token", "per token", "a month", "per 1M output", "input · cached", "bound by");
    for (const Deployment& d : estimate.deployments) {
        if (!d.fits)
            continue;
        const std::string input
            = d.usd_per_million_input ? format_usd(d.usd_per_million_input->mid) + " · " + format_usd(d.usd_per_million_cached->mid) : "–";
        fmt::print("{:>2} × {:<28} {:>9} {:>10} {:>16} {:>16} {:>12} {:>18} {:>16} {:>10}\n", d.instances, d.instance,
                   fmt::format("{} × {}", d.tensor_parallel, d.pipeline_parallel), format_number(d.max_concurrent_sequences),
                   shown(d.ttft_ms, milliseconds), shown(d.tpot_ms, milliseconds),
                   d.usd_per_month ? format_usd(*d.usd_per_month) : "no price", shown(d.usd_per_million_output, format_usd), input,
                   d.binding == Binding::None ? "–" : std::string(name_of(d.binding)));
    }
    if (!estimate.deployments.empty() && !estimate.deployments.back().fits)
        fmt::print("\nRefused\n");
    for (const Deployment& d : estimate.deployments) {
        if (!d.fits)
            fmt::print("     {:<28} {}{}\n", d.instance, d.rejected_because,
                       d.nearest_fix.empty() ? "" : "; nearest fix: " + d.nearest_fix);
    }
}

} // namespace

void add_estimate(CLI::App& program, VerbContext& context)
{
    auto path = std::make_shared<std::string>();
    auto json = std::make_shared<bool>(false);
    CLI::App* verb = program.add_subcommand("estimate", "memory, speed and cost of every deployment considered");
    verb->add_option("FILE", *path, "scenario")->required();
    verb->add_flag("--json", *json, "answer as JSON");
    verb->callback([path, json, &context] {
        const Result<ScenarioInput> input = read_scenario_file(*path);
        if (!input)
            return context.fail(input.error());
        const Result<Catalog> catalog = load_catalog(context);
        if (!catalog)
            return context.fail(catalog.error());
        const Result<Estimate> answer = estimate(input->scenario, *catalog, input->config_text);
        if (!answer)
            return context.fail(in_file(*path, answer.error()));
        const Result<std::vector<Effect>> effects = innovation_effects(input->scenario, *catalog, input->config_text);
        if (!effects)
            return context.fail(in_file(*path, effects.error()));
        if (*json) {
            nlohmann::ordered_json answered = estimate_json(*answer);
            answered["effects"] = effects_json(*effects);
            answered["pareto"] = nlohmann::ordered_json::array();
            if (!answer->trains())
                for (const Deployment& d : pareto_front(deployments_searched(*answer, *catalog)))
                    answered["pareto"].push_back(deployment_json(d));
            print_json(answered);
        } else if (answer->trains())
            print_training(*answer);
        else
            print_text(*answer);
        if (!*json)
            print_effects(*effects);
        if (answer->trains() ? !answer->best_training() : !answer->best())
            context.status = static_cast<int>(Error::Code::No);
    });
}

} // namespace archway
