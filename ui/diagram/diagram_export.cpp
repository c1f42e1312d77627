// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diagram/diagram_export.h"

#include "diagrams/mermaid.h"
#include "diagrams/perspective.h"
#include "ui/paint/diagram_painter.h"

#include <QMimeData>
#include <QPainter>
#include <QPrinter>

#include <cmath>

namespace archway {

namespace {

constexpr qreal margin = 12;
constexpr qreal points_per_pixel = 72.0 / 96;

QSizeF whole(const Layout& layout)
{
    return {layout.width + 2 * margin, layout.height + 2 * margin};
}

} // namespace

QMimeData* diagram_mime(const Diagram& diagram, const Layout& layout)
{
    auto* data = new QMimeData;
    data->setData(QStringLiteral("image/svg+xml"), diagram_bytes(diagram, layout, Theme::light(), QStringLiteral("svg")));
    data->setImageData(QImage::fromData(diagram_bytes(diagram, layout, Theme::light(), QStringLiteral("png")), "PNG"));
    data->setText(QString::fromStdString(write_mermaid(diagram)));
    return data;
}

QSize poster_pages(const Layout& layout, QSizeF page)
{
    const QSizeF size = whole(layout) * points_per_pixel;
    const auto pages
        = [](qreal length, qreal room) { return std::max(1, static_cast<int>(std::ceil(length / std::max(1.0, room) - 0.001))); };
    return {pages(size.width(), page.width()), pages(size.height(), page.height())};
}

void print_diagram(QPrinter& printer, const Diagram& diagram, const Layout& layout, bool poster)
{
    const QRectF page = printer.pageRect(QPrinter::DevicePixel);
    const QRectF in_points = printer.pageRect(QPrinter::Point);
    const qreal device = page.width() / std::max(1.0, in_points.width()); // device pixels a point
    const QSizeF size = whole(layout);
    const Point from = corner(layout);
    QPainter painter(&printer);
    const auto draw = [&](QPointF shift, qreal scale) {
        painter.save();
        painter.setClipRect(QRectF(QPointF(0, 0), page.size()));
        painter.translate(shift);
        painter.scale(scale, scale);
        painter.translate(margin - from.x, margin - from.y);
        paint_diagram(painter, diagram, layout, Theme::print());
        painter.restore();
    };
    if (!poster) {
        const qreal scale = std::min({page.width() / size.width(), page.height() / size.height(), points_per_pixel * device});
        draw({(page.width() - size.width() * scale) / 2, (page.height() - size.height() * scale) / 2}, scale);
        return;
    }
    const QSize pages = poster_pages(layout, in_points.size());
    for (int row = 0; row < pages.height(); ++row) {
        for (int column = 0; column < pages.width(); ++column) {
            if (row + column > 0)
                printer.newPage();
            draw({-column * page.width(), -row * page.height()}, points_per_pixel * device);
        }
    }
}

} // namespace archway
