// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_program.h"

#include "app/verb.h"
#include "app/window.h"

#include <filesystem>

namespace archway {

int run_program(int argc, char** argv)
{
    CLI::App program("Explores how large language models are trained and served on AWS.", "archway");
    program.set_version_flag("--version", "archway " ARCHWAY_VERSION);
    VerbContext context;
    program.add_option("--knowledge", context.knowledge, "another knowledge base")->type_name("FILE.db");
    program.add_option("--user-data", context.user_data, "another place for your own layer")->type_name("DIR");
    program.fallthrough();
    std::string project;
    program.add_option("PROJECT", project, "project to open in the window")->type_name("PROJECT.archway");
    program.require_subcommand(0, 1);
    add_inspect(program, context);
    add_estimate(program, context);
    add_match(program, context);
    add_diagram(program, context);
    add_sweep(program, context);
    add_validate(program, context);
    add_check(program, context);
    add_chart(program, context);
    add_brief(program, context);
    add_compare(program, context);
    add_verify(program, context);
    add_config(program, context);
    add_search(program, context);
    add_show(program, context);
    add_export(program, context);
    add_import(program, context);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? 0 : static_cast<int>(Error::Code::Usage);
    }
    if (!program.get_subcommands().empty())
        return context.status;
    // A bare argument is a project only if it says so or is there; anything else is a verb that does not exist.
    std::error_code code;
    if (!project.empty() && !project.ends_with(".archway") && !std::filesystem::exists(project, code)) {
        context.fail({Error::Code::Usage, project, "is neither a verb nor a project", "archway --help lists the verbs"});
        return context.status;
    }
    return open_window(argc, argv, project, context);
}

} // namespace archway
