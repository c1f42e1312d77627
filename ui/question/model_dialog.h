// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QMap>

class QDialogButtonBox;
class QLabel;
class QLineEdit;

namespace archway {

/// Asks for a model by a handful of numbers, and says at once what follows from them or what cannot be.
class ModelDialog : public QDialog {
    Q_OBJECT
public:
    explicit ModelDialog(QWidget* parent = nullptr);
    /// JSON text of the scenario's `custom` object.
    [[nodiscard]] std::string custom() const;

private:
    void check();
    QMap<QString, QLineEdit*> m_fields;
    QLabel* m_verdict;
    QDialogButtonBox* m_buttons;
};

} // namespace archway
