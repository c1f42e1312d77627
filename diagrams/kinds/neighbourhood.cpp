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
    std::set<std::string> all, drawn;
    for (const Relation& relation : catalog.knowledge.relations) {
        if (relation.from != centre->id && relation.to != centre->id)
            continue;
        const std::string& other = relation.from == centre->id ? relation.to : relation.from;
        all.insert(other);
        if (shown.size() <= most_neighbours && shown.insert(other).second)
            near.push_back(other);
    }
    all.erase(centre->id);
    out.tree = true;
    out.arrangement = Arrangement::TreeBoth;
    DiagramNode middle = node_for(catalog, centre->id, NodeShape::Stadium);
    if (middle.group == centre->kind)
        middle.group = "attention"; // a group without a colour of its own would not stand out
    middle.label += "\n" + words_of(centre->kind);
    out.nodes.push_back(std::move(middle));
    // Each other entity once, under all that joins it to the centre: what leads here on the left, where it leads on the right, both ways
    // on the right too. Read from left to right it is a sentence.
    for (const bool outgoing : {true, false}) {
        std::map<std::string, std::vector<std::string>> words; // entity → how it is joined
        std::map<std::string, const Relation*> first;
        for (const Relation& relation : catalog.knowledge.relations) {
            const std::string& other = outgoing ? relation.to : relation.from;
            if ((outgoing ? relation.from : relation.to) != centre->id || other == centre->id || !shown.contains(other))
                continue;
            std::vector<std::string>& said = words[other];
            if (std::find(said.begin(), said.end(), words_of(relation.type)) == said.end())
                said.push_back(words_of(relation.type));
            first.emplace(other, &relation);
        }
        for (const std::string& entity : near) {
            const auto joined = words.find(entity);
            if (joined == words.end() || drawn.contains(entity))
                continue;
            drawn.insert(entity);
            const std::string group = (outgoing ? "to " : "from ") + fmt::format("{}", fmt::join(joined->second, ", "));
            if (!out.node(group)) {
                DiagramNode branch;
                branch.id = group;
                branch.label = fmt::format("{}", fmt::join(joined->second, ", "));
                branch.shape = NodeShape::Text;
                branch.parent = centre->id;
                branch.leaf = true; // words between two boxes, no box
                out.nodes.push_back(std::move(branch));
                out.edges.push_back(outgoing ? DiagramEdge{centre->id, group, {}, false, false, {}, {}}
                                             : DiagramEdge{group, centre->id, {}, false, false, {}, {}});
            }
            DiagramNode node = node_for(catalog, entity, NodeShape::Box);
            node.parent = group;
            if (const Entity* known = catalog.entity(entity))
                node.label += "\n" + words_of(known->kind);
            const Relation& relation = *first.at(entity);
            DiagramEdge edge{outgoing ? group : entity, outgoing ? entity : group,        {}, false, true,
                             relation.because,          relation.from + ">" + relation.to};
            edge.arrow = false;
            out.nodes.push_back(std::move(node));
            out.edges.push_back(std::move(edge));
        }
    }
    const auto incoming = [](const DiagramNode& node) { return node.id.starts_with("from "); };
    if (std::none_of(out.nodes.begin(), out.nodes.end(), incoming))
        out.arrangement = Arrangement::TreeOneSide;
    // Parents before what hangs from them, branch by branch.
    std::stable_sort(out.nodes.begin() + 1, out.nodes.end(), [&](const DiagramNode& a, const DiagramNode& b) { return a.leaf && !b.leaf; });
    if (all.size() > near.size() - 1)
        out.note = fmt::format("Showing {} of {} neighbours.", near.size() - 1, all.size());
    return out;
}

} // namespace archway
