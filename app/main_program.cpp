// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_program.h"

#include "app/verb.h"

namespace archway {

int run_program(int argc, char** argv)
{
    CLI::App program("Explores how large language models are trained and served on AWS.", "archway");
    program.set_version_flag("--version", "archway 0.1.0");
    VerbContext context;
    program.add_option("--knowledge", context.knowledge, "another knowledge base")->type_name("FILE.db");
    program.add_option("--user-data", context.user_data, "another place for your own layer")->type_name("DIR");
    program.fallthrough();
    program.require_subcommand(1);
    add_inspect(program, context);
    add_estimate(program, context);
    add_match(program, context);
    add_search(program, context);
    add_show(program, context);
    add_export(program, context);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? 0 : static_cast<int>(Error::Code::Usage);
    }
    return context.status;
}

} // namespace archway
