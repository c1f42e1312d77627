// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/tidy_tree.h"

#include <algorithm>
#include <map>

namespace archway {

namespace {

constexpr double gap_between_levels = 46;
constexpr double gap_between_boxes = 7;
constexpr double gap_between_branches = 16;

EdgePath curve(const NodeBox& from, const NodeBox& to)
{
    // Out of the side that faces the other box.
    const double sign = to.x >= from.x ? 1 : -1;
    const Point a{from.x + sign * from.w / 2, from.y};
    const Point b{to.x - sign * to.w / 2, to.y};
    const double middle = (a.x + b.x) / 2;
    EdgePath path;
    path.points = {a, {middle, a.y}, {middle, b.y}, b};
    path.label = {middle, (a.y + b.y) / 2};
    return path;
}

/// Moves everything so that the top left corner is the origin, and measures the whole.
void settle(Layout& layout)
{
    double left = 0, top = 0, right = 0, bottom = 0;
    for (std::size_t i = 0; i < layout.nodes.size(); ++i) {
        const NodeBox& box = layout.nodes[i];
        left = i == 0 ? box.x - box.w / 2 : std::min(left, box.x - box.w / 2);
        top = i == 0 ? box.y - box.h / 2 : std::min(top, box.y - box.h / 2);
        right = i == 0 ? box.x + box.w / 2 : std::max(right, box.x + box.w / 2);
        bottom = i == 0 ? box.y + box.h / 2 : std::max(bottom, box.y + box.h / 2);
    }
    for (NodeBox& box : layout.nodes) {
        box.x -= left;
        box.y -= top;
    }
    layout.width = right - left;
    layout.height = bottom - top;
}

void add_edges(const Diagram& diagram, Layout& layout, bool heads)
{
    std::map<std::string_view, std::size_t> at;
    for (std::size_t i = 0; i < diagram.nodes.size(); ++i)
        at.emplace(diagram.nodes[i].id, i);
    for (const DiagramEdge& edge : diagram.edges) {
        const auto from = at.find(edge.from);
        const auto to = at.find(edge.to);
        if (from == at.end() || to == at.end()) {
            layout.edges.emplace_back();
            continue;
        }
        EdgePath path = curve(layout.nodes[from->second], layout.nodes[to->second]);
        path.tip = path.points.back();
        path.has_tip = heads && edge.arrow;
        layout.edges.push_back(std::move(path));
    }
}

/// The arrangement of one tree, without recursion: a chain of a hundred thousand nodes must not overflow the stack.
class Arrangement {
public:
    Arrangement(const Diagram& diagram, std::vector<NodeBox> boxes)
        : m_diagram(diagram)
        , m_boxes(std::move(boxes))
        , m_children(diagram.nodes.size())
        , m_height(diagram.nodes.size(), 0)
    {
    }

    std::vector<NodeBox> run()
    {
        std::map<std::string_view, std::size_t> at;
        for (std::size_t i = 0; i < m_diagram.nodes.size(); ++i)
            at.emplace(m_diagram.nodes[i].id, i);
        std::vector<std::size_t> roots;
        for (std::size_t i = 0; i < m_diagram.nodes.size(); ++i) {
            const auto parent = at.find(m_diagram.nodes[i].parent);
            // A parent that comes later, or the node itself, would close a circle.
            if (m_diagram.nodes[i].parent.empty() || parent == at.end() || parent->second >= i)
                roots.push_back(i);
            else
                m_children[parent->second].push_back(i);
        }
        measure_heights();
        double y = 0;
        for (const std::size_t root : roots) {
            const double height = place_root(root, y);
            y += height + 2 * gap_between_branches;
        }
        return std::move(m_boxes);
    }

private:
    void measure_heights()
    {
        // Children come after their parents, so one pass backwards sees every child first.
        for (std::size_t i = m_boxes.size(); i-- > 0;) {
            double below = 0;
            for (const std::size_t child : m_children[i])
                below += m_height[child] + gap_between_boxes;
            m_height[i] = std::max(m_boxes[i].h, below - (m_children[i].empty() ? 0 : gap_between_boxes));
        }
    }

    double side_height(const std::vector<std::size_t>& branches) const
    {
        double sum = 0;
        for (const std::size_t branch : branches)
            sum += m_height[branch] + gap_between_branches;
        return std::max(0.0, sum - gap_between_branches);
    }

    double place_root(std::size_t root, double top)
    {
        // First branches to the right until half the height is used, the rest to the left.
        std::vector<std::size_t> sides[2];
        double whole = 0;
        for (const std::size_t branch : m_children[root])
            whole += m_height[branch] + gap_between_branches;
        double used = 0;
        for (const std::size_t branch : m_children[root]) {
            sides[used + m_height[branch] / 2 <= whole / 2 || sides[0].empty() ? 0 : 1].push_back(branch);
            used += m_height[branch] + gap_between_branches;
        }
        const double height = std::max({side_height(sides[0]), side_height(sides[1]), m_boxes[root].h});
        m_boxes[root].x = 0;
        m_boxes[root].y = top + height / 2;
        for (int side = 0; side < 2; ++side) {
            double y = top + (height - side_height(sides[side])) / 2;
            for (const std::size_t branch : sides[side]) {
                place_branch(branch, root, y, side == 0 ? 1 : -1);
                y += m_height[branch] + gap_between_branches;
            }
        }
        return height;
    }

    void place_branch(std::size_t top_node, std::size_t root, double top, double sign)
    {
        struct Open {
            std::size_t node, parent;
            double top;
        };
        std::vector<Open> open{{top_node, root, top}};
        while (!open.empty()) {
            const Open now = open.back();
            open.pop_back();
            NodeBox& box = m_boxes[now.node];
            const NodeBox& parent = m_boxes[now.parent];
            box.x = parent.x + sign * (parent.w / 2 + gap_between_levels + box.w / 2);
            box.y = now.top + m_height[now.node] / 2;
            double below = 0;
            for (const std::size_t child : m_children[now.node])
                below += m_height[child] + gap_between_boxes;
            double y = now.top + (m_height[now.node] - std::max(0.0, below - gap_between_boxes)) / 2;
            for (const std::size_t child : m_children[now.node]) {
                open.push_back({child, now.node, y});
                y += m_height[child] + gap_between_boxes;
            }
        }
    }

    const Diagram& m_diagram;
    std::vector<NodeBox> m_boxes;
    std::vector<std::vector<std::size_t>> m_children;
    std::vector<double> m_height; ///< of the whole subtree
};

} // namespace

Layout tidy_tree(const Diagram& diagram, const std::vector<NodeBox>& boxes)
{
    Layout layout;
    layout.engine = "tidy-tree";
    layout.nodes = Arrangement(diagram, boxes).run();
    settle(layout);
    add_edges(diagram, layout, false);
    return layout;
}

Layout layered_fallback(const Diagram& diagram, const std::vector<NodeBox>& boxes, const std::string& message)
{
    Layout layout;
    layout.engine = "layered";
    layout.message = message;
    layout.nodes = boxes;
    std::map<std::string_view, std::size_t> at;
    for (std::size_t i = 0; i < diagram.nodes.size(); ++i)
        at.emplace(diagram.nodes[i].id, i);
    // A few rounds of "one further than whoever points here"; circles stop at the bound.
    std::vector<std::size_t> level(diagram.nodes.size(), 0);
    for (int round = 0; round < 12; ++round) {
        for (const DiagramEdge& edge : diagram.edges) {
            const auto from = at.find(edge.from);
            const auto to = at.find(edge.to);
            if (from != at.end() && to != at.end() && level[to->second] <= level[from->second] && level[from->second] < 12)
                level[to->second] = level[from->second] + 1;
        }
    }
    std::map<std::size_t, double> next_y, widths;
    for (std::size_t i = 0; i < boxes.size(); ++i)
        widths[level[i]] = std::max(widths[level[i]], boxes[i].w);
    std::map<std::size_t, double> lefts;
    double x = 0;
    for (const auto& [column, width] : widths) {
        lefts[column] = x;
        x += width + 2 * gap_between_levels;
    }
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        double& y = next_y[level[i]];
        layout.nodes[i].x = lefts[level[i]] + widths[level[i]] / 2;
        layout.nodes[i].y = y + boxes[i].h / 2;
        y += boxes[i].h + 2 * gap_between_boxes;
    }
    settle(layout);
    add_edges(diagram, layout, true);
    return layout;
}

} // namespace archway
