// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/kinds/kinds.h"
#include "diagrams/kinds/knowledge_lookup.h"
#include "model/base/nearest.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace archway {

namespace {

constexpr std::size_t most_neighbours = 36; ///< more could not be read at 100 %; the note says how many there are

std::string words_of(const std::string& type)
{
    std::string out = type;
    std::replace(out.begin(), out.end(), '-', ' ');
    return out;
}

} // namespace

Result<Diagram> neighbourhood(const std::string& id, const Catalog& catalog)
{
    const Entity* centre = catalog.entity(id);
    if (!centre) {
        std::vector<std::string> known;
        for (const Entity& entity : catalog.knowledge.entities)
            known.push_back(entity.id);
        return bad_input("diagram neighbourhood", fmt::format("\"{}\" is no entity", id),
                         id.empty() ? "expected: archway diagram neighbourhood ID -o OUT"
                                    : fmt::format("did you mean {}?", nearest(id, known)));
    }
    Diagram out;
    out.kind = "neighbourhood";
    out.title = "What " + centre->name + " is linked to";
    out.direction = FlowDirection::LeftRight;
    std::vector<std::string> near{centre->id};
    std::set<std::string> shown{centre->id};
    std::set<std::string> all;
    for (const Relation& relation : catalog.knowledge.relations) {
        if (relation.from != centre->id && relation.to != centre->id)
            continue;
        const std::string& other = relation.from == centre->id ? relation.to : relation.from;
        all.insert(other);
        if (shown.size() <= most_neighbours && shown.insert(other).second)
            near.push_back(other);
    }
    all.erase(centre->id);
    for (const std::string& entity : near) {
        DiagramNode node = node_for(catalog, entity, entity == centre->id ? NodeShape::Stadium : NodeShape::Box);
        if (entity == centre->id && node.group == centre->kind)
            node.group = "attention"; // a group without a colour of its own would not stand out
        if (const Entity* known = catalog.entity(entity))
            node.label += "\n" + words_of(known->kind);
        out.nodes.push_back(std::move(node));
    }
    // Between two entities one line with all its words; what is linked both ways stands on the right.
    std::map<std::pair<std::string, std::string>, std::size_t> drawn;
    for (const Relation& relation : catalog.knowledge.relations) {
        const bool touches = relation.from == centre->id || relation.to == centre->id;
        if (!touches || relation.from == relation.to || !shown.contains(relation.from) || !shown.contains(relation.to))
            continue;
        const auto [known, fresh] = drawn.emplace(std::pair(relation.from, relation.to), out.edges.size());
        if (fresh)
            out.edges.push_back(
                {relation.from, relation.to, words_of(relation.type), false, true, relation.because, relation.from + ">" + relation.to});
        else if (out.edges[known->second].label.find(words_of(relation.type)) == std::string::npos)
            out.edges[known->second].label += ", " + words_of(relation.type);
    }
    if (all.size() > near.size() - 1)
        out.note = fmt::format("Showing {} of {} neighbours.", near.size() - 1, all.size());
    return out;
}

} // namespace archway
