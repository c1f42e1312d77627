// SPDX-License-Identifier: GPL-3.0-or-later
// The base as a graph: what a record is linked to, the way from one entity to another, and everything one record at a time.
#include "db/knowledge_rows.h"
#include "db/knowledge_store_impl.h"

#include <algorithm>
#include <map>

namespace archway {

namespace {

using SQLite::Statement;

constexpr std::size_t most_visited = 20'000; ///< entities that a path is looked for among
constexpr int most_steps = 6, most_links = 2000;

std::size_t counted(SQLite::Database& db, const char* sql, const std::string& id)
{
    Statement row(db, sql);
    row.bind(1, id);
    return row.executeStep() ? static_cast<std::size_t>(row.getColumn(0).getInt64()) : 0;
}

struct Ranked {
    std::int64_t rank, id;
    Relation relation;
};

/// Appends the best `most` relations with `id` at one end.
void best_relations(SQLite::Database& db, RowReader& rows, const char* end, const char* rank, const std::string& id, std::size_t most,
                    std::vector<Ranked>& out)
{
    Statement row(db,
                  fmt::format("SELECT {}, {} FROM relation WHERE {} = ? ORDER BY {} DESC, id LIMIT ?", relation_columns, rank, end, rank));
    row.bind(1, id);
    for (row.bind(2, static_cast<std::int64_t>(most)); row.executeStep();)
        out.push_back({row.getColumn(5).getInt64(), row.getColumn(0).getInt64(), rows.relation(row)});
}

void read_claims(RowReader& rows, Statement& ids, const std::string& id, std::size_t most, Knowledge& k)
{
    ids.bind(1, id);
    for (ids.bind(2, static_cast<std::int64_t>(most)); ids.executeStep();)
        if (std::optional<Claim> claim = rows.claim(ids.getColumn(0).getString()))
            k.claims.push_back(std::move(*claim));
}

/// One side of a search for a path: who was reached from whom.
struct Side {
    std::map<std::string, std::string> reached_from;
    std::vector<std::string> frontier;

    explicit Side(const std::string& start)
        : reached_from{{start, {}}}
        , frontier{start}
    {
    }
    /// One step in all directions. The first entity that the other side knows already; empty where there is none.
    std::string step(Statement& links, const Side& other)
    {
        std::vector<std::string> next;
        std::string met;
        for (const std::string& entity : frontier) {
            links.bind(1, entity);
            for (links.bind(2, most_links); links.executeStep();) {
                const std::string neighbour = links.getColumn(0).getString();
                if (reached_from.size() >= most_visited || !reached_from.emplace(neighbour, entity).second)
                    continue;
                if (met.empty() && other.reached_from.contains(neighbour))
                    met = neighbour;
                next.push_back(neighbour);
            }
            links.reset();
        }
        frontier = std::move(next);
        return met;
    }
};

} // namespace

Result<Surroundings> KnowledgeStore::surroundings(const std::string& id, std::size_t most) const
{
    const bool ranked = m_impl->version >= 2;
    return m_impl->ask(query_limit, [&](SQLite::Database& db) {
        Surroundings out;
        RowReader rows(db);
        if (std::optional<Entity> entity = rows.entity(id)) {
            out.knowledge.entities.push_back(std::move(*entity));
            std::vector<Ranked> relations;
            best_relations(db, rows, "from_entity", ranked ? "from_rank" : "id - id", id, most, relations);
            best_relations(db, rows, "to_entity", ranked ? "to_rank" : "id - id", id, most, relations);
            std::sort(relations.begin(), relations.end(),
                      [](const Ranked& a, const Ranked& b) { return a.rank != b.rank ? a.rank > b.rank : a.id < b.id; });
            // One that links an entity with itself was found at both ends.
            relations.erase(std::unique(relations.begin(), relations.end(), [](const Ranked& a, const Ranked& b) { return a.id == b.id; }),
                            relations.end());
            for (Ranked& relation : relations)
                if (out.knowledge.relations.size() < most)
                    out.knowledge.relations.push_back(std::move(relation.relation));
            out.relations = counted(db,
                                    ranked ? "SELECT relations FROM entity WHERE id = ?"
                                           : "SELECT count(*) FROM relation WHERE from_entity = ?1 OR to_entity = ?1",
                                    id);
            out.neighbours = counted(db,
                                     ranked ? "SELECT neighbours FROM entity WHERE id = ?"
                                            : "SELECT count(*) FROM (SELECT to_entity AS other FROM relation WHERE from_entity = ?1 UNION "
                                              "SELECT from_entity FROM relation WHERE to_entity = ?1) WHERE other <> ?1",
                                     id);
            Statement about(db, "SELECT id FROM claim WHERE about = ? ORDER BY rowid LIMIT ?");
            read_claims(rows, about, id, most, out.knowledge);
            out.claims = counted(db, ranked ? "SELECT claims FROM entity WHERE id = ?" : "SELECT count(*) FROM claim WHERE about = ?", id);
        } else if (std::optional<Claim> claim = rows.claim(id)) {
            out.knowledge.claims.push_back(std::move(*claim));
            Statement row(
                db,
                fmt::format("SELECT {} FROM relation WHERE id IN (SELECT relation FROM relation_claim WHERE claim = ?) ORDER BY id "
                            "LIMIT ?",
                            relation_columns));
            row.bind(1, id);
            for (row.bind(2, static_cast<std::int64_t>(most)); row.executeStep();)
                out.knowledge.relations.push_back(rows.relation(row));
            out.relations = counted(db, "SELECT count(DISTINCT relation) FROM relation_claim WHERE claim = ?", id);
        } else if (std::optional<Source> source = rows.source(id)) {
            out.knowledge.sources.push_back(std::move(*source));
            Statement citing(db, "SELECT DISTINCT claim FROM claim_source WHERE document = ? ORDER BY claim LIMIT ?");
            read_claims(rows, citing, id, most, out.knowledge);
            out.claims = ranked ? counted(db, "SELECT claims FROM facet WHERE facet = 'source' AND value = ?", id)
                                : counted(db, "SELECT count(DISTINCT claim) FROM claim_source WHERE document = ?", id);
        }
        complete(rows, out.knowledge);
        return out;
    });
}

Result<Knowledge> KnowledgeStore::path(const std::string& from, const std::string& to) const
{
    return m_impl->ask(query_limit, [&](SQLite::Database& db) {
        Knowledge out;
        RowReader rows(db);
        if (!rows.entity(from) || !rows.entity(to))
            return out;
        Statement links(
            db,
            "SELECT to_entity FROM relation WHERE from_entity = ?1 UNION ALL SELECT from_entity FROM relation WHERE to_entity = ?1 "
            "LIMIT ?2");
        Side ahead(from), back(to);
        std::string met = from == to ? from : std::string();
        for (int step = 0; met.empty() && step < most_steps && !ahead.frontier.empty() && !back.frontier.empty(); ++step) {
            const bool forward = ahead.frontier.size() <= back.frontier.size();
            met = forward ? ahead.step(links, back) : back.step(links, ahead);
        }
        if (met.empty())
            return out;
        std::vector<std::string> way;
        for (std::string at = met; !at.empty(); at = ahead.reached_from[at])
            way.insert(way.begin(), at);
        for (std::string at = back.reached_from[met]; !at.empty(); at = back.reached_from[at])
            way.push_back(at);
        Statement between(
            db,
            fmt::format("SELECT {} FROM relation WHERE from_entity = ?1 AND to_entity = ?2 UNION ALL SELECT {} FROM relation WHERE "
                        "from_entity = ?2 AND to_entity = ?1 LIMIT 20",
                        relation_columns, relation_columns));
        for (std::size_t i = 0; i < way.size(); ++i) {
            if (std::optional<Entity> entity = rows.entity(way[i]))
                out.entities.push_back(std::move(*entity));
            if (i + 1 == way.size())
                break;
            between.bind(1, way[i]);
            for (between.bind(2, way[i + 1]); between.executeStep();)
                out.relations.push_back(rows.relation(between));
            between.reset();
        }
        return out;
    });
}

namespace {

constexpr std::chrono::hours whole_base_limit{1};

} // namespace

Status KnowledgeStore::each_claim(const std::function<bool(Claim&&)>& visit) const
{
    return m_impl->ask(whole_base_limit, [&](SQLite::Database& db) {
        RowReader rows(db);
        for (Statement row(db, fmt::format("SELECT {} FROM claim ORDER BY id", claim_columns));
             row.executeStep() && visit(rows.claim(row));) { }
        return Done{};
    });
}

Status KnowledgeStore::each_entity(const std::function<bool(Entity&&)>& visit) const
{
    return m_impl->ask(whole_base_limit, [&](SQLite::Database& db) {
        RowReader rows(db);
        for (Statement row(db, fmt::format("SELECT {} FROM entity ORDER BY id", entity_columns));
             row.executeStep() && visit(rows.entity(row));) { }
        return Done{};
    });
}

Status KnowledgeStore::each_source(const std::function<bool(Source&&)>& visit) const
{
    return m_impl->ask(whole_base_limit, [&](SQLite::Database& db) {
        for (Statement row(db, fmt::format("SELECT {} FROM source ORDER BY id", source_columns));
             row.executeStep() && visit(source_of(row));) { }
        return Done{};
    });
}

Status KnowledgeStore::each_relation(const std::function<bool(Relation&&)>& visit) const
{
    return m_impl->ask(whole_base_limit, [&](SQLite::Database& db) {
        RowReader rows(db);
        for (Statement row(db, fmt::format("SELECT {} FROM relation ORDER BY from_entity, type, to_entity, id", relation_columns));
             row.executeStep() && visit(rows.relation(row));) { }
        return Done{};
    });
}

} // namespace archway
