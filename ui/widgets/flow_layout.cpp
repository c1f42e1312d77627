// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/flow_layout.h"

#include <QWidget>

#include <algorithm>
#include <utility>
#include <vector>

namespace archway {

FlowLayout::FlowLayout(QWidget* parent, int spacing)
    : QLayout(parent)
{
    setContentsMargins(0, 0, 0, 0);
    setSpacing(spacing);
}

FlowLayout::~FlowLayout()
{
    qDeleteAll(m_items);
}

void FlowLayout::addItem(QLayoutItem* item)
{
    m_items.append(item);
}
int FlowLayout::count() const
{
    return static_cast<int>(m_items.size());
}
QLayoutItem* FlowLayout::itemAt(int index) const
{
    return m_items.value(index);
}
QLayoutItem* FlowLayout::takeAt(int index)
{
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}
int FlowLayout::heightForWidth(int width) const
{
    return arrange(QRect(0, 0, width, 0), false);
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const QLayoutItem* item : m_items)
        size = size.expandedTo(item->minimumSize());
    return size;
}

void FlowLayout::setGeometry(const QRect& rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

int FlowLayout::arrange(const QRect& rect, bool move) const
{
    const bool mirrored = parentWidget() && parentWidget()->isRightToLeft();
    std::vector<std::pair<QLayoutItem*, QSize>> line;
    int y = rect.y();
    int width = 0;
    int height = 0;
    // Places a full line, each item in the middle of its height.
    const auto flush = [&] {
        int x = rect.x();
        for (const auto& [item, size] : line) {
            if (move)
                item->setGeometry(
                    QRect(QPoint(mirrored ? rect.right() + 1 - (x - rect.x()) - size.width() : x, y + (height - size.height()) / 2), size));
            x += size.width() + spacing();
        }
        line.clear();
    };
    for (QLayoutItem* item : m_items) {
        if (item->widget() && item->widget()->isHidden())
            continue;
        const QSize size = item->sizeHint().boundedTo(QSize(std::max(1, rect.width()), QWIDGETSIZE_MAX));
        if (!line.empty() && width + spacing() + size.width() > rect.width()) {
            flush();
            y += height + spacing();
            width = 0;
            height = 0;
        }
        width += (line.empty() ? 0 : spacing()) + size.width();
        height = std::max(height, size.height());
        line.emplace_back(item, size);
    }
    flush();
    return y + height - rect.y();
}

} // namespace archway
