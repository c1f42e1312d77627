// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/knowledge/entry_dialog.h"

namespace archway {

class Workspace;

/// Asks for the entity that a way is to lead to; Why then shows the way.
class PathDialog : public EntryDialog {
    Q_OBJECT
public:
    PathDialog(Workspace& workspace, const QString& from, QWidget* parent);
    [[nodiscard]] QComboBox* target() const { return m_to; }

protected:
    [[nodiscard]] std::vector<FieldProblem> problems() const override;
    QString keep() override;

private:
    [[nodiscard]] QString chosen() const;
    Workspace& m_workspace;
    QString m_from;
    QComboBox* m_to;
};

} // namespace archway
