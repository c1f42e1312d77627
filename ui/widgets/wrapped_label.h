// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

#include <array>

namespace archway {

/// A label that wraps its words into whatever width it is given and never asks for more. It remembers how tall it was:
/// QLabel lays its text out up to six times for one change, which a page of cards under a moving slider cannot afford.
class WrappedLabel : public QLabel {
    Q_OBJECT
public:
    explicit WrappedLabel(Qt::TextFormat format, QWidget* parent = nullptr);
    [[nodiscard]] int heightForWidth(int width) const override;
    /// One line, as wide as nothing: the height comes from heightForWidth alone.
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Measured {
        int width = -1;
        int height = 0;
    };
    mutable std::array<Measured, 3> m_measured; // a layout asks with its smallest and with its real width
    mutable std::size_t m_next = 0;
    mutable QString m_of;
};

} // namespace archway
