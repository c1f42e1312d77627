// SPDX-License-Identifier: GPL-3.0-or-later
// Figures that other claims state, and dates.
#include "model/evidence/figures.h"

#include <fmt/format.h>

#include <algorithm>

namespace archway {

namespace {

Figure stated(Arguments& in, std::optional<double> Claim::*field, const char* what)
{
    const Claim* claim = in.claim();
    if (!claim)
        return {};
    const std::optional<double>& value = claim->*field;
    if (!value)
        in.fail(bad_input("claim \"" + claim->id + "\"", "states no figure", "expected one with a value"));
    const ClaimUnit unit = claim_unit(claim->unit);
    return {value.value_or(0) * unit.factor, unit.measure, fmt::format("{}claim {}", what, claim->id), {}};
}
/// value(claim): what another claim states, in base SI; low(claim): the lower end of its range.
Figure value(Arguments& in)
{
    return stated(in, &Claim::value, "");
}
Figure low(Arguments& in)
{
    return stated(in, &Claim::low, "lower end of ");
}

Figure date_figure(Arguments& in, const std::string& date, const std::string& what)
{
    const std::optional<double> days = days_of(date);
    if (!days && in.ok())
        in.fail(bad_input(what, "has no date", "expected YYYY, YYYY-MM or YYYY-MM-DD"));
    return {days.value_or(0), Measure::Date, what, {}};
}
/// date(claim): when it holds, else when its first source was written.
Figure date(Arguments& in)
{
    const Claim* claim = in.claim();
    if (!claim)
        return {};
    if (!claim->as_of.empty())
        return date_figure(in, claim->as_of, "claim " + claim->id);
    const Source* source = claim->sources.empty() ? nullptr : in.catalog().source(claim->sources.front().document);
    return date_figure(in, source ? source->date : "", "source of claim " + claim->id);
}
/// since(entity): the date of an entity's status.
Figure since(Arguments& in)
{
    const Entity* entity = in.entity();
    return entity ? date_figure(in, entity->status_as_of, fmt::format("{} {} since", entity->name, entity->status)) : Figure{};
}

/// accepted(instance, service): 1 where a service lists an instance type.
Figure accepted(Arguments& in)
{
    const InstanceType* type = in.instance();
    const Entity* service = in.entity();
    if (!type || !service)
        return {};
    const auto& relations = in.catalog().knowledge.relations;
    const bool found = std::any_of(relations.begin(), relations.end(),
                                   [&](const Relation& r) { return r.type == "accepted-by" && r.from == type->id && r.to == service->id; });
    return {found ? 1.0 : 0.0, Measure::Count, fmt::format("{} on the list of {}", type->id, service->name), {}};
}

/// in_scope(entity, compliance): 1 where the base says that a service is in the scope of a compliance programme.
Figure in_scope(Arguments& in)
{
    const Entity* entity = in.entity();
    const std::string word = in.word();
    if (!entity)
        return {};
    const auto& relations = in.catalog().knowledge.relations;
    const bool found = std::any_of(relations.begin(), relations.end(),
                                   [&](const Relation& r) { return r.type == "in-scope-of" && r.from == entity->id && r.to == word; });
    return {found ? 1.0 : 0.0, Measure::Count, fmt::format("{} in the scope of {}", entity->name, word), {}};
}

/// read_references(): sources of a kind that were read, of all of that kind.
Figure unread(Arguments& in)
{
    const std::string kind = in.word();
    const auto& sources = in.catalog().knowledge.sources;
    return {
        static_cast<double>(std::count_if(sources.begin(), sources.end(), [&kind](const Source& s) { return s.kind == kind && !s.read; })),
        Measure::Count,
        fmt::format("unread sources of kind {}", kind),
        {}};
}

} // namespace

const std::vector<NamedFigure>& knowledge_figures()
{
    static const std::vector<NamedFigure> table{{"value", value},       {"low", low},           {"date", date},    {"since", since},
                                                {"in_scope", in_scope}, {"accepted", accepted}, {"unread", unread}};
    return table;
}

} // namespace archway
