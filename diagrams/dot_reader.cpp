// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/layout_client.h"
#include "diagrams/notation.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace archway {

namespace {

using nlohmann::json;

std::string text_of(const json& record, const char* name)
{
    const auto found = record.find(name);
    return found != record.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool is_true(const json& record, const char* name, bool otherwise)
{
    const auto found = record.find(name);
    return found != record.end() && found->is_boolean() ? found->get<bool>() : otherwise;
}

/// A label as Graphviz shows it: "\n", "\l" and "\r" end a line, "\N" is the node's name, another backslash keeps what follows.
std::string label_of(const std::string& raw, const std::string& name)
{
    std::string out;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] != '\\' || i + 1 == raw.size()) {
            out += raw[i];
            continue;
        }
        const char next = raw[++i];
        if (next == 'n' || next == 'l' || next == 'r')
            out += '\n';
        else if (next == 'N')
            out += name;
        else
            out += next;
    }
    while (!out.empty() && out.back() == '\n')
        out.pop_back();
    return out;
}

/// The words of an HTML-like label, its markup left out.
std::string without_markup(const std::string& html)
{
    std::string out;
    bool tag = false;
    for (std::size_t i = 0; i < html.size(); ++i) {
        if (html[i] == '<') {
            tag = true;
            const std::string_view rest = std::string_view(html).substr(i, 4);
            const bool ends_line = rest.starts_with("<BR") || rest.starts_with("<br") || rest == "</TR" || rest == "</tr";
            if (ends_line && !out.empty() && out.back() != '\n')
                out += '\n';
        } else if (html[i] == '>')
            tag = false;
        else if (!tag && html[i] != '\n')
            out += html[i];
    }
    for (const auto& [entity, character] :
         {std::pair("&lt;", "<"), std::pair("&gt;", ">"), std::pair("&quot;", "\""), std::pair("&amp;", "&")}) {
        for (std::size_t at = 0; (at = out.find(entity, at)) != std::string::npos; ++at)
            out.replace(at, std::string_view(entity).size(), character);
    }
    while (!out.empty() && out.back() == '\n')
        out.pop_back();
    return out;
}

/// A record label ("{a|b}") as compartments; ports in angle brackets are left out.
std::string record_of(const std::string& label)
{
    std::string out;
    bool port = false;
    for (const char c : label) {
        if (c == '<')
            port = true;
        else if (c == '>')
            port = false;
        else if (c == '|' && !out.empty())
            out += "\n---\n";
        else if (!port && c != '{' && c != '}' && c != '|')
            out += c;
    }
    return out;
}

NodeShape shape_of(const std::string& shape, const std::string& style)
{
    static const std::map<std::string_view, NodeShape> shapes{{"diamond", NodeShape::Diamond},
                                                              {"hexagon", NodeShape::Hexagon},
                                                              {"cylinder", NodeShape::Cylinder},
                                                              {"circle", NodeShape::Circle},
                                                              {"ellipse", NodeShape::Stadium},
                                                              {"oval", NodeShape::Stadium},
                                                              {"", NodeShape::Stadium},
                                                              {"doublecircle", NodeShape::DoubleCircle},
                                                              {"parallelogram", NodeShape::LeanRight},
                                                              {"trapezium", NodeShape::Trapezoid},
                                                              {"invtrapezium", NodeShape::InverseTrapezoid},
                                                              {"record", NodeShape::Record},
                                                              {"Mrecord", NodeShape::Record},
                                                              {"plaintext", NodeShape::Text},
                                                              {"none", NodeShape::Text},
                                                              {"component", NodeShape::Subroutine}};
    const auto found = shapes.find(shape);
    if (found != shapes.end())
        return found->second;
    return style.find("rounded") != std::string::npos ? NodeShape::Rounded : NodeShape::Box;
}

/// A colour is kept only as "#rrggbb"; anything else of a file never reaches a picture.
std::string colour_of(const std::string& colour)
{
    const bool hex = colour.size() == 7 && colour[0] == '#' && colour.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos;
    return hex ? colour : std::string();
}

DiagramNode node_of(const json& record)
{
    DiagramNode node;
    node.id = text_of(record, "id");
    const std::string raw = text_of(record, "label"), style = text_of(record, "style");
    node.shape = shape_of(text_of(record, "shape"), style);
    const bool own = raw.empty() || raw == "\\N";
    node.label = own ? node.id : is_true(record, "html", false) ? without_markup(raw) : label_of(raw, node.id);
    if (node.shape == NodeShape::Record)
        node.label = record_of(node.label);
    node.fill = colour_of(text_of(record, "fillcolor"));
    node.tooltip = text_of(record, "tooltip");
    node.proposed = style.find("dashed") != std::string::npos;
    node.cluster = text_of(record, "cluster");
    return node;
}

DiagramEdge edge_of(const json& record, bool directed)
{
    DiagramEdge edge;
    edge.from = text_of(record, "from");
    edge.to = text_of(record, "to");
    edge.label = label_of(text_of(record, "label"), {});
    const std::string style = text_of(record, "style"), heads = text_of(record, "dir");
    edge.dashed = style.find("dashed") != std::string::npos || style.find("dotted") != std::string::npos;
    edge.thick = style.find("bold") != std::string::npos;
    edge.hidden = style.find("invis") != std::string::npos;
    edge.arrow = heads.empty() ? directed : heads == "forward" || heads == "both";
    edge.tail = heads == "back" || heads == "both" ? '>' : '\0';
    return edge;
}

} // namespace

Result<Diagram> read_dot(const std::string& text, const std::string& place, int timeout_ms)
{
    const json request{{"dot", text}};
    const Result<std::string> told = ask_worker(request.dump(-1, ' ', false, json::error_handler_t::replace), timeout_ms);
    if (!told) {
        const Error& error = told.error();
        return error.code == Error::Code::BadInput ? bad_input(place, "is no DOT graph: " + error.message)
                                                   : failure(place, "cannot be read: the layout worker " + error.message, error.advice);
    }
    const json answer = json::parse(*told, nullptr, false);
    const auto is_list = [&](const char* name) {
        const auto list = answer.find(name);
        return list != answer.end() && list->is_array()
            && std::all_of(list->begin(), list->end(), [](const json& record) { return record.is_object(); });
    };
    if (!answer.is_object() || !is_list("clusters") || !is_list("nodes") || !is_list("edges"))
        return failure(place, "cannot be read: the layout worker stopped");
    Diagram out;
    out.kind = "flowchart";
    out.title = label_of(text_of(answer, "label"), {});
    const std::string direction = text_of(answer, "rankdir");
    out.direction = direction == "LR" ? FlowDirection::LeftRight
        : direction == "RL"           ? FlowDirection::RightLeft
        : direction == "BT"           ? FlowDirection::BottomUp
                                      : FlowDirection::TopDown;
    std::set<std::string> known;
    for (const json& cluster : answer["clusters"]) {
        const std::string id = text_of(cluster, "id");
        if (known.insert(id).second)
            out.clusters.push_back({id, label_of(text_of(cluster, "label"), id), text_of(cluster, "parent"), {}});
    }
    for (const json& record : answer["nodes"])
        out.nodes.push_back(node_of(record));
    for (const json& record : answer["edges"])
        out.edges.push_back(edge_of(record, is_true(answer, "directed", true)));
    return out;
}

} // namespace archway
