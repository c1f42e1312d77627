// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/why/weight_dialog.h"

#include "ui/knowledge/own_knowledge.h"
#include "ui/theme.h"
#include "ui/why/why_rule.h"

#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace archway {

WeightDialog::WeightDialog(Workspace& workspace, const QString& rule, QWidget* parent)
    : EntryDialog(tr("Own weight"), tr("Keep as mine"), parent)
    , m_workspace(workspace)
    , m_rule(rule.toStdString())
    , m_weight(nullptr)
    , m_note(nullptr)
    , m_says(new QLabel)
{
    setObjectName(QStringLiteral("weight"));
    const Rule* now = rule_in(workspace.catalog(), m_rule);
    setIntroduction(tr("A weight is added to the score of the candidate, which reaches from 0 to 1, where the rule's condition holds."));
    m_weight = addLine("weight", tr("Weight"), now ? QString::fromStdString(number_text(now->weight)) : QString(), tr("-1 to 1, as 0.25"));
    m_note = addText("note", tr("Note"), {}, 2, tr("why it counts more, or less, for you"));
    auto* card = new QFrame;
    card->setObjectName(QStringLiteral("card"));
    card->setFixedWidth(230);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(14, 12, 14, 12);
    auto* title = new QLabel(tr("The rule").toUpper());
    title->setObjectName(QStringLiteral("section"));
    Theme::instance().apply(title, TextRole::Section);
    m_says->setTextFormat(Qt::PlainText);
    m_says->setWordWrap(true);
    column->addWidget(title);
    column->addWidget(m_says);
    column->addStretch();
    setBeside(card);
    m_weight->setFocus();
    m_weight->selectAll();
    finish();
}

void WeightDialog::changed()
{
    const Rule* rule = rule_in(m_workspace.catalog(), m_rule);
    if (!rule)
        return;
    const Entity* candidate = m_workspace.catalog().entity(rule->candidate);
    m_says->setText(tr("%1\n\nWhere: %2\n\nFor: %3\n\nCounts now: %4")
                        .arg(QString::fromStdString(rule->reason), QString::fromStdString(rule->when),
                             QString::fromStdString(candidate ? candidate->name : rule->candidate), signed_weight(rule->weight)));
}

WeightEntry WeightDialog::entry() const
{
    return {m_rule, m_weight->text().trimmed().toStdString(), m_note->toPlainText().trimmed().toStdString()};
}

std::vector<FieldProblem> WeightDialog::problems() const
{
    return problems_of(entry(), m_workspace.catalog());
}

QString WeightDialog::keep()
{
    OwnKnowledge* own = m_workspace.own();
    if (!own)
        return tr("There is no place for changes of your own.");
    const Result<Catalog> below = read_below_mine(own->places().base, own->places().layers);
    if (!below)
        return QString::fromStdString(below.error().text());
    const Result<OwnChange> change = own_weight(entry(), rule_in(*below, m_rule), m_workspace.catalog());
    if (!change)
        return QString::fromStdString(change.error().text());
    QString refused;
    const auto listening = connect(own, &OwnKnowledge::failed, this, [&refused](const QString& message) { refused = message; });
    const bool done = own->keep(*change);
    disconnect(listening);
    return done ? QString() : refused;
}

} // namespace archway
