// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/knowledge_location.h"
#include "app/offscreen.h"
#include "app/scenario_file.h"
#include "ui/brief/report_writer.h"

#include <fmt/format.h>

#include <memory>

namespace archway {

void add_brief(CLI::App& program, VerbContext& context)
{
    struct Request {
        std::string file, folder, date, format = "md";
    };
    auto request = std::make_shared<Request>();
    CLI::App* verb = program.add_subcommand("brief", "the next report-##.md in a folder, with diff, references and pictures");
    verb->add_option("FILE", request->file, "scenario")->required();
    verb->add_option("-o", request->folder, "folder of the reports")->required()->type_name("DIR");
    verb->add_option("--format", request->format, "md")->check(CLI::IsMember({"md"}));
    verb->add_option("--date", request->date, "date of the report, YYYY-MM-DD; without it none is printed");
    verb->callback([request, &context] {
        const Result<ScenarioInput> input = read_scenario_file(request->file);
        if (!input)
            return context.fail(input.error());
        const Result<Catalog> catalog = load_catalog(context);
        if (!catalog)
            return context.fail(catalog.error());
        const Result<Answer> answer = match(input->scenario, *catalog, true, input->config_text);
        if (!answer)
            return context.fail(in_file(request->file, answer.error()));
        const Offscreen screen;
        const auto written
            = write_report(*answer, *catalog, QString::fromStdString(request->folder), QString::fromStdString(request->date));
        if (!written)
            return context.fail(written.error());
        if (written->changed)
            fmt::print("{}\n", written->file.toStdString());
        else
            fmt::print("nothing changed since {}; no new report\n", written->previous.toStdString());
    });
}

} // namespace archway
