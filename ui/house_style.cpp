// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/house_style.h"

#include "ui/paint/set_text.h"
#include "ui/theme.h"

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

// Every menu bar asks for it: Fusion's own would load the readers of all image formats before the first paint.
QIcon HouseStyle::standardIcon(StandardPixmap standard, const QStyleOption* option, const QWidget* widget) const
{
    if (standard == SP_ToolBarHorizontalExtensionButton)
        return Theme::instance().icon(QStringLiteral("more"));
    return QProxyStyle::standardIcon(standard, option, widget);
}

} // namespace archway
