// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/knowledge_store.h"

#include "db/knowledge_rows.h"
#include "db/knowledge_store_impl.h"
#include "db/knowledge_writer.h"
#include "db/search.h"
#include "db/search_words.h"
#include "db/working_set.h"
#include "model/knowledge/record_json.h"

#include <SQLiteCpp/Statement.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>

namespace archway {

namespace {

using SQLite::Statement;

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
        k.sources.push_back(source_of(row));
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
        Claim c{row.getColumn(0).getString(),      row.getColumn(1).getString(),      row.getColumn(2).getString(),
                optional_number(row.getColumn(3)), optional_number(row.getColumn(4)), row.getColumn(5).getString(),
                row.getColumn(6).getString(),      row.getColumn(7).getString(),      row.getColumn(8).getString(),
                row.getColumn(9).getString(),      row.getColumn(10).getString(),     {}};
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
    // Bases written before batch and cache-write prices were kept have no columns for them.
    Statement columns(db, "SELECT count(*) FROM pragma_table_info('api_price') WHERE name = 'cache_write'");
    const bool more = columns.executeStep() && columns.getColumn(0).getInt() == 1;
    for (Statement row(db,
                       fmt::format("SELECT model, api_id, name, input, output, cached, as_of, source, {} FROM api_price ORDER BY id",
                                   more ? "cache_write, batch_input, batch_output" : "NULL, NULL, NULL"));
         row.executeStep();)
        out.api_prices.push_back({row.getColumn(0).getString(), row.getColumn(1).getString(), row.getColumn(2).getString(),
                                  optional_number(row.getColumn(3)), optional_number(row.getColumn(4)), optional_number(row.getColumn(5)),
                                  row.getColumn(6).getString(), row.getColumn(7).getString(), optional_number(row.getColumn(8)),
                                  optional_number(row.getColumn(9)), optional_number(row.getColumn(10))});
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
          read_records(db, path, "check", read_check, out.knowledge.checks), read_records(db, path, "model", read_model_record, out.models),
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
std::string quoted_words(std::string_view text)
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

/// A base of version 1 is small: its search keeps the text and ranks every hit.
SearchAnswer search_in_version_1(SQLite::Database& db, std::string_view text, int limit)
{
    SearchAnswer answer;
    const std::string expression = quoted_words(text);
    if (expression.empty())
        return answer;
    // A hit in the name counts ten times one in the text.
    Statement row(db,
                  "SELECT id, kind, name, snippet(search, -1, '\u2039', '\u203a', '…', 16) FROM search WHERE search MATCH ? "
                  "ORDER BY bm25(search, 0, 0, 10.0, 1.0), id LIMIT ?");
    row.bind(1, expression);
    row.bind(2, limit + 1);
    while (row.executeStep())
        answer.hits.push_back(
            {row.getColumn(0).getString(), row.getColumn(1).getString(), row.getColumn(2).getString(), row.getColumn(3).getString()});
    answer.more = answer.hits.size() > static_cast<std::size_t>(limit);
    if (answer.more)
        answer.hits.pop_back();
    answer.found = answer.hits.size();
    return answer;
}

std::size_t rows_up_to(SQLite::Database& db, const char* table, std::size_t most)
{
    Statement row(db, fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT {})", table, most));
    return row.executeStep() ? static_cast<std::size_t>(row.getColumn(0).getInt64()) : 0;
}

/// What a base says of its size, counted when it was written. It is shown, not relied on.
KnowledgeSize stated_size(SQLite::Database& db)
{
    KnowledgeSize size;
    for (Statement row(db, "SELECT name, CAST(value AS INTEGER) FROM meta"); row.executeStep();) {
        const std::string name = row.getColumn(0).getString();
        const auto value = static_cast<std::size_t>(std::max<std::int64_t>(0, row.getColumn(1).getInt64()));
        if (name == "sources")
            size.sources = value;
        else if (name == "entities")
            size.entities = value;
        else if (name == "claims")
            size.claims = value;
        else if (name == "relations")
            size.relations = value;
    }
    return size;
}

} // namespace

KnowledgeStore::KnowledgeStore(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}
KnowledgeStore::KnowledgeStore(KnowledgeStore&&) noexcept = default;
KnowledgeStore& KnowledgeStore::operator=(KnowledgeStore&&) noexcept = default;
KnowledgeStore::~KnowledgeStore() = default;

Result<KnowledgeStore> KnowledgeStore::open(const std::string& path, bool shipped)
{
    std::error_code code;
    const std::uintmax_t bytes = std::filesystem::file_size(path, code);
    Result<Connection> connection = Connection::open_read_only(path, !shipped && !code && bytes <= checked_bytes);
    if (!connection)
        return connection.error();
    auto impl = std::make_unique<Impl>(Impl{std::move(*connection), path, schema_version, true, {}});
    const Result<bool> whole = impl->ask(query_limit, [&impl](SQLite::Database& db) {
        impl->version = impl->connection.version();
        // What is kept of a large file in memory; the system keeps its pages too.
        db.exec("PRAGMA cache_size = -16384");
        const std::size_t claims = rows_up_to(db, "claim", whole_claims + 1);
        const std::size_t entities = rows_up_to(db, "entity", whole_claims + 1);
        const std::size_t relations = rows_up_to(db, "relation", whole_relations + 1);
        impl->size = {rows_up_to(db, "source", whole_claims + 1), entities, claims, relations};
        const bool small = claims <= whole_claims && entities <= whole_claims && relations <= whole_relations;
        if (impl->version >= 2) {
            add_closeness(db);
            if (!small)
                impl->size = stated_size(db);
        }
        return small;
    });
    if (!whole)
        return whole.error();
    impl->whole = *whole;
    if (!impl->whole && impl->version < 2)
        return bad_input(path, "was written by an older Archway and has more than it can read whole", "compile it again with this one");
    return KnowledgeStore(std::move(impl));
}

Result<KnowledgeStore> KnowledgeStore::in_memory(const Catalog& catalog)
{
    Result<Connection> connection = Connection::in_memory();
    if (!connection)
        return connection.error();
    if (const Status written = fill_knowledge_base(**connection, catalog); !written)
        return written.error();
    auto impl = std::make_unique<Impl>(Impl{std::move(*connection), "memory", schema_version, true, {}});
    const Result<Done> ready = impl->ask(query_limit, [&impl](SQLite::Database& db) {
        add_closeness(db);
        impl->size = stated_size(db);
        return Done{};
    });
    if (!ready)
        return ready.error();
    return KnowledgeStore(std::move(impl));
}

bool KnowledgeStore::whole() const
{
    return m_impl->whole;
}

const KnowledgeSize& KnowledgeStore::size() const
{
    return m_impl->size;
}

Result<Catalog> KnowledgeStore::catalog(const std::set<std::string, std::less<>>& also) const
{
    try {
        m_impl->connection.set_time_limit(read_limit);
        SQLite::Database& db = *m_impl->connection;
        Catalog catalog;
        if (m_impl->whole)
            catalog.knowledge = read_knowledge(db);
        read_prices(db, catalog);
        if (const Status records = read_all_records(db, m_impl->path, catalog); !records)
            return records.error();
        if (!m_impl->whole)
            read_working_set(db, also, catalog);
        return catalog;
    } catch (const SQLite::Exception& error) {
        return bad_input(m_impl->path, fmt::format("cannot be read: {}", error.what()), "expected an intact knowledge base");
    }
}

Result<SearchAnswer> KnowledgeStore::find(std::string_view text, int limit) const
{
    return m_impl->ask(search_limit, [&](SQLite::Database& db) {
        return m_impl->version < 2 ? search_in_version_1(db, text.substr(0, 1000), limit) : search_in(db, text.substr(0, 1000), limit);
    });
}

Result<std::vector<SearchHit>> KnowledgeStore::search(std::string_view text, int limit) const
{
    Result<SearchAnswer> answer = find(text, limit);
    if (!answer)
        return answer.error();
    return std::move(answer->hits);
}

} // namespace archway
