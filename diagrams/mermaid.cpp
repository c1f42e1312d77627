// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/mermaid.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace archway {

namespace {

struct Bracket {
    std::string_view open, close;
    NodeShape shape;
};
// Longer openings first: "([" before "(".
constexpr std::array brackets{Bracket{"((", "))", NodeShape::Circle},  Bracket{"([", "])", NodeShape::Stadium},
                              Bracket{"{{", "}}", NodeShape::Hexagon}, Bracket{"[", "]", NodeShape::Box},
                              Bracket{"(", ")", NodeShape::Rounded},   Bracket{"{", "}", NodeShape::Diamond}};
/// Mindmaps write "id)text(" for a cloud-like root.
constexpr Bracket cloud{")", "(", NodeShape::Stadium};

std::string trimmed(std::string_view text)
{
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())))
        text.remove_prefix(1);
    while (!text.empty() && (std::isspace(static_cast<unsigned char>(text.back())) || text.back() == ';'))
        text.remove_suffix(1);
    return std::string(text);
}

void replace_all(std::string& text, std::string_view what, std::string_view with)
{
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
        text.replace(at, what.size(), with);
}

std::string label_in(std::string text)
{
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
        text = text.substr(1, text.size() - 2);
    for (const char* br : {"<br/>", "<br />", "<br>"})
        replace_all(text, br, "\n");
    replace_all(text, "#quot;", "\"");
    replace_all(text, "#amp;", "&");
    return text;
}

std::string label_out(std::string text)
{
    replace_all(text, "&", "#amp;");
    replace_all(text, "\"", "#quot;");
    replace_all(text, "\n", "<br/>");
    // Brackets would end the label, so such a label is quoted.
    return text.find_first_of("[](){}|<>#") == text.find("<br/>") && text.find_first_of("[](){}|") == std::string::npos ? text
                                                                                                                        : '"' + text + '"';
}

const Bracket& bracket_of(NodeShape shape)
{
    const auto found = std::find_if(brackets.begin(), brackets.end(), [shape](const Bracket& b) { return b.shape == shape; });
    return found == brackets.end() ? brackets[3] : *found;
}

/// Lines of the text with their numbers, blank ones and comments left out.
std::vector<std::pair<int, std::string>> content_lines(std::string_view text)
{
    std::vector<std::pair<int, std::string>> out;
    int number = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string line(text.substr(at, end - at));
        ++number;
        if (!trimmed(line).empty() && !trimmed(line).starts_with("%%"))
            out.emplace_back(number, std::move(line));
        at = end + 1;
    }
    return out;
}

class FlowchartReader {
public:
    MermaidReading run(const std::vector<std::pair<int, std::string>>& lines)
    {
        header(trimmed(lines.front().second));
        for (std::size_t i = 1; i < lines.size(); ++i) {
            const std::string line = trimmed(lines[i].second);
            if (!(line.starts_with("style ") ? style(line) : statement(line)))
                m_out.unknown.push_back("line " + std::to_string(lines[i].first) + ": " + line);
        }
        return std::move(m_out);
    }

private:
    void header(const std::string& line)
    {
        m_out.diagram.kind = "flowchart";
        const std::string direction = line.substr(line.find(' ') == std::string::npos ? line.size() : line.find(' ') + 1);
        m_out.diagram.direction = direction == "LR" ? FlowDirection::LeftRight
            : direction == "RL"                     ? FlowDirection::RightLeft
            : direction == "BT"                     ? FlowDirection::BottomUp
                                                    : FlowDirection::TopDown;
    }

    /// Reads "id" or "id[label]" at m_at; the node is made or completed.
    bool node(const std::string& line, std::string& id)
    {
        const std::size_t start = m_at;
        while (m_at < line.size() && (std::isalnum(static_cast<unsigned char>(line[m_at])) || line[m_at] == '_' || line[m_at] == '.'))
            ++m_at;
        id = line.substr(start, m_at - start);
        if (id.empty())
            return false;
        auto existing
            = std::find_if(m_out.diagram.nodes.begin(), m_out.diagram.nodes.end(), [&](const DiagramNode& n) { return n.id == id; });
        if (existing == m_out.diagram.nodes.end()) {
            DiagramNode made;
            made.id = made.label = id;
            m_out.diagram.nodes.push_back(made);
            existing = std::prev(m_out.diagram.nodes.end());
        }
        for (const Bracket& bracket : brackets) {
            if (line.compare(m_at, bracket.open.size(), bracket.open) != 0)
                continue;
            const std::size_t from = m_at + bracket.open.size();
            // A quoted label may hold the closing bracket.
            const std::size_t quote = from < line.size() && line[from] == '"' ? line.find('"', from + 1) : from;
            const std::size_t to = quote == std::string::npos ? quote : line.find(bracket.close, quote);
            if (to == std::string::npos)
                return false;
            existing->label = label_in(line.substr(from, to - from));
            existing->shape = bracket.shape;
            m_at = to + bracket.close.size();
            break;
        }
        while (m_at < line.size() && line[m_at] == ' ')
            ++m_at;
        return true;
    }

    bool arrow(const std::string& line, DiagramEdge& edge)
    {
        struct Arrow {
            std::string_view text;
            bool head, dashed;
        };
        static constexpr std::array arrows{Arrow{"-.->", true, true}, Arrow{"-.-", false, true}, Arrow{"==>", true, false},
                                           Arrow{"-->", true, false}, Arrow{"---", false, false}};
        for (const Arrow& kind : arrows) {
            if (line.compare(m_at, kind.text.size(), kind.text) != 0)
                continue;
            m_at += kind.text.size();
            edge.arrow = kind.head;
            edge.dashed = kind.dashed;
            while (m_at < line.size() && line[m_at] == ' ')
                ++m_at;
            if (m_at < line.size() && line[m_at] == '|') {
                const std::size_t end = line.find('|', m_at + 1);
                if (end == std::string::npos)
                    return false;
                edge.label = label_in(line.substr(m_at + 1, end - m_at - 1));
                m_at = end + 1;
                while (m_at < line.size() && line[m_at] == ' ')
                    ++m_at;
            }
            return true;
        }
        return false;
    }

    bool statement(const std::string& line)
    {
        m_at = 0;
        const MermaidReading before = m_out;
        std::string from;
        bool good = node(line, from);
        while (good && m_at < line.size()) {
            DiagramEdge edge;
            std::string to;
            good = arrow(line, edge) && node(line, to);
            if (!good)
                break;
            edge.from = from;
            edge.to = to;
            m_out.diagram.edges.push_back(edge);
            from = to;
        }
        if (!good)
            m_out = before;
        return good;
    }

    bool style(const std::string& line)
    {
        const std::size_t name = line.find(' ') + 1;
        const std::size_t rules = line.find(' ', name);
        const std::size_t fill = line.find("fill:");
        if (rules == std::string::npos || fill == std::string::npos)
            return false;
        const std::string id = line.substr(name, rules - name);
        for (DiagramNode& entry : m_out.diagram.nodes) {
            if (entry.id == id) {
                entry.fill = trimmed(line.substr(fill + 5, line.find(',', fill) - fill - 5));
                return true;
            }
        }
        return false;
    }

    MermaidReading m_out;
    std::size_t m_at = 0;
};

MermaidReading read_mindmap(const std::vector<std::pair<int, std::string>>& lines)
{
    MermaidReading out;
    out.diagram.kind = "mindmap";
    out.diagram.tree = true;
    std::vector<std::pair<std::size_t, std::string>> open; // indentation and id of the ancestors
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const std::string& line = lines[i].second;
        const std::size_t indent = line.find_first_not_of(" \t");
        const std::string text = trimmed(line);
        if (text.starts_with("::") || text.starts_with(":::")) {
            out.unknown.push_back("line " + std::to_string(lines[i].first) + ": " + text);
            continue;
        }
        DiagramNode node;
        node.id = "n" + std::to_string(out.diagram.nodes.size());
        node.label = label_in(text);
        node.shape = NodeShape::Text;
        const auto shaped = [&](const Bracket& bracket) {
            const std::size_t from = text.find(bracket.open);
            if (from == std::string::npos || !text.ends_with(bracket.close)
                || text.size() < from + bracket.open.size() + bracket.close.size())
                return false;
            // Only an id without spaces may stand before the shape; "Attention (MHA)" is plain text.
            if (text.substr(0, from).find(' ') != std::string::npos || (from == 0 && bracket.open == ")"))
                return false;
            node.label = label_in(text.substr(from + bracket.open.size(), text.size() - from - bracket.open.size() - bracket.close.size()));
            node.shape = bracket.shape;
            if (from > 0)
                node.id = text.substr(0, from);
            return true;
        };
        if (!shaped(cloud)) {
            for (const Bracket& bracket : brackets) {
                if (shaped(bracket))
                    break;
            }
        }
        while (!open.empty() && open.back().first >= indent)
            open.pop_back();
        if (!open.empty()) {
            node.parent = open.back().second;
            out.diagram.edges.push_back({node.parent, node.id, {}, false, false, {}, {}});
        }
        open.emplace_back(indent, node.id);
        out.diagram.nodes.push_back(std::move(node));
    }
    return out;
}

void write_branch(const Diagram& diagram, const std::string& parent, int depth, std::string& out)
{
    for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
        const DiagramNode& node = diagram.nodes[i];
        if (node.parent != parent)
            continue;
        out += std::string(static_cast<std::size_t>(depth) * 2, ' ');
        std::string label = node.label;
        replace_all(label, "\n", "<br/>");
        if (node.shape == NodeShape::Stadium)
            out += node.id + ")" + label + "(";
        else if (node.shape != NodeShape::Text)
            out += node.id + std::string(bracket_of(node.shape).open) + label_out(node.label) + std::string(bracket_of(node.shape).close);
        else
            out += label;
        out += '\n';
        write_branch(diagram, node.id, depth + 1, out);
    }
}

} // namespace

Result<MermaidReading> read_mermaid(std::string_view text, const std::string& place)
{
    const auto lines = content_lines(text);
    const std::string first = lines.empty() ? std::string() : trimmed(lines.front().second);
    if (first == "mindmap")
        return read_mindmap(lines);
    if (first.starts_with("flowchart") || first.starts_with("graph"))
        return FlowchartReader().run(lines);
    return bad_input(place, "is neither a flowchart nor a mindmap", "expected a Mermaid text beginning with flowchart or mindmap");
}

std::string write_mermaid(const Diagram& diagram)
{
    if (diagram.tree) {
        std::string out = "mindmap\n";
        write_branch(diagram, "", 1, out);
        return out;
    }
    static constexpr std::array directions{"TB", "LR", "RL", "BT"};
    std::string out = std::string("flowchart ") + directions[static_cast<std::size_t>(diagram.direction)] + "\n";
    for (const DiagramNode& node : diagram.nodes) {
        const Bracket& bracket = bracket_of(node.shape);
        out += "    " + node.id + std::string(bracket.open) + label_out(node.label) + std::string(bracket.close) + "\n";
    }
    for (const DiagramEdge& edge : diagram.edges) {
        out += "    " + edge.from + (edge.dashed ? (edge.arrow ? " -.-> " : " -.- ") : (edge.arrow ? " --> " : " --- "));
        if (!edge.label.empty())
            out += "|" + label_out(edge.label) + "| ";
        out += edge.to + "\n";
    }
    for (const DiagramNode& node : diagram.nodes) {
        if (!node.fill.empty())
            out += "    style " + node.id + " fill:" + node.fill + "\n";
    }
    return out;
}

} // namespace archway
