// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/knowledge_location.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace archway {

namespace {

void print_claim(const CheckedClaim& checked, const Claim& claim)
{
    fmt::print("{}: {}{}\n  {}\n  {}\n", claim.id, name_of(checked.verdict), checked.holds_when.empty() ? "" : ", " + checked.holds_when,
               claim.statement, checked.because);
    for (const Citation& citation : claim.sources)
        fmt::print("  {}: {}\n", citation.document, citation.section);
    fmt::print("\n");
}

} // namespace

void add_check(CLI::App& program, VerbContext& context)
{
    auto json = std::make_shared<bool>(false);
    CLI::App* verb = program.add_subcommand("check", "every checkable claim against computation, with its verdict and the arithmetic");
    verb->add_flag("--json", *json, "answer as JSON");
    verb->callback([json, &context] {
        const Result<CheckedKnowledge> knowledge = load_checked(context);
        if (!knowledge)
            return context.fail(knowledge.error());
        const std::vector<CheckedClaim>& claims = knowledge->checked;
        if (*json)
            return print_json(check_json(claims, knowledge->catalog));
        int computed = 0;
        for (std::size_t i = 0; i < claims.size(); ++i) {
            if (!claims[i].computed_here)
                continue;
            ++computed;
            print_claim(claims[i], knowledge->catalog.knowledge.claims[i]);
        }
        for (const auto& [verdict, count] : count_verdicts(claims))
            fmt::print("{:>5}  {}\n", count, name_of(verdict));
        fmt::print("{:>5}  claims, {} of them computed\n", claims.size(), computed);
    });
}

} // namespace archway
