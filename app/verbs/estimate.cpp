// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/estimate.h"
#include "app/knowledge_location.h"
#include "app/scenario_file.h"

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
    fmt::print("\n{:>4}  {:<28} {:>9} {:>10} {:>16} {:>16} {:>12} {:>18}\n", "", "instance", "TP × PP", "sequences", "first token",
               "per token", "a month", "per 1M output");
    for (const Deployment& d : estimate.deployments) {
        if (!d.fits)
            continue;
        fmt::print("{:>2} × {:<28} {:>9} {:>10} {:>16} {:>16} {:>12} {:>18}\n", d.instances, d.instance,
                   fmt::format("{} × {}", d.tensor_parallel, d.pipeline_parallel), format_number(d.max_concurrent_sequences),
                   shown(d.ttft_ms, milliseconds), shown(d.tpot_ms, milliseconds),
                   d.usd_per_month ? format_usd(*d.usd_per_month) : "no price", shown(d.usd_per_million_output, format_usd));
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
        if (input->scenario.phase != Phase::Inference)
            fmt::print(stderr, "archway: training is not estimated by this version; these deployments serve the model\n");
        if (*json)
            print_json(estimate_json(*answer));
        else
            print_text(*answer);
        if (!answer->best())
            context.status = static_cast<int>(Error::Code::No);
    });
}

} // namespace archway
