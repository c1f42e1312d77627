// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/knowledge_location.h"
#include "app/offscreen.h"
#include "app/scenario_file.h"
#include "model/match/record_change.h"
#include "ui/brief/report_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace archway {

void add_brief(CLI::App& program, VerbContext& context)
{
    struct Request {
        std::string file, folder, date;
        std::vector<std::string> formats;
    };
    auto request = std::make_shared<Request>();
    CLI::App* verb = program.add_subcommand("brief", "the next report-##.md in a folder, with diff, references and pictures");
    verb->add_option("FILE", request->file, "scenario")->required();
    verb->add_option("-o", request->folder, "folder of the reports")->required()->type_name("DIR");
    verb->add_option("--format", request->formats, "md, html, pdf, several with commas; the Markdown is always written")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::IsMember({"md", "html", "pdf"}));
    verb->add_option("--date", request->date, "date of the report, YYYY-MM-DD; without it none is printed");
    verb->callback([request, &context] {
        const Result<ScenarioInput> input = read_scenario_file(request->file);
        if (!input)
            return context.fail(input.error());
        const Result<KnowledgeWithShipped> knowledge = load_with_shipped(context);
        if (!knowledge)
            return context.fail(knowledge.error());
        const Catalog* catalog = &knowledge->merged.catalog;
        const Result<Answer> answer
            = match_with_layers(input->scenario, *catalog, knowledge->shipped ? &*knowledge->shipped : nullptr, input->config_text);
        if (!answer)
            return context.fail(in_file(request->file, answer.error()));
        const Offscreen screen;
        const auto asked = [&](const char* format) {
            return std::find(request->formats.begin(), request->formats.end(), format) != request->formats.end();
        };
        const auto written = write_report(*answer, *catalog, QString::fromStdString(request->folder), QString::fromStdString(request->date),
                                          {asked("html"), asked("pdf")});
        if (!written)
            return context.fail(written.error());
        if (written->changed)
            fmt::print("{}\n", written->file.toStdString());
        else
            fmt::print("nothing changed since {}; no new report\n", written->previous.toStdString());
        for (const QString& file : written->beside)
            fmt::print("{}\n", file.toStdString());
    });
}

} // namespace archway
