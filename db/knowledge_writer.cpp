// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/knowledge_writer.h"

#include "db/connection.h"
#include "db/schema.h"
#include "model/knowledge/record_json.h"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <SQLiteCpp/VariadicBind.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

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

void write_knowledge(SQLite::Database& db, const Knowledge& k)
{
    Insert source(db, "INSERT INTO source VALUES(?, ?, ?, ?, ?, ?)");
    Insert entity(db, "INSERT INTO entity VALUES(?, ?, ?, ?, ?, ?, ?)");
    Insert alias(db, "INSERT INTO alias VALUES(?, ?, ?)");
    Insert claim(db, "INSERT INTO claim VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    Insert claim_source(db, "INSERT INTO claim_source VALUES(?, ?, ?, ?)");
    Insert relation(db, "INSERT INTO relation VALUES(?, ?, ?, ?, ?)");
    Insert relation_claim(db, "INSERT INTO relation_claim VALUES(?, ?, ?)");
    Insert search(db, "INSERT INTO search VALUES(?, ?, ?, ?)");
    for (const Source& s : k.sources) {
        source.row(s.id, s.title, s.kind, s.location, s.date, s.read ? 1 : 0);
        search.row(s.id, std::string("source"), s.title, s.location);
    }
    for (const Entity& e : k.entities) {
        entity.row(e.id, e.kind, e.name, e.status, e.status_as_of, e.successor, e.summary);
        for (std::size_t i = 0; i < e.aliases.size(); ++i)
            alias.row(e.id, static_cast<int>(i), e.aliases[i]);
        search.row(e.id, e.kind, e.name + " " + joined(e.aliases), e.id + " " + e.summary);
    }
    for (const Claim& c : k.claims) {
        claim.row(c.id, c.about, c.statement, c.value, c.low, c.unit, c.qualifier, c.baseline, c.scope, c.as_of, c.status);
        std::string sections;
        for (std::size_t i = 0; i < c.sources.size(); ++i) {
            claim_source.row(c.id, static_cast<int>(i), c.sources[i].document, c.sources[i].section);
            sections += " " + c.sources[i].section;
        }
        search.row(c.id, std::string("claim"), c.statement, c.baseline + " " + c.scope + sections);
    }
    for (std::size_t i = 0; i < k.relations.size(); ++i) {
        const Relation& r = k.relations[i];
        relation.row(static_cast<int>(i), r.from, r.type, r.to, r.because);
        for (std::size_t j = 0; j < r.claims.size(); ++j)
            relation_claim.row(static_cast<int>(i), static_cast<int>(j), r.claims[j]);
    }
}

void write_catalog(SQLite::Database& db, const Catalog& catalog)
{
    Insert meta(db, "INSERT INTO meta VALUES(?, ?)");
    meta.row(std::string("knowledge_version"), catalog.knowledge_version);
    Insert price(db, "INSERT INTO price VALUES(?, ?, ?, ?, ?, ?)");
    for (const Price& p : catalog.prices)
        price.row(p.instance, p.region, p.purchase, p.usd_per_hour, p.as_of, p.source);
    Insert api_price(db, "INSERT INTO api_price VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (std::size_t i = 0; i < catalog.api_prices.size(); ++i) {
        const ApiPrice& p = catalog.api_prices[i];
        api_price.row(static_cast<int>(i), p.model, p.api_id, p.name, p.usd_per_million_input, p.usd_per_million_output,
                      p.usd_per_million_cached, p.as_of, p.source);
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

} // namespace

Status fill_knowledge_base(SQLite::Database& db, const Catalog& catalog)
{
    try {
        SQLite::Transaction transaction(db);
        db.exec(schema_001);
        write_knowledge(db, catalog.knowledge);
        write_catalog(db, catalog);
        db.exec("INSERT INTO search(search) VALUES('optimize')");
        transaction.commit();
        return Done{};
    } catch (const SQLite::Exception& error) {
        return failure(db.getFilename(), fmt::format("cannot be written: {}", error.what()));
    }
}

Status write_knowledge_base(const Catalog& catalog, const std::string& path)
{
    // Written beside and renamed: a reader sees the old base or the new one, never half of it.
    const std::string temporary = path + ".new";
    try {
        Result<Connection> connection = Connection::create(temporary);
        if (!connection)
            return connection.error();
        SQLite::Database& db = **connection;
        if (const Status filled = fill_knowledge_base(db, catalog); !filled)
            return failure(path, filled.error().message);
        db.exec(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}; ANALYZE;", application_id, schema_version));
    } catch (const SQLite::Exception& error) {
        return failure(path, fmt::format("cannot be written: {}", error.what()));
    }
    std::error_code code;
    std::filesystem::rename(temporary, path, code);
    if (code)
        return failure(path, "cannot be written: " + code.message());
    return Done{};
}

} // namespace archway
