// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of the proposed services: what asks for them, what they hold and do, and how a request would pass through them.
#include "diagrams/kinds/kinds.h"
#include "diagrams/kinds/knowledge_lookup.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace archway {

namespace {

constexpr std::size_t name_width = 17; ///< characters of a participant's line: a row of long names is too wide to be read

Error lacks(std::string_view kind, std::string_view what)
{
    return bad_input(fmt::format("diagram {}", kind), fmt::format("the knowledge base has no {}", what), "expected a base that does");
}

/// "total parameters (attribute of MoE Architecture)" is shown without what the compartment says already.
std::string member_name(const std::string& name)
{
    const std::size_t end = name.find(" (");
    return name.substr(0, end);
}

/// The end of a horizon in months, as its summary says it ("1 to 3 years"); what says nothing comes last.
int months_of(const std::string& summary)
{
    const std::size_t digit = summary.find_last_of("0123456789");
    if (digit == std::string::npos)
        return 10'000;
    const std::size_t before = summary.find_last_not_of("0123456789", digit);
    const int number = std::stoi(summary.substr(before == std::string::npos ? 0 : before + 1, 4));
    return summary.find("year") == std::string::npos ? number : 12 * number;
}

bool is_kind(const Catalog& catalog, const std::string& id, std::string_view kind)
{
    const Entity* entity = catalog.entity(id);
    return entity && entity->kind == kind;
}

} // namespace

Result<Diagram> service_relationships(const Catalog& catalog)
{
    Diagram out;
    out.kind = "future-services";
    out.title = "Innovations and the services proposed for them";
    out.direction = FlowDirection::LeftRight;
    std::set<std::string> known;
    std::map<std::string, std::string> areas; // service → area that asks for it
    std::vector<const Relation*> needs;
    for (const Relation* relation : relations_of(catalog, "needs")) {
        if (!is_kind(catalog, relation->to, "proposed-service"))
            continue;
        if (is_kind(catalog, relation->from, "area"))
            areas.emplace(relation->to, relation->from);
        else
            needs.push_back(relation);
    }
    if (needs.empty())
        return lacks(out.kind, "innovations that need proposed services");
    for (const Relation* relation : needs) {
        if (known.insert(relation->from).second)
            out.nodes.push_back(node_for(catalog, relation->from, NodeShape::Stadium));
    }
    for (const auto& [service, area] : areas) {
        if (known.insert(area).second)
            out.clusters.push_back({area, name_in(catalog, area), {}, {}});
    }
    const auto add_service = [&](const std::string& id) {
        if (!known.insert(id).second)
            return;
        DiagramNode node = node_for(catalog, id, NodeShape::Box);
        if (const auto area = areas.find(id); area != areas.end())
            node.cluster = area->second;
        out.nodes.push_back(std::move(node));
    };
    for (const auto& [service, area] : areas)
        add_service(service);
    for (const Relation* relation : needs) {
        add_service(relation->to);
        DiagramEdge edge{relation->from, relation->to, {}, false, true, relation->because, relation->from + ">" + relation->to};
        out.edges.push_back(std::move(edge));
    }
    // A service takes the colour of the one innovation that asks for it.
    for (DiagramNode& node : out.nodes) {
        const auto asks = [&](const Relation* relation) { return relation->to == node.id; };
        if (std::count_if(needs.begin(), needs.end(), asks) == 1)
            node.group = group_in(catalog, (*std::find_if(needs.begin(), needs.end(), asks))->from);
        else if (node.proposed)
            node.group.clear();
    }
    return out;
}

Result<Diagram> service_classes(const Catalog& catalog)
{
    Diagram out;
    out.kind = "class";
    out.title = "Architectures and proposed services: what they hold and do";
    out.direction = FlowDirection::LeftRight;
    std::vector<std::string> classes;
    std::map<std::string, std::vector<std::string>> attributes, methods;
    for (const auto& [type, members] : {std::pair("has-attribute", &attributes), std::pair("has-method", &methods)}) {
        for (const Relation* relation : relations_of(catalog, type)) {
            if (std::find(classes.begin(), classes.end(), relation->from) == classes.end())
                classes.push_back(relation->from);
            std::string member = member_name(name_in(catalog, relation->to));
            if (members == &methods)
                member += "()";
            else if (!relation->because.empty())
                member += ": " + relation->because;
            (*members)[relation->from].push_back("+ " + member);
        }
    }
    if (classes.empty())
        return lacks(out.kind, "attributes and methods");
    for (const std::string& id : classes) {
        DiagramNode node = node_for(catalog, id, NodeShape::Record);
        for (const auto* members : {&attributes, &methods}) {
            node.label += "\n---";
            if (const auto found = members->find(id); found != members->end()) {
                for (const std::string& member : found->second)
                    node.label += "\n" + member;
            }
        }
        out.nodes.push_back(std::move(node));
    }
    for (const Relation* relation : relations_of(catalog, "needs")) {
        const auto is_class = [&](const std::string& id) { return std::find(classes.begin(), classes.end(), id) != classes.end(); };
        if (!is_class(relation->from) || !is_class(relation->to))
            continue;
        out.edges.push_back(
            {relation->from, relation->to, relation->type, false, true, relation->because, relation->from + ">" + relation->to});
    }
    return out;
}

Result<Diagram> service_sequence(const Catalog& catalog)
{
    Diagram out;
    out.kind = "sequence";
    out.title = "A request through the proposed services";
    out.arrangement = Arrangement::Sequence;
    std::map<std::string, std::string> from, to, next;
    std::set<std::string> followers;
    for (const Relation* relation : relations_of(catalog, "step-from"))
        from.emplace(relation->from, relation->to);
    for (const Relation* relation : relations_of(catalog, "step-to"))
        to.emplace(relation->from, relation->to);
    for (const Relation* relation : relations_of(catalog, "next")) {
        if (from.contains(relation->from) && from.contains(relation->to)) {
            next.emplace(relation->from, relation->to);
            followers.insert(relation->to);
        }
    }
    const auto first = std::find_if(from.begin(), from.end(), [&](const auto& step) { return !followers.contains(step.first); });
    if (first == from.end())
        return lacks(out.kind, "steps of a request");
    std::vector<std::string> waiting; // who called whom: a message back to the caller is an answer
    std::set<std::string> seen;
    int number = 0;
    for (std::string step = first->first; seen.insert(step).second;) {
        const std::string sender = from[step], receiver = to[step];
        for (const std::string& who : {sender, receiver}) {
            if (!who.empty() && !out.node(who)) {
                DiagramNode node = node_for(catalog, who, NodeShape::Rounded);
                node.group = node.proposed ? "experts" : node.group;
                node.line = name_width;
                out.nodes.push_back(std::move(node));
            }
        }
        const bool answer = waiting.size() > 1 && waiting[waiting.size() - 2] == receiver;
        if (answer)
            waiting.pop_back();
        else if (waiting.empty())
            waiting = {sender, receiver};
        else
            waiting.push_back(receiver);
        const Entity* entity = catalog.entity(step);
        DiagramEdge edge{
            sender, receiver, fmt::format("{} {}", ++number, name_in(catalog, step)), answer, true, entity ? entity->summary : "", {}};
        edge.entity = step;
        out.edges.push_back(std::move(edge));
        const auto following = next.find(step);
        if (following == next.end())
            break;
        step = following->second;
    }
    return out;
}

Result<Diagram> roadmap(const Catalog& catalog)
{
    Diagram out;
    out.kind = "roadmap";
    out.title = "Proposed items by horizon; none of them is available";
    out.arrangement = Arrangement::Columns;
    std::map<std::string, std::string> horizon_of, theme_of, concerns;
    for (const Relation* relation : relations_of(catalog, "in-horizon"))
        horizon_of.emplace(relation->from, relation->to);
    for (const Relation* relation : relations_of(catalog, "part-of")) {
        if (is_kind(catalog, relation->to, "roadmap-theme"))
            theme_of.emplace(relation->from, relation->to);
    }
    for (const Relation* relation : relations_of(catalog, "concerns"))
        concerns.emplace(relation->from, relation->to);
    static constexpr const char* colours[]{"memory", "gqa", "attention"};
    std::vector<const Entity*> horizons;
    for (const Entity& entity : catalog.knowledge.entities) {
        if (entity.kind == "horizon")
            horizons.push_back(&entity);
    }
    std::stable_sort(horizons.begin(), horizons.end(),
                     [](const Entity* a, const Entity* b) { return months_of(a->summary) < months_of(b->summary); });
    std::size_t columns = 0;
    for (const Entity* each : horizons) {
        const Entity& horizon = *each;
        const auto within = [&](const Entity& item) {
            const auto found = horizon_of.find(item.id);
            return item.kind == "roadmap-item" && found != horizon_of.end() && found->second == horizon.id;
        };
        if (std::none_of(catalog.knowledge.entities.begin(), catalog.knowledge.entities.end(), within))
            continue;
        const std::string colour = colours[columns++ % std::size(colours)];
        out.clusters.push_back({horizon.id, horizon.name + ", " + lower_case(horizon.summary), {}, colour});
        for (const Entity& item : catalog.knowledge.entities) {
            if (!within(item))
                continue;
            DiagramNode node = node_for(catalog, item.id, NodeShape::Box);
            node.group = colour;
            node.cluster = horizon.id;
            if (const auto theme = theme_of.find(item.id); theme != theme_of.end()) {
                const auto same = [&](const DiagramCluster& cluster) { return cluster.id == theme->second; };
                if (std::none_of(out.clusters.begin(), out.clusters.end(), same))
                    out.clusters.push_back({theme->second, name_in(catalog, theme->second), horizon.id, {}});
                node.cluster = theme->second;
            }
            node.label += "\n" + item.status + (item.status_as_of.empty() ? "" : ", " + item.status_as_of);
            if (const auto about = concerns.find(item.id); about != concerns.end())
                node.label += ": " + name_in(catalog, about->second);
            out.nodes.push_back(std::move(node));
        }
    }
    if (out.nodes.empty())
        return lacks(out.kind, "roadmap items");
    return out;
}

} // namespace archway
