// SPDX-License-Identifier: GPL-3.0-or-later
// Shapes and arrow heads as points: the painter and the SVG writer draw the same.
#include "diagrams/diagram.h"

#include <cmath>

namespace archway {

namespace {

constexpr double head_length = 9, head_width = 3.8, mark_size = 4;

struct Way {
    Point at;    ///< where the edge ends
    Point along; ///< unit vector towards that end
};

Way way_to(Point end, Point before)
{
    const double dx = end.x - before.x, dy = end.y - before.y;
    const double length = std::max(1e-6, std::hypot(dx, dy));
    return {end, {dx / length, dy / length}};
}

/// The last point of `points` from `end` that is not at `end` itself.
Point before(const std::vector<Point>& points, Point end, bool from_back)
{
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Point& point = points[from_back ? points.size() - 1 - i : i];
        if (std::hypot(point.x - end.x, point.y - end.y) > 0.5)
            return point;
    }
    return end;
}

EdgeMark mark(char kind, const Way& way)
{
    const auto [at, along] = way;
    const Point across{-along.y, along.x};
    const auto point = [&](double back, double aside) {
        return Point{at.x - along.x * back + across.x * aside, at.y - along.y * back + across.y * aside};
    };
    EdgeMark out;
    if (kind == 'o') {
        for (int i = 0; i < 12; ++i) {
            const double angle = 6.283185307179586 * i / 12;
            out.corners.push_back(point(mark_size + mark_size * std::cos(angle), mark_size * std::sin(angle)));
        }
    } else if (kind == 'x') {
        out.strokes = {{point(0, mark_size), point(2 * mark_size, -mark_size)}, {point(0, -mark_size), point(2 * mark_size, mark_size)}};
    } else {
        out.corners = {at, point(head_length, head_width), point(head_length, -head_width)};
    }
    return out;
}

} // namespace

std::vector<EdgeMark> edge_marks(const DiagramEdge& edge, const EdgePath& path)
{
    std::vector<EdgeMark> out;
    if (path.points.empty() || edge.hidden)
        return out;
    if (edge.arrow && path.has_tip)
        out.push_back(mark(edge.head, way_to(path.tip, before(path.points, path.tip, true))));
    if (edge.tail)
        out.push_back(mark(edge.tail, way_to(path.points.front(), before(path.points, path.points.front(), false))));
    return out;
}

Outline outline_of(const DiagramNode& node, const NodeBox& box)
{
    const double l = box.x - box.w / 2, r = box.x + box.w / 2, t = box.y - box.h / 2, b = box.y + box.h / 2;
    constexpr double lean = 12;
    Outline out;
    switch (node.shape) {
    case NodeShape::Box:
    case NodeShape::Rounded:
    case NodeShape::Text: out.radius = 6; break;
    case NodeShape::Record: out.radius = 3; break;
    case NodeShape::Diamond:
    case NodeShape::Stadium:
    case NodeShape::Circle:
    case NodeShape::Cloud: out.radius = box.h / 2; break;
    case NodeShape::DoubleCircle:
        out.radius = box.h / 2;
        out.strokes = {{{l + box.h / 2, t + 3}, {r - box.h / 2, t + 3}}, {{l + box.h / 2, b - 3}, {r - box.h / 2, b - 3}}};
        break;
    case NodeShape::Hexagon: out.corners = {{l + lean, t}, {r - lean, t}, {r, box.y}, {r - lean, b}, {l + lean, b}, {l, box.y}}; break;
    case NodeShape::Cylinder:
        out.radius = 9;
        out.strokes = {{{l, t + 9}, {l + 9, t + 11}, {r - 9, t + 11}, {r, t + 9}}};
        break;
    case NodeShape::Subroutine:
        out.radius = 2;
        out.strokes = {{{l + 7, t}, {l + 7, b}}, {{r - 7, t}, {r - 7, b}}};
        break;
    case NodeShape::LeanRight: out.corners = {{l + lean, t}, {r, t}, {r - lean, b}, {l, b}}; break;
    case NodeShape::LeanLeft: out.corners = {{l, t}, {r - lean, t}, {r, b}, {l + lean, b}}; break;
    case NodeShape::Trapezoid: out.corners = {{l + lean, t}, {r - lean, t}, {r, b}, {l, b}}; break;
    case NodeShape::InverseTrapezoid: out.corners = {{l, t}, {r, t}, {r - lean, b}, {l + lean, b}}; break;
    case NodeShape::Flag: out.corners = {{l, t}, {r, t}, {r, b}, {l, b}, {l + lean, box.y}}; break;
    case NodeShape::Bang: {
        // Spikes all around, the text inside them.
        constexpr int spikes = 8;
        for (int i = 0; i < spikes; ++i) {
            out.corners.push_back({l + box.w * i / spikes, t});
            out.corners.push_back({l + box.w * (i + 0.5) / spikes, t + 4});
        }
        for (int i = 0; i < spikes; ++i) {
            out.corners.push_back({r - box.w * i / spikes, b});
            out.corners.push_back({r - box.w * (i + 0.5) / spikes, b - 4});
        }
        break;
    }
    }
    for (const LabelRow& row : node.shape == NodeShape::Record ? label_rows(node, box) : std::vector<LabelRow>()) {
        if (row.divider)
            out.strokes.push_back({{l, row.y}, {r, row.y}});
    }
    return out;
}

} // namespace archway
