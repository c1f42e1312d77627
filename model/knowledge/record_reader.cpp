// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/knowledge/record_reader.h"

#include "model/base/nearest.h"

#include <cmath>

namespace archway {

namespace {

bool is_date(const std::string& text)
{
    if (text.size() != 4 && text.size() != 7 && text.size() != 10)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 4 || i == 7;
        if (dash ? text[i] != '-' : (text[i] < '0' || text[i] > '9'))
            return false;
    }
    return true;
}

} // namespace

RecordReader::RecordReader(const nlohmann::json& record, std::string place)
    : m_record(record)
    , m_place(std::move(place))
{
    if (!record.is_object())
        m_error = bad_input(m_place, "is not an object", "expected {…}");
}

const nlohmann::json* RecordReader::find(const char* name)
{
    m_known.insert(name);
    if (!m_record.is_object())
        return nullptr;
    const auto field = m_record.find(name);
    return field == m_record.end() || field->is_null() ? nullptr : &*field;
}

void RecordReader::fail(const char* name, std::string message, std::string advice)
{
    if (!m_error)
        m_error = bad_input(m_place + "/" + name, std::move(message), std::move(advice));
}

std::string RecordReader::text(const char* name, bool required)
{
    const nlohmann::json* value = find(name);
    if (value && value->is_string() && !(required && value->get_ref<const std::string&>().empty()))
        return value->get<std::string>();
    if (value && !value->is_string())
        fail(name, "is not text", "expected a string");
    else if (required)
        fail(name, "is missing", "expected a string");
    return {};
}

std::string RecordReader::date(const char* name)
{
    std::string value = text(name);
    if (!value.empty() && !is_date(value))
        fail(name, "\"" + value + "\" is no date", "expected YYYY, YYYY-MM or YYYY-MM-DD");
    return value;
}

std::vector<std::string> RecordReader::words(const char* name)
{
    std::vector<std::string> out;
    const nlohmann::json* value = find(name);
    if (!value)
        return out;
    if (!value->is_array()) {
        fail(name, "is not a list", "expected a list of strings");
        return out;
    }
    for (const nlohmann::json& word : *value) {
        if (!word.is_string()) {
            fail(name, "holds an entry that is not text", "expected a list of strings");
            return {};
        }
        out.push_back(word.get<std::string>());
    }
    return out;
}

std::optional<double> RecordReader::number(const char* name)
{
    const nlohmann::json* value = find(name);
    if (!value)
        return std::nullopt;
    if (!value->is_number() || !std::isfinite(value->get<double>())) {
        fail(name, "is not a finite number", "expected a number");
        return std::nullopt;
    }
    return value->get<double>();
}

double RecordReader::required_number(const char* name)
{
    const std::optional<double> value = number(name);
    if (!value)
        fail(name, "is missing", "expected a number");
    return value.value_or(0);
}

bool RecordReader::truth(const char* name)
{
    const nlohmann::json* value = find(name);
    if (value && !value->is_boolean())
        fail(name, "is not a truth value", "expected true or false");
    return value && value->is_boolean() && value->get<bool>();
}

std::map<std::string, std::string> RecordReader::text_map(const char* name)
{
    std::map<std::string, std::string> out;
    const nlohmann::json* value = find(name);
    if (!value)
        return out;
    if (!value->is_object()) {
        fail(name, "is not an object", "expected names with strings");
        return out;
    }
    for (const auto& [key, entry] : value->items()) {
        if (!entry.is_string())
            fail(name, "holds an entry that is not text", "expected names with strings");
        else
            out[key] = entry.get<std::string>();
    }
    return out;
}

Citation RecordReader::citation(const char* name)
{
    const nlohmann::json* value = find(name);
    if (!value || !value->is_object() || !value->contains("document") || !(*value)["document"].is_string()) {
        fail(name, "is no citation", "expected {\"document\": source id, \"section\": place}");
        return {};
    }
    return {(*value)["document"].get<std::string>(), value->value("section", std::string())};
}

std::vector<Citation> RecordReader::citations(const char* name)
{
    std::vector<Citation> out;
    const nlohmann::json* value = find(name);
    if (!value)
        return out;
    if (!value->is_array()) {
        fail(name, "is not a list", "expected a list of citations");
        return out;
    }
    for (const nlohmann::json& entry : *value) {
        if (!entry.is_object() || !entry.contains("document") || !entry["document"].is_string()) {
            fail(name, "holds an entry that is no citation", "expected {\"document\": source id, \"section\": place}");
            return {};
        }
        out.push_back({entry["document"].get<std::string>(), entry.value("section", std::string())});
    }
    return out;
}

const nlohmann::json* RecordReader::raw(const char* name)
{
    return find(name);
}

std::optional<Error> RecordReader::finish()
{
    if (!m_error && m_record.is_object()) {
        for (const auto& [name, value] : m_record.items()) {
            if (!m_known.contains(name)) {
                fail(name.c_str(), "is no known field", "nearest known field: " + nearest(name, {m_known.begin(), m_known.end()}));
                break;
            }
        }
    }
    return m_error;
}

} // namespace archway
