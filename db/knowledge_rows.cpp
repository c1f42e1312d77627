// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/knowledge_rows.h"

#include <fmt/format.h>

namespace archway {

using SQLite::Statement;

namespace {

std::string by_id(const char* columns, const char* table)
{
    return fmt::format("SELECT {} FROM {} WHERE id = ?", columns, table);
}

} // namespace

std::optional<double> optional_number(const SQLite::Column& column)
{
    return column.isNull() ? std::nullopt : std::optional<double>(column.getDouble());
}

Source source_of(Statement& row)
{
    return {row.getColumn(0).getString(), row.getColumn(1).getString(), row.getColumn(2).getString(),
            row.getColumn(3).getString(), row.getColumn(4).getString(), row.getColumn(5).getInt() != 0};
}

RowReader::RowReader(SQLite::Database& db)
    : m_aliases(db, "SELECT name FROM alias WHERE entity = ? ORDER BY position")
    , m_citations(db, "SELECT document, section FROM claim_source WHERE claim = ? ORDER BY position")
    , m_relation_claims(db, "SELECT claim FROM relation_claim WHERE relation = ? ORDER BY position")
    , m_source(db, by_id(source_columns, "source"))
    , m_entity(db, by_id(entity_columns, "entity"))
    , m_claim(db, by_id(claim_columns, "claim"))
{
}

Entity RowReader::entity(Statement& row)
{
    Entity e{row.getColumn(0).getString(), row.getColumn(1).getString(), row.getColumn(2).getString(), {},
             row.getColumn(3).getString(), row.getColumn(4).getString(), row.getColumn(5).getString(), row.getColumn(6).getString()};
    for (m_aliases.bind(1, e.id); m_aliases.executeStep();)
        e.aliases.push_back(m_aliases.getColumn(0).getString());
    m_aliases.reset();
    return e;
}

Claim RowReader::claim(Statement& row)
{
    Claim c{row.getColumn(0).getString(),      row.getColumn(1).getString(),      row.getColumn(2).getString(),
            optional_number(row.getColumn(3)), optional_number(row.getColumn(4)), row.getColumn(5).getString(),
            row.getColumn(6).getString(),      row.getColumn(7).getString(),      row.getColumn(8).getString(),
            row.getColumn(9).getString(),      row.getColumn(10).getString(),     {}};
    for (m_citations.bind(1, c.id); m_citations.executeStep();)
        c.sources.push_back({m_citations.getColumn(0).getString(), m_citations.getColumn(1).getString()});
    m_citations.reset();
    return c;
}

Relation RowReader::relation(Statement& row)
{
    Relation r{row.getColumn(1).getString(), row.getColumn(2).getString(), row.getColumn(3).getString(), row.getColumn(4).getString(), {}};
    for (m_relation_claims.bind(1, row.getColumn(0).getInt64()); m_relation_claims.executeStep();)
        r.claims.push_back(m_relation_claims.getColumn(0).getString());
    m_relation_claims.reset();
    return r;
}

std::optional<Source> RowReader::source(const std::string& id)
{
    m_source.bind(1, id);
    std::optional<Source> out;
    if (m_source.executeStep())
        out = source_of(m_source);
    m_source.reset();
    return out;
}

std::optional<Entity> RowReader::entity(const std::string& id)
{
    m_entity.bind(1, id);
    std::optional<Entity> out;
    if (m_entity.executeStep())
        out = entity(m_entity);
    m_entity.reset();
    return out;
}

std::optional<Claim> RowReader::claim(const std::string& id)
{
    m_claim.bind(1, id);
    std::optional<Claim> out;
    if (m_claim.executeStep())
        out = claim(m_claim);
    m_claim.reset();
    return out;
}

void complete(RowReader& rows, Knowledge& k)
{
    Ids entities, sources, wanted_entities, wanted_sources;
    for (const Entity& entity : k.entities)
        entities.insert(entity.id);
    for (const Source& source : k.sources)
        sources.insert(source.id);
    for (const Claim& claim : k.claims) {
        wanted_entities.insert(claim.about);
        for (const Citation& citation : claim.sources)
            wanted_sources.insert(citation.document);
    }
    for (const Relation& relation : k.relations) {
        wanted_entities.insert(relation.from);
        wanted_entities.insert(relation.to);
    }
    for (const std::string& id : wanted_entities) {
        if (entities.contains(id))
            continue;
        if (std::optional<Entity> entity = rows.entity(id))
            k.entities.push_back(std::move(*entity));
    }
    for (const std::string& id : wanted_sources) {
        if (sources.contains(id))
            continue;
        if (std::optional<Source> source = rows.source(id))
            k.sources.push_back(std::move(*source));
    }
}

} // namespace archway
