// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/brief/brief.h"
#include "model/estimate/formula.h"

#include <fmt/format.h>

namespace archway {

std::string reference_text(const std::string& reference, const Catalog& catalog)
{
    if (const Formula* found = formula(reference))
        return fmt::format("Formula, {}: {} ({}). {}. Source: {}.", found->title, found->text, found->unit, found->assumes, found->source);
    if (const Claim* claim = catalog.claim(reference)) {
        std::string out = "Claim: " + claim->statement + ".";
        for (const Citation& citation : claim->sources) {
            const Source* source = catalog.source(citation.document);
            out += fmt::format(" {}{}.", source ? source->title : citation.document,
                               citation.section.empty() ? "" : ", § " + citation.section);
        }
        return out;
    }
    if (const Source* source = catalog.source(reference))
        return fmt::format("Source: {}. {}{}", source->title, source->location, source->date.empty() ? "." : ", " + source->date + ".");
    for (const Rule& rule : catalog.knowledge.rules) {
        if (rule.id == reference)
            return fmt::format("Rule: {} when {}.", rule.reason, rule.when);
    }
    return "Input of the question: " + reference + ".";
}

} // namespace archway
