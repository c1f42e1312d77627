// SPDX-License-Identifier: GPL-3.0-or-later
// Reads Mermaid's flowchart notation: statements end at a line or a semicolon, a label may hold either between quotes.
#include "diagrams/mermaid_scanner.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

namespace archway::mermaid {

namespace {

class Reader : Scanner {
public:
    Reader(std::string_view text, std::size_t at)
        : Scanner(text, at)
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
        if (const std::size_t start = m_at; edge_attributes()) {
            keep(m_text.substr(start, m_at - start)); // how an edge moves is Mermaid's own matter
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
            cluster.id.append("_").append(std::to_string(m_out.diagram.clusters.size()));
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

    bool vertices_and_links()
    {
        m_unknown.clear();
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
        if (!good)
            return false;
        m_out.unknown.insert(m_out.unknown.end(), m_unknown.begin(), m_unknown.end());
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
            if (const auto usual = m_classes.find("default"); node.fill.empty() && usual != m_classes.end())
                node.fill = fill_of(usual->second);
            if (const auto tip = m_tooltips.find(node.id); tip != m_tooltips.end())
                node.tooltip = tip->second;
        }
    }

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
