// SPDX-License-Identifier: GPL-3.0-or-later
// JSON as a stream of events: files of hundreds of megabytes are read in chunks, in memory that does not grow with them.
#pragma once

#include "model/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace archway {

/// What the scanner found. The views are valid during the call only.
class JsonEvents {
public:
    virtual ~JsonEvents() = default;
    virtual void begin_object() = 0;
    virtual void end_object() = 0;
    virtual void begin_array() = 0;
    virtual void end_array() = 0;
    virtual void key(std::string_view name) = 0;
    virtual void text(std::string_view value) = 0;
    /// A number, true, false or null as it is written.
    virtual void word(std::string_view value) = 0;
};

/// A push parser for strict JSON (RFC 8259): fed any number of chunks of any size, it calls the events as it goes. Nesting deeper than
/// `max_depth`, a text longer than 1 MiB and anything that is not JSON are errors with line, column and byte.
class JsonScanner {
public:
    /// `name` is the file in error messages; `events` must outlive the scanner.
    JsonScanner(std::string name, JsonEvents& events, int max_depth = 64);

    /// After an error the scanner must not be fed again.
    [[nodiscard]] Status feed(std::string_view chunk);
    /// The input ends here: an error where the document is not complete.
    [[nodiscard]] Status finish() const;
    /// "name:line:column (byte n)" of the next byte to be read.
    [[nodiscard]] std::string place() const;

private:
    enum class State { Value, ValueOrEnd, KeyOrEnd, Key, Colon, CommaOrEnd, Done };
    enum class Token { None, Text, Word };

    [[nodiscard]] Status refuse(std::string message, std::string advice = {}) const;
    Status punctuation(char c);
    Status end_text(std::string_view raw);
    Status end_word(std::string_view word);
    Status open(bool object);
    Status close(bool object);
    void after_value();

    std::string m_name;
    JsonEvents* m_events;
    int m_max_depth;
    int m_depth = 0;
    std::uint64_t m_nesting = 0; ///< one bit a level, the lowest the innermost: 1 = object
    State m_state = State::Value;
    Token m_token = Token::None;
    bool m_is_key = false;
    bool m_backslash = false; ///< the last byte of the text so far is an unfinished escape
    bool m_escaped = false;   ///< the text holds an escape
    std::string m_carry;      ///< what came before this chunk of a token
    std::string m_decoded;
    std::uint64_t m_before = 0; ///< bytes of the chunks before this one
    std::uint64_t m_at = 0;     ///< byte that is looked at
    std::uint64_t m_line = 1;
    std::uint64_t m_line_start = 0; ///< byte the line begins with
};

/// A whole document that is JSON, not nested deeper than `max_depth`, in which no object has a name twice: readers take the last of them,
/// and nobody would see that another was there.
[[nodiscard]] Status check_document(std::string_view text, const std::string& name, int max_depth = 64);

} // namespace archway
