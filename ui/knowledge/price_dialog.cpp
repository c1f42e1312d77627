// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/knowledge/price_dialog.h"

#include "model/base/units.h"
#include "ui/knowledge/own_knowledge.h"
#include "ui/theme.h"

#include <QComboBox>
#include <QDate>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSet>
#include <QVBoxLayout>

#include <algorithm>

namespace archway {

namespace {

constexpr const char* purchases[]{"on-demand",       "spot",        "capacity-block", "savings-plan-1y",
                                  "savings-plan-3y", "reserved-1y", "reserved-3y"};

/// The id chosen in a list, or what was typed where it is none of the list.
std::string chosen(const QComboBox* box)
{
    const int at = box->findText(box->currentText());
    return (at >= 0 ? box->itemData(at).toString() : box->currentText().trimmed()).toStdString();
}

/// Keeps a change; returns why not.
QString kept(OwnKnowledge& own, const Result<OwnChange>& change)
{
    if (!change)
        return QString::fromStdString(change.error().text());
    QString refused;
    const auto listening = QObject::connect(&own, &OwnKnowledge::failed, &own, [&refused](const QString& message) { refused = message; });
    const bool done = own.keep(*change);
    QObject::disconnect(listening);
    return done ? QString() : refused;
}

} // namespace

PriceDialog::PriceDialog(Workspace& workspace, const QString& instance, QWidget* parent)
    : EntryDialog(tr("Own price"), tr("Keep as mine"), parent)
    , m_workspace(workspace)
    , m_instance(addChoice("instance", tr("Instance type"), true))
    , m_region(addChoice("region", tr("Region"), true))
    , m_purchase(addChoice("purchase", tr("Bought"), false))
    , m_usd(addLine("usd_per_hour", tr("US$ an hour"), {}, tr("of one instance, as 31.46")))
    , m_date(addLine("as_of", tr("As of"), QDate::currentDate().toString(Qt::ISODate), {}))
    , m_note(nullptr)
    , m_there(new QLabel)
{
    setObjectName(QStringLiteral("price"));
    const Catalog& catalog = workspace.catalog();
    for (const InstanceType& type : catalog.instances)
        m_instance->addItem(QString::fromStdString(type.id), QString::fromStdString(type.id));
    m_instance->setCurrentIndex(std::max(0, m_instance->findData(instance)));
    QSet<QString> regions;
    for (const Price& price : catalog.prices)
        regions << QString::fromStdString(price.region);
    QStringList sorted(regions.begin(), regions.end());
    sorted.sort();
    for (const QString& region : std::as_const(sorted))
        m_region->addItem(region, region);
    const auto& constraints = workspace.scenario().constraints;
    const QString region = constraints.regions.empty() ? QStringLiteral("us-east-1") : QString::fromStdString(constraints.regions.front());
    m_region->setCurrentText(region);
    for (const char* purchase : purchases)
        m_purchase->addItem(QString::fromLatin1(purchase), QString::fromLatin1(purchase));
    if (!constraints.purchase.empty())
        m_purchase->setCurrentIndex(std::max(0, m_purchase->findData(QString::fromStdString(constraints.purchase.front()))));
    addSource(catalog, {}, false);
    m_note = addText("note", tr("Note"), {}, 2, tr("contract, quote, or who agreed it"));
    auto* card = new QFrame;
    card->setObjectName(QStringLiteral("card"));
    card->setFixedWidth(230);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(14, 12, 14, 12);
    auto* title = new QLabel(tr("Known now").toUpper());
    title->setObjectName(QStringLiteral("section"));
    Theme::instance().apply(title, TextRole::Section);
    m_there->setTextFormat(Qt::PlainText);
    m_there->setWordWrap(true);
    column->addWidget(title);
    column->addWidget(m_there);
    setBeside(card);
    m_usd->setFocus();
    finish();
}

void PriceDialog::changed()
{
    const PriceEntry asked = entry();
    QStringList lines;
    for (const Price& price : m_workspace.catalog().prices) {
        if (price.instance != asked.instance || price.region != asked.region || price.purchase != asked.purchase)
            continue;
        const Source* source = m_workspace.catalog().source(price.source);
        lines << tr("%1 an hour, %2\n%3")
                     .arg(QString::fromStdString(format_usd(price.usd_per_hour)), QString::fromStdString(price.as_of),
                          QString::fromStdString(source ? source->title : price.source));
    }
    m_there->setText(lines.isEmpty() ? tr("No price is known of this type, Region and way of buying it.")
                                     : lines.join(QStringLiteral("\n\n")));
}

PriceEntry PriceDialog::entry() const
{
    return {chosen(m_instance),
            chosen(m_region),
            chosen(m_purchase),
            m_usd->text().toStdString(),
            m_date->text().toStdString(),
            source(),
            m_note ? m_note->toPlainText().toStdString() : std::string()};
}

std::vector<FieldProblem> PriceDialog::problems() const
{
    return problems_of(entry(), m_workspace.catalog());
}

QString PriceDialog::keep()
{
    OwnKnowledge& own = *m_workspace.own();
    const PriceEntry asked = entry();
    Price named;
    named.instance = asked.instance;
    named.region = asked.region;
    named.purchase = asked.purchase;
    const Result<std::vector<Price>> below = read_prices_below_mine(own.places().base, own.places().layers, record_id(named));
    if (!below)
        return QString::fromStdString(below.error().text());
    return kept(own, own_price(asked, *below, m_workspace.catalog()));
}

DiscountDialog::DiscountDialog(Workspace& workspace, const QString& scope, QWidget* parent)
    : EntryDialog(tr("Own discount"), tr("Keep as mine"), parent)
    , m_workspace(workspace)
    , m_scope(addChoice("applies_to", tr("Applies to"), true))
    , m_percent(addLine("percent", tr("Percent off"), {}, tr("25; 0 ends it")))
    , m_note(addText("note", tr("Note"), {}, 2, tr("contract, quote, or who agreed it")))
{
    setObjectName(QStringLiteral("discount"));
    setIntroduction(
        tr("It lowers every on-demand price it applies to, your own prices too; an instance type counts before its family, and that "
           "before all."));
    m_scope->addItem(tr("All instance types"), QStringLiteral("*"));
    QSet<QString> families;
    for (const InstanceType& type : workspace.catalog().instances)
        families << QString::fromStdString(type.family);
    QStringList sorted(families.begin(), families.end());
    sorted.sort();
    for (const QString& family : std::as_const(sorted))
        m_scope->addItem(tr("%1 family").arg(family), family);
    for (const InstanceType& type : workspace.catalog().instances)
        m_scope->addItem(QString::fromStdString(type.id), QString::fromStdString(type.id));
    m_scope->setCurrentIndex(std::max(0, m_scope->findData(scope)));
    m_percent->setFocus();
    finish();
}

DiscountEntry DiscountDialog::entry() const
{
    return {chosen(m_scope), m_percent->text().toStdString(), m_note->toPlainText().toStdString()};
}

std::vector<FieldProblem> DiscountDialog::problems() const
{
    return problems_of(entry(), m_workspace.catalog());
}

QString DiscountDialog::keep()
{
    return kept(*m_workspace.own(), own_discount(entry(), m_workspace.catalog()));
}

} // namespace archway
