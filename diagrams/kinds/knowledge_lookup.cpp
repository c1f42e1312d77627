// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/kinds/knowledge_lookup.h"

#include <algorithm>

namespace archway {

std::string lower_case(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

std::vector<const Relation*> relations_of(const Catalog& catalog, std::string_view type)
{
    std::vector<const Relation*> out;
    for (const Relation& relation : catalog.knowledge.relations) {
        if (relation.type == type)
            out.push_back(&relation);
    }
    return out;
}

const Relation* relation_between(const Catalog& catalog, std::string_view from, std::string_view to)
{
    const auto& all = catalog.knowledge.relations;
    const auto found = std::find_if(all.begin(), all.end(), [&](const Relation& entry) { return entry.from == from && entry.to == to; });
    return found == all.end() ? nullptr : &*found;
}

std::string name_in(const Catalog& catalog, std::string_view entity)
{
    const Entity* known = catalog.entity(entity);
    return known ? known->name : std::string(entity);
}

std::string group_in(const Catalog& catalog, std::string_view entity)
{
    const Entity* known = catalog.entity(entity);
    if (!known)
        return {};
    if (known->kind == "innovation" || known->kind == "technique") {
        for (const Relation* relation : relations_of(catalog, "part-of")) {
            if (relation->from == entity && relation->to.starts_with("group-"))
                return relation->to.substr(std::string_view("group-").size());
        }
    }
    return known->kind == "service" || known->kind == "instance-family" ? "aws" : known->kind;
}

DiagramNode node_for(const Catalog& catalog, const std::string& entity, NodeShape shape)
{
    DiagramNode node;
    node.id = entity;
    node.label = name_in(catalog, entity);
    node.shape = shape;
    node.entity = entity;
    node.group = group_in(catalog, entity);
    if (const Entity* known = catalog.entity(entity)) {
        node.tooltip = known->summary;
        node.proposed = known->status == "proposed";
    } else {
        node.entity.clear();
    }
    return node;
}

} // namespace archway
