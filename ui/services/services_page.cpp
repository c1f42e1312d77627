// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/services/services_page.h"

#include "ui/services/decision_card.h"
#include "ui/theme.h"

#include <QScrollBar>
#include <QVBoxLayout>

namespace archway {

namespace {

constexpr int pause_ms = 80;   // longer than the time between two steps of a dragged slider
constexpr int first_cards = 2; // as many as a window shows before there are cards

} // namespace

ServicesPage::ServicesPage(Workspace& workspace, QWidget* parent)
    : QScrollArea(parent)
    , m_workspace(workspace)
{
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Services"));
    auto* content = new QWidget;
    content->setObjectName(QStringLiteral("page"));
    content->setAttribute(Qt::WA_StyledBackground);
    m_column = new QVBoxLayout(content);
    m_column->setContentsMargins(16, 14, 16, 16);
    m_column->setSpacing(12);
    m_column->addStretch();
    setWidget(content);
    m_rest.setSingleShot(true);
    connect(&m_rest, &QTimer::timeout, this, &ServicesPage::showNextStale);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &ServicesPage::showInView);
    connect(&m_workspace, &Workspace::answerChanged, this, &ServicesPage::refresh);
    connect(&m_workspace, &Workspace::flipsChanged, this, &ServicesPage::refresh);
    connect(&Theme::instance(), &Theme::changed, this, &ServicesPage::refresh);
    refresh();
}

void ServicesPage::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    showInView();
}

void ServicesPage::showEvent(QShowEvent* event)
{
    refresh();
    QScrollArea::showEvent(event);
}

/// Behind another page the cards wait until they are seen again.
void ServicesPage::refresh()
{
    if (!isVisible() && !m_cards.isEmpty())
        return m_rest.stop();
    QSet<QString> roles;
    for (const Decision& decision : m_workspace.answer().decisions)
        roles.insert(QString::fromStdString(decision.role));
    for (auto card = m_cards.begin(); card != m_cards.end(); ++card)
        card.value()->setVisible(roles.contains(card.key()));
    m_stale = roles;
    showInView();
    if (!m_stale.isEmpty())
        m_rest.start(pause_ms);
}

void ServicesPage::showCard(const Decision& decision, int index)
{
    const QString role = QString::fromStdString(decision.role);
    DecisionCard*& card = m_cards[role];
    if (!card) {
        card = new DecisionCard(m_workspace, role);
        m_column->insertWidget(index, card);
    }
    card->show(decision);
    m_stale.remove(role);
}

void ServicesPage::showInView()
{
    const int top = verticalScrollBar()->value();
    const int bottom = top + viewport()->height();
    int index = 0;
    for (const Decision& decision : m_workspace.answer().decisions) {
        const QString role = QString::fromStdString(decision.role);
        const DecisionCard* card = m_cards.value(role);
        const bool in_view = card ? card->geometry().bottom() >= top && card->geometry().top() <= bottom : index < first_cards;
        if (in_view && m_stale.contains(role))
            showCard(decision, index);
        ++index;
    }
}

void ServicesPage::showNextStale()
{
    int index = 0;
    for (const Decision& decision : m_workspace.answer().decisions) {
        if (m_stale.contains(QString::fromStdString(decision.role))) {
            showCard(decision, index);
            break;
        }
        ++index;
    }
    if (!m_stale.isEmpty())
        m_rest.start(0);
}

} // namespace archway
