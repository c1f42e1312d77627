// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/diagram_painter.h"

#include <QBuffer>
#include <QFontMetricsF>
#include <QImage>
#include <QPainter>
#include <QPdfWriter>

#include <cmath>

namespace archway {

namespace {

constexpr qreal margin = 24;

/// Scene fonts are in pixels: points would be a third off the layout.
QFont node_font(bool title)
{
    QFont font(QStringLiteral("DejaVu Sans"));
    font.setPixelSize(title ? 13 : 11);
    font.setBold(title);
    return font;
}

QString text(const std::string& words)
{
    return QString::fromStdString(words);
}

} // namespace

MeasureText measure_with_fonts()
{
    return [title = QFontMetricsF(node_font(true)), detail = QFontMetricsF(node_font(false))](const std::string& line, bool is_title) {
        const QFontMetricsF& metrics = is_title ? title : detail;
        return Point{metrics.horizontalAdvance(QString::fromStdString(line)), metrics.height() + 1};
    };
}

QPainterPath edge_path(const EdgePath& edge)
{
    QPainterPath path;
    if (edge.points.empty())
        return path;
    path.moveTo(edge.points[0].x, edge.points[0].y);
    for (std::size_t i = 1; i + 2 < edge.points.size(); i += 3)
        path.cubicTo(edge.points[i].x, edge.points[i].y, edge.points[i + 1].x, edge.points[i + 1].y, edge.points[i + 2].x,
                     edge.points[i + 2].y);
    return path;
}

QPolygonF arrow_head(const EdgePath& edge)
{
    if (!edge.has_tip || edge.points.empty())
        return {};
    const QPointF tip(edge.tip.x, edge.tip.y);
    const bool at_end = std::hypot(edge.points.back().x - edge.tip.x, edge.points.back().y - edge.tip.y) < 0.5;
    const Point& before = edge.points.size() > 1 && at_end ? edge.points[edge.points.size() - 2] : edge.points.back();
    const qreal dx = tip.x() - before.x;
    const qreal dy = tip.y() - before.y;
    const qreal length = std::max(1e-6, std::hypot(dx, dy));
    const QPointF along(dx / length, dy / length);
    const QPointF across(-along.y(), along.x());
    return QPolygonF({tip, tip - along * 8 + across * 3.5, tip - along * 8 - across * 3.5});
}

NodeLook look_of(const DiagramNode& node, const Colours& c)
{
    // Branches carry colour; their leaves are cards, so that the branch stands out.
    const bool head = !node.fill.empty() || node.shape == NodeShape::Stadium || node.shape == NodeShape::Rounded
        || (node.level == 1 && node.shape == NodeShape::Text);
    const QString group = text(node.group);
    if (node.leaf)
        return {Qt::transparent, Qt::transparent, c.text, c.secondary};
    if (head && !group.isEmpty())
        return {c.groupFill(group), c.groupLine(group), c.text, c.secondary};
    return {c.card, group.isEmpty() ? c.secondary : c.groupLine(group), c.text, c.secondary};
}

void paint_node(QPainter& painter, const DiagramNode& node, const NodeBox& box, const Colours& c, bool selected)
{
    const NodeLook look = look_of(node, c);
    const QRectF rect(box.x - box.w / 2, box.y - box.h / 2, box.w, box.h);
    const bool round = node.shape == NodeShape::Diamond || node.shape == NodeShape::Stadium || node.shape == NodeShape::Hexagon
        || node.shape == NodeShape::Circle;
    QPen pen(selected ? c.accent : look.line, selected ? 2.4 : 1.2);
    if (node.proposed)
        pen.setStyle(Qt::DashLine);
    painter.setPen(pen);
    painter.setBrush(look.fill);
    const qreal radius = round ? box.h / 2 : 6;
    painter.drawRoundedRect(rect, radius, radius);
    const auto lines = label_lines(node.label);
    const QFontMetricsF title(node_font(true));
    const QFontMetricsF detail(node_font(false));
    qreal height = 0;
    for (std::size_t i = 0; i < lines.size(); ++i)
        height += (i == 0 ? title : detail).height() + 1;
    qreal y = rect.center().y() - height / 2;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const qreal step = (i == 0 ? title : detail).height() + 1;
        painter.setFont(node_font(i == 0 && !node.leaf));
        painter.setPen(i == 0 ? look.title : look.detail);
        painter.drawText(QRectF(rect.left(), y, rect.width(), step), Qt::AlignCenter | Qt::TextSingleLine, text(lines[i]));
        y += step;
    }
}

void paint_edge(QPainter& painter, const DiagramEdge& edge, const EdgePath& path, const QColor& colour, bool strong)
{
    QPen pen(colour, strong ? 2.4 : 1.3);
    pen.setCapStyle(Qt::RoundCap);
    if (edge.dashed)
        pen.setStyle(Qt::DashLine);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(edge_path(path));
    if (edge.arrow) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawPolygon(arrow_head(path));
    }
}

void paint_diagram(QPainter& painter, const Diagram& diagram, const Layout& layout, const Colours& c)
{
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < diagram.edges.size() && i < layout.edges.size(); ++i) {
        const DiagramNode* to = diagram.node(diagram.edges[i].to);
        paint_edge(painter, diagram.edges[i], layout.edges[i], c.groupLine(to ? text(to->group) : QString()), false);
        if (!diagram.edges[i].label.empty()) {
            painter.setPen(c.secondary);
            painter.setFont(node_font(false));
            const Point at = layout.edges[i].label;
            painter.drawText(QRectF(at.x - 100, at.y - 9, 200, 18), Qt::AlignCenter, text(diagram.edges[i].label));
        }
    }
    for (std::size_t i = 0; i < diagram.nodes.size() && i < layout.nodes.size(); ++i)
        paint_node(painter, diagram.nodes[i], layout.nodes[i], c, false);
}

SvgTheme svg_theme(const Colours& c)
{
    const auto name = [](const QColor& colour) { return colour.name().toStdString(); };
    SvgTheme theme{name(c.canvas), name(c.text), name(c.secondary), name(c.border), name(c.card), "DejaVu Sans, sans-serif", {}, {}};
    theme.edge = [c](const DiagramNode& to) { return c.groupLine(text(to.group)).name().toStdString(); };
    theme.node = [c](const DiagramNode& node) {
        const NodeLook look = look_of(node, c);
        const auto css = [](const QColor& colour) { return colour.alpha() == 0 ? std::string("none") : colour.name().toStdString(); };
        return std::pair(css(look.fill), css(look.line));
    };
    return theme;
}

QByteArray diagram_bytes(const Diagram& diagram, const Layout& layout, const Colours& c, const QString& format, qreal scale)
{
    if (format == QStringLiteral("svg"))
        return QByteArray::fromStdString(write_svg(diagram, layout, svg_theme(c)));
    const QSizeF size(layout.width + 2 * margin, layout.height + 2 * margin);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (format == QStringLiteral("png")) {
        // A very large diagram is scaled down rather than refused for want of memory.
        const qreal fitting = std::min(scale, 16'000 / std::max(size.width(), size.height()));
        QImage image((size * fitting).toSize().expandedTo(QSize(1, 1)), QImage::Format_ARGB32_Premultiplied);
        image.fill(c.canvas);
        QPainter painter(&image);
        painter.scale(fitting, fitting);
        painter.translate(margin, margin);
        paint_diagram(painter, diagram, layout, c);
        painter.end();
        image.save(&buffer, "PNG");
    } else if (format == QStringLiteral("pdf")) {
        QPdfWriter writer(&buffer);
        writer.setResolution(72);
        writer.setTitle(QString::fromStdString(diagram.title));
        writer.setPageMargins(QMarginsF());
        writer.setPageSize(QPageSize(size, QPageSize::Point, QString(), QPageSize::ExactMatch));
        QPainter painter(&writer);
        painter.translate(margin, margin);
        paint_diagram(painter, diagram, layout, c);
        painter.end();
        buffer.close();
        return without_creation_date(bytes);
    }
    buffer.close();
    return bytes;
}

QByteArray without_creation_date(QByteArray pdf)
{
    static const QByteArray key("/CreationDate (D:");
    const qsizetype at = pdf.indexOf(key);
    for (qsizetype i = at + key.size(); at >= 0 && i < pdf.size() && pdf[i] >= '0' && pdf[i] <= '9'; ++i)
        pdf[i] = '0';
    return pdf;
}

} // namespace archway
