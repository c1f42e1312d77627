// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/headline/headline.h"

#include "ui/theme.h"

#include <QEvent>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace archway {

namespace {

constexpr int cells = 7;

QString text(const std::string& words)
{
    return QString::fromStdString(words);
}

std::string milliseconds(double ms)
{
    return format_seconds(ms / 1e3);
}

} // namespace

Headline::Headline(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
{
    setObjectName(QStringLiteral("headline"));
    setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(6, 0, 6, 0);
    row->setSpacing(0);
    for (int i = 0; i < cells; ++i) {
        Cell cell{new QFrame, new QLabel, new QLabel, new QLabel, {}};
        cell.frame->setObjectName(QStringLiteral("figure"));
        cell.frame->setProperty("last", i == cells - 1);
        cell.frame->setFocusPolicy(Qt::TabFocus);
        cell.frame->setCursor(Qt::PointingHandCursor);
        cell.frame->installEventFilter(this);
        auto* column = new QVBoxLayout(cell.frame);
        column->setContentsMargins(16, 9, 16, 10);
        column->setSpacing(2);
        cell.caption->setObjectName(QStringLiteral("caption"));
        cell.detail->setObjectName(QStringLiteral("caption"));
        for (QLabel* label : {cell.caption, cell.value, cell.detail})
            label->setTextFormat(Qt::PlainText);
        for (QLabel* label : {cell.caption, cell.value, cell.detail})
            label->setMinimumWidth(1);
        auto* line = new QHBoxLayout;
        line->setSpacing(6);
        line->addWidget(cell.value, 0, Qt::AlignBaseline);
        line->addWidget(cell.detail, 0, Qt::AlignBaseline);
        line->addStretch();
        column->addWidget(cell.caption);
        column->addLayout(line);
        if (i == cells - 1)
            row->addStretch();
        row->addWidget(cell.frame);
        m_cells.append(cell);
    }
    connect(&m_workspace, &Workspace::answerChanged, this, &Headline::refresh);
    connect(&Theme::instance(), &Theme::changed, this, &Headline::restyle);
    restyle();
}

QString Headline::figure(int cell) const
{
    return m_cells.at(cell).value->text();
}

QString Headline::asText() const
{
    QStringList lines;
    for (const Cell& cell : m_cells)
        lines << cell.frame->accessibleName().trimmed();
    return lines.join(u'\n');
}

QSize Headline::minimumSizeHint() const
{
    return {420, QWidget::minimumSizeHint().height()};
}

void Headline::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit();
}

void Headline::fit()
{
    const Theme& theme = Theme::instance();
    const QFontMetrics caption(theme.font(TextRole::Caption));
    const auto needed = [&](int tight) {
        const QFontMetrics value(theme.font(tight > 1 ? TextRole::Title : TextRole::Headline));
        int sum = 12;
        for (const Cell& cell : m_cells) {
            int line = value.horizontalAdvance(cell.value->text());
            if (tight == 0 && !cell.detail->text().isEmpty())
                line += 6 + caption.horizontalAdvance(cell.detail->text());
            sum += std::max(line, caption.horizontalAdvance(cell.caption->text())) + 2 * (tight > 1 ? 8 : 16)
                + 10; // a border, and what a label adds
        }
        return sum;
    };
    int tight = 0;
    while (tight < 2 && needed(tight) > width())
        ++tight;
    if (tight == m_tight)
        return;
    m_tight = tight;
    for (const Cell& cell : m_cells) {
        cell.value->setFont(theme.font(tight > 1 ? TextRole::Title : TextRole::Headline));
        cell.detail->setVisible(tight == 0 && !cell.detail->text().isEmpty());
        cell.frame->layout()->setContentsMargins(tight > 1 ? 8 : 16, 9, tight > 1 ? 8 : 16, 10);
    }
}

void Headline::restyle()
{
    const Theme& theme = Theme::instance();
    for (const Cell& cell : m_cells) {
        cell.caption->setFont(theme.font(TextRole::Caption));
        cell.detail->setFont(theme.font(TextRole::Caption));
        cell.value->setFont(theme.font(m_tight > 1 ? TextRole::Title : TextRole::Headline));
    }
    refresh();
}

void Headline::set(int index, const QString& caption, const QString& value, const QString& detail, const QString& formula)
{
    Cell& cell = m_cells[index];
    cell.caption->setText(caption);
    cell.value->setText(value);
    cell.detail->setText(detail);
    cell.detail->setVisible(m_tight == 0 && !detail.isEmpty());
    cell.formula = formula;
    cell.frame->setAccessibleName(caption + QStringLiteral(": ") + value + u' ' + detail);
    cell.frame->setToolTip(cell.frame->accessibleName().toHtmlEscaped());
}

void Headline::refresh()
{
    const auto& estimate = m_workspace.answer().estimate;
    const QString none = QStringLiteral("–");
    if (!estimate) {
        set(0, tr("Model"), none, tr("choose one on the left"), {});
        set(1, tr("Weights"), none, {}, {});
        set(2, tr("KV cache a user"), none, {}, {});
        set(3, tr("Deployment"), none, {}, {});
        set(4, tr("First token · per token"), none, {}, {});
        set(5, tr("Per 1M output tokens"), none, {}, {});
        set(6, tr("Feasible"), none, {}, {});
        return fit();
    }
    if (estimate->trains())
        return refreshTraining(*estimate);
    const ResolvedModel& model = estimate->model;
    const Architecture& a = model.architecture;
    const Workload& w = estimate->scenario.workload;
    const Deployment* best = estimate->best();
    set(0, tr("Model"), text(format_parameters(static_cast<double>(a.total_parameters()))),
        tr("%1 active").arg(text(format_parameters(static_cast<double>(a.active_parameters())))),
        QStringLiteral("formula.parameters-total"));
    const double weights = estimate->deployments.empty() ? 0
                                                         : estimate->deployments.front().memory.weights
            * estimate->deployments.front().tensor_parallel * estimate->deployments.front().pipeline_parallel;
    set(1, tr("Weights, %1").arg(text(model.weight_precision).toUpper()), text(format_bytes(weights)), {},
        QStringLiteral("formula.weights-resident"));
    const double cache = estimate->deployments.empty() ? 0 : estimate->deployments.front().kv_bytes_per_sequence;
    set(2, tr("KV cache a user"), text(format_bytes(cache)),
        tr("%1/token").arg(text(format_bytes(a.kv_bytes_per_token(model.kv_precision == "fp8" ? 1 : 2)))),
        QStringLiteral("formula.kv-cache-sequence"));
    if (best) {
        set(3, tr("Best deployment that fits"), QStringLiteral("%1 × %2").arg(QString::number(best->instances), text(best->instance)), {},
            QStringLiteral("formula.memory-accelerator"));
        set(4, tr("First token · per token"),
            best->tpot_ms
                ? text(format_seconds(best->ttft_ms->mid / 1e3)) + QStringLiteral(" · ") + text(format_band(*best->tpot_ms, milliseconds))
                : none,
            {}, QStringLiteral("formula.tpot"));
        set(5, tr("Per 1M output tokens"),
            best->usd_per_million_output ? text(format_band(*best->usd_per_million_output, format_usd)) : none,
            best->usd_per_million_input ? tr("input %1 · cached %2 · at %3 use")
                                              .arg(text(format_usd(best->usd_per_million_input->mid)),
                                                   text(format_usd(best->usd_per_million_cached->mid)), text(format_percent(w.utilisation)))
                                        : tr("at %1 use").arg(text(format_percent(w.utilisation))),
            QStringLiteral("formula.cost-output"));
    } else {
        set(3, tr("Best deployment that fits"), tr("none"), {}, QStringLiteral("formula.memory-accelerator"));
        set(4, tr("First token · per token"), none, {}, QStringLiteral("formula.tpot"));
        set(5, tr("Per 1M output tokens"), none, {}, QStringLiteral("formula.cost-output"));
    }
    const auto feasible
        = std::count_if(estimate->deployments.begin(), estimate->deployments.end(), [](const Deployment& d) { return d.fits; });
    setFeasible(static_cast<int>(feasible), static_cast<int>(estimate->deployments.size()), QStringLiteral("formula.max-sequences"));
}

void Headline::refreshTraining(const Estimate& estimate)
{
    const QString none = QStringLiteral("–");
    const Architecture& a = estimate.model.architecture;
    const TrainingPlan* best = estimate.best_training();
    const TrainingPlan* shown = best ? best : estimate.training.empty() ? nullptr : &estimate.training.front();
    const auto days = [](double value) { return format_seconds(value * 86400); };
    set(0, tr("Model"), text(format_parameters(static_cast<double>(a.total_parameters()))),
        tr("%1 active").arg(text(format_parameters(static_cast<double>(a.active_parameters())))),
        QStringLiteral("formula.parameters-total"));
    set(1, tr("Work of the run"), shown ? text(format_flop(shown->flops)) : none,
        tr("%1 tokens").arg(text(format_tokens(estimate.scenario.training.tokens))), QStringLiteral("formula.training-flops"));
    set(2, tr("Checkpoint"), shown ? text(format_bytes(shown->checkpoint_size)) : none,
        best ? tr("every %1").arg(text(format_seconds(best->checkpoint_interval_s))) : QString(),
        QStringLiteral("formula.checkpoint-interval"));
    set(3, tr("Cheapest plan that fits"),
        best ? QStringLiteral("%1 × %2").arg(QString::number(best->instances), text(best->instance)) : tr("none"), {},
        QStringLiteral("formula.training-memory"));
    set(4, tr("Time"), best ? text(format_band(*best->days, days)) : none,
        best ? tr("%1 productive").arg(text(format_percent(best->goodput->mid))) : QString(), QStringLiteral("formula.training-days"));
    set(5, tr("Cost of the run"), best && best->usd_total ? text(format_band(*best->usd_total, format_usd)) : none, {},
        QStringLiteral("formula.training-cost"));
    const auto feasible = std::count_if(estimate.training.begin(), estimate.training.end(), [](const TrainingPlan& t) { return t.fits; });
    setFeasible(static_cast<int>(feasible), static_cast<int>(estimate.training.size()), QStringLiteral("formula.training-memory"));
}

void Headline::setFeasible(int feasible, int all, const QString& formula)
{
    set(6, tr("Feasible"),
        tr("%1 %2 of %3").arg(feasible > 0 ? QStringLiteral("✓") : QStringLiteral("✕"), QString::number(feasible), QString::number(all)),
        {}, formula);
    fit();
    // A new style costs a layout: only where the verdict changes.
    QLabel* value = m_cells.last().value;
    const QString verdict = feasible > 0 ? QStringLiteral("good") : QStringLiteral("bad");
    if (value->property("verdict").toString() != verdict) {
        value->setProperty("verdict", verdict);
        value->style()->unpolish(value);
        value->style()->polish(value);
        value->setFont(Theme::instance().font(m_tight > 1 ? TextRole::Title : TextRole::Headline)); // polishing takes it away
    }
}

bool Headline::eventFilter(QObject* object, QEvent* event)
{
    const bool click = event->type() == QEvent::MouseButtonRelease;
    const bool key = event->type() == QEvent::KeyPress
        && (static_cast<QKeyEvent*>(event)->key() == Qt::Key_Return || static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space);
    if (click || key) {
        for (const Cell& cell : m_cells) {
            if (cell.frame == object && !cell.formula.isEmpty())
                m_workspace.explain({Subject::Kind::Formula, cell.formula, {}});
        }
    }
    return QWidget::eventFilter(object, event);
}

} // namespace archway
