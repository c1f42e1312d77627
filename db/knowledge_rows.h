// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a knowledge base as values, read by id, by rowid or as a whole table. Everything throws SQLite::Exception.
#pragma once

#include "model/knowledge/catalog.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace archway {

using Ids = std::set<std::string, std::less<>>;

// The columns that the readers below expect, in their order; `FROM` and what follows is the caller's.
inline constexpr const char* source_columns = "source.id, source.title, source.kind, source.location, source.date, source.read";
inline constexpr const char* entity_columns
    = "entity.id, entity.kind, entity.name, entity.status, entity.status_as_of, entity.successor, entity.summary";
inline constexpr const char* claim_columns = "claim.id, claim.about, claim.statement, claim.value, claim.low, claim.unit, claim.qualifier, "
                                             "claim.baseline, claim.scope, claim.as_of, claim.status";
inline constexpr const char* relation_columns = "relation.id, relation.from_entity, relation.type, relation.to_entity, relation.because";

[[nodiscard]] std::optional<double> optional_number(const SQLite::Column&);
[[nodiscard]] Source source_of(SQLite::Statement& row);

/// Reads the rows that a prepared statement gives, with what hangs on them in tables of their own. One object a connection; its statements
/// are prepared once.
class RowReader {
public:
    explicit RowReader(SQLite::Database& database);
    [[nodiscard]] Entity entity(SQLite::Statement& row);
    [[nodiscard]] Claim claim(SQLite::Statement& row);
    [[nodiscard]] Relation relation(SQLite::Statement& row);

    [[nodiscard]] std::optional<Source> source(const std::string& id);
    [[nodiscard]] std::optional<Entity> entity(const std::string& id);
    [[nodiscard]] std::optional<Claim> claim(const std::string& id);

private:
    SQLite::Statement m_aliases, m_citations, m_relation_claims, m_source, m_entity, m_claim;
};

/// Adds what the records of `k` name and `k` lacks: the entities that claims are about and relations join, and the sources cited.
void complete(RowReader& rows, Knowledge& k);

} // namespace archway
