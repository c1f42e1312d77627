// SPDX-License-Identifier: GPL-3.0-or-later
// One Diagram and its Layout feed the screen, SVG, PNG, PDF; DOT and Mermaid are written from the Diagram alone.
#pragma once

#include "model/base/result.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace archway {

enum class NodeShape { Box, Rounded, Stadium, Diamond, Hexagon, Circle, Text };
[[nodiscard]] std::string_view name_of(NodeShape shape);
enum class FlowDirection { TopDown, LeftRight, RightLeft, BottomUp };

struct DiagramNode {
    std::string id;
    std::string label; ///< lines separated by '\n'; the first is the title
    NodeShape shape = NodeShape::Box;
    std::string fill;      ///< "#e1f5fe" as the source states it; empty = theme colour of its group
    std::string group;     ///< branch or category, drives colour
    std::string entity;    ///< knowledge-base id for Why; empty = none
    bool proposed = false; ///< dashed, never recommended
    std::string parent;    ///< mindmap: parent node; empty = root
    std::string tooltip;
    int level = 0;     ///< trees: distance from the root, set by the builder; how strongly the node is drawn
    bool leaf = false; ///< trees: nothing hangs off it
};
struct DiagramEdge {
    std::string from, to;
    std::string label;
    bool dashed = false;
    bool arrow = true;
    std::string reason;   ///< shown on hover
    std::string relation; ///< "from>to" id of the relation for Why
};
struct Diagram {
    std::string kind; ///< "flowchart", "mindmap" …
    std::string title;
    FlowDirection direction = FlowDirection::TopDown;
    bool tree = false; ///< laid out as a tidy tree, edges without arrow heads
    std::vector<DiagramNode> nodes;
    std::vector<DiagramEdge> edges;
    [[nodiscard]] const DiagramNode* node(std::string_view id) const;
};

struct Point {
    double x = 0, y = 0;
};
struct NodeBox {
    double x = 0, y = 0; ///< centre, y down, in pixels at 100 %
    double w = 0, h = 0;
};
/// A cubic Bézier spline: 3k + 1 points, then the arrow tip when has_tip.
struct EdgePath {
    std::vector<Point> points;
    Point tip;
    bool has_tip = false;
    Point label; ///< centre of the label
};
/// Positions of a diagram: node i and edge i of the diagram it was made for.
struct Layout {
    double width = 0, height = 0;
    std::vector<NodeBox> nodes;
    std::vector<EdgePath> edges;
    std::string engine;  ///< dot, tidy-tree, sfdp, grid …
    std::string message; ///< plain words when a limit was met and a fallback drawn; empty otherwise
};

/// Width and height in pixels of one line of text; `title` lines are bold. Given by whoever paints.
using MeasureText = std::function<Point(const std::string& line, bool title)>;

/// The lines of a label; the first is the title.
[[nodiscard]] std::vector<std::string> label_lines(const std::string& label);

/// Node boxes for the labels of a diagram: text size plus padding by shape.
[[nodiscard]] std::vector<NodeBox> measure(const Diagram&, const MeasureText&);

} // namespace archway
