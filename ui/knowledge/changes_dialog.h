// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace archway {

class KnowledgeActions;
class Workspace;

/// What the user changed and imported, the newest first, each to be looked at and taken back.
class ChangesDialog : public QDialog {
    Q_OBJECT
public:
    ChangesDialog(Workspace& workspace, QWidget* parent);
    [[nodiscard]] QTreeWidget* list() const { return m_list; }

private:
    void fill();
    void describe();
    [[nodiscard]] qint64 selected() const;

    Workspace& m_workspace;
    KnowledgeActions* m_actions;
    QTreeWidget* m_list;
    QLabel* m_detail;
    QLabel* m_problem;
    QPushButton* m_show;
    QPushButton* m_takeBack;
    QString m_claim; ///< of the selected change; empty where it is about no single fact
};

} // namespace archway
