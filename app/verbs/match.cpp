// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/knowledge_location.h"
#include "app/scenario_file.h"
#include "model/match/record_change.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace archway {

namespace {

constexpr int shown_candidates = 6;

void print_candidate(const Candidate& c)
{
    fmt::print("  {:>2}. {} [{}]{}\n", c.rank, c.name, name_of(c.verdict), c.too_close_to_call ? " too close to call" : "");
    if (c.verdict == Verdict::Rejected) {
        fmt::print("      {}{}\n", c.rejected_because, c.nearest_fix.empty() ? "" : "; nearest fix: " + c.nearest_fix);
        return;
    }
    for (const Reason& reason : c.reasons)
        fmt::print("      {} {} [{}]\n", reason.kind == ReasonKind::Computed ? "=" : "·", reason.text, reason.ref);
    if (!c.use_when.empty())
        fmt::print("      {}\n", c.use_when);
    if (!c.separated_by.empty())
        fmt::print("      to separate them: {}\n", c.separated_by);
}

void print_text(const Answer& answer)
{
    for (const Decision& decision : answer.decisions) {
        const Candidate* winner = decision.winner();
        fmt::print("{}\n  → {}\n", decision.question,
                   winner                ? winner->name
                       : decision.open() ? "no choice: too little is computed here"
                                         : "nothing is feasible");
        int shown = 0;
        int left_out = 0;
        for (const Candidate& candidate : decision.candidates) {
            if (shown < shown_candidates || candidate.verdict == Verdict::Recommended) {
                print_candidate(candidate);
                ++shown;
            } else {
                ++left_out;
            }
        }
        if (left_out > 0)
            fmt::print("  … {} more; --json lists them all\n", left_out);
        for (const LayerEffect& effect : decision.layer_effects)
            fmt::print("  of your layers: {}\n", effect.text);
        for (const Flip& flip : decision.flips)
            fmt::print("  flips to {} at {} = {} (now {})\n", flip.to, flip.input, format_figures(flip.at, 4), format_figures(flip.now, 4));
        if (!decision.cannot_flip.empty())
            fmt::print("  never flipped by {}\n", fmt::join(decision.cannot_flip, ", "));
        fmt::print("\n");
    }
}

} // namespace

void add_match(CLI::App& program, VerbContext& context)
{
    auto path = std::make_shared<std::string>();
    auto json = std::make_shared<bool>(false);
    CLI::App* verb = program.add_subcommand("match", "services and instances for each decision, with reasons and rejections");
    verb->add_option("FILE", *path, "scenario")->required();
    verb->add_flag("--json", *json, "answer as JSON");
    verb->callback([path, json, &context] {
        const Result<ScenarioInput> input = read_scenario_file(*path);
        if (!input)
            return context.fail(input.error());
        const Result<KnowledgeWithShipped> knowledge = load_with_shipped(context);
        if (!knowledge)
            return context.fail(knowledge.error());
        const Result<Answer> answer = match_with_layers(input->scenario, knowledge->merged.catalog,
                                                        knowledge->shipped ? &*knowledge->shipped : nullptr, input->config_text);
        if (!answer)
            return context.fail(in_file(*path, answer.error()));
        if (*json)
            print_json(match_json(*answer));
        else
            print_text(*answer);
        if (answer->estimate && answer->decision("accelerator")->chosen.empty())
            context.status = static_cast<int>(Error::Code::No);
    });
}

} // namespace archway
