// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/notation.h"

#include "diagrams/address.h"
#include "diagrams/perspective.h"

#include <fmt/format.h>

#include <algorithm>

namespace archway {

namespace {

constexpr double margin = 24;

/// XML text: markup escaped; what XML forbids, and what is no UTF-8, left out or replaced.
std::string xml(std::string_view text, std::size_t most = 4000)
{
    std::string out;
    for (const char c : shown_line(text, most)) {
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
        else
            out += c;
    }
    return out;
}

/// A label in one line, for a title.
std::string title_of(const std::string& label)
{
    std::string out;
    for (const std::string& line : label_lines(label.substr(0, 4000)))
        out += line == "---" ? std::string() : (out.empty() ? "" : ", ") + line;
    return xml(out);
}

/// Ids of the picture's parts: those of the nodes, as far as XML allows, each once.
class Ids {
public:
    std::string of(std::string_view prefix, std::string_view id)
    {
        std::string out(prefix);
        for (const char c : id.substr(0, 80)) {
            const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
            out += plain ? c : '_';
        }
        int& count = m_used[out];
        return ++count == 1 ? out : out + "_" + std::to_string(count);
    }

private:
    std::map<std::string, int> m_used;
};

std::string points_of(const std::vector<Point>& points)
{
    std::string out;
    for (const Point& point : points)
        out += fmt::format("{}{:.1f} {:.1f}", out.empty() ? "M" : " L", point.x, point.y);
    return out;
}

std::string path_of(const EdgePath& edge)
{
    std::string path = fmt::format("M{:.1f} {:.1f}", edge.points.front().x, edge.points.front().y);
    for (std::size_t i = 1; i + 2 < edge.points.size(); i += 3)
        path += fmt::format(" C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}", edge.points[i].x, edge.points[i].y, edge.points[i + 1].x,
                            edge.points[i + 1].y, edge.points[i + 2].x, edge.points[i + 2].y);
    return path;
}

class Writer {
public:
    Writer(const Diagram& diagram, const Layout& layout, const SvgTheme& theme, const SvgExtras& extras)
        : m_diagram(diagram)
        , m_layout(layout)
        , m_theme(theme)
        , m_extras(extras)
    {
    }

    std::string run()
    {
        const Point top_left = corner(m_layout);
        const double width = m_layout.width - top_left.x + 2 * margin, height = m_layout.height - top_left.y + 2 * margin;
        m_out
            = fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} {1:.0f}\" "
                          "role=\"img\" font-family=\"{2}\" font-size=\"13\">\n",
                          width, height, xml(m_theme.font));
        m_out += fmt::format("<title>{}</title>\n<desc>{} nodes and {} edges</desc>\n", xml(m_diagram.title), m_diagram.nodes.size(),
                             m_diagram.edges.size());
        if (!m_extras.transparent)
            m_out += fmt::format("<rect width=\"{:.0f}\" height=\"{:.0f}\" fill=\"{}\"/>\n", width, height, m_theme.background);
        m_out += fmt::format("<g transform=\"translate({},{})\">\n", margin - top_left.x, margin - top_left.y);
        for (std::size_t i = 0; i < m_diagram.clusters.size() && i < m_layout.clusters.size(); ++i)
            cluster(m_diagram.clusters[i], m_layout.clusters[i]);
        for (const auto& [from, to] : m_layout.guides)
            m_out += fmt::format("<path d=\"M{:.1f} {:.1f} L{:.1f} {:.1f}\" stroke=\"{}\" stroke-dasharray=\"3 4\"/>\n", from.x, from.y,
                                 to.x, to.y, m_theme.line);
        const NodeIndex at = index_of(m_diagram);
        const std::size_t edges = std::min(m_diagram.edges.size(), m_layout.edges.size());
        for (std::size_t i = 0; i < edges; ++i) {
            const auto to = at.find(m_diagram.edges[i].to);
            edge(m_diagram.edges[i], m_layout.edges[i], to == at.end() ? nullptr : &m_diagram.nodes[to->second]);
        }
        for (std::size_t i = 0; i < m_diagram.nodes.size() && i < m_layout.nodes.size(); ++i)
            node(m_diagram.nodes[i], m_layout.nodes[i]);
        for (std::size_t i = 0; i < m_diagram.clusters.size() && i < m_layout.clusters.size(); ++i)
            if (m_layout.clusters[i].w > 0)
                cluster_label(m_diagram.clusters[i], title_place(m_layout, i, 0));
        for (std::size_t i = 0; i < edges; ++i)
            edge_label(m_diagram.edges[i], m_layout.edges[i]);
        for (std::size_t i = 0; i < m_extras.badges.size() && i < m_layout.nodes.size(); ++i)
            badge(m_extras.badges[i], m_layout.nodes[i]);
        return m_out + "</g>\n</svg>\n";
    }

private:
    void cluster(const DiagramCluster& cluster, const NodeBox& box)
    {
        if (box.w <= 0)
            return;
        const auto [fill, line] = m_theme.cluster ? m_theme.cluster(cluster) : std::pair(m_theme.box, m_theme.line);
        m_out += fmt::format("<rect id=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"8\" fill=\"{}\" "
                             "stroke=\"{}\"/>\n",
                             m_ids.of("cluster-", cluster.id), box.x - box.w / 2, box.y - box.h / 2, box.w, box.h, fill, line);
    }

    /// After the edges, so that none of them strikes it out.
    void cluster_label(const DiagramCluster& cluster, const NodeBox& place)
    {
        if (cluster.label.empty())
            return;
        const std::string fill = m_theme.cluster ? m_theme.cluster(cluster).first : m_theme.box;
        m_out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"12\" font-weight=\"bold\" fill=\"{}\" stroke=\"{}\" "
                             "stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\">{}</text>\n",
                             place.x + 2, place.y + 4.5, m_theme.secondary, fill, xml(shown_line(cluster.label)));
    }

    void edge(const DiagramEdge& edge, const EdgePath& path, const DiagramNode* to)
    {
        if (path.points.empty() || edge.hidden)
            return;
        const std::string colour = m_theme.edge(to);
        m_out += fmt::format("<g id=\"{}\">", m_ids.of("edge-", edge.from + "-" + edge.to));
        if (!edge.reason.empty())
            m_out += "<title>" + xml(edge.reason) + "</title>";
        m_out += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"{}/>", path_of(path), colour, line_width(edge),
                             edge.dashed ? " stroke-dasharray=\"5 4\"" : "");
        for (const EdgeMark& mark : edge_marks(edge, path)) {
            if (!mark.corners.empty())
                m_out += fmt::format("<path d=\"{} Z\" fill=\"{}\"/>", points_of(mark.corners), colour);
            for (const auto& stroke : mark.strokes)
                m_out += fmt::format("<path d=\"{}\" stroke=\"{}\" stroke-width=\"1.4\"/>", points_of(stroke), colour);
        }
        m_out += "</g>\n";
    }

    void edge_label(const DiagramEdge& edge, const EdgePath& path)
    {
        if (edge.label.empty() || path.points.empty() || edge.hidden)
            return;
        const auto lines = label_lines(edge.label.substr(0, 2000));
        const std::size_t count = std::min<std::size_t>(lines.size(), 6);
        double y = path.label.y - detail_height * static_cast<double>(count - 1) / 2 + 4;
        for (std::size_t i = 0; i < count; ++i, y += detail_height)
            // A seam in the colour of the sheet keeps the text readable where it crosses a line.
            m_out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\" font-size=\"11\" fill=\"{}\" stroke=\"{}\" "
                                 "stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\">{}</text>\n",
                                 path.label.x, y, m_theme.text, m_theme.background, xml(shown_line(lines[i])));
    }

    void node(const DiagramNode& node, const NodeBox& box)
    {
        const auto [fill, line] = m_theme.node(node);
        const auto [title_ink, detail_ink] = m_theme.ink ? m_theme.ink(node) : std::pair(m_theme.text, m_theme.secondary);
        const Outline outline = outline_of(node, box);
        const auto address = node.entity.empty() ? m_extras.addresses.end() : m_extras.addresses.find(node.entity);
        const std::string to = address == m_extras.addresses.end() ? std::string() : web_address(address->second);
        if (!to.empty())
            m_out += fmt::format("<a href=\"{}\" target=\"_blank\">", xml(to));
        m_out += fmt::format("<g id=\"{}\">", m_ids.of("node-", node.id));
        m_out += "<title>" + (node.tooltip.empty() ? title_of(node.label) : xml(node.tooltip)) + "</title>";
        const std::string pen
            = fmt::format("fill=\"{}\" stroke=\"{}\" stroke-width=\"1.3\"{}", fill, line, node.proposed ? " stroke-dasharray=\"5 4\"" : "");
        if (outline.corners.empty())
            m_out += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"{:.1f}\" {}/>", box.x - box.w / 2,
                                 box.y - box.h / 2, box.w, box.h, outline.radius, pen);
        else
            m_out += fmt::format("<path d=\"{} Z\" {}/>", points_of(outline.corners), pen);
        for (const auto& stroke : outline.strokes)
            m_out += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\"/>", points_of(stroke), line);
        for (const LabelRow& row : label_rows(node, box)) {
            if (row.divider || row.text.empty())
                continue;
            m_out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\"{}{} fill=\"{}\">{}</text>", row.x, row.y + (row.title ? 4.6 : 4.0),
                                 row.left ? "" : " text-anchor=\"middle\"", row.title ? " font-weight=\"bold\"" : " font-size=\"11\"",
                                 row.title || node.leaf ? title_ink : detail_ink, xml(row.text));
        }
        m_out += to.empty() ? "</g>\n" : "</g></a>\n";
    }

    void badge(const SvgBadge& badge, const NodeBox& box)
    {
        if (badge.text.empty())
            return;
        // As wide as DejaVu Sans of 10 pixels is at most.
        const auto characters = std::count_if(badge.text.begin(), badge.text.end(), [](char c) { return (c & 0xc0) != 0x80; });
        const double width = std::max(16.0, 6.6 * static_cast<double>(characters) + 10);
        const double left = box.x + box.w / 2 - width + 8, top = box.y - box.h / 2 - 9;
        m_out
            += fmt::format("<g><rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"16\" rx=\"8\" fill=\"{}\" stroke=\"{}\"/>"
                           "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\" font-size=\"10\" fill=\"{}\">{}</text></g>\n",
                           left, top, width, badge.fill, badge.line, left + width / 2, top + 11.6, badge.ink, xml(shown_line(badge.text)));
    }

    const Diagram& m_diagram;
    const Layout& m_layout;
    const SvgTheme& m_theme;
    const SvgExtras& m_extras;
    Ids m_ids;
    std::string m_out;
};

} // namespace

std::string write_svg(const Diagram& diagram, const Layout& layout, const SvgTheme& theme, const SvgExtras& extras)
{
    return Writer(diagram, layout, theme, extras).run();
}

} // namespace archway
