// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/knowledge_location.h"
#include "model/estimate/formula.h"
#include "model/knowledge/record_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
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
    if (const Entity* entity = catalog.entity(id)) {
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

void print_text(const Json& record)
{
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

void add_show(CLI::App& program, VerbContext& context)
{
    auto id = std::make_shared<std::string>();
    auto json = std::make_shared<bool>(false);
    CLI::App* verb = program.add_subcommand("show", "one entity, claim, source or formula with its relations and provenance");
    verb->add_option("ID", *id, "id, or alias of an entity")->required();
    verb->add_flag("--json", *json, "answer as JSON");
    verb->callback([id, json, &context] {
        const Result<CheckedKnowledge> knowledge = load_checked(context);
        if (!knowledge)
            return context.fail(knowledge.error());
        std::optional<Json> record = find_record(*id, knowledge->catalog);
        if (!record)
            return context.fail({Error::Code::No, *id, "is not in the knowledge base", "try: archway search " + *id});
        for (const CheckedClaim& checked : knowledge->checked)
            if (checked.claim == *id)
                record->update(verdict_json(checked));
        const Result<std::string> layer = layer_of(context, record->value("id", *id));
        if (!layer)
            return context.fail(layer.error());
        if (!layer->empty())
            (*record)["layer"] = *layer;
        if (*json)
            print_json(*record);
        else
            print_text(*record);
    });
}

} // namespace archway
