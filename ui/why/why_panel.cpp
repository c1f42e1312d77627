// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/why/why_panel.h"

#include "ui/why/why_text.h"

namespace archway {

WhyPanel::WhyPanel(Workspace& workspace, QWidget* parent)
    : QTextBrowser(parent)
    , m_workspace(workspace)
{
    setObjectName(QStringLiteral("panel"));
    setAccessibleName(tr("Why"));
    setOpenLinks(false);
    document()->setDocumentMargin(14);
    connect(this, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) { m_workspace.explain(subject_of_link(url.toString())); });
    connect(&m_workspace, &Workspace::subjectChanged, this, &WhyPanel::refresh);
    connect(&m_workspace, &Workspace::answerChanged, this, &WhyPanel::refresh);
    connect(&Theme::instance(), &Theme::changed, this, &WhyPanel::refresh);
    refresh();
}

QVariant WhyPanel::loadResource(int, const QUrl&)
{
    return QByteArray();
}

void WhyPanel::refresh()
{
    const Colours& c = Theme::instance().colours();
    document()->setDefaultStyleSheet(QStringLiteral("a { color: %1; text-decoration: none; }").arg(c.info.name()));
    const QString html = why_html(m_workspace, c);
    if (html != property("shown").toString()) {
        setProperty("shown", html);
        setHtml(html);
    }
}

} // namespace archway
