// SPDX-License-Identifier: GPL-3.0-or-later
// Full-text search in a base of version 2: what it costs does not depend on how many records hold a word.
#pragma once

#include "db/knowledge_store.h"

#include <cstdint>

namespace SQLite {
class Database;
}

namespace archway {

// Where the rowids of entities and claims begin in the search; those of sources begin at 0.
inline constexpr std::int64_t entity_rows = std::int64_t{1} << 40;
inline constexpr std::int64_t claim_rows = std::int64_t{1} << 41;

/// Of each kind of record the first `looked_at` that match are ranked; where there are more, the answer says so.
inline constexpr int looked_at = 1000;

/// What is typed as an expression of FTS5: every word quoted, the last one as the beginning of words. Empty where no record can match.
struct SearchExpression {
    std::string all;                ///< every word somewhere
    std::string together;           ///< the words as they follow each other; empty for one word
    std::vector<std::string> words; ///< folded
    bool cut_short = false;         ///< the beginning stands for more words than are looked for
};
/// Throws SQLite::Exception.
[[nodiscard]] SearchExpression search_expression(SQLite::Database& db, std::string_view text);

/// Throws SQLite::Exception.
[[nodiscard]] SearchAnswer search_in(SQLite::Database& db, std::string_view text, int limit);

/// The rowids of the first `most` claims that match, in the order of the base. Throws SQLite::Exception.
[[nodiscard]] std::vector<std::int64_t> matching_claims(SQLite::Database& db, const SearchExpression& expression, int most);

} // namespace archway
