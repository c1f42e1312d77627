// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/arrange.h"
#include "diagrams/mermaid_text.h"

#include <algorithm>
#include <set>

namespace archway {

namespace {

using namespace mermaid;

constexpr std::array directions{"TB", "LR", "RL", "BT"};

const Bracket& bracket_of(NodeShape shape)
{
    const auto found
        = std::find_if(flowchart_brackets.begin(), flowchart_brackets.end(), [shape](const Bracket& b) { return b.shape == shape; });
    if (found != flowchart_brackets.end())
        return *found;
    static constexpr Bracket box{"[", "]", NodeShape::Box}, stadium{"([", "])", NodeShape::Stadium};
    return shape == NodeShape::Cloud || shape == NodeShape::Bang ? stadium : box;
}

/// Ids as Mermaid's grammars take them, each once.
class Ids {
public:
    explicit Ids(const Diagram& diagram)
    {
        for (const DiagramNode& node : diagram.nodes)
            name(node.id);
        for (const DiagramCluster& cluster : diagram.clusters)
            name(cluster.id);
    }
    const std::string& of(const std::string& id) { return m_names.contains(id) ? m_names[id] : name(id); }

private:
    const std::string& name(const std::string& id)
    {
        std::string out;
        for (const char c : id.substr(0, 100))
            out += std::isalnum(static_cast<unsigned char>(c)) || c == '_' ? c : '_';
        static const std::set<std::string> reserved{"",      "end",     "graph",     "flowchart", "subgraph",
                                                    "style", "class",   "classDef",  "click",     "linkStyle",
                                                    "call",  "default", "direction", "mindmap",   "participant"};
        if (reserved.contains(out))
            out += "_";
        // Ids that began to differ only in what was replaced must not become one.
        std::string unique = out;
        for (int i = 2; !m_used.insert(unique).second; ++i)
            unique = out + "_" + std::to_string(i);
        return m_names[id] = unique;
    }
    std::map<std::string, std::string> m_names;
    std::set<std::string> m_used;
};

std::string in_brackets(const Bracket& bracket, const std::string& label)
{
    const std::string inner = plain(label) ? label : '"' + label_out(label) + '"';
    return std::string(bracket.open) + inner + std::string(bracket.close);
}

std::string with_icon(const DiagramNode& node)
{
    return node.icon.empty() ? node.label : node.icon + " " + node.label;
}

std::string stroke_of(const DiagramEdge& edge)
{
    if (edge.hidden)
        return "~~~";
    std::string out = edge.tail == '>' ? "<" : edge.tail ? std::string(1, edge.tail) : std::string();
    out += edge.dashed ? "-.-" : edge.thick ? (edge.arrow ? "==" : "===") : (edge.arrow ? "--" : "---");
    if (edge.arrow)
        out += edge.head ? edge.head : '>';
    return out;
}

void write_subgraph(const Diagram& diagram, const std::string& id, int depth, Ids& ids, std::string& out)
{
    const std::string indent(static_cast<std::size_t>(depth) * 4, ' ');
    for (const DiagramNode& node : diagram.nodes) {
        if (node.cluster == id)
            out += indent + ids.of(node.id) + in_brackets(bracket_of(node.shape), with_icon(node)) + "\n";
    }
    for (const DiagramCluster& cluster : diagram.clusters) {
        if (cluster.parent != id || cluster.id == id || depth > 50)
            continue;
        out += indent + "subgraph " + ids.of(cluster.id) + " [\"" + label_out(cluster.label) + "\"]\n";
        write_subgraph(diagram, cluster.id, depth + 1, ids, out);
        out += indent + "end\n";
    }
}

/// The lines that were kept without being understood, at the end of a text written anew. Beside other lines than those they stood among
/// they could be taken for something; then they become comments, at first only those that Mermaid itself may not know.
std::string with_kept_lines(const std::string& text, const std::vector<std::string>& kept)
{
    if (kept.empty())
        return text;
    const auto with = [&](auto&& comments_out) {
        std::string out = text;
        for (const std::string& line : kept)
            out += (comments_out(line) ? "    %% " : "    ") + line + "\n";
        return out;
    };
    const auto is_directive = [](const std::string& line) {
        const std::string_view word = std::string_view(line).substr(0, line.find_first_of(" \t"));
        return word == "classDef" || word == "class" || word == "style" || word == "linkStyle" || word == "click";
    };
    const Result<MermaidReading> without = read_mermaid(text, "anew");
    const auto says_the_same = [&](const std::string& longer) {
        const Result<MermaidReading> reading = read_mermaid(longer, "anew");
        return reading && without && reading->diagram.nodes.size() == without->diagram.nodes.size()
            && reading->diagram.edges.size() == without->diagram.edges.size()
            && reading->diagram.clusters.size() == without->diagram.clusters.size();
    };
    std::string out = with([](const std::string&) { return false; });
    if (!says_the_same(out))
        out = with([&](const std::string& line) { return !is_directive(line); });
    if (!says_the_same(out))
        out = with([](const std::string&) { return true; });
    return out;
}

std::string write_flowchart(const Diagram& diagram)
{
    std::string out = std::string("flowchart ") + directions[static_cast<std::size_t>(diagram.direction)] + "\n";
    Ids ids(diagram);
    if (diagram.clusters.empty()) {
        for (const DiagramNode& node : diagram.nodes)
            out += "    " + ids.of(node.id) + in_brackets(bracket_of(node.shape), with_icon(node)) + "\n";
    } else {
        write_subgraph(diagram, {}, 1, ids, out);
    }
    for (const DiagramEdge& edge : diagram.edges) {
        out += "    " + ids.of(edge.from) + " " + stroke_of(edge) + " ";
        if (!edge.label.empty())
            out += "|\"" + label_out(edge.label) + "\"| ";
        out += ids.of(edge.to) + "\n";
    }
    for (const DiagramNode& node : diagram.nodes) {
        const bool colour = node.fill.size() > 1 && node.fill.find_first_of(" ;,:\n\"") == std::string::npos;
        if (!node.style.empty())
            out += "    style " + ids.of(node.id) + " " + node.style + "\n";
        else if (colour)
            out += "    style " + ids.of(node.id) + " fill:" + node.fill + "\n";
    }
    return with_kept_lines(out, diagram.verbatim);
}

std::string write_mindmap(const Diagram& diagram)
{
    const std::vector<int> parents = parents_of(diagram);
    std::vector<std::vector<std::size_t>> children(parents.size());
    std::vector<std::pair<std::size_t, int>> open;
    for (std::size_t i = parents.size(); i-- > 0;) {
        if (parents[i] < 0)
            open.emplace_back(i, 1);
        else
            children[static_cast<std::size_t>(parents[i])].push_back(i);
    }
    std::string out = "mindmap\n";
    Ids ids(diagram);
    // Mermaid knows one root only; further ones hang from the first.
    bool first = true;
    while (!open.empty()) {
        const auto [at, depth] = open.back();
        open.pop_back();
        const DiagramNode& node = diagram.nodes[at];
        const int shown = depth == 1 && !first ? 2 : depth;
        out += std::string(static_cast<std::size_t>(shown) * 2, ' ');
        const auto bracket
            = std::find_if(mindmap_brackets.begin(), mindmap_brackets.end(), [&](const Bracket& b) { return b.shape == node.shape; });
        const bool bare = bracket == mindmap_brackets.end();
        if (bare && plain(node.label))
            out += node.label;
        else
            out += ids.of(node.id) + (bare ? "[" : std::string(bracket->open)) + '"' + label_out(node.label) + '"'
                + (bare ? "]" : std::string(bracket->close));
        out += '\n';
        const std::string indent(static_cast<std::size_t>(shown) * 2, ' ');
        if (!node.icon.empty())
            out += indent + "::icon(" + node.icon + ")\n";
        if (!node.style.empty())
            out += indent + ":::" + node.style + "\n";
        for (const std::size_t child : children[at])
            open.emplace_back(child, depth + 1);
        first = false;
    }
    for (const std::string& line : diagram.verbatim)
        out += "  %% " + line + "\n"; // as a line of the map it would hang from whatever stands last
    return out;
}

std::string write_classes(const Diagram& diagram)
{
    std::string out = std::string("classDiagram\n    direction ") + directions[static_cast<std::size_t>(diagram.direction)] + "\n";
    Ids ids(diagram);
    for (const DiagramNode& node : diagram.nodes) {
        const auto lines = label_lines(node.label);
        out += "    class " + ids.of(node.id) + "[\"" + label_out(lines.front()) + "\"] {\n";
        for (std::size_t i = 1; i < lines.size(); ++i) {
            std::string member = shown_line(lines[i], 200);
            std::erase_if(member, [](char c) { return c == '{' || c == '}' || c == '"' || c == '`'; });
            if (lines[i] != "---" && !member.empty())
                out += "        " + member + "\n";
        }
        out += "    }\n";
    }
    for (const DiagramEdge& edge : diagram.edges) {
        out += "    " + ids.of(edge.from) + (edge.dashed ? " ..> " : " --> ") + ids.of(edge.to);
        if (!edge.label.empty())
            out += " : " + shown_line(edge.label, 200);
        out += "\n";
    }
    return out;
}

/// Text of a sequence diagram ends at the line; a semicolon or a hash would end it sooner.
std::string message_text(const std::string& label)
{
    std::string out = label_out(label);
    replace_all(out, "#quot;", "\"");
    std::string safe;
    for (std::size_t i = 0; i < out.size(); ++i)
        safe += out[i] == ';' && (i < 3 || out.rfind('#', i) == std::string::npos || i - out.rfind('#', i) > 6) ? "#59;"
                                                                                                                : std::string(1, out[i]);
    return safe;
}

std::string write_sequence(const Diagram& diagram)
{
    std::string out = "sequenceDiagram\n";
    Ids ids(diagram);
    for (const DiagramNode& node : diagram.nodes)
        out += "    participant " + ids.of(node.id) + " as " + message_text(node.label) + "\n";
    for (const DiagramEdge& edge : diagram.edges)
        out += "    " + ids.of(edge.from) + (edge.dashed ? "-->>" : "->>") + ids.of(edge.to) + ": " + message_text(edge.label) + "\n";
    return out;
}

bool same_edge(const DiagramEdge& a, const DiagramEdge& b)
{
    return a.from == b.from && a.to == b.to && a.label == b.label && a.dashed == b.dashed && a.arrow == b.arrow && a.thick == b.thick
        && a.hidden == b.hidden && a.head == b.head && a.tail == b.tail;
}

/// The text it was read from with changed labels put in their places; nothing where more changed than labels.
bool rewritten(const Diagram& diagram, std::string& out)
{
    const Result<MermaidReading> reading = read_mermaid(diagram.source, "source");
    if (!reading)
        return false;
    const Diagram& old = reading->diagram;
    if (old.tree != diagram.tree || old.nodes.size() != diagram.nodes.size() || old.clusters.size() != diagram.clusters.size()
        || !std::equal(old.edges.begin(), old.edges.end(), diagram.edges.begin(), diagram.edges.end(), same_edge)
        || !std::equal(
            old.clusters.begin(), old.clusters.end(), diagram.clusters.begin(),
            [](const DiagramCluster& a, const DiagramCluster& b) { return a.id == b.id && a.label == b.label && a.parent == b.parent; }))
        return false;
    std::vector<std::size_t> changed;
    for (std::size_t i = 0; i < old.nodes.size(); ++i) {
        const DiagramNode& a = old.nodes[i];
        const DiagramNode& b = diagram.nodes[i];
        if (a.id != b.id || a.shape != b.shape || a.fill != b.fill || a.parent != b.parent || a.cluster != b.cluster || a.icon != b.icon)
            return false;
        if (a.label != b.label)
            changed.push_back(i);
    }
    // From the end on, so that earlier places stay where they are.
    std::sort(changed.begin(), changed.end(),
              [&](std::size_t a, std::size_t b) { return reading->labels[a].offset > reading->labels[b].offset; });
    out = diagram.source;
    for (const std::size_t i : changed) {
        const LabelPlace& place = reading->labels[i];
        const std::string label = with_icon(diagram.nodes[i]);
        // Between brackets a label may need quotes; a bare line of a mindmap gets brackets for it.
        const bool tree_line = diagram.tree && diagram.nodes[i].shape == NodeShape::Text && !place.quoted;
        std::string text = place.quoted ? label_out(label) : plain(label) ? label : '"' + label_out(label) + '"';
        if (place.bare || (tree_line && !plain(label)))
            text.insert(0, tree_line ? "n[" : "[").append("]");
        out.replace(place.offset, place.length, text);
    }
    // Whatever a label holds, the rest must still say the same: a text that is no longer read like that is written anew.
    if (!changed.empty()) {
        const Result<MermaidReading> again = read_mermaid(out, "source");
        if (!again || again->diagram.nodes.size() != old.nodes.size() || again->unknown.size() != reading->unknown.size()
            || !std::equal(old.edges.begin(), old.edges.end(), again->diagram.edges.begin(), again->diagram.edges.end(), same_edge)
            || !std::equal(old.nodes.begin(), old.nodes.end(), again->diagram.nodes.begin(),
                           [](const DiagramNode& a, const DiagramNode& b) { return a.id == b.id; }))
            return false;
    }
    if (old.direction != diagram.direction && !diagram.tree) {
        // Labels come after the header, so its place is still the same.
        std::string title;
        const std::size_t word = out.find_first_of(" \t\n;", skip_preamble(out, title));
        const std::size_t from = std::min(out.find_first_not_of(" \t", word), out.size());
        const std::size_t end = std::min(out.find_first_of(" \t\r\n;", from), out.size());
        out.replace(std::min(word, out.size()), end - std::min(word, end),
                    std::string(" ") + directions[static_cast<std::size_t>(diagram.direction)]);
    }
    return true;
}

} // namespace

std::string write_mermaid(const Diagram& diagram)
{
    std::string out;
    if (!diagram.source.empty() && rewritten(diagram, out))
        return out;
    if (diagram.tree)
        return write_mindmap(diagram);
    if (diagram.kind == "class")
        return write_classes(diagram);
    if (diagram.kind == "sequence")
        return write_sequence(diagram);
    return write_flowchart(diagram);
}

} // namespace archway
