// SPDX-License-Identifier: GPL-3.0-or-later
// What the builders of diagrams ask of the knowledge base.
#pragma once

#include "diagrams/diagram.h"
#include "model/knowledge/catalog.h"

namespace archway {

/// ASCII letters made small.
[[nodiscard]] std::string lower_case(std::string_view text);

/// The relations of a type, in the order of the base.
[[nodiscard]] std::vector<const Relation*> relations_of(const Catalog&, std::string_view type);
/// The first relation between two entities; nullptr without one.
[[nodiscard]] const Relation* relation_between(const Catalog&, std::string_view from, std::string_view to);
/// Name and, on further lines, what is said of an entity; the id where the base does not know it.
[[nodiscard]] std::string name_in(const Catalog&, std::string_view entity);
/// Colour group of an entity: the innovation itself, the group of what it is part of, or its kind.
[[nodiscard]] std::string group_in(const Catalog&, std::string_view entity);
/// A node for an entity: name, summary as tooltip, dashed where it is proposed.
[[nodiscard]] DiagramNode node_for(const Catalog&, const std::string& entity, NodeShape shape);

} // namespace archway
