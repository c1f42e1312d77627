// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evidence/path_dialog.h"

#include "ui/workspace.h"

#include <QComboBox>

namespace archway {

PathDialog::PathDialog(Workspace& workspace, const QString& from, QWidget* parent)
    : EntryDialog(tr("Path to another entity"), tr("Show the path"), parent)
    , m_workspace(workspace)
    , m_from(from)
    , m_to(nullptr)
{
    setObjectName(QStringLiteral("path"));
    const Entity* start = workspace.catalog().entity(from.toStdString());
    setIntroduction(tr("The shortest chain of relations that leads from %1 to another part of the knowledge.")
                        .arg(start ? QString::fromStdString(start->name) : from));
    m_to = addChoice("to", tr("To"), true);
    for (const Entity& entity : workspace.catalog().knowledge.entities)
        if (!start || entity.id != start->id)
            m_to->addItem(QString::fromStdString(entity.name + "  ·  " + entity.kind), QString::fromStdString(entity.id));
    m_to->setCurrentIndex(-1);
    m_to->setFocus();
    finish();
}

QString PathDialog::chosen() const
{
    const int row = m_to->findText(m_to->currentText());
    if (row >= 0)
        return m_to->itemData(row).toString();
    const Entity* entity = m_workspace.catalog().entity(m_to->currentText().trimmed().toStdString());
    return entity ? QString::fromStdString(entity->id) : QString();
}

std::vector<FieldProblem> PathDialog::problems() const
{
    if (chosen().isEmpty())
        return {{"to", tr("Choose an entity of the knowledge base, or type its id.").toStdString()}};
    return {};
}

QString PathDialog::keep()
{
    m_workspace.explain({Subject::Kind::Entity, m_from, chosen()});
    return {};
}

} // namespace archway
