// SPDX-License-Identifier: GPL-3.0-or-later
// Errors are values below ui/: a function that can fail returns Result<T>.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace archway {

/// What went wrong, worded for the person who has to mend it.
struct Error {
    /// The exit status a verb ends with (the contract of the command line).
    enum class Code {
        No = 1,       ///< the question was answered, and the answer is "no"
        Usage = 2,    ///< the command line is wrong
        BadInput = 3, ///< an input file is missing, unreadable or invalid
        Failure = 4   ///< anything else: output not writable, a worker that died …
    };
    Code code = Code::Failure;
    std::string place;   ///< file, and line or JSON path ("scenario.archway: /workload/input_tokens")
    std::string message; ///< what is wrong
    std::string advice;  ///< what was expected, or what to do

    /// "place: message (advice)", leaving out what is empty.
    [[nodiscard]] std::string text() const;
};

[[nodiscard]] Error bad_input(std::string place, std::string message, std::string advice = {});
[[nodiscard]] Error failure(std::string place, std::string message, std::string advice = {});

/// A value or the reason there is none. Reading the value of a failed result is a programming error.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {
    } // NOLINT(google-explicit-constructor)
    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    } // NOLINT(google-explicit-constructor)

    explicit operator bool() const { return m_state.index() == 0; }
    [[nodiscard]] bool ok() const { return m_state.index() == 0; }

    T& value() & { return std::get<0>(m_state); }
    const T& value() const& { return std::get<0>(m_state); }
    T&& value() && { return std::get<0>(std::move(m_state)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    [[nodiscard]] const Error& error() const { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

/// The result of something that only succeeds or fails.
struct Done { };
using Status = Result<Done>;

} // namespace archway
