// SPDX-License-Identifier: GPL-3.0-or-later
// Reads Mermaid's mindmap notation: a line a node, its depth by its indentation.
#include "diagrams/mermaid_text.h"

#include <algorithm>

namespace archway::mermaid {

namespace {

class Reader {
public:
    Reader(std::string_view text, std::size_t at)
        : m_text(text)
        , m_at(std::min(text.find('\n', at), text.size()))
    {
    }

    MermaidReading run()
    {
        m_out.diagram.kind = "mindmap";
        m_out.diagram.tree = true;
        while (m_at < m_text.size()) {
            const std::size_t start = m_at + (m_text[m_at] == '\n' ? 1 : 0);
            m_at = end_of(start);
            const std::string_view line = m_text.substr(start, m_at - start);
            const std::size_t indent = line.find_first_not_of(" \t\r");
            if (indent == std::string_view::npos || line.substr(indent).starts_with("%%"))
                continue;
            const std::string_view text = line.substr(indent, line.find_last_not_of(" \t\r") - indent + 1);
            if (text.starts_with("::icon(") && text.ends_with(")") && !m_out.diagram.nodes.empty())
                m_out.diagram.nodes.back().icon = std::string(text.substr(7, text.size() - 8));
            else if (text.starts_with(":::") && !m_out.diagram.nodes.empty())
                m_out.diagram.nodes.back().style = trimmed(text.substr(3));
            else if (text.starts_with("::")) {
                m_out.unknown.push_back(complaint(m_text, start, text));
                m_out.diagram.verbatim.emplace_back(text);
            } else
                node(text, start + indent, indent);
        }
        return std::move(m_out);
    }

private:
    /// The end of the line, or of a Markdown string that goes on over several.
    std::size_t end_of(std::size_t start) const
    {
        std::size_t end = std::min(m_text.find('\n', start), m_text.size());
        const std::size_t tick = m_text.substr(start, end - start).find("\"`");
        if (tick != std::string_view::npos) {
            const std::size_t close = m_text.find("`\"", start + tick + 2);
            if (close != std::string_view::npos)
                end = std::min(m_text.find('\n', close), m_text.size());
        }
        return end;
    }

    /// Reads "id[label]" with one of the brackets into `node`; only an id without spaces may stand before them, so that "Attention (MHA)"
    /// stays plain text.
    bool shaped(std::string_view text, std::size_t offset, const Bracket& bracket, DiagramNode& node, LabelPlace& place) const
    {
        const std::size_t from = text.find(bracket.open);
        if (from == std::string_view::npos || !text.ends_with(bracket.close)
            || text.size() < from + bracket.open.size() + bracket.close.size())
            return false;
        const std::string_view id = text.substr(0, from);
        if (id.find_first_of(" ([{\"`") != std::string_view::npos || (from == 0 && bracket.open.front() == ')'))
            return false;
        const std::size_t first = from + bracket.open.size();
        const std::size_t length = text.size() - first - bracket.close.size();
        const std::string_view inner = text.substr(first, length);
        const bool quoted = inner.size() >= 2 && inner.front() == '"' && inner.back() == '"';
        place = {offset + first + (quoted ? 1 : 0), length - (quoted ? 2 : 0), quoted, false};
        node.label = label_in(inner);
        node.shape = bracket.shape;
        if (!id.empty())
            node.id = std::string(id);
        return true;
    }

    void node(std::string_view text, std::size_t offset, std::size_t indent)
    {
        DiagramNode made;
        made.id = "n" + std::to_string(m_out.diagram.nodes.size());
        made.shape = NodeShape::Text;
        // A class may stand on the node's own line.
        const std::size_t classes = text.rfind(":::");
        if (classes != std::string_view::npos && classes > 0 && text.find('"', classes) == std::string_view::npos) {
            made.style = trimmed(text.substr(classes + 3));
            text = text.substr(0, text.find_last_not_of(" \t", classes - 1) + 1);
        }
        made.label = label_in(text);
        LabelPlace place{offset, text.size(), false, false};
        if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
            place = {offset + 1, text.size() - 2, true, false};
        else {
            const std::string id = made.id;
            for (const Bracket& bracket : mindmap_brackets) {
                if (shaped(text, offset, bracket, made, place))
                    break;
            }
            // Two nodes of one id would be one node.
            if (made.id != id && std::any_of(m_out.diagram.nodes.begin(), m_out.diagram.nodes.end(), [&](const DiagramNode& other) {
                    return other.id == made.id;
                }))
                made.id = id;
        }
        while (!m_open.empty() && m_open.back().first >= indent)
            m_open.pop_back();
        if (!m_open.empty()) {
            made.parent = m_open.back().second;
            m_out.diagram.edges.push_back({made.parent, made.id, {}, false, false, {}, {}});
        }
        m_open.emplace_back(indent, made.id);
        m_out.diagram.nodes.push_back(std::move(made));
        m_out.labels.push_back(place);
    }

    std::string_view m_text;
    std::size_t m_at;
    MermaidReading m_out;
    std::vector<std::pair<std::size_t, std::string>> m_open; ///< indentation and id of the ancestors
};

} // namespace

MermaidReading read_mindmap(std::string_view text, std::size_t at)
{
    return Reader(text, at).run();
}

} // namespace archway::mermaid
