// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/working_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace archway {

namespace {

using SQLite::Statement;

/// Relations that a decision, a figure of a check, a configuration or a diagram looks for by type.
constexpr std::array relation_types{"accepted-by", "aligned-with", "benefit-in",    "candidate-of", "caveat-in",       "concerns",
                                    "sold-inside", "enables",      "has-attribute", "has-method",   "importable-into", "in-horizon",
                                    "in-scope-of", "joined-by",    "leads-to",      "next",         "not-listed-on",   "offers",
                                    "part-of",     "runs-on",      "step-from",     "step-to",      "variant-of"};
/// Entities that they look for by kind, or by the name in a diagram's label.
constexpr std::array entity_kinds{"accelerator",   "area",          "class-attribute",  "class-method",    "compliance",
                                  "decision-role", "group",         "horizon",          "innovation",      "instance-family",
                                  "memory-tier",   "model-family",  "proposed-service", "purchase-option", "region",
                                  "roadmap-item",  "roadmap-theme", "sequence-step",    "service",         "technique",
                                  "tool",          "workload"};
/// Claims that reasons and configurations name in C++ (tst_scale compares this list with the sources).
constexpr std::array named_claims{"bedrock-model-regions",
                                  "bedrock-start-unmodified",
                                  "breakeven-utilisation",
                                  "capacity-block-total",
                                  "cmi-price",
                                  "cmi-weight-limit",
                                  "cpu-families-use",
                                  "ec2-custom-deployments",
                                  "eks-many-adapters",
                                  "eks-owner",
                                  "elasticache-response-cache",
                                  "endpoint-scale-to-zero",
                                  "g6e-tensor-parallel",
                                  "gate-network-rule",
                                  "hyperpod-shared-reservation",
                                  "inf2-trn1-avoid",
                                  "kv-live-in-hbm",
                                  "kv-prefix-first",
                                  "kv-tier-min-tokens",
                                  "on-demand-availability",
                                  "platform-team-gate",
                                  "tiered-kv-vllm-only",
                                  "training-job-longest-run"};

void add(Ids& ids, const std::vector<std::string>& more)
{
    ids.insert(more.begin(), more.end());
}

void add(Ids& ids, const std::vector<Citation>& citations)
{
    for (const Citation& citation : citations)
        ids.insert(citation.document);
}

void add(Ids& ids, const std::map<std::string, std::string>& sources)
{
    for (const auto& [field, source] : sources)
        ids.insert(source);
}

/// Ids that the records name, whatever they are ids of.
Ids named_by(const Catalog& catalog)
{
    Ids ids(named_claims.begin(), named_claims.end());
    for (const Rule& rule : catalog.knowledge.rules) {
        ids.merge(ids_in(rule.when));
        ids.insert({rule.candidate, "role-" + rule.role});
        add(ids, rule.claims);
        add(ids, rule.sources);
    }
    for (const Check& check : catalog.knowledge.checks) {
        ids.insert({check.claim, check.entity});
        for (const std::string& expression : check.computes)
            ids.merge(ids_in(expression));
        add(ids, check.claims);
        add(ids, check.sources);
    }
    for (const DiagramText& diagram : catalog.knowledge.diagrams)
        ids.insert(diagram.source.document);
    for (const ModelRecord& model : catalog.models)
        ids.insert({model.id, model.source.document});
    for (const Accelerator& accelerator : catalog.accelerators) {
        ids.insert(accelerator.id);
        add(ids, accelerator.sources);
    }
    for (const InstanceType& type : catalog.instances) {
        ids.insert({type.id, type.family});
        add(ids, type.sources);
    }
    for (const Price& price : catalog.prices)
        ids.insert(price.source);
    for (const ApiPrice& price : catalog.api_prices)
        ids.insert(price.source);
    ids.insert(catalog.factors.source);
    ids.insert(catalog.factors.training.source);
    return ids;
}

template <class T>
void in_order_of_id(std::vector<T>& records)
{
    std::sort(records.begin(), records.end(), [](const T& a, const T& b) { return a.id < b.id; });
    records.erase(std::unique(records.begin(), records.end(), [](const T& a, const T& b) { return a.id == b.id; }), records.end());
}

void read_relations(SQLite::Database& db, RowReader& rows, Knowledge& k)
{
    std::vector<std::pair<std::int64_t, Relation>> found;
    Statement row(db, fmt::format("SELECT {} FROM relation WHERE type = ? ORDER BY id LIMIT ?", relation_columns));
    for (const char* type : relation_types) {
        row.bind(1, type);
        row.bind(2, most_of_type);
        while (found.size() < most_relations && row.executeStep())
            found.emplace_back(row.getColumn(0).getInt64(), rows.relation(row));
        row.reset();
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& relation : found)
        k.relations.push_back(std::move(relation.second));
}

} // namespace

Ids ids_in(std::string_view text)
{
    const auto of_an_id = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    };
    Ids out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && of_an_id(text[end]))
            ++end;
        std::string_view word = text.substr(at, end - at);
        while (!word.empty() && (word.back() == '.' || word.back() == '-'))
            word.remove_suffix(1);
        if (word.size() > 1)
            out.emplace(word);
        at = end + 1;
    }
    return out;
}

void read_working_set(SQLite::Database& db, const Ids& also, Catalog& catalog)
{
    Knowledge& k = catalog.knowledge;
    RowReader rows(db);
    read_relations(db, rows, k);
    Ids named = named_by(catalog);
    named.insert(also.begin(), also.end());
    for (const Relation& relation : k.relations)
        add(named, relation.claims);
    // Claims first: what they are about and cite is added with them.
    for (const std::string& id : named) {
        if (std::optional<Claim> claim = rows.claim(id))
            k.claims.push_back(std::move(*claim));
        else if (std::optional<Entity> entity = rows.entity(id))
            k.entities.push_back(std::move(*entity));
        else if (std::optional<Source> source = rows.source(id))
            k.sources.push_back(std::move(*source));
    }
    Statement of_kind(db, fmt::format("SELECT {} FROM entity WHERE kind = ? ORDER BY rowid LIMIT ?", entity_columns));
    for (const char* kind : entity_kinds) {
        of_kind.bind(1, kind);
        for (of_kind.bind(2, most_of_kind); of_kind.executeStep();)
            k.entities.push_back(rows.entity(of_kind));
        of_kind.reset();
    }
    complete(rows, k);
    Ids known;
    for (const Entity& entity : k.entities)
        known.insert(entity.id);
    Ids successors;
    for (const Entity& entity : k.entities)
        if (!entity.successor.empty() && !known.contains(entity.successor))
            successors.insert(entity.successor);
    for (const std::string& id : successors)
        if (std::optional<Entity> entity = rows.entity(id))
            k.entities.push_back(std::move(*entity));
    in_order_of_id(k.sources);
    in_order_of_id(k.entities);
    in_order_of_id(k.claims);
}

} // namespace archway
