// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/kinds/kinds.h"

#include "diagrams/mermaid.h"

#include <algorithm>
#include <map>

namespace archway {

namespace {

std::string lower(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

/// Entities by every name they go by.
std::map<std::string, std::string> names_of(const Catalog& catalog)
{
    std::map<std::string, std::string> names;
    for (const Entity& entity : catalog.knowledge.entities) {
        for (const std::string& alias : entity.aliases)
            names.emplace(lower(alias), entity.id);
        names.emplace(lower(entity.name), entity.id);
        names.emplace(lower(entity.id), entity.id);
    }
    return names;
}

/// The entity whose name a label is, or ends or begins with: "EC2 Inf2 instances" is Inf2.
std::string entity_of(const std::string& label, const std::map<std::string, std::string>& names)
{
    const std::string text = lower(label_lines(label).front());
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

const Relation* relation_between(const Catalog& catalog, const std::string& from, const std::string& to)
{
    for (const Relation& relation : catalog.knowledge.relations) {
        if (relation.from == from && relation.to == to)
            return &relation;
    }
    return nullptr;
}

/// The colour group of a branch: the innovation itself in the flowchart, the area in the mindmap.
std::string group_of_branch(const DiagramNode& branch)
{
    const std::string text = lower(branch.label);
    for (const auto& [word, group] :
         {std::pair("attention mechanism", "attention"), std::pair("expert architecture", "experts"),
          std::pair("normalization tech", "normalisation"), std::pair("memory optim", "memory"), std::pair("aws", "aws")}) {
        if (text.find(word) != std::string::npos)
            return group;
    }
    return branch.entity;
}

} // namespace

Result<Diagram> diagram_from_record(const DiagramText& record, const Catalog& catalog)
{
    Result<MermaidReading> reading = read_mermaid(record.text, record.id);
    if (!reading)
        return reading.error();
    Diagram diagram = std::move(reading->diagram);
    diagram.title = record.title;
    const auto names = names_of(catalog);
    std::map<std::string, std::size_t> at;
    for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
        DiagramNode& node = diagram.nodes[i];
        node.entity = entity_of(node.label, names);
        if (const Entity* entity = catalog.entity(node.entity)) {
            node.tooltip = entity->summary;
            node.proposed = entity->status == "proposed";
        }
        at.emplace(node.id, i);
    }
    // A branch is what hangs off the root; everything below takes its group.
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
        edge.relation = a.entity + ">" + b.entity;
        if (const Relation* relation = relation_between(catalog, a.entity, b.entity))
            edge.reason = relation->because;
    }
    return diagram;
}

} // namespace archway
