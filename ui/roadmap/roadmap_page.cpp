// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/roadmap/roadmap_page.h"

#include "ui/theme.h"
#include "ui/widgets/column_layout.h"
#include "ui/widgets/press_card.h"

#include <QLabel>
#include <QVBoxLayout>

#include <array>

namespace archway {

namespace {

QString words(const std::string& text)
{
    return QString::fromStdString(text);
}

QLabel* text_label(const QString& text, TextRole role, const char* name = nullptr)
{
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setMinimumWidth(1);
    if (name)
        label->setObjectName(QLatin1String(name));
    Theme::instance().apply(label, role);
    return label;
}

void add_heading(QVBoxLayout* column, const QString& title, const QString& below)
{
    column->addSpacing(16);
    column->addWidget(text_label(title, TextRole::Title));
    if (!below.isEmpty())
        column->addWidget(text_label(below, TextRole::Caption, "caption"));
}

/// Entities that a relation of `type` leads to `to` from, in the order of the base.
std::vector<const Entity*> leading_to(const Catalog& catalog, std::string_view type, const std::string& to)
{
    std::vector<const Entity*> found;
    for (const Relation& relation : catalog.knowledge.relations)
        if (relation.type == type && relation.to == to)
            if (const Entity* entity = catalog.entity(relation.from))
                found.push_back(entity);
    return found;
}

std::vector<const Entity*> of_kind(const Catalog& catalog, std::string_view kind)
{
    std::vector<const Entity*> found;
    for (const Entity& entity : catalog.knowledge.entities)
        if (entity.kind == kind)
            found.push_back(&entity);
    return found;
}

bool leads(const Catalog& catalog, const Entity& from, std::string_view type, const std::string& to)
{
    for (const Relation& relation : catalog.knowledge.relations)
        if (relation.from == from.id && relation.type == type && relation.to == to)
            return true;
    return false;
}

} // namespace

RoadmapPage::RoadmapPage(Workspace& workspace, QWidget* parent)
    : QScrollArea(parent)
    , m_workspace(workspace)
{
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Roadmap"));
    auto* content = new QWidget;
    content->setObjectName(QStringLiteral("page"));
    content->setAttribute(Qt::WA_StyledBackground);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(20, 14, 20, 20);
    column->setSpacing(8);
    auto* note = new QFrame;
    note->setObjectName(QStringLiteral("caution"));
    auto* inside = new QVBoxLayout(note);
    inside->setContentsMargins(12, 9, 12, 9);
    inside->addWidget(text_label(
        tr("Nothing on this page can be bought today. A proposal is never a service: what is dashed takes no part in any choice, figure "
           "or price."),
        TextRole::Body, "cautionText"));
    column->addWidget(note);
    addHorizons(column);
    addProposed(column);
    addTrends(column);
    addFeasibility(column);
    column->addStretch();
    setWidget(content);
}

PressCard* RoadmapPage::card(const Entity& entity, const QString& mark, const QString& below)
{
    auto* made = new PressCard;
    made->setTexts(mark, words(entity.name), below);
    connect(made, &PressCard::pressed, this, [this, id = words(entity.id)] { m_workspace.explain({Subject::Kind::Entity, id, {}}); });
    return made;
}

void RoadmapPage::addHorizons(QVBoxLayout* column)
{
    const Catalog& catalog = m_workspace.catalog();
    auto* box = new QWidget;
    auto* columns = new ColumnLayout(box, 230, 3);
    for (const char* id : {"horizon-near", "horizon-medium", "horizon-long"}) {
        const Entity* horizon = catalog.entity(id);
        if (!horizon)
            continue;
        auto* side = new QWidget;
        auto* list = new QVBoxLayout(side);
        list->setContentsMargins(0, 0, 0, 0);
        list->setSpacing(7);
        list->addWidget(text_label(words(horizon->name), TextRole::Title));
        list->addWidget(text_label(words(horizon->summary), TextRole::Caption, "caption"));
        for (const Entity* theme : leading_to(catalog, "in-horizon", horizon->id)) {
            if (theme->kind != "roadmap-theme")
                continue;
            list->addSpacing(6);
            list->addWidget(text_label(words(theme->name).toUpper(), TextRole::Section, "section"));
            for (const Entity* item : leading_to(catalog, "part-of", theme->id)) {
                PressCard* made = card(*item, {}, words(item->summary));
                made->setDashed(true);
                made->setAccessibleDescription(tr("proposed, not available"));
                list->addWidget(made);
            }
        }
        list->addStretch();
        columns->addWidget(side);
    }
    column->addSpacing(6);
    column->addWidget(box);
}

void RoadmapPage::addProposed(QVBoxLayout* column)
{
    const Catalog& catalog = m_workspace.catalog();
    add_heading(column, tr("Proposed services"), tr("None of them exists; what comes nearest today is under Why."));
    auto* box = new QWidget;
    auto* grid = new ColumnLayout(box, 230, 3);
    for (const Entity* service : of_kind(catalog, "proposed-service")) {
        QStringList why;
        QString mark = tr("proposed");
        for (const Relation& relation : catalog.knowledge.relations) {
            const Entity* from = relation.to == service->id ? catalog.entity(relation.from) : nullptr;
            if (from && relation.type == "needs" && from->kind == "innovation")
                why << words(from->aliases.empty() ? from->name : from->aliases.front());
            else if (from && relation.type == "concerns" && from->kind == "roadmap-item")
                for (const char* horizon : {"horizon-near", "horizon-medium", "horizon-long"})
                    if (leads(catalog, *from, "in-horizon", horizon))
                        mark = tr("proposed · %1").arg(words(catalog.entity(horizon)->name).toLower());
        }
        QString below = words(service->summary);
        if (!why.isEmpty())
            below += tr("\nFor %1").arg(why.join(QStringLiteral(", ")));
        PressCard* made = card(*service, mark.toUpper(), below);
        made->setDashed(true);
        grid->addWidget(made);
    }
    column->addWidget(box);
}

void RoadmapPage::addTrends(QVBoxLayout* column)
{
    const Catalog& catalog = m_workspace.catalog();
    add_heading(column, tr("Trends"), tr("Where architectures are expected to move, by area."));
    std::vector<const Entity*> others = of_kind(catalog, "trend");
    const auto add = [&](const QString& title, const std::vector<const Entity*>& trends) {
        if (trends.empty())
            return;
        column->addSpacing(4);
        column->addWidget(text_label(title.toUpper(), TextRole::Section, "section"));
        auto* box = new QWidget;
        auto* grid = new ColumnLayout(box, 200, 4);
        for (const Entity* trend : trends)
            grid->addWidget(card(*trend, {}, words(trend->summary)));
        column->addWidget(box);
    };
    for (const Entity* area : of_kind(catalog, "area")) {
        std::vector<const Entity*> trends;
        for (const Entity* trend : leading_to(catalog, "part-of", area->id)) {
            if (trend->kind != "trend")
                continue;
            trends.push_back(trend);
            std::erase(others, trend);
        }
        add(words(area->name), trends);
    }
    add(tr("Across areas"), others);
}

void RoadmapPage::addFeasibility(QVBoxLayout* column)
{
    const Catalog& catalog = m_workspace.catalog();
    add_heading(column, tr("Feasibility"), tr("What the sources hold for and against building it."));
    auto* box = new QWidget;
    auto* grid = new ColumnLayout(box, 230, 3);
    for (const Entity* view : of_kind(catalog, "feasibility")) {
        QStringList lines;
        for (const Claim& claim : catalog.knowledge.claims)
            if (claim.about == view->id && claim.status != "withdrawn")
                lines << QStringLiteral("· ") + words(claim.statement);
        grid->addWidget(card(*view, {}, words(view->summary) + u'\n' + lines.join(u'\n')));
    }
    column->addWidget(box);
}

} // namespace archway
