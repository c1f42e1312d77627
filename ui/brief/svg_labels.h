// SPDX-License-Identifier: GPL-3.0-or-later
// The text of an SVG apart from its shapes: QSvgRenderer makes outlines of text, which nobody can select or search in a PDF.
#pragma once

#include <QByteArray>
#include <QColor>
#include <QFont>
#include <QList>
#include <QRectF>
#include <QString>
#include <QTransform>

class QPainter;

namespace archway {

/// A line of text where the SVG has it, in the units of the SVG.
struct SvgLabel {
    QString text;
    QPointF at;        ///< on the baseline; what of the text stands there: `anchor`
    double anchor = 0; ///< 0 its beginning, 0.5 its middle, 1 its end
    QTransform place;  ///< of the elements it stands in
    QFont font;        ///< family, weight and slant
    double size = 0;   ///< of the font
    QColor ink, seam;  ///< a seam is painted under the ink; invalid = none
    double seam_width = 0;
};

struct SvgParts {
    QByteArray shapes; ///< the SVG without the labels
    QList<SvgLabel> labels;
    QRectF view; ///< its viewBox
};

/// The parts of an SVG as our diagrams and Qt's charts write it. Where it has something about text that is not known here (a transformation
/// other than matrix or translate, text within text, no viewBox), all of it is shapes.
[[nodiscard]] SvgParts svg_parts(const QByteArray& svg);

/// Paints shapes and labels into a rectangle, the labels last and as text.
void paint_svg(QPainter& painter, const QRectF& where, const QByteArray& svg);

} // namespace archway
