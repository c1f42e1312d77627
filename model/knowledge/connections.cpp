// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/knowledge/connections.h"

#include "model/base/units.h"
#include "model/knowledge/layer.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <type_traits>
#include <unordered_map>

namespace archway {

namespace {

std::string told(const Price& p)
{
    return fmt::format("{} in {}, {}: {}/h ({})", p.instance, p.region, p.purchase, format_usd(p.usd_per_hour), p.as_of);
}
std::string told(const Claim& c)
{
    return c.statement;
}
std::string told(const Relation& r)
{
    return r.because.empty() ? record_id(r) : r.because;
}
std::string told(const Rule& r)
{
    return fmt::format("{}: {}", r.role, r.reason);
}
std::string told(const Check& c)
{
    return "tests " + c.claim;
}
std::string told(const DiagramText& d)
{
    return d.title;
}
std::string told(const Source& s)
{
    return s.title;
}
template <class T>
std::string told(const T& record)
{
    return record.name;
}

} // namespace

Knowledge path_between(const Knowledge& knowledge, const std::string& from, const std::string& to)
{
    Knowledge out;
    std::unordered_map<std::string_view, const Entity*> entities;
    for (const Entity& entity : knowledge.entities)
        entities.emplace(entity.id, &entity);
    if (!entities.contains(from) || !entities.contains(to))
        return out;
    std::unordered_map<std::string_view, std::vector<std::string_view>> links;
    for (const Relation& relation : knowledge.relations) {
        links[relation.from].push_back(relation.to);
        links[relation.to].push_back(relation.from);
    }
    // From the end to the beginning, so that following "reached from" gives the way forwards.
    std::unordered_map<std::string_view, std::string_view> next{{to, {}}};
    std::vector<std::string_view> frontier{to};
    while (!frontier.empty() && !next.contains(from)) {
        std::vector<std::string_view> further;
        for (const std::string_view at : frontier)
            for (const std::string_view neighbour : links[at])
                if (entities.contains(neighbour) && next.emplace(neighbour, at).second)
                    further.push_back(neighbour);
        frontier = std::move(further);
    }
    if (!next.contains(from))
        return out;
    for (std::string_view at = from; !at.empty(); at = next[at]) {
        out.entities.push_back(*entities[at]);
        const std::string_view after = next[at];
        for (const Relation& relation : knowledge.relations)
            if (!after.empty() && ((relation.from == at && relation.to == after) || (relation.from == after && relation.to == at)))
                out.relations.push_back(relation);
    }
    return out;
}

Resting rests_on(const Catalog& catalog, const std::string& source)
{
    Resting out;
    LayerRecords without;
    without.withdrawn.push_back({"source", source, "to see what rests on it"});
    const LayeredCatalog rest = laid_upon(catalog, {without});
    std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> dropped;
    for (const DroppedRecord& record : rest.dropped)
        dropped[record.kind].emplace(record.id, record.because);
    visit_lists(catalog, [&](const char* kind, const auto& list) {
        const auto gone = dropped.find(kind);
        if (gone == dropped.end())
            return;
        for (const auto& record : list) {
            // Prices of several sources share an id.
            if constexpr (std::is_same_v<std::decay_t<decltype(record)>, Price>)
                if (record.source != source)
                    continue;
            if (const auto found = gone->second.find(record_id(record)); found != gone->second.end())
                out.falls.push_back({kind, found->first, told(record), found->second});
        }
    });
    const auto fallen = dropped.find("claim");
    for (const Claim& claim : catalog.knowledge.claims) {
        const bool cites = std::any_of(claim.sources.begin(), claim.sources.end(), [&](const Citation& c) { return c.document == source; });
        if (cites && (fallen == dropped.end() || !fallen->second.contains(claim.id)))
            out.elsewhere.push_back(claim.id);
    }
    return out;
}

} // namespace archway
