// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/tidy_tree.h"

#include "diagrams/arrange.h"

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

constexpr double gap_between_levels = 46;
constexpr double gap_between_boxes = 7;
constexpr double gap_between_branches = 16;

/// The arrangement of one tree, without recursion: a chain of a hundred thousand nodes must not overflow the stack.
class Sides {
public:
    Sides(const Diagram& diagram, std::vector<NodeBox> boxes)
        : m_diagram(diagram)
        , m_boxes(std::move(boxes))
        , m_children(diagram.nodes.size())
        , m_height(diagram.nodes.size(), 0)
    {
    }

    std::vector<NodeBox> run()
    {
        std::vector<std::size_t> roots;
        const std::vector<int> parents = parents_of(m_diagram);
        for (std::size_t i = 0; i < parents.size(); ++i)
            (parents[i] < 0 ? roots : m_children[static_cast<std::size_t>(parents[i])]).push_back(i);
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
            const bool right = m_diagram.arranged() == Arrangement::TreeOneSide || used + m_height[branch] / 2 <= whole / 2;
            sides[right || sides[0].empty() ? 0 : 1].push_back(branch);
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
            m_boxes[i].x = 1.25 * ring * m_depth[i] * std::cos(m_angle[i]);
            m_boxes[i].y = ring * m_depth[i] * std::sin(m_angle[i]);
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
Point border(const NodeBox& box, const NodeBox& to)
{
    const double dx = to.x - box.x, dy = to.y - box.y;
    const double share = std::min({1.0, box.w / 2 / std::max(1e-6, std::abs(dx)), box.h / 2 / std::max(1e-6, std::abs(dy))});
    return {box.x + dx * share, box.y + dy * share};
}

void add_spokes(const Diagram& diagram, Layout& layout)
{
    const NodeIndex at = index_of(diagram);
    for (const DiagramEdge& edge : diagram.edges) {
        EdgePath path;
        const auto from = at.find(edge.from);
        const auto to = at.find(edge.to);
        if (from != at.end() && to != at.end()) {
            const Point a = border(layout.nodes[from->second], layout.nodes[to->second]);
            const Point b = border(layout.nodes[to->second], layout.nodes[from->second]);
            path.points = {a, {a.x + (b.x - a.x) / 3, a.y + (b.y - a.y) / 3}, {b.x - (b.x - a.x) / 3, b.y - (b.y - a.y) / 3}, b};
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
