// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/knowledge/own_knowledge.h"

#include <QDialog>
#include <QFutureWatcher>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace archway {

/// What files would change: added, replaced with before and after, withdrawn, left out, or why they are refused. Nothing is done until it
/// is accepted. The files are read beside the window.
class ImportDialog : public QDialog {
    Q_OBJECT
public:
    ImportDialog(OwnKnowledge& own, const QStringList& files, QWidget* parent);
    ~ImportDialog() override;
    [[nodiscard]] QTreeWidget* list() const { return m_list; }
    [[nodiscard]] QPushButton* acceptButton() const { return m_accept; }
    [[nodiscard]] QString headline() const;

Q_SIGNALS:
    void planned();

private:
    void showPlan();
    void keep();

    OwnKnowledge& m_own;
    QLabel* m_headline;
    QLabel* m_problem;
    QTreeWidget* m_list;
    QPushButton* m_accept;
    using Planned = std::shared_ptr<Result<PlannedImport>>;
    QFutureWatcher<Planned> m_reading;
    Planned m_planned;
};

} // namespace archway
