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

} // namespace

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
    Result<Catalog> base = store->catalog();
    if (!base)
        return base;
    const Result<std::vector<LayerRecords>> layers = user_layers(context).read_all();
    if (!layers)
        return layers.error();
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

Result<std::vector<SearchHit>> search_knowledge(const VerbContext& context, const std::string& text)
{
    const Result<KnowledgeStore> store = open_knowledge(context);
    if (!store)
        return store.error();
    Result<std::vector<SearchHit>> shipped = store->search(text);
    if (!shipped)
        return shipped;
    const Result<std::vector<LayerRecords>> layers = user_layers(context).read_all();
    if (!layers)
        return layers.error();
    if (layers->empty())
        return shipped;
    Result<Catalog> base = store->catalog();
    if (!base)
        return base.error();
    const LayeredCatalog all = laid_upon(std::move(*base), *layers);
    const Catalog own = given_by(*layers, all.catalog.knowledge);
    const Result<KnowledgeStore> own_store = KnowledgeStore::in_memory(own);
    if (!own_store)
        return own_store.error();
    Result<std::vector<SearchHit>> hits = own_store->search(text);
    if (!hits)
        return hits;
    const auto own_ids = searchable_ids(own.knowledge);
    const auto all_ids = searchable_ids(all.catalog.knowledge);
    for (SearchHit& hit : *shipped) {
        if (!own_ids.contains(hit.id) && all_ids.contains(hit.id))
            hits->push_back(std::move(hit));
    }
    return hits;
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
