// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/knowledge/knowledge_files.h"

#include "model/base/nearest.h"
#include "model/knowledge/record_json.h"
#include "model/prices/json_scanner.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <set>

namespace archway {

namespace {

using nlohmann::json;

/// Reads every record of a list with `read` into `out`.
template <class T>
Status read_list(const json& list, const std::string& place, Result<T> (*read)(const json&, const std::string&), std::vector<T>& out)
{
    if (!list.is_array())
        return bad_input(place, "is not a list", "expected a list of records");
    for (std::size_t i = 0; i < list.size(); ++i) {
        Result<T> record = read(list[i], fmt::format("{}/{}", place, i));
        if (!record)
            return record.error();
        out.push_back(std::move(*record));
    }
    return Done{};
}

Status read_key(const std::string& key, const json& value, const std::string& place, Catalog& out)
{
    Knowledge& k = out.knowledge;
    if (key == "sources")
        return read_list(value, place, read_source, k.sources);
    if (key == "entities")
        return read_list(value, place, read_entity, k.entities);
    if (key == "relations")
        return read_list(value, place, read_relation, k.relations);
    if (key == "claims")
        return read_list(value, place, read_claim, k.claims);
    if (key == "rules")
        return read_list(value, place, read_rule, k.rules);
    if (key == "diagrams")
        return read_list(value, place, read_diagram_text, k.diagrams);
    if (key == "checks")
        return read_list(value, place, read_check, k.checks);
    if (key == "models")
        return read_list(value, place, read_model_record, out.models);
    if (key == "accelerators")
        return read_list(value, place, read_accelerator, out.accelerators);
    if (key == "instances")
        return read_list(value, place, read_instance, out.instances);
    if (key == "prices")
        return read_list(value, place, read_price, out.prices);
    if (key == "api_prices")
        return read_list(value, place, read_api_price, out.api_prices);
    if (key == "version") {
        if (!value.is_string())
            return bad_input(place, "is not text", "expected a date such as 2026-11");
        out.knowledge_version = value.get<std::string>();
        return Done{};
    }
    if (key == "factors") {
        Result<EfficiencyFactors> factors = read_factors(value, place);
        if (!factors)
            return factors.error();
        out.factors = std::move(*factors);
        return Done{};
    }
    return bad_input(place, "is no known key",
                     "nearest known key: "
                         + nearest(key,
                                   {"sources", "entities", "relations", "claims", "rules", "diagrams", "checks", "models", "accelerators",
                                    "instances", "prices", "api_prices", "factors", "version"}));
}

template <class T>
Status unique_ids(const std::vector<T>& records, const char* what)
{
    std::set<std::string_view> seen;
    for (const T& record : records) {
        if (!seen.insert(record.id).second)
            return bad_input(fmt::format("{} \"{}\"", what, record.id), "is there twice", "ids are unique");
    }
    return Done{};
}

std::set<std::string_view> ids_of(const auto& records)
{
    std::set<std::string_view> ids;
    for (const auto& record : records)
        ids.insert(record.id);
    return ids;
}

} // namespace

void derive_entities(Catalog& catalog)
{
    std::set<std::string> known;
    for (const Entity& entity : catalog.knowledge.entities)
        known.insert(entity.id);
    const auto add = [&](const std::string& id, const char* kind, const std::string& name, const std::vector<std::string>& aliases,
                         const std::string& summary) {
        if (known.insert(id).second)
            catalog.knowledge.entities.push_back({id, kind, name, aliases, "", "", "", summary});
    };
    for (const ModelRecord& model : catalog.models)
        add(model.id, "model", model.name, model.aliases, model.hugging_face_id);
    for (const Accelerator& accelerator : catalog.accelerators)
        add(accelerator.id, "accelerator", accelerator.name, accelerator.aliases,
            accelerator.memory_label + (accelerator.note.empty() ? "" : "; " + accelerator.note));
    for (const InstanceType& type : catalog.instances)
        add(type.id, "instance-type", type.name, type.aliases,
            fmt::format("{} × {}, {} vCPUs, {} Gbps", type.accelerators, type.accelerator, type.vcpus, type.network_gbps));
}

Status check_references(const Catalog& catalog)
{
    const Knowledge& k = catalog.knowledge;
    for (const Status& status : {unique_ids(k.sources, "source"), unique_ids(k.entities, "entity"), unique_ids(k.claims, "claim"),
                                 unique_ids(k.rules, "rule"), unique_ids(k.diagrams, "diagram"), unique_ids(catalog.models, "model"),
                                 unique_ids(catalog.accelerators, "accelerator"), unique_ids(catalog.instances, "instance type")}) {
        if (!status)
            return status.error();
    }
    const auto sources = ids_of(k.sources);
    const auto entities = ids_of(k.entities);
    const auto claims = ids_of(k.claims);
    std::optional<Error> error;
    const auto need = [&error](const std::set<std::string_view>& known, const std::string& id, const std::string& what, const char* kind) {
        if (!error && !known.contains(id))
            error = bad_input(what, fmt::format("names the {} \"{}\", which is not there", kind, id),
                              "nearest: " + nearest(id, {known.begin(), known.end()}));
    };
    for (const Entity& entity : k.entities) {
        if (!entity.successor.empty())
            need(entities, entity.successor, "entity \"" + entity.id + "\"", "entity");
    }
    for (const Relation& relation : k.relations) {
        const std::string what = fmt::format("relation {} {} {}", relation.from, relation.type, relation.to);
        need(entities, relation.from, what, "entity");
        need(entities, relation.to, what, "entity");
        for (const std::string& claim : relation.claims)
            need(claims, claim, what, "claim");
    }
    for (const Claim& claim : k.claims) {
        need(entities, claim.about, "claim \"" + claim.id + "\"", "entity");
        for (const Citation& citation : claim.sources)
            need(sources, citation.document, "claim \"" + claim.id + "\"", "source");
    }
    for (const Rule& rule : k.rules) {
        for (const std::string& claim : rule.claims)
            need(claims, claim, "rule \"" + rule.id + "\"", "claim");
        for (const Citation& citation : rule.sources)
            need(sources, citation.document, "rule \"" + rule.id + "\"", "source");
    }
    std::set<std::string_view> checked;
    for (const Check& check : k.checks) {
        const std::string what = "check of \"" + check.claim + "\"";
        if (!checked.insert(check.claim).second)
            return bad_input(what, "is there twice", "a claim has one check");
        need(claims, check.claim, what, "claim");
        for (const std::string& claim : check.claims)
            need(claims, claim, what, "claim");
        if (!check.entity.empty())
            need(entities, check.entity, what, "entity");
        for (const Citation& citation : check.sources)
            need(sources, citation.document, what, "source");
    }
    for (const DiagramText& diagram : k.diagrams)
        need(sources, diagram.source.document, "diagram \"" + diagram.id + "\"", "source");
    for (const ModelRecord& model : catalog.models)
        need(sources, model.source.document, "model \"" + model.id + "\"", "source");
    for (const Accelerator& accelerator : catalog.accelerators) {
        for (const auto& [field, source] : accelerator.sources)
            need(sources, source, fmt::format("accelerator \"{}\" ({})", accelerator.id, field), "source");
        if (!accelerator.factor_family.empty() && !catalog.factors.families.contains(accelerator.factor_family) && !error)
            error = bad_input("accelerator \"" + accelerator.id + "\"", "names a factor family that is not there",
                              "expected one of factors.json");
    }
    const auto accelerators = ids_of(catalog.accelerators);
    const auto instances = ids_of(catalog.instances);
    for (const InstanceType& type : catalog.instances) {
        need(accelerators, type.accelerator, "instance type \"" + type.id + "\"", "accelerator");
        for (const auto& [field, source] : type.sources)
            need(sources, source, fmt::format("instance type \"{}\" ({})", type.id, field), "source");
    }
    for (const Price& price : catalog.prices)
        need(sources, price.source, "price of " + price.instance + " in " + price.region, "source");
    const auto models = ids_of(catalog.models);
    for (const ApiPrice& price : catalog.api_prices) {
        need(sources, price.source, "API price of " + price.api_id, "source");
        if (!price.model.empty())
            need(models, price.model, "API price of " + price.api_id, "model");
    }
    if (error)
        return std::move(*error);
    return Done{};
}

Result<Catalog> read_knowledge_files(const std::vector<KnowledgeFile>& files)
{
    Catalog catalog;
    for (const KnowledgeFile& file : files) {
        json content;
        try {
            content = json::parse(file.text);
        } catch (const json::parse_error& error) {
            const auto at = static_cast<std::ptrdiff_t>(std::min(error.byte, file.text.size()));
            return bad_input(fmt::format("{}:{}", file.name, 1 + std::count(file.text.begin(), file.text.begin() + at, '\n')),
                             "is not valid JSON", "expected an object with lists of records");
        }
        if (!content.is_object())
            return bad_input(file.name, "is not an object", "expected lists of records by key");
        if (const Status once = check_document(file.text, file.name); !once)
            return once.error();
        for (const auto& [key, value] : content.items()) {
            if (const Status read = read_key(key, value, fmt::format("{}: /{}", file.name, key), catalog); !read)
                return read.error();
        }
    }
    derive_entities(catalog);
    if (const Status references = check_references(catalog); !references)
        return references.error();
    return catalog;
}

} // namespace archway
