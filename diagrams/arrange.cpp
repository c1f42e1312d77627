// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/arrange.h"

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

constexpr double gap = 12;          ///< between boxes of a column
constexpr double gap_columns = 36;  ///< between columns
constexpr double padding = 12;      ///< inside a cluster
constexpr double self_message = 36; ///< how far a message to oneself reaches out

EdgePath straight(Point a, Point b)
{
    EdgePath path;
    path.points = {a, {a.x + (b.x - a.x) / 3, a.y}, {b.x - (b.x - a.x) / 3, b.y}, b};
    path.tip = b;
    path.has_tip = true;
    return path;
}

/// Indices of clusters by id, and for each the outermost and second cluster it stands in.
struct ClusterHomes {
    explicit ClusterHomes(const Diagram& diagram)
        : outermost(diagram.clusters.size())
        , second(diagram.clusters.size(), -1)
    {
        for (std::size_t i = 0; i < diagram.clusters.size(); ++i) {
            const auto parent = at.find(diagram.clusters[i].parent);
            if (parent == at.end())
                outermost[i] = i;
            else {
                outermost[i] = outermost[parent->second];
                second[i] = second[parent->second] >= 0 ? second[parent->second] : static_cast<int>(i);
            }
            at.emplace(diagram.clusters[i].id, i);
        }
    }
    std::map<std::string_view, std::size_t> at;
    std::vector<std::size_t> outermost;
    std::vector<int> second;
};

} // namespace

std::vector<int> parents_of(const Diagram& diagram)
{
    const NodeIndex at = index_of(diagram);
    std::vector<int> out;
    out.reserve(diagram.nodes.size());
    for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
        const auto parent = at.find(diagram.nodes[i].parent);
        const bool root = diagram.nodes[i].parent.empty() || parent == at.end() || parent->second >= i;
        out.push_back(root ? -1 : static_cast<int>(parent->second));
    }
    return out;
}

Point bezier_point(const Point* curve, double t)
{
    const double u = 1 - t, a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
    return {a * curve[0].x + b * curve[1].x + c * curve[2].x + d * curve[3].x,
            a * curve[0].y + b * curve[1].y + c * curve[2].y + d * curve[3].y};
}

EdgePath side_curve(const NodeBox& from, const NodeBox& to)
{
    // Out of the side that faces the other box.
    const double sign = to.x >= from.x ? 1 : -1;
    const Point a{from.x + sign * from.w / 2, from.y};
    const Point b{to.x - sign * to.w / 2, to.y};
    const double middle = (a.x + b.x) / 2;
    EdgePath path;
    path.points = {a, {middle, a.y}, {middle, b.y}, b};
    path.label = {middle, (a.y + b.y) / 2};
    path.tip = b;
    return path;
}

void add_side_curves(const Diagram& diagram, Layout& layout, bool heads)
{
    const NodeIndex at = index_of(diagram);
    for (const DiagramEdge& edge : diagram.edges) {
        const auto from = at.find(edge.from);
        const auto to = at.find(edge.to);
        EdgePath path;
        if (from != at.end() && to != at.end())
            path = side_curve(layout.nodes[from->second], layout.nodes[to->second]);
        path.has_tip = heads && edge.arrow && !path.points.empty();
        layout.edges.push_back(std::move(path));
    }
}

void Extent::widen(double x, double y, double w, double h)
{
    left = std::min(left, x - w / 2);
    top = std::min(top, y - h / 2);
    right = std::max(right, x + w / 2);
    bottom = std::max(bottom, y + h / 2);
}

void Extent::widen(const Layout& layout)
{
    for (const auto* boxes : {&layout.nodes, &layout.clusters}) {
        for (const NodeBox& box : *boxes) {
            if (box.w > 0)
                widen(box.x, box.y, box.w, box.h);
        }
    }
}

void settle(Layout& layout, const Extent& extent)
{
    if (extent.empty())
        return;
    const auto move = [&extent](auto& what) {
        what.x -= extent.left;
        what.y -= extent.top;
    };
    for (auto* boxes : {&layout.nodes, &layout.clusters}) {
        for (NodeBox& box : *boxes)
            move(box);
    }
    for (EdgePath& path : layout.edges) {
        for (Point& point : path.points)
            move(point);
        move(path.tip);
        move(path.label);
    }
    layout.width = extent.right - extent.left;
    layout.height = extent.bottom - extent.top;
}

void settle(Layout& layout)
{
    Extent extent;
    extent.widen(layout);
    settle(layout, extent);
}

Layout sequence_layout(const Diagram& diagram, const std::vector<NodeBox>& boxes, const std::vector<Point>& labels)
{
    Layout layout;
    layout.engine = "sequence";
    layout.nodes = boxes;
    const NodeIndex at = index_of(diagram);
    struct Message {
        std::size_t edge, from, to;
        [[nodiscard]] std::size_t low() const { return std::min(from, to); }
        [[nodiscard]] std::size_t high() const { return std::max(from, to); }
    };
    std::vector<Message> messages;
    for (std::size_t i = 0; i < diagram.edges.size(); ++i) {
        const auto from = at.find(diagram.edges[i].from);
        const auto to = at.find(diagram.edges[i].to);
        if (from != at.end() && to != at.end())
            messages.push_back({i, from->second, to->second});
    }
    // Distances between neighbours: the boxes, then whatever a message's label needs more.
    std::vector<double> apart(boxes.size(), 0);
    double header = 0;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        apart[i] = i == 0 ? 0 : (boxes[i - 1].w + boxes[i].w) / 2 + gap_columns;
        header = std::max(header, boxes[i].h);
    }
    std::vector<Message> by_span = messages;
    std::stable_sort(by_span.begin(), by_span.end(),
                     [](const Message& a, const Message& b) { return a.high() - a.low() < b.high() - b.low(); });
    for (const Message& message : by_span) {
        const double need = labels[message.edge].x + 28 + (message.from == message.to ? self_message : 0);
        const std::size_t low = message.low(), high = std::min(std::max(message.high(), low + 1), boxes.size() - 1);
        double there = 0;
        for (std::size_t i = low + 1; i <= high; ++i)
            there += apart[i];
        for (std::size_t i = low + 1; there < need && i <= high; ++i)
            apart[i] += (need - there) / static_cast<double>(high - low);
    }
    double x = 0;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        x += apart[i];
        layout.nodes[i].x = x;
        layout.nodes[i].y = header / 2;
        layout.nodes[i].h = header; // a row of boxes of one height
    }
    layout.edges.resize(diagram.edges.size());
    double y = header + 14;
    double reach = 0;
    for (const Message& message : messages) {
        const Point label = labels[message.edge];
        const bool itself = message.from == message.to;
        y += label.y + 14;
        const double a = layout.nodes[message.from].x, b = layout.nodes[message.to].x;
        EdgePath& path = layout.edges[message.edge];
        if (itself) {
            path.points = {{a, y}, {a + self_message, y}, {a + self_message, y + 20}, {a, y + 20}};
            path.tip = path.points.back();
            path.has_tip = true;
            path.label = {a + 8 + label.x / 2, y - label.y / 2 - 3};
            y += 20;
        } else {
            path = straight({a, y}, {b, y});
            path.label = {(a + b) / 2, y - label.y / 2 - 2};
        }
        path.has_tip = path.has_tip && diagram.edges[message.edge].arrow;
        reach = std::max(reach, path.label.x + label.x / 2);
    }
    y += 24;
    for (const NodeBox& box : layout.nodes)
        layout.guides.push_back({{box.x, header / 2 + box.h / 2}, {box.x, y}});
    const double shift = boxes.empty() ? 0 : layout.nodes.front().x - layout.nodes.front().w / 2;
    for (NodeBox& box : layout.nodes)
        box.x -= shift;
    for (auto& [from, to] : layout.guides) {
        from.x -= shift;
        to.x -= shift;
    }
    for (EdgePath& path : layout.edges) {
        for (Point& point : path.points)
            point.x -= shift;
        path.tip.x -= shift;
        path.label.x -= shift;
    }
    layout.width = std::max(boxes.empty() ? 0 : layout.nodes.back().x + layout.nodes.back().w / 2, reach - shift);
    layout.height = y;
    return layout;
}

Layout column_layout(const Diagram& diagram, const std::vector<NodeBox>& boxes)
{
    Layout layout;
    layout.engine = "columns";
    layout.nodes = boxes;
    layout.clusters.resize(diagram.clusters.size());
    const ClusterHomes homes(diagram);
    const std::size_t loose = diagram.clusters.size(); // the column of nodes that stand nowhere
    // Nodes by column and section; section -1 is the column itself.
    std::map<std::size_t, std::map<int, std::vector<std::size_t>>> columns;
    for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
        const auto home = homes.at.find(diagram.nodes[i].cluster);
        if (home == homes.at.end())
            columns[loose][-1].push_back(i);
        else
            columns[homes.outermost[home->second]][homes.second[home->second]].push_back(i);
    }
    double x = 0;
    for (const auto& [column, sections] : columns) {
        double widest = column < loose ? 8.5 * static_cast<double>(shown_line(diagram.clusters[column].label).size()) : 0;
        for (const auto& [section, nodes] : sections) {
            for (const std::size_t node : nodes)
                widest = std::max(widest, boxes[node].w);
            if (section >= 0)
                widest = std::max(widest,
                                  8.5 * static_cast<double>(shown_line(diagram.clusters[static_cast<std::size_t>(section)].label).size()));
        }
        const double middle = x + widest / 2 + 2 * padding;
        double y = column < loose ? cluster_header + padding : 0;
        for (const auto& [section, nodes] : sections) {
            const double top = y;
            y += section >= 0 ? cluster_header : 0;
            for (const std::size_t node : nodes) {
                layout.nodes[node] = {middle, y + boxes[node].h / 2, widest, boxes[node].h};
                y += boxes[node].h + gap;
            }
            if (section >= 0) {
                layout.clusters[static_cast<std::size_t>(section)] = {middle, (top + y) / 2, widest + 2 * padding, y - top};
                y += gap;
            }
        }
        if (column < loose)
            layout.clusters[column] = {middle, y / 2, widest + 4 * padding, y};
        x += widest + 4 * padding + gap_columns;
    }
    // Columns of one row end together.
    double bottom = 0;
    for (const auto& [column, sections] : columns)
        bottom = std::max(bottom, column < loose ? layout.clusters[column].h : 0);
    for (const auto& [column, sections] : columns) {
        if (column < loose) {
            layout.clusters[column].h = bottom;
            layout.clusters[column].y = bottom / 2;
        }
    }
    settle(layout);
    add_side_curves(diagram, layout, true);
    return layout;
}

Layout layered_fallback(const Diagram& diagram, const std::vector<NodeBox>& boxes, const std::string& message)
{
    Layout layout;
    layout.engine = "layered";
    layout.message = message;
    layout.nodes = boxes;
    const NodeIndex at = index_of(diagram);
    // A few rounds of "one further than whoever points here"; circles stop at the bound.
    std::vector<std::size_t> level(diagram.nodes.size(), 0);
    constexpr std::size_t levels = 12;
    for (std::size_t round = 0; round < levels; ++round) {
        for (const DiagramEdge& edge : diagram.edges) {
            const auto from = at.find(edge.from);
            const auto to = at.find(edge.to);
            if (from != at.end() && to != at.end() && level[to->second] <= level[from->second] && level[from->second] < levels)
                level[to->second] = level[from->second] + 1;
        }
    }
    // About as wide as high: a column takes no more than its share of the whole.
    double area = 0;
    for (const NodeBox& box : boxes)
        area += (box.w + 2 * gap_columns) * (box.h + gap);
    const double tallest = std::max(600.0, std::sqrt(area));
    std::vector<std::vector<std::size_t>> by_level(levels + 1);
    for (std::size_t i = 0; i < boxes.size(); ++i)
        by_level[level[i]].push_back(i);
    double x = 0;
    for (const std::vector<std::size_t>& column : by_level) {
        double y = 0, width = 0;
        std::size_t first = 0;
        const auto end_column = [&](std::size_t last) {
            for (std::size_t k = first; k < last; ++k)
                layout.nodes[column[k]].x = x + width / 2;
            x += width > 0 ? width + 2 * gap_columns : 0;
            first = last;
            y = width = 0;
        };
        for (std::size_t k = 0; k < column.size(); ++k) {
            const NodeBox& box = boxes[column[k]];
            if (y > 0 && y + box.h > tallest)
                end_column(k);
            layout.nodes[column[k]].y = y + box.h / 2;
            width = std::max(width, box.w);
            y += box.h + gap;
        }
        end_column(column.size());
    }
    settle(layout);
    add_side_curves(diagram, layout, true);
    return layout;
}

} // namespace archway
