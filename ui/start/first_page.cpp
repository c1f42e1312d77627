// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/first_page.h"

#include "ui/services/services_page.h"
#include "ui/start/start_page.h"
#include "ui/workspace.h"

namespace archway {

FirstPage::FirstPage(Workspace& workspace, std::function<void(StartPage&)> made, QWidget* parent)
    : QStackedWidget(parent)
    , m_workspace(workspace)
    , m_made(std::move(made))
{
    connect(&m_workspace, &Workspace::answerChanged, this, &FirstPage::follow);
    connect(&m_workspace, &Workspace::projectChanged, this, &FirstPage::follow);
}

/// A project that is opened before the window is shown never makes the page with the ways to begin.
void FirstPage::showEvent(QShowEvent* event)
{
    follow();
    QStackedWidget::showEvent(event);
}

void FirstPage::follow()
{
    if (m_workspace.isUntouched()) {
        if (!m_start) {
            addWidget(m_start = new StartPage(m_workspace));
            m_made(*m_start);
        }
        setCurrentWidget(m_start);
    } else {
        if (!m_services)
            addWidget(m_services = new ServicesPage(m_workspace));
        setCurrentWidget(m_services);
    }
}

} // namespace archway
