// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace.h"

#include <QFrame>
#include <QList>

class QLabel;

namespace archway {

/// The answer in one strip: model, weights, KV cache, deployment, latency, cost, how many types are feasible. A click explains.
class Headline : public QWidget {
    Q_OBJECT
public:
    explicit Headline(Workspace& workspace, QWidget* parent = nullptr);
    /// The figure of a cell as shown; for tests and the presenter. 0 model … 6 feasible.
    [[nodiscard]] QString figure(int cell) const;

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    struct Cell {
        QFrame* frame;
        QLabel* caption;
        QLabel* value;
        QLabel* detail;
        QString formula;
    };
    void set(int cell, const QString& caption, const QString& value, const QString& detail, const QString& formula);
    void refresh();
    void refreshTraining(const Estimate& estimate);
    void setFeasible(int feasible, int all, const QString& formula);
    void restyle();

    Workspace& m_workspace;
    QList<Cell> m_cells;
};

} // namespace archway
