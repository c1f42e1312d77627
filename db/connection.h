// SPDX-License-Identifier: GPL-3.0-or-later
// Opening SQLite files: hardened, with a time limit on every statement. One connection a thread.
#pragma once

#include "model/base/result.h"

#include <SQLiteCpp/Database.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace archway {

/// "Awk1", big-endian, in the SQLite header: this file is a knowledge base of ours.
inline constexpr std::int32_t application_id = 0x41776b31;
inline constexpr std::int32_t schema_version = 1;

/// A connection whose statements are interrupted when a deadline passes. Movable only while no statement runs.
class Connection {
public:
    /// Opens an existing file read-only as hostile: header magic, application id and version are looked at before SQLite parses
    /// anything; then no triggers, views, extensions or double-quoted strings, low limits, and our tables must be tables.
    /// `check` also runs quick_check: for files that Archway did not write itself.
    static Result<Connection> open_read_only(const std::string& path, bool check);
    /// Creates a new file for writing; an existing one is replaced.
    static Result<Connection> create(const std::string& path);

    SQLite::Database& operator*() const { return *m_database; }
    SQLite::Database* operator->() const { return m_database.get(); }

    /// Whatever runs from now on ends with an error once this much time has passed.
    void set_time_limit(std::chrono::milliseconds limit) const;

private:
    struct Deadline;
    explicit Connection(std::unique_ptr<SQLite::Database> database);
    void harden() const;

    std::shared_ptr<Deadline> m_deadline;
    std::unique_ptr<SQLite::Database> m_database;
};

} // namespace archway
