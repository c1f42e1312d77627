// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/mermaid_scanner.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace archway::mermaid {

namespace {

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

} // namespace

void Scanner::skip_spaces()
{
    while (here() == ' ' || here() == '\t')
        ++m_at;
}

std::string_view Scanner::rest_of_line()
{
    const std::size_t end = std::min(m_text.find('\n', m_at), m_text.size());
    const std::string_view line = m_text.substr(m_at, end - m_at);
    m_at = end;
    return line;
}

std::string Scanner::rest_of_statement()
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

bool Scanner::keyword(std::string_view word)
{
    if (!sees(word))
        return false;
    const char next = here(word.size());
    return next == '\0' || next == ' ' || next == '\t' || next == '\n' || next == '\r' || next == ';';
}

bool Scanner::read_id(std::string& id)
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

bool Scanner::read_label(Mention& mention)
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

/// The brace that ends attributes: one between quotes is text.
std::size_t Scanner::end_of_attributes() const
{
    bool quoted = false;
    for (std::size_t at = m_at; at < m_text.size(); ++at) {
        if (m_text[at] == '"')
            quoted = !quoted;
        else if (m_text[at] == '}' && !quoted)
            return at;
    }
    return m_text.find('}', m_at);
}

bool Scanner::edge_attributes()
{
    const std::size_t start = m_at;
    std::string id;
    if (!read_id(id) || !sees("@{")) {
        m_at = start;
        return false;
    }
    const std::size_t end = end_of_attributes();
    const std::string_view inside = end == std::string_view::npos ? std::string_view() : m_text.substr(m_at + 2, end - m_at - 2);
    const auto names = [&](std::string_view key) { return inside.find(key) != std::string_view::npos; };
    const bool moves = (names("animate:") || names("animation:")) && !names("label:") && !names("shape:");
    if (end == std::string_view::npos || (!m_edge_ids.contains(id) && !moves)) {
        m_at = start;
        return false;
    }
    m_at = end + 1;
    return true;
}

bool Scanner::read_attributes(Mention& mention)
{
    const std::size_t end = end_of_attributes();
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
                m_unknown.push_back(complaint(m_text, m_at, "shape " + word + " is drawn as a box"));
        } else if (key == "label") {
            mention.label = label_in(word);
            mention.labelled = true;
            mention.place = {value, stop - value, quoted, false};
        } else if (key == "icon") {
            mention.icon = word;
        } else if (key == "img") {
            m_unknown.push_back(complaint(m_text, m_at, "picture is drawn as a box")); // nothing is ever loaded
        }
        at = stop + (quoted ? 1 : 0);
    }
    m_at = end + 1;
    return true;
}

bool Scanner::read_mention(Mention& mention)
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

bool Scanner::closing(char stroke, DiagramEdge& edge)
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

bool Scanner::read_link(DiagramEdge& edge)
{
    skip_spaces();
    // "e1@-->": an id of the edge.
    std::size_t ahead = m_at;
    while (ahead < m_text.size() && (std::isalnum(static_cast<unsigned char>(m_text[ahead])) || m_text[ahead] == '_'))
        ++ahead;
    if (ahead > m_at && ahead + 1 < m_text.size() && m_text[ahead] == '@' && m_text[ahead + 1] != '{') {
        m_edge_ids.emplace(m_text.substr(m_at, ahead - m_at));
        m_at = ahead + 1;
    }
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

bool Scanner::after_link(DiagramEdge& edge)
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

} // namespace archway::mermaid
