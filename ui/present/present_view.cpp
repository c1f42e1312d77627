// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/present/present_view.h"

#include "model/estimate/chart_data.h"
#include "model/scenario/inputs.h"
#include "ui/charts/chart_legend.h"
#include "ui/paint/chart_builder.h"
#include "ui/present/spotlight.h"
#include "ui/question/input_row.h"
#include "ui/theme.h"

#include <QBarCategoryAxis>
#include <QChart>
#include <QChartView>
#include <QDate>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLegend>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace archway {

namespace {

constexpr int lines_shown = 9;
constexpr int pace_ms = 120;
constexpr double foot_share_of_width = 0.0098;
constexpr double foot_share = 0.019, chart_share = 0.02;                    ///< of the height: type of the inputs, of a chart
constexpr double line_share = 0.034, least_line_share = 0.024;              ///< of the lines: usual, and where they are many
constexpr int least_type = 14, least_line_type = 12, least_chart_type = 11; ///< pixels
constexpr int foot_gap = 16, most_columns = 4;

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
    , m_text(new QScrollArea)
    , m_chart(new QChart)
    , m_chartView(new QChartView(m_chart))
    , m_legend(new ChartLegend)
    , m_drawing(new QWidget)
    , m_inputs(new QGridLayout)
    , m_buttons(new QWidget)
    , m_previous(new QPushButton(tr("Previous")))
    , m_next(new QPushButton(tr("Next")))
{
    setObjectName(QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Presentation"));
    auto* column = new QVBoxLayout(this);
    column->setSpacing(14);
    auto* top = new QHBoxLayout;
    for (QLabel* small : {m_place, m_note, m_title})
        small->setObjectName(QStringLiteral("caption"));
    top->addWidget(m_place);
    top->addStretch();
    top->addWidget(m_note);
    column->addLayout(top);
    column->addWidget(m_title);
    column->addWidget(m_lead);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(32);
    auto* lines = new QWidget;
    lines->setObjectName(QStringLiteral("panel"));
    auto* text = new QVBoxLayout(lines);
    text->setContentsMargins(0, 0, 0, 0);
    text->setSpacing(14);
    for (int i = 0; i < lines_shown; ++i) {
        m_lines.append(new QLabel);
        text->addWidget(m_lines.last());
    }
    text->addStretch();
    m_text->setWidget(lines);
    m_text->setWidgetResizable(true);
    m_text->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_text->setFocusPolicy(Qt::NoFocus);
    middle->addWidget(m_text, 4);
    m_chartView->setRenderHint(QPainter::Antialiasing);
    m_chartView->setFocusPolicy(Qt::NoFocus);
    m_chartView->setMinimumSize(200, 120);
    m_chart->legend()->hide(); // it cuts its names
    auto* drawn = new QVBoxLayout(m_drawing);
    drawn->setContentsMargins(0, 0, 0, 0);
    drawn->addWidget(m_chartView, 1);
    drawn->addWidget(m_legend);
    middle->addWidget(m_drawing, 6);
    column->addSpacing(6);
    column->addLayout(middle, 1);
    auto* line = new QFrame;
    line->setObjectName(QStringLiteral("rule"));
    column->addWidget(line);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(foot_gap);
    m_inputs->setHorizontalSpacing(foot_gap);
    m_inputs->setVerticalSpacing(8);
    foot->addLayout(m_inputs, 1);
    auto* end = new QPushButton(tr("End"));
    auto* steps = new QHBoxLayout(m_buttons);
    steps->setContentsMargins(0, 0, 0, 0);
    steps->setSpacing(6);
    for (QPushButton* button : {m_previous, m_next, end})
        steps->addWidget(button);
    m_previous->setToolTip(tr("The step before (←)"));
    m_next->setToolTip(tr("The next step (→)"));
    end->setToolTip(tr("Back to the window (Esc)"));
    foot->addWidget(m_buttons, 0, Qt::AlignBottom);
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
    connect(&m_redraw, &QTimer::timeout, this, &PresentView::draw);
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
            // After a number the arrows step again.
            connect(row->findChild<QLineEdit*>(), &QLineEdit::returnPressed, this, [this] { setFocus(Qt::OtherFocusReason); });
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
            row->setParent(this);
            m_rows.insert(QLatin1String(path), row);
        }
    }
}

void PresentView::goTo(int step)
{
    m_step = std::clamp(step, 0, std::max(0, static_cast<int>(m_steps.size()) - 1));
    refresh();
    draw(); // a step shows whole; only what follows a slider is paced
}

void PresentView::draw()
{
    m_redraw.stop();
    const auto& estimate = m_workspace.answer().estimate;
    const QString kind = m_steps.value(m_step).chart;
    if (!estimate || kind.isEmpty())
        return;
    const ChartData shown = chart_data(kind.toStdString(), *estimate, m_workspace.catalog());
    const Colours& colours = Theme::instance().colours();
    const int type = typeOf(chart_share, least_chart_type);
    build_chart(*m_chart, shown, colours, type);
    // Qt cuts the names of bars long before they meet.
    QFont names = Theme::instance().font(TextRole::Body);
    names.setPixelSize(type);
    for (QAbstractAxis* axis : m_chart->axes(Qt::Horizontal))
        if (auto* bars = qobject_cast<QBarCategoryAxis*>(axis)) {
            int widest = 0;
            for (const QString& name : bars->categories())
                widest = std::max(widest, QFontMetrics(names).horizontalAdvance(name));
            const int scale = QFontMetrics(names).horizontalAdvance(QStringLiteral("0 000 GB"));
            bars->setTruncateLabels((widest + type / 2) * bars->count() > m_chartView->width() - scale - 2 * type);
        }
    m_chartView->setAccessibleName(QString::fromStdString(shown.title));
    m_chartView->setAccessibleDescription(QString::fromStdString(shown.finding));
    m_legend->show(legend_of(shown, colours));
}

void PresentView::refresh()
{
    m_steps = present_steps(m_workspace);
    const PresentStep& step = m_steps[m_step];
    m_place->setText(tr("Step %1 of %2").arg(m_step + 1).arg(m_steps.size()));
    m_title->setText(step.title);
    m_lead->setText(in_one_piece(step.lead));
    m_lead->setVisible(!step.lead.isEmpty());
    for (int i = 0; i < m_lines.size(); ++i) {
        m_lines[i]->setText(in_one_piece(step.lines.value(i)));
        m_lines[i]->setVisible(i < step.lines.size());
    }
    const int kept = static_cast<int>(decision_log(m_workspace.scenario()).size());
    const QString keys = tr("S spotlight · L keep in the log · Esc end");
    m_note->setText(kept > 0 ? tr("%1 in the decision log").arg(kept) + QStringLiteral(" · ") + keys : keys);
    m_previous->setEnabled(m_step > 0);
    m_next->setEnabled(m_step + 1 < m_steps.size());
    const Scenario& scenario = m_workspace.scenario();
    for (auto it = m_rows.constBegin(); it != m_rows.constEnd(); ++it)
        if (const auto value = get_number(scenario, it.key().toStdString()))
            it.value()->show(*value, scenario.assumed.contains(it.key().toStdString()));
    m_drawing->setVisible(m_workspace.answer().estimate && !step.chart.isEmpty());
    arrangeInputs();
    fitLines();
    setAccessibleDescription(QStringList{step.title, step.lead, step.lines.join(QStringLiteral(". "))}.join(QStringLiteral(": ")));
    if (!m_redraw.isActive())
        m_redraw.start();
}

/// The inputs of the task in one row beside the buttons, in two where a screen is too narrow for that: a label is never cut.
void PresentView::arrangeInputs()
{
    const auto& shown = m_workspace.scenario().phase == Phase::Inference ? serving : training;
    QList<InputRow*> rows;
    int widest = 0;
    for (const char* path : shown)
        if (InputRow* row = m_rows.value(QLatin1String(path))) {
            rows << row;
            widest = std::max(widest, row->widthInFull());
        }
    const QMargins margins = layout()->contentsMargins();
    const int room = width() - margins.left() - margins.right() - foot_gap - m_buttons->sizeHint().width();
    const int columns = most_columns * (widest + foot_gap) - foot_gap <= room ? most_columns : most_columns / 2;
    if (columns == m_columns && rows == m_shown)
        return;
    m_columns = columns;
    m_shown = rows;
    while (m_inputs->count() > 0)
        delete m_inputs->takeAt(0);
    for (InputRow* row : std::as_const(m_rows))
        row->setVisible(rows.contains(row));
    for (int i = 0; i < rows.size(); ++i)
        m_inputs->addWidget(rows[i], i / columns, i % columns);
    for (int i = 0; i < most_columns; ++i)
        m_inputs->setColumnStretch(i, i < columns ? 1 : 0);
    // The order of the keys follows that on the screen.
    QWidget* before = nullptr;
    for (InputRow* row : std::as_const(rows))
        for (QWidget* part : row->tabStops()) {
            if (before)
                setTabOrder(before, part);
            before = part;
        }
    for (QPushButton* button : m_buttons->findChildren<QPushButton*>()) {
        setTabOrder(before, button);
        before = button;
    }
}

/// Type of the lines: as large as a room wants it, smaller where they would not all be seen. What is too much even so is scrolled.
void PresentView::fitLines()
{
    layout()->activate();
    const int room = m_text->viewport()->height();
    const int width = m_text->width();
    for (double share = line_share;; share -= 0.002) {
        QFont font = Theme::instance().font(TextRole::Body);
        font.setPixelSize(typeOf(share, share == line_share ? least_type : least_line_type));
        int height = 0;
        for (QLabel* line : std::as_const(m_lines)) {
            line->setFont(font);
            if (!line->isHidden())
                height += line->heightForWidth(width) + m_text->widget()->layout()->spacing();
        }
        if (height <= room || share < least_line_share)
            break;
    }
}

int PresentView::typeOf(double share, int least) const
{
    return std::max(least, static_cast<int>(std::min(height() * share, width() * share * 0.62)));
}

/// Type that the last row reads: a share of the height, whatever the screen's own scale.
void PresentView::setSizes()
{
    const Theme& theme = Theme::instance();
    const int side = std::clamp(static_cast<int>(width() * 0.04), 20, 64);
    layout()->setContentsMargins(side, std::min(36, side), side, std::min(28, side));
    const auto type = [&](double share, bool bold) {
        QFont font = theme.font(TextRole::Body);
        font.setPixelSize(typeOf(share, least_type));
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
    QFont legend = type(chart_share, false);
    legend.setPixelSize(typeOf(chart_share, least_chart_type));
    m_legend->setFont(legend);
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
    if (!m_steps.isEmpty()) {
        arrangeInputs();
        fitLines();
    }
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
