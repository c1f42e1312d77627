// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace.h"

#include <QScrollArea>
#include <QSet>
#include <QTimer>

class QGridLayout;

namespace archway {

class ChartCard;

/// The trade-offs: one card a chart, each with its finding, its data as a table and its export.
class ChartsPage : public QScrollArea {
    Q_OBJECT
public:
    explicit ChartsPage(Workspace& workspace, QWidget* parent = nullptr);

Q_SIGNALS:
    void failed(const QString& message);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void arrange(int columns);
    void refresh();
    void followAll();
    [[nodiscard]] bool inView(int index) const;
    void refreshNext();
    void refreshCard(int index);
    Workspace& m_workspace;
    QGridLayout* m_grid = nullptr;
    int m_columns = 0;
    QList<ChartCard*> m_cards;
    QTimer m_delay;     ///< paces the charts while a slider moves
    QSet<int> m_behind; ///< cards that show an older answer
    int m_next = 0;     ///< card that the next tick brings up to date
    bool m_stale = true;
    bool m_shown = false;  ///< charts are there: a model is chosen
    bool m_trains = false; ///< they are those of a training run
};

} // namespace archway
