// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/pill.h"

#include "ui/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace archway {

namespace {

constexpr int beside = 8; // of the text, within the fill
constexpr int above = 1;
constexpr qreal radius = 7;

} // namespace

Pill::Pill(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFocusPolicy(Qt::NoFocus);
    Theme::instance().apply(this, TextRole::Caption);
}

void Pill::show(const QString& text, const QColor& colour, const QColor& fill)
{
    setVisible(!text.isEmpty());
    if (m_text == text && m_colour == colour && m_fill == fill)
        return;
    if (m_text != text) {
        m_text = text;
        setAccessibleName(text);
        updateGeometry();
    }
    m_colour = colour;
    m_fill = fill;
    update();
}

QSize Pill::sizeHint() const
{
    const QFontMetrics metrics(font());
    return {metrics.horizontalAdvance(m_text) + 2 * beside, metrics.height() + 2 * above};
}

void Pill::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_fill);
    painter.drawRoundedRect(rect(), radius, radius);
    painter.setPen(m_colour);
    painter.drawText(rect(), Qt::AlignCenter, m_text);
}

} // namespace archway
