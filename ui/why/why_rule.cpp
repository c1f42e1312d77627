// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/why/why_rule.h"

#include "model/match/own_weight.h"
#include "ui/knowledge/own_knowledge.h"

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

QString esc(const std::string& text)
{
    return QString::fromStdString(text).toHtmlEscaped();
}

QString paragraph(const QString& html)
{
    return QStringLiteral("<p style='margin:3px 0'>%1</p>").arg(html);
}

QString section(const QString& text, const Colours& c)
{
    return QStringLiteral("<p style='color:%1; font-size:small; margin:14px 0 4px 0'><b>%2</b></p>")
        .arg(c.secondary.name(), text.toUpper());
}

QString link(const char* kind, const std::string& id, const QString& text)
{
    return QStringLiteral("<a href='why:%1/%2'>%3</a>").arg(QLatin1String(kind), esc(id), text);
}

QString badge(const QString& text, const Colours& c)
{
    return QStringLiteral("<span style='color:%1; background:%2; font-size:small'>&nbsp;%3&nbsp;</span>")
        .arg(c.info.name(), c.infoFill.name(), text);
}

} // namespace

const Rule* rule_in(const Catalog& catalog, const std::string& id)
{
    const auto& rules = catalog.knowledge.rules;
    const auto found = std::find_if(rules.begin(), rules.end(), [&id](const Rule& rule) { return rule.id == id; });
    return found == rules.end() ? nullptr : &*found;
}

QString signed_weight(double weight)
{
    return (weight < 0 ? QStringLiteral("−") : QStringLiteral("+")) + QString::number(std::abs(weight), 'g', 4);
}

QString rule_weight_html(const Workspace& workspace, const std::string& id, const Colours& colours)
{
    const Rule* rule = rule_in(workspace.catalog(), id);
    if (!rule)
        return {};
    QString text = has_weight(*rule) ? QObject::tr("counts %1").arg(signed_weight(rule->weight)) : QObject::tr("refuses");
    if (workspace.own() && workspace.own()->origin("rule", id))
        text += u' ' + QObject::tr("(yours)");
    if (workspace.own() && has_weight(*rule))
        text += QStringLiteral(" · ") + link("weight", id, QObject::tr("change"));
    return QStringLiteral("<span style='color:%1; font-size:small'>%2</span>").arg(colours.secondary.name(), text);
}

QString rule_html(const Workspace& workspace, const Rule& rule, const Colours& colours)
{
    const Catalog& catalog = workspace.catalog();
    const Entity* candidate = catalog.entity(rule.candidate);
    QString html = QStringLiteral("<p style='font-size:large; margin:0'><b>%1</b></p><p style='color:%2; margin:2px 0 8px 0'>%3</p>")
                       .arg(esc(rule.reason), colours.secondary.name(), QObject::tr("a rule of the knowledge base"));
    const OwnKnowledge* own = workspace.own();
    if (const RecordOrigin* origin = own ? own->origin("rule", rule.id) : nullptr) {
        html += paragraph(badge(origin->layer == KnowledgeLayer::Mine ? QObject::tr("mine") : QObject::tr("imported"), colours)
                          + (origin->note.empty() ? QString() : QStringLiteral(" ") + QChar(0x2068) + esc(origin->note) + QChar(0x2069)));
    }
    html += section(QObject::tr("Weight"), colours) + paragraph(rule_weight_html(workspace, rule.id, colours));
    html += section(QObject::tr("Where"), colours) + paragraph(QStringLiteral("<code>%1</code>").arg(esc(rule.when)));
    html += section(QObject::tr("For"), colours)
        + paragraph(link("entity", rule.candidate, candidate ? esc(candidate->name) : esc(rule.candidate)));
    if (!rule.claims.empty())
        html += section(QObject::tr("Rests on"), colours);
    for (const std::string& id : rule.claims) {
        const Claim* claim = catalog.claim(id);
        html += paragraph(link("claim", id, claim ? esc(claim->statement) : esc(id)));
    }
    if (const Decision* decision = workspace.answer().decision(rule.role))
        html += layer_effects_html(workspace, *decision, colours);
    return html;
}

QString layer_effects_html(const Workspace& workspace, const Decision& decision, const Colours& colours)
{
    if (decision.layer_effects.empty())
        return {};
    QString html = section(QObject::tr("What your layers moved"), colours);
    for (const LayerEffect& effect : decision.layer_effects) {
        QString text = QString::fromStdString(effect.text);
        text.front() = text.front().toUpper();
        text = text.toHtmlEscaped() + u'.';
        const char* kind = effect.kind == "claim" || effect.kind == "rule" ? "claim" : effect.kind == "entity" ? "entity" : nullptr;
        if (kind && (effect.kind != "claim" || workspace.catalog().claim(effect.id)))
            text += u' ' + link(kind, effect.id, QStringLiteral("<span style='font-size:small'>%1</span>").arg(esc(effect.id)));
        html += paragraph(effect.decides ? QStringLiteral("<b>%1</b>").arg(text) : text);
    }
    return html;
}

} // namespace archway
