// SPDX-License-Identifier: GPL-3.0-or-later
// Layers of knowledge: shipped < imported packs and price lists < the user's own. Records of an upper layer replace those of the same id
// below it; a withdrawal hides one. Shipped knowledge is never edited in place.
#pragma once

#include "model/base/result.h"
#include "model/knowledge/catalog.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace archway {

/// The version of the pack format that this program writes, and the newest it reads.
inline constexpr int pack_version = 1;

/// Hides a record of a layer below.
struct Withdrawal {
    std::string kind; ///< source, entity, relation, claim, rule, diagram, check, model, accelerator, instance, price, api_price
    std::string id;   ///< as record_id() forms it
    std::string because;
};

/// One's own discount on on-demand prices.
struct Discount {
    std::string applies_to; ///< instance type, family, or "*" for all; the narrowest counts. It is the record's id
    double fraction = 0;    ///< 0.25 = a quarter less; 0 ends an earlier discount
    std::string note;
};

/// Why a record of a layer is there, and what it took the place of: kept beside it, so that a change can be judged when the base has moved
/// on.
struct RecordNote {
    std::string kind;      ///< as of a withdrawal, or discount
    std::string id;        ///< as record_id() forms it
    std::string note;      ///< the user's own words
    nlohmann::json before; ///< the record as the layers below said it then (a list for prices); null = they had none
};

/// What one layer, or one import into it, says. Lists of the catalog hold what is added or replaced; its factors count where they have a
/// source.
struct LayerRecords {
    Catalog catalog;
    std::vector<Discount> discounts;
    std::vector<Withdrawal> withdrawn;
    std::vector<RecordNote> notes; ///< say nothing by themselves: of what is not given beside them they are ignored

    [[nodiscard]] bool empty() const;
};

// What tells one record from another within its kind. Several prices of one thing (of several dates) share an id and are replaced together.
[[nodiscard]] std::string record_id(const Relation&);
[[nodiscard]] std::string record_id(const Price&);
[[nodiscard]] std::string record_id(const ApiPrice&);
[[nodiscard]] std::string record_id(const Discount&);
[[nodiscard]] std::string record_id(const RecordNote&); ///< kind and id
[[nodiscard]] std::string record_id(const Check&);      ///< the claim it checks
template <class T>
[[nodiscard]] std::string record_id(const T& record)
{
    return record.id;
}

/// Calls `visit(kind, list of that kind)` for every list of a catalog, const or not, in the order in which they refer to each other.
template <class AnyCatalog, class Visit>
void visit_lists(AnyCatalog& catalog, Visit visit)
{
    visit("source", catalog.knowledge.sources);
    visit("entity", catalog.knowledge.entities);
    visit("relation", catalog.knowledge.relations);
    visit("claim", catalog.knowledge.claims);
    visit("rule", catalog.knowledge.rules);
    visit("diagram", catalog.knowledge.diagrams);
    visit("check", catalog.knowledge.checks);
    visit("model", catalog.models);
    visit("accelerator", catalog.accelerators);
    visit("instance", catalog.instances);
    visit("price", catalog.prices);
    visit("api_price", catalog.api_prices);
}

/// Appends one record, read and checked like those of the shipped files. `kind` is one of visit_lists' or factors, discount, withdrawal,
/// note.
[[nodiscard]] Status read_layer_record(const std::string& kind, const nlohmann::json& record, const std::string& place, LayerRecords& out);
[[nodiscard]] nlohmann::ordered_json to_json(const Discount&);
[[nodiscard]] nlohmann::ordered_json to_json(const Withdrawal&);
[[nodiscard]] nlohmann::ordered_json to_json(const RecordNote&);

/// A knowledge pack: what `export` writes. Broken JSON, a newer version, unknown keys and fields, ids given twice, conditions that are no
/// conditions: BadInput with file and JSON path. That its references resolve is seen when it is laid upon a catalog (plan_import).
struct Pack {
    std::string title;
    LayerRecords records;
};
[[nodiscard]] Result<Pack> read_pack(std::string_view text, const std::string& name);
/// Well-formed JSON, nested no deeper than any record of ours: what is nested a million deep must not be built. BadInput with the place.
[[nodiscard]] Status check_json(std::string_view text, const std::string& name);
/// Records as a pack. Lists are ordered by id; empty ones are left out but for those of the export format.
[[nodiscard]] nlohmann::ordered_json pack_json(const LayerRecords& records, const std::string& title);

/// A record that an upper layer gave or that lost what it rests on.
struct DroppedRecord {
    std::string kind, id;
    std::string because; ///< "names the entity \"x\", which is not there"
};
struct LayeredCatalog {
    Catalog catalog;
    std::vector<DroppedRecord> dropped;
};
/// Puts `above` upon `below` within one layer, for what is imported together: later records replace earlier ones of the same id.
void stack(LayerRecords& below, LayerRecords above);

/// Lays layers upon a catalog, the lowest first. Records whose references do not resolve afterwards are left out and listed, so that
/// neither a withdrawal nor a new shipped base leaves a catalog that check_references() refuses. Discounts multiply on-demand prices and
/// are named in the price's source.
[[nodiscard]] LayeredCatalog laid_upon(Catalog base, const std::vector<LayerRecords>& layers);

/// One line of "what would change".
struct PlannedChange {
    std::string kind, id;
    std::string what; ///< "$55.04/h (2026-07-20) → $44.00/h (2026-11-01)", the changed fields, or the name
};
struct ImportPlan {
    LayerRecords records; ///< what differs from what is there; nothing else is stored
    std::vector<PlannedChange> added, changed, withdrawn;
    std::size_t unchanged = 0;

    [[nodiscard]] bool empty() const { return added.empty() && changed.empty() && withdrawn.empty(); }
};
/// What `records` would change in a catalog. BadInput where one names what is not there; `name` is the file in that message.
[[nodiscard]] Result<ImportPlan> plan_import(const Catalog& below, LayerRecords records, const std::string& name);

} // namespace archway
