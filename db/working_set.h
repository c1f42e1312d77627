// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/knowledge_rows.h"

namespace archway {

/// Adds to a catalog whose other records are read the entities, relations, claims and sources that those records, the decisions, the checks
/// and the diagrams speak of, and those with the ids in `also`, each list in the order of the base. What is bounded by the number of rules
/// and checks is all there; of relations the first `most_of_type` of each type that a decision or diagram asks for, of entities the first
/// `most_of_kind` of each kind. Throws SQLite::Exception.
void read_working_set(SQLite::Database& db, const Ids& also, Catalog& catalog);
inline constexpr int most_of_type = 1000, most_of_kind = 500;
inline constexpr std::size_t most_relations = 8000;

/// Words of a text that could be ids, as "value(kv-tier-min-tokens) / 2" names one.
[[nodiscard]] Ids ids_in(std::string_view text);

} // namespace archway
