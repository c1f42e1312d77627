// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/user_layers.h"

#include "db/connection.h"
#include "db/schema.h"
#include "model/knowledge/record_json.h"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>

namespace archway {

namespace {

using SQLite::Statement;
namespace fs = std::filesystem;

constexpr std::chrono::milliseconds read_limit{10'000};
constexpr std::chrono::minutes write_limit{2};

static_assert(std::size(layer_steps) == static_cast<std::size_t>(layer_file.newest));

std::int32_t version_of(SQLite::Database& db)
{
    return db.execAndGet("PRAGMA user_version").getInt();
}

/// Brings the schema up to date in one transaction; version 0 is a new file.
void migrate(SQLite::Database& db)
{
    SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
    for (auto version = static_cast<std::size_t>(version_of(db)); version < std::size(layer_steps); ++version)
        db.exec(layer_steps[version]);
    db.exec(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", layer_file.application_id, layer_file.newest));
    transaction.commit();
}

/// A complete copy beside the file, "mine.db.version-1", before an older file is changed.
void back_up(SQLite::Database& db, const std::string& path, int version)
{
    const std::string copy = fmt::format("{}.version-{}", path, version);
    std::error_code code;
    fs::remove(copy, code);
    sqlite3_limit(db.getHandle(), SQLITE_LIMIT_ATTACHED, 1); // VACUUM INTO attaches the copy
    Statement vacuum(db, "VACUUM INTO ?");
    vacuum.bind(1, copy);
    vacuum.exec();
    sqlite3_limit(db.getHandle(), SQLITE_LIMIT_ATTACHED, 0);
}

bool exists(const std::string& path)
{
    std::error_code code;
    return fs::exists(path, code);
}

/// Opens a layer for changes; makes it, or brings it up to date, first.
Result<Connection> open_to_change(const std::string& path)
{
    if (!exists(path)) {
        std::error_code code;
        fs::create_directories(fs::path(path).parent_path(), code);
        if (code)
            return failure(fs::path(path).parent_path().string(), "cannot be made: " + code.message());
        // Under another name until it is whole.
        const std::string temporary = path + ".new";
        {
            Result<Connection> made = Connection::create(temporary);
            if (!made)
                return made;
            try {
                migrate(**made);
            } catch (const SQLite::Exception& error) {
                return failure(path, fmt::format("cannot be written: {}", error.what()));
            }
        }
        fs::rename(temporary, path, code);
        if (code)
            return failure(path, "cannot be written: " + code.message());
    }
    Result<Connection> connection = Connection::open_for_writing(path, layer_file);
    if (!connection)
        return connection;
    try {
        connection->set_time_limit(write_limit);
        if (const int version = version_of(**connection); version < layer_file.newest) {
            back_up(**connection, path, version);
            migrate(**connection);
        }
        return connection;
    } catch (const SQLite::Exception& error) {
        return failure(path, fmt::format("cannot be brought up to date: {}", error.what()), "the copy of before is kept beside it");
    }
}

/// Opens a layer that is there for reading. An older one is brought up to date first, which keeps a copy.
Result<Connection> open_to_read(const std::string& path)
{
    Result<Connection> connection = Connection::open_read_only(path, true, layer_file);
    if (!connection)
        return connection;
    connection->set_time_limit(read_limit);
    if (version_of(**connection) == layer_file.newest)
        return connection;
    return open_to_change(path);
}

/// Writes each record with its id and position.
class RecordWriter {
public:
    RecordWriter(SQLite::Database& db, std::int64_t batch)
        : m_insert(db, "INSERT INTO record VALUES(?, ?, ?, ?, ?)")
    {
        m_insert.bind(1, batch);
    }

    /// Prices have a table of their own.
    void all(const char*, const std::vector<Price>&) { }
    template <class T>
    void all(const char* kind, const std::vector<T>& records)
    {
        for (const T& record : records)
            row(kind, record_id(record), to_json(record).dump());
    }

    void row(const char* kind, const std::string& id, const std::string& json)
    {
        m_insert.bind(2, kind);
        m_insert.bind(3, id);
        m_insert.bind(4, m_position++);
        m_insert.bind(5, json);
        m_insert.exec();
        m_insert.reset();
    }

private:
    Statement m_insert;
    int m_position = 0;
};

void write_prices(SQLite::Database& db, std::int64_t batch, const std::vector<Price>& prices)
{
    Statement insert(db, "INSERT INTO price VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
    for (std::size_t i = 0; i < prices.size(); ++i) {
        const Price& price = prices[i];
        insert.bind(1, batch);
        insert.bind(2, static_cast<std::int64_t>(i));
        insert.bind(3, price.instance);
        insert.bind(4, price.region);
        insert.bind(5, price.purchase);
        insert.bind(6, price.usd_per_hour);
        insert.bind(7, price.as_of);
        insert.bind(8, price.source);
        insert.exec();
        insert.reset();
    }
}

Result<std::vector<Batch>> batches_in(const std::string& path, KnowledgeLayer layer)
{
    std::vector<Batch> out;
    if (!exists(path))
        return out;
    const Result<Connection> connection = open_to_read(path);
    if (!connection)
        return connection.error();
    try {
        Statement row(
            **connection,
            "SELECT id, kind, title, origin, made, (SELECT count(*) FROM record WHERE batch = batch.id) + (SELECT count(*) FROM price "
            "WHERE batch = batch.id) FROM batch ORDER BY id");
        while (row.executeStep())
            out.push_back({row.getColumn(0).getInt64(), layer, row.getColumn(1).getString(), row.getColumn(2).getString(),
                           row.getColumn(3).getString(), static_cast<std::size_t>(row.getColumn(5).getInt64()),
                           row.getColumn(4).getString()});
        return out;
    } catch (const SQLite::Exception& error) {
        return bad_input(path, fmt::format("cannot be read: {}", error.what()), "expected a layer that is intact");
    }
}

} // namespace

const char* layer_name(KnowledgeLayer layer)
{
    return layer == KnowledgeLayer::Imported ? "imported" : "mine";
}

UserLayers::UserLayers(std::string folder)
    : m_folder(std::move(folder))
{
    // SQLite is told not to follow links, which a home folder may well be reached by.
    std::error_code code;
    if (const fs::path real = fs::weakly_canonical(m_folder, code); !code && !m_folder.empty())
        m_folder = real.string();
}

std::string UserLayers::path(KnowledgeLayer layer) const
{
    return (fs::path(m_folder) / (std::string(layer_name(layer)) + ".db")).string();
}

Result<std::vector<StoredBatch>> UserLayers::read_batches(KnowledgeLayer layer) const
{
    std::vector<StoredBatch> out;
    const std::string file = path(layer);
    if (m_folder.empty() || !exists(file))
        return out;
    const Result<Connection> connection = open_to_read(file);
    if (!connection)
        return connection.error();
    try {
        SQLite::Database& db = **connection;
        std::map<std::int64_t, std::size_t> index;
        for (Statement row(db, "SELECT id, kind, title, origin, made FROM batch ORDER BY id"); row.executeStep();) {
            index.emplace(row.getColumn(0).getInt64(), index.size());
            out.push_back({{row.getColumn(0).getInt64(), layer, row.getColumn(1).getString(), row.getColumn(2).getString(),
                            row.getColumn(3).getString(), 0, row.getColumn(4).getString()},
                           {}});
        }
        for (Statement row(db, "SELECT batch, kind, id, json FROM record ORDER BY batch, position"); row.executeStep();) {
            const std::string kind = row.getColumn(1).getString();
            const std::string text = row.getColumn(3).getString();
            const std::string place = fmt::format("{}: {} {}", file, kind, row.getColumn(2).getString());
            const auto batch = index.find(row.getColumn(0).getInt64());
            if (batch == index.end())
                return bad_input(place, "belongs to no import", "expected a layer that is intact");
            if (const Status whole = check_json(text, place); !whole)
                return whole.error();
            const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
            if (const Status read = read_layer_record(kind, json, place, out[batch->second].records); !read)
                return read.error();
            ++out[batch->second].batch.records;
        }
        for (Statement row(db, "SELECT batch, instance, region, purchase, usd_per_hour, as_of, source FROM price ORDER BY batch, position");
             row.executeStep();) {
            const auto batch = index.find(row.getColumn(0).getInt64());
            if (batch == index.end())
                return bad_input(file + ": price", "belongs to no import", "expected a layer that is intact");
            ++out[batch->second].batch.records;
            out[batch->second].records.catalog.prices.push_back({row.getColumn(1).getString(), row.getColumn(2).getString(),
                                                                 row.getColumn(3).getString(), row.getColumn(4).getDouble(),
                                                                 row.getColumn(5).getString(), row.getColumn(6).getString()});
        }
        return out;
    } catch (const SQLite::Exception& error) {
        return bad_input(file, fmt::format("cannot be read: {}", error.what()), "expected a layer that is intact");
    }
}

Result<std::vector<LayerRecords>> UserLayers::read(KnowledgeLayer layer) const
{
    Result<std::vector<StoredBatch>> batches = read_batches(layer);
    if (!batches)
        return batches.error();
    std::vector<LayerRecords> out;
    out.reserve(batches->size());
    for (StoredBatch& batch : *batches)
        out.push_back(std::move(batch.records));
    return out;
}

Result<std::vector<LayerRecords>> UserLayers::read_all() const
{
    Result<std::vector<LayerRecords>> all = read(KnowledgeLayer::Imported);
    if (!all)
        return all;
    Result<std::vector<LayerRecords>> mine = read(KnowledgeLayer::Mine);
    if (!mine)
        return mine;
    std::move(mine->begin(), mine->end(), std::back_inserter(*all));
    return all;
}

Result<std::vector<Batch>> UserLayers::batches() const
{
    std::vector<Batch> all;
    if (m_folder.empty())
        return all;
    for (const KnowledgeLayer layer : {KnowledgeLayer::Imported, KnowledgeLayer::Mine}) {
        Result<std::vector<Batch>> some = batches_in(path(layer), layer);
        if (!some)
            return some;
        std::move(some->begin(), some->end(), std::back_inserter(all));
    }
    std::sort(all.begin(), all.end(), [](const Batch& a, const Batch& b) { return a.id < b.id; });
    return all;
}

Status UserLayers::write(const Batch& batch, const LayerRecords& records) const
{
    const std::string file = path(batch.layer);
    const Result<Connection> connection = open_to_change(file);
    if (!connection)
        return connection.error();
    try {
        SQLite::Database& db = **connection;
        SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
        Statement insert(db, "INSERT INTO batch VALUES(?, ?, ?, ?, ?)");
        insert.bind(1, batch.id);
        insert.bind(2, batch.kind);
        insert.bind(3, batch.title);
        insert.bind(4, batch.origin);
        insert.bind(5, batch.made);
        insert.exec();
        RecordWriter write(db, batch.id);
        visit_lists(records.catalog, [&write](const char* kind, const auto& list) { write.all(kind, list); });
        write_prices(db, batch.id, records.catalog.prices);
        if (!records.catalog.factors.source.empty())
            write.row("factors", "factors", to_json(records.catalog.factors).dump());
        write.all("discount", records.discounts);
        for (const Withdrawal& w : records.withdrawn)
            write.row("withdrawal", w.kind + ' ' + w.id, to_json(w).dump());
        write.all("note", records.notes);
        transaction.commit();
        return Done{};
    } catch (const SQLite::Exception& error) {
        return failure(file, fmt::format("cannot be written: {}", error.what()), "nothing was changed");
    } catch (const nlohmann::json::exception&) {
        return bad_input(batch.origin, "holds text that is not UTF-8", "expected UTF-8");
    }
}

Result<std::int64_t> UserLayers::append(const Batch& batch, const LayerRecords& records) const
{
    if (m_folder.empty())
        return failure("user data", "has no folder", "name one with --user-data");
    const Result<std::vector<Batch>> before = batches();
    if (!before)
        return before.error();
    Batch numbered = batch;
    numbered.id = before->empty() ? 1 : before->back().id + 1;
    if (const Status written = write(numbered, records); !written)
        return written.error();
    return numbered.id;
}

Status UserLayers::add(const Batch& batch, const LayerRecords& records) const
{
    if (const Result<std::int64_t> id = append(batch, records); !id)
        return id.error();
    return Done{};
}

Status UserLayers::put_back(const StoredBatch& stored) const
{
    return write(stored.batch, stored.records);
}

Result<StoredBatch> UserLayers::remove(std::int64_t id) const
{
    // A layer that cannot be read holds nothing that could be taken back; the other one may.
    std::optional<Error> unreadable;
    for (const KnowledgeLayer layer : {KnowledgeLayer::Mine, KnowledgeLayer::Imported}) {
        Result<std::vector<StoredBatch>> all = read_batches(layer);
        if (!all) {
            unreadable = all.error();
            continue;
        }
        const auto found = std::find_if(all->begin(), all->end(), [id](const StoredBatch& stored) { return stored.batch.id == id; });
        if (found == all->end())
            continue;
        if (const Status deleted = erase(found->batch); !deleted)
            return deleted.error();
        return std::move(*found);
    }
    if (unreadable)
        return std::move(*unreadable);
    return Error{Error::Code::No, "", "this change is not there any more", "it may have been taken back elsewhere"};
}

Status UserLayers::erase(const Batch& batch) const
{
    const std::string file = path(batch.layer);
    const Result<Connection> connection = open_to_change(file);
    if (!connection)
        return connection.error();
    try {
        SQLite::Database& db = **connection;
        SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
        for (const char* sql :
             {"DELETE FROM record WHERE batch = ?", "DELETE FROM price WHERE batch = ?", "DELETE FROM batch WHERE id = ?"}) {
            Statement remove(db, sql);
            remove.bind(1, batch.id);
            remove.exec();
        }
        transaction.commit();
        return Done{};
    } catch (const SQLite::Exception& error) {
        return failure(file, fmt::format("cannot be written: {}", error.what()), "nothing was changed");
    }
}

Result<Batch> UserLayers::undo() const
{
    Result<std::vector<Batch>> all = batches();
    if (!all)
        return all.error();
    if (all->empty())
        return Error{Error::Code::No, "", "there is no import to take back", ""};
    if (const Status erased = erase(all->back()); !erased)
        return erased.error();
    return std::move(all->back());
}

} // namespace archway
