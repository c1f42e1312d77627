// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/present/present_view.h"

#include "model/estimate/chart_data.h"
#include "model/scenario/inputs.h"
#include "ui/paint/chart_builder.h"
#include "ui/present/spotlight.h"
#include "ui/question/input_row.h"
#include "ui/theme.h"

#include <QChart>
#include <QChartView>
#include <QDate>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace archway {

namespace {

constexpr int lines_shown = 9;
constexpr int pace_ms = 120;
constexpr double foot_share_of_width = 0.0098;
constexpr double foot_share = 0.019, chart_share = 0.02; ///< of the height: type of the inputs, of a chart

/// Figures stay with their units and names in one piece: "45 %", "us-east-1".
QString in_one_piece(QString line)
{
    return line.replace(QStringLiteral(" %"), QStringLiteral("\u00a0%")).replace(u'-', QChar(0x2011));
}

/// The four inputs that a room asks about first.
constexpr std::array serving{"workload.input_tokens", "workload.output_tokens", "workload.concurrent_sequences", "workload.utilisation"};
constexpr std::array training{"training.tokens", "training.sequence_length", "training.deadline_days", "constraints.monthly_budget_usd"};

} // namespace

PresentView::PresentView(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_place(new QLabel)
    , m_title(new QLabel)
    , m_lead(new QLabel)
    , m_note(new QLabel)
    , m_chart(new QChart)
    , m_chartView(new QChartView(m_chart))
    , m_inputs(new QWidget)
    , m_previous(new QPushButton(tr("Previous")))
    , m_next(new QPushButton(tr("Next")))
{
    setObjectName(QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Presentation"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(64, 36, 64, 28);
    column->setSpacing(14);
    auto* top = new QHBoxLayout;
    m_place->setObjectName(QStringLiteral("caption"));
    m_note->setObjectName(QStringLiteral("caption"));
    top->addWidget(m_place);
    top->addStretch();
    top->addWidget(m_note);
    column->addLayout(top);
    m_title->setObjectName(QStringLiteral("caption"));
    column->addWidget(m_title);
    column->addWidget(m_lead);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(32);
    auto* text = new QVBoxLayout;
    text->setSpacing(14);
    for (int i = 0; i < lines_shown; ++i) {
        m_lines.append(new QLabel);
        text->addWidget(m_lines.last());
    }
    text->addStretch();
    middle->addLayout(text, 5);
    m_chartView->setRenderHint(QPainter::Antialiasing);
    m_chartView->setFocusPolicy(Qt::NoFocus);
    m_chartView->setMinimumSize(200, 150);
    middle->addWidget(m_chartView, 5);
    column->addSpacing(10);
    column->addLayout(middle, 1);
    auto* line = new QFrame;
    line->setObjectName(QStringLiteral("rule"));
    column->addWidget(line);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(28);
    auto* inputs = new QHBoxLayout(m_inputs);
    inputs->setContentsMargins(0, 0, 0, 0);
    inputs->setSpacing(28);
    foot->addWidget(m_inputs, 1);
    auto* end = new QPushButton(tr("End"));
    for (QPushButton* button : {m_previous, m_next, end})
        foot->addWidget(button, 0, Qt::AlignBottom);
    column->addLayout(foot);
    for (QLabel* label : m_lines + QList<QLabel*>{m_title, m_lead, m_place, m_note}) {
        label->setTextFormat(Qt::PlainText);
        label->setMinimumWidth(1);
        label->setWordWrap(label != m_place && label != m_note);
    }
    makeInputs();
    m_spotlight = new Spotlight(this);
    connect(m_previous, &QPushButton::clicked, this, [this] { goTo(m_step - 1); });
    connect(m_next, &QPushButton::clicked, this, [this] { goTo(m_step + 1); });
    connect(end, &QPushButton::clicked, this, &PresentView::ended);
    m_redraw.setSingleShot(true);
    m_redraw.setInterval(pace_ms);
    connect(&m_redraw, &QTimer::timeout, this, [this] {
        const auto& estimate = m_workspace.answer().estimate;
        const QString kind = m_steps.value(m_step).chart;
        m_chartView->setVisible(estimate && !kind.isEmpty());
        if (estimate && !kind.isEmpty())
            build_chart(*m_chart, chart_data(kind.toStdString(), *estimate, m_workspace.catalog()), Theme::instance().colours(),
                        typeOf(chart_share));
    });
    const auto follow = [this] {
        if (isVisible())
            refresh();
    };
    connect(&m_workspace, &Workspace::answerChanged, this, follow);
    connect(&m_workspace, &Workspace::flipsChanged, this, follow);
    connect(&Theme::instance(), &Theme::changed, this, [this, follow] {
        setSizes();
        follow();
    });
}

void PresentView::makeInputs()
{
    int merge = 200; // apart from those of the question
    for (const auto& group : {serving, training}) {
        for (const char* path : group) {
            const NumericInput* input = numeric_input(path);
            if (!input)
                continue;
            auto* row = new InputRow(*input);
            row->setMinimumWidth(160); // its number is never cut
            connect(row, &InputRow::edited, this, [this, input, merge](std::optional<double> value, bool dragging) {
                Scenario next = m_workspace.scenario();
                if (set_number(next, input->path, value))
                    m_workspace.change(next, tr("change %1").arg(QLatin1String(input->label.data())), dragging ? merge : -1);
                refresh();
            });
            connect(row, &InputRow::rejected, this, [this](const QString& message) {
                refresh();
                m_note->setText(message);
            });
            ++merge;
            m_inputs->layout()->addWidget(row);
            m_rows.insert(QLatin1String(path), row);
        }
    }
}

void PresentView::goTo(int step)
{
    m_step = std::clamp(step, 0, std::max(0, static_cast<int>(m_steps.size()) - 1));
    refresh();
}

void PresentView::refresh()
{
    m_steps = present_steps(m_workspace);
    const PresentStep& step = m_steps[m_step];
    m_place->setText(tr("Step %1 of %2").arg(m_step + 1).arg(m_steps.size()));
    m_title->setText(step.title);
    m_lead->setText(step.lead);
    m_lead->setVisible(!step.lead.isEmpty());
    for (int i = 0; i < m_lines.size(); ++i) {
        m_lines[i]->setText(in_one_piece(step.lines.value(i)));
        m_lines[i]->setVisible(i < step.lines.size());
    }
    const int kept = static_cast<int>(decision_log(m_workspace.scenario()).size());
    m_note->setText(kept > 0 ? tr("%1 in the decision log").arg(kept) : QString());
    m_previous->setEnabled(m_step > 0);
    m_next->setEnabled(m_step + 1 < m_steps.size());
    const Scenario& scenario = m_workspace.scenario();
    const auto& shown = scenario.phase == Phase::Inference ? serving : training;
    for (auto it = m_rows.constBegin(); it != m_rows.constEnd(); ++it) {
        it.value()->setVisible(
            std::any_of(shown.begin(), shown.end(), [&it](const char* path) { return it.key() == QLatin1String(path); }));
        if (const auto value = get_number(scenario, it.key().toStdString()))
            it.value()->show(*value, scenario.assumed.contains(it.key().toStdString()));
    }
    setAccessibleDescription(QStringList{step.title, step.lead, step.lines.join(QStringLiteral(". "))}.join(QStringLiteral(": ")));
    if (step.chart.isEmpty())
        m_chartView->hide();
    if (!m_redraw.isActive())
        m_redraw.start();
}

int PresentView::typeOf(double share) const
{
    return std::max(14, static_cast<int>(std::min(height() * share, width() * share * 0.62)));
}

/// Type that the last row reads: a share of the height, whatever the screen's own scale.
void PresentView::setSizes()
{
    const Theme& theme = Theme::instance();
    const auto type = [&](double share, bool bold) {
        QFont font = theme.font(TextRole::Body);
        font.setPixelSize(typeOf(share));
        font.setBold(bold);
        return font;
    };
    const auto sized = [&](QWidget* widget, double share, bool bold) { widget->setFont(type(share, bold)); };
    sized(m_place, 0.022, false);
    sized(m_note, 0.022, false);
    // Four inputs and three buttons stand in one row, so its type follows the width.
    QFont foot = type(foot_share, false);
    foot.setPixelSize(std::max(12, static_cast<int>(std::min(height() * foot_share, width() * foot_share_of_width))));
    for (InputRow* row : std::as_const(m_rows))
        row->setType(foot);
    for (QPushButton* button : findChildren<QPushButton*>())
        button->setFont(foot);
    if (isVisible() && !m_redraw.isActive())
        m_redraw.start(); // a chart's type grows with the screen too
    sized(m_title, 0.034, false);
    sized(m_lead, 0.056, true);
    for (QLabel* line : m_lines)
        sized(line, 0.034, false);
}

void PresentView::keepInLog()
{
    m_workspace.change(with_log_entry(m_workspace, QDate::currentDate().toString(Qt::ISODate)), tr("keep in the decision log"));
    refresh();
}

void PresentView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    setSizes();
    refresh();
    setFocus(Qt::OtherFocusReason);
}

void PresentView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    setSizes();
}

void PresentView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_Down:
    case Qt::Key_PageDown:
    case Qt::Key_Space: return goTo(m_step + 1);
    case Qt::Key_Left:
    case Qt::Key_Up:
    case Qt::Key_PageUp:
    case Qt::Key_Backspace: return goTo(m_step - 1);
    case Qt::Key_Home: return goTo(0);
    case Qt::Key_End: return goTo(static_cast<int>(m_steps.size()) - 1);
    case Qt::Key_S: return m_spotlight->setVisible(!m_spotlight->isVisible());
    case Qt::Key_L: return keepInLog();
    case Qt::Key_Escape:
        if (m_spotlight->isVisible())
            return m_spotlight->hide();
        Q_EMIT ended();
        return;
    default: QWidget::keyPressEvent(event);
    }
}

} // namespace archway
