// SPDX-License-Identifier: GPL-3.0-or-later
// Text as the full-text search sees it: its words, how well a row matches, and the excerpt that is shown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace SQLite {
class Database;
}

namespace archway {

/// Text made ready for the tokenizer: ideographs and kana stand apart, as they have no blanks between words; a full stop or hyphen at the
/// end of a word is no part of it.
[[nodiscard]] std::string searchable(std::string_view text);

/// One word of a text: folded (lower case, without diacritics) and the bytes it takes.
struct TextWord {
    std::string folded;
    std::size_t begin = 0, end = 0;
};
/// The words of a text by the tokenizer of the search. `text` is what searchable() made; offsets are into it. Throws SQLite::Exception.
[[nodiscard]] std::vector<TextWord> words_of(SQLite::Database& database, std::string_view text);

/// Makes `closeness(search)` known to a connection: how well a row matches, greater is better. A word in the name counts more than one in
/// the text, more at its beginning, and more where words follow each other as typed. Needs no statistics of the whole base, unlike bm25,
/// whose cost grows with the number of rows that hold a word. Throws SQLite::Exception.
void add_closeness(SQLite::Database& database);

/// About `most` words of a text around those that match, the matches between ‹ and ›; … where something is left out.
/// `words` are folded; the last one also matches as a beginning.
[[nodiscard]] std::string excerpt(SQLite::Database& database, std::string_view text, const std::vector<std::string>& words,
                                  std::size_t most = 16);

} // namespace archway
