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

enum class NodeShape {
    Box,
    Rounded,
    Stadium,
    Diamond,
    Hexagon,
    Circle,
    Text,
    Record, ///< compartments divided by lines that say "---", rows left-aligned: a class
    Cylinder,
    Subroutine,
    LeanRight,
    LeanLeft,
    Trapezoid,
    InverseTrapezoid,
    DoubleCircle,
    Flag,
    Cloud,
    Bang
};
[[nodiscard]] std::string_view name_of(NodeShape shape);
enum class FlowDirection { TopDown, LeftRight, RightLeft, BottomUp };
/// How the nodes are arranged: by the layout worker along the direction, or by one of our own rules.
enum class Arrangement {
    Flow,        ///< the layout worker
    TreeBoth,    ///< branches on both sides of the root
    TreeOneSide, ///< all branches to the right
    TreeRadial,  ///< branches all around
    Sequence,    ///< nodes in a row with lifelines, edges as messages in their order
    Columns,     ///< a column for each outermost cluster, in their order
    Gates,       ///< a spine downwards, texts beside what leads to them, the ends in a row at its foot
    Line         ///< a line from left to right, what serves its stations above, clusters below
};

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
    int level = 0;         ///< trees: distance from the root, set by the builder; how strongly the node is drawn
    bool leaf = false;     ///< trees: nothing hangs off it
    std::string cluster{}; ///< id of the cluster it stands in; empty = none
    std::string style{};   ///< further style rules of an imported text, kept as they stand
    std::string icon{};    ///< icon of an imported mindmap, kept as it stands
    std::size_t line{};    ///< characters after which a line of the label is broken; 0 = the usual 46
};
struct DiagramEdge {
    std::string from, to;
    std::string label;
    bool dashed = false;
    bool arrow = true;
    std::string reason;   ///< shown on hover
    std::string relation; ///< "from>to" id of the relation for Why
    std::string entity{}; ///< knowledge-base id for Why where the edge is an entity of its own; empty = none
    bool thick = false;
    bool hidden = false; ///< places its ends, is not drawn
    char head = 0;       ///< 'o' or 'x' instead of the arrow head
    char tail = 0;       ///< '>', 'o' or 'x' at the start
    double width = 0;    ///< of the line in pixels; 0 = usual
};
/// A box around nodes: a Region, an instance, a repeated block.
struct DiagramCluster {
    std::string id;
    std::string label;
    std::string parent; ///< cluster it stands in; empty = none
    std::string group;  ///< drives colour
};
struct Diagram {
    std::string kind; ///< "flowchart", "mindmap" …
    std::string title;
    FlowDirection direction = FlowDirection::TopDown;
    bool tree = false; ///< laid out as a tidy tree, edges without arrow heads
    std::vector<DiagramNode> nodes;
    std::vector<DiagramEdge> edges;
    std::vector<DiagramCluster> clusters;        ///< outer ones before those inside
    Arrangement arrangement = Arrangement::Flow; ///< Flow with `tree`: branches on both sides
    std::string note;                            ///< plain words on what is not shown; empty = all is
    std::string source;                          ///< Mermaid text it was read from; what did not change is written back as it stands
    std::vector<std::string> verbatim;           ///< lines of that text that are kept without being understood
    [[nodiscard]] const DiagramNode* node(std::string_view id) const;
    [[nodiscard]] Arrangement arranged() const { return tree && arrangement == Arrangement::Flow ? Arrangement::TreeBoth : arrangement; }
};
/// Positions of node ids: what a lookup in a large diagram needs.
using NodeIndex = std::map<std::string_view, std::size_t>;
[[nodiscard]] NodeIndex index_of(const Diagram&);

struct Point {
    double x = 0, y = 0;
    friend bool operator==(const Point&, const Point&) = default;
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
    std::vector<NodeBox> clusters;               ///< cluster i of the diagram; w = 0 where it is empty
    std::vector<double> titles;                  ///< how far the title of cluster i stands to the right of its place; may be shorter
    std::vector<std::pair<Point, Point>> guides; ///< lifelines
    std::string engine;                          ///< dot, tidy-tree, sfdp, grid …
    std::string message;                         ///< plain words when a limit was met and a fallback drawn; empty otherwise
};

/// Width in pixels (x) of one line of text; `title` lines are bold. Heights are those below. Given by whoever paints.
using MeasureText = std::function<Point(const std::string& line, bool title)>;

constexpr double title_height = 18, detail_height = 15; ///< of a line, in pixels
constexpr double cluster_header = 24;                   ///< room above what a cluster holds
constexpr double title_indent = 10;                     ///< of a cluster's title

/// The lines of a label; the first is the title.
[[nodiscard]] std::vector<std::string> label_lines(const std::string& label);

/// One line of text without characters that steer a terminal or the direction of writing, at most `most` characters long.
[[nodiscard]] std::string shown_line(std::string_view text, std::size_t most = 64);

/// One line of a node as it is drawn.
struct LabelRow {
    std::string text;
    bool title = false;
    bool left = false;    ///< left-aligned at x, else centred on it
    bool divider = false; ///< a line across instead of text
    double x = 0, y = 0;  ///< centre of the row; with `left` its left end
    double height = 0;
};
/// The rows of a node's label in its box: long lines broken, endless ones cut, control characters out.
[[nodiscard]] std::vector<LabelRow> label_rows(const DiagramNode&, const NodeBox&);

/// Node boxes for the labels of a diagram: text size plus padding by shape.
[[nodiscard]] std::vector<NodeBox> measure(const Diagram&, const MeasureText&);
/// Room an edge's label needs; 0 × 0 without one.
[[nodiscard]] Point measure_label(const DiagramEdge&, const MeasureText&);
/// Room the title of a cluster needs; 0 × 0 without one.
[[nodiscard]] Point measure_title(const DiagramCluster&, const MeasureText&);
/// Where the title of cluster i stands: at its upper border; `width` is that of the text.
[[nodiscard]] NodeBox title_place(const Layout&, std::size_t cluster, double width);

/// Width of an edge's line in pixels.
[[nodiscard]] double line_width(const DiagramEdge&);

/// The outline of a shape: a rounded rectangle when there are no corners, else a polygon; with further strokes inside.
struct Outline {
    double radius = 0;
    std::vector<Point> corners;
    std::vector<std::vector<Point>> strokes;
};
[[nodiscard]] Outline outline_of(const DiagramNode&, const NodeBox&);

/// What stands at an end of an edge: filled corners, or strokes.
struct EdgeMark {
    std::vector<Point> corners;
    std::vector<std::vector<Point>> strokes;
};
[[nodiscard]] std::vector<EdgeMark> edge_marks(const DiagramEdge&, const EdgePath&);

} // namespace archway
