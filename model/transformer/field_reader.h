// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the fields of a Hugging Face config with a range check each, and keeps account of what was read, inferred and ignored.
#pragma once

#include "model/base/result.h"
#include "model/transformer/architecture.h"

#include <nlohmann/json.hpp>

#include <initializer_list>
#include <optional>
#include <set>

namespace archway {

/// The first error met sticks; later reads then answer with the fallback, so that callers check `error()` once at the end.
class FieldReader {
public:
    /// `config` must outlive the reader. `place` is the file or record the errors name.
    FieldReader(const nlohmann::json& config, std::string place);

    /// The first of `names` that is present and not null. Integers must be in `low … high`, else that is the error.
    std::optional<std::int64_t> integer(std::initializer_list<const char*> names, std::int64_t low, std::int64_t high);
    /// As integer, but its absence is an error.
    std::int64_t required(std::initializer_list<const char*> names, std::int64_t low, std::int64_t high);
    std::optional<bool> boolean(const char* name);
    std::optional<std::string> text(const char* name);
    /// An array with one entry a layer; nothing when absent. A different length is an error.
    std::vector<nlohmann::json> per_layer(const char* name, std::int64_t layers);
    /// The raw value, marked as read; nullptr when absent or null.
    const nlohmann::json* raw(const char* name);

    void infer(std::string sentence);
    /// Marks a field as looked at and deliberately not used, with the reason.
    void ignore(const char* name, const std::string& because);
    void fail(const std::string& name, std::string message, std::string advice);

    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    /// Everything of the config accounted for: fields nobody asked for are ignored ones.
    [[nodiscard]] FieldUse uses() const;

private:
    const nlohmann::json* find(std::initializer_list<const char*> names, const char** used);

    const nlohmann::json& m_config;
    std::string m_place;
    std::optional<Error> m_error;
    std::set<std::string> m_read;
    std::vector<std::string> m_inferred;
    std::vector<std::pair<std::string, std::string>> m_ignored;
};

} // namespace archway
