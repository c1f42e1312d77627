// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/knowledge/entry_dialog.h"

namespace archway {

class OwnKnowledge;
class Workspace;

/// One's own price of an instance type in a Region.
class PriceDialog : public EntryDialog {
    Q_OBJECT
public:
    /// Begins with the type, Region and way of purchase that the scenario asks about.
    PriceDialog(Workspace& workspace, const QString& instance, QWidget* parent);

protected:
    [[nodiscard]] std::vector<FieldProblem> problems() const override;
    QString keep() override;
    void changed() override;

private:
    [[nodiscard]] PriceEntry entry() const;
    Workspace& m_workspace;
    QComboBox* m_instance;
    QComboBox* m_region;
    QComboBox* m_purchase;
    QLineEdit* m_usd;
    QLineEdit* m_date;
    QPlainTextEdit* m_note;
    QLabel* m_there; ///< what it costs now
};

/// One's own discount on on-demand prices.
class DiscountDialog : public EntryDialog {
    Q_OBJECT
public:
    DiscountDialog(Workspace& workspace, const QString& scope, QWidget* parent);

protected:
    [[nodiscard]] std::vector<FieldProblem> problems() const override;
    QString keep() override;

private:
    [[nodiscard]] DiscountEntry entry() const;
    Workspace& m_workspace;
    QComboBox* m_scope;
    QLineEdit* m_percent;
    QPlainTextEdit* m_note;
};

} // namespace archway
