// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/why/why_layer.h"

#include "model/base/units.h"
#include "model/knowledge/own_fact.h"
#include "ui/knowledge/own_knowledge.h"

#include <set>

namespace archway {

namespace {

/// Text of the user's among ours, safe as HTML; marks keep a right-to-left note from turning the rest of the line.
QString own_words(const std::string& text)
{
    return QChar(0x2068) + QString::fromStdString(text).toHtmlEscaped() + QChar(0x2069);
}

QString paragraph(const QString& html)
{
    return QStringLiteral("<p style='margin:3px 0'>%1</p>").arg(html);
}

QString struck(const QString& html, const Colours& c)
{
    return QStringLiteral("<s style='color:%1'>%2</s>").arg(c.secondary.name(), html);
}

QString badge(KnowledgeLayer layer, const Colours& c)
{
    const bool mine = layer == KnowledgeLayer::Mine;
    return QStringLiteral("<span style='color:%1; background:%2; font-size:small'>&nbsp;%3&nbsp;</span>")
        .arg(c.info.name(), c.infoFill.name(), mine ? QObject::tr("mine") : QObject::tr("imported"));
}

/// Whose a record is, when it was changed and why, and what became of what it took the place of.
QString origin_line(const RecordOrigin& origin, const Colours& c)
{
    QString line = badge(origin.layer, c);
    if (!origin.made.empty())
        line += QStringLiteral(" <span style='color:%1; font-size:small'>%2</span>")
                    .arg(c.secondary.name(), QObject::tr("since %1").arg(QString::fromStdString(origin.made)));
    if (!origin.note.empty())
        line += QStringLiteral("<br>") + own_words(origin.note);
    if (const QString since = OwnKnowledge::sinceText(origin.since); !since.isEmpty())
        line += QStringLiteral("<br><span style='color:%1'>%2</span>").arg(c.caution.name(), since.toHtmlEscaped());
    return paragraph(line);
}

QString price_text(const Price& price)
{
    return QObject::tr("%1 an hour, %2, %3 (%4)")
        .arg(QString::fromStdString(format_usd(price.usd_per_hour)), QString::fromStdString(price.purchase),
             QString::fromStdString(price.region), QString::fromStdString(price.as_of))
        .toHtmlEscaped();
}

} // namespace

QString figure_text(const Claim& claim)
{
    if (!claim.value)
        return {};
    return ((claim.qualifier.empty() ? QString() : QString::fromStdString(claim.qualifier) + u' ')
            + (claim.low ? QString::fromStdString(number_text(*claim.low)) + QStringLiteral(" – ") : QString())
            + QString::fromStdString(number_text(*claim.value)) + u' ' + QString::fromStdString(claim.unit))
        .trimmed();
}

QString claim_layer_html(const Workspace& workspace, const std::string& id, const Colours& colours)
{
    const OwnKnowledge* own = workspace.own();
    const Claim* claim = workspace.catalog().claim(id);
    const RecordOrigin* origin = own ? own->origin("claim", id) : nullptr;
    if (!origin || !claim)
        return {};
    QString html = origin_line(*origin, colours);
    if (const Claim* under = own->claimUnder(id)) {
        if (under->statement != claim->statement)
            html += paragraph(struck(own_words(under->statement), colours));
        const QString before = figure_text(*under);
        if (before != figure_text(*claim) && !before.isEmpty())
            html += paragraph(struck(own_words(before.toStdString()), colours));
    }
    return html;
}

QString price_layer_html(const Workspace& workspace, const std::string& instance, const Colours& colours)
{
    const OwnKnowledge* own = workspace.own();
    if (!own)
        return {};
    QString html;
    std::set<std::string> told;
    for (const Price& price : workspace.catalog().prices) {
        if (price.instance != instance || !told.insert(record_id(price)).second)
            continue;
        const RecordOrigin* origin = own->origin("price", record_id(price));
        if (!origin)
            continue;
        html += paragraph(price_text(price)) + origin_line(*origin, colours);
        for (const Price& under : own->pricesUnder(record_id(price)))
            html += paragraph(struck(price_text(under), colours));
    }
    for (const std::string& scope : {instance, instance.substr(0, instance.find('.')), std::string("*")}) {
        const RecordOrigin* origin = own->origin("discount", scope);
        if (!origin)
            continue;
        html += paragraph(scope == "*" ? QObject::tr("A discount of your own on all on-demand prices.")
                                       : QObject::tr("A discount of your own on on-demand prices of %1.")
                                             .arg(QString::fromStdString(scope).toHtmlEscaped()))
            + origin_line(*origin, colours);
        break;
    }
    return html;
}

} // namespace archway
