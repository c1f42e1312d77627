// SPDX-License-Identifier: GPL-3.0-or-later
// Records of a layer from JSON and back, and packs of them.
#include "model/knowledge/layer.h"

#include "model/base/nearest.h"
#include "model/knowledge/record_json.h"
#include "model/knowledge/record_reader.h"
#include "model/prices/json_scanner.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace archway {

namespace {

using nlohmann::json;
using Json = nlohmann::ordered_json;

constexpr int deepest_nesting = 40;

/// Keys of a pack with the kind of the records in their lists.
constexpr std::pair<const char*, const char*> lists[]{
    {"entities", "entity"},    {"relations", "relation"},   {"claims", "claim"},
    {"sources", "source"},     {"rules", "rule"},           {"diagrams", "diagram"},
    {"checks", "check"},       {"models", "model"},         {"accelerators", "accelerator"},
    {"instances", "instance"}, {"prices", "price"},         {"api_prices", "api_price"},
    {"discounts", "discount"}, {"withdrawn", "withdrawal"}, {"notes", "note"}};

template <class T>
Status append(Result<T> record, std::vector<T>& out)
{
    if (!record)
        return record.error();
    out.push_back(std::move(*record));
    return Done{};
}

Result<Discount> read_discount(const json& record, const std::string& place)
{
    RecordReader r(record, place);
    Discount out{r.text("applies_to", true), r.required_number("discount"), r.text("note")};
    if (!(out.fraction >= 0 && out.fraction < 1))
        r.fail("discount", "is out of range", "expected a fraction from 0 to below 1: 0.25 is a quarter less");
    if (std::optional<Error> error = r.finish())
        return std::move(*error);
    return out;
}

Result<Withdrawal> read_withdrawal(const json& record, const std::string& place)
{
    RecordReader r(record, place);
    Withdrawal out{r.text("kind", true), r.text("id", true), r.text("because")};
    std::vector<std::string> kinds;
    const Catalog none;
    visit_lists(none, [&kinds](const char* kind, const auto&) { kinds.emplace_back(kind); });
    if (std::find(kinds.begin(), kinds.end(), out.kind) == kinds.end())
        r.fail("kind", "\"" + out.kind + "\" is not known", fmt::format("expected one of: {}", fmt::join(kinds, " ")));
    if (std::optional<Error> error = r.finish())
        return std::move(*error);
    return out;
}

Result<RecordNote> read_note(const json& record, const std::string& place)
{
    RecordReader r(record, place);
    RecordNote out{r.text("kind", true), r.text("id", true), r.text("note"), {}};
    if (const json* before = r.raw("before"); before && !before->is_null()) {
        if (!before->is_object() && !before->is_array())
            r.fail("before", "is no record", "expected the record as it was, or null");
        out.before = *before;
    }
    if (std::optional<Error> error = r.finish())
        return std::move(*error);
    return out;
}

Status read_factors_into(const json& record, const std::string& place, LayerRecords& out)
{
    Result<EfficiencyFactors> factors = read_factors(record, place);
    if (!factors)
        return factors.error();
    out.catalog.factors = std::move(*factors);
    return Done{};
}

Status read_pack_key(const std::string& key, const json& value, const std::string& place, Pack& out)
{
    if (key == "archway_pack") {
        if (!value.is_number_integer() || value.get<std::int64_t>() < 1)
            return bad_input(place, "is no version", "expected a whole number from 1");
        if (value.get<std::int64_t>() > pack_version)
            return bad_input(place, fmt::format("is version {}, newer than this program reads", value.get<std::int64_t>()),
                             fmt::format("expected version {} or older", pack_version));
        return Done{};
    }
    if (key == "title" || key == "version") {
        if (!value.is_string())
            return bad_input(place, "is not text", "expected a string");
        if (key == "title")
            out.title = value.get<std::string>();
        return Done{};
    }
    if (key == "factors")
        return read_layer_record(key, value, place, out.records);
    const auto known = std::find_if(std::begin(lists), std::end(lists), [&key](const auto& list) { return key == list.first; });
    if (known == std::end(lists)) {
        std::vector<std::string> names{"archway_pack", "title", "version", "factors"};
        for (const auto& [name, kind] : lists)
            names.emplace_back(name);
        return bad_input(place, "is no known key", "nearest known key: " + nearest(key, names));
    }
    if (!value.is_array())
        return bad_input(place, "is not a list", "expected a list of records");
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (const Status read = read_layer_record(known->second, value[i], fmt::format("{}/{}", place, i), out.records); !read)
            return read;
    }
    return Done{};
}

Status check_unique(const LayerRecords& records, const std::string& name)
{
    std::optional<Error> error;
    std::set<std::string> all;
    visit_lists(records.catalog, [&](const char* kind, const auto& list) {
        // Prices may be there for several dates; a relation said twice is said once.
        const std::string_view word = kind;
        if (error || word == "price" || word == "api_price" || word == "relation")
            return;
        for (const auto& record : list) {
            if (!all.insert(std::string(kind) + ' ' + record_id(record)).second && !error)
                error = bad_input(name, fmt::format("gives the {} \"{}\" twice", kind, record_id(record)), "ids are unique");
        }
    });
    for (const Withdrawal& w : records.withdrawn) {
        if (!error && !all.insert(w.kind + ' ' + w.id).second)
            error = bad_input(name, fmt::format("withdraws the {} \"{}\" twice, or gives it as well", w.kind, w.id), "one or the other");
    }
    for (const RecordNote& n : records.notes) {
        if (!error && !all.insert("note " + record_id(n)).second)
            error = bad_input(name, fmt::format("has two notes on the {} \"{}\"", n.kind, n.id), "one says it");
    }
    if (error)
        return std::move(*error);
    return Done{};
}

template <class T>
Json ordered_list(const std::vector<T>& records)
{
    std::vector<std::pair<std::string, const T*>> order;
    for (const T& record : records)
        order.emplace_back(record_id(record), &record);
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    Json list = Json::array();
    for (const auto& [id, record] : order)
        list.push_back(to_json(*record));
    return list;
}

} // namespace

std::string record_id(const Relation& r)
{
    return fmt::format("{} {} {}", r.from, r.type, r.to);
}

std::string record_id(const Price& p)
{
    return fmt::format("{} {} {}", p.instance, p.region, p.purchase);
}

std::string record_id(const ApiPrice& p)
{
    return p.api_id;
}

std::string record_id(const Check& c)
{
    return c.claim;
}

std::string record_id(const Discount& d)
{
    return d.applies_to;
}

std::string record_id(const RecordNote& n)
{
    return n.kind + ' ' + n.id;
}

bool LayerRecords::empty() const
{
    bool nothing = discounts.empty() && withdrawn.empty() && catalog.factors.source.empty();
    visit_lists(catalog, [&nothing](const char*, const auto& list) { nothing = nothing && list.empty(); });
    return nothing;
}

Json to_json(const Discount& d)
{
    return {{"applies_to", d.applies_to}, {"discount", d.fraction}, {"note", d.note}};
}

Json to_json(const Withdrawal& w)
{
    return {{"kind", w.kind}, {"id", w.id}, {"because", w.because}};
}

Json to_json(const RecordNote& n)
{
    return {{"kind", n.kind}, {"id", n.id}, {"note", n.note}, {"before", n.before}};
}

Status read_layer_record(const std::string& kind, const json& record, const std::string& place, LayerRecords& out)
{
    Catalog& c = out.catalog;
    if (kind == "source")
        return append(read_source(record, place), c.knowledge.sources);
    if (kind == "entity")
        return append(read_entity(record, place), c.knowledge.entities);
    if (kind == "relation")
        return append(read_relation(record, place), c.knowledge.relations);
    if (kind == "claim") {
        // The verdict that export writes beside a claim is computed, not said.
        json claim = record;
        if (claim.is_object())
            claim.erase("verdict");
        return append(read_claim(claim, place), c.knowledge.claims);
    }
    if (kind == "rule")
        return append(read_rule(record, place), c.knowledge.rules);
    if (kind == "diagram")
        return append(read_diagram_text(record, place), c.knowledge.diagrams);
    if (kind == "check")
        return append(read_check(record, place), c.knowledge.checks);
    if (kind == "model")
        return append(read_model_record(record, place), c.models);
    if (kind == "accelerator")
        return append(read_accelerator(record, place), c.accelerators);
    if (kind == "instance")
        return append(read_instance(record, place), c.instances);
    if (kind == "price")
        return append(read_price(record, place), c.prices);
    if (kind == "api_price")
        return append(read_api_price(record, place), c.api_prices);
    if (kind == "discount")
        return append(read_discount(record, place), out.discounts);
    if (kind == "withdrawal")
        return append(read_withdrawal(record, place), out.withdrawn);
    if (kind == "note")
        return append(read_note(record, place), out.notes);
    if (kind == "factors")
        return read_factors_into(record, place, out);
    return bad_input(place, "is a record of the unknown kind \"" + kind + "\"");
}

Status check_json(std::string_view text, const std::string& name)
{
    return check_document(text, name, deepest_nesting);
}

Result<Pack> read_pack(std::string_view text, const std::string& name)
{
    if (const Status whole = check_json(text, name); !whole)
        return whole.error();
    const json content = json::parse(text, nullptr, false);
    if (!content.is_object())
        return bad_input(name, "is not an object of UTF-8 text", "expected a knowledge pack: lists of records by key");
    Pack pack;
    // The version is looked at first: what a newer version holds need not make sense to this one.
    if (const auto version = content.find("archway_pack"); version != content.end()) {
        if (const Status read = read_pack_key("archway_pack", *version, name + ": /archway_pack", pack); !read)
            return read.error();
    }
    for (const auto& [key, value] : content.items()) {
        if (const Status read = read_pack_key(key, value, fmt::format("{}: /{}", name, key), pack); !read)
            return read.error();
    }
    if (const Status unique = check_unique(pack.records, name); !unique)
        return unique.error();
    return pack;
}

Json pack_json(const LayerRecords& records, const std::string& title)
{
    const Catalog& c = records.catalog;
    Json json;
    json["archway_pack"] = pack_version;
    json["title"] = title;
    json["entities"] = ordered_list(c.knowledge.entities);
    json["relations"] = ordered_list(c.knowledge.relations);
    json["claims"] = ordered_list(c.knowledge.claims);
    json["sources"] = ordered_list(c.knowledge.sources);
    json["rules"] = ordered_list(c.knowledge.rules);
    json["diagrams"] = ordered_list(c.knowledge.diagrams);
    const auto unless_empty = [&json](const char* key, const auto& list) {
        if (!list.empty())
            json[key] = ordered_list(list);
    };
    unless_empty("checks", c.knowledge.checks);
    unless_empty("models", c.models);
    unless_empty("accelerators", c.accelerators);
    unless_empty("instances", c.instances);
    unless_empty("prices", c.prices);
    unless_empty("api_prices", c.api_prices);
    if (!c.factors.source.empty())
        json["factors"] = to_json(c.factors);
    unless_empty("discounts", records.discounts);
    if (!records.withdrawn.empty()) {
        json["withdrawn"] = Json::array();
        for (const Withdrawal& w : records.withdrawn)
            json["withdrawn"].push_back(to_json(w));
    }
    unless_empty("notes", records.notes);
    return json;
}

} // namespace archway
