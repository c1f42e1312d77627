// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files.h"
#include "app/knowledge_location.h"
#include "app/offscreen.h"
#include "app/scenario_file.h"
#include "ui/paint/chart_builder.h"

#include <fmt/format.h>

#include <memory>

namespace archway {

void add_chart(CLI::App& program, VerbContext& context)
{
    struct Request {
        std::string kind, file, out, theme = "print", date;
    };
    auto request = std::make_shared<Request>();
    CLI::App* verb = program.add_subcommand("chart", "a chart; `chart list` names the kinds");
    verb->add_option("KIND", request->kind, "kind, or list")->required();
    verb->add_option("FILE", request->file, "scenario");
    verb->add_option("-o", request->out, "file to write: svg, png, pdf or csv")->type_name("OUT");
    verb->add_option("--theme", request->theme, "light, dark or print")->check(CLI::IsMember({"light", "dark", "print"}));
    verb->add_option("--date", request->date, "date of the picture; without it none is printed");
    verb->callback([request, &context] {
        if (request->kind == "list") {
            for (const ChartKind& kind : chart_kinds())
                fmt::print("{:<18} {}\n", kind.id, kind.title);
            return;
        }
        if (!chart_kind(request->kind))
            return context.fail({Error::Code::Usage, request->kind, "is no kind of chart", "archway chart list names them"});
        const Result<std::string> format = output_format(request->out, {"svg", "png", "pdf", "csv"});
        if (!format)
            return context.fail(format.error());
        if (request->file.empty())
            return context.fail({Error::Code::Usage, "FILE", "is missing", "expected a scenario"});
        const Result<ScenarioInput> input = read_scenario_file(request->file);
        if (!input)
            return context.fail(input.error());
        const Result<Catalog> catalog = load_catalog(context);
        if (!catalog)
            return context.fail(catalog.error());
        const Result<Estimate> answer = estimate(input->scenario, *catalog, input->config_text);
        if (!answer)
            return context.fail(in_file(request->file, answer.error()));
        if (!chart_kind(request->kind)->suits(*answer))
            return context.fail(
                bad_input(request->file + ": /phase",
                          fmt::format("{} is no chart of {}", request->kind, answer->trains() ? "a training run" : "a served model"),
                          answer->trains() ? "training-days, training-memory" : "kv-cache, cost-concurrency, memory, pareto"));
        const ChartData data = chart_data(request->kind, *answer, *catalog);
        std::string bytes;
        if (*format == "csv") {
            bytes = chart_csv(data);
        } else {
            const Offscreen screen;
            const Colours& colours = request->theme == "dark" ? Theme::dark() : request->theme == "light" ? Theme::light() : Theme::print();
            bytes = chart_bytes(data, colours, QString::fromStdString(*format)).toStdString();
        }
        if (const Status written = write_file(request->out, bytes); !written)
            context.fail(written.error());
    });
}

} // namespace archway
