// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/why/why_panel.h"

#include "ui/evidence/path_dialog.h"
#include "ui/knowledge/knowledge_actions.h"
#include "ui/why/flip_link.h"
#include "ui/why/weight_dialog.h"
#include "ui/why/why_rule.h"
#include "ui/why/why_text.h"
#include "ui/widgets/flow_layout.h"

#include <QAction>
#include <QPushButton>

namespace archway {

namespace {

constexpr int bar_margin = 12;

} // namespace

WhyPanel::WhyPanel(Workspace& workspace, QWidget* parent)
    : QTextBrowser(parent)
    , m_workspace(workspace)
    , m_actions(new KnowledgeActions(workspace, this))
    , m_bar(new QWidget(this))
{
    setObjectName(QStringLiteral("panel"));
    setAccessibleName(tr("Why"));
    setOpenLinks(false);
    document()->setDocumentMargin(14);
    buildActions();
    connect(this, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) {
        const QString weight = QStringLiteral("why:weight/");
        const QString path = QStringLiteral("why:path/");
        if (url.toString().startsWith(weight))
            changeWeight(url.toString().mid(weight.size()));
        else if (follow_flip(m_workspace, url.toString()))
            return;
        else if (url.toString().startsWith(path))
            askPath(url.toString().mid(path.size()));
        else
            m_workspace.explain(subject_of_link(url.toString()));
    });
    connect(&m_workspace, &Workspace::subjectChanged, this, &WhyPanel::refresh);
    connect(&m_workspace, &Workspace::answerChanged, this, &WhyPanel::refresh);
    connect(&m_workspace, &Workspace::flipsChanged, this, &WhyPanel::refresh);
    connect(&Theme::instance(), &Theme::changed, this, &WhyPanel::refresh);
    connect(m_actions, &KnowledgeActions::failed, this, &WhyPanel::failed);
    refresh();
}

void WhyPanel::buildActions()
{
    m_bar->setObjectName(QStringLiteral("panel"));
    m_bar->setAttribute(Qt::WA_StyledBackground);
    auto* row = new FlowLayout(m_bar);
    const auto add = [row](QAction* action, QList<QWidget*>& group) {
        QPushButton* button = KnowledgeActions::button(action);
        row->addWidget(button);
        group << button;
    };
    for (QAction* action : {m_actions->correct(), m_actions->withdraw(), m_actions->takeBack()})
        add(action, m_ofClaim);
    for (QAction* action : {m_actions->price(), m_actions->discount()})
        add(action, m_ofInstance);
}

void WhyPanel::changeWeight(const QString& rule)
{
    if (!m_workspace.own() || !rule_in(m_workspace.catalog(), rule.toStdString()))
        return;
    auto* dialog = new WeightDialog(m_workspace, rule, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void WhyPanel::askPath(const QString& from)
{
    auto* dialog = new PathDialog(m_workspace, from, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

QVariant WhyPanel::loadResource(int, const QUrl&)
{
    return QByteArray();
}

void WhyPanel::resizeEvent(QResizeEvent* event)
{
    QTextBrowser::resizeEvent(event);
    placeActions();
}

/// The buttons stand under the text and never over it.
void WhyPanel::placeActions()
{
    const int inner = width() - 2 * bar_margin;
    const int height = m_bar->isHidden() ? 0 : m_bar->layout()->heightForWidth(inner);
    setViewportMargins(0, 0, 0, height == 0 ? 0 : height + 2 * bar_margin);
    m_bar->setGeometry(bar_margin, this->height() - height - bar_margin, inner, height);
}

void WhyPanel::refresh()
{
    const Colours& c = Theme::instance().colours();
    document()->setDefaultStyleSheet(QStringLiteral("a { color: %1; text-decoration: none; }").arg(c.info.name()));
    const QString html = why_html(m_workspace, c);
    if (html != property("shown").toString()) {
        setProperty("shown", html);
        // Qt reads a narrow space in HTML as any other, and breaks "4 500" there.
        setHtml(QString(html).replace(QChar(0x202f), QChar::Nbsp));
    }
    const Subject& subject = m_workspace.subject();
    const bool claim = subject.kind == Subject::Kind::Claim && m_workspace.catalog().claim(subject.id.toStdString());
    QString instance = subject.kind == Subject::Kind::Candidate ? subject.id.section(u'/', 1) : subject.id;
    if (!m_workspace.catalog().instance(instance.toStdString()))
        instance.clear();
    m_actions->setClaim(claim ? subject.id : QString());
    m_actions->setInstance(instance);
    const bool any = m_workspace.own() && (claim || !instance.isEmpty());
    for (QWidget* button : std::as_const(m_ofClaim))
        button->setVisible(any && claim);
    for (QWidget* button : std::as_const(m_ofInstance))
        button->setVisible(any && !instance.isEmpty());
    m_bar->setVisible(any);
    placeActions();
}

} // namespace archway
