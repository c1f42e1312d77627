// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/brief/svg_labels.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <QSvgRenderer>
#include <QXmlStreamReader>
#include <QXmlStreamWriter>

#include <optional>

namespace archway {

namespace {

constexpr int drawn_size = 100; ///< pixels of the font that is scaled to an SVG's: metrics of small ones are rounded

/// What elements hand down to the text in them.
struct Style {
    QTransform place;
    QString family;
    double size = 12;
    bool bold = false, italic = false;
    QString fill = QStringLiteral("black"), stroke = QStringLiteral("none");
    double fill_opacity = 1, stroke_opacity = 1, stroke_width = 1;
    double anchor = 0;
};

std::optional<QTransform> transform_of(const QString& text)
{
    if (text.isEmpty())
        return QTransform();
    const qsizetype open = text.indexOf(QLatin1Char('(')), close = text.indexOf(QLatin1Char(')'));
    if (open < 0 || close != text.size() - 1)
        return std::nullopt;
    QList<double> n;
    for (const QString& number : text.mid(open + 1, close - open - 1).split(QLatin1Char(','))) {
        bool read = false;
        n.append(number.toDouble(&read));
        if (!read)
            return std::nullopt;
    }
    const QString name = text.left(open);
    if (name == QStringLiteral("matrix") && n.size() == 6)
        return QTransform(n[0], n[1], n[2], n[3], n[4], n[5]);
    if (name == QStringLiteral("translate") && n.size() == 2)
        return QTransform::fromTranslate(n[0], n[1]);
    return std::nullopt;
}

/// What the attributes make of the style handed down; nullopt when they say what is not known here.
std::optional<Style> within(Style style, const QXmlStreamAttributes& attributes)
{
    const std::optional<QTransform> own = transform_of(attributes.value(QLatin1String("transform")).toString());
    if (!own || attributes.hasAttribute(QLatin1String("style")))
        return std::nullopt;
    style.place = *own * style.place;
    const auto text = [&attributes](const char* name, QString& out) {
        if (attributes.hasAttribute(QLatin1String(name)))
            out = attributes.value(QLatin1String(name)).toString();
    };
    const auto number = [&attributes](const char* name, double& out) {
        if (attributes.hasAttribute(QLatin1String(name)))
            out = attributes.value(QLatin1String(name)).toDouble();
    };
    text("font-family", style.family);
    text("fill", style.fill);
    text("stroke", style.stroke);
    number("font-size", style.size);
    number("fill-opacity", style.fill_opacity);
    number("stroke-opacity", style.stroke_opacity);
    number("stroke-width", style.stroke_width);
    QString word;
    text("font-weight", word);
    if (!word.isEmpty())
        style.bold = word == QStringLiteral("bold") || word.toInt() >= 600;
    word.clear();
    text("font-style", word);
    if (!word.isEmpty())
        style.italic = word == QStringLiteral("italic");
    word.clear();
    text("text-anchor", word);
    if (!word.isEmpty())
        style.anchor = word == QStringLiteral("middle") ? 0.5 : word == QStringLiteral("end") ? 1 : 0;
    return style;
}

QColor colour(const QString& name, double opacity)
{
    QColor out; // invalid: not painted
    if (name != QStringLiteral("none"))
        out.setNamedColor(name);
    if (out.isValid())
        out.setAlphaF(static_cast<float>(opacity));
    return out;
}

SvgLabel label_of(const Style& style, const QXmlStreamAttributes& attributes, const QString& text)
{
    SvgLabel out;
    out.text = attributes.value(QLatin1String("xml:space")) == QLatin1String("preserve") ? text : text.simplified();
    out.at = {attributes.value(QLatin1String("x")).toDouble(), attributes.value(QLatin1String("y")).toDouble()};
    out.anchor = style.anchor;
    out.place = style.place;
    QStringList families;
    for (const QString& family : style.family.split(QLatin1Char(',')))
        families.append(family.trimmed());
    out.font.setFamilies(families);
    out.font.setPixelSize(drawn_size);
    out.font.setBold(style.bold);
    out.font.setItalic(style.italic);
    out.font.setLetterSpacing(QFont::PercentageSpacing, 100.1); // no ligatures: a PDF would hold them as one odd character
    out.size = style.size;
    out.ink = colour(style.fill, style.fill_opacity);
    out.seam = colour(style.stroke, style.stroke_opacity);
    out.seam_width = style.stroke_width;
    return out;
}

void paint_label(QPainter& painter, const SvgLabel& label)
{
    painter.save();
    painter.setTransform(label.place, true);
    painter.translate(label.at);
    const double scale = label.size / drawn_size;
    painter.scale(scale, scale);
    const QPointF start(-label.anchor * QFontMetricsF(label.font, painter.device()).horizontalAdvance(label.text), 0);
    if (label.seam.isValid()) {
        QPainterPath outline;
        outline.addText(start, label.font, label.text);
        painter.strokePath(outline, QPen(label.seam, label.seam_width / scale, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    }
    if (label.ink.isValid()) {
        painter.setFont(label.font);
        painter.setPen(label.ink);
        painter.drawText(start, label.text);
    }
    painter.restore();
}

} // namespace

SvgParts svg_parts(const QByteArray& svg)
{
    const SvgParts all_shapes{svg, {}, QSvgRenderer(svg).viewBoxF()};
    SvgParts out{{}, {}, all_shapes.view};
    QList<Style> styles{Style()};
    QXmlStreamReader reader(svg);
    reader.setNamespaceProcessing(false); // names are copied as they stand
    QXmlStreamWriter writer(&out.shapes);
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isStartElement()) {
            const QXmlStreamAttributes attributes = reader.attributes();
            const std::optional<Style> style = within(styles.last(), attributes);
            if (reader.name() == QLatin1String("text")) {
                const QString text = style ? reader.readElementText() : QString();
                if (!style || reader.hasError())
                    return all_shapes;
                out.labels.append(label_of(*style, attributes, text));
                continue;
            }
            if (!style && (reader.name() == QLatin1String("g") || reader.name() == QLatin1String("a")))
                return all_shapes;
            styles.append(style.value_or(styles.last()));
        } else if (reader.isEndElement()) {
            styles.removeLast();
        }
        writer.writeCurrentToken(reader);
    }
    return reader.hasError() || out.view.isEmpty() ? all_shapes : out;
}

void paint_svg(QPainter& painter, const QRectF& where, const QByteArray& svg)
{
    const SvgParts parts = svg_parts(svg);
    QSvgRenderer(parts.shapes).render(&painter, where);
    if (parts.labels.isEmpty())
        return;
    painter.save();
    painter.translate(where.topLeft());
    painter.scale(where.width() / parts.view.width(), where.height() / parts.view.height());
    painter.translate(-parts.view.topLeft());
    for (const SvgLabel& label : parts.labels)
        paint_label(painter, label);
    painter.restore();
}

} // namespace archway
