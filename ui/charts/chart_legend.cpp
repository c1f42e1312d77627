// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_legend.h"

#include <QPainter>

#include <algorithm>

namespace archway {

namespace {

constexpr int sign_width = 16;
constexpr int sign_gap = 6;
constexpr int entry_gap = 16;
constexpr int line_gap = 3;

} // namespace

ChartLegend::ChartLegend(QWidget* parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    Theme::instance().apply(this, TextRole::Caption);
}

void ChartLegend::show(const std::vector<LegendEntry>& entries)
{
    const bool renamed = !std::equal(entries.begin(), entries.end(), m_entries.begin(), m_entries.end(),
                                     [](const LegendEntry& a, const LegendEntry& b) { return a.name == b.name; });
    m_entries = entries;
    if (renamed)
        updateGeometry();
    update();
}

QSize ChartLegend::sizeHint() const
{
    return {200, heightForWidth(std::max(width(), 200))};
}

int ChartLegend::heightForWidth(int width) const
{
    const std::vector<QRect> places = placed(width);
    return places.empty() ? 0 : places.back().bottom() + 1;
}

std::vector<QRect> ChartLegend::placed(int width) const
{
    std::vector<QRect> out;
    const QFontMetrics metrics(font());
    int x = 0;
    int y = 0;
    for (const LegendEntry& entry : m_entries) {
        const int wanted = std::min(width, sign_width + sign_gap + metrics.horizontalAdvance(entry.name) + 1);
        if (x > 0 && x + wanted > width) {
            x = 0;
            y += metrics.height() + line_gap;
        }
        out.emplace_back(x, y, wanted, metrics.height());
        x += wanted + entry_gap;
    }
    return out;
}

void ChartLegend::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const std::vector<QRect> places = placed(width());
    for (std::size_t i = 0; i < places.size(); ++i) {
        const LegendEntry& entry = m_entries[i];
        const QRect sign(places[i].left(), places[i].top(), sign_width, places[i].height());
        if (entry.sign == LegendEntry::Sign::Box) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(entry.colour);
            painter.drawRoundedRect(QRect(sign.center() - QPoint(5, 4), QSize(10, 10)), 2, 2);
        } else {
            painter.setPen(QPen(entry.colour, 2.2, entry.sign == LegendEntry::Sign::Dashes ? Qt::DashLine : Qt::SolidLine, Qt::FlatCap));
            const qreal middle = sign.center().y() + 0.5;
            painter.drawLine(QPointF(sign.left(), middle), QPointF(sign.right() + 1, middle));
        }
        painter.setPen(Theme::instance().colours().text);
        const QRect text = places[i].adjusted(sign_width + sign_gap, 0, 0, 0);
        painter.drawText(text, Qt::AlignVCenter | Qt::TextSingleLine, fontMetrics().elidedText(entry.name, Qt::ElideMiddle, text.width()));
    }
}

} // namespace archway
