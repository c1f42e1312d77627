// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/search.h"

#include "db/search_words.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace archway {

namespace {

using SQLite::Statement;

constexpr std::size_t most_words = 16;
constexpr int most_completions = 24;           ///< words that a beginning stands for, the most frequent first …
constexpr std::int64_t few_documents = 20'000; ///< … unless all its words together are in so few records that FTS5 merges them at once
constexpr int together_looked_at = 200;

std::string quoted(const std::string& word)
{
    std::string out = "\"";
    for (const char c : word)
        out += c == '"' ? "\"\"" : std::string(1, c);
    return out + '"';
}

/// The smallest text that is greater than every text beginning with `prefix`.
std::string after(std::string prefix)
{
    while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xFF)
        prefix.pop_back();
    if (!prefix.empty())
        prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
    return prefix;
}

std::int64_t documents_with(SQLite::Database& db, const std::string& word)
{
    Statement row(db, "SELECT documents FROM word WHERE word = ?");
    row.bind(1, word);
    return row.executeStep() ? row.getColumn(0).getInt64() : 0;
}

/// What the beginning of a word may stand for.
struct Completions {
    std::vector<std::string> words; ///< the most frequent first, at most `most_completions`
    bool more = false;
    std::int64_t documents = 0; ///< that hold any of the words, those left out too; one with two of them counts twice
};

Completions completions(SQLite::Database& db, const std::string& prefix)
{
    Completions out;
    const auto take = [&out](Statement& row) {
        while (row.executeStep()) {
            if (row.getColumn(2).getInt64() == 0) {
                out.documents = row.getColumn(1).getInt64();
            } else if (out.words.size() < most_completions) {
                out.words.push_back(row.getColumn(0).getString());
            } else {
                out.more = true;
            }
        }
    };
    // What very many words begin with was gathered when the base was written; what few begin with is soon looked through.
    Statement prepared(db, "SELECT word, documents, position FROM beginning WHERE beginning = ? ORDER BY position LIMIT 100");
    prepared.bind(1, prefix);
    take(prepared);
    if (!out.words.empty())
        return out;
    Statement row(db, "SELECT word, documents, 1 FROM word WHERE word >= ?1 AND word < ?2 ORDER BY documents DESC, word LIMIT 1000");
    row.bind(1, prefix);
    row.bind(2, after(prefix));
    take(row);
    Statement sum(db, "SELECT sum(documents) FROM (SELECT documents FROM word WHERE word >= ?1 AND word < ?2 LIMIT 1000)");
    sum.bind(1, prefix);
    sum.bind(2, after(prefix));
    out.documents = sum.executeStep() ? sum.getColumn(0).getInt64() : 0;
    return out;
}

/// The last word typed, as FTS5 finds it soonest; empty where no word begins so.
std::string as_beginning(SQLite::Database& db, const std::string& word, bool& cut_short)
{
    const Completions known = completions(db, word);
    if (known.words.empty())
        return {};
    if (known.more && known.documents <= few_documents)
        return quoted(word) + "*";
    cut_short = known.more;
    std::string any;
    for (const std::string& completion : known.words)
        any += (any.empty() ? "" : " OR ") + quoted(completion);
    // The word itself is looked for even where its completions are more frequent.
    if (known.more && documents_with(db, word) > 0)
        any += " OR " + quoted(word);
    return "(" + any + ")";
}

struct Found {
    std::int64_t row;
    int closeness;
};

/// Ranks what matches between two rowids, at most `most` rows of it. Whether there were more.
bool gather(SQLite::Database& db, const std::string& expression, std::int64_t from, std::int64_t to, int most, std::set<std::int64_t>& seen,
            std::vector<Found>& out)
{
    if (expression.empty())
        return false;
    Statement row(db, "SELECT rowid, closeness(search) FROM search WHERE search MATCH ?1 AND rowid >= ?2 AND rowid < ?3 LIMIT ?4");
    row.bind(1, expression);
    row.bind(2, from);
    row.bind(3, to);
    row.bind(4, most + 1);
    int count = 0;
    while (row.executeStep()) {
        if (++count > most)
            return true;
        if (seen.insert(row.getColumn(0).getInt64()).second)
            out.push_back({row.getColumn(0).getInt64(), row.getColumn(1).getInt()});
    }
    return false;
}

/// Records whose id, name or alias is exactly what was typed.
void add_exact(SQLite::Database& db, const std::string& text, std::set<std::int64_t>& seen, std::vector<Found>& out)
{
    constexpr int exactly = 1000;
    const std::array<std::pair<const char*, std::int64_t>, 5> lookups{
        {{"SELECT rowid FROM entity WHERE id = ? COLLATE NOCASE LIMIT 5", entity_rows},
         {"SELECT rowid FROM entity WHERE name = ? COLLATE NOCASE LIMIT 5", entity_rows},
         {"SELECT entity.rowid FROM alias JOIN entity ON entity.id = alias.entity WHERE alias.name = ? COLLATE NOCASE LIMIT 5",
          entity_rows},
         {"SELECT rowid FROM claim WHERE id = ?", claim_rows},
         {"SELECT rowid FROM source WHERE id = ?", 0}}};
    for (const auto& [sql, offset] : lookups) {
        Statement row(db, sql);
        row.bind(1, text);
        while (row.executeStep())
            if (seen.insert(row.getColumn(0).getInt64() + offset).second)
                out.push_back({row.getColumn(0).getInt64() + offset, exactly});
    }
}

/// What is shown of a hit.
SearchHit hit_at(SQLite::Database& db, std::int64_t row, const std::vector<std::string>& words)
{
    const bool claim = row >= claim_rows, entity = !claim && row >= entity_rows;
    Statement record(
        db,
        claim        ? "SELECT id, 'claim', statement, baseline || ' ' || scope || ' ' || coalesce((SELECT group_concat(section, ' ') FROM "
                       "claim_source WHERE claim = id), '') FROM claim WHERE rowid = ?"
            : entity ? "SELECT id, kind, name, coalesce((SELECT group_concat(name, ' ') FROM alias WHERE entity = id) || ' ', '') || id || "
                       "' ' || summary FROM entity WHERE rowid = ?"
                     : "SELECT id, 'source', title, location FROM source WHERE rowid = ?");
    record.bind(1, claim ? row - claim_rows : entity ? row - entity_rows : row);
    if (!record.executeStep())
        return {};
    SearchHit hit{record.getColumn(0).getString(), record.getColumn(1).getString(), record.getColumn(2).getString(), {}};
    hit.snippet = excerpt(db, hit.name, words);
    // Where the name holds none of the words the text does.
    if (hit.snippet.find("\u2039") == std::string::npos)
        if (const std::string other = excerpt(db, record.getColumn(3).getString(), words); other.find("\u2039") != std::string::npos)
            hit.snippet = other;
    return hit;
}

} // namespace

SearchExpression search_expression(SQLite::Database& db, std::string_view text)
{
    SearchExpression out;
    // What is typed without a blank between has to stand so: "foo/bar", and every run of ideographs.
    std::vector<std::vector<std::string>> chunks;
    for (std::size_t at = 0; at < text.size() && out.words.size() < most_words;) {
        const std::size_t start = text.find_first_not_of(" \t\r\n", at);
        if (start == std::string_view::npos)
            break;
        at = std::min(text.find_first_of(" \t\r\n", start), text.size());
        std::vector<std::string> chunk;
        for (TextWord& word : words_of(db, searchable(text.substr(start, at - start)))) {
            if (out.words.size() == most_words)
                break;
            out.words.push_back(word.folded);
            chunk.push_back(std::move(word.folded));
        }
        if (!chunk.empty())
            chunks.push_back(std::move(chunk));
    }
    std::string together;
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        const std::vector<std::string>& chunk = chunks[i];
        const bool last = i + 1 == chunks.size();
        std::string phrase;
        for (std::size_t j = 0; j < chunk.size(); ++j) {
            const bool beginning = last && j + 1 == chunk.size();
            if (!beginning && documents_with(db, chunk[j]) == 0)
                return {{}, {}, std::move(out.words), false};
            phrase += (j == 0 ? "" : " + ") + quoted(chunk[j]);
        }
        together += (together.empty() ? "" : " + ") + phrase;
        if (last && chunk.size() == 1)
            phrase = as_beginning(db, chunk.front(), out.cut_short);
        else if (last && documents_with(db, chunk.back()) == 0)
            phrase += "*";
        if (phrase.empty())
            return {{}, {}, std::move(out.words), false};
        out.all += (out.all.empty() ? "" : " AND ") + (chunk.size() == 1 ? phrase : "(" + phrase + ")");
    }
    if (chunks.size() > 1 && documents_with(db, out.words.back()) > 0)
        out.together = together;
    return out;
}

SearchAnswer search_in(SQLite::Database& db, std::string_view text, int limit)
{
    SearchAnswer answer;
    const SearchExpression expression = search_expression(db, text);
    std::set<std::int64_t> seen;
    std::vector<Found> found;
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    if (start != std::string_view::npos)
        add_exact(db, std::string(text.substr(start, text.find_last_not_of(" \t\r\n") - start + 1)), seen, found);
    constexpr std::int64_t end = std::int64_t{1} << 42;
    constexpr std::array<std::int64_t, 4> bands{0, entity_rows, claim_rows, end};
    for (std::size_t i = 0; i + 1 < bands.size(); ++i) {
        (void)gather(db, expression.together, bands[i], bands[i + 1], together_looked_at, seen, found);
        answer.more |= gather(db, expression.all, bands[i], bands[i + 1], looked_at, seen, found);
    }
    answer.found = found.size();
    answer.more |= expression.cut_short;
    const auto shown = static_cast<std::ptrdiff_t>(std::min<std::size_t>(found.size(), static_cast<std::size_t>(std::max(limit, 0))));
    // Equally close ones in the order of the base: entities and claims that were added first matter most.
    std::partial_sort(found.begin(), found.begin() + shown, found.end(), [](const Found& a, const Found& b) {
        return a.closeness != b.closeness ? a.closeness > b.closeness : a.row < b.row;
    });
    for (auto hit = found.begin(); hit != found.begin() + shown; ++hit)
        if (SearchHit record = hit_at(db, hit->row, expression.words); !record.id.empty())
            answer.hits.push_back(std::move(record));
    return answer;
}

std::vector<std::int64_t> matching_claims(SQLite::Database& db, const SearchExpression& expression, int most)
{
    std::vector<std::int64_t> out;
    if (expression.all.empty())
        return out;
    Statement row(db, "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid >= ?2 LIMIT ?3");
    row.bind(1, expression.all);
    row.bind(2, claim_rows);
    row.bind(3, most);
    while (row.executeStep())
        out.push_back(row.getColumn(0).getInt64() - claim_rows);
    return out;
}

} // namespace archway
