// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/charts_page.h"

#include "ui/charts/chart_card.h"
#include "ui/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QScrollBar>

namespace archway {

namespace {

constexpr int two_columns = 620; ///< pixels that a page of two columns needs
constexpr int pace_ms = 25;      ///< charts that compute along an axis follow a moving slider at this pace
constexpr int rest_ms = 120;     ///< longer than the time between two steps of a dragged slider: then those out of view follow

} // namespace

ChartsPage::ChartsPage(Workspace& workspace, QWidget* parent)
    : QScrollArea(parent)
    , m_workspace(workspace)
{
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Trade-offs"));
    auto* content = new QWidget;
    content->setObjectName(QStringLiteral("page"));
    content->setAttribute(Qt::WA_StyledBackground);
    auto* grid = new QGridLayout(content);
    grid->setContentsMargins(16, 14, 16, 16);
    grid->setSpacing(12);
    auto* empty = new QLabel(tr("Choose a model on the left: its memory, cache and cost are drawn here."));
    empty->setObjectName(QStringLiteral("caption"));
    empty->setAlignment(Qt::AlignCenter);
    grid->addWidget(empty, 0, 0, 1, 2);
    for (std::size_t i = 0; i < chart_kinds().size(); ++i) {
        auto* card = new ChartCard;
        connect(card, &ChartCard::clicked, this, [this](const QString& formula) {
            m_workspace.explain({Subject::Kind::Formula, formula, {}});
        });
        connect(card, &ChartCard::failed, this, &ChartsPage::failed);
        m_cards.append(card);
    }
    grid->setColumnStretch(0, 1);
    m_grid = grid;
    arrange(2);
    setWidget(content);
    m_delay.setSingleShot(true);
    connect(&m_delay, &QTimer::timeout, this, &ChartsPage::refreshNext);
    const auto later = [this] {
        m_stale = true;
        if (!isVisible())
            return;
        // A model that comes or goes changes the page as a whole; a moving slider is followed card by card.
        const bool there = m_workspace.answer().estimate.has_value();
        if (there != m_shown || (there && m_workspace.answer().estimate->trains() != m_trains))
            refresh();
        else
            followAll();
    };
    connect(&m_workspace, &Workspace::answerChanged, this, later);
    connect(&Theme::instance(), &Theme::changed, this, later);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] {
        if (!m_behind.isEmpty())
            m_delay.start(pace_ms);
    });
}

/// Two charts share a row where there is room for two; the last of an odd number and the wide ones have one to themselves.
void ChartsPage::arrange(int columns)
{
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (ChartCard* card : std::as_const(m_cards))
        m_grid->removeWidget(card);
    // Charts of serving and of training take turns: they are never seen together.
    int serving = 0;
    int training = 0;
    const int rows_of_serving = static_cast<int>(m_cards.size()); // no fewer than they take
    for (int i = 0; i < m_cards.size(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        const ChartKind& kind = chart_kinds()[at];
        int& place = kind.trains ? training : serving;
        const bool last = at + 1 == chart_kinds().size() || chart_kinds()[at + 1].trains != kind.trains;
        const bool alone = columns == 1 || (last && place % 2 == 0) || kind.wide;
        m_grid->addWidget(m_cards[i], 1 + place / 2 + (kind.trains ? rows_of_serving : 0), place % 2, 1, alone ? columns : 1);
        place += alone ? 2 : 1;
    }
    m_grid->setColumnStretch(1, columns > 1 ? 1 : 0);
    m_grid->setRowStretch(2 * rows_of_serving, 1);
}

void ChartsPage::resizeEvent(QResizeEvent* event)
{
    // Before the cards are given their places: a page too narrow for two would cut them.
    arrange(event->size().width() < two_columns ? 1 : 2);
    QScrollArea::resizeEvent(event);
}

void ChartsPage::showEvent(QShowEvent* event)
{
    QScrollArea::showEvent(event);
    if (m_stale)
        refresh();
}

void ChartsPage::refresh()
{
    m_stale = false;
    const auto& estimate = m_workspace.answer().estimate;
    m_shown = estimate.has_value();
    m_trains = estimate && estimate->trains();
    for (QLabel* label : widget()->findChildren<QLabel*>(QString(), Qt::FindDirectChildrenOnly))
        label->setVisible(!estimate);
    for (int i = 0; i < m_cards.size(); ++i)
        refreshCard(i);
}

void ChartsPage::followAll()
{
    for (int i = 0; i < m_cards.size(); ++i)
        m_behind.insert(i);
    // A tick that is due soon is not put off by the next step of the slider.
    if (!m_delay.isActive() || m_delay.interval() != pace_ms)
        m_delay.start(pace_ms);
}

bool ChartsPage::inView(int index) const
{
    const QWidget* card = m_cards[index];
    const int top = verticalScrollBar()->value();
    return card->geometry().bottom() >= top && card->geometry().top() <= top + viewport()->height();
}

/// One card a tick, in turn: three charts at once would take longer than a frame has. Those out of view wait until the slider rests.
void ChartsPage::refreshNext()
{
    const int count = static_cast<int>(m_cards.size());
    int next = -1;
    bool seen = false;
    for (int i = 0; i < count && !seen; ++i) {
        const int index = (m_next + i) % count;
        if (!m_behind.contains(index))
            continue;
        seen = inView(index);
        if (next < 0 || seen)
            next = index;
    }
    if (next < 0)
        return;
    if (!seen && m_delay.interval() != rest_ms) {
        m_delay.start(rest_ms);
        return;
    }
    refreshCard(next);
    m_next = (next + 1) % count;
    if (!m_behind.isEmpty())
        m_delay.start(seen ? pace_ms : rest_ms);
    else
        m_stale = false;
}

void ChartsPage::refreshCard(int index)
{
    m_behind.remove(index);
    const auto& estimate = m_workspace.answer().estimate;
    const ChartKind& kind = chart_kinds()[static_cast<std::size_t>(index)];
    const ChartData chart = estimate && kind.suits(*estimate) ? chart_data(kind.id, *estimate, m_workspace.catalog()) : ChartData{};
    m_cards[index]->setVisible(!chart.empty());
    if (!chart.empty())
        m_cards[index]->show(chart);
}

} // namespace archway
