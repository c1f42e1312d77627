// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/knowledge/layered.h"

#include "model/knowledge/record_json.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

namespace archway {

namespace {

/// What lies under a layer, for the records that it gives: claims and prices by id.
struct Below {
    std::map<std::string, Claim, std::less<>> claims;
    std::map<std::string, std::vector<Price>, std::less<>> prices;
};

/// The claims and prices of the base that any of the batches gives.
Below below_in_base(const Catalog& base, const std::vector<StoredBatch>& batches)
{
    std::set<std::string, std::less<>> claims, prices;
    for (const StoredBatch& stored : batches) {
        for (const Claim& claim : stored.records.catalog.knowledge.claims)
            claims.insert(claim.id);
        if (stored.batch.layer == KnowledgeLayer::Mine) {
            for (const Price& price : stored.records.catalog.prices)
                prices.insert(record_id(price));
        }
    }
    Below out;
    if (!claims.empty()) {
        for (const Claim& claim : base.knowledge.claims) {
            if (claims.contains(claim.id))
                out.claims.emplace(claim.id, claim);
        }
    }
    if (!prices.empty()) {
        for (const Price& price : base.prices) {
            if (const std::string id = record_id(price); prices.contains(id))
                out.prices[id].push_back(price);
        }
    }
    return out;
}

template <class T>
nlohmann::json as_json(const T& record)
{
    return nlohmann::json::parse(to_json(record).dump());
}

nlohmann::json as_json(const std::vector<Price>& prices)
{
    nlohmann::json out;
    for (const Price& price : prices)
        out.push_back(as_json(price));
    return out;
}

/// What the layers under a batch say today of what a note is about.
nlohmann::json below_now(const RecordNote& note, const Below& below)
{
    if (note.kind == "claim") {
        const auto found = below.claims.find(note.id);
        return found == below.claims.end() ? nlohmann::json() : as_json(found->second);
    }
    if (note.kind == "price") {
        const auto found = below.prices.find(note.id);
        return found == below.prices.end() ? nlohmann::json() : as_json(found->second);
    }
    return note.before; // of other kinds nobody asks
}

/// Enters one batch: its records are of this layer now.
void enter(const StoredBatch& stored, const Below& below, WindowKnowledge& out)
{
    const RecordOrigin plain{stored.batch.layer, stored.batch.id, {}, stored.batch.made, Since::Same};
    visit_lists(stored.records.catalog, [&](const char* kind, const auto& list) {
        for (const auto& record : list)
            out.origins.insert_or_assign(std::string(kind) + ' ' + record_id(record), plain);
    });
    for (const Discount& discount : stored.records.discounts)
        out.origins.insert_or_assign("discount " + discount.applies_to, plain);
    for (const Withdrawal& withdrawal : stored.records.withdrawn)
        out.origins.insert_or_assign(withdrawal.kind + ' ' + withdrawal.id, plain);
    for (const RecordNote& note : stored.records.notes) {
        const auto found = out.origins.find(record_id(note));
        if (found == out.origins.end())
            continue;
        found->second.note = note.note;
        found->second.since = since(note, below_now(note, below));
    }
    for (const Claim& claim : stored.records.catalog.knowledge.claims) {
        if (const auto found = below.claims.find(claim.id); found != below.claims.end())
            out.claims_below.insert_or_assign(claim.id, found->second);
    }
    if (stored.batch.layer != KnowledgeLayer::Mine)
        return;
    for (const Price& price : stored.records.catalog.prices) {
        const std::string id = record_id(price);
        if (const auto found = below.prices.find(id); found != below.prices.end())
            out.prices_below.insert_or_assign(id, found->second);
    }
}

/// Lays the records of the imported layer upon what is under the user's own.
void raise(Below& below, const std::vector<StoredBatch>& batches)
{
    for (const StoredBatch& stored : batches) {
        if (stored.batch.layer != KnowledgeLayer::Imported)
            continue;
        for (const Claim& claim : stored.records.catalog.knowledge.claims)
            below.claims.insert_or_assign(claim.id, claim);
        std::map<std::string, std::vector<Price>, std::less<>> prices;
        for (const Price& price : stored.records.catalog.prices)
            prices[record_id(price)].push_back(price);
        for (auto& [id, list] : prices)
            below.prices.insert_or_assign(id, std::move(list));
    }
}

std::vector<StoredBatch> read_both(const UserLayers& layers, std::vector<std::string>& problems)
{
    std::vector<StoredBatch> out;
    for (const KnowledgeLayer layer : {KnowledgeLayer::Imported, KnowledgeLayer::Mine}) {
        Result<std::vector<StoredBatch>> batches = layers.read_batches(layer);
        if (batches)
            std::move(batches->begin(), batches->end(), std::back_inserter(out));
        else
            problems.push_back(batches.error().text());
    }
    return out;
}

} // namespace

const RecordOrigin* WindowKnowledge::origin(const std::string& kind, const std::string& id) const
{
    const auto found = origins.find(kind + ' ' + id);
    return found == origins.end() ? nullptr : &found->second;
}

Result<WindowKnowledge> read_layered(const ReadBase& read_base, const UserLayers& layers)
{
    Result<Catalog> base = read_base();
    if (!base)
        return base.error();
    WindowKnowledge out;
    std::vector<StoredBatch> batches = read_both(layers, out.problems);
    Below below = below_in_base(*base, batches);
    for (const KnowledgeLayer layer : {KnowledgeLayer::Imported, KnowledgeLayer::Mine}) {
        for (const StoredBatch& stored : batches) {
            if (stored.batch.layer == layer)
                enter(stored, below, out);
        }
        raise(below, batches);
    }
    std::vector<LayerRecords> records;
    records.reserve(batches.size());
    for (StoredBatch& stored : batches) {
        out.batches.push_back(std::move(stored.batch));
        records.push_back(std::move(stored.records));
    }
    std::stable_sort(out.batches.begin(), out.batches.end(), [](const Batch& a, const Batch& b) { return a.id < b.id; });
    LayeredCatalog all = laid_upon(std::move(*base), records);
    out.catalog = std::move(all.catalog);
    out.dropped = std::move(all.dropped);
    return out;
}

void check_layered(WindowKnowledge& knowledge)
{
    knowledge.checked = check(knowledge.catalog);
    knowledge.catalog.untrusted_claims = untrusted(knowledge.checked);
}

Result<Catalog> read_below_mine(const ReadBase& read_base, const UserLayers& layers)
{
    Result<Catalog> base = read_base();
    if (!base)
        return base;
    const Result<std::vector<LayerRecords>> imported = layers.read(KnowledgeLayer::Imported);
    if (!imported)
        return imported.error();
    return laid_upon(std::move(*base), *imported).catalog;
}

Result<std::vector<Price>> read_prices_below_mine(const ReadBase& read_base, const UserLayers& layers, const std::string& id)
{
    const Result<Catalog> base = read_base();
    if (!base)
        return base.error();
    Result<std::vector<LayerRecords>> imported = layers.read(KnowledgeLayer::Imported);
    if (!imported)
        return imported.error();
    std::vector<Price> out;
    const auto take = [&](const std::vector<Price>& prices) {
        std::vector<Price> own;
        std::copy_if(prices.begin(), prices.end(), std::back_inserter(own), [&id](const Price& price) { return record_id(price) == id; });
        if (!own.empty())
            out = std::move(own);
    };
    take(base->prices);
    for (const LayerRecords& layer : *imported)
        take(layer.catalog.prices);
    return out;
}

Result<std::vector<DroppedRecord>> lost_without(const ReadBase& read_base, const UserLayers& layers, std::int64_t batch)
{
    const Result<Catalog> base = read_base();
    if (!base)
        return base.error();
    std::vector<std::string> unreadable;
    std::vector<LayerRecords> with, without;
    std::set<std::string, std::less<>> taken;
    for (const StoredBatch& stored : read_both(layers, unreadable)) {
        with.push_back(stored.records);
        if (stored.batch.id != batch) {
            without.push_back(stored.records);
            continue;
        }
        visit_lists(stored.records.catalog, [&taken](const char* kind, const auto& list) {
            for (const auto& record : list)
                taken.insert(std::string(kind) + ' ' + record_id(record));
        });
    }
    std::set<std::string, std::less<>> before;
    for (const DroppedRecord& dropped : laid_upon(*base, with).dropped)
        before.insert(dropped.kind + ' ' + dropped.id);
    std::vector<DroppedRecord> lost = laid_upon(*base, without).dropped;
    // What goes with the batch is meant to go.
    std::erase_if(lost, [&](const DroppedRecord& dropped) {
        const std::string name = dropped.kind + ' ' + dropped.id;
        return before.contains(name) || taken.contains(name);
    });
    return lost;
}

} // namespace archway
