// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/knowledge/knowledge_actions.h"

#include "ui/evidence/fact_dialog.h"
#include "ui/knowledge/changes_dialog.h"
#include "ui/knowledge/import_dialog.h"
#include "ui/knowledge/price_dialog.h"
#include "ui/whole_file.h"

#include <QAction>
#include <QFileDialog>
#include <QPushButton>

#include <algorithm>

namespace archway {

namespace {

/// Opens a dialog over its window without holding up the event loop; it goes when it is closed.
void show(QDialog* dialog)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace

template <class Open>
QAction* KnowledgeActions::action(const QString& text, const QString& help, Open open)
{
    auto* made = new QAction(text, this);
    made->setToolTip(help);
    connect(made, &QAction::triggered, this, [this, open] {
        if (m_workspace.own())
            open();
    });
    return made;
}

KnowledgeActions::KnowledgeActions(Workspace& workspace, QWidget* over)
    : QObject(over)
    , m_workspace(workspace)
    , m_over(over)
{
    m_correct = action(tr("Correct…"), tr("Say it otherwise in your own layer; the shipped wording stays recoverable"),
                       [this] { show(new FactDialog(m_workspace, FactChange::Correct, m_claim, m_over)); });
    m_withdraw = action(tr("Withdraw…"), tr("No reason rests on it any more; it stays listed"),
                        [this] { show(new FactDialog(m_workspace, FactChange::Withdraw, m_claim, m_over)); });
    m_takeBack = action(tr("Take back"), tr("Take back your newest change of this fact"), [this] {
        const RecordOrigin* of = m_workspace.own()->origin("claim", m_claim.toStdString());
        if (of && of->layer == KnowledgeLayer::Mine)
            m_workspace.own()->takeBack(of->batch);
    });
    m_add = action(tr("Add a fact…"), tr("A fact of your own, with its source"),
                   [this] { show(new FactDialog(m_workspace, FactChange::Add, {}, m_over)); });
    m_changes = action(tr("My changes…"), tr("What you changed and imported, the newest first, each to be taken back"),
                       [this] { show(new ChangesDialog(m_workspace, m_over)); });
    m_price = action(tr("Own price…"), tr("What an instance type costs you"),
                     [this] { show(new PriceDialog(m_workspace, m_instance, m_over)); });
    m_discount = action(tr("Own discount…"), tr("What you pay less than the on-demand price"),
                        [this] { show(new DiscountDialog(m_workspace, m_instance, m_over)); });
    m_import = action(tr("Import knowledge…"), tr("A pack, a price list, instance types or a diagram; you see first what it changes"),
                      [this] { chooseImport(); });
    m_export = action(tr("Export my changes…"), tr("Your own layer as a pack for somebody else"), [this] { chooseExport(); });
    connect(&m_workspace, &Workspace::catalogChanged, this, &KnowledgeActions::refresh);
    refresh();
}

QPushButton* KnowledgeActions::button(QAction* action)
{
    auto* made = new QPushButton;
    const auto follow = [made, action] {
        made->setText(action->text());
        made->setToolTip(action->toolTip());
        made->setEnabled(action->isEnabled());
        // Without a parent it would become a window of its own.
        if (made->parentWidget() || !action->isVisible())
            made->setVisible(action->isVisible());
    };
    follow();
    connect(action, &QAction::changed, made, follow);
    connect(made, &QPushButton::clicked, action, &QAction::trigger);
    return made;
}

void KnowledgeActions::setClaim(const QString& id)
{
    m_claim = id;
    refresh();
}

void KnowledgeActions::setInstance(const QString& id)
{
    m_instance = id;
    refresh();
}

void KnowledgeActions::refresh()
{
    OwnKnowledge* own = m_workspace.own();
    const std::string id = m_claim.toStdString();
    const Claim* claim = m_claim.isEmpty() ? nullptr : m_workspace.catalog().claim(id);
    const RecordOrigin* of = own && claim ? own->origin("claim", id) : nullptr;
    m_correct->setEnabled(claim);
    m_withdraw->setEnabled(claim && claim->status != "withdrawn");
    m_takeBack->setEnabled(of && of->layer == KnowledgeLayer::Mine);
    for (QAction* each : {m_correct, m_withdraw, m_takeBack, m_add, m_changes, m_price, m_discount, m_import, m_export})
        each->setVisible(own);
}

void KnowledgeActions::chooseImport()
{
    const QStringList files = QFileDialog::getOpenFileNames(
        m_over, tr("Import knowledge"), {},
        tr("Packs, price lists, instance types, diagrams (*.json *.csv *.mmd *.mermaid *.md *.dot *.gv);;All files (*)"));
    if (!files.isEmpty())
        preview(files);
}

void KnowledgeActions::preview(const QStringList& files)
{
    show(new ImportDialog(*m_workspace.own(), files, m_over));
}

void KnowledgeActions::chooseExport()
{
    QString path = QFileDialog::getSaveFileName(m_over, tr("Export my changes"), tr("my-changes.json"), tr("Knowledge pack (*.json)"));
    if (path.isEmpty())
        return;
    if (!path.endsWith(QStringLiteral(".json")))
        path += QStringLiteral(".json");
    writeMine(path);
}

bool KnowledgeActions::writeMine(const QString& path)
{
    const Result<std::string> pack = m_workspace.own()->packOfMine();
    if (!pack) {
        Q_EMIT failed(QString::fromStdString(pack.error().text()));
        return false;
    }
    if (const QString reason = write_whole(path, QByteArray::fromStdString(*pack)); !reason.isEmpty()) {
        Q_EMIT failed(tr("%1 cannot be written: %2").arg(path, reason));
        return false;
    }
    return true;
}

} // namespace archway
