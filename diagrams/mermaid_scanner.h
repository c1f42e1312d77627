// SPDX-License-Identifier: GPL-3.0-or-later
// The small parts of Mermaid's flowchart notation: ids, labels in brackets, attributes, links.
#pragma once

#include "diagrams/mermaid_text.h"

#include <set>

namespace archway::mermaid {

/// One mention of a node, not yet part of the diagram: a statement counts as a whole or not at all.
struct Mention {
    std::string id;
    bool labelled = false;
    std::string label, icon, style_class;
    NodeShape shape = NodeShape::Box;
    bool shaped = false;
    LabelPlace place;
};

/// Walks over the text. A function that returns false leaves the place anywhere: whoever called it goes back to where it began.
class Scanner {
public:
    Scanner(std::string_view text, std::size_t at)
        : m_text(text)
        , m_at(at)
    {
    }

protected:
    [[nodiscard]] bool at_end() const { return m_at >= m_text.size(); }
    [[nodiscard]] char here(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }
    [[nodiscard]] bool sees(std::string_view word) const { return m_text.substr(m_at, word.size()) == word; }
    [[nodiscard]] bool ends_statement() const { return at_end() || here() == '\n' || here() == ';' || here() == '\r' || sees("%%"); }

    void skip_spaces();
    std::string_view rest_of_line();
    /// The rest of the statement: to the line's end, or to a semicolon that is not inside quotes or a style's escape.
    std::string rest_of_statement();
    /// The keyword at this place, when a space, the line's end or a semicolon follows.
    bool keyword(std::string_view word);
    /// A node's id. A hyphen or an equals sign that begins a link ends it.
    bool read_id(std::string& id);
    /// "[label]" and its kin at this place.
    bool read_label(Mention& mention);
    /// "@{ shape: cyl, label: "…" }" after an id.
    bool read_attributes(Mention& mention);
    [[nodiscard]] std::size_t end_of_attributes() const;
    /// "e1@{ animate: true }": of an edge, not of a node.
    bool edge_attributes();
    bool read_mention(Mention& mention);
    /// The closing half of a link at this place: "-->", "-.->", "==>", "---", with o or x instead of the head.
    bool closing(char stroke, DiagramEdge& edge);
    bool read_link(DiagramEdge& edge);
    /// "|text|" and the way to the next node.
    bool after_link(DiagramEdge& edge);

    std::string_view m_text;
    std::size_t m_at;
    std::set<std::string, std::less<>> m_edge_ids;
    std::vector<std::string> m_unknown; ///< complaints about what was read all the same
};

} // namespace archway::mermaid
