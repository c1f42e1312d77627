// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/diagram_import.h"

#include "diagrams/diagram_file.h"
#include "model/knowledge/slug.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <set>

namespace archway {

namespace {

constexpr std::size_t most_named = 20; ///< lines that were not understood

/// The entity a title names, by id, alias or name.
const Entity* known_entity(const Catalog& catalog, const std::string& title)
{
    if (const Entity* entity = catalog.entity(title))
        return entity;
    for (const Entity& entity : catalog.knowledge.entities) {
        if (entity.name == title)
            return &entity;
    }
    return nullptr;
}

} // namespace

bool looks_like_mermaid(std::string_view text)
{
    // Comments, directives and front matter may come first.
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
        for (const std::string_view word : {"flowchart", "graph", "mindmap"}) {
            if (line.starts_with(word) && (line.size() == word.size() || line[word.size()] == ' ' || line[word.size()] == '\r'))
                return true;
        }
        if (!line.empty() && !line.starts_with("%%") && !line.starts_with('\r'))
            return false;
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return false;
}

Result<ImportFile> read_diagram_import(const std::string& text, const std::string& path, const Catalog& catalog)
{
    const std::string name = std::filesystem::path(path).filename().string();
    const Result<DiagramFile> reading = read_diagram_file(text, name);
    if (!reading)
        return reading.error();
    const Diagram& diagram = reading->diagram;
    if (diagram.nodes.empty())
        return bad_input(name, "is a diagram without nodes", "expected a Mermaid flowchart or mindmap, or a DOT graph");
    const std::string stem = slug(std::filesystem::path(path).stem().string());
    const std::string id = "diagram-" + (stem.empty() ? std::string("imported") : stem);
    const std::string said = reading->notation == "dot" ? "DOT graph " + name : fmt::format("Mermaid {} {}", diagram.kind, name);
    ImportFile out{name, "diagram", said, {}, {}};
    Knowledge& k = out.records.catalog.knowledge;
    k.sources.push_back({id + "-file", out.title, "diagram", "file " + name, {}, true});
    k.diagrams.push_back({id, diagram.kind, diagram.title.empty() ? name : diagram.title, reading->notation, text, {id + "-file", ""}});
    std::map<std::string, std::string> entity_of;
    std::set<std::string> made;
    for (const DiagramNode& node : diagram.nodes) {
        const std::vector<std::string> lines = label_lines(node.label);
        const std::string title = lines.empty() || lines.front().empty() ? node.id : lines.front();
        if (const Entity* entity = known_entity(catalog, title)) {
            entity_of[node.id] = entity->id;
            continue;
        }
        std::string entity_id = slug(title);
        if (entity_id.empty())
            entity_id = fmt::format("{}-{}", id, slug(node.id));
        if (catalog.entity(entity_id))
            entity_id = id + "-" + entity_id;
        entity_of[node.id] = entity_id;
        std::string summary;
        for (std::size_t i = 1; i < lines.size(); ++i)
            summary += (i > 1 ? "; " : "") + lines[i];
        if (made.insert(entity_id).second)
            k.entities.push_back({entity_id, "concept", title, {}, "", "", "", summary});
    }
    for (const DiagramEdge& edge : diagram.edges) {
        const auto from = entity_of.find(edge.from);
        const auto to = entity_of.find(edge.to);
        if (from == entity_of.end() || to == entity_of.end() || from->second == to->second)
            continue;
        if (diagram.kind == "mindmap")
            k.relations.push_back({to->second, "part-of", from->second, edge.label, {}});
        else
            k.relations.push_back({from->second, "leads-to", to->second, edge.label, {}});
    }
    for (std::size_t i = 0; i < reading->unknown.size(); ++i) {
        if (i < most_named)
            out.left_out["not understood, kept in the diagram's text: " + reading->unknown[i]] += 1;
        else
            out.left_out["further lines not understood, kept in the diagram's text"] += 1;
    }
    return out;
}

} // namespace archway
