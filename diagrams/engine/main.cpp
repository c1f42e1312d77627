// SPDX-License-Identifier: GPL-3.0-or-later
// archway-layout: reads one layout request as JSON on standard input, lays it out with Graphviz, writes the result as JSON. A process of
// its own, so that a crash, a hang or a leak costs nothing but that layout. Only sizes and links come in; no text, no file names.
#include <graphviz/cgraph.h>
#include <graphviz/gvc.h>
#include <nlohmann/json.hpp>

#include <sys/resource.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <iterator>
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

json coordinates(pointf p, double top)
{
    return json::array({p.x, top - p.y});
}

} // namespace

int main()
{
    limit_resources();
    const std::string text(std::istreambuf_iterator<char>(std::cin), {});
    const json request = json::parse(text, nullptr, false);
    if (!request.is_object())
        return fail("the request is not JSON");
    agseterr(AGMAX);

    Agraph_t* graph = agopen(writable("g"), Agdirected, nullptr);
    declare(graph, AGRAPH, "rankdir", request.value("rankdir", std::string("TB")).c_str());
    declare(graph, AGRAPH, "ranksep", "0.75");
    declare(graph, AGRAPH, "nodesep", "0.18");
    declare(graph, AGRAPH, "splines", request.value("splines", std::string("spline")).c_str());
    declare(graph, AGRAPH, "nslimit", "4");
    declare(graph, AGRAPH, "mclimit", "1");
    declare(graph, AGRAPH, "overlap", "prism");
    declare(graph, AGNODE, "shape", "box");
    declare(graph, AGNODE, "fixedsize", "true");
    declare(graph, AGNODE, "label", "");
    declare(graph, AGNODE, "width", "1");
    declare(graph, AGNODE, "height", "1");
    declare(graph, AGEDGE, "label", "");

    std::vector<Agnode_t*> nodes;
    for (const json& size : request["nodes"]) {
        Agnode_t* node = agnode(graph, writable(std::to_string(nodes.size()).c_str()), 1);
        agset(node, writable("width"), writable(inches(size.at(0).get<double>()).c_str()));
        agset(node, writable("height"), writable(inches(size.at(1).get<double>()).c_str()));
        nodes.push_back(node);
    }
    std::vector<Agedge_t*> edges;
    for (const json& ends : request["edges"]) {
        const auto from = ends.at(0).get<std::size_t>();
        const auto to = ends.at(1).get<std::size_t>();
        if (from >= nodes.size() || to >= nodes.size())
            return fail("an edge leads to no node");
        edges.push_back(agedge(graph, nodes[from], nodes[to], nullptr, 1));
    }

    GVC_t* context = gvContext();
    const int code = gvLayout(context, graph, request.value("engine", std::string("dot")).c_str());
    if (code != 0 || agerrors() > 0)
        return fail("Graphviz could not lay it out");

    const boxf bounds = GD_bb(graph);
    const double top = bounds.UR.y;
    json answer{{"width", bounds.UR.x - bounds.LL.x}, {"height", top - bounds.LL.y}, {"nodes", json::array()}, {"edges", json::array()}};
    for (Agnode_t* node : nodes)
        answer["nodes"].push_back(coordinates(ND_coord(node), top));
    for (Agedge_t* edge : edges) {
        json route{{"points", json::array()}};
        const splines* curve = ED_spl(edge);
        if (curve && curve->size > 0) {
            const bezier& first = curve->list[0];
            for (std::size_t i = 0; i < static_cast<std::size_t>(first.size); ++i)
                route["points"].push_back(coordinates(first.list[i], top));
            if (first.eflag)
                route["tip"] = coordinates(first.ep, top);
        }
        answer["edges"].push_back(std::move(route));
    }
    std::cout << answer.dump() << '\n';
    // The process ends here; freeing everything first would only take time.
    return 0;
}
