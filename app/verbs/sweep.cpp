// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/sweep.h"
#include "app/knowledge_location.h"
#include "app/scenario_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace archway {

namespace {

struct Options {
    std::string path;
    std::vector<std::string> vary;
    bool json = false;
    bool csv = false;
};

void print_text(const std::vector<VariedInput>& inputs, const std::vector<SweepPoint>& points)
{
    for (const VariedInput& input : inputs)
        fmt::print("{:>30}  ", input.path);
    fmt::print("{:<32} {:>16} {:>16} {:>12}\n", "best", "first token", "per token", "a month");
    const auto band = [](const std::optional<Band>& value) {
        return value ? format_band(*value, [](double ms) { return format_seconds(ms / 1e3); }) : std::string("–");
    };
    for (const SweepPoint& point : points) {
        for (const double value : point.inputs)
            fmt::print("{:>30}  ", format_figures(value, 6));
        if (point.best)
            fmt::print("{:<32} {:>16} {:>16} {:>12}\n", fmt::format("{} × {}", point.best->instances, point.best->instance),
                       band(point.best->ttft_ms), band(point.best->tpot_ms),
                       point.best->usd_per_month ? format_usd(*point.best->usd_per_month) : "no price");
        else
            fmt::print("nothing fits\n");
    }
}

void run(const Options& options, VerbContext& context)
{
    std::vector<VariedInput> inputs;
    for (const std::string& text : options.vary) {
        Result<VariedInput> input = read_variation(text);
        if (!input)
            return context.fail(input.error());
        if (!inputs.empty() && inputs.front().path == input->path)
            return context.fail({Error::Code::Usage, "--vary " + text, "varies the same input a second time", "expected another input"});
        inputs.push_back(std::move(*input));
    }
    const Result<ScenarioInput> input = read_scenario_file(options.path);
    if (!input)
        return context.fail(input.error());
    const Result<Catalog> catalog = load_catalog(context);
    if (!catalog)
        return context.fail(catalog.error());
    if (const Status places = check_places(input->scenario, *catalog); !places)
        return context.fail(in_file(options.path, places.error()));
    const Result<ResolvedModel> model = resolve_model(input->scenario, *catalog, input->config_text);
    if (!model)
        return context.fail(in_file(options.path, model.error()));
    const std::vector<SweepPoint> points = sweep(input->scenario, *catalog, *model, inputs);
    if (options.csv)
        fmt::print("{}", sweep_csv(inputs, points));
    else if (options.json)
        print_json(sweep_json(input->scenario, inputs, points));
    else
        print_text(inputs, points);
}

} // namespace

void add_sweep(CLI::App& program, VerbContext& context)
{
    auto options = std::make_shared<Options>();
    CLI::App* verb = program.add_subcommand("sweep", "the estimate along one or two inputs");
    verb->add_option("FILE", options->path, "scenario")->required();
    verb->add_option("--vary", options->vary, "input and range, as workload.concurrent_sequences=1..1000:25:log; once or twice")
        ->required()
        ->expected(1, 2)
        ->allow_extra_args(false)
        ->type_name("PATH=LOW..HIGH[:COUNT][:log]");
    CLI::Option* csv = verb->add_flag("--csv", options->csv, "answer as CSV");
    verb->add_flag("--json", options->json, "answer as JSON")->excludes(csv);
    verb->callback([options, &context] { run(*options, context); });
}

} // namespace archway
