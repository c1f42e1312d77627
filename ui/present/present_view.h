// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/present/steps.h"

#include <QMap>
#include <QTimer>
#include <QWidget>

class QChart;
class QChartView;
class QGridLayout;
class QLabel;
class QPushButton;
class QScrollArea;

namespace archway {

class ChartLegend;
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
    void draw();
    void makeInputs();
    void arrangeInputs();
    void setSizes();
    void fitLines();
    /// Height of type in pixels for a share of the view's height, not under `least`.
    [[nodiscard]] int typeOf(double share, int least) const;
    void keepInLog();

    Workspace& m_workspace;
    QList<PresentStep> m_steps;
    int m_step = 0;
    QLabel* m_place;
    QLabel* m_title;
    QLabel* m_lead;
    QList<QLabel*> m_lines;
    QLabel* m_note;
    QScrollArea* m_text; ///< of the lines
    QChart* m_chart;
    QChartView* m_chartView;
    ChartLegend* m_legend;
    QWidget* m_drawing; ///< chart and legend
    QGridLayout* m_inputs;
    QWidget* m_buttons;
    QMap<QString, InputRow*> m_rows;
    QList<InputRow*> m_shown; ///< of the task, in their order
    int m_columns = 0;        ///< that they stand in
    QPushButton* m_previous;
    QPushButton* m_next;
    Spotlight* m_spotlight;
    QTimer m_redraw; ///< paces the chart while a slider moves
};

} // namespace archway
