// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/house_style.h"

#include "ui/paint/set_text.h"

#include <QPainter>

namespace archway {

HouseStyle::HouseStyle()
    : QProxyStyle(QStringLiteral("Fusion"))
{
}

void HouseStyle::drawItemText(QPainter* painter, const QRect& area, int flags, const QPalette& palette, bool /*enabled*/,
                              const QString& text, QPalette::ColorRole role) const
{
    if (text.isEmpty())
        return;
    const QPen before = painter->pen();
    if (role != QPalette::NoRole)
        painter->setPen(QPen(palette.brush(role), before.widthF()));
    draw_set_text(*painter, area, flags, text);
    painter->setPen(before);
}

} // namespace archway
