// SPDX-License-Identifier: GPL-3.0-or-later
// Cards side by side in columns of one width, as many as the room allows; every card of a row is as high as the highest.
#pragma once

#include "ui/widgets/flow_layout.h"

namespace archway {

class ColumnLayout : public FlowLayout {
public:
    /// `least`: pixels below which a column gets no narrower; there are never more than `most` columns.
    ColumnLayout(QWidget* parent, int least, int most);
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize minimumSize() const override;
    void setGeometry(const QRect& rect) override;

private:
    int arrangeRows(const QRect& rect, bool move) const;
    int m_least;
    int m_most;
};

} // namespace archway
