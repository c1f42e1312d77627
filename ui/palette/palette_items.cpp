// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/palette_items.h"

#include "model/base/units.h"
#include "model/estimate/formula.h"
#include "model/scenario/inputs.h"
#include "ui/knowledge/own_knowledge.h"
#include "ui/question/input_row.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>

#include <algorithm>
#include <map>
#include <set>

namespace archway {

namespace {

enum Order { order_action, order_input, order_model, order_entity, order_formula, order_claim, order_source };

QString tr(const char* text)
{
    return QCoreApplication::translate("Palette", text);
}

QString words(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// `more` are further names, `about` is what else is said of it.
PaletteItem item(const QString& text, const QString& kind, int order, std::function<void()> run, const QString& more = {},
                 const QString& about = {})
{
    const QString names = (text + u' ' + kind + u' ' + more).toLower();
    return {text,
            kind,
            {},
            names + u' ' + about.toLower(),
            order,
            std::move(run),
            more + (more.isEmpty() ? QString() : QStringLiteral(" · ")) + about,
            names.size()};
}

void set_input(Workspace& workspace, const NumericInput& input, std::optional<double> value)
{
    Scenario next = workspace.scenario();
    if (set_number(next, input.path, value))
        workspace.change(next, QCoreApplication::translate("archway::QuestionPanel", "change %1").arg(words(input.label)));
}

void collect(const QList<QAction*>& actions, const QString& menu, QList<PaletteItem>& into)
{
    for (QAction* action : actions) {
        const QString text = action->text().remove(u'&').remove(QStringLiteral("…"));
        if (action->menu()) {
            // A menu that is filled as it opens is filled now.
            Q_EMIT action->menu()->aboutToShow();
            collect(action->menu()->actions(), text, into);
        } else if (!action->isSeparator() && action->isEnabled() && !text.isEmpty()) {
            PaletteItem made = item(
                text, menu, order_action, [action] { action->trigger(); }, tr("action"));
            made.shortcut = action->shortcut().toString(QKeySequence::NativeText);
            into.append(std::move(made));
        }
    }
}

/// How well the words are found in an item: 0 = not all of them; the more, the better.
int score(const PaletteItem& candidate, const QStringList& typed)
{
    int sum = 0;
    for (const QString& word : typed) {
        qsizetype at = candidate.search.indexOf(word);
        if (at < 0)
            return 0;
        int best = 1;
        for (; at >= 0 && best < 4; at = candidate.search.indexOf(word, at + 1)) {
            const bool starts = at == 0 || !candidate.search[at - 1].isLetterOrNumber();
            const qsizetype end = at + word.size();
            const bool ends = end == candidate.search.size() || !candidate.search[end].isLetterOrNumber();
            if (at >= candidate.names)
                break;
            best = std::max(best, at == 0 ? 4 : starts && ends ? 4 : starts ? 3 : 1);
        }
        sum += best;
    }
    return sum;
}

/// Aliases and id.
QString names_of(const Entity& entity)
{
    QStringList parts;
    for (const std::string& alias : entity.aliases)
        parts << words(alias);
    parts << words(entity.id);
    return parts.join(QStringLiteral(" · "));
}

/// What it is about, its scope, and where it stands.
QString about_of(const Claim& claim, const std::map<std::string_view, std::string_view>& names)
{
    QStringList parts;
    const auto about = names.find(claim.about);
    parts << (about == names.end() ? words(claim.about) : words(about->second)) << words(claim.id);
    for (const std::string* text : {&claim.baseline, &claim.scope})
        if (!text->empty())
            parts << words(*text);
    if (!claim.sources.empty())
        parts << words(claim.sources.front().section);
    return parts.join(QStringLiteral(" · "));
}

} // namespace

QString excerpt_of(const PaletteItem& item, const QString& typed)
{
    constexpr qsizetype before = 24, most = 72;
    const QString shown = (item.text + u' ' + item.kind).toLower();
    for (const QString& word : typed.toLower().split(u' ', Qt::SkipEmptyParts)) {
        const qsizetype at = shown.contains(word) ? -1 : item.more.indexOf(word, 0, Qt::CaseInsensitive);
        if (at < 0)
            continue;
        qsizetype from = std::max<qsizetype>(0, at - before);
        while (from > 0 && from < at && !item.more[from - 1].isSpace())
            ++from;
        const QString part = item.more.mid(from, most);
        return (from > 0 ? QStringLiteral("…") : QString()) + part
            + (from + part.size() < item.more.size() ? QStringLiteral("…") : QString());
    }
    return {};
}

QList<PaletteItem> beyond_items(Workspace& workspace, const QString& typed)
{
    QList<PaletteItem> items;
    OwnKnowledge* own = workspace.own();
    if (!own || !own->places().beyond)
        return items;
    const Result<SearchAnswer> found = own->places().beyond->find(typed.toStdString(), 20);
    if (!found)
        return items;
    for (const SearchHit& hit : found->hits) {
        const Catalog& here = workspace.catalog();
        const bool claim = hit.kind == "claim", source = hit.kind == "source";
        if (claim ? here.claim(hit.id) != nullptr : source ? here.source(hit.id) != nullptr : here.entity(hit.id) != nullptr)
            continue;
        const auto kind = claim ? Subject::Kind::Claim : source ? Subject::Kind::Source : Subject::Kind::Entity;
        PaletteItem made = item(words(hit.name), tr("%1, fetched").arg(words(hit.kind)), order_source, [&workspace, id = hit.id, kind] {
            OwnKnowledge* from = workspace.own();
            if (from && from->places().beyond && from->places().beyond->reach(id) && from->reload())
                workspace.explain({kind, words(id), {}});
        });
        made.search += u' ' + typed.toLower(); // its words were found already
        items.append(std::move(made));
    }
    return items;
}

QList<PaletteItem> knowledge_items(Workspace& workspace)
{
    QList<PaletteItem> items;
    const Catalog& catalog = workspace.catalog();
    std::set<std::string> with_config;
    for (const ModelRecord& model : catalog.models) {
        with_config.insert(model.id);
        QString more;
        for (const std::string& alias : model.aliases)
            more += words(alias) + u' ';
        items.append(item(
            tr("Ask about %1").arg(words(model.name)), tr("model"), order_model,
            [&workspace, id = model.id, name = words(model.name)] {
                Scenario next = workspace.scenario();
                next.model = {ModelForm::Id, id};
                next.assumed.erase("model");
                next.add_innovations.clear();
                next.remove_innovations.clear();
                workspace.change(next, tr("choose %1").arg(name));
            },
            more));
    }
    std::set<std::string> regions;
    for (const Price& price : catalog.prices)
        regions.insert(price.region);
    for (const std::string& region : regions)
        items.append(item(tr("Region %1").arg(words(region)), tr("constraint"), order_model, [&workspace, region] {
            Scenario next = workspace.scenario();
            next.constraints.regions = {region};
            next.assumed.erase("constraints.regions");
            workspace.change(next, tr("change Region"));
        }));
    std::map<std::string_view, std::string_view> names;
    for (const Entity& entity : catalog.knowledge.entities) {
        names.emplace(entity.id, entity.name);
        QString text = words(entity.name);
        if (!entity.aliases.empty() && entity.aliases.front() != entity.name)
            text += QStringLiteral("  ·  ") + words(entity.aliases.front());
        QString kind = words(entity.kind);
        items.append(item(
            text, kind.replace(u'-', u' ') + (entity.status == "proposed" ? tr(", proposed") : QString()), order_entity,
            [&workspace, id = words(entity.id)] {
                workspace.explain({Subject::Kind::Entity, id, {}});
            },
            names_of(entity), words(entity.summary)));
    }
    for (const Formula& formula : formulas())
        items.append(item(words(formula.title), tr("formula"), order_formula, [&workspace, id = words(formula.id)] {
            workspace.explain({Subject::Kind::Formula, id, {}});
        }));
    for (const Claim& claim : catalog.knowledge.claims)
        items.append(item(
            words(claim.statement), tr("claim"), order_claim,
            [&workspace, id = words(claim.id)] {
                workspace.explain({Subject::Kind::Claim, id, {}});
            },
            {}, about_of(claim, names)));
    for (const Source& source : catalog.knowledge.sources)
        items.append(item(
            words(source.title), source.read ? tr("source") : tr("source, not read"), order_source,
            [&workspace, id = words(source.id)] {
                workspace.explain({Subject::Kind::Source, id, {}});
            },
            words(source.id) + QStringLiteral(" · ") + words(source.location)));
    return items;
}

QList<PaletteItem> action_items(const QList<QAction*>& menus)
{
    QList<PaletteItem> items;
    collect(menus, {}, items);
    return items;
}

QList<PaletteItem> input_items(Workspace& workspace, const QString& typed, const std::function<void(const QString& path)>& focus)
{
    QList<PaletteItem> items;
    const Scenario& scenario = workspace.scenario();
    // "users at once = 2k", "budget $40k", "input tokens 32 k": the last word is a value, or the last two are.
    QString sentence = typed;
    const QStringList parts = sentence.replace(u'=', u' ').split(u' ', Qt::SkipEmptyParts);
    std::optional<double> value;
    QStringList names = parts;
    for (int taken = 1; taken <= 2 && taken < parts.size() && !value; ++taken) {
        value = parse_quantity(parts.mid(parts.size() - taken).join(u' ').toStdString());
        if (value)
            names = parts.mid(0, parts.size() - taken);
    }
    for (const NumericInput& input : numeric_inputs()) {
        if (!applies(input, scenario))
            continue;
        const QString label = QCoreApplication::translate("archway::InputRow", input.label.data());
        const auto now = get_number(scenario, input.path);
        const QString shown = now && *now ? input_text(input, **now) : tr("none");
        const QString path = words(input.path);
        const PaletteItem plain = item(
            tr("%1: %2").arg(label, shown), tr("input"), order_input, [focus, path] { focus(path); }, path);
        items.append(plain);
        if (!value || !(*value >= input.low && *value <= input.high))
            continue;
        QStringList lower;
        for (const QString& name : names)
            lower << name.toLower();
        if (const int found = score(plain, lower); found > 0) {
            PaletteItem set = item(tr("Set %1 to %2").arg(label, input_text(input, *value)), tr("input, now %1").arg(shown),
                                   order_action - found, [&workspace, &input, value] { set_input(workspace, input, value); });
            set.search = (typed + u' ' + set.search).toLower(); // its words were found already
            items.append(std::move(set));
        }
    }
    return items;
}

QList<PaletteItem> best_items(const QList<PaletteItem>& items, const QString& typed, int most)
{
    const QStringList wanted = typed.toLower().split(u' ', Qt::SkipEmptyParts);
    std::vector<std::pair<int, const PaletteItem*>> found;
    for (const PaletteItem& candidate : items)
        if (const int s = wanted.isEmpty() ? 1 : score(candidate, wanted); s > 0)
            found.emplace_back(s * 4 - candidate.order, &candidate);
    const auto better = [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second->text.size() < b.second->text.size();
    };
    if (wanted.isEmpty())
        std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.second->order < b.second->order; });
    else
        std::stable_sort(found.begin(), found.end(), better);
    QList<PaletteItem> best;
    for (const auto& [s, candidate] : found) {
        if (best.size() == most)
            break;
        best.append(*candidate);
    }
    return best;
}

} // namespace archway
