// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/compare/verify.h"
#include "app/files.h"
#include "app/knowledge_location.h"
#include "app/scenario_file.h"
#include "ui/brief/report_writer.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace archway {

void add_verify(CLI::App& program, VerbContext& context)
{
    struct Request {
        std::string file, folder;
        bool json = false;
    };
    auto request = std::make_shared<Request>();
    CLI::App* verb = program.add_subcommand("verify", "does the decision of the last report still hold with today's knowledge and prices");
    verb->add_option("FILE", request->file, "scenario")->required();
    verb->add_option("DIR", request->folder, "folder of the reports")->required();
    verb->add_flag("--json", request->json, "answer as JSON");
    verb->callback([request, &context] {
        const Result<ScenarioInput> input = read_scenario_file(request->file);
        if (!input)
            return context.fail(input.error());
        const std::string report = newest_report(QString::fromStdString(request->folder)).toStdString();
        if (report.empty())
            return context.fail(
                bad_input(request->folder, "holds no report", "archway brief writes report-01.md and what it was decided on"));
        const std::string path = report.substr(0, report.size() - 2) + "json";
        const Result<std::string> record = read_file(path);
        if (!record)
            return context.fail(
                bad_input(path, "is missing: the report was written without its decision", "write a new one with archway brief"));
        const Result<Catalog> catalog = load_catalog(context);
        if (!catalog)
            return context.fail(catalog.error());
        const Result<Answer> answer = match(input->scenario, *catalog, false, input->config_text);
        if (!answer)
            return context.fail(in_file(request->file, answer.error()));
        const Result<Verification> verification = verify_record(*record, path, *answer, catalog->knowledge_version);
        if (!verification)
            return context.fail(verification.error());
        if (request->json)
            print_json(verify_json(*verification));
        else
            fmt::print("{}", verify_text(*verification, report));
        if (!verification->changed.empty())
            context.status = static_cast<int>(Error::Code::No);
    });
}

} // namespace archway
