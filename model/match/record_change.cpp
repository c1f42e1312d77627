// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/match/record_change.h"

#include "model/base/units.h"
#include "model/estimate/price.h"
#include "model/knowledge/layer.h"
#include "model/knowledge/record_json.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <type_traits>

namespace archway {

namespace {

/// What tells changes of one kind apart; prices by type, for the rows of all Regions come and go together.
template <class T>
std::string key_of(const T& record)
{
    if constexpr (std::is_same_v<T, Price>)
        return record.instance;
    else
        return record_id(record);
}

template <class T, class AnyCatalog>
auto& list_in(AnyCatalog& catalog)
{
    using List = std::conditional_t<std::is_const_v<AnyCatalog>, const std::vector<T>, std::vector<T>>;
    List* found = nullptr;
    visit_lists(catalog, [&found](const char*, auto& list) {
        if constexpr (std::is_same_v<std::remove_const_t<std::remove_reference_t<decltype(list)>>, std::vector<T>>)
            found = &list;
    });
    return *found;
}

template <class T>
const T* record_in(const Catalog& catalog, const std::string& id)
{
    const auto& list = list_in<T>(catalog);
    const auto found = std::find_if(list.begin(), list.end(), [&id](const T& record) { return key_of(record) == id; });
    return found == list.end() ? nullptr : &*found;
}

bool same_record(const Entity& a, const Entity& b)
{
    const auto all = [](const Entity& e) { return std::tie(e.kind, e.name, e.aliases, e.status, e.status_as_of, e.successor, e.summary); };
    return all(a) == all(b);
}
bool same_record(const Relation& a, const Relation& b)
{
    return a.because == b.because && a.claims == b.claims;
}
bool same_record(const Claim& a, const Claim& b)
{
    const auto all = [](const Claim& c) {
        return std::tie(c.about, c.statement, c.value, c.low, c.unit, c.qualifier, c.baseline, c.scope, c.as_of, c.status, c.sources);
    };
    return all(a) == all(b);
}
/// Of the kinds that are few.
template <class T>
bool same_record(const T& a, const T& b)
{
    return to_json(a) == to_json(b);
}

template <class T>
void differences(const char* kind, const std::vector<T>& before, const std::vector<T>& after, std::vector<RecordChange>& out)
{
    using Group = std::vector<const T*>;
    std::map<std::string, Group> was;
    std::map<std::string, Group> is;
    for (const T& record : before)
        was[key_of(record)].push_back(&record);
    for (const T& record : after)
        is[key_of(record)].push_back(&record);
    const auto same = [](const Group& a, const Group& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const T* x, const T* y) { return same_record(*x, *y); });
    };
    for (const auto& [id, group] : is)
        if (const auto known = was.find(id); known == was.end() || !same(known->second, group))
            out.push_back({kind, id});
    for (const auto& [id, group] : was)
        if (!is.contains(id))
            out.push_back({kind, id});
}

/// Puts the records of `id` in `from` in the place of those in `list`; where `list` has none, behind what precedes them in `from`.
template <class T>
void replace(std::vector<T>& list, const std::vector<T>& from, const std::string& id)
{
    const auto has = [&id](const T& record) { return key_of(record) == id; };
    std::vector<T> records;
    std::copy_if(from.begin(), from.end(), std::back_inserter(records), has);
    auto at = std::find_if(list.begin(), list.end(), has);
    if (at == list.end()) {
        at = list.begin();
        for (auto before = std::find_if(from.begin(), from.end(), has); before != from.begin();) {
            const std::string previous = key_of(*--before);
            const auto last = std::find_if(list.rbegin(), list.rend(), [&](const T& record) { return key_of(record) == previous; });
            if (last != list.rend()) {
                at = last.base();
                break;
            }
        }
    }
    const auto index = at - list.begin();
    std::erase_if(list, has);
    list.insert(list.begin() + std::min(index, std::ssize(list)), records.begin(), records.end());
}

/// `changed` with the records of a change as `from` has them.
void put(const RecordChange& change, const Catalog& from, Catalog& changed)
{
    if (change.kind == "factors") {
        changed.factors = from.factors;
        return;
    }
    visit_lists(changed, [&](const char* kind, auto& list) {
        using T = typename std::remove_reference_t<decltype(list)>::value_type;
        if (change.kind == kind)
            replace(list, list_in<T>(from), change.id);
    });
    // Whether something may rest on a claim is found by checking all of them; it follows the claim and its check.
    if (change.kind == "claim" || change.kind == "check") {
        if (from.untrusted_claims.contains(change.id))
            changed.untrusted_claims.insert(change.id);
        else
            changed.untrusted_claims.erase(change.id);
    }
}

template <class List, class Value>
bool contains(const List& list, const Value& value)
{
    return std::find(list.begin(), list.end(), value) != list.end();
}

/// The cheapest row of each way of purchase that the scenario asks for.
std::map<std::string, const Price*> asked_prices(const Catalog& catalog, const Constraints& asked, const std::string& instance)
{
    auto out = cheapest_by_purchase(catalog.prices, instance, asked.regions);
    std::erase_if(out, [&asked](const auto& row) { return !contains(asked.purchase, row.first); });
    return out;
}

std::string hourly(const Price& price)
{
    return format_usd(price.usd_per_hour) + "/h";
}

std::string price_words(const std::string& instance, const Constraints& asked, const Catalog& shipped, const Catalog& merged)
{
    const auto was = asked_prices(shipped, asked, instance);
    const auto is = asked_prices(merged, asked, instance);
    std::vector<std::string> parts;
    for (const auto& [purchase, price] : is) {
        const auto before = was.find(purchase);
        const std::string as = purchase == "on-demand" ? std::string() : purchase + " ";
        if (before == was.end())
            parts.push_back(fmt::format("{}{}, where the base knows none", as, hourly(*price)));
        else if (before->second->usd_per_hour != price->usd_per_hour)
            parts.push_back(fmt::format("{}{} instead of {}", as, hourly(*price), hourly(*before->second)));
    }
    for (const auto& [purchase, price] : was)
        if (!is.contains(purchase))
            parts.push_back(fmt::format("{} of {} withdrawn", purchase, hourly(*price)));
    if (parts.empty())
        return {};
    const Source* source = is.empty() ? nullptr : merged.source(is.begin()->second->source);
    const bool discounted = source && source->title.starts_with("own discount");
    return fmt::format("your {} {} ({})", discounted ? "discount on" : "price of", instance, fmt::join(parts, ", "));
}

std::string rule_words(const std::string& id, const Answer& answer, const Rule* was, const Rule* is)
{
    const Rule& rule = is ? *is : *was;
    if (!answer.decision(rule.role) && rule.candidate != "role-" + rule.role)
        return {};
    if (!is)
        return fmt::format("the rule {} that you withdrew", id);
    if (!was)
        return fmt::format("your rule {}", id);
    if (was->weight != is->weight && was->when == is->when && was->gate == is->gate && was->candidate == is->candidate)
        return fmt::format("your weight of the rule {} ({:+g} instead of {:+g})", id, is->weight, was->weight);
    return fmt::format("your version of the rule {}", id);
}

/// Does any candidate of the answer name the reference?
bool named(const Answer& answer, const std::string& ref)
{
    for (const Decision& decision : answer.decisions)
        for (const Candidate& candidate : decision.candidates)
            if (std::any_of(candidate.reasons.begin(), candidate.reasons.end(), [&](const Reason& x) { return x.ref == ref; })
                || std::any_of(candidate.data_points.begin(), candidate.data_points.end(),
                               [&](const DataPoint& x) { return x.ref == ref; }))
                return true;
    return false;
}

/// Does any candidate of a role, a rule or a relation of the catalog rest on the claim?
bool rests_on(const Catalog& catalog, const std::string& claim)
{
    const Knowledge& k = catalog.knowledge;
    return std::any_of(k.rules.begin(), k.rules.end(), [&](const Rule& rule) { return contains(rule.claims, claim); })
        || std::any_of(k.relations.begin(), k.relations.end(), [&](const Relation& relation) {
               return contains(relation.claims, claim) && (relation.to.starts_with("role-") || relation.type == "aligned-with");
           });
}

std::string claim_words(const std::string& id, const Answer& answer, const Catalog& shipped, const Catalog& merged)
{
    const Claim* was = shipped.claim(id);
    const Claim* is = merged.claim(id);
    if (!named(answer, id) && !rests_on(shipped, id) && !rests_on(merged, id))
        return {};
    if (!is)
        return fmt::format("the fact “{}” that you withdrew", was->statement);
    if (was && was->value && is->value && *was->value != *is->value)
        return fmt::format("your fact “{}” ({:g} instead of {:g} {})", is->statement, *is->value, *was->value, is->unit);
    return fmt::format("your fact “{}”", is->statement);
}

std::string entity_words(const std::string& id, const Answer& answer, const Entity* was, const Entity* is)
{
    const bool candidate
        = std::any_of(answer.decisions.begin(), answer.decisions.end(), [&id](const Decision& d) { return d.candidate(id); });
    if (!candidate && !(was && was->kind == "instance-family") && !(is && is->kind == "instance-family"))
        return {};
    if (was && is && was->status != is->status)
        return fmt::format("your status of {} ({} instead of {})", is->name, is->status.empty() ? "none" : is->status,
                           was->status.empty() ? "none" : was->status);
    return is ? fmt::format("your entry of {}", is->name) : fmt::format("the entry of {} that you withdrew", was->name);
}

std::string api_price_words(const ApiPrice* was, const ApiPrice* is, const std::string& model)
{
    if ((!was || was->model != model) && (!is || is->model != model))
        return {};
    const auto pair = [](const ApiPrice& price) {
        const auto one = [](const std::optional<double>& usd) { return usd ? format_usd(*usd) : std::string("–"); };
        return fmt::format("{} in and {} out per 1M tokens", one(price.usd_per_million_input), one(price.usd_per_million_output));
    };
    if (!is)
        return fmt::format("the price of {} that you withdrew", was->name);
    return fmt::format("your price of {} ({}{})", is->name, pair(*is), was ? " instead of " + pair(*was) : "");
}

/// "your p5en.48xlarge (network_gbps, ram_bytes)": the fields that differ.
template <class T>
std::string field_words(const char* what, const T* was, const T* is)
{
    if (!is)
        return fmt::format("the {} {} that you withdrew", what, was->id);
    if (!was)
        return fmt::format("your {} {}", what, is->id);
    const auto before = to_json(*was);
    const auto after = to_json(*is);
    std::vector<std::string> fields;
    for (const auto& [name, value] : after.items())
        if (name != "sources" && (!before.contains(name) || before[name] != value))
            fields.push_back(name);
    return fields.empty() ? fmt::format("your {} {}", what, is->id) : fmt::format("your {} {} ({})", what, is->id, fmt::join(fields, ", "));
}

std::string relation_words(const std::string& id, const Catalog& shipped, const Catalog& merged)
{
    const auto* is = record_in<Relation>(merged, id);
    const Relation& relation = is ? *is : *record_in<Relation>(shipped, id);
    static const std::set<std::string_view> read{"candidate-of", "benefit-in", "caveat-in",    "aligned-with",
                                                 "runs-on",      "variant-of", "not-listed-on"};
    if (!read.contains(relation.type))
        return {};
    const std::string words = fmt::format("relation {} {} {}", relation.from, relation.type, relation.to);
    return is ? "your " + words : "the " + words + " that you withdrew";
}

} // namespace

std::vector<RecordChange> layer_changes(const Catalog& shipped, const Catalog& merged)
{
    std::vector<RecordChange> out;
    visit_lists(merged, [&](const char* kind, const auto& list) {
        using T = typename std::remove_cvref_t<decltype(list)>::value_type;
        if constexpr (!std::is_same_v<T, Source> && !std::is_same_v<T, DiagramText>)
            differences(kind, list_in<T>(shipped), list, out);
    });
    if (to_json(shipped.factors) != to_json(merged.factors))
        out.push_back({"factors", "factors"});
    return out;
}

std::string words_for(const RecordChange& change, const Answer& answer, const Catalog& shipped, const Catalog& merged)
{
    const std::string& id = change.id;
    const std::string model = answer.estimate ? answer.estimate->model.id : std::string();
    if (change.kind == "price")
        return price_words(id, answer.scenario.constraints, shipped, merged);
    if (change.kind == "rule")
        return rule_words(id, answer, record_in<Rule>(shipped, id), record_in<Rule>(merged, id));
    if (change.kind == "claim")
        return claim_words(id, answer, shipped, merged);
    if (change.kind == "check")
        return shipped.untrusted_claims.contains(id) == merged.untrusted_claims.contains(id) ? std::string()
                                                                                             : "your check of the claim " + id;
    if (change.kind == "entity")
        return entity_words(id, answer, record_in<Entity>(shipped, id), record_in<Entity>(merged, id));
    if (change.kind == "relation")
        return relation_words(id, shipped, merged);
    if (change.kind == "api_price")
        return api_price_words(record_in<ApiPrice>(shipped, id), record_in<ApiPrice>(merged, id), model);
    if (change.kind == "instance")
        return field_words("instance type", record_in<InstanceType>(shipped, id), record_in<InstanceType>(merged, id));
    if (change.kind == "accelerator")
        return field_words("accelerator", record_in<Accelerator>(shipped, id), record_in<Accelerator>(merged, id));
    if (change.kind == "model")
        return id == model ? field_words("model", record_in<ModelRecord>(shipped, id), record_in<ModelRecord>(merged, id)) : std::string();
    return change.kind == "factors" ? "your efficiency factors" : std::string();
}

std::string subject_of(const RecordChange& change, const Catalog& shipped, const Catalog& merged)
{
    const auto first = [&]<class T, class Field>(Field T::*field, const std::string& id) {
        const T* record = record_in<T>(merged, id);
        record = record ? record : record_in<T>(shipped, id);
        return record ? record->*field : std::string();
    };
    if (change.kind == "price" || change.kind == "instance" || change.kind == "entity")
        return change.id;
    if (change.kind == "rule")
        return first(&Rule::candidate, change.id);
    if (change.kind == "claim" || change.kind == "check")
        return first(&Claim::about, change.id);
    if (change.kind == "relation")
        return first(&Relation::from, change.id);
    return change.kind == "api_price" ? "bedrock-on-demand" : std::string();
}

void take_back(const RecordChange& change, const Catalog& shipped, Catalog& changed)
{
    put(change, shipped, changed);
}

void give_again(const RecordChange& change, const Catalog& merged, Catalog& changed)
{
    put(change, merged, changed);
}

} // namespace archway
