// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/present/steps.h"

#include <QMap>
#include <QTimer>
#include <QWidget>

class QChart;
class QChartView;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace archway {

class InputRow;
class Spotlight;

/// The reasoning as steps for a room: large type, a chart where one says it better, four inputs that move everything live.
/// → and ← step, S lights a spot, L keeps the state in the decision log, Esc ends.
class PresentView : public QWidget {
    Q_OBJECT
public:
    explicit PresentView(Workspace& workspace, QWidget* parent = nullptr);
    [[nodiscard]] int step() const { return m_step; }
    void goTo(int step);

Q_SIGNALS:
    void ended();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void makeInputs();
    void setSizes();
    /// Height of type in pixels for a share of the view's height.
    [[nodiscard]] int typeOf(double share) const;
    void keepInLog();

    Workspace& m_workspace;
    QList<PresentStep> m_steps;
    int m_step = 0;
    QLabel* m_place;
    QLabel* m_title;
    QLabel* m_lead;
    QList<QLabel*> m_lines;
    QLabel* m_note;
    QChart* m_chart;
    QChartView* m_chartView;
    QWidget* m_inputs;
    QMap<QString, InputRow*> m_rows;
    QPushButton* m_previous;
    QPushButton* m_next;
    Spotlight* m_spotlight;
    QTimer m_redraw; ///< paces the chart while a slider moves
};

} // namespace archway
