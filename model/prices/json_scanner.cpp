// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/prices/json_scanner.h"

#include <fmt/format.h>

#include <array>
#include <functional>
#include <optional>
#include <set>
#include <vector>

namespace archway {

namespace {

constexpr std::size_t longest_text = 1u << 20;

enum Kind : unsigned char { Ordinary, EndsText, Word };

/// What a byte is: the end of a run inside a text (quote, backslash, control), or part of a number or literal.
constexpr std::array<unsigned char, 256> kinds_of_bytes()
{
    std::array<unsigned char, 256> kinds{};
    for (std::size_t c = 0; c < 0x20; ++c)
        kinds[c] = EndsText;
    kinds['"'] = kinds['\\'] = EndsText;
    for (const char c : {'+', '-', '.'})
        kinds[static_cast<unsigned char>(c)] = Word;
    for (unsigned char c = '0'; c <= '9'; ++c)
        kinds[c] = Word;
    for (unsigned char c = 'a'; c <= 'z'; ++c)
        kinds[c] = kinds[c - 'a' + 'A'] = Word;
    return kinds;
}
constexpr std::array<unsigned char, 256> kinds = kinds_of_bytes();

bool is(char c, Kind kind)
{
    return kinds[static_cast<unsigned char>(c)] == kind;
}

/// -? int frac? exp? of RFC 8259.
bool is_number(std::string_view text)
{
    std::size_t at = 0;
    const auto digits = [&] {
        const std::size_t start = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9')
            ++at;
        return at - start;
    };
    if (at < text.size() && text[at] == '-')
        ++at;
    const bool zero = at < text.size() && text[at] == '0';
    const std::size_t whole = digits();
    if (whole == 0 || (zero && whole > 1))
        return false;
    if (at < text.size() && text[at] == '.') {
        ++at;
        if (digits() == 0)
            return false;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-'))
            ++at;
        if (digits() == 0)
            return false;
    }
    return at == text.size();
}

int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// The four digits at `at` as a code unit; -1 where they are none.
int code_unit(std::string_view raw, std::size_t at)
{
    if (at + 4 > raw.size())
        return -1;
    int value = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
        const int digit = hex_digit(raw[i]);
        if (digit < 0)
            return -1;
        value = value << 4 | digit;
    }
    return value;
}

void append_utf8(std::string& out, std::uint32_t c)
{
    const auto tail = [&out](std::uint32_t bits) { out += static_cast<char>(0x80 | (bits & 0x3f)); };
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xc0 | c >> 6);
        tail(c);
    } else if (c < 0x10000) {
        out += static_cast<char>(0xe0 | c >> 12);
        tail(c >> 6);
        tail(c);
    } else {
        out += static_cast<char>(0xf0 | c >> 18);
        tail(c >> 12);
        tail(c >> 6);
        tail(c);
    }
}

/// A text with its escapes resolved; false where one is not JSON's. A lone surrogate becomes U+FFFD.
bool decode(std::string_view raw, std::string& out)
{
    static constexpr std::string_view letters = "\"\\/bfnrt";
    static constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    out.clear();
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] != '\\') {
            out += raw[i];
            continue;
        }
        if (++i == raw.size())
            return false;
        if (const std::size_t letter = letters.find(raw[i]); letter != std::string_view::npos) {
            out += meanings[letter];
            continue;
        }
        const int unit = raw[i] == 'u' ? code_unit(raw, i + 1) : -1;
        if (unit < 0)
            return false;
        i += 4;
        auto c = static_cast<std::uint32_t>(unit);
        if (c >= 0xd800 && c < 0xdc00 && i + 2 < raw.size() && raw[i + 1] == '\\' && raw[i + 2] == 'u') {
            const int low = code_unit(raw, i + 3);
            if (low >= 0xdc00 && low < 0xe000) {
                c = 0x10000 + ((c - 0xd800) << 10) + (static_cast<std::uint32_t>(low) - 0xdc00);
                i += 6;
            }
        }
        append_utf8(out, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
    }
    return true;
}

/// The names of the objects that are open, and where the first one was that its object had already.
class Names : public JsonEvents {
public:
    const JsonScanner* scanner = nullptr;
    std::optional<Error> twice;

    void begin_object() override { m_open.emplace_back(); }
    void end_object() override { m_open.pop_back(); }
    void begin_array() override { }
    void end_array() override { }
    void key(std::string_view name) override
    {
        if (!m_open.back().emplace(name).second && !twice)
            twice = bad_input(scanner->place(), fmt::format("\"{}\" is there twice in the same object", name.substr(0, 80)),
                              "expected each name once; leave out the one that does not hold");
    }
    void text(std::string_view) override { }
    void word(std::string_view) override { }

private:
    std::vector<std::set<std::string, std::less<>>> m_open;
};

std::string shown(char c)
{
    if (c >= 0x20 && c < 0x7f)
        return fmt::format("'{}'", c);
    return fmt::format("byte 0x{:02x}", static_cast<unsigned char>(c));
}

} // namespace

JsonScanner::JsonScanner(std::string name, JsonEvents& events, int max_depth)
    : m_name(std::move(name))
    , m_events(&events)
    , m_max_depth(max_depth < 64 ? max_depth : 64)
{
}

std::string JsonScanner::place() const
{
    return fmt::format("{}:{}:{} (byte {})", m_name, m_line, m_at - m_line_start + 1, m_at);
}

Status JsonScanner::refuse(std::string message, std::string advice) const
{
    return bad_input(place(), std::move(message), advice.empty() ? "expected valid JSON" : std::move(advice));
}

void JsonScanner::after_value()
{
    m_state = m_depth == 0 ? State::Done : State::CommaOrEnd;
}

Status JsonScanner::open(bool object)
{
    if (m_depth == m_max_depth)
        return refuse(fmt::format("is nested deeper than {} levels", m_max_depth), "no file of that kind is");
    ++m_depth;
    m_nesting = m_nesting << 1 | (object ? 1U : 0U);
    if (object) {
        m_state = State::KeyOrEnd;
        m_events->begin_object();
    } else {
        m_state = State::ValueOrEnd;
        m_events->begin_array();
    }
    return Done{};
}

Status JsonScanner::close(bool object)
{
    --m_depth;
    m_nesting >>= 1;
    after_value();
    if (object)
        m_events->end_object();
    else
        m_events->end_array();
    return Done{};
}

Status JsonScanner::punctuation(char c)
{
    const bool in_object = (m_nesting & 1) != 0;
    switch (m_state) {
    case State::Value:
    case State::ValueOrEnd:
        if (c == '{' || c == '[')
            return open(c == '{');
        if (c == ']' && m_state == State::ValueOrEnd)
            return close(false);
        return refuse(shown(c) + " stands where a value should");
    case State::KeyOrEnd:
        if (c == '}')
            return close(true);
        [[fallthrough]];
    case State::Key: return refuse(shown(c) + " stands where a name should");
    case State::Colon:
        if (c != ':')
            return refuse(shown(c) + " stands where a colon should");
        m_state = State::Value;
        return Done{};
    case State::CommaOrEnd:
        if (c == ',') {
            m_state = in_object ? State::Key : State::Value;
            return Done{};
        }
        if (c == (in_object ? '}' : ']'))
            return close(in_object);
        return refuse(fmt::format("{} stands where a comma or the end of the {} should", shown(c), in_object ? "object" : "list"));
    case State::Done: break;
    }
    return refuse(shown(c) + " follows the end of the document");
}

Status JsonScanner::end_text(std::string_view raw)
{
    std::string_view value = raw;
    if (m_escaped) {
        if (!decode(raw, m_decoded))
            return refuse("the text that ends here holds an unknown escape");
        value = m_decoded;
        m_escaped = false;
    }
    if (m_is_key) {
        m_state = State::Colon;
        m_events->key(value);
    } else {
        after_value();
        m_events->text(value);
    }
    m_token = Token::None;
    return Done{};
}

Status JsonScanner::end_word(std::string_view word)
{
    if (word != "true" && word != "false" && word != "null" && !is_number(word))
        return refuse(fmt::format("the word that ends here is neither number nor true, false or null: \"{}\"", word.substr(0, 40)));
    m_token = Token::None;
    after_value();
    m_events->word(word);
    return Done{};
}

Status JsonScanner::feed(std::string_view chunk)
{
    const char* const begin = chunk.data();
    const char* const end = begin + chunk.size();
    const char* p = begin;
    const char* start = p; // of the token that is read
    const auto here = [&](const char* at) { m_at = m_before + static_cast<std::uint64_t>(at - begin); };
    const auto whole_token = [&](const char* stop) {
        const std::string_view part(start, static_cast<std::size_t>(stop - start));
        return m_carry.empty() ? part : std::string_view(m_carry.append(part));
    };
    while (p != end) {
        if (m_token == Token::Text) {
            if (m_backslash) {
                m_backslash = false;
                ++p;
            }
            while (p != end && !is(*p, EndsText))
                ++p;
            if (p == end)
                break;
            here(p);
            if (*p == '\\') {
                m_escaped = m_backslash = true;
                ++p;
                continue;
            }
            if (*p != '"')
                return refuse(shown(*p) + " stands inside a text");
            const Status ended = end_text(whole_token(p));
            if (!ended)
                return ended;
            m_carry.clear();
            ++p;
        } else if (m_token == Token::Word) {
            while (p != end && is(*p, Word))
                ++p;
            if (p == end)
                break;
            here(p);
            const Status ended = end_word(whole_token(p));
            if (!ended)
                return ended;
            m_carry.clear();
        } else if (*p == ' ' || *p == '\t' || *p == '\r') {
            ++p;
        } else if (*p == '\n') {
            ++p;
            ++m_line;
            m_line_start = m_before + static_cast<std::uint64_t>(p - begin);
        } else if (*p == '"') {
            m_is_key = m_state == State::Key || m_state == State::KeyOrEnd;
            if (!m_is_key && m_state != State::Value && m_state != State::ValueOrEnd) {
                here(p);
                return punctuation(*p);
            }
            m_token = Token::Text;
            start = ++p;
        } else if (is(*p, Word) && (m_state == State::Value || m_state == State::ValueOrEnd)) {
            m_token = Token::Word;
            start = p;
        } else {
            here(p);
            if (const Status next = punctuation(*p); !next)
                return next;
            ++p;
        }
    }
    here(end);
    if (m_token != Token::None) {
        m_carry.append(start, static_cast<std::size_t>(end - start));
        if (m_carry.size() > longest_text)
            return refuse("a text is longer than 1 MiB", "no file of that kind holds one");
    }
    m_before += chunk.size();
    return Done{};
}

Status JsonScanner::finish() const
{
    if (m_state == State::Done && m_token == Token::None)
        return Done{};
    return refuse(m_at == 0 ? "is empty" : "ends in the middle of the document", "expected a complete file; it may have been cut short");
}

Status check_document(std::string_view text, const std::string& name, int max_depth)
{
    Names names;
    JsonScanner scanner(name, names, max_depth);
    names.scanner = &scanner;
    if (Status fed = scanner.feed(text); !fed)
        return fed;
    if (Status whole = scanner.finish(); !whole)
        return whole;
    return names.twice ? Status(*names.twice) : Status(Done{});
}

} // namespace archway
