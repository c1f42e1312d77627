// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/scenario/inputs.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QSlider;

namespace archway {

/// One numeric input: label, editable number with its unit, slider. An optional one may be left empty ("none").
class InputRow : public QWidget {
    Q_OBJECT
public:
    explicit InputRow(const NumericInput& input, QWidget* parent = nullptr);
    /// Shows a value without reporting it.
    void show(std::optional<double> value, bool assumed);
    /// Larger type than a window's, for a room.
    void setType(const QFont& font);
    /// Width in which neither its label, said to be assumed, nor its number is cut.
    [[nodiscard]] int widthInFull() const;
    /// What takes the keys, in their order.
    [[nodiscard]] QList<QWidget*> tabStops() const;
    /// Puts the cursor on the number, ready to be overwritten.
    void focusValue();

Q_SIGNALS:
    /// `dragging`: more will follow while the slider is held.
    void edited(std::optional<double> value, bool dragging);
    void rejected(const QString& message);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showLabel();
    [[nodiscard]] int position(double value) const;
    [[nodiscard]] double value(int position) const;
    void commitText();

    const NumericInput& m_input;
    QLabel* m_label;
    QLineEdit* m_edit;
    QSlider* m_slider;
    bool m_assumed = false;
};

/// A value as the row writes it: "4 000", "45 %", "2 s", "$40.0k".
[[nodiscard]] QString input_text(const NumericInput& input, double value);

} // namespace archway
