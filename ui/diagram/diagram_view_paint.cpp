// SPDX-License-Identifier: GPL-3.0-or-later
// What the view of a diagram paints: the sheet, and of the picture what is in sight.
#include "ui/diagram/diagram_view.h"
#include "ui/paint/diagram_painter.h"

#include <QPainter>

namespace archway {

namespace {

constexpr std::size_t many_edges = 2000; ///< more are drawn without smoothing
constexpr qreal dimmed = 0.2;

QRectF rect_of(const NodeBox& box)
{
    return {box.x - box.w / 2, box.y - box.h / 2, box.w, box.h};
}

/// A tile of the dotted sheet.
QPixmap dotted(const QColor& ground, const QColor& dot, qreal ratio)
{
    static QPixmap tile;
    static std::tuple<QRgb, QRgb, qreal> made;
    constexpr int spacing = 22;
    if (const std::tuple wanted(ground.rgba(), dot.rgba(), ratio); tile.isNull() || wanted != made) {
        made = wanted;
        tile = QPixmap(QSize(spacing, spacing) * ratio);
        tile.setDevicePixelRatio(ratio);
        tile.fill(ground);
        QPainter painter(&tile);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(dot, 1.6, Qt::SolidLine, Qt::RoundCap));
        painter.drawPoint(QPointF(spacing / 2.0, spacing / 2.0));
    }
    return tile;
}

} // namespace

void DiagramView::drawBackground(QPainter* painter, const QRectF& rect)
{
    const Colours& c = Theme::instance().colours();
    painter->fillRect(rect, c.canvas);
    // A dotted sheet, in view coordinates so that it costs the same at every zoom.
    painter->save();
    painter->resetTransform();
    painter->drawTiledPixmap(viewport()->rect(), dotted(c.canvas, c.grid, viewport()->devicePixelRatioF()));
    painter->restore();
}

/// The lines of thousands of edges at once, cut to what is in sight: without smoothing, heads and labels.
void DiagramView::drawMany(QPainter& painter, const QRectF& rect) const
{
    const Colours& c = Theme::instance().colours();
    std::map<QRgb, QList<QLineF>> by_colour;
    for (std::size_t i = 0; i < m_edge_bounds.size(); ++i) {
        if (!m_edge_bounds[i].intersects(rect) || m_diagram.edges[i].hidden)
            continue;
        const DiagramNode* to = m_edge_ends[i] < 0 ? nullptr : &m_diagram.nodes[static_cast<std::size_t>(m_edge_ends[i])];
        QList<QLineF>& lines = by_colour[edge_colour(to, c).rgba()];
        const QPolygonF& line = m_edge_lines[i];
        for (qsizetype k = 0; k + 1 < line.size(); ++k) {
            if (QRectF(line[k], line[k + 1]).normalized().adjusted(-1, -1, 1, 1).intersects(rect))
                lines.append(QLineF(line[k], line[k + 1]));
        }
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const auto& [colour, lines] : by_colour) {
        painter.setPen(QPen(QColor::fromRgba(colour), 0));
        painter.drawLines(lines);
    }
}

void DiagramView::drawForeground(QPainter* painter, const QRectF& rect)
{
    const Colours& c = Theme::instance().colours();
    const bool readable = zoom() >= least_readable;
    const auto opacity = [&](const std::set<std::size_t> Traced::*part, std::size_t i) {
        painter->setOpacity(!m_lit || ((*m_lit).*part).contains(i) ? 1 : dimmed);
    };
    for (std::size_t i = 0; i < m_diagram.clusters.size() && i < m_layout.clusters.size(); ++i)
        paint_cluster(*painter, m_diagram.clusters[i], m_layout.clusters[i], c);
    for (const auto& guide : m_layout.guides)
        paint_guide(*painter, guide, c);
    const bool many = m_diagram.edges.size() > many_edges;
    if (many && !m_lit)
        drawMany(*painter, rect);
    painter->setRenderHint(QPainter::Antialiasing);
    const std::string chosen = m_selected >= 0 ? m_diagram.nodes[static_cast<std::size_t>(m_selected)].id : std::string();
    for (std::size_t i = 0; i < m_edge_bounds.size(); ++i) {
        if (!m_edge_bounds[i].intersects(rect))
            continue;
        const DiagramEdge& edge = m_diagram.edges[i];
        const bool strong = m_lit ? m_lit->edges.contains(i) : m_selected >= 0 && (edge.from == chosen || edge.to == chosen);
        const DiagramNode* to = m_edge_ends[i] < 0 ? nullptr : &m_diagram.nodes[static_cast<std::size_t>(m_edge_ends[i])];
        if (many && !strong)
            continue; // drawn already, or dimmed away
        opacity(&Traced::edges, i);
        paint_edge(*painter, edge, m_layout.edges[i], edge_colour(to, c), strong);
    }
    for (std::size_t i = 0; i < m_layout.nodes.size(); ++i) {
        const NodeBox& box = m_layout.nodes[i];
        if (!rect_of(box).adjusted(-3, -3, 3, 3).intersects(rect))
            continue;
        opacity(&Traced::nodes, i);
        if (readable)
            paint_node(*painter, m_diagram.nodes[i], box, c, static_cast<int>(i) == m_selected);
        else
            paint_far(*painter, m_diagram.nodes[i], box, c);
    }
    for (std::size_t i = 0; readable && i < m_diagram.clusters.size() && i < m_layout.clusters.size(); ++i)
        paint_cluster_label(*painter, m_diagram, m_layout, i, c);
    for (std::size_t i = 0; readable && i < m_edge_bounds.size(); ++i) {
        if (m_diagram.edges[i].label.empty() || !m_edge_bounds[i].adjusted(-100, -20, 100, 20).intersects(rect))
            continue;
        opacity(&Traced::edges, i);
        paint_edge_label(*painter, m_diagram.edges[i], m_layout.edges[i], c);
    }
    painter->setOpacity(1);
    for (std::size_t i = 0; readable && i < m_badges.size() && i < m_layout.nodes.size(); ++i) {
        if (!m_badges[i].text.empty() && rect_of(m_layout.nodes[i]).adjusted(-60, -14, 60, 14).intersects(rect))
            paint_badge(*painter, m_layout.nodes[i], m_badges[i], c);
    }
}

} // namespace archway
