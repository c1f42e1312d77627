// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/match/own_weight.h"
#include "ui/knowledge/entry_dialog.h"

namespace archway {

class Workspace;

/// One's own weight of a rule.
class WeightDialog : public EntryDialog {
    Q_OBJECT
public:
    WeightDialog(Workspace& workspace, const QString& rule, QWidget* parent);

protected:
    [[nodiscard]] std::vector<FieldProblem> problems() const override;
    QString keep() override;
    void changed() override;

private:
    [[nodiscard]] WeightEntry entry() const;
    Workspace& m_workspace;
    std::string m_rule;
    QLineEdit* m_weight;
    QPlainTextEdit* m_note;
    QLabel* m_says; ///< the rule, and what it counts in the layers
};

} // namespace archway
