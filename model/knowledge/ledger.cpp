// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/knowledge/ledger.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>

namespace archway {

std::vector<LedgerEntry> ledger(const Knowledge& knowledge)
{
    std::unordered_map<std::string_view, const Entity*> entities;
    std::unordered_map<std::string_view, const Entity*> references;
    for (const Entity& entity : knowledge.entities) {
        entities.emplace(entity.id, &entity);
        if (entity.kind == "reference")
            for (const std::string& alias : entity.aliases)
                references.emplace(alias, &entity);
    }
    std::unordered_map<std::string_view, std::vector<const Claim*>> citing;
    for (const Claim& claim : knowledge.claims)
        for (const Citation& citation : claim.sources)
            if (auto& list = citing[citation.document]; list.empty() || list.back() != &claim)
                list.push_back(&claim);
    std::unordered_map<std::string_view, std::vector<const Relation*>> stated;
    for (const Relation& relation : knowledge.relations)
        if (relation.type == "contributed-to")
            stated[relation.from].push_back(&relation);

    const auto name = [&entities](const std::string& id) {
        const auto found = entities.find(id);
        return found == entities.end() ? id : found->second->name;
    };
    std::vector<LedgerEntry> out;
    std::map<std::string_view, std::string_view> titles;
    for (const Source& source : knowledge.sources) {
        titles.emplace(source.id, source.title);
        LedgerEntry entry{source.id, {}, source.read, 0, {}};
        std::set<std::string_view> counted;
        if (const auto reference = references.find(source.id); reference != references.end()) {
            entry.reference = reference->second->id;
            for (const Relation* relation : stated[reference->second->id]) {
                entry.contributions.push_back({relation->to, name(relation->to), relation->because, relation->claims});
                counted.insert(relation->claims.begin(), relation->claims.end());
            }
        }
        const bool told = !entry.contributions.empty();
        std::map<std::string, std::vector<std::string>> by_entity;
        for (const Claim* claim : citing[source.id]) {
            counted.insert(claim->id);
            by_entity[claim->about].push_back(claim->id);
        }
        if (!told) {
            for (auto& [about, claims] : by_entity)
                entry.contributions.push_back({about, name(about), {}, std::move(claims)});
            std::stable_sort(entry.contributions.begin(), entry.contributions.end(),
                             [](const Contribution& a, const Contribution& b) { return a.claims.size() > b.claims.size(); });
        }
        entry.claims = counted.size();
        out.push_back(std::move(entry));
    }
    std::stable_sort(out.begin(), out.end(), [&titles](const LedgerEntry& a, const LedgerEntry& b) {
        if (a.reference.empty() != b.reference.empty())
            return b.reference.empty();
        return a.reference.empty() ? titles[a.source] < titles[b.source] : a.reference < b.reference;
    });
    return out;
}

} // namespace archway
