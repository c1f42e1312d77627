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
inline constexpr std::int32_t schema_version = 2;

/// What a file of ours says of itself in its header.
struct FileKind {
    std::int32_t application_id;
    std::int32_t newest; ///< version of the schema
    const char* name;    ///< "a knowledge base"
};
inline constexpr FileKind knowledge_base_file{application_id, schema_version, "a knowledge base"};
/// "Awl1"
inline constexpr FileKind layer_file{0x41776c31, 3, "a layer of your own knowledge"};

/// A connection whose statements are interrupted when a deadline passes. Movable only while no statement runs.
class Connection {
public:
    /// Opens an existing file read-only as hostile: header magic, application id and version are looked at before SQLite parses
    /// anything; then no triggers, views, extensions or double-quoted strings, low limits, and our tables must be tables.
    /// `check` also runs quick_check: for files that Archway did not write itself.
    static Result<Connection> open_read_only(const std::string& path, bool check, const FileKind& kind = knowledge_base_file);
    /// Opens an existing file of ours for changes, hardened and checked in the same way; waits five seconds for another writer.
    static Result<Connection> open_for_writing(const std::string& path, const FileKind& kind);
    /// A base in memory, for what is put together from several files.
    static Result<Connection> in_memory();
    /// Creates a new file for writing; an existing one is replaced.
    static Result<Connection> create(const std::string& path);

    SQLite::Database& operator*() const { return *m_database; }
    SQLite::Database* operator->() const { return m_database.get(); }

    /// The version in the file's header, 1 and up.
    [[nodiscard]] int version() const;
    /// Whatever runs from now on ends with an error once this process has computed for so long.
    void set_time_limit(std::chrono::milliseconds limit) const;

private:
    struct Deadline;
    explicit Connection(std::unique_ptr<SQLite::Database> database);
    static Result<Connection> open(const std::string& path, bool check, const FileKind& kind, int flags);
    void harden() const;

    std::shared_ptr<Deadline> m_deadline;
    std::unique_ptr<SQLite::Database> m_database;
};

} // namespace archway
