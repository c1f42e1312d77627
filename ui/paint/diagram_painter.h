// SPDX-License-Identifier: GPL-3.0-or-later
// Paints a laid-out diagram: the same strokes for the window, PNG and PDF.
#pragma once

#include "diagrams/diagram.h"
#include "diagrams/notation.h"
#include "diagrams/perspective.h"
#include "ui/theme.h"

#include <QPainterPath>

class QPainter;

namespace archway {

/// Measures label lines with the fonts that paint them.
[[nodiscard]] MeasureText measure_with_fonts();

[[nodiscard]] QPainterPath edge_path(const EdgePath& edge);

struct NodeLook {
    QColor fill, line, title, detail;
};
[[nodiscard]] NodeLook look_of(const DiagramNode& node, const Colours& colours);
[[nodiscard]] NodeLook look_of(const DiagramCluster& cluster, const Colours& colours);
/// Colour of an edge by the node it leads to; nullptr for none.
[[nodiscard]] QColor edge_colour(const DiagramNode* to, const Colours& colours);

/// Below this scale no text can be read: a filled box says as much.
inline constexpr qreal least_readable = 0.25;
void paint_far(QPainter& painter, const DiagramNode& node, const NodeBox& box, const Colours& colours);
void paint_node(QPainter& painter, const DiagramNode& node, const NodeBox& box, const Colours& colours, bool selected);
void paint_edge(QPainter& painter, const DiagramEdge& edge, const EdgePath& path, const QColor& colour, bool strong);
void paint_edge_label(QPainter& painter, const DiagramEdge& edge, const EdgePath& path, const Colours& colours);
void paint_cluster(QPainter& painter, const DiagramCluster& cluster, const NodeBox& box, const Colours& colours);
/// After the edges, so that none of them strikes it out.
void paint_cluster_label(QPainter& painter, const Diagram& diagram, const Layout& layout, std::size_t cluster, const Colours& colours);
void paint_guide(QPainter& painter, const std::pair<Point, Point>& guide, const Colours& colours);
/// A pill on the upper right corner of the box.
void paint_badge(QPainter& painter, const NodeBox& box, const Badge& badge, const Colours& colours);
/// The whole diagram, its top left corner at the origin.
void paint_diagram(QPainter& painter, const Diagram& diagram, const Layout& layout, const Colours& colours);

/// The same colours for the SVG writer.
[[nodiscard]] SvgTheme svg_theme(const Colours& colours);

/// How a picture leaves the program.
struct PictureOptions {
    qreal scale = 2;                              ///< pixels of a PNG per unit
    bool transparent = false;                     ///< no sheet behind it
    std::vector<Badge> badges;                    ///< of node i; empty = none
    std::map<std::string, std::string> addresses; ///< https address of an entity, for links in SVG
};
[[nodiscard]] QByteArray diagram_bytes(const Diagram& diagram, const Layout& layout, const Colours& colours, const QString& format,
                                       const PictureOptions& options);
/// A picture in bytes: svg, png (scale: pixels per unit) or pdf. Empty for another format.
[[nodiscard]] QByteArray diagram_bytes(const Diagram& diagram, const Layout& layout, const Colours& colours, const QString& format,
                                       qreal scale = 2);

/// A PDF's creation date is the one thing that differs between two runs; it is overwritten in place.
[[nodiscard]] QByteArray without_creation_date(QByteArray pdf);

} // namespace archway
