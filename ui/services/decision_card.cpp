// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/services/decision_card.h"

#include "model/scenario/inputs.h"
#include "ui/question/input_row.h"
#include "ui/services/candidate_tile.h"
#include "ui/theme.h"
#include "ui/why/flip_link.h"
#include "ui/why/why_rule.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/wrapped_label.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace archway {

namespace {

constexpr int reasons_shown = 4;
constexpr int tiles_shown = 6;
constexpr int three_tiles = 560; ///< width of a card in which three tiles can be read

QFrame* rule()
{
    auto* line = new QFrame;
    line->setObjectName(QStringLiteral("rule"));
    return line;
}

QString glyph(ReasonKind kind)
{
    switch (kind) {
    case ReasonKind::Computed: return QStringLiteral("=");
    case ReasonKind::Claim: return QStringLiteral("“");
    case ReasonKind::Rule: return QStringLiteral("◆");
    case ReasonKind::Constraint: return QStringLiteral("!");
    }
    return {};
}

/// "2 × p5en.48xlarge" of the chosen deployment or training plan.
QString bought(const std::optional<Estimate>& estimate)
{
    const auto words = [](int instances, const std::string& type) {
        return QStringLiteral("%1 × %2").arg(QString::number(instances), QString::fromStdString(type));
    };
    if (!estimate)
        return {};
    if (estimate->trains())
        return estimate->best_training() ? words(estimate->best_training()->instances, estimate->best_training()->instance) : QString();
    return estimate->best() ? words(estimate->best()->instances, estimate->best()->instance) : QString();
}

} // namespace

DecisionCard::DecisionCard(Workspace& workspace, const QString& role, QWidget* parent)
    : QFrame(parent)
    , m_workspace(workspace)
    , m_role(role)
    , m_question(new WrappedLabel(Qt::PlainText))
    , m_name(new QLabel)
    , m_deployment(new Pill)
    , m_verdict(new Pill)
    , m_close(new Pill)
    , m_price(new QLabel)
    , m_use(new WrappedLabel(Qt::PlainText))
    , m_layers(new WrappedLabel(Qt::PlainText))
    , m_flips(new WrappedLabel(Qt::RichText))
    , m_grid(new QGridLayout)
    , m_more(new QPushButton)
{
    setObjectName(QStringLiteral("card"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(17, 13, 17, 13);
    column->setSpacing(7);
    m_question->setObjectName(QStringLiteral("caption"));
    m_price->setObjectName(QStringLiteral("caption"));
    Theme::instance().apply(m_name, TextRole::Title);
    auto* caption = new QHBoxLayout;
    caption->addWidget(m_question, 1);
    caption->addWidget(m_price, 0, Qt::AlignTop);
    column->addLayout(caption);
    auto* title = new FlowLayout(nullptr, 9); // badges go to a second line where a window is narrow
    title->addWidget(m_name);
    for (Pill* pill : {m_deployment, m_verdict, m_close})
        title->addWidget(pill);
    column->addLayout(title);
    for (int i = 0; i < reasons_shown; ++i) {
        auto* reason = new WrappedLabel(Qt::RichText);
        reason->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
        connect(reason, &QLabel::linkActivated, this, [this](const QString& ref) {
            const auto kind = ref.startsWith(QStringLiteral("formula.")) ? Subject::Kind::Formula
                : m_workspace.catalog().claim(ref.toStdString()) || rule_in(m_workspace.catalog(), ref.toStdString())
                ? Subject::Kind::Claim
                : Subject::Kind::Input;
            m_workspace.explain({kind, ref, {}});
        });
        m_reasons.append(reason);
        column->addWidget(reason);
    }
    m_grid->setSpacing(8);
    for (int i = 0; i < m_columns; ++i)
        m_grid->setColumnStretch(i, 1);
    column->addSpacing(2);
    column->addLayout(m_grid);
    m_more->setObjectName(QStringLiteral("link"));
    m_more->setCursor(Qt::PointingHandCursor);
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_all = !m_all;
        if (const Decision* decision = m_workspace.answer().decision(m_role.toStdString()))
            show(*decision);
    });
    column->addWidget(m_more, 0, Qt::AlignLeft);
    column->addWidget(rule());
    for (QLabel* label : {m_use, m_layers, m_flips}) {
        Theme::instance().apply(label, TextRole::Caption);
        label->setObjectName(QStringLiteral("caption"));
        column->addWidget(label);
    }
    m_flips->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    m_flips->setToolTip(tr("Click a value to set the input to it"));
    connect(m_flips, &QLabel::linkActivated, this, [this](const QString& link) { follow_flip(m_workspace, link); });
    for (QLabel* label : {m_question, m_name, m_price})
        label->setTextFormat(Qt::PlainText);
}

void DecisionCard::resizeEvent(QResizeEvent* event)
{
    const int columns = event->size().width() < three_tiles ? 2 : 3;
    if (columns != m_columns) {
        m_columns = columns;
        for (CandidateTile* tile : std::as_const(m_tiles))
            m_grid->removeWidget(tile);
        for (int i = 0; i < m_tiles.size(); ++i)
            m_grid->addWidget(m_tiles[i], i / columns, i % columns);
        m_grid->setColumnStretch(2, columns > 2 ? 1 : 0);
    }
    QFrame::resizeEvent(event);
}

void DecisionCard::show(const Decision& decision)
{
    m_question->setText(QString::fromStdString(decision.question));
    showWinner(decision);
    showTiles(decision);
    showLayers(decision);
    showFlips(decision);
}

void DecisionCard::showWinner(const Decision& decision)
{
    const Colours& c = Theme::instance().colours();
    const Candidate* winner = decision.winner();
    const auto& estimate = m_workspace.answer().estimate;
    const PriceUsed* price = estimate ? estimate->best_price() : nullptr;
    m_name->setText(winner                ? QString::fromStdString(winner->name)
                        : decision.open() ? tr("No choice: too little is computed here")
                                          : tr("Nothing is feasible"));
    if (winner)
        m_verdict->show(tr("✓ recommended"), c.good, c.goodFill);
    else
        m_verdict->show(estimate && !decision.open() ? tr("✕ refused") : QString(), c.bad, c.badFill);
    const bool instance = m_role == QStringLiteral("accelerator");
    m_deployment->show(instance ? bought(estimate) : QString(), c.info, c.infoFill);
    const bool close = winner
        && std::any_of(decision.candidates.begin(), decision.candidates.end(), [](const Candidate& x) { return x.too_close_to_call; });
    m_close->show(close ? tr("≈ too close to call on cost") : QString(), c.caution, c.cautionFill);
    m_price->setText(instance && price
                         ? tr("%1/h %2 · %3 · %4")
                               .arg(QString::fromStdString(format_usd(price->usd_per_hour)), QString::fromStdString(price->purchase),
                                    QString::fromStdString(price->region), QString::fromStdString(price->as_of))
                         : QString());
    if (!winner && !estimate)
        m_name->setText(instance ? tr("Choose a model to compute") : tr("No choice yet"));
    for (int i = 0; i < m_reasons.size(); ++i) {
        const bool there = winner && i < static_cast<int>(winner->reasons.size());
        m_reasons[i]->setVisible(there);
        if (!there)
            continue;
        const Reason& reason = winner->reasons[static_cast<std::size_t>(i)];
        m_reasons[i]->setText(QStringLiteral("<p style='margin:0 0 0 20px; text-indent:-20px'><b style='color:%1'>%2</b>&nbsp;&nbsp;%3"
                                             "&nbsp;<a href='%4' style='color:%1; text-decoration:none'><sup>%5</sup></a></p>")
                                  .arg(c.info.name(), glyph(reason.kind), QString::fromStdString(reason.text).toHtmlEscaped(),
                                       QString::fromStdString(reason.ref).toHtmlEscaped(), QString::number(i + 1)));
        m_reasons[i]->setToolTip(QString::fromStdString(reason.ref).toHtmlEscaped());
    }
    m_use->setText(winner ? QString::fromStdString(winner->use_when) : QString());
    m_use->setVisible(!m_use->text().isEmpty());
}

void DecisionCard::showTiles(const Decision& decision)
{
    // Behind the winner: the nearest viable ones, and at least two that were refused, the nearest
    // miss first, one size of each family before the others.
    std::vector<const Candidate*> viable;
    std::vector<const Candidate*> refused;
    for (const Candidate& candidate : decision.candidates) {
        if (candidate.id == decision.chosen || (!m_workspace.answer().estimate && candidate.reasons.empty()))
            continue;
        (candidate.verdict == Verdict::Rejected ? refused : viable).push_back(&candidate);
    }
    std::set<std::string> families;
    std::stable_partition(refused.begin(), refused.end(), [&families](const Candidate* candidate) {
        return families.insert(candidate->id.substr(0, candidate->id.find('.'))).second;
    });
    std::vector<const Candidate*> shown = viable;
    shown.insert(shown.end(), refused.begin(), refused.end());
    if (!m_all && shown.size() > tiles_shown) {
        const std::size_t keep = std::min(viable.size(), tiles_shown - std::min<std::size_t>(refused.size(), 3));
        shown.assign(viable.begin(), viable.begin() + static_cast<std::ptrdiff_t>(keep));
        for (std::size_t i = 0; shown.size() < tiles_shown && i < refused.size(); ++i)
            shown.push_back(refused[i]);
    }
    while (m_tiles.size() < static_cast<int>(shown.size())) {
        auto* tile = new CandidateTile;
        connect(tile, &CandidateTile::clicked, this, [this](const QString& id) {
            m_workspace.explain({Subject::Kind::Candidate, m_role + u'/' + id, {}});
        });
        m_grid->addWidget(tile, static_cast<int>(m_tiles.size()) / m_columns, static_cast<int>(m_tiles.size()) % m_columns);
        m_tiles.append(tile);
    }
    for (int i = 0; i < m_tiles.size(); ++i) {
        m_tiles[i]->setVisible(i < static_cast<int>(shown.size()));
        if (i < static_cast<int>(shown.size()))
            m_tiles[i]->show(*shown[static_cast<std::size_t>(i)]);
    }
    const std::size_t all = viable.size() + refused.size();
    m_more->setVisible(all > tiles_shown);
    m_more->setText(m_all ? tr("Show fewer") : tr("Show all %1 candidates").arg(all + 1));
}

/// What decided of the user's own, or the first that moved anything; Why has them all.
void DecisionCard::showLayers(const Decision& decision)
{
    const auto& effects = decision.layer_effects;
    QString text;
    if (!effects.empty()) {
        text = QString::fromStdString(effects.front().text);
        text.front() = text.front().toUpper();
        text = tr("◆ %1.").arg(text);
        if (effects.size() > 1)
            text += u' ' + tr("%n more in Why.", nullptr, static_cast<int>(effects.size()) - 1);
    }
    m_layers->setText(text);
    m_layers->setVisible(!text.isEmpty());
}

void DecisionCard::showFlips(const Decision& decision)
{
    QStringList parts;
    for (const Flip& flip : decision.flips) {
        const NumericInput* input = numeric_input(flip.input);
        if (!input)
            continue;
        parts << flip_html(*input, flip, QString::fromStdString(flip.to), Theme::instance().colours());
    }
    m_flips->setText(parts.isEmpty() ? QString() : tr("Flips: ") + parts.join(QStringLiteral(" · ")));
    m_flips->setVisible(!parts.isEmpty());
}

} // namespace archway
