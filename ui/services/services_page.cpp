// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/services/services_page.h"

#include "ui/services/decision_card.h"
#include "ui/theme.h"

#include <QVBoxLayout>

namespace archway {

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
    connect(&m_workspace, &Workspace::answerChanged, this, &ServicesPage::refresh);
    connect(&m_workspace, &Workspace::flipsChanged, this, &ServicesPage::refresh);
    connect(&Theme::instance(), &Theme::changed, this, &ServicesPage::refresh);
    refresh();
}

void ServicesPage::refresh()
{
    for (const Decision& decision : m_workspace.answer().decisions) {
        const QString role = QString::fromStdString(decision.role);
        DecisionCard*& card = m_cards[role];
        if (!card) {
            card = new DecisionCard(m_workspace, role);
            m_column->insertWidget(m_column->count() - 1, card);
        }
        card->show(decision);
    }
}

} // namespace archway
