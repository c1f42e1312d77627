// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/palette_delegate.h"

#include "ui/theme.h"

#include <QPainter>

namespace archway {

void PaletteDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = Theme::instance();
    const Colours& c = theme.colours();
    const bool current = option.state & QStyle::State_Selected;
    const bool mirrored = option.direction == Qt::RightToLeft;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (current) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(c.infoFill);
        painter->drawRoundedRect(option.rect, 6, 6);
    }
    QRect room = option.rect.adjusted(10, 0, -10, 0);
    const auto at_end = [&](const QString& text, const QColor& colour) {
        if (text.isEmpty())
            return;
        painter->setFont(theme.font(TextRole::Caption));
        painter->setPen(colour);
        const int width = painter->fontMetrics().horizontalAdvance(text) + 2;
        const QRect place = mirrored ? QRect(room.left(), room.top(), width, room.height())
                                     : QRect(room.right() - width, room.top(), width, room.height());
        painter->drawText(place, Qt::AlignVCenter | (mirrored ? Qt::AlignLeft : Qt::AlignRight), text);
        mirrored ? room.setLeft(room.left() + width + 14) : room.setRight(room.right() - width - 14);
    };
    at_end(index.data(kind_role).toString(), c.secondary);
    at_end(index.data(shortcut_role).toString(), current ? c.info : c.secondary);
    painter->setFont(theme.font(TextRole::Label));
    painter->setPen(c.text);
    const Qt::Alignment start = Qt::AlignVCenter | (mirrored ? Qt::AlignRight : Qt::AlignLeft);
    const QString text = index.data().toString(), excerpt = index.data(excerpt_role).toString();
    // What was found elsewhere than in the name keeps half of the row.
    const int most = excerpt.isEmpty() ? room.width() : room.width() / 2;
    const QString name = painter->fontMetrics().elidedText(text, Qt::ElideRight, most);
    const int width = painter->fontMetrics().horizontalAdvance(name) + 14;
    painter->drawText(room, static_cast<int>(start), name);
    if (!excerpt.isEmpty()) {
        mirrored ? room.setRight(room.right() - width) : room.setLeft(room.left() + width);
        painter->setFont(theme.font(TextRole::Caption));
        painter->setPen(c.secondary);
        painter->drawText(room, static_cast<int>(start), painter->fontMetrics().elidedText(excerpt, Qt::ElideRight, room.width()));
    }
    painter->restore();
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {option.rect.width(), QFontMetrics(Theme::instance().font(TextRole::Label)).height() + 12};
}

} // namespace archway
