// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace archway {

/// A row of the palette: what it is called at the left, its shortcut and kind at the right.
class PaletteDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    static constexpr int kind_role = Qt::UserRole + 1;
    static constexpr int shortcut_role = Qt::UserRole + 2;
    static constexpr int excerpt_role = Qt::UserRole + 3;
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace archway
