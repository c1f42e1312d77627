// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/knowledge_location.h"

#include <QStandardPaths>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>

namespace archway {

namespace {

/// Ids of what a search can find.
std::set<std::string, std::less<>> searchable_ids(const Knowledge& k)
{
    std::set<std::string, std::less<>> ids;
    const auto add = [&ids](const auto& records) {
        for (const auto& record : records)
            ids.insert(record.id);
    };
    add(k.entities);
    add(k.claims);
    add(k.sources);
    return ids;
}

/// The records of a catalog that one of the layers gave.
Catalog given_by(const std::vector<LayerRecords>& layers, const Knowledge& all)
{
    Catalog own;
    const auto copy = [](const auto& from, auto& to, const auto& ids) {
        std::copy_if(from.begin(), from.end(), std::back_inserter(to), [&ids](const auto& record) { return ids.contains(record.id); });
    };
    std::set<std::string, std::less<>> ids;
    for (const LayerRecords& layer : layers) {
        ids.merge(searchable_ids(layer.catalog.knowledge));
        // Types, chips and models are found by the entities that stand for them.
        for (const InstanceType& type : layer.catalog.instances)
            ids.insert(type.id);
        for (const Accelerator& accelerator : layer.catalog.accelerators)
            ids.insert(accelerator.id);
        for (const ModelRecord& model : layer.catalog.models)
            ids.insert(model.id);
    }
    copy(all.entities, own.knowledge.entities, ids);
    copy(all.claims, own.knowledge.claims, ids);
    copy(all.sources, own.knowledge.sources, ids);
    return own;
}

/// Ids that the records of the layers name: what they rest on has to be read with the working set.
std::set<std::string, std::less<>> ids_named(const std::vector<LayerRecords>& layers)
{
    std::set<std::string, std::less<>> ids;
    const auto cited = [&ids](const std::vector<Citation>& citations) {
        for (const Citation& citation : citations)
            ids.insert(citation.document);
    };
    for (const LayerRecords& layer : layers) {
        const Knowledge& k = layer.catalog.knowledge;
        ids.merge(searchable_ids(k));
        for (const Entity& entity : k.entities)
            ids.insert(entity.successor);
        for (const Claim& claim : k.claims) {
            ids.insert(claim.about);
            cited(claim.sources);
        }
        for (const Relation& relation : k.relations) {
            ids.insert({relation.from, relation.to});
            ids.insert(relation.claims.begin(), relation.claims.end());
        }
        for (const Rule& rule : k.rules) {
            ids.insert(rule.claims.begin(), rule.claims.end());
            cited(rule.sources);
        }
        for (const Check& check : k.checks) {
            ids.insert({check.claim, check.entity});
            ids.insert(check.claims.begin(), check.claims.end());
            cited(check.sources);
        }
        for (const Price& price : layer.catalog.prices)
            ids.insert(price.source);
        for (const ModelRecord& model : layer.catalog.models)
            ids.insert(model.source.document);
        for (const Withdrawal& withdrawal : layer.withdrawn)
            ids.insert(withdrawal.id);
    }
    ids.erase(std::string());
    return ids;
}

} // namespace

std::set<std::string, std::less<>> ids_of_layers(const std::vector<LayerRecords>& layers)
{
    std::set<std::string, std::less<>> ids;
    for (const LayerRecords& layer : layers) {
        visit_lists(layer.catalog, [&ids](const char*, const auto& list) {
            for (const auto& record : list)
                ids.insert(record_id(record));
        });
        for (const Withdrawal& withdrawal : layer.withdrawn)
            ids.insert(withdrawal.id);
    }
    return ids;
}

Result<std::optional<Surroundings>> bring_in(const VerbContext& context, const std::string& id, Catalog& catalog)
{
    const Result<KnowledgeStore> store = open_knowledge(context);
    if (!store)
        return store.error();
    if (store->whole())
        return std::optional<Surroundings>();
    const Result<std::vector<LayerRecords>> layers = user_layers(context).read_all();
    if (!layers)
        return layers.error();
    const Result<std::optional<Entity>> entity = store->entity(id);
    if (!entity)
        return entity.error();
    Result<Surroundings> around = store->surroundings(*entity ? (*entity)->id : id);
    if (!around)
        return around.error();
    const auto own = ids_of_layers(*layers);
    Knowledge& k = catalog.knowledge;
    const auto add = [&own](auto& from, auto& to) {
        std::set<std::string, std::less<>> known;
        for (const auto& record : to)
            known.insert(record_id(record));
        for (auto& record : from)
            if (const std::string key = record_id(record); !own.contains(key) && known.insert(key).second)
                to.push_back(std::move(record));
    };
    add(around->knowledge.sources, k.sources);
    add(around->knowledge.entities, k.entities);
    add(around->knowledge.claims, k.claims);
    add(around->knowledge.relations, k.relations);
    const auto there = [&catalog](const std::string& end) { return catalog.entity(end) != nullptr; };
    std::erase_if(k.relations, [&there](const Relation& r) { return !there(r.from) || !there(r.to); });
    std::erase_if(k.claims, [&there](const Claim& claim) { return !there(claim.about); });
    return std::optional<Surroundings>(std::move(*around));
}

Result<KnowledgeStore> open_knowledge(const VerbContext& context)
{
    if (!context.knowledge.empty())
        return KnowledgeStore::open(context.knowledge);
    std::error_code code;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", code);
    const std::filesystem::path folder = program.parent_path();
    for (const std::filesystem::path& candidate : {folder / "knowledge.db", folder.parent_path() / "share/archway/knowledge.db"}) {
        if (std::filesystem::exists(candidate, code))
            return KnowledgeStore::open(candidate.string(), true);
    }
    return failure((folder / "knowledge.db").string(), "the knowledge base is missing",
                   "install Archway again, or name one with --knowledge");
}

UserLayers user_layers(const VerbContext& context)
{
    if (!context.user_data.empty())
        return UserLayers(context.user_data);
    // The application's name is not set where a verb runs without a QApplication: the folder is the same for both.
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return UserLayers(data.isEmpty() ? std::string() : data.toStdString() + "/archway");
}

namespace {

/// The base with the layers upon it; where there are any, the base itself goes to `shipped` too.
Result<Catalog> lay_layers(const VerbContext& context, std::optional<Catalog>* shipped)
{
    const Result<KnowledgeStore> store = open_knowledge(context);
    if (!store)
        return store.error();
    const Result<std::vector<LayerRecords>> layers = user_layers(context).read_all();
    if (!layers)
        return layers.error();
    Result<Catalog> base = store->catalog(ids_named(*layers));
    if (!base)
        return base;
    if (shipped && !layers->empty())
        *shipped = *base;
    LayeredCatalog all = laid_upon(std::move(*base), *layers);
    if (!all.dropped.empty())
        std::fprintf(stderr, "archway: %zu records of your layers are left out; the first, %s \"%s\", %s\n", all.dropped.size(),
                     all.dropped.front().kind.c_str(), all.dropped.front().id.c_str(), all.dropped.front().because.c_str());
    return std::move(all.catalog);
}

CheckedKnowledge checked_of(Catalog catalog)
{
    CheckedKnowledge out{std::move(catalog), {}};
    out.checked = check(out.catalog);
    out.catalog.untrusted_claims = untrusted(out.checked);
    return out;
}

} // namespace

Result<Catalog> load_layered(const VerbContext& context)
{
    return lay_layers(context, nullptr);
}

Result<CheckedKnowledge> load_checked(const VerbContext& context)
{
    Result<Catalog> catalog = load_layered(context);
    if (!catalog)
        return catalog.error();
    return checked_of(std::move(*catalog));
}

Result<KnowledgeWithShipped> load_with_shipped(const VerbContext& context)
{
    std::optional<Catalog> shipped;
    Result<Catalog> merged = lay_layers(context, &shipped);
    if (!merged)
        return merged.error();
    if (shipped)
        shipped = checked_of(std::move(*shipped)).catalog;
    return KnowledgeWithShipped{checked_of(std::move(*merged)), std::move(shipped)};
}

Result<Catalog> load_catalog(const VerbContext& context)
{
    Result<CheckedKnowledge> loaded = load_checked(context);
    if (!loaded)
        return loaded.error();
    return std::move(loaded->catalog);
}

Result<SearchAnswer> search_knowledge(const VerbContext& context, const std::string& text, int limit)
{
    const Result<KnowledgeStore> store = open_knowledge(context);
    if (!store)
        return store.error();
    Result<SearchAnswer> shipped = store->find(text, limit);
    if (!shipped)
        return shipped;
    const Result<std::vector<LayerRecords>> layers = user_layers(context).read_all();
    if (!layers)
        return layers.error();
    if (layers->empty())
        return shipped;
    Result<Catalog> base = store->catalog(ids_named(*layers));
    if (!base)
        return base.error();
    const LayeredCatalog all = laid_upon(std::move(*base), *layers);
    const Catalog own = given_by(*layers, all.catalog.knowledge);
    const Result<KnowledgeStore> own_store = KnowledgeStore::in_memory(own);
    if (!own_store)
        return own_store.error();
    Result<SearchAnswer> answer = own_store->find(text, limit);
    if (!answer)
        return answer;
    const auto own_ids = searchable_ids(own.knowledge);
    const auto all_ids = searchable_ids(all.catalog.knowledge);
    const auto layer_ids = ids_of_layers(*layers);
    std::size_t hidden = 0;
    for (SearchHit& hit : shipped->hits) {
        // Of a base that is not read whole the catalog does not know every record; what the layers say nothing of stands.
        if (!own_ids.contains(hit.id) && (all_ids.contains(hit.id) || (!store->whole() && !layer_ids.contains(hit.id))))
            answer->hits.push_back(std::move(hit));
        else
            ++hidden;
    }
    answer->found += shipped->found - std::min(hidden, shipped->found);
    answer->more |= shipped->more;
    return answer;
}

Result<std::string> layer_of(const VerbContext& context, const std::string& id)
{
    for (const KnowledgeLayer layer : {KnowledgeLayer::Mine, KnowledgeLayer::Imported}) {
        const Result<std::vector<LayerRecords>> batches = user_layers(context).read(layer);
        if (!batches)
            return batches.error();
        bool there = false;
        for (const LayerRecords& batch : *batches) {
            visit_lists(batch.catalog, [&](const char*, const auto& list) {
                there = there || std::any_of(list.begin(), list.end(), [&id](const auto& record) { return record_id(record) == id; });
            });
        }
        if (there)
            return std::string(layer_name(layer));
    }
    return std::string();
}

} // namespace archway
