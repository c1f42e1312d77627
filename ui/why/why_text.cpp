// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/why/why_text.h"

#include "model/estimate/effects.h"
#include "model/estimate/formula.h"
#include "model/scenario/inputs.h"
#include "ui/evidence/connections_text.h"
#include "ui/evidence/verdict_style.h"
#include "ui/why/flip_link.h"
#include "ui/why/why_layer.h"
#include "ui/why/why_rule.h"

#include <QStringList>

#include <fmt/format.h>

#include <algorithm>

namespace archway {

namespace {

QString esc(const std::string& text)
{
    return QString::fromStdString(text).toHtmlEscaped();
}

QString esc(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).toHtmlEscaped();
}

QString link(const char* kind, const std::string& id, const QString& text)
{
    return QStringLiteral("<a href='why:%1/%2'>%3</a>").arg(QLatin1String(kind), esc(id), text);
}

/// Builds the page part by part.
struct Page {
    const Workspace& workspace;
    const Colours& c;
    QString html;

    const Catalog& catalog() const { return workspace.catalog(); }

    void title(const QString& text, const QString& below)
    {
        html += QStringLiteral("<p style='font-size:large; margin:0'><b>%1</b></p><p style='color:%2; margin:2px 0 8px 0'>%3</p>")
                    .arg(text, c.secondary.name(), below);
    }
    void section(const QString& text)
    {
        html += QStringLiteral("<p style='color:%1; font-size:small; margin:14px 0 4px 0'><b>%2</b></p>")
                    .arg(c.secondary.name(), text.toUpper());
    }
    void paragraph(const QString& text) { html += QStringLiteral("<p style='margin:3px 0'>%1</p>").arg(text); }
    void note(const QString& text)
    {
        html += QStringLiteral("<p style='margin:3px 0; color:%1; font-size:small'>%2</p>").arg(c.secondary.name(), text);
    }
    void block(const std::vector<std::string>& lines)
    {
        QStringList escaped;
        for (const std::string& line : lines)
            escaped << esc(line);
        html += QStringLiteral("<table width='100%' cellpadding='9' style='background:%1; margin-top:4px'><tr><td "
                               "style=\"font-family:'DejaVu Sans Mono'; "
                               "font-size:small; white-space:pre-wrap\">%2</td></tr></table>")
                    .arg(c.window.name(), escaped.join(QStringLiteral("<br>")));
    }

    /// The badge of a claim of the catalog with a blank after it; nothing where no arithmetic tests it.
    QString badge_of(const Claim& claim) const
    {
        const CheckedClaim& checked = workspace.checkedClaims()[static_cast<std::size_t>(&claim - catalog().knowledge.claims.data())];
        return checked.verdict == ClaimVerdict::NotCheckable ? QString() : badge(checked) + u' ';
    }

    void claim(const Claim& claim)
    {
        QStringList places;
        for (const Citation& citation : claim.sources) {
            const Source* source = catalog().source(citation.document);
            places << link("source", citation.document, source ? esc(source->title) : esc(citation.document))
                    + (citation.section.empty() ? QString() : QStringLiteral(" § ") + esc(citation.section));
        }
        html += QStringLiteral("<table cellpadding='0' cellspacing='0' style='margin:5px 0'><tr><td width='3' style='background:%1'></td>"
                               "<td style='padding-left:8px'>%2<br><span style='color:%3; font-size:small'>%4</span></td></tr></table>")
                    .arg(c.border.name(),
                         badge_of(claim)
                             + link("claim", claim.id,
                                    QStringLiteral("<span style='color:%1'>%2</span>").arg(c.text.name(), esc(claim.statement))),
                         c.secondary.name(), places.join(QStringLiteral("<br>")));
    }

    /// What computation says of a claim, as a badge; nothing for what cannot be tested.
    QString badge(const CheckedClaim& checked) const
    {
        const QColor fill = verdict_fill(checked.verdict, c);
        return QStringLiteral("<span style='color:%1; background:%2; font-size:small'>&nbsp;%3&nbsp;</span>")
            .arg(verdict_colour(checked.verdict, c).name(), fill.alpha() == 0 ? c.window.name() : fill.name(),
                 verdict_text(checked.verdict).toHtmlEscaped());
    }

    void relations(const std::string& id, int most = 14)
    {
        int shown = 0;
        for (const Relation& relation : catalog().knowledge.relations) {
            if ((relation.from != id && relation.to != id) || shown >= most)
                continue;
            const std::string& other = relation.from == id ? relation.to : relation.from;
            const Entity* entity = catalog().entity(other);
            if (shown++ == 0)
                section(QObject::tr("Relations"));
            const QString name = link("entity", other, entity ? esc(entity->name) : esc(other));
            paragraph((relation.from == id ? esc(relation.type) + QStringLiteral(" → ") + name
                                           : name + QStringLiteral(" ") + esc(relation.type) + QStringLiteral(" this"))
                      + (relation.because.empty() ? QString()
                                                  : QStringLiteral("<br><span style='color:%1; font-size:small'>%2</span>")
                                                        .arg(c.secondary.name(), esc(relation.because))));
        }
    }

    void claims_about(const std::string& id, int most = 12)
    {
        int shown = 0;
        for (const Claim& candidate : catalog().knowledge.claims) {
            if (candidate.about != id || shown >= most)
                continue;
            if (shown++ == 0)
                section(QObject::tr("Claims about it"));
            claim(candidate);
        }
    }

    void entity(const std::string& id)
    {
        const Entity* found = catalog().entity(id);
        if (!found)
            return title(esc(id), QObject::tr("not in the knowledge base"));
        QString below = esc(found->kind);
        if (!found->status.empty())
            below += QStringLiteral(" · ") + esc(found->status)
                + (found->status_as_of.empty() ? QString() : QStringLiteral(" (") + esc(found->status_as_of) + u')');
        if (!found->successor.empty())
            below += QStringLiteral(" → ") + link("entity", found->successor, esc(found->successor));
        title(esc(found->name), below);
        if (!found->summary.empty())
            paragraph(esc(found->summary));
        html += path_html(workspace, found->id, workspace.subject().detail.toStdString(), c);
        effect_of(found->id);
        claims_about(found->id);
        relations(found->id);
    }

    /// What an innovation that the scenario adds or removes does to the figures here.
    void effect_of(const std::string& id)
    {
        const Scenario& scenario = workspace.scenario();
        const auto asked = [&id](const std::vector<std::string>& list) { return std::find(list.begin(), list.end(), id) != list.end(); };
        if (!asked(scenario.add_innovations) && !asked(scenario.remove_innovations))
            return;
        const Result<std::vector<Effect>> effects = innovation_effects(scenario, workspace.catalog());
        if (!effects)
            return paragraph(esc(effects.error().text()));
        for (const Effect& effect : *effects) {
            if (effect.innovation != id)
                continue;
            section(effect.added ? QObject::tr("With it here") : QObject::tr("Without it here"));
            if (!effect.assumption.empty())
                paragraph(esc(effect.assumption));
            std::vector<std::string> lines;
            for (const FigureChange& change : effect.figures) {
                const auto shown = [&](const std::optional<double>& value) { return value ? format_figure(change.figure, *value) : "–"; };
                if (change.without != change.with)
                    lines.push_back(fmt::format("{}: {} → {}", figure_label(change.figure), shown(change.without), shown(change.with)));
            }
            if (lines.empty())
                lines.push_back("no figure changes");
            block(lines);
        }
    }

    void formula_with_numbers(const std::string& id)
    {
        const Formula* found = formula(id);
        if (!found)
            return title(esc(id), {});
        title(esc(found->title), esc(found->unit));
        block({std::string(found->text)});
        const auto& estimate = workspace.answer().estimate;
        if (estimate) {
            const Deployment* shown = estimate->best();
            if (!shown && !estimate->deployments.empty())
                shown = &estimate->deployments.front();
            const Explanation explanation = explain(id, *estimate, shown);
            if (!explanation.lines.empty()) {
                section(QObject::tr("With the numbers"));
                block(explanation.lines);
            }
            if (id == "formula.memory-accelerator" || id == "formula.kv-cache-sequence" || id == "formula.max-sequences")
                memory_bar(*shown);
            if (!estimate->model.changes.empty()) {
                section(QObject::tr("What if"));
                for (const std::string& change : estimate->model.changes)
                    paragraph(esc(change));
            }
        }
        section(QObject::tr("Assumes"));
        paragraph(esc(found->assumes));
        section(QObject::tr("Source"));
        paragraph(esc(found->source));
    }

    void memory_bar(const Deployment& d)
    {
        section(QObject::tr("Memory of one %1").arg(esc(d.accelerator)));
        const MemoryPerAccelerator& m = d.memory;
        const std::pair<double, QColor> parts[]{{m.weights, c.weights},
                                                {m.kv_cache, c.kvCache},
                                                {m.activations, c.activations},
                                                {m.overhead, c.overhead},
                                                {std::max(0.0, m.capacity - m.used()), c.grid}};
        const double whole = std::max(m.capacity, m.used());
        html += QStringLiteral("<table width='100%' cellspacing='0' cellpadding='0'><tr>");
        for (const auto& [bytes, colour] : parts) {
            if (bytes / whole > 0.004)
                html += QStringLiteral("<td width='%1%' height='14' style='background:%2'></td>")
                            .arg(QString::number(bytes / whole * 100, 'f', 1), colour.name());
        }
        html += QStringLiteral("</tr></table>");
        note(QObject::tr("weights %1 · KV cache %2 · activations %3 · overhead %4 of %5")
                 .arg(esc(format_bytes(m.weights)), esc(format_bytes(m.kv_cache)), esc(format_bytes(m.activations)),
                      esc(format_bytes(m.overhead)), esc(format_bytes(m.capacity))));
    }

    /// Where another candidate wins; a click takes the input there.
    void flipped_by(const Decision& decision)
    {
        if (decision.flips.empty())
            return;
        section(QObject::tr("What would flip it"));
        for (const Flip& flip : decision.flips) {
            const NumericInput* input = numeric_input(flip.input);
            const Candidate* to = decision.candidate(flip.to);
            if (input)
                paragraph(flip_html(*input, flip, to ? QString::fromStdString(to->name) : QString::fromStdString(flip.to), c));
        }
    }

    /// The inputs that change this choice nowhere in their range.
    void never_flipped_by(const Decision& decision)
    {
        QStringList names;
        for (const std::string& path : decision.cannot_flip)
            if (const NumericInput* input = numeric_input(path))
                names << QObject::tr(input->label.data()).toLower().toHtmlEscaped();
        if (names.isEmpty())
            return;
        section(QObject::tr("Never flipped by"));
        paragraph(names.join(QStringLiteral(", ")));
    }

    void candidate(const QString& role_and_id)
    {
        const std::string role = role_and_id.section(u'/', 0, 0).toStdString();
        const std::string id = role_and_id.section(u'/', 1).toStdString();
        const Decision* decision = workspace.answer().decision(role);
        const Candidate* found = decision ? decision->candidate(id) : nullptr;
        if (!found)
            return entity(id);
        title(esc(found->name), esc(decision->question) + QStringLiteral(" · ") + esc(name_of(found->verdict)));
        if (!found->rejected_because.empty())
            paragraph(QStringLiteral("<span style='color:%1'>%2</span>").arg(c.bad.name(), esc(found->rejected_because)));
        if (!found->nearest_fix.empty())
            paragraph(QObject::tr("Nearest fix: %1").arg(esc(found->nearest_fix)));
        if (!found->use_when.empty())
            paragraph(esc(found->use_when));
        if (!found->reasons.empty() && found->rejected_because.empty()) {
            section(QObject::tr("Reasons"));
            for (const Reason& reason : found->reasons)
                paragraph(QStringLiteral("%1 <span style='font-size:small'>%2</span> %3")
                              .arg(esc(reason.text),
                                   link(reason.kind == ReasonKind::Computed ? "formula" : "claim", reason.ref, esc(reason.ref)),
                                   reason.kind == ReasonKind::Rule ? rule_weight_html(workspace, reason.ref, c) : QString()));
        }
        html += layer_effects_html(workspace, *decision, c);
        if (!found->separated_by.empty()) {
            section(QObject::tr("Too close to call"));
            paragraph(QObject::tr("To separate them: %1.").arg(esc(found->separated_by)));
        }
        if (found->id == decision->chosen) {
            flipped_by(*decision);
            never_flipped_by(*decision);
        }
        const auto list = [this](const QString& heading, const std::vector<std::string>& words) {
            if (words.empty())
                return;
            section(heading);
            for (const std::string& word : words)
                paragraph(QStringLiteral("· ") + esc(word));
        };
        list(QObject::tr("Speaks for it"), found->benefits);
        list(QObject::tr("Mind"), found->caveats);
        if (!found->data_points.empty()) {
            section(QObject::tr("Data"));
            for (const DataPoint& point : found->data_points)
                paragraph(QStringLiteral("%1 <span style='font-size:small'>%2</span>")
                              .arg(esc(point.text), link("source", point.ref, esc(point.ref))));
        }
        if (const InstanceType* type = catalog().instance(id)) {
            section(QObject::tr("Hardware"));
            const Accelerator* accelerator = catalog().accelerator(type->accelerator);
            paragraph(QObject::tr("%1 × %2, %3 each")
                          .arg(QString::number(type->accelerators), accelerator ? esc(accelerator->name) : QString(),
                               accelerator ? esc(format_bytes(accelerator->memory_bytes)) : QString()));
            paragraph(QObject::tr("%1 vCPUs, %2 RAM, %3 Gbps, %4")
                          .arg(QString::number(type->vcpus), esc(format_bytes(type->ram_bytes)), QString::number(type->network_gbps),
                               type->efa.empty() ? QObject::tr("no EFA") : QStringLiteral("EFA ") + esc(type->efa)));
            if (!type->availability.empty())
                note(esc(type->availability));
            if (const QString own = price_layer_html(workspace, type->id, c); !own.isEmpty()) {
                section(QObject::tr("Prices of your own"));
                html += own;
            }
            if (const Entity* family = catalog().entity(type->family))
                claims_about(family->id, 6);
        }
    }

    void relation(const QString& ends)
    {
        const std::string from = ends.section(u'>', 0, 0).toStdString();
        const std::string to = ends.section(u'>', 1).toStdString();
        const Entity* a = catalog().entity(from);
        const Entity* b = catalog().entity(to);
        title((a ? esc(a->name) : esc(from)) + QStringLiteral(" → ") + (b ? esc(b->name) : esc(to)), QObject::tr("a relation"));
        bool any = false;
        for (const Relation& candidate : catalog().knowledge.relations) {
            if (candidate.from != from || candidate.to != to)
                continue;
            any = true;
            section(esc(candidate.type));
            if (!candidate.because.empty())
                paragraph(esc(candidate.because));
            for (const std::string& id : candidate.claims) {
                if (const Claim* found = catalog().claim(id))
                    claim(*found);
            }
        }
        if (!any)
            paragraph(QObject::tr("Drawn as the source draws it; no relation of its own in the knowledge base."));
        section(QObject::tr("Ends"));
        paragraph(link("entity", from, a ? esc(a->name) : esc(from)));
        paragraph(link("entity", to, b ? esc(b->name) : esc(to)));
    }

    void verdict(std::size_t claim)
    {
        const CheckedClaim& checked = workspace.checkedClaims()[claim];
        section(QObject::tr("What computation says"));
        paragraph(badge(checked) + (checked.holds_when.empty() ? QString() : u' ' + esc(checked.holds_when)));
        paragraph(esc(checked.because));
        QStringList used;
        for (const std::string& id : checked.references)
            used << link(id.starts_with("formula.") ? "formula"
                             : catalog().claim(id)  ? "claim"
                             : catalog().source(id) ? "source"
                                                    : "entity",
                         id, esc(id));
        if (!used.isEmpty())
            note(QObject::tr("It reads %1").arg(used.join(QStringLiteral(", "))));
    }

    void one_claim(const std::string& id)
    {
        const Claim* found = catalog().claim(id);
        if (const Rule* rule = found ? nullptr : rule_in(catalog(), id)) {
            html += rule_html(workspace, *rule, c);
            return;
        }
        if (!found)
            return title(esc(id), QObject::tr("not in the knowledge base"));
        title(esc(found->statement), esc(found->status.empty() ? "stated" : found->status));
        html += claim_layer_html(workspace, id, c);
        if (found->value) {
            QString figure = (found->low ? QString::number(*found->low) + QStringLiteral("–") : QString()) + QString::number(*found->value)
                + u' ' + esc(found->unit);
            if (!found->qualifier.empty())
                figure = esc(found->qualifier) + u' ' + figure;
            block({figure.toStdString()});
        }
        if (!found->baseline.empty())
            paragraph(QObject::tr("Compared with: %1").arg(esc(found->baseline)));
        if (!found->scope.empty())
            paragraph(QObject::tr("Holds for: %1").arg(esc(found->scope)));
        verdict(static_cast<std::size_t>(found - catalog().knowledge.claims.data()));
        section(QObject::tr("Where it stands"));
        for (const Citation& citation : found->sources) {
            const Source* source = catalog().source(citation.document);
            paragraph(link("source", citation.document, source ? esc(source->title) : esc(citation.document)));
            note(esc(citation.section));
        }
        section(QObject::tr("About"));
        const Entity* about = catalog().entity(found->about);
        paragraph(link("entity", found->about, about ? esc(about->name) : esc(found->about)));
    }

    void source(const std::string& id)
    {
        const Source* found = catalog().source(id);
        if (!found)
            return one_claim(id);
        title(esc(found->title), esc(found->kind) + (found->date.empty() ? QString() : QStringLiteral(" · ") + esc(found->date)));
        paragraph(esc(found->location));
        paragraph(found->read ? QObject::tr("Read; what it says is in the base.") : QObject::tr("Cited by others; not read itself."));
        html += rests_on_html(workspace, found->id, c);
    }
};

} // namespace

QString why_html(const Workspace& workspace, const Colours& colours)
{
    Page page{workspace, colours, {}};
    const Subject& subject = workspace.subject();
    const std::string id = subject.id.toStdString();
    switch (subject.kind) {
    case Subject::Kind::Nothing:
        page.title(QObject::tr("Why"), QObject::tr("says who, and with which numbers"));
        page.paragraph(
            QObject::tr("Click a figure, a candidate, a node or an edge: its formula with the numbers in it, the claims about it and "
                        "where they stand appear here."));
        break;
    case Subject::Kind::Entity: page.entity(id); break;
    case Subject::Kind::Relation: page.relation(subject.id); break;
    case Subject::Kind::Claim: page.one_claim(id); break;
    case Subject::Kind::Source: page.source(id); break;
    case Subject::Kind::Formula: page.formula_with_numbers(id); break;
    case Subject::Kind::Candidate: page.candidate(subject.id); break;
    case Subject::Kind::Deployment: page.candidate(QStringLiteral("accelerator/") + subject.id); break;
    case Subject::Kind::Input: page.title(esc(id), QObject::tr("an input of the question, changed on the left")); break;
    }
    return page.html;
}

Subject subject_of_link(const QString& link)
{
    const QString path = link.startsWith(QStringLiteral("why:")) ? link.mid(4) : link;
    const QString kind = path.section(u'/', 0, 0);
    const QString id = path.section(u'/', 1);
    const auto as = kind == QStringLiteral("entity") ? Subject::Kind::Entity
        : kind == QStringLiteral("claim")            ? Subject::Kind::Claim
        : kind == QStringLiteral("source")           ? Subject::Kind::Source
        : kind == QStringLiteral("formula")          ? Subject::Kind::Formula
        : kind == QStringLiteral("candidate")        ? Subject::Kind::Candidate
                                                     : Subject::Kind::Nothing;
    return {as, id, {}};
}

} // namespace archway
