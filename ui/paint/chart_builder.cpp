// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/chart_builder.h"

#include "ui/paint/chart_grid.h"
#include "ui/paint/diagram_painter.h"

#include <QAreaSeries>
#include <QBarCategoryAxis>
#include <QBarSet>
#include <QBuffer>
#include <QCategoryAxis>
#include <QChart>
#include <QGraphicsScene>
#include <QImage>
#include <QLegend>
#include <QLegendMarker>
#include <QLineSeries>
#include <QLogValueAxis>
#include <QPainter>
#include <QPdfWriter>
#include <QScatterSeries>
#include <QStackedBarSeries>
#include <QSvgGenerator>
#include <QValueAxis>

#include <array>
#include <cmath>
#include <vector>

namespace archway {

namespace {

constexpr QSize export_size(900, 560);

QString plain(const std::string& text)
{
    return QString::fromStdString(text).toHtmlEscaped();
}

QFont chart_font(int type)
{
    QFont font(QStringLiteral("DejaVu Sans"));
    font.setPixelSize(type);
    return font;
}

void style_axis(QAbstractAxis* axis, const std::string& title, const Colours& c, int type)
{
    axis->setTitleText(plain(title));
    axis->setTitleFont(chart_font(type));
    axis->setTitleBrush(c.secondary);
    axis->setLabelsFont(chart_font(type));
    axis->setLabelsBrush(c.secondary);
    axis->setGridLineVisible(false); // ChartGrid draws it
    axis->setLinePen(QPen(c.border));
    axis->setMinorGridLineVisible(false);
}

/// Powers of ten as a category axis in logarithms: labels read "10 GB", not "1e+10".
QCategoryAxis* log_axis(double low, double high, AxisUnit unit)
{
    auto* axis = new QCategoryAxis;
    axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    // Only powers inside the range: a label beyond it would hang below the axis.
    const int first = static_cast<int>(std::ceil(std::log10(low) - 1e-9));
    const int last = static_cast<int>(std::floor(std::log10(high) + 1e-9));
    axis->setRange(std::log10(low), std::log10(high));
    if (last - first >= 1) {
        for (int power = first; power <= last; ++power)
            axis->append(plain(format_axis(unit, std::pow(10.0, power))), power);
        return axis;
    }
    // Less than two powers of ten in sight: the steps between them tell the scale, from the one below to the one above.
    std::vector<double> steps;
    for (int power = first - 2; power <= last + 2; ++power)
        for (const double step : {1.0, 1.5, 2.0, 3.0, 5.0, 7.0})
            steps.push_back(step * std::pow(10.0, power));
    const auto from = std::prev(std::upper_bound(steps.begin(), steps.end(), low));
    const auto to = std::lower_bound(steps.begin(), steps.end(), high);
    const double room = 0.02 * std::log10(*to / *from); // for half a label at either end
    axis->setRange(std::log10(*from) - room, std::log10(*to) + room);
    for (auto step = from; step <= to; ++step)
        axis->append(plain(format_axis(unit, *step)), std::log10(*step));
    return axis;
}

/// The same part has the same colour in every chart.
QColor part_colour(const std::string& part, const Colours& c)
{
    if (part == "weights")
        return c.weights;
    if (part == "KV cache" || part == "gradients")
        return c.kvCache;
    if (part == "activations")
        return c.activations;
    if (part == "optimizer")
        return c.series(2);
    return c.overhead;
}

void add_bars(QChart& chart, const ChartData& data, const Colours& c, int type)
{
    auto* stack = new QStackedBarSeries;
    stack->setBarWidth(0.5);
    double highest = 0;
    QStringList names;
    for (const ChartBar& bar : data.bars) {
        double sum = 0;
        for (const double part : bar.parts)
            sum += part;
        highest = std::max({highest, sum, bar.limit});
        names << plain((bar.refused ? "✕ " : "") + bar.name);
    }
    for (std::size_t part = 0; part < data.parts.size(); ++part) {
        auto* set = new QBarSet(plain(data.parts[part]));
        set->setColor(part_colour(data.parts[part], c));
        set->setBorderColor(Qt::transparent);
        for (const ChartBar& bar : data.bars)
            set->append(bar.parts[part] / 1e9);
        stack->append(set);
    }
    chart.addSeries(stack);
    auto* x = new QBarCategoryAxis;
    x->append(names);
    auto* y = new QValueAxis;
    y->setRange(0, highest / 1e9 * 1.12);
    y->setLabelFormat(QStringLiteral("%.0f GB"));
    y->setTickCount(5);
    y->applyNiceNumbers();
    style_axis(x, {}, c, type);
    style_axis(y, {}, c, type);
    chart.addAxis(x, Qt::AlignBottom);
    chart.addAxis(y, Qt::AlignLeft);
    stack->attachAxis(x);
    stack->attachAxis(y);
    ChartGrid::of(chart).show(nullptr, y, c.grid);
    // What each bar must stay under: a short line of its own over the bar.
    auto* position = new QValueAxis;
    position->setRange(-0.5, static_cast<double>(data.bars.size()) - 0.5);
    position->setVisible(false);
    chart.addAxis(position, Qt::AlignTop);
    for (std::size_t i = 0; i < data.bars.size(); ++i) {
        auto* limit = new QLineSeries;
        const double at = static_cast<double>(i);
        limit->replace(QList<QPointF>{{at - 0.34, data.bars[i].limit / 1e9}, {at + 0.34, data.bars[i].limit / 1e9}});
        limit->setPen(QPen(data.bars[i].refused ? c.bad : c.good, 2.5 * type / usual_type));
        limit->setName(i == 0 ? QObject::tr("capacity") : QString());
        chart.addSeries(limit);
        limit->attachAxis(position);
        limit->attachAxis(y);
        if (i > 0)
            for (QLegendMarker* marker : chart.legend()->markers(limit))
                marker->setVisible(false);
    }
}

void add_lines(QChart& chart, const ChartData& data, const Colours& c, int type)
{
    double x_low = 1e300, x_high = 0, y_low = 1e300, y_high = 0;
    for (const ChartSeries& series : data.series) {
        for (const ChartPoint& point : series.points) {
            if (!(point.x > 0 && point.y.low > 0))
                continue;
            x_low = std::min(x_low, point.x);
            x_high = std::max(x_high, point.x);
            y_low = std::min(y_low, point.y.low);
            y_high = std::max(y_high, point.y.high);
        }
    }
    if (!(x_high > x_low))
        return;
    auto* x = log_axis(x_low, x_high, data.x_unit);
    auto* y = log_axis(y_low / 1.3, y_high * 1.3, data.y_unit);
    style_axis(x, data.x_title, c, type);
    style_axis(y, data.y_title, c, type);
    chart.addAxis(x, Qt::AlignBottom);
    chart.addAxis(y, Qt::AlignLeft);
    ChartGrid::of(chart).show(x, y, c.grid);
    const auto attach = [&](QAbstractSeries* series) {
        chart.addSeries(series);
        series->attachAxis(x);
        series->attachAxis(y);
    };
    const auto hide = [&chart](QAbstractSeries* series) {
        for (QLegendMarker* marker : chart.legend()->markers(series))
            marker->setVisible(false);
    };
    for (std::size_t i = 0; i < data.series.size(); ++i) {
        const ChartSeries& series = data.series[i];
        const QColor colour = c.series(static_cast<int>(i));
        QList<QPointF> mid, low, high;
        for (const ChartPoint& point : series.points) {
            if (!(point.x > 0 && point.y.low > 0))
                continue;
            const double at = std::log10(point.x);
            mid.append({at, std::log10(point.y.mid)});
            low.append({at, std::log10(point.y.low)});
            high.append({at, std::log10(point.y.high)});
        }
        if (series.banded) {
            auto* upper = new QLineSeries;
            auto* lower = new QLineSeries;
            upper->replace(high);
            lower->replace(low);
            auto* band = new QAreaSeries(upper, lower);
            upper->setParent(band);
            lower->setParent(band);
            QColor fill = colour;
            fill.setAlphaF(0.16F);
            band->setBrush(fill);
            band->setPen(Qt::NoPen);
            attach(band);
            hide(band);
        }
        auto* line = new QLineSeries;
        line->replace(mid);
        line->setName(plain(series.name));
        QPen pen(colour, (i == 0 ? 2.4 : 1.8) * type / usual_type);
        if (series.dashed)
            pen.setStyle(Qt::DashLine);
        line->setPen(pen);
        attach(line);
    }
    if (data.marker && *data.marker >= x_low && *data.marker <= x_high) {
        auto* here = new QLineSeries;
        here->replace(
            QList<QPointF>{{std::log10(*data.marker), std::log10(y_low / 1.3)}, {std::log10(*data.marker), std::log10(y_high * 1.3)}});
        here->setPen(QPen(c.accent, 1, Qt::DotLine));
        attach(here);
        hide(here);
    }
}

} // namespace

std::vector<LegendEntry> legend_of(const ChartData& data, const Colours& c)
{
    std::vector<LegendEntry> out;
    for (const std::string& part : data.parts)
        out.push_back({plain(part), part_colour(part, c), LegendEntry::Sign::Box});
    if (!data.bars.empty())
        out.push_back({QObject::tr("capacity"), data.bars.front().refused ? c.bad : c.good, LegendEntry::Sign::Line});
    for (std::size_t i = 0; i < data.series.size(); ++i)
        out.push_back({plain(data.series[i].name), c.series(static_cast<int>(i)),
                       data.series[i].dashed ? LegendEntry::Sign::Dashes : LegendEntry::Sign::Line});
    return out;
}

void build_chart(QChart& chart, const ChartData& data, const Colours& c, int type)
{
    chart.removeAllSeries();
    for (QAbstractAxis* axis : chart.axes()) {
        chart.removeAxis(axis);
        delete axis;
    }
    chart.setAnimationOptions(QChart::NoAnimation);
    chart.setBackgroundBrush(Qt::NoBrush);
    chart.setBackgroundPen(Qt::NoPen);
    chart.setPlotAreaBackgroundVisible(false);
    chart.setMargins(QMargins(0, 0, 6 + type, 0)); // half of the last label stands beyond the axis
    chart.legend()->setAlignment(Qt::AlignBottom);
    chart.legend()->setFont(chart_font(type));
    chart.legend()->setLabelColor(c.text);
    chart.legend()->setMarkerShape(QLegend::MarkerShapeRectangle);
    if (!data.bars.empty())
        add_bars(chart, data, c, type);
    else
        add_lines(chart, data, c, type);
}

QByteArray chart_bytes(const ChartData& data, const Colours& c, const QString& format)
{
    QChart chart;
    build_chart(chart, data, c);
    const qreal top = 64;
    QGraphicsScene scene;
    scene.addItem(&chart);
    chart.resize(QSizeF(export_size.width() - 40, export_size.height() - top - 10));
    const auto paint = [&](QPainter& painter) {
        painter.fillRect(QRect(QPoint(), export_size), c.card);
        painter.setPen(c.text);
        QFont title(QStringLiteral("DejaVu Sans"));
        title.setPixelSize(16);
        title.setBold(true);
        painter.setFont(title);
        painter.drawText(QRectF(20, 12, export_size.width() - 40, 22), Qt::AlignLeft, QString::fromStdString(data.title));
        painter.setFont(chart_font(usual_type + 1));
        painter.setPen(c.secondary);
        painter.drawText(QRectF(20, 36, export_size.width() - 40, 20), Qt::AlignLeft, QString::fromStdString(data.finding));
        scene.render(&painter, QRectF(20, top, export_size.width() - 40, export_size.height() - top - 10), QRectF(QPointF(), chart.size()));
    };
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (format == QStringLiteral("svg")) {
        QSvgGenerator generator;
        generator.setOutputDevice(&buffer);
        generator.setSize(export_size);
        generator.setViewBox(QRect(QPoint(), export_size));
        QPainter painter(&generator);
        paint(painter);
    } else if (format == QStringLiteral("png")) {
        QImage image(export_size * 2, QImage::Format_ARGB32_Premultiplied);
        image.setDevicePixelRatio(2);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        paint(painter);
        painter.end();
        image.save(&buffer, "PNG");
    } else if (format == QStringLiteral("pdf")) {
        QPdfWriter writer(&buffer);
        writer.setResolution(72);
        writer.setPageMargins(QMarginsF());
        writer.setPageSize(QPageSize(QSizeF(export_size), QPageSize::Point, QString(), QPageSize::ExactMatch));
        QPainter painter(&writer);
        paint(painter);
        painter.end();
        buffer.close();
        bytes = without_creation_date(bytes);
    }
    scene.removeItem(&chart);
    return bytes;
}

} // namespace archway
