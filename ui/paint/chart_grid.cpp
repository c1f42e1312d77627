// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/chart_grid.h"

#include <QCategoryAxis>
#include <QChart>
#include <QPainter>
#include <QValueAxis>

#include <cmath>

namespace archway {

namespace {

constexpr qreal behind_series = 2; // where Qt Charts draws its own grids

/// Where the ticks of an axis stand, as shares of its length.
std::vector<double> ticks(const QAbstractAxis* axis)
{
    std::vector<double> out;
    // A category axis is a value axis too: asked first.
    if (const auto* named = qobject_cast<const QCategoryAxis*>(axis)) {
        for (const QString& label : const_cast<QCategoryAxis*>(named)->categoriesLabels())
            out.push_back((named->endValue(label) - named->min()) / (named->max() - named->min()));
    } else if (const auto* values = qobject_cast<const QValueAxis*>(axis)) {
        for (int i = 0; i < values->tickCount(); ++i)
            out.push_back(static_cast<double>(i) / (values->tickCount() - 1));
    }
    return out;
}

} // namespace

ChartGrid::ChartGrid(QChart& chart)
    : QGraphicsItem(&chart)
    , m_chart(chart)
{
    setZValue(behind_series);
    setAcceptedMouseButtons(Qt::NoButton);
    QObject::connect(&chart, &QChart::plotAreaChanged, &chart, [this] {
        prepareGeometryChange();
        update();
    });
}

ChartGrid& ChartGrid::of(QChart& chart)
{
    for (QGraphicsItem* item : chart.childItems())
        if (auto* grid = qgraphicsitem_cast<ChartGrid*>(item))
            return *grid;
    return *new ChartGrid(chart); // the chart owns its items
}

void ChartGrid::show(const QAbstractAxis* x, const QAbstractAxis* y, const QColor& colour)
{
    m_x = ticks(x);
    m_y = ticks(y);
    m_colour = colour;
    update();
}

QRectF ChartGrid::boundingRect() const
{
    return m_chart.plotArea().adjusted(-1, -1, 1, 1);
}

void ChartGrid::paint(QPainter* painter, const QStyleOptionGraphicsItem* /*option*/, QWidget* /*widget*/)
{
    const QRectF area = m_chart.plotArea();
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(QPen(m_colour, 0)); // one pixel at every scale
    for (const double share : m_x) {
        const qreal x = area.left() + share * area.width();
        painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
    for (const double share : m_y) {
        const qreal y = area.bottom() - share * area.height();
        painter->drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    }
    painter->setRenderHint(QPainter::Antialiasing, true);
}

} // namespace archway
