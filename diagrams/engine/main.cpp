// SPDX-License-Identifier: GPL-3.0-or-later
// archway-layout: reads one request as JSON on standard input, lays a graph out with Graphviz or reads a DOT text, writes the result as
// JSON. A process of its own, so that a crash, a hang or a leak costs nothing but that answer. To be laid out, only sizes and links come
// in.
#include <graphviz/cgraph.h>
#include <graphviz/gvc.h>
#include <nlohmann/json.hpp>

#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace {

using nlohmann::json;

constexpr double points_per_inch = 72;
constexpr rlim_t cpu_seconds = 20;
constexpr rlim_t memory_bytes = rlim_t{2} << 30;

void limit_resources()
{
    const auto limit = [](auto what, rlim_t value) {
        const rlimit both{value, value};
        setrlimit(what, &both);
    };
    limit(RLIMIT_CPU, cpu_seconds);
    limit(RLIMIT_AS, memory_bytes);
    limit(RLIMIT_CORE, 0);
    for (const char* name : {"GVBINDIR", "GV_FILE_PATH", "SERVER_NAME"})
        unsetenv(name);
}

/// Graphviz takes char* and does not write through it.
char* writable(const char* text)
{
    return const_cast<char*>(text); // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

/// Attributes take effect only when they were declared with a default.
void declare(Agraph_t* graph, int kind, const char* name, const char* value)
{
    agattr(graph, kind, writable(name), writable(value));
}

std::string inches(double pixels)
{
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, pixels / points_per_inch, std::chars_format::fixed, 4).ptr;
    return {buffer, end};
}

int fail(const char* message)
{
    std::fprintf(stderr, "%s\n", message);
    return 1;
}

json coordinates(pointf p, double left, double top)
{
    return json::array({p.x - left, top - p.y});
}

/// Room for a label of that size. A table of fixed size needs no font, so no text of ours is ever measured here.
void reserve(Agraph_t* graph, void* object, double width, double height)
{
    if (width <= 0 || height <= 0)
        return;
    const std::string table = "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLPADDING=\"0\" CELLSPACING=\"0\" FIXEDSIZE=\"TRUE\" WIDTH=\""
        + std::to_string(static_cast<int>(width) + 1) + "\" HEIGHT=\"" + std::to_string(static_cast<int>(height) + 1)
        + "\"><TR><TD></TD></TR></TABLE>";
    agset(object, writable("label"), agstrdup_html(graph, writable(table.c_str())));
}

int lay_out(const json& request)
{
    Agraph_t* graph = agopen(writable("g"), Agdirected, nullptr);
    declare(graph, AGRAPH, "rankdir", request.value("rankdir", std::string("TB")).c_str());
    declare(graph, AGRAPH, "ranksep", request.value("ranksep", std::string("0.75")).c_str());
    declare(graph, AGRAPH, "nodesep", "0.18");
    declare(graph, AGRAPH, "splines", request.value("splines", std::string("spline")).c_str());
    declare(graph, AGRAPH, "nslimit", request.value("nslimit", std::string("4")).c_str());
    declare(graph, AGRAPH, "nslimit1", request.value("nslimit", std::string("4")).c_str());
    declare(graph, AGRAPH, "mclimit", request.value("mclimit", std::string("1")).c_str());
    declare(graph, AGRAPH, "overlap", "prism");
    declare(graph, AGRAPH, "maxiter", request.value("maxiter", std::string("600")).c_str());
    declare(graph, AGRAPH, "compound", "true");
    declare(graph, AGRAPH, "label", "");
    declare(graph, AGRAPH, "margin", "14");
    declare(graph, AGNODE, "shape", "box");
    declare(graph, AGNODE, "fixedsize", "true");
    declare(graph, AGNODE, "label", "");
    declare(graph, AGNODE, "width", "1");
    declare(graph, AGNODE, "height", "1");
    declare(graph, AGEDGE, "label", "");
    declare(graph, AGEDGE, "tailport", request.value("tailport", std::string()).c_str());
    declare(graph, AGEDGE, "headport", request.value("headport", std::string()).c_str());
    declare(graph, AGEDGE, "lhead", "");
    declare(graph, AGEDGE, "ltail", "");

    std::vector<Agraph_t*> clusters;
    for (const json& cluster : request.value("clusters", json::array())) {
        const int parent = cluster.at(0).get<int>();
        if (parent >= static_cast<int>(clusters.size()))
            return fail("a cluster stands in one that comes later");
        Agraph_t* within = parent < 0 ? graph : clusters[static_cast<std::size_t>(parent)];
        const std::string name = "cluster_" + std::to_string(clusters.size());
        clusters.push_back(agsubg(within, writable(name.c_str()), 1));
        reserve(graph, clusters.back(), cluster.at(1).get<double>(), cluster.at(2).get<double>());
    }
    std::vector<Agnode_t*> nodes;
    for (const json& size : request.at("nodes")) {
        Agnode_t* node = agnode(graph, writable(std::to_string(nodes.size()).c_str()), 1);
        agset(node, writable("width"), writable(inches(size.at(0).get<double>()).c_str()));
        agset(node, writable("height"), writable(inches(size.at(1).get<double>()).c_str()));
        const int cluster = size.size() > 2 ? size.at(2).get<int>() : -1;
        if (cluster >= static_cast<int>(clusters.size()))
            return fail("a node stands in no cluster");
        if (cluster >= 0)
            agsubnode(clusters[static_cast<std::size_t>(cluster)], node, 1);
        nodes.push_back(node);
    }
    std::vector<Agedge_t*> edges;
    for (const json& ends : request.at("edges")) {
        const auto from = ends.at(0).get<std::size_t>();
        const auto to = ends.at(1).get<std::size_t>();
        if (from >= nodes.size() || to >= nodes.size())
            return fail("an edge leads to no node");
        edges.push_back(agedge(graph, nodes[from], nodes[to], nullptr, 1));
        if (ends.size() < 6)
            continue;
        reserve(graph, edges.back(), ends.at(2).get<double>(), ends.at(3).get<double>());
        for (const auto& [name, at] : {std::pair("ltail", 4), std::pair("lhead", 5)}) {
            if (const int cluster = ends.at(static_cast<std::size_t>(at)).get<int>(); cluster >= 0)
                agset(edges.back(), writable(name), writable(("cluster_" + std::to_string(cluster)).c_str()));
        }
    }

    GVC_t* context = gvContext();
    const int code = gvLayout(context, graph, request.value("engine", std::string("dot")).c_str());
    if (code != 0 || agerrors() > 0)
        return fail("Graphviz could not lay it out");

    const boxf bounds = GD_bb(graph);
    const double left = bounds.LL.x, top = bounds.UR.y;
    json answer{{"width", bounds.UR.x - left}, {"height", top - bounds.LL.y}, {"nodes", json::array()}, {"edges", json::array()}};
    for (Agnode_t* node : nodes)
        answer["nodes"].push_back(coordinates(ND_coord(node), left, top));
    for (Agedge_t* edge : edges) {
        json route{{"points", json::array()}};
        const splines* curve = ED_spl(edge);
        if (curve && curve->size > 0) {
            const bezier& first = curve->list[0];
            for (std::size_t i = 0; i < static_cast<std::size_t>(first.size); ++i)
                route["points"].push_back(coordinates(first.list[i], left, top));
            if (first.eflag)
                route["tip"] = coordinates(first.ep, left, top);
        }
        if (ED_label(edge))
            route["label"] = coordinates(ED_label(edge)->pos, left, top);
        answer["edges"].push_back(std::move(route));
    }
    answer["clusters"] = json::array();
    for (Agraph_t* cluster : clusters) {
        const boxf box = GD_bb(cluster);
        answer["clusters"].push_back({box.LL.x - left, top - box.UR.y, box.UR.x - box.LL.x, box.UR.y - box.LL.y});
    }
    std::cout << answer.dump() << '\n';
    return 0;
}

std::string attribute(void* object, const char* name)
{
    const char* value = agget(object, writable(name));
    return value ? value : "";
}

/// Collects what cgraph says piece by piece.
std::string complaints;
int collect(char* piece)
{
    complaints += piece;
    return 0;
}

void read_clusters(Agraph_t* graph, const std::string& parent, json& answer, std::map<std::string, std::string>& homes, int depth)
{
    constexpr int deepest = 200;
    if (depth > deepest)
        return;
    for (Agraph_t* sub = agfstsubg(graph); sub; sub = agnxtsubg(sub)) {
        const std::string name = agnameof(sub) ? agnameof(sub) : "";
        const bool drawn = name.starts_with("cluster");
        if (drawn)
            answer["clusters"].push_back({{"id", name}, {"label", attribute(sub, "label")}, {"parent", parent}});
        // Inner clusters are visited later and win.
        for (Agnode_t* node = agfstnode(sub); drawn && node; node = agnxtnode(sub, node))
            homes[agnameof(node)] = name;
        read_clusters(sub, drawn ? name : parent, answer, homes, depth + 1);
    }
}

/// Reads DOT text: what it says as JSON, laid out by nobody.
int read_dot(const std::string& text)
{
    agseterrf(collect);
    agseterr(AGWARN);
    Agraph_t* graph = agmemread(text.c_str());
    if (!graph)
        return fail(complaints.empty() ? "the text is no graph" : complaints.c_str());
    json answer{{"rankdir", attribute(graph, "rankdir")},
                {"label", attribute(graph, "label")},
                {"directed", agisdirected(graph) != 0},
                {"nodes", json::array()},
                {"edges", json::array()},
                {"clusters", json::array()}};
    std::map<std::string, std::string> homes;
    read_clusters(graph, "", answer, homes, 0);
    for (Agnode_t* node = agfstnode(graph); node; node = agnxtnode(graph, node)) {
        json entry{{"id", agnameof(node)}, {"cluster", homes[agnameof(node)]}};
        for (const char* name : {"label", "shape", "style", "fillcolor", "tooltip"})
            entry[name] = attribute(node, name);
        const char* label = agget(node, writable("label"));
        entry["html"] = label && aghtmlstr(writable(label)) != 0;
        answer["nodes"].push_back(std::move(entry));
    }
    std::vector<Agedge_t*> edges;
    for (Agnode_t* node = agfstnode(graph); node; node = agnxtnode(graph, node)) {
        for (Agedge_t* edge = agfstout(graph, node); edge; edge = agnxtout(graph, edge))
            edges.push_back(edge);
    }
    // In the order of the text.
    std::sort(edges.begin(), edges.end(), [](Agedge_t* a, Agedge_t* b) { return AGSEQ(a) < AGSEQ(b); });
    for (Agedge_t* edge : edges)
        answer["edges"].push_back({{"from", agnameof(agtail(edge))},
                                   {"to", agnameof(aghead(edge))},
                                   {"label", attribute(edge, "label")},
                                   {"style", attribute(edge, "style")},
                                   {"dir", attribute(edge, "dir")}});
    std::cout << answer.dump(-1, ' ', false, json::error_handler_t::replace) << '\n';
    return 0;
}

} // namespace

int main()
{
    limit_resources();
    const std::string text(std::istreambuf_iterator<char>(std::cin), {});
    const json request = json::parse(text, nullptr, false);
    if (!request.is_object())
        return fail("the request is not JSON");
    try {
        if (request.contains("dot"))
            return read_dot(request.value("dot", std::string()));
        agseterr(AGMAX);
        // The process ends after its one answer; freeing everything first would only take time.
        return lay_out(request);
    } catch (const json::exception& error) {
        return fail(error.what()); // the request has another shape than was agreed
    }
}
