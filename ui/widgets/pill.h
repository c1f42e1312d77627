// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QWidget>

namespace archway {

/// A short word on a rounded fill, such as "✓ recommended". Painted, not styled: a style sheet of its own would be parsed
/// and laid anew for every badge of every card.
class Pill : public QWidget {
    Q_OBJECT
public:
    explicit Pill(QWidget* parent = nullptr);
    /// Shows `text` in `colour` on `fill`; hidden while the text is empty.
    void show(const QString& text, const QColor& colour, const QColor& fill);
    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
    QColor m_colour;
    QColor m_fill;
};

} // namespace archway
