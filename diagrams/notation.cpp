// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/notation.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

constexpr double margin = 24;

std::string dot_quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out + "\"";
}

/// XML text: markup escaped, control characters that XML forbids dropped.
std::string xml(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (c == '\'')
            out += "&#39;";
        else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
            out += c;
    }
    return out;
}

std::string path_of(const EdgePath& edge)
{
    if (edge.points.empty())
        return {};
    std::string path = fmt::format("M{:.1f} {:.1f}", edge.points.front().x, edge.points.front().y);
    for (std::size_t i = 1; i + 2 < edge.points.size(); i += 3)
        path += fmt::format(" C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}", edge.points[i].x, edge.points[i].y, edge.points[i + 1].x,
                            edge.points[i + 1].y, edge.points[i + 2].x, edge.points[i + 2].y);
    return path;
}

} // namespace

std::string write_dot(const Diagram& diagram)
{
    static constexpr const char* directions[]{"TB", "LR", "RL", "BT"};
    std::string out = fmt::format(
        "digraph {{\n  rankdir={};\n  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"DejaVu Sans\"];\n",
        directions[static_cast<int>(diagram.direction)]);
    for (const DiagramNode& node : diagram.nodes) {
        out += fmt::format("  {} [label={}", dot_quoted(node.id), dot_quoted(node.label));
        if (node.shape == NodeShape::Diamond)
            out += ", shape=diamond, style=filled";
        if (!node.fill.empty())
            out += fmt::format(", fillcolor={}", dot_quoted(node.fill));
        out += "];\n";
    }
    for (const DiagramEdge& edge : diagram.edges) {
        out += fmt::format("  {} -> {}", dot_quoted(edge.from), dot_quoted(edge.to));
        std::string attributes = edge.label.empty() ? "" : "label=" + dot_quoted(edge.label);
        if (edge.dashed)
            attributes += attributes.empty() ? "style=dashed" : ", style=dashed";
        if (!edge.arrow)
            attributes += attributes.empty() ? "dir=none" : ", dir=none";
        out += attributes.empty() ? ";\n" : " [" + attributes + "];\n";
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

std::string write_svg(const Diagram& diagram, const Layout& layout, const SvgTheme& theme)
{
    const double width = layout.width + 2 * margin;
    const double height = layout.height + 2 * margin;
    std::string out
        = fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} {1:.0f}\" "
                      "font-family=\"{2}\" font-size=\"13\">\n",
                      width, height, xml(theme.font));
    out += fmt::format("<title>{}</title>\n<desc>{} nodes and {} edges</desc>\n", xml(diagram.title), diagram.nodes.size(),
                       diagram.edges.size());
    out += fmt::format("<rect width=\"{:.0f}\" height=\"{:.0f}\" fill=\"{}\"/>\n<g transform=\"translate({},{})\">\n", width, height,
                       theme.background, margin, margin);
    for (std::size_t i = 0; i < diagram.edges.size() && i < layout.edges.size(); ++i) {
        const DiagramEdge& edge = diagram.edges[i];
        const DiagramNode* to = diagram.node(edge.to);
        std::string line = to ? theme.edge(*to) : theme.line;
        out += fmt::format("<path id=\"edge-{}\" d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.4\"{}/>\n", i,
                           path_of(layout.edges[i]), line, edge.dashed ? " stroke-dasharray=\"5 4\"" : "");
        if (layout.edges[i].has_tip && edge.arrow && !layout.edges[i].points.empty()) {
            const Point tail = layout.edges[i].points.back();
            const Point tip = layout.edges[i].tip;
            const double length = std::max(1e-6, std::hypot(tip.x - tail.x, tip.y - tail.y));
            const double ux = (tip.x - tail.x) / length, uy = (tip.y - tail.y) / length;
            out += fmt::format("<path d=\"M{:.1f} {:.1f} L{:.1f} {:.1f} L{:.1f} {:.1f} Z\" fill=\"{}\"/>\n", tip.x, tip.y,
                               tip.x - 9 * ux - 4 * uy, tip.y - 9 * uy + 4 * ux, tip.x - 9 * ux + 4 * uy, tip.y - 9 * uy - 4 * ux, line);
        }
        if (!edge.label.empty())
            out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\" font-size=\"11\" fill=\"{}\">{}</text>\n",
                               layout.edges[i].label.x, layout.edges[i].label.y, theme.secondary, xml(edge.label));
    }
    for (std::size_t i = 0; i < diagram.nodes.size() && i < layout.nodes.size(); ++i) {
        const DiagramNode& node = diagram.nodes[i];
        const NodeBox& box = layout.nodes[i];
        const auto [fill, line] = theme.node(node);
        const bool round = node.shape != NodeShape::Box && node.shape != NodeShape::Text && node.shape != NodeShape::Rounded;
        out += fmt::format("<g id=\"node-{}\">", i);
        if (!node.tooltip.empty())
            out += "<title>" + xml(node.tooltip) + "</title>";
        out += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"{:.1f}\" fill=\"{}\" stroke=\"{}\" "
                           "stroke-width=\"1.3\"{}/>",
                           box.x - box.w / 2, box.y - box.h / 2, box.w, box.h, round ? box.h / 2 : 6.0, fill, line,
                           node.proposed ? " stroke-dasharray=\"5 4\"" : "");
        const auto lines = label_lines(node.label);
        const double step = 16;
        double y = box.y - step * static_cast<double>(lines.size() - 1) / 2 + 4.5;
        for (std::size_t k = 0; k < lines.size(); ++k, y += step)
            out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\"{} fill=\"{}\">{}</text>", box.x, y,
                               node.leaf    ? " font-size=\"11\""
                                   : k == 0 ? " font-weight=\"bold\""
                                            : " font-size=\"11\"",
                               k == 0 ? theme.text : theme.secondary, xml(lines[k]));
        out += "</g>\n";
    }
    return out + "</g>\n</svg>\n";
}

} // namespace archway
