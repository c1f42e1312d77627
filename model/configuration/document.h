// SPDX-License-Identifier: GPL-3.0-or-later
// A configuration before it is text: values by JSON pointer, each with its reason, and the parameters the reader fills in.
#pragma once

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace archway {

class Document {
public:
    using Json = nlohmann::ordered_json;

    explicit Document(std::string title)
        : m_title(std::move(title))
    {
    }

    /// Sets the value at a JSON pointer ("/InstanceGroups/0/InstanceCount"); parents appear as needed. The reason also holds for what is
    /// below it and has none of its own.
    void set(const std::string& pointer, Json value, std::string why = {});
    /// Takes a value and all below it away again.
    void remove(const std::string& pointer);
    /// A reason for what stands already.
    void explain(const std::string& pointer, std::string why) { m_why[pointer] = std::move(why); }
    /// Names what only the account knows; returns "${name}". Naming it twice is naming it once.
    std::string parameter(const std::string& name, const std::string& meaning);
    /// Copies another document under a pointer, its reasons and parameters included.
    void embed(const std::string& pointer, const Document& other);

    [[nodiscard]] const std::string& title() const { return m_title; }
    [[nodiscard]] const Json& json() const { return m_json; }
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& parameters() const { return m_parameters; }
    /// The reason of a value or of the nearest parent that has one; empty when there is none.
    [[nodiscard]] std::string why(const std::string& pointer) const;
    /// The reason that stands at this very pointer; empty when it is inherited.
    [[nodiscard]] std::string own_why(const std::string& pointer) const;
    /// Pointers of the values (no maps, no lists) in the order they stand.
    [[nodiscard]] std::vector<std::string> leaves() const;

private:
    std::string m_title;
    Json m_json = Json::object();
    std::map<std::string, std::string> m_why;
    std::vector<std::pair<std::string, std::string>> m_parameters;
};

/// Plain JSON, two spaces of indent, newline at the end.
[[nodiscard]] std::string json_text(const Document&);
/// The reasons of a JSON document as Markdown: parameters to fill in, then every value with its reason.
[[nodiscard]] std::string why_text(const Document&);
/// YAML with the reason of each value as a comment above it. Several documents are separated by `---`. Text of several lines is a block.
/// `listed` names the parameters in the head; a template that declares them leaves that out.
[[nodiscard]] std::string yaml_text(const std::vector<Document>&, bool listed = true);
/// A text as `#` lines of at most 110 columns behind `indent` blanks, newline at the end of each.
[[nodiscard]] std::string comment_lines(std::string_view text, std::size_t indent = 0);

} // namespace archway
