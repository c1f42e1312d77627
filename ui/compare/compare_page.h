// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace.h"

#include <QHash>
#include <QTimer>
#include <QWidget>

#include <memory>

class QLabel;
class QMenu;
class QPushButton;
class QTableView;

namespace archway {

class CompareModel;

/// Pinned scenarios beside the one that is open. Pins are kept in the project file and undone like any other change.
class ComparePage : public QWidget {
    Q_OBJECT
public:
    explicit ComparePage(Workspace& workspace, QWidget* parent = nullptr);

    void pin();
    void unpin(int index);
    [[nodiscard]] CompareModel* model() const { return m_model; }

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void arrange();
    const Answer* answerTo(const QByteArray& pinned);

    Workspace& m_workspace;
    CompareModel* m_model;
    QTableView* m_table;
    QLabel* m_hint;
    QPushButton* m_pin;
    QPushButton* m_unpin;
    QMenu* m_pinned;
    QPushButton* m_copy;
    QHash<QByteArray, std::shared_ptr<Answer>> m_answers; ///< of pinned scenarios, by their text
    QTimer m_delay;                                       ///< the table follows when a slider pauses
    bool m_stale = true;
};

} // namespace archway
