// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/evidence/check.h"

#include <nlohmann/json.hpp>

namespace archway {

namespace {

using Json = nlohmann::ordered_json;

/// One figure as a number, a range as its ends.
Json figure_json(const std::optional<Interval>& figure)
{
    if (!figure)
        return nullptr;
    return figure->low == figure->high ? Json(figure->low) : Json{{"low", figure->low}, {"high", figure->high}};
}

Json text_or_null(const std::string& text)
{
    return text.empty() ? Json(nullptr) : Json(text);
}

} // namespace

nlohmann::ordered_json verdict_json(const CheckedClaim& c)
{
    return {{"verdict", name_of(c.verdict)},
            {"computed", figure_json(c.computed)},
            {"stated", figure_json(c.stated)},
            {"unit", c.computed || c.stated ? Json(base_unit(c.measure)) : Json(nullptr)},
            {"computed_text", text_or_null(c.computed_text)},
            {"stated_text", text_or_null(c.stated_text)},
            {"because", c.because},
            {"holds_when", text_or_null(c.holds_when)},
            {"computed_here", c.computed_here},
            {"references", c.references}};
}

nlohmann::ordered_json check_json(const std::vector<CheckedClaim>& claims, const Catalog& catalog)
{
    Json list = Json::array();
    for (std::size_t i = 0; i < claims.size(); ++i) {
        const CheckedClaim& checked = claims[i];
        const Claim* claim = &catalog.knowledge.claims[i];
        Json entry{{"id", claim->id}, {"about", claim->about}, {"statement", claim->statement}};
        entry["source"] = claim->sources.empty()
            ? Json(nullptr)
            : Json{{"document", claim->sources.front().document}, {"section", claim->sources.front().section}};
        entry.update(verdict_json(checked));
        list.push_back(std::move(entry));
    }
    Json counts;
    for (const auto& [verdict, count] : count_verdicts(claims))
        counts[std::string(name_of(verdict))] = count;
    return {{"claims", std::move(list)}, {"counts", std::move(counts)}};
}

} // namespace archway
