// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/notation.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

// Graphviz' lexer refuses strings of more than 16,384 characters.
constexpr std::size_t longest_string = 8000;

/// A DOT string: backslashes doubled, so that no escape of Graphviz ("\N", "\l") arises from data.
std::string dot_quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text.substr(0, longest_string)) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (c == '\n')
            out += "\\n";
        else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)
            out += c;
    }
    return out + "\"";
}

std::string dot_label(const std::string& label)
{
    std::string out;
    for (const std::string& line : label_lines(label.substr(0, longest_string))) {
        if (line != "---")
            out.append(out.empty() ? "" : "\n").append(shown_line(line, 400));
    }
    return dot_quoted(out);
}

const char* dot_shape(NodeShape shape)
{
    switch (shape) {
    case NodeShape::Diamond: return "diamond";
    case NodeShape::Hexagon: return "hexagon";
    case NodeShape::Circle: return "ellipse";
    case NodeShape::DoubleCircle: return "doublecircle";
    case NodeShape::Cylinder: return "cylinder";
    case NodeShape::LeanRight:
    case NodeShape::LeanLeft: return "parallelogram";
    case NodeShape::Trapezoid: return "trapezium";
    case NodeShape::InverseTrapezoid: return "invtrapezium";
    default: return "box";
    }
}

void write_dot_cluster(const Diagram& diagram, const std::string& id, int depth, std::string& out)
{
    const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
    for (const DiagramNode& node : diagram.nodes) {
        if (!id.empty() && node.cluster == id)
            out += indent + dot_quoted(node.id) + ";\n";
    }
    for (const DiagramCluster& cluster : diagram.clusters) {
        if (cluster.parent != id || cluster.id == id || cluster.id.empty() || depth > 50)
            continue;
        out += indent + "subgraph " + dot_quoted("cluster_" + cluster.id) + " {\n" + indent + "  label=" + dot_label(cluster.label) + ";\n";
        write_dot_cluster(diagram, cluster.id, depth + 1, out);
        out += indent + "}\n";
    }
}

/// The node that stands for an end of an edge: itself, or one inside the cluster it names.
std::string dot_end(const Diagram& diagram, const NodeIndex& at, const std::string& id)
{
    if (at.contains(id) || diagram.clusters.empty())
        return id;
    const auto inside
        = std::find_if(diagram.nodes.begin(), diagram.nodes.end(), [&](const DiagramNode& node) { return node.cluster == id; });
    return inside == diagram.nodes.end() ? id : inside->id;
}

} // namespace

std::string write_dot(const Diagram& diagram)
{
    static constexpr const char* directions[]{"TB", "LR", "RL", "BT"};
    std::string out = fmt::format(
        "digraph {{\n  rankdir={};\n  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"DejaVu Sans\"];\n",
        directions[static_cast<int>(diagram.direction)]);
    for (const DiagramNode& node : diagram.nodes) {
        out += fmt::format("  {} [label={}", dot_quoted(node.id), dot_label(node.label));
        const std::string shape = dot_shape(node.shape);
        if (shape != "box" || node.proposed)
            out += fmt::format(", shape={}, style=\"filled{}\"", shape, node.proposed ? ",dashed" : "");
        if (!node.fill.empty())
            out += fmt::format(", fillcolor={}", dot_quoted(node.fill));
        out += "];\n";
    }
    if (!diagram.clusters.empty())
        write_dot_cluster(diagram, {}, 1, out);
    const NodeIndex at = index_of(diagram);
    for (const DiagramEdge& edge : diagram.edges) {
        out += fmt::format("  {} -> {}", dot_quoted(dot_end(diagram, at, edge.from)), dot_quoted(dot_end(diagram, at, edge.to)));
        std::vector<std::string> attributes;
        if (!edge.label.empty())
            attributes.push_back("label=" + dot_label(edge.label));
        if (edge.dashed || edge.thick || edge.hidden)
            attributes.emplace_back(edge.hidden ? "style=invis" : edge.dashed ? "style=dashed" : "style=bold");
        if (!edge.arrow)
            attributes.emplace_back("dir=none");
        out += attributes.empty() ? ";\n" : fmt::format(" [{}];\n", fmt::join(attributes, ", "));
    }
    return out + "}\n";
}

std::string write_diagram_json(const Diagram& diagram, const Layout& layout)
{
    using Json = nlohmann::ordered_json;
    const auto rounded = [](double value) { return std::round(value * 10) / 10; };
    Json json;
    json["kind"] = diagram.kind;
    json["title"] = diagram.title;
    json["nodes"] = Json::array();
    for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
        const DiagramNode& node = diagram.nodes[i];
        const NodeBox box = i < layout.nodes.size() ? layout.nodes[i] : NodeBox{};
        json["nodes"].push_back({{"id", node.id},
                                 {"label", node.label},
                                 {"shape", name_of(node.shape)},
                                 {"fill", node.fill.empty() ? Json(nullptr) : Json(node.fill)},
                                 {"entity", node.entity.empty() ? Json(nullptr) : Json(node.entity)},
                                 {"x", rounded(box.x)},
                                 {"y", rounded(box.y)},
                                 {"w", rounded(box.w)},
                                 {"h", rounded(box.h)}});
    }
    json["edges"] = Json::array();
    for (std::size_t i = 0; i < diagram.edges.size(); ++i) {
        Json points = Json::array();
        if (i < layout.edges.size()) {
            for (const Point& point : layout.edges[i].points)
                points.push_back({rounded(point.x), rounded(point.y)});
        }
        const DiagramEdge& edge = diagram.edges[i];
        json["edges"].push_back({{"from", edge.from}, {"to", edge.to}, {"label", edge.label}, {"points", std::move(points)}});
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace archway
