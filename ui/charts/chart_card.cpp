// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_card.h"

#include "ui/charts/chart_legend.h"
#include "ui/paint/chart_builder.h"
#include "ui/whole_file.h"

#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLegend>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace archway {

ChartCard::ChartCard(QWidget* parent)
    : QFrame(parent)
    , m_title(new QLabel)
    , m_finding(new QLabel)
    , m_chart(new QChart)
    , m_view(new QChartView(m_chart))
    , m_legend(new ChartLegend)
    , m_table(new QPlainTextEdit)
    , m_stack(new QStackedWidget)
    , m_toggle(new QPushButton(tr("Table")))
{
    setObjectName(QStringLiteral("card"));
    Theme::instance().apply(m_title, TextRole::Strong);
    Theme::instance().apply(m_finding, TextRole::Caption);
    m_finding->setObjectName(QStringLiteral("caption"));
    m_finding->setWordWrap(true);
    m_finding->setMinimumWidth(1);
    for (QLabel* label : {m_title, m_finding})
        label->setTextFormat(Qt::PlainText);
    m_view->setRenderHint(QPainter::Antialiasing);
    m_chart->legend()->hide();
    m_view->setMinimumHeight(265);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->viewport()->installEventFilter(this);
    m_view->viewport()->setCursor(Qt::PointingHandCursor);
    m_table->setReadOnly(true);
    Theme::instance().apply(m_table, TextRole::Mono);
    m_table->setLineWrapMode(QPlainTextEdit::NoWrap);
    auto* drawn = new QWidget;
    auto* below = new QVBoxLayout(drawn);
    below->setContentsMargins(0, 0, 0, 0);
    below->setSpacing(6);
    below->addWidget(m_view, 1);
    below->addWidget(m_legend);
    m_stack->addWidget(drawn);
    m_stack->addWidget(m_table);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(15, 11, 12, 10);
    column->setSpacing(4);
    auto* line = new QHBoxLayout;
    line->addWidget(m_title, 1);
    m_toggle->setCheckable(true);
    connect(m_toggle, &QPushButton::toggled, this, [this](bool table) {
        m_stack->setCurrentIndex(table ? 1 : 0);
        fillTable();
    });
    auto* save = new QPushButton(tr("Export…"));
    connect(save, &QPushButton::clicked, this, &ChartCard::exportAs);
    for (QPushButton* button : {m_toggle, save}) {
        button->setObjectName(QStringLiteral("link"));
        Theme::instance().apply(button, TextRole::Caption);
        line->addWidget(button);
    }
    column->addLayout(line);
    column->addWidget(m_finding);
    column->addWidget(m_stack, 1);
}

void ChartCard::show(const ChartData& chart)
{
    m_data = chart;
    m_title->setText(QString::fromStdString(chart.title));
    m_finding->setText(QString::fromStdString(chart.finding));
    m_view->setAccessibleName(QString::fromStdString(chart.title));
    m_view->setAccessibleDescription(QString::fromStdString(chart.finding));
    m_table->setAccessibleName(tr("%1 as a table").arg(QString::fromStdString(chart.title)));
    fillTable();
    build_chart(*m_chart, chart, Theme::instance().colours());
    m_legend->show(legend_of(chart, Theme::instance().colours()));
}

/// Laying out hundreds of rows takes longer than drawing them: only while they are looked at.
void ChartCard::fillTable()
{
    if (m_toggle->isChecked())
        m_table->setPlainText(QString::fromStdString(chart_csv(m_data)));
}

bool ChartCard::eventFilter(QObject* object, QEvent* event)
{
    if (event->type() == QEvent::MouseButtonRelease)
        Q_EMIT clicked(QString::fromStdString(m_data.formula));
    return QFrame::eventFilter(object, event);
}

void ChartCard::exportAs()
{
    const QString path
        = QFileDialog::getSaveFileName(this, tr("Export the chart"), QString::fromStdString(m_data.kind) + QStringLiteral(".svg"),
                                       tr("SVG (*.svg);;PNG (*.png);;PDF (*.pdf);;CSV (*.csv)"));
    if (path.isEmpty())
        return;
    const QString format = path.section(u'.', -1).toLower();
    const QByteArray bytes
        = format == QStringLiteral("csv") ? QByteArray::fromStdString(chart_csv(m_data)) : chart_bytes(m_data, Theme::print(), format);
    if (bytes.isEmpty())
        return Q_EMIT failed(tr("%1: not a format a chart is written in").arg(path));
    if (const QString reason = write_whole(path, bytes); !reason.isEmpty())
        Q_EMIT failed(tr("%1 cannot be written: %2").arg(path, reason));
}

} // namespace archway
