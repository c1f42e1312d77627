// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/match/own_weight.h"

#include "model/knowledge/record_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

const Rule* rule_of(const Catalog& catalog, const std::string& id)
{
    const auto& rules = catalog.knowledge.rules;
    const auto found = std::find_if(rules.begin(), rules.end(), [&id](const Rule& rule) { return rule.id == id; });
    return found == rules.end() ? nullptr : &*found;
}

} // namespace

bool has_weight(const Rule& rule)
{
    return !rule.gate && rule.candidate != "role-" + rule.role;
}

std::vector<FieldProblem> problems_of(const WeightEntry& entry, const Catalog& catalog)
{
    const Rule* rule = rule_of(catalog, entry.rule);
    if (!rule)
        return {{"", fmt::format("there is no rule \"{}\"", entry.rule)}};
    if (!has_weight(*rule))
        return {{"", "the rule refuses or asks for its role: it has no weight"}};
    const std::optional<double> weight = typed_number(entry.weight);
    if (!weight)
        return {{"weight", "a number, as 0.25 or -0.1"}};
    if (std::abs(*weight) > largest_weight)
        return {{"weight", fmt::format("between -{0:g} and {0:g}", largest_weight)}};
    if (*weight == rule->weight)
        return {{"weight", "it counts that already"}};
    return {};
}

Result<OwnChange> own_weight(const WeightEntry& entry, const Rule* below, const Catalog& catalog)
{
    if (const auto problems = problems_of(entry, catalog); !problems.empty())
        return bad_input(problems.front().field.empty() ? entry.rule : problems.front().field, problems.front().words,
                         "nothing is kept until it is right");
    Rule changed = *rule_of(catalog, entry.rule);
    changed.weight = typed_number(entry.weight).value_or(changed.weight);
    OwnChange out{"weight", fmt::format("own weight {:+g} of the rule {}", changed.weight, changed.id), {}};
    out.records.notes.push_back({"rule", changed.id, entry.note, below ? nlohmann::json(to_json(*below)) : nlohmann::json()});
    out.records.catalog.knowledge.rules.push_back(std::move(changed));
    return out;
}

} // namespace archway
