// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/finder.h"

#include "model/estimate/formula.h"
#include "ui/workspace.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QLineEdit>
#include <QStandardItemModel>
#include <QTimer>

namespace archway {

Finder::Finder(Workspace& workspace, QLineEdit& field)
    : QObject(&field)
    , m_workspace(workspace)
    , m_field(field)
{
    // A thousand names are nothing to start up with: they are listed when somebody first types.
    connect(&field, &QLineEdit::textEdited, this, [this] {
        if (!m_field.completer())
            build();
    });
}

void Finder::build()
{
    auto* model = new QStandardItemModel(this);
    const auto add = [model](const QString& text, Subject::Kind kind, const std::string& id) {
        auto* item = new QStandardItem(text);
        item->setData(static_cast<int>(kind), Qt::UserRole + 1);
        item->setData(QString::fromStdString(id), Qt::UserRole + 2);
        model->appendRow(item);
    };
    for (const Entity& entity : m_workspace.catalog().knowledge.entities) {
        QString text = QString::fromStdString(entity.name) + QStringLiteral("  ·  ") + QString::fromStdString(entity.kind);
        if (!entity.aliases.empty() && entity.aliases.front() != entity.name)
            text += QStringLiteral("  ·  ") + QString::fromStdString(entity.aliases.front());
        add(text, Subject::Kind::Entity, entity.id);
    }
    for (const Formula& formula : formulas())
        add(QString::fromUtf8(formula.title.data()) + tr("  ·  formula"), Subject::Kind::Formula, std::string(formula.id));
    for (const Claim& claim : m_workspace.catalog().knowledge.claims)
        add(QString::fromStdString(claim.statement) + tr("  ·  claim"), Subject::Kind::Claim, claim.id);
    auto* completer = new QCompleter(model, this);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setMaxVisibleItems(14);
    completer->popup()->setMinimumWidth(560);
    m_field.setCompleter(completer);
    connect(completer, qOverload<const QModelIndex&>(&QCompleter::activated), this, [this](const QModelIndex& index) {
        m_workspace.explain(
            {static_cast<Subject::Kind>(index.data(Qt::UserRole + 1).toInt()), index.data(Qt::UserRole + 2).toString(), {}});
        // The completer writes its text after this; clear it when it has.
        QTimer::singleShot(0, &m_field, &QLineEdit::clear);
    });
    completer->setCompletionPrefix(m_field.text());
    completer->complete();
}

} // namespace archway
