// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/wrapped_label.h"

#include <QEvent>
#include <QFontMetrics>

#include <algorithm>

namespace archway {

WrappedLabel::WrappedLabel(Qt::TextFormat format, QWidget* parent)
    : QLabel(parent)
{
    setTextFormat(format);
    setWordWrap(true);
    setMinimumWidth(1);
}

int WrappedLabel::heightForWidth(int width) const
{
    if (m_of != text()) {
        m_measured.fill({});
        m_of = text();
    }
    const auto known = std::find_if(m_measured.begin(), m_measured.end(), [width](const Measured& each) { return each.width == width; });
    if (known != m_measured.end())
        return known->height;
    Measured& place = m_measured[m_next++ % m_measured.size()];
    place = {width, QLabel::heightForWidth(width)};
    return place.height;
}

QSize WrappedLabel::sizeHint() const
{
    ensurePolished(); // the sheet may set the font
    return {1, QFontMetrics(font()).lineSpacing()};
}

void WrappedLabel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange || event->type() == QEvent::ApplicationFontChange)
        m_measured.fill({});
    QLabel::changeEvent(event);
}

} // namespace archway
