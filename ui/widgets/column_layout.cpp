// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/column_layout.h"

#include <QWidget>

#include <algorithm>

namespace archway {

ColumnLayout::ColumnLayout(QWidget* parent, int least, int most)
    : FlowLayout(parent, 10)
    , m_least(least)
    , m_most(most)
{
}

int ColumnLayout::heightForWidth(int width) const
{
    return arrangeRows(QRect(0, 0, width, 0), false);
}

QSize ColumnLayout::minimumSize() const
{
    return {m_least, 0};
}

void ColumnLayout::setGeometry(const QRect& rect)
{
    QLayout::setGeometry(rect);
    arrangeRows(rect, true);
}

int ColumnLayout::arrangeRows(const QRect& rect, bool move) const
{
    const int columns = std::clamp((rect.width() + spacing()) / (m_least + spacing()), 1, m_most);
    const int width = (rect.width() - (columns - 1) * spacing()) / columns;
    const bool mirrored = parentWidget() && parentWidget()->isRightToLeft();
    QList<QLayoutItem*> shown;
    for (int i = 0; i < count(); ++i)
        if (QLayoutItem* item = itemAt(i); !item->widget() || !item->widget()->isHidden())
            shown.append(item);
    int y = rect.y();
    for (int first = 0; first < shown.size(); first += columns) {
        const int end = std::min(first + columns, static_cast<int>(shown.size()));
        int height = 0;
        for (int i = first; i < end; ++i)
            height = std::max(height, shown[i]->hasHeightForWidth() ? shown[i]->heightForWidth(width) : shown[i]->sizeHint().height());
        for (int i = first; move && i < end; ++i) {
            const int x = (i - first) * (width + spacing());
            shown[i]->setGeometry(QRect(mirrored ? rect.right() + 1 - x - width : rect.x() + x, y, width, height));
        }
        y += height + spacing();
    }
    return std::max(0, y - spacing() - rect.y());
}

} // namespace archway
