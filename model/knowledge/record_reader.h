// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one record of the knowledge files: every field checked, unknown ones refused, errors with file and JSON path.
#pragma once

#include "model/base/result.h"
#include "model/knowledge/catalog.h"

#include <nlohmann/json.hpp>

#include <set>

namespace archway {

/// The first error sticks; later reads answer with nothing. finish() refuses fields that nobody asked for.
class RecordReader {
public:
    /// `record` must outlive the reader; `place` is "file.json: /claims/17".
    RecordReader(const nlohmann::json& record, std::string place);

    std::string text(const char* name, bool required = false);
    /// ISO date (YYYY, YYYY-MM or YYYY-MM-DD) or empty.
    std::string date(const char* name);
    std::vector<std::string> words(const char* name);
    std::optional<double> number(const char* name);
    /// Missing or not finite is an error.
    double required_number(const char* name);
    bool truth(const char* name);
    std::map<std::string, std::string> text_map(const char* name);
    std::vector<Citation> citations(const char* name);
    Citation citation(const char* name);
    const nlohmann::json* raw(const char* name);

    void fail(const char* name, std::string message, std::string advice);
    /// The first error, or that of an unknown field.
    [[nodiscard]] std::optional<Error> finish();

private:
    const nlohmann::json* find(const char* name);

    const nlohmann::json& m_record;
    std::string m_place;
    std::set<std::string, std::less<>> m_known;
    std::optional<Error> m_error;
};

} // namespace archway
