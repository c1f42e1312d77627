// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of KnowledgeStore share.
#pragma once

#include "db/connection.h"
#include "db/knowledge_store.h"

#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>

namespace archway {

inline constexpr std::chrono::milliseconds read_limit{5000};
inline constexpr std::chrono::milliseconds query_limit{2000};
inline constexpr std::chrono::milliseconds search_limit{500};

struct KnowledgeStore::Impl {
    Connection connection;
    std::string path;
    int version = schema_version;
    bool whole = true;
    KnowledgeSize size;

    /// Runs `query` on the database under a time limit; what SQLite throws becomes an error.
    template <class Query>
    auto ask(std::chrono::milliseconds limit, const Query& query) const -> Result<decltype(query(*connection))>
    {
        try {
            connection.set_time_limit(limit);
            return query(*connection);
        } catch (const SQLite::Exception& error) {
            return bad_input(path, fmt::format("cannot be read: {}", error.what()), "expected an intact knowledge base");
        }
    }
};

} // namespace archway
