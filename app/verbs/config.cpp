// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files.h"
#include "app/knowledge_location.h"
#include "app/scenario_file.h"
#include "model/configuration/configuration.h"

#include <fmt/format.h>

#include <memory>

namespace archway {

void add_config(CLI::App& program, VerbContext& context)
{
    struct Request {
        std::string kind, file, out;
    };
    auto request = std::make_shared<Request>();
    CLI::App* verb = program.add_subcommand("config", "a starter configuration from the decision; `config list` names the kinds");
    verb->add_option("KIND", request->kind, "kind, or list")->required();
    verb->add_option("FILE", request->file, "scenario");
    verb->add_option("-o", request->out, "file to write; reasons of JSON go to OUT.why.md beside it")->type_name("OUT");
    verb->callback([request, &context] {
        if (request->kind == "list") {
            for (const ConfigurationKind& kind : configuration_kinds())
                fmt::print("{:<38} {:<6} {}\n", kind.id, kind.format, kind.title);
            return;
        }
        if (!configuration_kind(request->kind))
            return context.fail({Error::Code::Usage, request->kind, "is no kind of configuration", "archway config list names them"});
        if (request->file.empty())
            return context.fail({Error::Code::Usage, "FILE", "is missing", "expected a scenario"});
        if (request->out.empty())
            return context.fail({Error::Code::Usage, "-o", "is missing", "expected a file to write"});
        const Result<ScenarioInput> input = read_scenario_file(request->file);
        if (!input)
            return context.fail(input.error());
        const Result<Catalog> catalog = load_catalog(context);
        if (!catalog)
            return context.fail(catalog.error());
        const Result<Answer> answer = match(input->scenario, *catalog, false, input->config_text);
        if (!answer)
            return context.fail(in_file(request->file, answer.error()));
        const Result<Configuration> made = configuration(request->kind, *answer, *catalog);
        if (!made)
            return context.fail(made.error());
        // The reasons first: a configuration that is there has them beside it.
        if (!made->why.empty())
            if (const Status written = write_file(request->out + ".why.md", made->why); !written)
                return context.fail(written.error());
        if (const Status written = write_file(request->out, made->text); !written)
            context.fail(written.error());
    });
}

} // namespace archway
