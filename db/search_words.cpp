// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/search_words.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

namespace archway {

namespace {

constexpr int most_instances = 200; ///< of words in one row that its closeness is worked out from
constexpr std::size_t lead = 4;     ///< words before the first match of an excerpt

/// The code point that starts at `at` and its length; a broken byte counts as one of its own.
std::pair<char32_t, std::size_t> code_point(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    const std::size_t length = first < 0x80 ? 1 : first >> 5 == 6 ? 2 : first >> 4 == 14 ? 3 : first >> 3 == 30 ? 4 : 1;
    if (length == 1 || at + length > text.size())
        return {first, 1};
    char32_t value = first & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        value = value << 6 | (byte(at + i) & 0x3Fu);
    return {value, length};
}

/// Ideographs, hiragana and katakana: written without blanks.
bool stands_alone(char32_t c)
{
    return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

bool plain_letter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80 || c == '-'
        || c == '.';
}

/// What searchable() makes; `origin` gets for each of its bytes where that stands in the text, and the text's size at the end.
std::string prepared(std::string_view text, std::vector<std::size_t>* origin)
{
    std::string out;
    out.reserve(text.size() + 16);
    for (std::size_t at = 0; at < text.size();) {
        const auto [value, length] = code_point(text, at);
        const bool word_ends = at + length == text.size() || !plain_letter(text[at + length]);
        const std::size_t before = out.size();
        if (stands_alone(value))
            out.append(" ").append(text, at, length).append(" ");
        else if (((value == '.' || value == '-') && word_ends) || value == 0)
            out += ' ';
        else
            out.append(text, at, length);
        for (std::size_t i = before; origin && i < out.size(); ++i)
            origin->push_back(stands_alone(value) ? at + std::min(length, i == before ? 0 : i - before - 1) : at + i - before);
        at += length;
    }
    if (origin)
        origin->push_back(text.size());
    return out;
}

fts5_api* api_of(SQLite::Database& database)
{
    fts5_api* api = nullptr;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database.getHandle(), "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    if (!api)
        throw SQLite::Exception("this SQLite has no full-text search");
    return api;
}

void check(int code, const char* what)
{
    if (code != SQLITE_OK)
        throw SQLite::Exception(what, code);
}

void closeness(const Fts5ExtensionApi* api, Fts5Context* row, sqlite3_context* result, int, sqlite3_value**)
{
    int count = 0;
    if (const int code = api->xInstCount(row, &count); code != SQLITE_OK)
        return sqlite3_result_error_code(result, code);
    constexpr int remembered = 24;
    std::array<int, remembered> best{};
    int last_phrase = -2, last_column = -1, last_offset = -1, follow = 0;
    for (int i = 0; i < std::min(count, most_instances); ++i) {
        int phrase = 0, column = 0, offset = 0;
        if (const int code = api->xInst(row, i, &phrase, &column, &offset); code != SQLITE_OK)
            return sqlite3_result_error_code(result, code);
        const int worth = column != 0 ? 2 : offset == 0 ? 14 : offset < 4 ? 12 : 10;
        int& slot = best[static_cast<std::size_t>(std::min(phrase, remembered - 1))];
        slot = std::max(slot, worth);
        follow += column == last_column && offset == last_offset + 1 && phrase > last_phrase ? 6 : 0;
        last_phrase = phrase;
        last_column = column;
        last_offset = offset;
    }
    int sum = std::min(follow, 60);
    for (const int worth : best)
        sum += worth;
    sqlite3_result_int(result, sum);
}

} // namespace

std::string searchable(std::string_view text)
{
    return prepared(text, nullptr);
}

std::vector<TextWord> words_of(SQLite::Database& database, std::string_view text)
{
    fts5_api* api = api_of(database);
    void* context = nullptr;
    fts5_tokenizer tokenizer{};
    check(api->xFindTokenizer(api, "unicode61", &context, &tokenizer), "no tokenizer");
    std::array<const char*, 4> arguments{"remove_diacritics", "2", "tokenchars", "-."};
    Fts5Tokenizer* instance = nullptr;
    check(tokenizer.xCreate(context, arguments.data(), static_cast<int>(arguments.size()), &instance), "no tokenizer");
    std::vector<TextWord> out;
    const int code = tokenizer.xTokenize(
        instance, &out, FTS5_TOKENIZE_QUERY, text.data(), static_cast<int>(text.size()),
        [](void* words, int, const char* token, int length, int begin, int end) {
            static_cast<std::vector<TextWord>*>(words)->push_back(
                {std::string(token, static_cast<std::size_t>(length)), static_cast<std::size_t>(begin), static_cast<std::size_t>(end)});
            return SQLITE_OK;
        });
    tokenizer.xDelete(instance);
    check(code, "text cannot be divided into words");
    return out;
}

void add_closeness(SQLite::Database& database)
{
    fts5_api* api = api_of(database);
    check(api->xCreateFunction(api, "closeness", nullptr, closeness, nullptr), "no ranking");
}

std::string excerpt(SQLite::Database& database, std::string_view text, const std::vector<std::string>& words, std::size_t most)
{
    text = text.substr(0, 20'000);
    std::vector<std::size_t> origin;
    const std::vector<TextWord> all = words_of(database, prepared(text, &origin));
    const auto matches = [&words](const TextWord& word) {
        return std::find(words.begin(), words.end(), word.folded) != words.end()
            || (!words.empty() && word.folded.starts_with(words.back()));
    };
    // The window that holds the most matches, the earliest of several; it begins a few words before its first match.
    std::vector<std::size_t> hits{0};
    for (const TextWord& word : all)
        hits.push_back(hits.back() + (matches(word) ? 1 : 0));
    std::size_t first = 0, best = 0;
    for (std::size_t start = 0; start + most <= all.size(); ++start) {
        if (hits[start + most] - hits[start] > best) {
            best = hits[start + most] - hits[start];
            first = start;
        }
    }
    std::size_t match = first;
    while (match < all.size() && !matches(all[match]))
        ++match;
    if (match >= first + lead && all.size() > most)
        first = std::min(match - lead, all.size() - most);
    const std::size_t last = std::min(first + most, all.size());
    if (last == first)
        return {};
    std::string out = first > 0 ? "…" : "";
    std::size_t at = first > 0 ? origin[all[first].begin] : 0;
    for (std::size_t i = first; i < last; ++i) {
        const std::size_t begin = origin[all[i].begin], end = origin[all[i].end];
        out.append(text, at, begin - at);
        const bool marked = matches(all[i]);
        out.append(marked ? "\u2039" : "").append(text, begin, end - begin).append(marked ? "\u203a" : "");
        at = end;
    }
    return last < all.size() ? out + "…" : out.append(text.substr(at));
}

} // namespace archway
