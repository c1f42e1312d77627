// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evidence/fact_dialog.h"

#include "ui/knowledge/own_knowledge.h"
#include "ui/theme.h"

#include <QComboBox>
#include <QDate>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace archway {

namespace {

constexpr int card_width = 250;

QString title_of(FactChange change)
{
    switch (change) {
    case FactChange::Add: return FactDialog::tr("Add a fact of your own");
    case FactChange::Correct: return FactDialog::tr("Correct this fact");
    case FactChange::Withdraw: return FactDialog::tr("Withdraw this fact");
    }
    return {};
}

QString keep_of(FactChange change)
{
    switch (change) {
    case FactChange::Add: return FactDialog::tr("Add");
    case FactChange::Correct: return FactDialog::tr("Keep as mine");
    case FactChange::Withdraw: return FactDialog::tr("Withdraw");
    }
    return {};
}

QString text(const std::string& from)
{
    return QString::fromStdString(from);
}

} // namespace

FactDialog::FactDialog(Workspace& workspace, FactChange change, const QString& id, QWidget* parent)
    : EntryDialog(title_of(change), keep_of(change), parent)
    , m_workspace(workspace)
    , m_change(change)
    , m_id(id.toStdString())
{
    setObjectName(QStringLiteral("fact"));
    const Catalog& catalog = workspace.catalog();
    const QString today = QDate::currentDate().toString(Qt::ISODate);
    if (const Claim* claim = now())
        m_start = entry_of(*claim);
    if (change == FactChange::Withdraw) {
        setIntroduction(tr("It stays listed as withdrawn, and no reason rests on it any more. You can take this back."));
        m_note = addText("note", tr("Why"), {}, 3, tr("measured again, and it does not hold"));
        addSource(catalog, {}, true);
    } else {
        if (change == FactChange::Add) {
            m_about = addChoice("about", tr("About"), true);
            for (const Entity& entity : catalog.knowledge.entities)
                m_about->addItem(text(entity.name) + QStringLiteral("  ·  ") + text(entity.kind), text(entity.id));
            m_about->setCurrentIndex(m_about->findData(id));
        }
        m_statement = addText("statement", tr("Fact"), text(m_start.statement), 3, tr("One sentence, in your own words"));
        m_value = addLine("value", tr("Value"), text(m_start.value), QStringLiteral("12.5"));
        m_value->setMinimumWidth(90);
        m_unit = addBeside("unit", tr("Unit"), text(m_start.unit), 14);
        m_low = addBeside("low", tr("from"), text(m_start.low), 10);
        m_low->setPlaceholderText(tr("if a range"));
        m_low->setAccessibleName(tr("Lower end of the range"));
        m_qualifier = addLine("qualifier", tr("How exact"), text(m_start.qualifier), tr("up to, about, at least"));
        m_scope = addLine("scope", tr("Holds for"), text(m_start.scope), tr("a workload, phase or configuration"));
        m_date = addLine("as_of", tr("As of"), change == FactChange::Add ? today : text(m_start.as_of), today);
        addSource(catalog, m_start.source, false);
        m_note = addText("note", change == FactChange::Correct ? tr("Why") : tr("Note"), {}, 2,
                         change == FactChange::Correct ? tr("what the shipped wording gets wrong") : QString());
    }
    if (const Claim* claim = now()) {
        const Claim* under = workspace.own()->claimUnder(m_id);
        setBeside(
            shippedCard(under ? *under : *claim, under || !workspace.own()->origin("claim", m_id) ? tr("Shipped says") : tr("You said")));
    }
    if (m_statement)
        m_statement->setFocus();
    else
        m_note->setFocus();
    finish();
}

const Claim* FactDialog::now() const
{
    return m_change == FactChange::Add ? nullptr : m_workspace.catalog().claim(m_id);
}

QWidget* FactDialog::shippedCard(const Claim& claim, const QString& heading) const
{
    auto* card = new QFrame;
    card->setObjectName(QStringLiteral("card"));
    card->setFixedWidth(card_width);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(14, 12, 14, 12);
    column->setSpacing(6);
    const auto add = [column](const QString& words, TextRole role, bool faint) {
        if (words.isEmpty())
            return;
        auto* label = new QLabel(words);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        if (faint)
            label->setObjectName(QStringLiteral("caption"));
        Theme::instance().apply(label, role);
        column->addWidget(label);
    };
    auto* title = new QLabel(heading.toUpper());
    title->setObjectName(QStringLiteral("section"));
    Theme::instance().apply(title, TextRole::Section);
    column->addWidget(title);
    add(text(claim.statement), TextRole::Body, false);
    if (claim.value) {
        const QString figure = (claim.qualifier.empty() ? QString() : text(claim.qualifier) + u' ')
            + (claim.low ? text(number_text(*claim.low)) + QStringLiteral(" – ") : QString()) + text(number_text(*claim.value)) + u' '
            + text(claim.unit);
        add(figure.trimmed(), TextRole::Strong, false);
    }
    if (!claim.scope.empty())
        add(tr("Holds for %1").arg(text(claim.scope)), TextRole::Caption, true);
    if (!claim.as_of.empty())
        add(tr("As of %1").arg(text(claim.as_of)), TextRole::Caption, true);
    for (const Citation& citation : claim.sources) {
        const Source* source = m_workspace.catalog().source(citation.document);
        add((source ? text(source->title) : text(citation.document))
                + (citation.section.empty() ? QString() : QStringLiteral(" § ") + text(citation.section)),
            TextRole::Caption, true);
    }
    return card;
}

FactEntry FactDialog::entry() const
{
    FactEntry out = m_start;
    out.source = source();
    out.note = m_note->toPlainText().toStdString();
    if (m_change == FactChange::Withdraw)
        return out;
    if (m_about) {
        const bool chosen = m_about->currentIndex() >= 0 && m_about->currentText() == m_about->itemText(m_about->currentIndex());
        out.about = chosen ? m_about->currentData().toString().toStdString() : std::string();
    }
    out.statement = m_statement->toPlainText().toStdString();
    out.value = m_value->text().toStdString();
    out.low = m_low->text().toStdString();
    out.unit = m_unit->text().toStdString();
    out.qualifier = m_qualifier->text().toStdString();
    out.scope = m_scope->text().toStdString();
    out.as_of = m_date->text().toStdString();
    return out;
}

std::vector<FieldProblem> FactDialog::problems() const
{
    return problems_of(m_change, entry(), now(), m_workspace.catalog());
}

QString FactDialog::keep()
{
    OwnKnowledge* own = m_workspace.own();
    const Result<OwnChange> change = own_fact(m_change, entry(), now(), own->claimBelowMine(m_id), m_workspace.catalog());
    if (!change)
        return QString::fromStdString(change.error().text());
    QString refused;
    const auto listening = connect(own, &OwnKnowledge::failed, this, [&refused](const QString& message) { refused = message; });
    const bool kept = own->keep(*change);
    disconnect(listening);
    if (!kept)
        return refused;
    // What was said last is what is looked at next.
    m_workspace.explain({Subject::Kind::Claim, QString::fromStdString(change->records.catalog.knowledge.claims.front().id), {}});
    return {};
}

} // namespace archway
