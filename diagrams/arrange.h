// SPDX-License-Identifier: GPL-3.0-or-later
// Arrangements that need no Graphviz, and what they have in common. `boxes` are the measured sizes of the nodes.
#pragma once

#include "diagrams/diagram.h"

namespace archway {

/// A participant a column, in their order, a lifeline below each, and one message a row: an edge with its label above.
[[nodiscard]] Layout sequence_layout(const Diagram&, const std::vector<NodeBox>& boxes, const std::vector<Point>& labels);

/// A column for each outermost cluster; inside, the nodes and then the inner clusters one below the other. Boxes of a column are equally
/// wide.
[[nodiscard]] Layout column_layout(const Diagram&, const std::vector<NodeBox>& boxes);

/// A spine downwards along solid edges from the first node; texts that hang off it stand beside it, other ends in a row with the next of
/// the spine.
[[nodiscard]] Layout gates_layout(const Diagram&, const std::vector<NodeBox>& boxes, const std::vector<Point>& labels);

/// The longest solid way from the first node as a line from left to right, what hangs off it above, below where it stands in a cluster.
[[nodiscard]] Layout line_layout(const Diagram&, const std::vector<NodeBox>& boxes, const std::vector<Point>& labels);

/// Columns by distance from the sources, boxes stacked in each, tall columns broken: what is drawn when the worker gives no answer.
[[nodiscard]] Layout layered_fallback(const Diagram&, const std::vector<NodeBox>& boxes, const std::string& message);

/// Which node each node hangs from, by the `parent` ids; -1 for a root. A parent that comes later would close a circle: such a node is a
/// root.
[[nodiscard]] std::vector<int> parents_of(const Diagram&);

/// A point of the cubic curve of four points, t from 0 to 1.
[[nodiscard]] Point bezier_point(const Point* curve, double t);
/// A curve between the sides of two boxes that face each other.
[[nodiscard]] EdgePath side_curve(const NodeBox& from, const NodeBox& to);
/// Gives every edge whose ends exist a side_curve; `heads`: with arrow heads.
void add_side_curves(const Diagram&, Layout&, bool heads);
/// The rectangle that holds what it was widened by; empty until then.
struct Extent {
    double left = 1e18, top = 1e18, right = -1e18, bottom = -1e18;

    /// By a rectangle of w × h around a point.
    void widen(double x, double y, double w = 0, double h = 0);
    /// By all nodes and clusters that have a size.
    void widen(const Layout&);
    [[nodiscard]] bool empty() const { return left > right; }
};

/// Moves everything so that the top left corner of `extent` is the origin, and makes the layout as large as it. Nothing when it is empty.
void settle(Layout&, const Extent& extent);
/// The same for the extent of all nodes and clusters.
void settle(Layout&);

} // namespace archway
