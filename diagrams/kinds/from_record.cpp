// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/kinds/kinds.h"

#include "diagrams/kinds/knowledge_lookup.h"
#include "diagrams/mermaid.h"

#include <map>

namespace archway {

namespace {

/// Entities by every name they go by.
std::map<std::string, std::string> names_of(const Catalog& catalog)
{
    std::map<std::string, std::string> names;
    for (const Entity& entity : catalog.knowledge.entities) {
        for (const std::string& alias : entity.aliases)
            names.emplace(lower_case(alias), entity.id);
        names.emplace(lower_case(entity.name), entity.id);
        names.emplace(lower_case(entity.id), entity.id);
    }
    return names;
}

/// The entity whose name a label is, or ends or begins with: "EC2 Inf2 instances" is Inf2.
std::string entity_of(const std::string& label, const std::map<std::string, std::string>& names)
{
    const std::string text = lower_case(label_lines(label).front());
    if (const auto exact = names.find(text); exact != names.end())
        return exact->second;
    std::string best;
    std::size_t length = 2;
    for (const auto& [name, id] : names) {
        const std::size_t at = text.find(name);
        if (at == std::string::npos || name.size() <= length)
            continue;
        const bool starts = at == 0 || text[at - 1] == ' ' || text[at - 1] == '(';
        const std::size_t end = at + name.size();
        const bool ends = end == text.size() || text[end] == ' ' || text[end] == ')';
        if (starts && ends) {
            best = id;
            length = name.size();
        }
    }
    return best;
}

/// The colour group of a branch: the innovation itself in the flowchart, the area in the mindmap.
std::string group_of_branch(const DiagramNode& branch)
{
    const std::string text = lower_case(branch.label);
    for (const auto& [word, group] :
         {std::pair("attention mechanism", "attention"), std::pair("expert architecture", "experts"),
          std::pair("normalization tech", "normalisation"), std::pair("memory optim", "memory"), std::pair("aws", "aws")}) {
        if (text.find(word) != std::string::npos)
            return group;
    }
    return branch.entity;
}

} // namespace

void tie_to_entities(Diagram& diagram, const Catalog& catalog)
{
    const auto names = names_of(catalog);
    for (DiagramNode& node : diagram.nodes) {
        node.entity = entity_of(node.label, names);
        if (const Entity* entity = catalog.entity(node.entity)) {
            node.tooltip = entity->summary;
            node.proposed = entity->status == "proposed";
        }
    }
    // A branch is what hangs off the root; everything below takes its group.
    const NodeIndex at = index_of(diagram);
    const std::string root = diagram.nodes.empty() ? std::string() : diagram.nodes.front().id;
    for (DiagramEdge& edge : diagram.edges) {
        const auto from = at.find(edge.from);
        const auto to = at.find(edge.to);
        if (from == at.end() || to == at.end())
            continue;
        DiagramNode& a = diagram.nodes[from->second];
        DiagramNode& b = diagram.nodes[to->second];
        b.group = edge.from == root ? group_of_branch(b) : a.group;
        b.level = a.level + 1;
        a.leaf = false;
        b.leaf = diagram.tree;
        if (diagram.tree)
            edge.width = b.level == 1 ? 2.4 : b.level == 2 ? 1.7 : 1.2;
        edge.relation = a.entity + ">" + b.entity;
        if (const Relation* relation = relation_between(catalog, a.entity, b.entity))
            edge.reason = relation->because;
    }
    if (diagram.tree && !root.empty() && diagram.nodes.front().group.empty())
        diagram.nodes.front().group = "root";
    // A mere chain has no branches: there a node has the colour of what it is.
    std::map<std::string_view, int> leaving;
    bool chain = !diagram.tree;
    for (const DiagramEdge& edge : diagram.edges)
        chain = chain && ++leaving[edge.from] == 1;
    for (DiagramNode& node : diagram.nodes) {
        if (chain && !node.entity.empty())
            node.group = group_in(catalog, node.entity);
    }
}

Result<Diagram> diagram_from_record(const DiagramText& record, const Catalog& catalog)
{
    Result<MermaidReading> reading = read_mermaid(record.text, record.id);
    if (!reading)
        return reading.error();
    Diagram diagram = std::move(reading->diagram);
    diagram.title = record.title;
    tie_to_entities(diagram, catalog);
    return diagram;
}

} // namespace archway
