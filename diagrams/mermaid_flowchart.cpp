// SPDX-License-Identifier: GPL-3.0-or-later
// Reads Mermaid's flowchart notation: statements end at a line or a semicolon, a label may hold either between quotes.
#include "diagrams/mermaid_text.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

namespace archway::mermaid {

namespace {

/// One mention of a node, not yet part of the diagram: a statement counts as a whole or not at all.
struct Mention {
    std::string id;
    bool labelled = false;
    std::string label, icon, style_class;
    NodeShape shape = NodeShape::Box;
    bool shaped = false;
    LabelPlace place;
};

NodeShape shape_named(std::string_view name, bool& known)
{
    static const std::map<std::string_view, NodeShape> shapes{{"rect", NodeShape::Box},
                                                              {"proc", NodeShape::Box},
                                                              {"process", NodeShape::Box},
                                                              {"rectangle", NodeShape::Box},
                                                              {"rounded", NodeShape::Rounded},
                                                              {"event", NodeShape::Rounded},
                                                              {"stadium", NodeShape::Stadium},
                                                              {"pill", NodeShape::Stadium},
                                                              {"terminal", NodeShape::Stadium},
                                                              {"fr-rect", NodeShape::Subroutine},
                                                              {"subproc", NodeShape::Subroutine},
                                                              {"subprocess", NodeShape::Subroutine},
                                                              {"subroutine", NodeShape::Subroutine},
                                                              {"framed-rectangle", NodeShape::Subroutine},
                                                              {"cyl", NodeShape::Cylinder},
                                                              {"db", NodeShape::Cylinder},
                                                              {"database", NodeShape::Cylinder},
                                                              {"cylinder", NodeShape::Cylinder},
                                                              {"h-cyl", NodeShape::Cylinder},
                                                              {"das", NodeShape::Cylinder},
                                                              {"lin-cyl", NodeShape::Cylinder},
                                                              {"disk", NodeShape::Cylinder},
                                                              {"circle", NodeShape::Circle},
                                                              {"circ", NodeShape::Circle},
                                                              {"sm-circ", NodeShape::Circle},
                                                              {"start", NodeShape::Circle},
                                                              {"odd", NodeShape::Flag},
                                                              {"flag", NodeShape::Flag},
                                                              {"diam", NodeShape::Diamond},
                                                              {"decision", NodeShape::Diamond},
                                                              {"diamond", NodeShape::Diamond},
                                                              {"question", NodeShape::Diamond},
                                                              {"hex", NodeShape::Hexagon},
                                                              {"hexagon", NodeShape::Hexagon},
                                                              {"prepare", NodeShape::Hexagon},
                                                              {"lean-r", NodeShape::LeanRight},
                                                              {"lean-right", NodeShape::LeanRight},
                                                              {"in-out", NodeShape::LeanRight},
                                                              {"lean-l", NodeShape::LeanLeft},
                                                              {"lean-left", NodeShape::LeanLeft},
                                                              {"out-in", NodeShape::LeanLeft},
                                                              {"trap-b", NodeShape::Trapezoid},
                                                              {"trapezoid", NodeShape::Trapezoid},
                                                              {"priority", NodeShape::Trapezoid},
                                                              {"trapezoid-bottom", NodeShape::Trapezoid},
                                                              {"trap-t", NodeShape::InverseTrapezoid},
                                                              {"manual", NodeShape::InverseTrapezoid},
                                                              {"inv-trapezoid", NodeShape::InverseTrapezoid},
                                                              {"trapezoid-top", NodeShape::InverseTrapezoid},
                                                              {"dbl-circ", NodeShape::DoubleCircle},
                                                              {"double-circle", NodeShape::DoubleCircle},
                                                              {"fr-circ", NodeShape::DoubleCircle},
                                                              {"stop", NodeShape::DoubleCircle},
                                                              {"framed-circle", NodeShape::DoubleCircle},
                                                              {"text", NodeShape::Text},
                                                              {"cloud", NodeShape::Cloud},
                                                              {"bang", NodeShape::Bang}};
    const auto found = shapes.find(name);
    known = found != shapes.end();
    return known ? found->second : NodeShape::Box;
}

class Reader {
public:
    Reader(std::string_view text, std::size_t at)
        : m_text(text)
        , m_at(at)
    {
    }

    MermaidReading run()
    {
        m_out.diagram.kind = "flowchart";
        header();
        while (skip_blank_lines()) {
            const std::size_t start = m_at;
            if (!statement()) {
                m_at = start;
                const std::string_view line = rest_of_line();
                m_out.unknown.push_back(complaint(m_text, start, line));
                keep(line);
            }
        }
        finish();
        return std::move(m_out);
    }

private:
    [[nodiscard]] bool at_end() const { return m_at >= m_text.size(); }
    [[nodiscard]] char here(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }
    [[nodiscard]] bool sees(std::string_view word) const { return m_text.substr(m_at, word.size()) == word; }
    [[nodiscard]] bool ends_statement() const { return at_end() || here() == '\n' || here() == ';' || here() == '\r' || sees("%%"); }

    void skip_spaces()
    {
        while (here() == ' ' || here() == '\t')
            ++m_at;
    }

    /// To the next statement: past blank lines, semicolons, comments and directives. False at the end.
    bool skip_blank_lines()
    {
        for (;;) {
            m_at = m_text.find_first_not_of(" \t\r\n;", m_at);
            if (m_at == std::string_view::npos)
                return false;
            if (sees("%%{")) {
                const std::size_t end = m_text.find("}%%", m_at);
                m_at = end == std::string_view::npos ? m_text.size() : end + 3;
            } else if (sees("%%"))
                m_at = std::min(m_text.find('\n', m_at), m_text.size());
            else
                return true;
        }
    }

    std::string_view rest_of_line()
    {
        const std::size_t end = std::min(m_text.find('\n', m_at), m_text.size());
        const std::string_view line = m_text.substr(m_at, end - m_at);
        m_at = end;
        return line;
    }

    /// The rest of the statement: to the line's end, or to a semicolon that is not inside quotes or a style's escape.
    std::string rest_of_statement()
    {
        const std::size_t start = m_at;
        bool quoted = false;
        for (; !at_end() && here() != '\n'; ++m_at) {
            if (here() == '"')
                quoted = !quoted;
            else if (here() == ';' && !quoted)
                break;
        }
        return trimmed(m_text.substr(start, m_at - start));
    }

    void keep(std::string_view line) { m_out.diagram.verbatim.push_back(trimmed(line)); }

    static FlowDirection direction_named(std::string_view word)
    {
        return word == "LR" ? FlowDirection::LeftRight
            : word == "RL"  ? FlowDirection::RightLeft
            : word == "BT"  ? FlowDirection::BottomUp
                            : FlowDirection::TopDown;
    }

    void header()
    {
        while (!at_end() && !std::isspace(static_cast<unsigned char>(here())) && here() != ';')
            ++m_at;
        skip_spaces();
        const std::size_t start = m_at;
        while (std::isalpha(static_cast<unsigned char>(here())) || here() == '<' || here() == '>' || here() == '^')
            ++m_at;
        const std::string_view word = m_text.substr(start, m_at - start);
        m_out.diagram.direction = word == ">" ? FlowDirection::LeftRight
            : word == "<"                     ? FlowDirection::RightLeft
            : word == "^"                     ? FlowDirection::BottomUp
                                              : direction_named(word);
    }

    /// The keyword at this place, when a space, the line's end or a semicolon follows.
    bool keyword(std::string_view word)
    {
        if (!sees(word))
            return false;
        const char next = here(word.size());
        return next == '\0' || next == ' ' || next == '\t' || next == '\n' || next == '\r' || next == ';';
    }

    bool statement()
    {
        if (keyword("subgraph"))
            return subgraph();
        if (keyword("end")) {
            m_at += 3;
            if (m_open.empty())
                return false;
            m_open.pop_back();
            return true;
        }
        if (keyword("direction")) {
            const std::string line = rest_of_statement();
            if (m_open.empty())
                m_out.diagram.direction = direction_named(trimmed(std::string_view(line).substr(9)));
            return true; // the direction inside a subgraph is Mermaid's own matter
        }
        if (keyword("style"))
            return style();
        if (keyword("classDef"))
            return class_definition();
        if (keyword("class"))
            return class_assignment();
        if (keyword("click"))
            return click();
        if (keyword("linkStyle")) {
            keep(rest_of_statement());
            return true;
        }
        if (sees("accTitle") || sees("accDescr")) {
            const std::size_t start = m_at;
            const std::string_view line = rest_of_line();
            if (line.find('{') != std::string_view::npos && line.find('}') == std::string_view::npos) {
                const std::size_t close = m_text.find('}', m_at);
                m_at = close == std::string_view::npos ? m_text.size() : close + 1;
            }
            keep(m_text.substr(start, m_at - start));
            return true;
        }
        return vertices_and_links();
    }

    bool subgraph()
    {
        m_at += 8;
        skip_spaces();
        const std::size_t start = m_at;
        DiagramCluster cluster;
        std::size_t ahead = m_at;
        std::string id;
        if (read_id(id)) {
            skip_spaces();
            Mention title;
            if (here() == '[' && read_label(title)) {
                cluster.id = id;
                cluster.label = title.label;
            } else {
                m_at = ahead;
            }
        }
        if (cluster.id.empty()) {
            m_at = start;
            const std::string title = label_in(rest_of_statement());
            const bool word = !title.empty() && title.find_first_of(" \t") == std::string::npos;
            cluster.id = word ? title : "subGraph" + std::to_string(m_out.diagram.clusters.size());
            cluster.label = title;
        }
        if (!m_cluster_ids.insert(cluster.id).second)
            cluster.id += "_" + std::to_string(m_out.diagram.clusters.size());
        cluster.parent = m_open.empty() ? std::string() : m_open.back();
        m_open.push_back(cluster.id);
        m_out.diagram.clusters.push_back(std::move(cluster));
        skip_spaces();
        return true;
    }

    bool style()
    {
        const std::string line = rest_of_statement();
        const std::size_t names = line.find_first_not_of(" \t", 5);
        const std::size_t rules = names == std::string::npos ? names : line.find_first_of(" \t", names);
        if (rules == std::string::npos)
            return false;
        std::string ids = line.substr(names, rules - names);
        for (std::size_t at = 0; at <= ids.size();) {
            const std::size_t end = std::min(ids.find(',', at), ids.size());
            m_styles[ids.substr(at, end - at)] = trimmed(std::string_view(line).substr(rules));
            at = end + 1;
        }
        return true;
    }

    bool class_definition()
    {
        const std::string line = rest_of_statement();
        const std::size_t names = line.find_first_not_of(" \t", 8);
        const std::size_t rules = names == std::string::npos ? names : line.find_first_of(" \t", names);
        if (rules == std::string::npos)
            return false;
        const std::string ids = line.substr(names, rules - names);
        for (std::size_t at = 0; at <= ids.size();) {
            const std::size_t end = std::min(ids.find(',', at), ids.size());
            m_classes[ids.substr(at, end - at)] = trimmed(std::string_view(line).substr(rules));
            at = end + 1;
        }
        keep(line);
        return true;
    }

    bool class_assignment()
    {
        const std::string line = rest_of_statement();
        const std::size_t last = line.find_last_of(" \t");
        if (last == std::string::npos || last <= 6)
            return false;
        const std::string name = line.substr(last + 1);
        const std::string ids = line.substr(6, last - 6);
        for (std::size_t at = 0; at <= ids.size();) {
            const std::size_t end = std::min(ids.find(',', at), ids.size());
            m_class_of[trimmed(std::string_view(ids).substr(at, end - at))] = name;
            at = end + 1;
        }
        keep(line);
        return true;
    }

    /// click NODE …: Mermaid calls or opens something; here only the tooltip between quotes is of use, and no address is ever opened.
    bool click()
    {
        const std::string line = rest_of_statement();
        const std::size_t name = line.find_first_not_of(" \t", 5);
        const std::size_t after = name == std::string::npos ? name : line.find_first_of(" \t", name);
        if (after == std::string::npos)
            return false;
        std::vector<std::string> quoted;
        for (std::size_t at = line.find('"', after); at != std::string::npos; at = line.find('"', at + 1)) {
            const std::size_t end = line.find('"', at + 1);
            if (end == std::string::npos)
                break;
            quoted.push_back(line.substr(at + 1, end - at - 1));
            at = end;
        }
        const bool address
            = !quoted.empty() && (quoted.front().find("://") != std::string::npos || line.find(" href ") != std::string::npos);
        if (quoted.size() > (address ? 1U : 0U))
            m_tooltips[line.substr(name, after - name)] = label_in(quoted.back());
        keep(line);
        return true;
    }

    /// A node's id. A hyphen or an equals sign that begins a link ends it.
    bool read_id(std::string& id)
    {
        const std::size_t start = m_at;
        for (; !at_end(); ++m_at) {
            const char c = here();
            const auto byte = static_cast<unsigned char>(c);
            if (c == '-' && (here(1) == '-' || here(1) == '>' || here(1) == '.'))
                break;
            if (c == '=' && here(1) == '=')
                break;
            const bool part = std::isalnum(byte) || byte >= 0x80 || std::string_view("_.-=!#$'*+/?\\").find(c) != std::string_view::npos;
            if (!part || (c == '/' && m_at == start))
                break;
        }
        id = std::string(m_text.substr(start, m_at - start));
        return !id.empty();
    }

    /// "[label]" and its kin at this place.
    bool read_label(Mention& mention)
    {
        for (const Bracket& bracket : flowchart_brackets) {
            if (!sees(bracket.open))
                continue;
            const std::size_t from = m_at + bracket.open.size();
            std::size_t inner = m_text.find_first_not_of(" \t\r\n", from);
            if (inner == std::string_view::npos)
                return false;
            std::size_t to = 0;
            const bool quoted = m_text[inner] == '"';
            if (quoted) {
                // A quoted label may hold anything but a quote, line ends too.
                const std::size_t quote = m_text.find('"', inner + 1);
                if (quote == std::string_view::npos)
                    continue;
                to = m_text.find_first_not_of(" \t\r\n", quote + 1);
                if (to == std::string_view::npos || m_text.substr(to, bracket.close.size()) != bracket.close)
                    continue;
                mention.place = {inner + 1, quote - inner - 1, true, false};
            } else {
                to = m_text.find(bracket.close, from);
                const std::size_t line = m_text.find('\n', from);
                // "[(" may be a box whose text begins with a parenthesis; then another bracket closes it.
                if (to == std::string_view::npos || to > line || to == from)
                    continue;
                mention.place = {from, to - from, false, false};
            }
            mention.label = label_in(m_text.substr(mention.place.offset, mention.place.length));
            mention.labelled = mention.shaped = true;
            mention.shape = bracket.shape;
            m_at = to + bracket.close.size();
            return true;
        }
        return false;
    }

    /// "@{ shape: cyl, label: "…" }" after an id.
    bool read_attributes(Mention& mention)
    {
        const std::size_t end = m_text.find('}', m_at);
        if (end == std::string_view::npos)
            return false;
        std::size_t at = m_at + 2;
        while (at < end) {
            at = m_text.find_first_not_of(" \t\r\n,", at);
            const std::size_t colon = m_text.find(':', at);
            if (colon >= end)
                break;
            const std::string key = trimmed(m_text.substr(at, colon - at));
            std::size_t value = m_text.find_first_not_of(" \t\r\n", colon + 1);
            std::size_t stop = 0;
            const bool quoted = value < end && m_text[value] == '"';
            if (quoted) {
                stop = std::min(m_text.find('"', value + 1), end);
                ++value;
            } else {
                stop = std::min(m_text.find_first_of(",\n}", value), end);
            }
            const std::string word = trimmed(m_text.substr(value, stop - value));
            if (key == "shape") {
                bool known = false;
                mention.shape = shape_named(word, known);
                mention.shaped = true;
                if (!known)
                    m_out.unknown.push_back(complaint(m_text, m_at, "shape " + word + " is drawn as a box"));
            } else if (key == "label") {
                mention.label = label_in(word);
                mention.labelled = true;
                mention.place = {value, stop - value, quoted, false};
            } else if (key == "icon") {
                mention.icon = word;
            }
            at = stop + (quoted ? 1 : 0);
        }
        m_at = end + 1;
        return true;
    }

    bool read_mention(Mention& mention)
    {
        if (!read_id(mention.id))
            return false;
        mention.place = {m_at, 0, false, true};
        if (sees("@{")) {
            if (!read_attributes(mention))
                return false;
        } else if (std::string_view("[({>").find(here()) != std::string_view::npos && !at_end()) {
            if (!read_label(mention))
                return false;
        }
        if (sees(":::")) {
            m_at += 3;
            const std::size_t start = m_at;
            while (std::isalnum(static_cast<unsigned char>(here())) || here() == '_' || here() == ',' || (here() == '-' && here(1) != '-'))
                ++m_at;
            mention.style_class = std::string(m_text.substr(start, m_at - start));
        }
        mention.icon += take_icon(mention.label);
        return true;
    }

    bool read_group(std::vector<Mention>& group)
    {
        for (;;) {
            Mention mention;
            if (!read_mention(mention))
                return false;
            group.push_back(std::move(mention));
            const std::size_t before = m_at;
            skip_spaces();
            if (here() != '&') {
                if (ends_statement())
                    return true;
                m_at = before;
                return true;
            }
            ++m_at;
            m_at = std::min(m_text.find_first_not_of(" \t\r\n", m_at), m_text.size());
        }
    }

    /// The closing half of a link at this place: "-->", "-.->", "==>", "---", with o or x instead of the head.
    bool closing(char stroke, DiagramEdge& edge)
    {
        const std::size_t start = m_at;
        std::size_t count = 0;
        if (stroke == '.') {
            if (here() == '-')
                ++m_at;
            while (here() == '.') {
                ++m_at;
                ++count;
            }
            if (count == 0 || here() != '-') {
                m_at = start;
                return false;
            }
            ++m_at;
        } else {
            while (here() == stroke) {
                ++m_at;
                ++count;
            }
            if (count < 2) {
                m_at = start;
                return false;
            }
        }
        const char end = here();
        if (end == '>' || ((end == 'x' || end == 'o') && !std::isalnum(static_cast<unsigned char>(here(1))))) {
            ++m_at;
            edge.arrow = true;
            edge.head = end == '>' ? '\0' : end;
            return true;
        }
        if (end == 'x' || end == 'o') { // "---oB": Mermaid takes the letter for the head
            ++m_at;
            edge.arrow = true;
            edge.head = end;
            return true;
        }
        edge.arrow = false;
        if (stroke != '.' && count < 3) {
            m_at = start;
            return false;
        }
        return true;
    }

    bool read_link(DiagramEdge& edge)
    {
        skip_spaces();
        // "e1@-->": an id of the edge.
        std::size_t ahead = m_at;
        while (ahead < m_text.size() && (std::isalnum(static_cast<unsigned char>(m_text[ahead])) || m_text[ahead] == '_'))
            ++ahead;
        if (ahead > m_at && ahead + 1 < m_text.size() && m_text[ahead] == '@' && m_text[ahead + 1] != '{')
            m_at = ahead + 1;
        if (sees("~~~")) {
            while (here() == '~')
                ++m_at;
            edge.hidden = true;
            edge.arrow = false;
            return after_link(edge);
        }
        const char first = here();
        const bool marked = (first == '<' || first == 'x' || first == 'o') && (here(1) == '-' || here(1) == '=');
        if (marked) {
            edge.tail = first == '<' ? '>' : first;
            ++m_at;
        }
        const char stroke = here() == '-' && here(1) == '.' ? '.' : here();
        if (stroke != '-' && stroke != '=' && stroke != '.')
            return false;
        edge.dashed = stroke == '.';
        edge.thick = stroke == '=';
        if (closing(stroke, edge))
            return after_link(edge);
        // "-- text -->": the label stands inside the link.
        m_at += 2;
        skip_spaces();
        const std::size_t from = m_at;
        if (here() == '"') {
            const std::size_t quote = m_text.find('"', m_at + 1);
            if (quote == std::string_view::npos)
                return false;
            m_at = quote + 1;
            edge.label = label_in(m_text.substr(from, m_at - from));
            skip_spaces();
            return closing(stroke, edge) && after_link(edge);
        }
        for (; !at_end() && here() != '\n'; ++m_at) {
            const std::size_t end = m_at;
            const bool begins = stroke == '.' ? here() == '.' || (here() == '-' && here(1) == '.') : here() == stroke && here(1) == stroke;
            if (begins && closing(stroke, edge)) {
                edge.label = label_in(trimmed(m_text.substr(from, end - from)));
                return after_link(edge);
            }
        }
        return false;
    }

    /// "|text|" and the way to the next node.
    bool after_link(DiagramEdge& edge)
    {
        skip_spaces();
        if (here() == '|') {
            std::size_t from = m_at + 1;
            const std::size_t inner = m_text.find_first_not_of(" \t", from);
            std::size_t end = 0;
            if (inner != std::string_view::npos && m_text[inner] == '"') {
                const std::size_t quote = m_text.find('"', inner + 1);
                end = quote == std::string_view::npos ? quote : m_text.find('|', quote);
            } else {
                end = m_text.find('|', from);
            }
            if (end == std::string_view::npos)
                return false;
            edge.label = label_in(trimmed(m_text.substr(from, end - from)));
            m_at = end + 1;
        }
        m_at = std::min(m_text.find_first_not_of(" \t\r\n", m_at), m_text.size());
        return !at_end();
    }

    bool vertices_and_links()
    {
        const std::size_t complaints = m_out.unknown.size();
        std::vector<Mention> mentions;
        std::vector<DiagramEdge> edges;
        std::vector<Mention> from;
        bool good = read_group(from);
        mentions = from;
        while (good) {
            skip_spaces();
            if (ends_statement())
                break;
            DiagramEdge kind;
            std::vector<Mention> to;
            good = read_link(kind) && read_group(to);
            if (!good)
                break;
            for (const Mention& a : from) {
                for (const Mention& b : to) {
                    DiagramEdge edge = kind;
                    edge.from = a.id;
                    edge.to = b.id;
                    edges.push_back(std::move(edge));
                }
            }
            mentions.insert(mentions.end(), to.begin(), to.end());
            from = std::move(to);
        }
        if (!good) {
            m_out.unknown.resize(complaints);
            return false;
        }
        for (const Mention& mention : mentions)
            apply(mention);
        m_out.diagram.edges.insert(m_out.diagram.edges.end(), edges.begin(), edges.end());
        return true;
    }

    void apply(const Mention& mention)
    {
        const auto [known, fresh] = m_index.emplace(mention.id, m_out.diagram.nodes.size());
        if (fresh) {
            DiagramNode made;
            made.id = made.label = mention.id;
            m_out.diagram.nodes.push_back(std::move(made));
            m_out.labels.push_back(mention.place);
        }
        DiagramNode& node = m_out.diagram.nodes[known->second];
        if (mention.labelled) {
            node.label = mention.label;
            m_out.labels[known->second] = mention.place;
        }
        if (mention.shaped)
            node.shape = mention.shape;
        if (!mention.icon.empty())
            node.icon = mention.icon;
        if (!mention.style_class.empty())
            m_class_of[mention.id] = mention.style_class;
        if (node.cluster.empty() && !m_open.empty())
            node.cluster = m_open.back();
    }

    /// "fill:#f9f" of style rules; empty without one.
    static std::string fill_of(const std::string& rules)
    {
        const std::size_t fill = rules.find("fill:");
        return fill == std::string::npos ? std::string()
                                         : trimmed(std::string_view(rules).substr(fill + 5, rules.find(',', fill) - fill - 5));
    }

    void finish()
    {
        // What names a subgraph is no node.
        for (std::size_t i = m_out.diagram.nodes.size(); i-- > 0;) {
            if (m_cluster_ids.contains(m_out.diagram.nodes[i].id)) {
                m_out.diagram.nodes.erase(m_out.diagram.nodes.begin() + static_cast<std::ptrdiff_t>(i));
                m_out.labels.erase(m_out.labels.begin() + static_cast<std::ptrdiff_t>(i));
            }
        }
        for (DiagramNode& node : m_out.diagram.nodes) {
            const auto own = m_styles.find(node.id);
            const auto by_class = m_class_of.find(node.id);
            const auto rules = by_class == m_class_of.end() ? m_classes.find("default") : m_classes.find(by_class->second);
            if (own != m_styles.end()) {
                node.style = own->second;
                node.fill = fill_of(own->second);
            }
            if (node.fill.empty() && rules != m_classes.end())
                node.fill = fill_of(rules->second);
            if (const auto tip = m_tooltips.find(node.id); tip != m_tooltips.end())
                node.tooltip = tip->second;
        }
    }

    std::string_view m_text;
    std::size_t m_at;
    MermaidReading m_out;
    std::map<std::string, std::size_t> m_index;
    std::set<std::string> m_cluster_ids;
    std::vector<std::string> m_open; ///< subgraphs not yet ended
    std::map<std::string, std::string> m_styles, m_classes, m_class_of, m_tooltips;
};

} // namespace

MermaidReading read_flowchart(std::string_view text, std::size_t at)
{
    return Reader(text, at).run();
}

} // namespace archway::mermaid
