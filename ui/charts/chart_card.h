// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/estimate/chart_data.h"

#include <QFrame>

class QChart;
class QChartView;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace archway {

class ChartLegend;

/// One chart with title, finding, table twin and export.
class ChartCard : public QFrame {
    Q_OBJECT
public:
    explicit ChartCard(QWidget* parent = nullptr);
    void show(const ChartData& chart);

Q_SIGNALS:
    void clicked(const QString& formula);
    void failed(const QString& message);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void exportAs();
    void fillTable();

    ChartData m_data;
    QLabel* m_title;
    QLabel* m_finding;
    QChart* m_chart;
    QChartView* m_view;
    ChartLegend* m_legend;
    QPlainTextEdit* m_table;
    QStackedWidget* m_stack;
    QPushButton* m_toggle;
};

} // namespace archway
