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
    /// All figures, one a line, as the clipboard gets them.
    [[nodiscard]] QString asText() const;
    /// Narrow: details go first, then the large type; the figures themselves stay.
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

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
    /// Takes away details and size until the strip fits its width.
    void fit();

    Workspace& m_workspace;
    QList<Cell> m_cells;
    int m_tight = 0; ///< 0 = all, 1 = without details, 2 = in smaller type too
};

} // namespace archway
