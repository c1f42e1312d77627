// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/knowledge_location.h"
#include "model/estimate/formula.h"
#include "model/knowledge/connections.h"
#include "model/knowledge/ledger.h"
#include "model/knowledge/record_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

namespace archway {

namespace {

using Json = nlohmann::ordered_json;

Json formula_json(const Formula& f)
{
    return {
        {"id", f.id},           {"kind", "formula"},  {"title", f.title},           {"formula", f.text},       {"unit", f.unit},
        {"assumes", f.assumes}, {"source", f.source}, {"relations", Json::array()}, {"claims", Json::array()}, {"sources", Json::array()}};
}

/// A record with its neighbours: relations at either end, claims about it or citing it, the sources of those.
Json with_neighbours(Json record, const std::string& id, const Knowledge& k)
{
    std::set<std::string> sources;
    Json relations = Json::array();
    for (const Relation& relation : k.relations) {
        if (relation.from == id || relation.to == id
            || std::find(relation.claims.begin(), relation.claims.end(), id) != relation.claims.end())
            relations.push_back(to_json(relation));
    }
    Json claims = Json::array();
    for (const Claim& claim : k.claims) {
        const bool cites = std::any_of(claim.sources.begin(), claim.sources.end(), [&](const Citation& c) { return c.document == id; });
        if (claim.about != id && claim.id != id && !cites)
            continue;
        if (claim.id != id)
            claims.push_back(to_json(claim));
        for (const Citation& citation : claim.sources)
            sources.insert(citation.document);
    }
    record["relations"] = std::move(relations);
    record["claims"] = std::move(claims);
    Json& list = record["sources_named"] = Json::array();
    for (const Source& source : k.sources) {
        if (sources.contains(source.id) && source.id != id)
            list.push_back(to_json(source));
    }
    // A claim's own "sources" are its citations; every other record gets the list under that name.
    if (!record.contains("sources")) {
        record["sources"] = record["sources_named"];
        record.erase("sources_named");
    }
    return record;
}

std::optional<Json> find_record(const std::string& id, const Catalog& catalog)
{
    if (const Formula* found = formula(id))
        return formula_json(*found);
    // The alias of a reference is the id of its source.
    const Entity* entity = catalog.entity(id);
    if (entity && (entity->id == id || !catalog.source(id))) {
        Json json = to_json(*entity);
        if (const Accelerator* accelerator = catalog.accelerator(entity->id); accelerator && accelerator->id == entity->id)
            json["figures"] = to_json(*accelerator);
        if (const InstanceType* type = catalog.instance(entity->id); type && type->id == entity->id)
            json["figures"] = to_json(*type);
        if (const ModelRecord* model = catalog.model(entity->id); model && model->id == entity->id)
            json["figures"] = to_json(*model);
        return with_neighbours(std::move(json), entity->id, catalog.knowledge);
    }
    if (const Claim* claim = catalog.claim(id))
        return with_neighbours(to_json(*claim), id, catalog.knowledge);
    if (const Source* source = catalog.source(id))
        return with_neighbours(to_json(*source), id, catalog.knowledge);
    for (const ApiPrice& price : catalog.api_prices)
        if (price.api_id == id) {
            // Several sources may price the same model: each row has its own source and date.
            Json json{{"id", id}, {"kind", "api-price"}, {"prices", Json::array()}, {"sources", Json::array()}};
            for (const ApiPrice& row : catalog.api_prices)
                if (row.api_id == id) {
                    json["prices"].push_back(to_json(row));
                    if (const Source* source = catalog.source(row.source))
                        json["sources"].push_back(to_json(*source));
                }
            json["relations"] = Json::array();
            json["claims"] = Json::array();
            return json;
        }
    for (const Rule& rule : catalog.knowledge.rules) {
        if (rule.id == id)
            return with_neighbours(to_json(rule), id, catalog.knowledge);
    }
    for (const DiagramText& diagram : catalog.knowledge.diagrams) {
        if (diagram.id == id)
            return with_neighbours(to_json(diagram), id, catalog.knowledge);
    }
    return std::nullopt;
}

/// The way from one entity to another as JSON: the entities, and between two of them their relations.
Json path_json(const Knowledge& way)
{
    Json out{{"path", Json::array()}, {"entities", Json::array()}, {"relations", Json::array()}};
    for (const Entity& entity : way.entities) {
        out["path"].push_back(entity.id);
        out["entities"].push_back(to_json(entity));
    }
    for (const Relation& relation : way.relations)
        out["relations"].push_back(to_json(relation));
    return out;
}

Json resting_json(const Source& source, const Resting& resting)
{
    Json out{{"source", to_json(source)}, {"counts", Json::object()}, {"falls", Json::array()}, {"stands_elsewhere", resting.elsewhere}};
    for (const Falling& f : resting.falls) {
        out["counts"][f.kind] = out["counts"].value(f.kind, 0) + 1;
        out["falls"].push_back({{"kind", f.kind}, {"id", f.id}, {"text", f.text}, {"because", f.because}});
    }
    return out;
}

/// Does a relation join the entity `at` with the one that follows it on the way?
bool follows(const Json& path, const Json& at, const std::string& from, const std::string& to)
{
    for (std::size_t i = 0; i + 1 < path.size(); ++i)
        if (path[i] == at)
            return (from == path[i] && to == path[i + 1]) || (from == path[i + 1] && to == path[i]);
    return false;
}

void print_path(const Json& way)
{
    for (const Json& entity : way["entities"]) {
        fmt::print("{}  ({}, {})\n", entity["name"].get<std::string>(), entity["kind"].get<std::string>(), entity["id"].get<std::string>());
        for (const Json& r : way["relations"])
            if (const std::string from = r["from"], to = r["to"]; follows(way["path"], entity["id"], from, to))
                fmt::print("    {} — {} → {}  {}\n", from, r["type"].get<std::string>(), to, r["because"].get<std::string>());
    }
}

void print_resting(const Json& record)
{
    fmt::print("{}\n", record["source"]["title"].get<std::string>());
    if (record["falls"].empty())
        fmt::print("nothing rests on it alone\n");
    for (const auto& [kind, count] : record["counts"].items())
        fmt::print("{:>6}  {}\n", count.get<int>(), kind);
    for (const Json& f : record["falls"])
        fmt::print("  {:<9} {}  {}\n", f["kind"].get<std::string>(), f["id"].get<std::string>(), f["text"].get<std::string>());
    fmt::print("{} more claims cite it and stand elsewhere too\n", record["stands_elsewhere"].size());
}

/// The ledger of references. The sources of the list of references come first.
Json ledger_json(const Knowledge& k)
{
    Json out{{"references", Json::array()}};
    std::map<std::string_view, const Source*> sources;
    for (const Source& source : k.sources)
        sources.emplace(source.id, &source);
    for (const LedgerEntry& entry : ledger(k)) {
        Json record = to_json(*sources[entry.source]);
        record["reference"] = entry.reference.empty() ? Json() : Json(entry.reference);
        record["claims"] = entry.claims;
        record["contributed"] = Json::array();
        for (const Contribution& c : entry.contributions)
            record["contributed"].push_back({{"to", c.to}, {"name", c.name}, {"because", c.because}, {"claims", c.claims}});
        out["references"].push_back(std::move(record));
    }
    return out;
}

void print_ledger(const Json& record)
{
    constexpr std::size_t most = 6;
    for (const Json& entry : record["references"]) {
        fmt::print("[{}] {}  ({}; {} claims)\n", entry["read"].get<bool>() ? 'x' : ' ', entry["title"].get<std::string>(),
                   entry["id"].get<std::string>(), entry["claims"].get<int>());
        std::string to;
        for (std::size_t i = 0; i < std::min(entry["contributed"].size(), most); ++i)
            to += (i == 0 ? "" : "; ") + entry["contributed"][i]["name"].get<std::string>();
        if (!to.empty())
            fmt::print("    {}{}\n", to, entry["contributed"].size() > most ? " …" : "");
    }
}

void print_text(const Json& record)
{
    if (record.contains("references") && !record.contains("id"))
        return print_ledger(record);
    if (record.contains("falls"))
        return print_resting(record);
    if (record.contains("path"))
        return print_path(record);
    for (const auto& [name, value] : record.items()) {
        if (value.is_null() || (value.is_array() && value.empty()))
            continue;
        if (name == "relations") {
            for (const Json& r : value)
                fmt::print("  {} — {} → {}  {}\n", r["from"].get<std::string>(), r["type"].get<std::string>(), r["to"].get<std::string>(),
                           r["because"].get<std::string>());
        } else if (name == "claims") {
            for (const Json& c : value)
                fmt::print("  {}: {}\n", c["id"].get<std::string>(), c["statement"].get<std::string>());
        } else {
            fmt::print("{:<14} {}\n", name, value.is_string() ? value.get<std::string>() : value.dump());
        }
    }
}

} // namespace

namespace {

struct Options {
    std::string id, path;
    bool rests = false, json = false;
};

std::string id_of(const Catalog& catalog, const std::string& typed)
{
    const Entity* entity = catalog.entity(typed);
    return entity ? entity->id : typed;
}

/// The way from one entity to another; of a base too large to be read whole by its own query.
Result<Json> way_between(const Options& options, const VerbContext& context, const Catalog& catalog)
{
    const std::string from = id_of(catalog, options.id), to = id_of(catalog, options.path);
    for (const std::string& id : {from, to})
        if (!catalog.entity(id))
            return Error{Error::Code::No, id, "is no entity of the knowledge base", "try: archway search " + id};
    Knowledge way = path_between(catalog.knowledge, from, to);
    if (way.entities.empty()) {
        const Result<KnowledgeStore> store = open_knowledge(context);
        if (!store)
            return store.error();
        if (!store->whole()) {
            Result<Knowledge> beyond = store->path(from, to);
            if (!beyond)
                return beyond.error();
            way = std::move(*beyond);
        }
    }
    if (way.entities.empty())
        return Error{Error::Code::No, from, "is linked to " + to + " by no relations", ""};
    return path_json(way);
}

Result<Json> shown_record(const Options& options, const VerbContext& context, CheckedKnowledge& knowledge)
{
    Catalog& catalog = knowledge.catalog;
    // What the working set of a large base leaves out is fetched with what it is linked to.
    std::optional<Surroundings> around;
    for (const std::string& id : {options.id, options.path}) {
        if (id.empty())
            continue;
        Result<std::optional<Surroundings>> brought = bring_in(context, id, catalog);
        if (!brought)
            return brought.error();
        if (id == options.id)
            around = std::move(*brought);
    }
    if (options.id == "references")
        return ledger_json(catalog.knowledge);
    if (!options.path.empty())
        return way_between(options, context, catalog);
    if (options.rests) {
        const Source* source = catalog.source(options.id);
        if (!source)
            return Error{Error::Code::No, options.id, "is no source of the knowledge base",
                         "try: archway search " + options.id + " --kind source"};
        return resting_json(*source, rests_on(catalog, source->id));
    }
    std::optional<Json> record = find_record(options.id, catalog);
    if (!record)
        return Error{Error::Code::No, options.id, "is not in the knowledge base", "try: archway search " + options.id};
    for (const CheckedClaim& checked : knowledge.checked)
        if (checked.claim == options.id)
            record->update(verdict_json(checked));
    if (around)
        (*record)["totals"] = {{"relations", around->relations}, {"neighbours", around->neighbours}, {"claims", around->claims}};
    const Result<std::string> layer = layer_of(context, record->value("id", options.id));
    if (!layer)
        return layer.error();
    if (!layer->empty())
        (*record)["layer"] = *layer;
    return std::move(*record);
}

} // namespace

void add_show(CLI::App& program, VerbContext& context)
{
    auto options = std::make_shared<Options>();
    CLI::App* verb = program.add_subcommand("show", "one entity, claim, source or formula with its relations and provenance");
    verb->add_option("ID", options->id, "id, or alias of an entity; or: references")->required();
    CLI::Option* path = verb->add_option("--path", options->path, "a shortest way from it to another entity");
    path->type_name("ID");
    verb->add_flag("--rests", options->rests, "of a source: what would fall if it were withdrawn")->excludes(path);
    verb->add_flag("--json", options->json, "answer as JSON");
    verb->callback([options, &context] {
        Result<CheckedKnowledge> knowledge = load_checked(context);
        if (!knowledge)
            return context.fail(knowledge.error());
        const Result<Json> record = shown_record(*options, context, *knowledge);
        if (!record)
            return context.fail(record.error());
        if (options->json)
            print_json(*record);
        else
            print_text(*record);
    });
}

} // namespace archway
