// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evidence/connections_text.h"

#include "model/knowledge/connections.h"
#include "model/knowledge/ledger.h"

#include <QCoreApplication>

#include <map>
#include <set>

namespace archway {

namespace {

constexpr int most_claims = 12, most_others = 5, most_reasons = 8;

QString tr(const char* text)
{
    return QCoreApplication::translate("Connections", text);
}

QString esc(const std::string& text)
{
    return QString::fromStdString(text).toHtmlEscaped();
}

QString link(const char* kind, const std::string& id, const QString& text)
{
    return QStringLiteral("<a href='why:%1/%2'>%3</a>").arg(QLatin1String(kind), esc(id), text);
}

struct Html {
    const Colours& c;
    QString text;

    void section(const QString& title)
    {
        text += QStringLiteral("<p style='color:%1; font-size:small; margin:14px 0 4px 0'><b>%2</b></p>")
                    .arg(c.secondary.name(), title.toUpper());
    }
    void paragraph(const QString& html) { text += QStringLiteral("<p style='margin:3px 0'>%1</p>").arg(html); }
    void note(const QString& html)
    {
        text += QStringLiteral("<p style='margin:3px 0; color:%1; font-size:small'>%2</p>").arg(c.secondary.name(), html);
    }
};

/// "claim", "rule" … as a heading with their number.
QString heading(const std::string& kind, int count)
{
    static const std::map<std::string, const char*> names{{"claim", QT_TRANSLATE_NOOP("Connections", "Claims")},
                                                          {"relation", QT_TRANSLATE_NOOP("Connections", "Relations")},
                                                          {"rule", QT_TRANSLATE_NOOP("Connections", "Rules")},
                                                          {"check", QT_TRANSLATE_NOOP("Connections", "Checks")},
                                                          {"price", QT_TRANSLATE_NOOP("Connections", "Prices")},
                                                          {"api_price", QT_TRANSLATE_NOOP("Connections", "Prices of managed models")},
                                                          {"diagram", QT_TRANSLATE_NOOP("Connections", "Diagrams")},
                                                          {"model", QT_TRANSLATE_NOOP("Connections", "Models")},
                                                          {"accelerator", QT_TRANSLATE_NOOP("Connections", "Accelerators")},
                                                          {"instance", QT_TRANSLATE_NOOP("Connections", "Instance types")}};
    const auto found = names.find(kind);
    return QStringLiteral("%1 (%2)").arg(found == names.end() ? esc(kind) : tr(found->second)).arg(count);
}

/// Reasons and data of today's decisions that name something which would fall, or the source itself.
void reasons(const Workspace& workspace, const std::string& source, const std::set<std::string>& fallen, Html& html)
{
    int count = 0;
    for (const Decision& decision : workspace.answer().decisions) {
        for (const Candidate& candidate : decision.candidates) {
            std::set<std::string> said;
            const auto add = [&](const std::string& text, const std::string& ref) {
                if ((ref != source && !fallen.contains(ref)) || !said.insert(text).second || ++count > most_reasons)
                    return;
                if (count == 1)
                    html.section(tr("In today's decisions"));
                html.paragraph(QStringLiteral("%1 <span style='color:%2; font-size:small'>%3</span>")
                                   .arg(esc(text), html.c.secondary.name(),
                                        link("candidate", decision.role + "/" + candidate.id,
                                             esc(decision.role) + QStringLiteral(": ") + esc(candidate.name))));
            };
            for (const Reason& reason : candidate.reasons)
                add(reason.text, reason.ref);
            for (const DataPoint& point : candidate.data_points)
                add(point.text, point.ref);
        }
    }
    if (count > most_reasons)
        html.note(tr("and %1 more reasons").arg(count - most_reasons));
}

/// What a reference gave, by the ledger.
void contributions(const Catalog& catalog, const std::string& source, Html& html)
{
    for (const LedgerEntry& entry : ledger(catalog.knowledge)) {
        if (entry.source != source || entry.reference.empty())
            continue;
        html.section(tr("What it contributed"));
        for (const Contribution& contribution : entry.contributions)
            html.paragraph(
                link("entity", contribution.to, esc(contribution.name))
                + QStringLiteral(" <span style='color:%1; font-size:small'>%2</span>")
                      .arg(html.c.secondary.name(), esc(contribution.because) + tr(" · %1 claims").arg(contribution.claims.size())));
    }
}

} // namespace

QString rests_on_html(const Workspace& workspace, const std::string& source, const Colours& colours)
{
    const Catalog& catalog = workspace.catalog();
    const Resting resting = rests_on(catalog, source);
    Html html{colours, {}};
    contributions(catalog, source, html);
    html.section(tr("If it were withdrawn"));
    if (resting.falls.empty() && resting.elsewhere.empty()) {
        html.paragraph(tr("Nothing rests on it."));
        return html.text;
    }
    std::map<std::string, int> counts;
    std::set<std::string> fallen;
    for (const Falling& f : resting.falls) {
        ++counts[f.kind];
        if (f.kind == "claim" || f.kind == "rule")
            fallen.insert(f.id);
    }
    html.paragraph(resting.falls.empty() ? tr("Nothing would fall: all that cites it stands elsewhere too.")
                                         : tr("%1 records would fall, as nothing else carries them.").arg(resting.falls.size()));
    if (!resting.elsewhere.empty())
        html.note(tr("%1 more claims cite it and stand elsewhere too.").arg(resting.elsewhere.size()));
    reasons(workspace, source, fallen, html);
    std::map<std::string, int> shown;
    for (const Falling& f : resting.falls) {
        const bool claim = f.kind == "claim";
        int& count = shown[f.kind];
        if (count++ == 0)
            html.section(heading(f.kind, counts[f.kind]));
        if (count <= (claim ? most_claims : most_others))
            html.paragraph(claim || f.kind == "rule" ? link("claim", f.id, esc(f.text)) : esc(f.text));
        else if (count == counts[f.kind])
            html.note(tr("and %1 more").arg(count - (claim ? most_claims : most_others)));
    }
    return html.text;
}

QString path_html(const Workspace& workspace, const std::string& from, const std::string& to, const Colours& colours)
{
    Html html{colours, {}};
    if (to.empty()) {
        html.paragraph(link("path", from, tr("Path to…")));
        return html.text;
    }
    const Catalog& catalog = workspace.catalog();
    const Entity* target = catalog.entity(to);
    const QString name = target ? esc(target->name) : esc(to);
    html.section(tr("Path to %1").arg(name));
    const Knowledge way = path_between(catalog.knowledge, from, target ? target->id : to);
    if (way.entities.empty())
        html.paragraph(tr("No relations lead there."));
    for (std::size_t i = 1; i < way.entities.size(); ++i) {
        const Entity& before = way.entities[i - 1];
        const Entity& after = way.entities[i];
        QStringList said;
        for (const Relation& r : way.relations) {
            const bool ahead = r.from == before.id && r.to == after.id;
            if (ahead || (r.from == after.id && r.to == before.id))
                said << QStringLiteral("%1 %2%3").arg(ahead ? QStringLiteral("→") : QStringLiteral("←"), esc(r.type),
                                                      r.because.empty() ? QString() : QStringLiteral(": ") + esc(r.because));
        }
        html.note(said.join(QStringLiteral("<br>")));
        html.paragraph(link("entity", after.id, esc(after.name)));
    }
    html.paragraph(link("path", from, tr("Path to another…")));
    return html.text;
}

} // namespace archway
