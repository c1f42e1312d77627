// SPDX-License-Identifier: GPL-3.0-or-later
// Diagrams with one thread through them: a decision runs down through its gates, a pipeline from left to right through its stations.
#include "diagrams/arrange.h"

#include <algorithm>
#include <array>

namespace archway {

namespace {

constexpr double gap = 20;       ///< between boxes of a row
constexpr double gap_aside = 72; ///< between the spine and what stands beside it
constexpr double gap_rows = 52;  ///< between rows, with room for a label
constexpr double gap_fan = 28;   ///< more, where several ways part
constexpr double padding = 14;   ///< inside a cluster
constexpr double gap_stations = 40;

/// The edges of each node, by place in the diagram; those to nothing left out.
struct Ends {
    explicit Ends(const Diagram& diagram)
        : of(diagram.edges.size(), {npos, npos})
    {
        const NodeIndex at = index_of(diagram);
        for (std::size_t i = 0; i < diagram.edges.size(); ++i) {
            const auto from = at.find(diagram.edges[i].from);
            const auto to = at.find(diagram.edges[i].to);
            if (from != at.end() && to != at.end())
                of[i] = {from->second, to->second};
        }
    }
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);
    std::vector<std::array<std::size_t, 2>> of;
};

/// The longest way along solid edges from the first node, to a terminal (a stadium) where one can be reached. Circles stop at the bound.
std::vector<std::size_t> spine_of(const Diagram& diagram, const Ends& ends)
{
    const std::size_t count = diagram.nodes.size();
    std::vector<int> length(count, -1);
    std::vector<std::size_t> before(count, Ends::npos);
    if (count == 0)
        return {};
    length[0] = 0;
    for (std::size_t round = 0; round < std::min<std::size_t>(count, 64); ++round) {
        for (std::size_t i = 0; i < ends.of.size(); ++i) {
            const auto [from, to] = ends.of[i];
            if (from == Ends::npos || diagram.edges[i].dashed || diagram.edges[i].hidden || length[from] < 0 || to == 0
                || length[to] > length[from])
                continue;
            // A way that already leads through `to` would close a circle.
            bool circle = false;
            std::size_t steps = 0;
            for (std::size_t node = from; node != Ends::npos && steps <= count; node = before[node], ++steps)
                circle = circle || node == to;
            if (circle)
                continue;
            length[to] = length[from] + 1;
            before[to] = from;
        }
    }
    std::size_t last = 0;
    const auto weight = [&](std::size_t i) { return std::pair(diagram.nodes[i].shape == NodeShape::Stadium && i > 0, length[i]); };
    for (std::size_t i = 1; i < count; ++i) {
        if (length[i] > 0 && weight(i) > weight(last))
            last = i;
    }
    std::vector<std::size_t> spine;
    for (std::size_t node = last, steps = 0; node != Ends::npos && steps <= count; node = before[node], ++steps)
        spine.push_back(node);
    std::reverse(spine.begin(), spine.end());
    return spine;
}

EdgePath straight(Point a, Point b, bool arrow)
{
    EdgePath path;
    path.points = {a, {a.x + (b.x - a.x) / 3, a.y + (b.y - a.y) / 3}, {b.x - (b.x - a.x) / 3, b.y - (b.y - a.y) / 3}, b};
    path.label = {(a.x + b.x) / 2, (a.y + b.y) / 2};
    path.tip = b;
    path.has_tip = arrow;
    return path;
}

/// Leaves and arrives upright.
EdgePath upright(Point a, Point b, bool arrow)
{
    EdgePath path = straight(a, b, arrow);
    path.points[1] = {a.x, a.y + (b.y - a.y) * 0.55};
    path.points[2] = {b.x, b.y - (b.y - a.y) * 0.55};
    return path;
}

/// Moves everything so that boxes and labels begin at the origin.
void settle_all(Layout& layout, const std::vector<Point>& labels)
{
    Extent extent;
    extent.widen(layout);
    for (std::size_t i = 0; i < layout.edges.size(); ++i) {
        if (!layout.edges[i].points.empty())
            extent.widen(layout.edges[i].label.x, layout.edges[i].label.y, labels[i].x, labels[i].y);
    }
    settle(layout, extent);
}

double bottom_of(const NodeBox& box)
{
    return box.y + box.h / 2;
}

double top_of(const NodeBox& box)
{
    return box.y - box.h / 2;
}

} // namespace

Layout gates_layout(const Diagram& diagram, const std::vector<NodeBox>& boxes, const std::vector<Point>& labels)
{
    Layout layout;
    layout.engine = "gates";
    layout.nodes = boxes;
    layout.edges.resize(diagram.edges.size());
    layout.clusters.resize(diagram.clusters.size());
    const Ends ends(diagram);
    std::vector<std::size_t> spine{0};
    std::vector<bool> placed(boxes.size(), false);
    if (boxes.empty())
        return layout;
    placed[0] = true;
    // Down along solid edges; whatever else hangs off the last station stands beside it in the last row.
    for (bool on_way = true; on_way;) {
        on_way = false;
        for (std::size_t i = 0; i < ends.of.size() && !on_way; ++i) {
            const auto [from, to] = ends.of[i];
            if (from == spine.back() && !diagram.edges[i].dashed && !placed[to]) {
                spine.push_back(to);
                placed[to] = on_way = true;
            }
        }
    }
    double half = 0, y = 0;
    for (const std::size_t node : spine)
        half = std::max(half, boxes[node].w / 2);
    for (std::size_t k = 0; k < spine.size(); ++k) {
        const std::size_t station = spine[k];
        std::vector<std::size_t> asides, ends_row;
        for (const auto& [from, to] : ends.of) {
            if (from == Ends::npos || from != station || placed[to])
                continue;
            placed[to] = true;
            (diagram.nodes[to].shape == NodeShape::Text ? asides : ends_row).push_back(to);
        }
        // Several texts stand in two columns.
        const std::size_t columns = asides.size() > 2 ? 2 : 1;
        std::array<double, 2> x{half + gap_aside, 0}, filled{};
        for (std::size_t i = 0; i < asides.size(); ++i)
            x[1] = std::max(x[1], i % columns == 0 ? half + gap_aside + boxes[asides[i]].w + gap : 0);
        for (std::size_t i = 0; i < asides.size(); ++i) {
            NodeBox& box = layout.nodes[asides[i]];
            box.x = x[i % columns] + box.w / 2;
            box.y = y + filled[i % columns] + box.h / 2;
            filled[i % columns] += box.h + gap;
        }
        const double beside = std::max({0.0, filled[0] - gap, filled[1] - gap});
        const double height = std::max(boxes[station].h, beside);
        layout.nodes[station].x = 0;
        // A lone text stands level with its gate; beside many the gate stands at the top.
        const bool level = asides.size() < 2;
        layout.nodes[station].y = y + (level ? height : boxes[station].h) / 2;
        for (const std::size_t aside : asides) {
            if (level)
                layout.nodes[aside].y = y + height / 2;
        }
        y += height + gap_rows;
        if (ends_row.empty())
            continue;
        // The next station opens the row: all as high as the highest.
        y += gap_fan;
        const std::size_t first = k + 1 < spine.size() ? spine[k + 1] : Ends::npos;
        double highest = first == Ends::npos ? 0 : boxes[first].h;
        for (const std::size_t node : ends_row)
            highest = std::max(highest, boxes[node].h);
        double right = first == Ends::npos ? -half : boxes[first].w / 2;
        for (const std::size_t node : ends_row) {
            NodeBox& box = layout.nodes[node];
            box = {right + gap + box.w / 2, y + highest / 2, box.w, highest};
            right += gap + box.w;
        }
        if (first != Ends::npos) {
            layout.nodes[first].h = highest;
            layout.nodes[first].x = 0;
            layout.nodes[first].y = y + highest / 2;
            y += highest + gap_rows;
            ++k;
        }
    }
    for (std::size_t i = 0; i < ends.of.size(); ++i) {
        const auto [from, to] = ends.of[i];
        if (from == Ends::npos)
            continue;
        const NodeBox& a = layout.nodes[from];
        const NodeBox& b = layout.nodes[to];
        const bool arrow = diagram.edges[i].arrow;
        if (top_of(b) > bottom_of(a)) {
            layout.edges[i] = upright({a.x, bottom_of(a)}, {b.x, top_of(b)}, arrow);
        } else {
            layout.edges[i] = side_curve(a, b);
            layout.edges[i].has_tip = arrow;
        }
    }
    settle_all(layout, labels);
    return layout;
}

Layout line_layout(const Diagram& diagram, const std::vector<NodeBox>& boxes, const std::vector<Point>& labels)
{
    Layout layout;
    layout.engine = "line";
    layout.nodes = boxes;
    layout.edges.resize(diagram.edges.size());
    layout.clusters.resize(diagram.clusters.size());
    const Ends ends(diagram);
    const std::vector<std::size_t> spine = spine_of(diagram, ends);
    std::map<std::size_t, std::size_t> station; // node → place on the line
    double highest = 0;
    for (std::size_t k = 0; k < spine.size(); ++k) {
        station.emplace(spine[k], k);
        highest = std::max(highest, boxes[spine[k]].h);
    }
    // The line itself: stations of one height, as far apart as the labels between them need.
    double x = 0;
    for (std::size_t k = 0; k < spine.size(); ++k) {
        double apart = k == 0 ? 0 : gap_stations;
        for (std::size_t i = 0; i < ends.of.size(); ++i) {
            if (k > 0 && ends.of[i] == std::array{spine[k - 1], spine[k]} && labels[i].x > 0)
                apart = std::max(apart, labels[i].x + 30);
        }
        NodeBox& box = layout.nodes[spine[k]];
        x += apart + box.w / 2;
        box = {x, 0, box.w, highest};
        x += box.w / 2;
    }
    // What hangs off a station: above it, or below where it stands in a cluster.
    std::map<std::size_t, std::vector<std::size_t>> rows[2];
    for (std::size_t node = 0; node < boxes.size(); ++node) {
        if (station.contains(node))
            continue;
        std::size_t host = 0;
        for (const auto& [from, to] : ends.of) {
            if (from != Ends::npos && (from == node || to == node) && station.contains(from == node ? to : from)) {
                host = station.at(from == node ? to : from);
                break;
            }
        }
        rows[diagram.nodes[node].cluster.empty() ? 0 : 1][host].push_back(node);
    }
    for (int side = 0; side < 2; ++side) {
        double tallest = 0;
        for (const auto& [host, nodes] : rows[side]) {
            for (const std::size_t node : nodes)
                tallest = std::max(tallest, boxes[node].h);
        }
        const double y = (side == 0 ? -1 : 1) * (highest / 2 + gap_rows + 12 + tallest / 2 + (side == 0 ? 0 : cluster_header));
        // Groups in the order of their stations, each as near below or above its own as those before it leave room; then, from the right,
        // pulled back to where the line ends.
        std::vector<std::pair<std::vector<std::size_t>, double>> groups;
        double free = -1e18;
        for (const auto& [host, nodes] : rows[side]) {
            double width = -gap;
            for (const std::size_t node : nodes)
                width += boxes[node].w + gap;
            const double left = std::max(free, layout.nodes[spine[host]].x - width / 2);
            groups.emplace_back(nodes, left);
            free = left + width + gap;
        }
        double limit = std::max(x, free - gap);
        const double excess = std::max(0.0, limit - x);
        for (std::size_t g = groups.size(); g-- > 0;) {
            double width = -gap;
            for (const std::size_t node : groups[g].first)
                width += boxes[node].w + gap;
            const double wanted = groups[g].second - excess;
            const double left = std::min(groups[g].second, std::max(wanted, limit - excess - width));
            groups[g].second = left;
            limit = left - gap + excess;
        }
        for (const auto& [nodes, left] : groups) {
            double at = left;
            for (const std::size_t node : nodes) {
                layout.nodes[node] = {at + boxes[node].w / 2, y, boxes[node].w, tallest};
                at += boxes[node].w + gap;
            }
        }
    }
    for (std::size_t c = 0; c < diagram.clusters.size(); ++c) {
        double left = 1e18, right = -1e18, top = 1e18, bottom = -1e18;
        for (std::size_t node = 0; node < boxes.size(); ++node) {
            if (diagram.nodes[node].cluster != diagram.clusters[c].id)
                continue;
            const NodeBox& box = layout.nodes[node];
            left = std::min(left, box.x - box.w / 2 - padding);
            right = std::max(right, box.x + box.w / 2 + padding);
            top = std::min(top, top_of(box) - cluster_header - 4);
            bottom = std::max(bottom, bottom_of(box) + padding);
        }
        if (left < right)
            layout.clusters[c] = {(left + right) / 2, (top + bottom) / 2, right - left, bottom - top};
    }
    // Upright edges share the side of their station evenly, in the order in which they come.
    struct Hanging {
        std::size_t edge, host, other;
        bool above;
    };
    std::map<std::pair<std::size_t, bool>, std::vector<Hanging>> at_host;
    for (std::size_t i = 0; i < ends.of.size(); ++i) {
        const auto [from, to] = ends.of[i];
        if (from == Ends::npos)
            continue;
        const bool from_line = station.contains(from), to_line = station.contains(to);
        if (from_line != to_line) {
            const std::size_t host = from_line ? from : to, other = from_line ? to : from;
            const bool above = layout.nodes[other].y < 0;
            at_host[{host, above}].push_back({i, host, other, above});
            continue;
        }
        layout.edges[i] = side_curve(layout.nodes[from], layout.nodes[to]);
        layout.edges[i].has_tip = diagram.edges[i].arrow;
    }
    for (auto& [key, hanging] : at_host) {
        std::stable_sort(hanging.begin(), hanging.end(),
                         [&](const Hanging& a, const Hanging& b) { return layout.nodes[a.other].x < layout.nodes[b.other].x; });
        for (std::size_t k = 0; k < hanging.size(); ++k) {
            const auto& [edge, host, other, above] = hanging[k];
            const NodeBox& line = layout.nodes[host];
            const NodeBox& box = layout.nodes[other];
            const double share = (static_cast<double>(k) + 1) / (static_cast<double>(hanging.size()) + 1) - 0.5;
            const Point on_line{line.x + share * line.w * 0.8, above ? top_of(line) : bottom_of(line)};
            const Point on_box{box.x, above ? bottom_of(box) : top_of(box)};
            const bool leaves = ends.of[edge][0] == host;
            EdgePath path = upright(leaves ? on_line : on_box, leaves ? on_box : on_line, diagram.edges[edge].arrow);
            // Nearer to what it is about, where neighbours are apart.
            path.label = bezier_point(path.points.data(), leaves ? (above ? 0.72 : 0.5) : (above ? 0.28 : 0.5));
            layout.edges[edge] = std::move(path);
        }
    }
    settle_all(layout, labels);
    return layout;
}

} // namespace archway
