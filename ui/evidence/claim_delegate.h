// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace archway {

/// A claim's row: its verdict as a badge, its statement, and under it the arithmetic.
class ClaimDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit ClaimDelegate(QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// Height of every row with the fonts in force: one line of the statement, two of the arithmetic.
    [[nodiscard]] static int rowHeight();
};

} // namespace archway
