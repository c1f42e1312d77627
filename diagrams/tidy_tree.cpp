// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/tidy_tree.h"

#include "diagrams/arrange.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace archway {

namespace {

constexpr double gap_between_levels = 46;
constexpr double gap_between_boxes = 7, gap_between_leaves = 2;
constexpr double gap_between_branches = 16;

/// The arrangement of one tree, without recursion: a chain of a hundred thousand nodes must not overflow the stack.
class Sides {
public:
    Sides(const Diagram& diagram, std::vector<NodeBox> boxes)
        : m_diagram(diagram)
        , m_boxes(std::move(boxes))
        , m_children(diagram.nodes.size())
        , m_height(diagram.nodes.size(), 0)
        , m_leads_up(diagram.nodes.size(), false)
    {
    }

    std::vector<NodeBox> run()
    {
        std::vector<std::size_t> roots;
        const std::vector<int> parents = parents_of(m_diagram);
        for (std::size_t i = 0; i < parents.size(); ++i)
            (parents[i] < 0 ? roots : m_children[static_cast<std::size_t>(parents[i])]).push_back(i);
        const NodeIndex at = index_of(m_diagram);
        for (const DiagramEdge& edge : m_diagram.edges) {
            const auto from = at.find(edge.from);
            const auto to = at.find(edge.to);
            if (from != at.end() && to != at.end() && parents[from->second] == static_cast<int>(to->second))
                m_leads_up[from->second] = true;
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
    /// Room between a node and the next of its siblings.
    double gap_after(std::size_t node) const { return m_diagram.nodes[node].leaf ? gap_between_leaves : gap_between_boxes; }

    double children_height(std::size_t node) const
    {
        double sum = 0;
        for (const std::size_t child : m_children[node])
            sum += m_height[child] + gap_after(child);
        return m_children[node].empty() ? 0 : sum - gap_after(m_children[node].back());
    }

    void measure_heights()
    {
        // Children come after their parents, so one pass backwards sees every child first.
        for (std::size_t i = m_boxes.size(); i-- > 0;)
            m_height[i] = std::max(m_boxes[i].h, children_height(i));
    }

    double side_height(const std::vector<std::size_t>& branches) const
    {
        double sum = 0;
        for (const std::size_t branch : branches)
            sum += m_height[branch] + gap_between_branches;
        return std::max(0.0, sum - gap_between_branches);
    }

    /// The branches on the right and on the left: what leads to the root stands on the left; where all lead from it, the first go to the
    /// right until half the height is used.
    std::array<std::vector<std::size_t>, 2> sides_of(std::size_t root) const
    {
        std::array<std::vector<std::size_t>, 2> sides;
        if (m_diagram.arranged() == Arrangement::TreeOneSide) {
            sides[0] = m_children[root];
            return sides;
        }
        const auto leads_here = [this](std::size_t branch) { return m_leads_up[branch]; };
        const bool some = std::any_of(m_children[root].begin(), m_children[root].end(), leads_here);
        double whole = 0, used = 0;
        for (const std::size_t branch : m_children[root])
            whole += m_height[branch] + gap_between_branches;
        for (const std::size_t branch : m_children[root]) {
            const bool right = !some ? used + m_height[branch] / 2 <= whole / 2 || sides[0].empty() : !m_leads_up[branch];
            sides[right ? 0 : 1].push_back(branch);
            used += m_height[branch] + gap_between_branches;
        }
        return sides;
    }

    double place_root(std::size_t root, double top)
    {
        const auto sides = sides_of(root);
        const double height = std::max({side_height(sides[0]), side_height(sides[1]), m_boxes[root].h});
        m_boxes[root].x = 0;
        m_boxes[root].y = top + height / 2;
        for (int side = 0; side < 2; ++side) {
            double y = top + (height - side_height(sides[side])) / 2;
            m_columns.assign(1, m_boxes[root].w / 2 + gap_between_levels);
            std::vector<std::pair<std::size_t, std::size_t>> placed;
            for (const std::size_t branch : sides[side]) {
                place_branch(branch, y, placed);
                y += m_height[branch] + gap_between_branches;
            }
            // Each level begins where the widest box of the one before it ends.
            for (const auto& [node, depth] : placed) {
                m_columns.resize(std::max(m_columns.size(), depth + 2), 0);
                m_columns[depth + 1] = std::max(m_columns[depth + 1], m_boxes[node].w + gap_between_levels);
            }
            for (std::size_t depth = 1; depth < m_columns.size(); ++depth)
                m_columns[depth] += m_columns[depth - 1];
            for (const auto& [node, depth] : placed)
                m_boxes[node].x = (side == 0 ? 1 : -1) * (m_columns[depth] + m_boxes[node].w / 2);
        }
        return height;
    }

    void place_branch(std::size_t top_node, double top, std::vector<std::pair<std::size_t, std::size_t>>& placed)
    {
        struct Open {
            std::size_t node, depth;
            double top;
        };
        std::vector<Open> open{{top_node, 0, top}};
        while (!open.empty()) {
            const Open now = open.back();
            open.pop_back();
            m_boxes[now.node].y = now.top + m_height[now.node] / 2;
            placed.emplace_back(now.node, now.depth);
            double y = now.top + (m_height[now.node] - children_height(now.node)) / 2;
            for (const std::size_t child : m_children[now.node]) {
                open.push_back({child, now.depth + 1, y});
                y += m_height[child] + gap_after(child);
            }
        }
    }

    const Diagram& m_diagram;
    std::vector<NodeBox> m_boxes;
    std::vector<std::vector<std::size_t>> m_children;
    std::vector<double> m_height;  ///< of the whole subtree
    std::vector<bool> m_leads_up;  ///< its edge leads to its parent, not from it
    std::vector<double> m_columns; ///< where the levels of the side at hand begin
};

/// A tree around its root: each leaf takes as much of the circle as its box needs there, a level is a ring.
class Rings {
public:
    Rings(const Diagram& diagram, std::vector<NodeBox> boxes)
        : m_parents(parents_of(diagram))
        , m_boxes(std::move(boxes))
        , m_depth(m_parents.size(), 0)
        , m_leaf(m_parents.size(), true)
        , m_angle(m_parents.size(), 0)
    {
        const auto roots = static_cast<std::size_t>(std::count(m_parents.begin(), m_parents.end(), -1));
        for (std::size_t i = 0; i < m_parents.size(); ++i) {
            // Several roots stand around an empty middle.
            m_depth[i] = m_parents[i] < 0 ? (roots > 1 ? 1 : 0) : m_depth[static_cast<std::size_t>(m_parents[i])] + 1;
            if (m_parents[i] >= 0)
                m_leaf[static_cast<std::size_t>(m_parents[i])] = false;
        }
    }

    std::vector<NodeBox> run()
    {
        order_leaves();
        for (int round = 0; round < 12; ++round)
            spread();
        double ring = 0;
        for (const NodeBox& box : m_boxes)
            ring = std::max(ring, box.w);
        ring = ring * 0.55 + gap_between_levels;
        // Wider rings pull all boxes apart, so this ends; the bound is for boxes that share one point.
        for (int round = 0; round < 60; ++round, ring *= 1.07) {
            place(ring);
            if (!any_overlap())
                break;
        }
        return std::move(m_boxes);
    }

private:
    /// Leaves in the order in which one walks around the tree.
    void order_leaves()
    {
        std::vector<std::vector<std::size_t>> children(m_parents.size());
        std::vector<std::size_t> open;
        for (std::size_t i = m_parents.size(); i-- > 0;)
            (m_parents[i] < 0 ? open : children[static_cast<std::size_t>(m_parents[i])]).push_back(i);
        while (!open.empty()) {
            const std::size_t node = open.back();
            open.pop_back();
            if (m_leaf[node])
                m_order.push_back(node);
            open.insert(open.end(), children[node].begin(), children[node].end());
        }
        for (std::size_t k = 0; k < m_order.size(); ++k)
            m_angle[m_order[k]] = circle * static_cast<double>(k) / static_cast<double>(m_order.size());
    }

    /// Shares the circle out anew: beside the root boxes are stacked, so their height counts; above and below it their width.
    void spread()
    {
        double whole = 0;
        std::vector<double> needs;
        for (const std::size_t leaf : m_order) {
            const NodeBox& box = m_boxes[leaf];
            const double across = std::abs(std::sin(m_angle[leaf])), along = std::abs(std::cos(m_angle[leaf]));
            needs.push_back(std::min(box.w / std::max(across, 1e-3), box.h / std::max(along, 1e-3)) + gap_between_boxes);
            whole += needs.back();
        }
        double used = 0;
        for (std::size_t k = 0; k < m_order.size(); ++k) {
            m_angle[m_order[k]] = circle * ((used + needs[k] / 2) / whole - 0.25);
            used += needs[k];
        }
        // A parent stands before the middle of its children.
        std::vector<double> low(m_parents.size(), 1e9), high(m_parents.size(), -1e9);
        for (std::size_t i = m_parents.size(); i-- > 0;) {
            if (!m_leaf[i])
                m_angle[i] = (low[i] + high[i]) / 2;
            if (m_parents[i] >= 0) {
                const auto parent = static_cast<std::size_t>(m_parents[i]);
                low[parent] = std::min(low[parent], m_leaf[i] ? m_angle[i] : low[i]);
                high[parent] = std::max(high[parent], m_leaf[i] ? m_angle[i] : high[i]);
            }
        }
    }

    void place(double ring)
    {
        for (std::size_t i = 0; i < m_boxes.size(); ++i) {
            const double across = std::cos(m_angle[i]);
            m_boxes[i].x = 1.25 * ring * m_depth[i] * across;
            m_boxes[i].y = ring * m_depth[i] * std::sin(m_angle[i]);
            // What ends a branch begins at the ring instead of standing across it.
            if (m_leaf[i] && m_depth[i] > 0)
                m_boxes[i].x += across * m_boxes[i].w / 2;
        }
    }

    bool any_overlap() const
    {
        std::vector<std::size_t> by_left(m_boxes.size());
        for (std::size_t i = 0; i < by_left.size(); ++i)
            by_left[i] = i;
        const auto left = [this](std::size_t i) { return m_boxes[i].x - m_boxes[i].w / 2; };
        std::sort(by_left.begin(), by_left.end(), [&](std::size_t a, std::size_t b) { return left(a) < left(b); });
        for (std::size_t k = 0; k < by_left.size(); ++k) {
            const NodeBox& a = m_boxes[by_left[k]];
            for (std::size_t m = k + 1; m < by_left.size() && left(by_left[m]) < a.x + a.w / 2 + gap_between_boxes; ++m) {
                const NodeBox& b = m_boxes[by_left[m]];
                if (std::abs(a.y - b.y) < (a.h + b.h) / 2 + gap_between_boxes / 2)
                    return true;
            }
        }
        return false;
    }

    static constexpr double circle = 6.283185307179586;
    std::vector<int> m_parents;
    std::vector<NodeBox> m_boxes;
    std::vector<int> m_depth;
    std::vector<bool> m_leaf;
    std::vector<double> m_angle;
    std::vector<std::size_t> m_order; ///< leaves
};

/// Where the line from the middle of a box to `to` leaves it.
Point border(const NodeBox& box, Point to)
{
    const double dx = to.x - box.x, dy = to.y - box.y;
    const double share = std::min({1.0, box.w / 2 / std::max(1e-6, std::abs(dx)), box.h / 2 / std::max(1e-6, std::abs(dy))});
    return {box.x + dx * share, box.y + dy * share};
}

/// Away from the middle at the parent, towards it at the child: branches part like those of a tree.
void add_spokes(const Diagram& diagram, Layout& layout)
{
    const NodeIndex at = index_of(diagram);
    const std::vector<int> parents = parents_of(diagram);
    const bool one_root = std::count(parents.begin(), parents.end(), -1) == 1;
    const Point middle = one_root ? Point{layout.nodes.front().x, layout.nodes.front().y} : Point{layout.width / 2, layout.height / 2};
    const auto outwards = [&](const NodeBox& box, double by) {
        const double dx = box.x - middle.x, dy = box.y - middle.y, length = std::hypot(dx, dy);
        return length < 1 ? Point{box.x, box.y} : Point{box.x + dx / length * by, box.y + dy / length * by};
    };
    for (const DiagramEdge& edge : diagram.edges) {
        EdgePath path;
        const auto from = at.find(edge.from);
        const auto to = at.find(edge.to);
        if (from != at.end() && to != at.end()) {
            const NodeBox& near = layout.nodes[from->second];
            const NodeBox& far = layout.nodes[to->second];
            const double reach = 0.24 * std::hypot(far.x - near.x, far.y - near.y);
            const bool from_middle = std::hypot(near.x - middle.x, near.y - middle.y) < 1;
            Point second = outwards(far, -reach);
            const Point first = from_middle ? second : outwards(near, reach);
            Point b = border(far, second);
            // What stands beside the middle is met at the end that faces it; a line to the middle of a text would cross the one before.
            const double across = (far.x - middle.x) / std::max(1.0, std::hypot(far.x - middle.x, far.y - middle.y));
            const bool text = diagram.nodes[to->second].leaf;
            if (std::abs(across) > (text ? 0.3 : 0.85) && std::abs(b.x - middle.x) > 1) {
                b = {far.x - (across > 0 ? 1 : -1) * (far.w / 2 - (text ? 6 : 0)), far.y};
                second = outwards({b.x, b.y, 0, 0}, -reach);
            }
            const Point a = border(near, first);
            path.points = {a, first, second, b};
            path.label = {(a.x + b.x) / 2, (a.y + b.y) / 2};
            path.tip = b;
        }
        layout.edges.push_back(std::move(path));
    }
}

} // namespace

Layout tidy_tree(const Diagram& diagram, const std::vector<NodeBox>& boxes)
{
    Layout layout;
    layout.engine = "tidy-tree";
    const bool radial = diagram.arranged() == Arrangement::TreeRadial;
    layout.nodes = radial ? Rings(diagram, boxes).run() : Sides(diagram, boxes).run();
    settle(layout);
    if (radial)
        add_spokes(diagram, layout);
    else
        add_side_curves(diagram, layout, false);
    return layout;
}

} // namespace archway
