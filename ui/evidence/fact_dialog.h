// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/knowledge/entry_dialog.h"

namespace archway {

class OwnKnowledge;
class Workspace;

/// Corrects or withdraws a fact, or adds one, in the user's own layer. The wording under it stands beside the user's.
class FactDialog : public EntryDialog {
    Q_OBJECT
public:
    /// `id` is the claim; of a new fact the entity it is about, or empty.
    FactDialog(Workspace& workspace, FactChange change, const QString& id, QWidget* parent);

protected:
    [[nodiscard]] std::vector<FieldProblem> problems() const override;
    QString keep() override;

private:
    [[nodiscard]] FactEntry entry() const;
    [[nodiscard]] const Claim* now() const;
    QWidget* shippedCard(const Claim& claim, const QString& heading) const;

    Workspace& m_workspace;
    FactChange m_change;
    std::string m_id;
    FactEntry m_start;
    QComboBox* m_about = nullptr;
    QPlainTextEdit* m_statement = nullptr;
    QLineEdit* m_value = nullptr;
    QLineEdit* m_low = nullptr;
    QLineEdit* m_unit = nullptr;
    QLineEdit* m_qualifier = nullptr;
    QLineEdit* m_scope = nullptr;
    QLineEdit* m_date = nullptr;
    QPlainTextEdit* m_note;
};

} // namespace archway
