// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connection.h"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>

namespace archway {

namespace {

constexpr std::chrono::milliseconds default_time_limit{2000};
constexpr std::chrono::seconds check_limit{30}; ///< every page of the largest file that is checked, on a busy machine
constexpr int progress_steps = 2000;            ///< virtual machine steps between two looks at the clock

std::uint32_t big_endian(const char* bytes)
{
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

/// Looks at the first 100 bytes without SQLite: whose file it is, and of which version.
Status check_header(const std::string& path, const FileKind& kind)
{
    const std::string expected = fmt::format("expected {} that Archway wrote", kind.name);
    std::error_code code;
    if (!std::filesystem::is_regular_file(path, code))
        return bad_input(path, "no such file", fmt::format("expected {}", kind.name));
    std::ifstream file(path, std::ios::binary);
    std::array<char, 100> header{};
    if (!file.read(header.data(), header.size()) || std::memcmp(header.data(), "SQLite format 3", 16) != 0)
        return bad_input(path, "is not a SQLite file", expected);
    if (big_endian(header.data() + 68) != static_cast<std::uint32_t>(kind.application_id))
        return bad_input(path, fmt::format("is a SQLite file of another program, or not {}", kind.name), expected);
    const auto version = static_cast<std::int32_t>(big_endian(header.data() + 60));
    if (version > kind.newest)
        return bad_input(path, fmt::format("has version {}, newer than this program reads", version),
                         fmt::format("expected version {} or older", kind.newest));
    if (version < 1)
        return bad_input(path, "has no version", expected);
    return Done{};
}

} // namespace

/// When the statements that run now have to end, in time that this process has computed: a machine that is busy with
/// others slows a statement down without making it a hostile one.
struct Connection::Deadline {
    std::clock_t end = from_now(default_time_limit);

    static std::clock_t from_now(std::chrono::milliseconds limit)
    {
        return std::clock() + static_cast<std::clock_t>(limit.count()) * (CLOCKS_PER_SEC / 1000);
    }
};

Connection::Connection(std::unique_ptr<SQLite::Database> database)
    : m_deadline(std::make_shared<Deadline>())
    , m_database(std::move(database))
{
    sqlite3_progress_handler(
        m_database->getHandle(), progress_steps,
        [](void* deadline) { return std::clock() > static_cast<Deadline*>(deadline)->end ? 1 : 0; }, m_deadline.get());
}

void Connection::set_time_limit(std::chrono::milliseconds limit) const
{
    m_deadline->end = Deadline::from_now(limit);
}

int Connection::version() const
{
    SQLite::Statement row(*m_database, "PRAGMA user_version");
    return row.executeStep() ? row.getColumn(0).getInt() : 0;
}

void Connection::harden() const
{
    sqlite3* handle = m_database->getHandle();
    const auto config = [handle](int option, int value) { sqlite3_db_config(handle, option, value, nullptr); };
    config(SQLITE_DBCONFIG_DEFENSIVE, 1);
    config(SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
    config(SQLITE_DBCONFIG_ENABLE_TRIGGER, 0);
    config(SQLITE_DBCONFIG_ENABLE_VIEW, 0);
    config(SQLITE_DBCONFIG_DQS_DML, 0);
    config(SQLITE_DBCONFIG_DQS_DDL, 0);
    config(SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0);
    // Low enough for files from elsewhere, high enough for every statement of ours.
    constexpr std::array<std::array<int, 2>, 10> limits{{{SQLITE_LIMIT_LENGTH, 10'000'000},
                                                         {SQLITE_LIMIT_SQL_LENGTH, 100'000},
                                                         {SQLITE_LIMIT_COLUMN, 100},
                                                         {SQLITE_LIMIT_EXPR_DEPTH, 20},
                                                         {SQLITE_LIMIT_COMPOUND_SELECT, 5},
                                                         {SQLITE_LIMIT_VDBE_OP, 25'000},
                                                         {SQLITE_LIMIT_FUNCTION_ARG, 8},
                                                         {SQLITE_LIMIT_ATTACHED, 0},
                                                         {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50},
                                                         {SQLITE_LIMIT_TRIGGER_DEPTH, 10}}};
    for (const auto& [limit, value] : limits)
        sqlite3_limit(handle, limit, value);
}

Result<Connection> Connection::open(const std::string& path, bool check, const FileKind& kind, int flags)
{
    if (const Status header = check_header(path, kind); !header)
        return header.error();
    const std::string expected = fmt::format("expected {} that Archway wrote", kind.name);
    try {
        Connection connection(std::make_unique<SQLite::Database>(path, flags));
        connection.harden();
        connection->exec("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;");
        if (check) {
            connection.set_time_limit(check_limit);
            SQLite::Statement quick(*connection, "PRAGMA quick_check(1)");
            if (!quick.executeStep() || quick.getColumn(0).getString() != "ok")
                return bad_input(path, "is damaged", fmt::format("expected {} that is intact; restore it from a copy", kind.name));
        }
        connection.set_time_limit(default_time_limit);
        // A view in the place of a table could compute for ever.
        SQLite::Statement disguised(*connection, "SELECT name FROM sqlite_schema WHERE type NOT IN ('table', 'index') LIMIT 1");
        if (disguised.executeStep())
            return bad_input(path, fmt::format("holds \"{}\", which is neither table nor index", disguised.getColumn(0).getString()),
                             expected);
        return connection;
    } catch (const SQLite::Exception& error) {
        return bad_input(path, fmt::format("cannot be read: {}", error.what()), fmt::format("expected {} that is intact", kind.name));
    }
}

Result<Connection> Connection::open_read_only(const std::string& path, bool check, const FileKind& kind)
{
    return open(path, check, kind, SQLite::OPEN_READONLY | SQLITE_OPEN_NOFOLLOW);
}

Result<Connection> Connection::open_for_writing(const std::string& path, const FileKind& kind)
{
    Result<Connection> connection = open(path, true, kind, SQLite::OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW);
    if (!connection)
        return connection;
    try {
        (*connection)->setBusyTimeout(5000);
        (*connection)->exec("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
        return connection;
    } catch (const SQLite::Exception& error) {
        return failure(path, fmt::format("cannot be written: {}", error.what()));
    }
}

Result<Connection> Connection::in_memory()
{
    try {
        return Connection(std::make_unique<SQLite::Database>(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE));
    } catch (const SQLite::Exception& error) {
        return failure("memory", error.what());
    }
}

Result<Connection> Connection::create(const std::string& path)
{
    std::error_code code;
    std::filesystem::remove(path, code);
    try {
        Connection connection(std::make_unique<SQLite::Database>(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE));
        connection.set_time_limit(std::chrono::hours(1)); // a million claims take minutes
        connection->exec("PRAGMA page_size = 4096; PRAGMA cache_size = -65536; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA "
                         "foreign_keys = ON;");
        return connection;
    } catch (const SQLite::Exception& error) {
        return failure(path, fmt::format("cannot be written: {}", error.what()));
    }
}

} // namespace archway
