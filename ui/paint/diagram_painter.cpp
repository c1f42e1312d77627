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
const QFont& node_font(bool title)
{
    const auto make = [](bool bold) {
        QFont font(QStringLiteral("DejaVu Sans"));
        font.setPixelSize(bold ? 13 : 11);
        font.setBold(bold);
        font.setLetterSpacing(QFont::PercentageSpacing, 100.1); // no ligatures: a PDF would hold them as one odd character
        return font;
    };
    // Made once: looking a family up for each label costs more than painting it.
    static const QFont bold = make(true), plain = make(false);
    return title ? bold : plain;
}

QString text(const std::string& words)
{
    return QString::fromStdString(words);
}

/// Of frames and lifelines: quieter than any node, and still three times as light or dark as the sheet.
QColor frame_colour(const Colours& c)
{
    const auto mix = [](int a, int b) { return (13 * a + 7 * b) / 20; };
    return {mix(c.secondary.red(), c.canvas.red()), mix(c.secondary.green(), c.canvas.green()), mix(c.secondary.blue(), c.canvas.blue())};
}

QPolygonF polygon(const std::vector<Point>& points)
{
    QPolygonF out;
    for (const Point& point : points)
        out << QPointF(point.x, point.y);
    return out;
}

} // namespace

MeasureText measure_with_fonts()
{
    return [title = QFontMetricsF(node_font(true)), detail = QFontMetricsF(node_font(false))](const std::string& line, bool is_title) {
        const QFontMetricsF& metrics = is_title ? title : detail;
        return Point{metrics.horizontalAdvance(QString::fromStdString(line)), is_title ? title_height : detail_height};
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

NodeLook look_of(const DiagramNode& node, const Colours& c)
{
    // Branches carry colour; their leaves are cards, so that the branch stands out.
    const bool head = !node.fill.empty() || node.shape == NodeShape::Stadium || node.shape == NodeShape::Rounded
        || (node.level == 1 && node.shape == NodeShape::Text);
    const QString group = text(node.group);
    if (group == QStringLiteral("root"))
        return {c.text, c.text, c.canvas, c.canvas};
    if (node.leaf)
        return {Qt::transparent, Qt::transparent, c.text, c.secondary};
    if (head && !group.isEmpty())
        return {c.groupFill(group), c.groupLine(group), c.text, c.secondary};
    return {c.card, group.isEmpty() ? c.secondary : c.groupLine(group), c.text, c.secondary};
}

NodeLook look_of(const DiagramCluster& cluster, const Colours& c)
{
    // Lighter than any node, so that nodes stand out on it.
    const QColor fill = cluster.group.empty() ? c.window : c.groupFill(text(cluster.group));
    const auto mix = [](int a, int b) { return (a + 2 * b) / 3; };
    const QColor soft(mix(fill.red(), c.canvas.red()), mix(fill.green(), c.canvas.green()), mix(fill.blue(), c.canvas.blue()));
    return {soft, cluster.group.empty() ? frame_colour(c) : c.groupLine(text(cluster.group)), c.secondary, c.secondary};
}

void paint_node(QPainter& painter, const DiagramNode& node, const NodeBox& box, const Colours& c, bool selected)
{
    const NodeLook look = look_of(node, c);
    const QRectF rect(box.x - box.w / 2, box.y - box.h / 2, box.w, box.h);
    QPen pen(selected ? c.accent : look.line, selected ? 2.4 : 1.2);
    if (node.proposed)
        pen.setStyle(Qt::DashLine);
    painter.setPen(pen);
    painter.setBrush(look.fill);
    const Outline outline = outline_of(node, box);
    if (outline.corners.empty())
        painter.drawRoundedRect(rect, outline.radius, outline.radius);
    else
        painter.drawPolygon(polygon(outline.corners));
    if (!outline.strokes.empty()) {
        painter.setPen(QPen(look.line, 1));
        for (const auto& stroke : outline.strokes)
            painter.drawPolyline(polygon(stroke));
    }
    for (const LabelRow& row : label_rows(node, box)) {
        if (row.divider)
            continue;
        painter.setFont(node_font(row.title));
        painter.setPen(row.title || node.leaf ? look.title : look.detail);
        const QRectF place = row.left ? QRectF(row.x, row.y - row.height / 2, rect.right() - row.x, row.height)
                                      : QRectF(rect.left(), row.y - row.height / 2, rect.width(), row.height);
        const Qt::Alignment side = row.left ? Qt::AlignLeft : Qt::AlignHCenter;
        painter.drawText(place, static_cast<int>(side | Qt::AlignVCenter) | Qt::TextSingleLine, text(row.text));
    }
}

void paint_far(QPainter& painter, const DiagramNode& node, const NodeBox& box, const Colours& c)
{
    painter.fillRect(QRectF(box.x - box.w / 2, box.y - box.h / 2, box.w, box.h), look_of(node, c).line);
}

void paint_edge(QPainter& painter, const DiagramEdge& edge, const EdgePath& path, const QColor& colour, bool strong)
{
    if (edge.hidden)
        return;
    QPen pen(colour, strong ? std::max(2.4, line_width(edge)) : line_width(edge));
    pen.setCapStyle(Qt::RoundCap);
    if (edge.dashed)
        pen.setStyle(Qt::DashLine);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(edge_path(path));
    for (const EdgeMark& mark : edge_marks(edge, path)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        if (!mark.corners.empty())
            painter.drawPolygon(polygon(mark.corners));
        painter.setPen(QPen(colour, 1.4));
        for (const auto& stroke : mark.strokes)
            painter.drawPolyline(polygon(stroke));
    }
}

void paint_edge_label(QPainter& painter, const DiagramEdge& edge, const EdgePath& path, const Colours& c)
{
    if (edge.label.empty() || edge.hidden || path.points.empty())
        return;
    const auto lines = label_lines(edge.label.substr(0, 2000));
    const std::size_t count = std::min<std::size_t>(lines.size(), 6);
    const QFont& font = node_font(false);
    painter.setFont(font);
    const QFontMetricsF metrics(font);
    qreal y = path.label.y - detail_height * static_cast<qreal>(count) / 2;
    for (std::size_t i = 0; i < count; ++i, y += detail_height) {
        const QString words = text(shown_line(lines[i]));
        const qreal width = metrics.horizontalAdvance(words);
        // A patch in the colour of the sheet keeps the text readable where it crosses a line.
        const QRectF patch(path.label.x - width / 2 - 2, y + 1, width + 4, detail_height - 2);
        painter.fillRect(patch, QColor(c.canvas.red(), c.canvas.green(), c.canvas.blue(), 215));
        painter.setPen(c.text);
        painter.drawText(patch.adjusted(-20, -1, 20, 1), Qt::AlignCenter | Qt::TextSingleLine, words);
    }
}

void paint_cluster(QPainter& painter, const DiagramCluster& cluster, const NodeBox& box, const Colours& c)
{
    if (box.w <= 0)
        return;
    const NodeLook look = look_of(cluster, c);
    const QRectF rect(box.x - box.w / 2, box.y - box.h / 2, box.w, box.h);
    painter.setPen(QPen(look.line, 1));
    painter.setBrush(look.fill);
    painter.drawRoundedRect(rect, 8, 8);
}

void paint_cluster_label(QPainter& painter, const Diagram& diagram, const Layout& layout, std::size_t i, const Colours& c)
{
    const DiagramCluster& cluster = diagram.clusters[i];
    if (layout.clusters[i].w <= 0 || cluster.label.empty())
        return;
    QFont font = node_font(true);
    font.setPixelSize(12);
    painter.setFont(font);
    const NodeLook look = look_of(cluster, c);
    const QString words = text(shown_line(cluster.label));
    const NodeBox at = title_place(layout, i, QFontMetricsF(font).horizontalAdvance(words) + 4);
    const QRectF place(at.x - at.w / 2, at.y - at.h / 2, at.w, at.h);
    painter.fillRect(place, look.fill);
    painter.setPen(look.title);
    painter.drawText(place.adjusted(2, 0, 20, 0), static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter) | Qt::TextSingleLine, words);
}

void paint_guide(QPainter& painter, const std::pair<Point, Point>& guide, const Colours& c)
{
    painter.setPen(QPen(frame_colour(c), 1.2, Qt::DashLine));
    painter.drawLine(QPointF(guide.first.x, guide.first.y), QPointF(guide.second.x, guide.second.y));
}

QColor edge_colour(const DiagramNode* to, const Colours& c)
{
    return to && !to->group.empty() ? c.groupLine(text(to->group)) : c.secondary;
}

void paint_diagram(QPainter& painter, const Diagram& diagram, const Layout& layout, const Colours& c)
{
    painter.setRenderHint(QPainter::Antialiasing);
    const bool readable = painter.worldTransform().m11() >= least_readable;
    for (std::size_t i = 0; i < diagram.clusters.size() && i < layout.clusters.size(); ++i)
        paint_cluster(painter, diagram.clusters[i], layout.clusters[i], c);
    for (const auto& guide : layout.guides)
        paint_guide(painter, guide, c);
    const NodeIndex at = index_of(diagram);
    const std::size_t edges = std::min(diagram.edges.size(), layout.edges.size());
    for (std::size_t i = 0; i < edges; ++i) {
        const auto to = at.find(diagram.edges[i].to);
        paint_edge(painter, diagram.edges[i], layout.edges[i], edge_colour(to == at.end() ? nullptr : &diagram.nodes[to->second], c),
                   false);
    }
    for (std::size_t i = 0; i < diagram.nodes.size() && i < layout.nodes.size(); ++i)
        readable ? paint_node(painter, diagram.nodes[i], layout.nodes[i], c, false)
                 : paint_far(painter, diagram.nodes[i], layout.nodes[i], c);
    if (!readable)
        return;
    for (std::size_t i = 0; i < diagram.clusters.size() && i < layout.clusters.size(); ++i)
        paint_cluster_label(painter, diagram, layout, i, c);
    for (std::size_t i = 0; i < edges; ++i)
        paint_edge_label(painter, diagram.edges[i], layout.edges[i], c);
}

SvgTheme svg_theme(const Colours& c)
{
    const auto name = [](const QColor& colour) { return colour.name().toStdString(); };
    SvgTheme theme{
        name(c.canvas), name(c.text), name(c.secondary), name(frame_colour(c)), name(c.card), "DejaVu Sans, sans-serif", {}, {}, {}, {}};
    theme.ink = [c](const DiagramNode& node) {
        const NodeLook look = look_of(node, c);
        return std::pair(look.title.name().toStdString(), look.detail.name().toStdString());
    };
    theme.edge = [c](const DiagramNode* to) { return edge_colour(to, c).name().toStdString(); };
    theme.cluster = [c](const DiagramCluster& cluster) {
        const NodeLook look = look_of(cluster, c);
        return std::pair(look.fill.name().toStdString(), look.line.name().toStdString());
    };
    theme.node = [c](const DiagramNode& node) {
        const NodeLook look = look_of(node, c);
        const auto css = [](const QColor& colour) { return colour.alpha() == 0 ? std::string("none") : colour.name().toStdString(); };
        return std::pair(css(look.fill), css(look.line));
    };
    return theme;
}

namespace {

/// Text and fill of a badge.
std::pair<QColor, QColor> badge_colours(const Badge& badge, const Colours& c)
{
    switch (badge.tone) {
    case Badge::Tone::Good: return {c.good, c.goodFill};
    case Badge::Tone::Caution: return {c.caution, c.cautionFill};
    case Badge::Tone::Bad: return {c.bad, c.badFill};
    case Badge::Tone::Plain: break;
    }
    return {c.text, c.panel};
}

SvgExtras extras_of(const PictureOptions& options, const Colours& c)
{
    SvgExtras out{options.transparent, {}, options.addresses};
    for (const Badge& badge : options.badges) {
        const auto [ink, fill] = badge_colours(badge, c);
        const QColor line = badge.tone == Badge::Tone::Plain ? c.border : ink;
        out.badges.push_back({badge.text, ink.name().toStdString(), fill.name().toStdString(), line.name().toStdString()});
    }
    return out;
}

} // namespace

void paint_badge(QPainter& painter, const NodeBox& box, const Badge& badge, const Colours& c)
{
    if (badge.text.empty())
        return;
    QFont font(QStringLiteral("DejaVu Sans"));
    font.setPixelSize(10);
    painter.setFont(font);
    const QString words = text(badge.text);
    const qreal width = std::max(16.0, QFontMetricsF(font).horizontalAdvance(words) + 10);
    const QRectF pill(box.x + box.w / 2 - width + 8, box.y - box.h / 2 - 9, width, 16);
    const auto [ink, fill] = badge_colours(badge, c);
    painter.setPen(QPen(badge.tone == Badge::Tone::Plain ? c.border : ink, 1));
    painter.setBrush(fill);
    painter.drawRoundedRect(pill, 8, 8);
    painter.setPen(ink);
    painter.drawText(pill, Qt::AlignCenter | Qt::TextSingleLine, words);
}

QByteArray diagram_bytes(const Diagram& diagram, const Layout& layout, const Colours& c, const QString& format, qreal scale)
{
    return diagram_bytes(diagram, layout, c, format, PictureOptions{scale, false, {}, {}});
}

QByteArray diagram_bytes(const Diagram& diagram, const Layout& layout, const Colours& c, const QString& format,
                         const PictureOptions& options)
{
    if (format == QStringLiteral("svg"))
        return QByteArray::fromStdString(write_svg(diagram, layout, svg_theme(c), extras_of(options, c)));
    const Point from = corner(layout);
    const QSizeF size(layout.width - from.x + 2 * margin, layout.height - from.y + 2 * margin);
    const auto paint = [&](QPainter& painter) {
        painter.translate(margin - from.x, margin - from.y);
        paint_diagram(painter, diagram, layout, c);
        for (std::size_t i = 0; i < options.badges.size() && i < layout.nodes.size(); ++i)
            paint_badge(painter, layout.nodes[i], options.badges[i], c);
    };
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (format == QStringLiteral("png")) {
        // A very large diagram is scaled down rather than refused for want of memory.
        const qreal fitting = std::min(options.scale, 16'000 / std::max(size.width(), size.height()));
        QImage image((size * fitting).toSize().expandedTo(QSize(1, 1)), QImage::Format_ARGB32_Premultiplied);
        image.fill(options.transparent ? QColor(Qt::transparent) : c.canvas);
        QPainter painter(&image);
        painter.scale(fitting, fitting);
        paint(painter);
        painter.end();
        // A unit is a pixel at 96 to the inch: programs that go by it show the picture in its natural size.
        const int per_metre = qRound(fitting * 96 / 0.0254);
        image.setDotsPerMeterX(per_metre);
        image.setDotsPerMeterY(per_metre);
        image.save(&buffer, "PNG");
    } else if (format == QStringLiteral("pdf")) {
        QPdfWriter writer(&buffer);
        writer.setResolution(72);
        writer.setTitle(QString::fromStdString(diagram.title));
        writer.setPageMargins(QMarginsF());
        writer.setPageSize(QPageSize(size, QPageSize::Point, QString(), QPageSize::ExactMatch));
        QPainter painter(&writer);
        paint(painter);
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
