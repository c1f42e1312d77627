// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/knowledge_store.h"

#include "db/connection.h"
#include "db/knowledge_writer.h"
#include "model/knowledge/knowledge_files.h"
#include "model/knowledge/record_json.h"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <map>

namespace archway {

namespace {

using SQLite::Statement;

constexpr std::chrono::milliseconds read_limit{5000};
constexpr std::chrono::milliseconds search_limit{500};

std::optional<double> number(const SQLite::Column& column)
{
    return column.isNull() ? std::nullopt : std::optional<double>(column.getDouble());
}

/// Values of a child table by the id of their parent, in their order.
std::map<std::string, std::vector<std::string>> children(SQLite::Database& db, const char* sql)
{
    std::map<std::string, std::vector<std::string>> out;
    for (Statement row(db, sql); row.executeStep();)
        out[row.getColumn(0).getString()].push_back(row.getColumn(1).getString());
    return out;
}

Knowledge read_knowledge(SQLite::Database& db)
{
    Knowledge k;
    for (Statement row(db, "SELECT id, title, kind, location, date, read FROM source ORDER BY id"); row.executeStep();)
        k.sources.push_back({row.getColumn(0).getString(), row.getColumn(1).getString(), row.getColumn(2).getString(),
                             row.getColumn(3).getString(), row.getColumn(4).getString(), row.getColumn(5).getInt() != 0});
    auto aliases = children(db, "SELECT entity, name FROM alias ORDER BY entity, position");
    for (Statement row(db, "SELECT id, kind, name, status, status_as_of, successor, summary FROM entity ORDER BY id"); row.executeStep();) {
        Entity e{row.getColumn(0).getString(), row.getColumn(1).getString(), row.getColumn(2).getString(), {},
                 row.getColumn(3).getString(), row.getColumn(4).getString(), row.getColumn(5).getString(), row.getColumn(6).getString()};
        e.aliases = std::move(aliases[e.id]);
        k.entities.push_back(std::move(e));
    }
    std::map<std::string, std::vector<Citation>> citations;
    for (Statement row(db, "SELECT claim, document, section FROM claim_source ORDER BY claim, position"); row.executeStep();)
        citations[row.getColumn(0).getString()].push_back({row.getColumn(1).getString(), row.getColumn(2).getString()});
    for (Statement row(db,
                       "SELECT id, about, statement, value, low, unit, qualifier, baseline, scope, as_of, status FROM claim ORDER BY id");
         row.executeStep();) {
        Claim c{row.getColumn(0).getString(), row.getColumn(1).getString(), row.getColumn(2).getString(),  number(row.getColumn(3)),
                number(row.getColumn(4)),     row.getColumn(5).getString(), row.getColumn(6).getString(),  row.getColumn(7).getString(),
                row.getColumn(8).getString(), row.getColumn(9).getString(), row.getColumn(10).getString(), {}};
        c.sources = std::move(citations[c.id]);
        k.claims.push_back(std::move(c));
    }
    auto relation_claims = children(db, "SELECT relation, claim FROM relation_claim ORDER BY relation, position");
    for (Statement row(db, "SELECT id, from_entity, type, to_entity, because FROM relation ORDER BY id"); row.executeStep();)
        k.relations.push_back({row.getColumn(1).getString(), row.getColumn(2).getString(), row.getColumn(3).getString(),
                               row.getColumn(4).getString(), std::move(relation_claims[row.getColumn(0).getString()])});
    return k;
}

void read_prices(SQLite::Database& db, Catalog& out)
{
    for (Statement row(
             db, "SELECT instance, region, purchase, usd_per_hour, as_of, source FROM price ORDER BY instance, region, purchase, as_of");
         row.executeStep();)
        out.prices.push_back({row.getColumn(0).getString(), row.getColumn(1).getString(), row.getColumn(2).getString(),
                              row.getColumn(3).getDouble(), row.getColumn(4).getString(), row.getColumn(5).getString()});
    for (Statement row(db, "SELECT model, api_id, name, input, output, cached, as_of, source FROM api_price ORDER BY id");
         row.executeStep();)
        out.api_prices.push_back({row.getColumn(0).getString(), row.getColumn(1).getString(), row.getColumn(2).getString(),
                                  number(row.getColumn(3)), number(row.getColumn(4)), number(row.getColumn(5)),
                                  row.getColumn(6).getString(), row.getColumn(7).getString()});
    Statement version(db, "SELECT value FROM meta WHERE name = 'knowledge_version'");
    out.knowledge_version = version.executeStep() ? version.getColumn(0).getString() : std::string();
}

/// Appends what `read` makes of the records of one kind.
template <class T>
Status read_records(SQLite::Database& db, const std::string& path, const char* kind,
                    Result<T> (*read)(const nlohmann::json&, const std::string&), std::vector<T>& out)
{
    Statement row(db, "SELECT json FROM record WHERE kind = ? ORDER BY position");
    row.bind(1, kind);
    while (row.executeStep()) {
        const std::string place = fmt::format("{}: {} {}", path, kind, out.size());
        const nlohmann::json json = nlohmann::json::parse(row.getColumn(0).getString(), nullptr, false);
        Result<T> record = read(json, place);
        if (!record)
            return record.error();
        out.push_back(std::move(*record));
    }
    return Done{};
}

Status read_all_records(SQLite::Database& db, const std::string& path, Catalog& out)
{
    std::vector<EfficiencyFactors> factors;
    for (const Status& status :
         {read_records(db, path, "rule", read_rule, out.knowledge.rules),
          read_records(db, path, "diagram", read_diagram_text, out.knowledge.diagrams),
          read_records(db, path, "check", read_check, out.knowledge.checks),
          read_records(db, path, "model", read_model_record, out.models),
          read_records(db, path, "accelerator", read_accelerator, out.accelerators),
          read_records(db, path, "instance", read_instance, out.instances), read_records(db, path, "factors", read_factors, factors)}) {
        if (!status)
            return status.error();
    }
    if (!factors.empty())
        out.factors = std::move(factors.front());
    return Done{};
}

/// Every word of the user's text as a quoted FTS5 string; the last one as a prefix. Empty when there is no word.
std::string search_expression(std::string_view text)
{
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t start = text.find_first_not_of(" \t\n\r", at);
        if (start == std::string_view::npos)
            break;
        const std::size_t end = std::min(text.find_first_of(" \t\n\r", start), text.size());
        out += out.empty() ? "\"" : " \"";
        for (const char c : text.substr(start, end - start)) {
            if (c == '\0')
                continue;
            out += c;
            if (c == '"')
                out += '"';
        }
        out += '"';
        at = end;
    }
    return out.empty() ? out : out + "*";
}

} // namespace

struct KnowledgeStore::Impl {
    Connection connection;
    std::string path;
};

KnowledgeStore::KnowledgeStore(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}
KnowledgeStore::KnowledgeStore(KnowledgeStore&&) noexcept = default;
KnowledgeStore& KnowledgeStore::operator=(KnowledgeStore&&) noexcept = default;
KnowledgeStore::~KnowledgeStore() = default;

Result<KnowledgeStore> KnowledgeStore::open(const std::string& path, bool shipped)
{
    Result<Connection> connection = Connection::open_read_only(path, !shipped);
    if (!connection)
        return connection.error();
    return KnowledgeStore(std::make_unique<Impl>(Impl{std::move(*connection), path}));
}

Result<KnowledgeStore> KnowledgeStore::in_memory(const Catalog& catalog)
{
    Result<Connection> connection = Connection::in_memory();
    if (!connection)
        return connection.error();
    if (const Status written = fill_knowledge_base(**connection, catalog); !written)
        return written.error();
    return KnowledgeStore(std::make_unique<Impl>(Impl{std::move(*connection), "memory"}));
}

Result<Catalog> KnowledgeStore::catalog() const
{
    try {
        m_impl->connection.set_time_limit(read_limit);
        SQLite::Database& db = *m_impl->connection;
        Catalog catalog;
        catalog.knowledge = read_knowledge(db);
        read_prices(db, catalog);
        if (const Status records = read_all_records(db, m_impl->path, catalog); !records)
            return records.error();
        return catalog;
    } catch (const SQLite::Exception& error) {
        return bad_input(m_impl->path, fmt::format("cannot be read: {}", error.what()), "expected an intact knowledge base");
    }
}

Result<std::vector<SearchHit>> KnowledgeStore::search(std::string_view text, int limit) const
{
    std::vector<SearchHit> hits;
    const std::string expression = search_expression(text.substr(0, 1000));
    if (expression.empty())
        return hits;
    try {
        m_impl->connection.set_time_limit(search_limit);
        // A hit in the name counts ten times one in the text.
        Statement row(*m_impl->connection,
                      "SELECT id, kind, name, snippet(search, -1, '\u2039', '\u203a', '…', 16) FROM search WHERE search MATCH ? "
                      "ORDER BY bm25(search, 0, 0, 10.0, 1.0), id LIMIT ?");
        row.bind(1, expression);
        row.bind(2, limit);
        while (row.executeStep())
            hits.push_back(
                {row.getColumn(0).getString(), row.getColumn(1).getString(), row.getColumn(2).getString(), row.getColumn(3).getString()});
        return hits;
    } catch (const SQLite::Exception& error) {
        return bad_input(m_impl->path, fmt::format("cannot be searched: {}", error.what()), "expected an intact knowledge base");
    }
}

} // namespace archway
