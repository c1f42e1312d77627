// SPDX-License-Identifier: GPL-3.0-or-later
// What an import would change.
#include "model/base/units.h"
#include "model/knowledge/layer.h"
#include "model/knowledge/record_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace archway {

namespace {

using Json = nlohmann::ordered_json;

std::string said(const Source& s)
{
    return s.title;
}
std::string said(const Entity& e)
{
    return e.name;
}
std::string said(const Relation& r)
{
    return r.because;
}
std::string said(const Claim& c)
{
    return c.statement;
}
std::string said(const Rule& r)
{
    return r.when;
}
std::string said(const Check& c)
{
    return c.kind;
}
std::string said(const DiagramText& d)
{
    return d.title;
}
std::string said(const Price& p)
{
    return fmt::format("{}/h ({})", format_usd(p.usd_per_hour), p.as_of);
}
template <class T>
std::string said(const T& record)
{
    return record.name;
}

template <class T>
using Group = std::vector<const T*>;

template <class T>
std::map<std::string, Group<T>> groups_of(const std::vector<T>& list)
{
    std::map<std::string, Group<T>> out;
    for (const T& record : list)
        out[record_id(record)].push_back(&record);
    return out;
}

template <class T>
bool same(const Group<T>& a, const Group<T>& b)
{
    return a.size() == b.size()
        && std::equal(a.begin(), a.end(), b.begin(), [](const T* x, const T* y) { return x == y || to_json(*x) == to_json(*y); });
}

/// A figure, or a text short enough for one line; empty for anything else.
std::string in_short(const Json& value)
{
    constexpr std::size_t longest = 60;
    if (value.is_null() || (value.is_string() && value.get_ref<const std::string&>().empty()))
        return "none";
    if (value.is_number())
        return fmt::format("{:g}", value.get<double>());
    return value.is_string() && value.get_ref<const std::string&>().size() <= longest ? value.get<std::string>() : std::string();
}

/// The fields in which two records differ, with what they said and say where that is short.
template <class T>
std::string difference(const T& before, const T& after)
{
    const Json a = to_json(before);
    const Json b = to_json(after);
    std::vector<std::string> fields;
    for (const auto& [name, value] : b.items()) {
        const Json old = a.value(name, Json());
        if (old == value)
            continue;
        const std::string from = in_short(old);
        const std::string to = in_short(value);
        fields.push_back(from.empty() || to.empty() ? name : fmt::format("{} {} → {}", name, from, to));
    }
    return fmt::format("{}: {}", said(after), fmt::join(fields, ", "));
}
std::string difference(const Price& before, const Price& after)
{
    return said(before) + " → " + said(after);
}

/// Keeps of `list` what differs from what is there, and says so in the plan.
template <class T>
void compare(const char* kind, const std::vector<T>& there, std::vector<T>& list, ImportPlan& plan)
{
    if (list.empty())
        return;
    const auto before = groups_of(there);
    const auto after = groups_of(list);
    std::vector<T> kept;
    for (const auto& [id, group] : after) {
        const auto known = before.find(id);
        if (known != before.end() && same(known->second, group)) {
            ++plan.unchanged;
            continue;
        }
        if (known == before.end())
            plan.added.push_back({kind, id, said(*group.back())});
        else
            plan.changed.push_back({kind, id, difference(*known->second.back(), *group.back())});
        for (const T* record : group)
            kept.push_back(*record);
    }
    list = std::move(kept);
}

/// Discounts are compared by what prices they lead to; here only by what they say.
void compare_discounts(ImportPlan& plan)
{
    for (const Discount& d : plan.records.discounts)
        plan.changed.push_back({"discount", d.applies_to, fmt::format("{:g} % off the on-demand price", d.fraction * 100)});
}

/// Notes on what is not given beside them say nothing.
void drop_idle_notes(LayerRecords& records)
{
    std::set<std::string> given;
    visit_lists(records.catalog, [&given](const char* kind, const auto& list) {
        for (const auto& record : list)
            given.insert(fmt::format("{} {}", kind, record_id(record)));
    });
    for (const Discount& d : records.discounts)
        given.insert("discount " + record_id(d));
    for (const Withdrawal& w : records.withdrawn)
        given.insert(w.kind + ' ' + w.id);
    std::erase_if(records.notes, [&given](const RecordNote& note) { return !given.contains(record_id(note)); });
}

} // namespace

Result<ImportPlan> plan_import(const Catalog& below, LayerRecords records, const std::string& name)
{
    ImportPlan plan;
    plan.records = std::move(records);
    Catalog& c = plan.records.catalog;
    compare("source", below.knowledge.sources, c.knowledge.sources, plan);
    compare("entity", below.knowledge.entities, c.knowledge.entities, plan);
    compare("relation", below.knowledge.relations, c.knowledge.relations, plan);
    compare("claim", below.knowledge.claims, c.knowledge.claims, plan);
    compare("rule", below.knowledge.rules, c.knowledge.rules, plan);
    compare("diagram", below.knowledge.diagrams, c.knowledge.diagrams, plan);
    compare("check", below.knowledge.checks, c.knowledge.checks, plan);
    compare("model", below.models, c.models, plan);
    compare("accelerator", below.accelerators, c.accelerators, plan);
    compare("instance", below.instances, c.instances, plan);
    compare("price", below.prices, c.prices, plan);
    compare("api_price", below.api_prices, c.api_prices, plan);
    if (!c.factors.source.empty()) {
        if (to_json(c.factors) == to_json(below.factors)) {
            c.factors = {};
            ++plan.unchanged;
        } else {
            plan.changed.push_back({"factors", c.factors.source, "efficiency factors"});
        }
    }
    compare_discounts(plan);
    for (const Withdrawal& w : plan.records.withdrawn) {
        bool there = false;
        visit_lists(below, [&](const char* kind, const auto& list) {
            there = there
                || (w.kind == kind && std::any_of(list.begin(), list.end(), [&](const auto& record) { return record_id(record) == w.id; }));
        });
        if (!there)
            return bad_input(name + ": /withdrawn", fmt::format("names the {} \"{}\", which is not there", w.kind, w.id),
                             "only what is there can be withdrawn");
        plan.withdrawn.push_back({w.kind, w.id, w.because});
    }
    drop_idle_notes(plan.records);
    const LayeredCatalog result = laid_upon(below, {plan.records});
    for (const DroppedRecord& dropped : result.dropped) {
        bool own = false;
        visit_lists(c, [&](const char* kind, const auto& list) {
            own = own || (dropped.kind == kind && std::any_of(list.begin(), list.end(), [&](const auto& record) {
                              return record_id(record) == dropped.id;
                          }));
        });
        if (own)
            return bad_input(fmt::format("{}: {} \"{}\"", name, dropped.kind, dropped.id), dropped.because,
                             "expected it in the same file or in the knowledge base");
        plan.withdrawn.push_back({dropped.kind, dropped.id, dropped.because});
    }
    return plan;
}

} // namespace archway
