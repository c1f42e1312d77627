// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/present/spotlight.h"

#include <QCursor>
#include <QPainter>
#include <QPainterPath>

namespace archway {

namespace {

constexpr int follow_ms = 25; ///< the widgets below tell of the pointer only while they care

} // namespace

Spotlight::Spotlight(QWidget* over)
    : QWidget(over)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

void Spotlight::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    setGeometry(parentWidget()->rect());
    raise();
    m_timer = startTimer(follow_ms);
}

void Spotlight::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    killTimer(m_timer);
}

void Spotlight::timerEvent(QTimerEvent*)
{
    if (size() != parentWidget()->size())
        setGeometry(parentWidget()->rect());
    if (QCursor::pos() != m_at)
        update();
}

void Spotlight::paintEvent(QPaintEvent*)
{
    m_at = QCursor::pos();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath dim;
    dim.addRect(rect());
    const qreal radius = height() / 5.0;
    dim.addEllipse(QPointF(mapFromGlobal(m_at)), radius, radius);
    painter.fillPath(dim, QColor(0, 0, 0, 150));
}

} // namespace archway
