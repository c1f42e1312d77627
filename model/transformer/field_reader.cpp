// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transformer/field_reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace archway {

namespace {

std::string shown(const nlohmann::json& value)
{
    std::string text = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return text.size() > 40 ? text.substr(0, 40) + "…" : text;
}

} // namespace

FieldReader::FieldReader(const nlohmann::json& config, std::string place)
    : m_config(config)
    , m_place(std::move(place))
{
}

const nlohmann::json* FieldReader::find(std::initializer_list<const char*> names, const char** used)
{
    for (const char* name : names) {
        const auto field = m_config.find(name);
        if (field == m_config.end())
            continue;
        m_read.insert(name);
        if (field->is_null())
            continue;
        *used = name;
        return &*field;
    }
    return nullptr;
}

std::optional<std::int64_t> FieldReader::integer(std::initializer_list<const char*> names, std::int64_t low, std::int64_t high)
{
    const char* name = nullptr;
    const nlohmann::json* value = find(names, &name);
    if (!value)
        return std::nullopt;
    // 4096.0 is a whole number too; anything with a fraction, a sign in the wrong place or a quote is not.
    const bool whole = value->is_number_integer()
        || (value->is_number_float() && value->get<double>() == static_cast<double>(static_cast<std::int64_t>(value->get<double>())));
    const bool too_large = value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(high);
    const std::int64_t number = whole && !too_large ? value->get<std::int64_t>() : 0;
    if (!whole || too_large || number < low || number > high) {
        fail(name, shown(*value) + " is out of range", fmt::format("expected a whole number from {} to {}", low, high));
        return std::nullopt;
    }
    return number;
}

std::int64_t FieldReader::required(std::initializer_list<const char*> names, std::int64_t low, std::int64_t high)
{
    const std::optional<std::int64_t> value = integer(names, low, high);
    if (!value && !m_error)
        fail(*names.begin(), "is missing", fmt::format("expected a whole number from {} to {}", low, high));
    return value.value_or(low);
}

std::optional<bool> FieldReader::boolean(const char* name)
{
    const char* used = nullptr;
    const nlohmann::json* value = find({name}, &used);
    if (!value)
        return std::nullopt;
    if (!value->is_boolean()) {
        fail(name, shown(*value) + " is not a truth value", "expected true or false");
        return std::nullopt;
    }
    return value->get<bool>();
}

std::optional<std::string> FieldReader::text(const char* name)
{
    const char* used = nullptr;
    const nlohmann::json* value = find({name}, &used);
    if (!value)
        return std::nullopt;
    if (!value->is_string()) {
        fail(name, shown(*value) + " is not text", "expected a string");
        return std::nullopt;
    }
    return value->get<std::string>();
}

std::vector<nlohmann::json> FieldReader::per_layer(const char* name, std::int64_t layers)
{
    const char* used = nullptr;
    const nlohmann::json* value = find({name}, &used);
    if (!value)
        return {};
    if (!value->is_array() || static_cast<std::int64_t>(value->size()) != layers) {
        fail(name, value->is_array() ? fmt::format("has {} entries", value->size()) : "is not a list",
             fmt::format("expected one entry for each of the {} layers", layers));
        return {};
    }
    return value->get<std::vector<nlohmann::json>>();
}

const nlohmann::json* FieldReader::raw(const char* name)
{
    const char* used = nullptr;
    return find({name}, &used);
}

void FieldReader::infer(std::string sentence)
{
    m_inferred.push_back(std::move(sentence));
}

void FieldReader::ignore(const char* name, const std::string& because)
{
    if (m_config.contains(name)) {
        m_read.erase(name);
        m_ignored.emplace_back(name, because);
    }
}

void FieldReader::fail(const std::string& name, std::string message, std::string advice)
{
    if (!m_error)
        m_error = bad_input(m_place + ": /" + name, std::move(message), std::move(advice));
}

FieldUse FieldReader::uses() const
{
    FieldUse uses;
    uses.read.assign(m_read.begin(), m_read.end());
    uses.inferred = m_inferred;
    for (const auto& [name, value] : m_config.items()) {
        if (m_read.contains(name))
            continue;
        const auto reason
            = std::find_if(m_ignored.begin(), m_ignored.end(), [&name = name](const auto& entry) { return entry.first == name; });
        uses.ignored.push_back(reason == m_ignored.end() ? name : name + " (" + reason->second + ")");
    }
    return uses;
}

} // namespace archway
