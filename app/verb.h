// SPDX-License-Identifier: GPL-3.0-or-later
// What every verb of the command line shares. One file a verb in app/verbs/; each registers itself on the CLI11 program.
#pragma once

#include "model/base/result.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <nlohmann/json_fwd.hpp>

#include <string>

namespace archway {

/// Options shared by all verbs, and the exit status the program ends with.
struct VerbContext {
    std::string knowledge; ///< --knowledge: another knowledge base; empty = the shipped one
    std::string user_data; ///< --user-data: another place for the user's own layer
    int status = 0;

    /// Prints the error to standard error and sets the exit status of its code.
    void fail(const Error& error);
};

/// Prints JSON to standard output: two spaces of indent, a newline at the end.
void print_json(const nlohmann::ordered_json& json);

void add_inspect(CLI::App& program, VerbContext& context);
void add_estimate(CLI::App& program, VerbContext& context);
void add_match(CLI::App& program, VerbContext& context);
void add_diagram(CLI::App& program, VerbContext& context);
void add_check(CLI::App& program, VerbContext& context);
void add_chart(CLI::App& program, VerbContext& context);
void add_brief(CLI::App& program, VerbContext& context);
void add_compare(CLI::App& program, VerbContext& context);
void add_config(CLI::App& program, VerbContext& context);
void add_export(CLI::App& program, VerbContext& context);
void add_import(CLI::App& program, VerbContext& context);
void add_search(CLI::App& program, VerbContext& context);
void add_show(CLI::App& program, VerbContext& context);
void add_sweep(CLI::App& program, VerbContext& context);
void add_validate(CLI::App& program, VerbContext& context);
void add_verify(CLI::App& program, VerbContext& context);

} // namespace archway
