// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/knowledge_writer.h"

#include "db/connection.h"
#include "db/schema.h"
#include "db/search.h"
#include "db/search_words.h"
#include "model/knowledge/record_json.h"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <SQLiteCpp/VariadicBind.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>

namespace archway {

namespace {

/// One prepared insertion, used row after row.
class Insert {
public:
    Insert(SQLite::Database& database, const char* sql)
        : m_statement(database, sql)
    {
    }

    template <class... Values>
    void row(const Values&... values)
    {
        int index = 0;
        (bind(++index, values), ...);
        m_statement.exec();
        m_statement.reset();
    }

private:
    void bind(int index, const std::string& text) { m_statement.bind(index, text); }
    void bind(int index, int number) { m_statement.bind(index, number); }
    void bind(int index, std::int64_t number) { m_statement.bind(index, number); }
    void bind(int index, double number) { m_statement.bind(index, number); }
    void bind(int index, const std::optional<double>& number)
    {
        if (number)
            m_statement.bind(index, *number);
        else
            m_statement.bind(index);
    }

    SQLite::Statement m_statement;
};

std::string joined(const std::vector<std::string>& words)
{
    return fmt::format("{}", fmt::join(words, " "));
}

/// The records that queries reach, one after the other.
class RecordWriter {
public:
    explicit RecordWriter(SQLite::Database& db)
        : m_db(db)
        , m_source(db, "INSERT INTO source VALUES(?, ?, ?, ?, ?, ?)")
        , m_entity(db, "INSERT INTO entity(id, kind, name, status, status_as_of, successor, summary) VALUES(?, ?, ?, ?, ?, ?, ?)")
        , m_alias(db, "INSERT INTO alias VALUES(?, ?, ?)")
        , m_claim(db,
                  "INSERT INTO claim VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, coalesce((SELECT kind FROM "
                  "entity WHERE id = ?2), ''), ?12)")
        , m_claim_source(db, "INSERT INTO claim_source VALUES(?, ?, ?, ?)")
        , m_relation(db, "INSERT INTO relation(id, from_entity, type, to_entity, because) VALUES(?, ?, ?, ?, ?)")
        , m_relation_claim(db, "INSERT INTO relation_claim VALUES(?, ?, ?)")
        , m_search(db, "INSERT INTO search(rowid, name, text) VALUES(?, ?, ?)")
    {
    }

    void add(const Source& s)
    {
        m_source.row(s.id, s.title, s.kind, s.location, s.date, s.read ? 1 : 0);
        index(m_db.getLastInsertRowid(), s.title, s.location);
    }
    void add(const Entity& e)
    {
        m_entity.row(e.id, e.kind, e.name, e.status, e.status_as_of, e.successor, e.summary);
        const std::int64_t row = m_db.getLastInsertRowid();
        for (std::size_t i = 0; i < e.aliases.size(); ++i)
            m_alias.row(e.id, static_cast<int>(i), e.aliases[i]);
        index(entity_rows + row, e.name + " " + joined(e.aliases), e.id + " " + e.summary);
    }
    void add(const Claim& c)
    {
        m_claim.row(c.id, c.about, c.statement, c.value, c.low, c.unit, c.qualifier, c.baseline, c.scope, c.as_of, c.status,
                    c.as_of.substr(0, 4));
        const std::int64_t row = m_db.getLastInsertRowid();
        std::string sections;
        for (std::size_t i = 0; i < c.sources.size(); ++i) {
            m_claim_source.row(c.id, static_cast<int>(i), c.sources[i].document, c.sources[i].section);
            sections += " " + c.sources[i].section;
        }
        index(claim_rows + row, c.statement, c.baseline + " " + c.scope + sections);
    }
    void add(const Relation& r)
    {
        m_relation.row(m_relations, r.from, r.type, r.to, r.because);
        for (std::size_t j = 0; j < r.claims.size(); ++j)
            m_relation_claim.row(m_relations, static_cast<int>(j), r.claims[j]);
        ++m_relations;
    }
    void add(const Knowledge& k)
    {
        for (const Source& source : k.sources)
            add(source);
        for (const Entity& entity : k.entities)
            add(entity);
        for (const Claim& claim : k.claims)
            add(claim);
        for (const Relation& relation : k.relations)
            add(relation);
    }

private:
    void index(std::int64_t row, const std::string& name, const std::string& text)
    {
        m_search.row(row, searchable(name), searchable(text));
    }

    SQLite::Database& m_db;
    Insert m_source, m_entity, m_alias, m_claim, m_claim_source, m_relation, m_relation_claim, m_search;
    int m_relations = 0;
};

/// What every query would have to count, once. Relations that rest on claims rank before those that do not, then those to entities with
/// many neighbours.
constexpr const char* count_once = R"sql(
INSERT INTO facet SELECT 'kind', kind, count(*) FROM claim GROUP BY kind;
INSERT INTO facet SELECT 'status', status, count(*) FROM claim GROUP BY status;
INSERT INTO facet SELECT 'year', year, count(*) FROM claim GROUP BY year;
INSERT INTO facet SELECT 'source', document, count(DISTINCT claim) FROM claim_source GROUP BY document;
CREATE TEMP TABLE degree(entity TEXT PRIMARY KEY, neighbours INTEGER);
INSERT INTO degree SELECT one, count(*) FROM (SELECT from_entity AS one, to_entity AS other FROM relation UNION SELECT to_entity, from_entity FROM relation) WHERE one <> other GROUP BY one;
UPDATE entity SET neighbours = degree.neighbours FROM degree WHERE degree.entity = entity.id;
UPDATE entity SET relations = ends.count FROM (SELECT entity, count(*) AS count FROM (SELECT id, from_entity AS entity FROM relation UNION SELECT id, to_entity FROM relation) GROUP BY entity) AS ends WHERE ends.entity = entity.id;
UPDATE entity SET claims = told.count FROM (SELECT about, count(*) AS count FROM claim GROUP BY about) AS told WHERE told.about = entity.id;
UPDATE relation SET from_rank = (SELECT neighbours FROM degree WHERE entity = to_entity), to_rank = (SELECT neighbours FROM degree WHERE entity = from_entity) WHERE from_entity <> to_entity;
UPDATE relation SET from_rank = from_rank + 1000000000, to_rank = to_rank + 1000000000 WHERE id IN (SELECT relation FROM relation_claim);
DROP TABLE degree;
INSERT INTO search(search) VALUES('optimize');
CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, search, row);
INSERT INTO word SELECT term, doc FROM temp.vocabulary;
DROP TABLE temp.vocabulary;
INSERT INTO meta SELECT 'sources', count(*) FROM source UNION ALL SELECT 'entities', count(*) FROM entity UNION ALL SELECT 'claims', count(*) FROM claim UNION ALL SELECT 'relations', count(*) FROM relation;
)sql";

void write_catalog(SQLite::Database& db, const Catalog& catalog)
{
    Insert meta(db, "INSERT INTO meta VALUES(?, ?)");
    meta.row(std::string("knowledge_version"), catalog.knowledge_version);
    Insert price(db, "INSERT INTO price VALUES(?, ?, ?, ?, ?, ?)");
    for (const Price& p : catalog.prices)
        price.row(p.instance, p.region, p.purchase, p.usd_per_hour, p.as_of, p.source);
    Insert api_price(db, "INSERT INTO api_price VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (std::size_t i = 0; i < catalog.api_prices.size(); ++i) {
        const ApiPrice& p = catalog.api_prices[i];
        api_price.row(static_cast<int>(i), p.model, p.api_id, p.name, p.usd_per_million_input, p.usd_per_million_output,
                      p.usd_per_million_cached, p.as_of, p.source, p.usd_per_million_cache_write, p.usd_per_million_batch_input,
                      p.usd_per_million_batch_output);
    }
    Insert record(db, "INSERT INTO record VALUES(?, ?, ?)");
    const auto all = [&record](const char* kind, const auto& records) {
        for (std::size_t i = 0; i < records.size(); ++i)
            record.row(std::string(kind), static_cast<int>(i), to_json(records[i]).dump());
    };
    all("rule", catalog.knowledge.rules);
    all("diagram", catalog.knowledge.diagrams);
    all("check", catalog.knowledge.checks);
    all("model", catalog.models);
    all("accelerator", catalog.accelerators);
    all("instance", catalog.instances);
    record.row(std::string("factors"), 0, to_json(catalog.factors).dump());
}

/// Gathers what each beginning of up to twelve bytes stands for, in one walk through the words in their order.
class Beginnings {
public:
    explicit Beginnings(SQLite::Database& db)
        : m_insert(db, "INSERT INTO beginning VALUES(?, ?, ?, ?)")
    {
        for (SQLite::Statement row(db, "SELECT word, documents FROM word ORDER BY word"); row.executeStep();)
            add(row.getColumn(0).getString(), row.getColumn(1).getInt64());
        for (Open& open : m_open)
            close(open);
    }

private:
    static constexpr std::size_t longest = 12, very_many = 200, kept = 25;

    struct Open {
        std::string text;
        std::size_t words = 0;
        std::int64_t documents = 0;
        std::vector<std::pair<std::int64_t, std::string>> best; ///< by frequency, falling; of equal ones the first in the alphabet first
    };

    void add(const std::string& word, std::int64_t documents)
    {
        for (std::size_t size = 1; size <= longest; ++size) {
            Open& open = m_open[size - 1];
            const bool ends_a_letter
                = size == word.size() || (size < word.size() && (static_cast<unsigned char>(word[size]) & 0xC0u) != 0x80u);
            if (word.compare(0, size, open.text) != 0 || open.text.size() != std::min(size, word.size())) {
                close(open);
                open = {word.substr(0, size), 0, 0, {}};
            }
            if (size > word.size() || !ends_a_letter)
                continue;
            ++open.words;
            open.documents += documents;
            if (open.best.size() == kept && open.best.back().first >= documents)
                continue;
            const auto place = std::find_if(open.best.begin(), open.best.end(), [&](const auto& other) { return other.first < documents; });
            open.best.insert(place, {documents, word});
            if (open.best.size() > kept)
                open.best.pop_back();
        }
    }

    void close(const Open& open)
    {
        if (open.words <= very_many)
            return;
        m_insert.row(open.text, 0, std::string(), open.documents);
        for (std::size_t i = 0; i < open.best.size(); ++i)
            m_insert.row(open.text, static_cast<int>(i + 1), open.best[i].second, open.best[i].first);
    }

    Insert m_insert;
    std::array<Open, longest> m_open;
};

} // namespace

Status fill_knowledge_base(SQLite::Database& db, const Catalog& catalog)
{
    try {
        SQLite::Transaction transaction(db);
        db.exec(schema_002);
        RecordWriter(db).add(catalog.knowledge);
        write_catalog(db, catalog);
        db.exec(count_once);
        Beginnings{db};
        transaction.commit();
        return Done{};
    } catch (const SQLite::Exception& error) {
        return failure(db.getFilename(), fmt::format("cannot be written: {}", error.what()));
    }
}

Status write_knowledge_base(const Catalog& catalog, const std::string& path)
{
    Result<KnowledgeBaseWriter> writer = KnowledgeBaseWriter::create(path);
    if (!writer)
        return writer.error();
    if (Status added = writer->add(catalog.knowledge); !added)
        return added;
    return writer->finish(catalog);
}

// Written beside and renamed: a reader sees the old base or the new one, never half of it.
struct KnowledgeBaseWriter::Impl {
    Impl(std::string file, Connection&& made)
        : path(std::move(file))
        , connection(std::make_unique<Connection>(std::move(made)))
        , transaction(std::make_unique<SQLite::Transaction>(**connection))
    {
        (*connection)->exec(schema_002);
        records = std::make_unique<RecordWriter>(**connection);
    }
    ~Impl()
    {
        records.reset();
        transaction.reset();
        connection.reset();
        std::error_code code;
        if (!done)
            std::filesystem::remove(temporary(path), code);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    static std::string temporary(const std::string& path) { return path + ".new"; }

    std::string path;
    std::unique_ptr<Connection> connection;
    std::unique_ptr<SQLite::Transaction> transaction;
    std::unique_ptr<RecordWriter> records;
    bool done = false;
};

KnowledgeBaseWriter::KnowledgeBaseWriter(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}
KnowledgeBaseWriter::KnowledgeBaseWriter(KnowledgeBaseWriter&&) noexcept = default;
KnowledgeBaseWriter::~KnowledgeBaseWriter() = default;

Result<KnowledgeBaseWriter> KnowledgeBaseWriter::create(const std::string& path)
{
    try {
        Result<Connection> connection = Connection::create(Impl::temporary(path));
        if (!connection)
            return connection.error();
        return KnowledgeBaseWriter(std::make_unique<Impl>(path, std::move(*connection)));
    } catch (const SQLite::Exception& error) {
        return failure(path, fmt::format("cannot be written: {}", error.what()));
    }
}

namespace {

template <class T>
Status added(RecordWriter& records, const std::string& path, const T& record)
{
    try {
        records.add(record);
        return Done{};
    } catch (const SQLite::Exception& error) {
        return failure(path, fmt::format("cannot be written: {}", error.what()));
    }
}

} // namespace

Status KnowledgeBaseWriter::add(const Source& source)
{
    return added(*m_impl->records, m_impl->path, source);
}
Status KnowledgeBaseWriter::add(const Entity& entity)
{
    return added(*m_impl->records, m_impl->path, entity);
}
Status KnowledgeBaseWriter::add(const Claim& claim)
{
    return added(*m_impl->records, m_impl->path, claim);
}
Status KnowledgeBaseWriter::add(const Relation& relation)
{
    return added(*m_impl->records, m_impl->path, relation);
}
Status KnowledgeBaseWriter::add(const Knowledge& knowledge)
{
    return added(*m_impl->records, m_impl->path, knowledge);
}

Status KnowledgeBaseWriter::finish(const Catalog& catalog)
{
    const std::string path = m_impl->path;
    try {
        SQLite::Database& db = **m_impl->connection;
        write_catalog(db, catalog);
        m_impl->records.reset();
        db.exec(count_once);
        Beginnings{db};
        m_impl->transaction->commit();
        m_impl->transaction.reset();
        // Statistics of a sample: of every row they would take longer than the rest.
        db.exec(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}; PRAGMA analysis_limit = 2000; ANALYZE;", application_id,
                            schema_version));
        m_impl->connection.reset();
    } catch (const SQLite::Exception& error) {
        return failure(path, fmt::format("cannot be written: {}", error.what()));
    }
    std::error_code code;
    std::filesystem::rename(Impl::temporary(path), path, code);
    if (code)
        return failure(path, "cannot be written: " + code.message());
    m_impl->done = true;
    return Done{};
}

} // namespace archway
