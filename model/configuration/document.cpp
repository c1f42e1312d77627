// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/configuration/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace archway {

namespace {

using Json = Document::Json;

constexpr std::size_t longest_comment = 110; ///< columns

std::string escaped_key(std::string key)
{
    for (std::size_t i = 0; i < key.size(); ++i)
        if (key[i] == '~' || key[i] == '/')
            key.replace(i, 1, key[i] == '~' ? "~0" : "~1"), ++i;
    return key;
}

void collect(const Json& value, const std::string& pointer, std::vector<std::string>& out)
{
    if (value.is_object() && !value.empty()) {
        for (const auto& [key, child] : value.items())
            collect(child, pointer + '/' + escaped_key(key), out);
    } else if (value.is_array() && !value.empty()) {
        for (std::size_t i = 0; i < value.size(); ++i)
            collect(value[i], pointer + '/' + std::to_string(i), out);
    } else {
        out.push_back(pointer);
    }
}

/// A text that YAML reads back as the same text without quotes.
bool plain(const std::string& text)
{
    static constexpr std::array reserved{"true", "false", "null", "yes", "no", "on", "off", "y", "n"};
    if (text.empty() || !(std::isalpha(static_cast<unsigned char>(text.front())) || text.front() == '/'))
        return false;
    std::string lower;
    for (const char c : text) {
        if (!std::isalnum(static_cast<unsigned char>(c)) && std::string_view("_./-").find(c) == std::string_view::npos)
            return false;
        lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return std::find(reserved.begin(), reserved.end(), lower) == reserved.end();
}

/// Keys such as Fn::Sub and nvidia.com/gpu stand bare: a colon ends a key only before a blank.
std::string key_text(const std::string& key)
{
    const bool bare = !key.empty() && std::all_of(key.begin(), key.end(), [](unsigned char c) {
        return std::isalnum(c) || std::string_view("_./:-").find(static_cast<char>(c)) != std::string_view::npos;
    });
    return bare && key.back() != ':' ? key : Json(key).dump();
}

std::string scalar(const Json& value)
{
    if (!value.is_string())
        return value.dump();
    const auto& text = value.get_ref<const std::string&>();
    return plain(text) ? text : value.dump();
}

class YamlWriter {
public:
    explicit YamlWriter(const Document& document)
        : m_document(document)
    {
    }
    std::string run()
    {
        map(m_document.json(), {}, 0);
        return std::move(m_out);
    }

private:
    void remark(const std::string& pointer, std::size_t indent)
    {
        if (const std::string why = m_document.own_why(pointer); !why.empty())
            m_out += comment_lines(why, indent);
    }
    void map(const Json& object, const std::string& pointer, std::size_t indent, bool behind_dash = false)
    {
        for (const auto& [key, child] : object.items()) {
            const std::string here = pointer + '/' + escaped_key(key);
            // Behind a dash the first comment stands above the dash.
            if (!behind_dash)
                remark(here, indent);
            m_out += std::string(behind_dash ? 0 : indent, ' ') + key_text(key) + ':';
            behind_dash = false;
            value(child, here, indent);
        }
    }
    void value(const Json& child, const std::string& here, std::size_t indent)
    {
        if (child.is_object() && !child.empty()) {
            m_out += '\n';
            map(child, here, indent + 2);
        } else if (child.is_array() && !child.empty()) {
            m_out += '\n';
            list(child, here, indent + 2);
        } else if (child.is_string() && child.get_ref<const std::string&>().find('\n') != std::string::npos) {
            block(child.get_ref<const std::string&>(), indent + 2);
        } else {
            m_out += ' ' + scalar(child) + '\n';
        }
    }
    void list(const Json& items, const std::string& pointer, std::size_t indent)
    {
        for (std::size_t i = 0; i < items.size(); ++i) {
            const std::string here = pointer + '/' + std::to_string(i);
            remark(here, indent);
            const Json& item = items[i];
            if (item.is_object() && !item.empty()) {
                remark(here + '/' + escaped_key(item.begin().key()), indent);
                m_out += std::string(indent, ' ') + "- ";
                map(item, here, indent + 2, true);
            } else {
                m_out += std::string(indent, ' ') + '-';
                value(item, here, indent);
            }
        }
    }
    void block(const std::string& text, std::size_t indent)
    {
        m_out += text.back() == '\n' ? " |\n" : " |-\n";
        std::size_t at = 0;
        while (at < text.size()) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            if (end > at)
                m_out += std::string(indent, ' ') + text.substr(at, end - at);
            m_out += '\n';
            at = end + 1;
        }
    }

    const Document& m_document;
    std::string m_out;
};

std::string cell(std::string text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '|')
            text.insert(i++, "\\");
        else if (text[i] == '\n')
            text[i] = ' ';
    }
    return text;
}

} // namespace

void Document::set(const std::string& pointer, Json value, std::string why)
{
    m_json[Json::json_pointer(pointer)] = std::move(value);
    if (!why.empty())
        m_why[pointer] = std::move(why);
}

void Document::remove(const std::string& pointer)
{
    const Json::json_pointer at(pointer);
    Json& parent = m_json[at.parent_pointer()];
    if (parent.is_object())
        parent.erase(at.back());
}

std::string Document::parameter(const std::string& name, const std::string& meaning)
{
    if (std::none_of(m_parameters.begin(), m_parameters.end(), [&name](const auto& known) { return known.first == name; }))
        m_parameters.emplace_back(name, meaning);
    return "${" + name + '}';
}

void Document::embed(const std::string& pointer, const Document& other)
{
    m_json[Json::json_pointer(pointer)] = other.m_json;
    for (const auto& [at, why] : other.m_why)
        m_why[pointer + at] = why;
    for (const auto& [name, meaning] : other.m_parameters)
        (void)parameter(name, meaning);
}

std::string Document::own_why(const std::string& pointer) const
{
    const auto found = m_why.find(pointer);
    return found == m_why.end() ? std::string() : found->second;
}

std::string Document::why(const std::string& pointer) const
{
    for (std::string at = pointer;; at.resize(at.rfind('/'))) {
        if (const auto found = m_why.find(at); found != m_why.end())
            return found->second;
        if (at.empty())
            return {};
    }
}

std::vector<std::string> Document::leaves() const
{
    std::vector<std::string> out;
    collect(m_json, {}, out);
    return out;
}

std::string json_text(const Document& document)
{
    return document.json().dump(2) + '\n';
}

std::string why_text(const Document& document)
{
    std::string out = fmt::format("# {}\n", document.title());
    if (!document.parameters().empty()) {
        out += "\n## To fill in\n\n| Parameter | What it is |\n|---|---|\n";
        for (const auto& [name, meaning] : document.parameters())
            out += fmt::format("| `${{{}}}` | {} |\n", name, cell(meaning));
    }
    out += "\n## Every value\n\n| Value | Set to | Why |\n|---|---|---|\n";
    for (const std::string& leaf : document.leaves())
        out += fmt::format("| `{}` | `{}` | {} |\n", leaf, cell(document.json()[Json::json_pointer(leaf)].dump()),
                           cell(document.why(leaf)));
    return out;
}

std::string comment_lines(std::string_view text, std::size_t indent)
{
    std::string out;
    const std::string head = std::string(indent, ' ') + "#";
    std::string line = head;
    const auto flush = [&] {
        if (line != head)
            out += line + '\n';
        line = head;
    };
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find_first_of(" \n", at), text.size());
        const std::string_view word = text.substr(at, end - at);
        if (!word.empty()) {
            if (line.size() + 1 + word.size() > longest_comment)
                flush();
            line += ' ';
            line += word;
        }
        if (end < text.size() && text[end] == '\n')
            flush();
        at = end + 1;
    }
    flush();
    return out;
}

std::string yaml_text(const std::vector<Document>& documents, bool listed)
{
    std::string out;
    std::vector<std::pair<std::string, std::string>> parameters;
    for (const Document& document : documents)
        for (const auto& parameter : document.parameters())
            if (std::find(parameters.begin(), parameters.end(), parameter) == parameters.end())
                parameters.push_back(parameter);
    if (!documents.empty())
        out += comment_lines(documents.front().title());
    if (listed && !parameters.empty()) {
        out += "# To fill in (envsubst does it):\n";
        for (const auto& [name, meaning] : parameters)
            out += comment_lines(fmt::format("${{{}}}: {}", name, meaning));
    }
    for (std::size_t i = 0; i < documents.size(); ++i)
        out += (i > 0 ? "---\n" : "") + YamlWriter(documents[i]).run();
    return out;
}

} // namespace archway
