// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/layout_request.h"

#include "diagrams/arrange.h"
#include "diagrams/tidy_tree.h"
#include "diagrams/titles.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

using nlohmann::json;

// What dot is asked to do at most; above it sfdp, above that no picture is worth waiting for.
constexpr std::size_t most_nodes_for_dot = 300, most_edges_for_dot = 600;
constexpr std::size_t most_nodes_for_sfdp = 5000, most_edges_for_sfdp = 10'000;
// Beyond these dot is told to be content sooner: its time grows with crossings, not with nodes.
constexpr std::size_t many_edges = 150;

Point point_of(const json& pair)
{
    return {pair.at(0).get<double>(), pair.at(1).get<double>()};
}

/// Positions of clusters by id.
std::map<std::string_view, int> cluster_index(const Diagram& diagram)
{
    std::map<std::string_view, int> at;
    for (std::size_t i = 0; i < diagram.clusters.size(); ++i)
        at.emplace(diagram.clusters[i].id, static_cast<int>(i));
    return at;
}

/// For each cluster a node inside it, however deep; -1 where it is empty.
std::vector<int> members(const Diagram& diagram, const std::map<std::string_view, int>& clusters)
{
    std::vector<int> out(diagram.clusters.size(), -1);
    for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
        auto home = clusters.find(diagram.nodes[i].cluster);
        // Outer clusters come before inner ones, so this ends.
        for (int last = static_cast<int>(out.size()); home != clusters.end() && home->second < last;
             home = clusters.find(diagram.clusters[static_cast<std::size_t>(last)].parent)) {
            last = home->second;
            if (out[static_cast<std::size_t>(last)] < 0)
                out[static_cast<std::size_t>(last)] = static_cast<int>(i);
        }
    }
    return out;
}

/// May edges leave and enter at the middle of a side? Only where each leads forward, few meet, and no label must find its line again.
bool from_the_middle(const Diagram& diagram)
{
    constexpr std::size_t most_together = 8;
    const NodeIndex at = index_of(diagram);
    std::vector<std::vector<std::size_t>> next(diagram.nodes.size());
    std::vector<int> before(diagram.nodes.size(), 0);
    for (const DiagramEdge& edge : diagram.edges) {
        const auto from = at.find(edge.from);
        const auto to = at.find(edge.to);
        if (from == at.end() || to == at.end())
            continue;
        next[from->second].push_back(to->second);
        ++before[to->second];
        if (!edge.label.empty() || next[from->second].size() > most_together || before[to->second] > static_cast<int>(most_together))
            return false;
    }
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (before[i] == 0)
            open.push_back(i);
    }
    std::size_t done = 0;
    for (; done < open.size(); ++done) {
        for (const std::size_t node : next[open[done]]) {
            if (--before[node] == 0)
                open.push_back(node);
        }
    }
    return done == diagram.nodes.size();
}

/// Do lines part to enter groups? Then they need room to turn before the titles.
bool fan_into_groups(const Diagram& diagram)
{
    const NodeIndex at = index_of(diagram);
    std::map<std::string_view, int> entering;
    return std::any_of(diagram.edges.begin(), diagram.edges.end(), [&](const DiagramEdge& edge) {
        const auto from = at.find(edge.from);
        const auto to = at.find(edge.to);
        if (from == at.end() || to == at.end())
            return false;
        const std::string& home = diagram.nodes[to->second].cluster;
        return !home.empty() && home != diagram.nodes[from->second].cluster && ++entering[edge.from] > 1;
    });
}

bool upwards(const Diagram& diagram)
{
    return diagram.direction == FlowDirection::TopDown || diagram.direction == FlowDirection::BottomUp;
}

bool meet(const NodeBox& a, const NodeBox& b)
{
    return std::abs(a.x - b.x) < (a.w + b.w) / 2 && std::abs(a.y - b.y) < (a.h + b.h) / 2;
}

/// Straight on to `leave`, a curve to `enter`, and straight on to the end.
std::vector<Point> by_way_of(Point start, Point leave, Point enter, Point end, bool upright)
{
    std::vector<Point> points{start};
    const auto go = [&points](Point next) {
        const Point last = points.back();
        const double dx = (next.x - last.x) / 3, dy = (next.y - last.y) / 3;
        points.insert(points.end(), {{last.x + dx, last.y + dy}, {next.x - dx, next.y - dy}, next});
    };
    if (!(leave == start))
        go(leave);
    const Point middle{(leave.x + enter.x) / 2, (leave.y + enter.y) / 2};
    const Point out = upright ? Point{leave.x, middle.y} : Point{middle.x, leave.y};
    const Point in = upright ? Point{enter.x, middle.y} : Point{middle.x, enter.y};
    points.insert(points.end(), {out, in, enter});
    if (!(enter == end))
        go(end);
    return points;
}

/// A plain curve from side to side where no other box stands between the two: Graphviz' own takes detours out of its ports.
void smooth(const LayoutRequest& request, Layout& layout)
{
    const Diagram& diagram = request.diagram;
    const NodeIndex at = index_of(diagram);
    const bool upright = upwards(diagram);
    for (const std::size_t i : request.sent) {
        const auto from = at.find(diagram.edges[i].from);
        const auto to = at.find(diagram.edges[i].to);
        if (from == at.end() || to == at.end() || from == to || layout.edges[i].points.empty())
            continue;
        const NodeBox& a = layout.nodes[from->second];
        const NodeBox& b = layout.nodes[to->second];
        const double sign = upright ? (b.y > a.y ? 1 : -1) : (b.x > a.x ? 1 : -1);
        const Point start = upright ? Point{a.x, a.y + sign * a.h / 2} : Point{a.x + sign * a.w / 2, a.y};
        const Point end = upright ? Point{b.x, b.y - sign * b.h / 2} : Point{b.x - sign * b.w / 2, b.y};
        const double along = sign * (upright ? end.y - start.y : end.x - start.x);
        if (along < 12)
            continue;
        const NodeBox between{(start.x + end.x) / 2, (start.y + end.y) / 2, std::abs(end.x - start.x), std::abs(end.y - start.y)};
        const auto in_the_way = [&](const NodeBox& box) { return &box != &a && &box != &b && meet(box, between); };
        if (std::any_of(layout.nodes.begin(), layout.nodes.end(), in_the_way))
            continue;
        EdgePath& path = layout.edges[i];
        // It turns between the groups of the two, so that it crosses their borders straight and not where their titles stand.
        Point leave = start, enter = end;
        if (const NodeBox* group = own_group(layout, a, b))
            (upright ? leave.y : leave.x) = upright ? group->y + sign * group->h / 2 : group->x + sign * group->w / 2;
        if (const NodeBox* group = own_group(layout, b, a))
            (upright ? enter.y : enter.x) = upright ? group->y - sign * group->h / 2 : group->x - sign * group->w / 2;
        if (sign * (upright ? enter.y - leave.y : enter.x - leave.x) < 24) {
            leave = start;
            enter = end;
        }
        path.points = by_way_of(start, leave, enter, end, upright);
        path.label = {(leave.x + enter.x) / 2, (leave.y + enter.y) / 2};
        path.tip = end;
    }
}

/// Graphviz puts labels beside their lines; on the line they leave no doubt. Moved only where nothing else stands.
void settle_labels(const LayoutRequest& request, Layout& layout)
{
    std::vector<NodeBox> taken = layout.nodes;
    for (const std::size_t i : request.sent) {
        if (request.labels[i].x > 0 && !layout.edges[i].points.empty())
            taken.push_back({layout.edges[i].label.x, layout.edges[i].label.y, request.labels[i].x, request.labels[i].y});
    }
    const std::size_t first = layout.nodes.size();
    std::size_t own = first;
    for (std::size_t c = 0; c < layout.clusters.size(); ++c) {
        if (layout.clusters[c].w > 0 && request.titles[c].x > 0)
            taken.push_back(title_place(layout, c, request.titles[c].x));
    }
    for (const std::size_t i : request.sent) {
        EdgePath& path = layout.edges[i];
        if (request.labels[i].x <= 0 || path.points.empty())
            continue;
        NodeBox& box = taken[own++];
        Point nearest = path.label;
        double best = 1e18;
        for (std::size_t k = 0; k + 3 < path.points.size(); k += 3) {
            for (int step = 0; step <= 16; ++step) {
                const Point on = bezier_point(&path.points[k], step / 16.0);
                const double far = std::hypot(on.x - path.label.x, on.y - path.label.y);
                if (far < best) {
                    best = far;
                    nearest = on;
                }
            }
        }
        const NodeBox wanted{nearest.x, nearest.y, box.w, box.h};
        const auto taken_by = [&](const NodeBox& other) { return &other != &box && meet(other, wanted); };
        const auto over_border = [&](const NodeBox& cluster) {
            const bool inside = std::abs(cluster.x - wanted.x) + wanted.w / 2 <= cluster.w / 2
                && std::abs(cluster.y - wanted.y) + wanted.h / 2 <= cluster.h / 2;
            return cluster.w > 0 && meet(cluster, wanted) && !inside;
        };
        if (std::none_of(taken.begin(), taken.end(), taken_by)
            && std::none_of(layout.clusters.begin(), layout.clusters.end(), over_border)) {
            box = wanted;
            path.label = nearest;
        }
    }
}

} // namespace

std::vector<std::string> engines_for(const Diagram& diagram)
{
    if (diagram.nodes.size() <= most_nodes_for_dot && diagram.edges.size() <= most_edges_for_dot)
        return {"dot", "sfdp"};
    if (diagram.nodes.size() <= most_nodes_for_sfdp && diagram.edges.size() <= most_edges_for_sfdp)
        return {"sfdp"};
    return {};
}

LayoutRequest make_request(const Diagram& diagram, const MeasureText& text)
{
    LayoutRequest out;
    out.diagram = diagram;
    out.boxes = measure(diagram, text);
    out.labels.reserve(diagram.edges.size());
    for (const DiagramEdge& edge : diagram.edges)
        out.labels.push_back(measure_label(edge, text));
    for (const DiagramCluster& cluster : diagram.clusters)
        out.titles.push_back(measure_title(cluster, text));
    if (diagram.arranged() == Arrangement::Flow)
        out.engines = engines_for(diagram);
    return out;
}

std::string request_text(LayoutRequest& request)
{
    static constexpr const char* directions[]{"TB", "LR", "RL", "BT"};
    const Diagram& diagram = request.diagram;
    const bool dot = request.engines.front() == "dot";
    const NodeIndex at = index_of(diagram);
    const auto clusters = cluster_index(diagram);
    const std::vector<int> inside = members(diagram, clusters);
    request.from_the_middle = false;
    request.sent.clear();
    request.shown.clear();
    json asked{{"engine", request.engines.front()},
               {"rankdir", directions[static_cast<int>(diagram.direction)]},
               {"splines", dot ? "spline" : "line"},
               {"nodes", json::array()},
               {"edges", json::array()},
               {"clusters", json::array()}};
    if (diagram.edges.size() > many_edges) {
        asked["nslimit"] = "1";
        asked["mclimit"] = "0.3";
    } else if (dot && from_the_middle(diagram)) {
        static constexpr const char* leaving[]{"s", "e", "w", "n"};
        static constexpr const char* entering[]{"n", "w", "e", "s"};
        asked["tailport"] = leaving[static_cast<int>(diagram.direction)];
        request.from_the_middle = true;
        asked["ranksep"] = "0.9";
        asked["headport"] = entering[static_cast<int>(diagram.direction)];
    }
    if (!dot && diagram.nodes.size() > 500)
        asked["maxiter"] = "200";
    if (upwards(diagram))
        asked["ranksep"] = "0.36";
    request.above = dot && upwards(diagram) && fan_into_groups(diagram) ? 26 : 0;
    std::vector<int> as_sent(diagram.clusters.size(), -1);
    for (std::size_t i = 0; dot && i < diagram.clusters.size(); ++i) {
        if (inside[i] < 0)
            continue;
        const auto parent = clusters.find(diagram.clusters[i].parent);
        as_sent[i] = static_cast<int>(request.shown.size());
        request.shown.push_back(i);
        // Room for the title, and for a line past its end.
        constexpr double lane = 34;
        const Point title = request.titles[i];
        asked["clusters"].push_back(
            {parent == clusters.end() || parent->second >= static_cast<int>(i) ? -1 : as_sent[static_cast<std::size_t>(parent->second)],
             title.x > 0 ? title.x + lane : 0.0, title.x > 0 ? cluster_header - 6 + request.above : 0.0});
    }
    for (std::size_t i = 0; i < request.boxes.size(); ++i) {
        const auto home = clusters.find(diagram.nodes[i].cluster);
        asked["nodes"].push_back(
            {request.boxes[i].w, request.boxes[i].h, home == clusters.end() ? -1 : as_sent[static_cast<std::size_t>(home->second)]});
    }
    for (std::size_t i = 0; i < diagram.edges.size(); ++i) {
        // An edge to a cluster leads to a node in it and is cut at its border.
        int ends[2]{-1, -1}, cut[2]{-1, -1};
        const std::string_view names[2]{diagram.edges[i].from, diagram.edges[i].to};
        for (int end = 0; end < 2; ++end) {
            if (const auto node = at.find(names[end]); node != at.end())
                ends[end] = static_cast<int>(node->second);
            else if (const auto cluster = clusters.find(names[end]); cluster != clusters.end()) {
                ends[end] = inside[static_cast<std::size_t>(cluster->second)];
                cut[end] = as_sent[static_cast<std::size_t>(cluster->second)];
            }
        }
        if (ends[0] < 0 || ends[1] < 0)
            continue;
        const Point label = dot ? request.labels[i] : Point{};
        asked["edges"].push_back({ends[0], ends[1], label.x, label.y, cut[0], cut[1]});
        request.sent.push_back(i);
    }
    return asked.dump();
}

std::optional<Layout> read_answer(const std::string& text, const LayoutRequest& request)
{
    const json answer = json::parse(text, nullptr, false);
    if (!answer.is_object() || !answer.contains("clusters") || answer["nodes"].size() != request.boxes.size()
        || answer["edges"].size() != request.sent.size() || answer["clusters"].size() != request.shown.size())
        return std::nullopt;
    Layout layout;
    layout.engine = request.engines.front();
    layout.width = answer["width"];
    layout.height = answer["height"];
    for (std::size_t i = 0; i < request.boxes.size(); ++i) {
        const Point centre = point_of(answer["nodes"][i]);
        layout.nodes.push_back({centre.x, centre.y, request.boxes[i].w, request.boxes[i].h});
    }
    layout.edges.resize(request.diagram.edges.size());
    for (std::size_t i = 0; i < request.sent.size(); ++i) {
        EdgePath& path = layout.edges[request.sent[i]];
        const json& route = answer["edges"][i];
        for (const json& pair : route["points"])
            path.points.push_back(point_of(pair));
        if (route.contains("tip")) {
            path.tip = point_of(route["tip"]);
            path.has_tip = true;
        }
        if (route.contains("label"))
            path.label = point_of(route["label"]);
        else if (!path.points.empty())
            path.label = path.points[path.points.size() / 2];
    }
    layout.clusters.resize(request.diagram.clusters.size());
    for (std::size_t i = 0; i < request.shown.size(); ++i) {
        const json& box = answer["clusters"][i];
        const double spare = request.titles[request.shown[i]].x > 0 ? request.above : 0, w = box.at(2), h = box.at(3).get<double>() - spare;
        layout.clusters[request.shown[i]] = {box.at(0).get<double>() + w / 2, box.at(1).get<double>() + spare + h / 2, w, h};
    }
    if (request.from_the_middle)
        smooth(request, layout);
    if (request.diagram.edges.size() <= many_edges)
        clear_titles(request.diagram, request.titles, layout);
    if (request.diagram.edges.size() <= many_edges)
        settle_labels(request, layout);
    return layout;
}

std::optional<Layout> own_layout(const LayoutRequest& request)
{
    const Diagram& diagram = request.diagram;
    switch (diagram.nodes.empty() ? Arrangement::TreeBoth : diagram.arranged()) {
    case Arrangement::TreeBoth:
    case Arrangement::TreeOneSide:
    case Arrangement::TreeRadial: return tidy_tree(diagram, request.boxes);
    case Arrangement::Sequence: return sequence_layout(diagram, request.boxes, request.labels);
    case Arrangement::Columns: return column_layout(diagram, request.boxes);
    case Arrangement::Gates:
    case Arrangement::Line:
        // One thread holds only so much.
        if (diagram.nodes.size() > most_nodes_for_dot || diagram.edges.size() > most_edges_for_dot)
            break;
        return diagram.arranged() == Arrangement::Gates ? gates_layout(diagram, request.boxes, request.labels)
                                                        : line_layout(diagram, request.boxes, request.labels);
    case Arrangement::Flow: break;
    }
    if (request.engines.empty() || diagram.arranged() != Arrangement::Flow)
        return layered_fallback(diagram, request.boxes,
                                "Too large for a drawn layout: shown in columns. Narrow the diagram to see its links.");
    return std::nullopt;
}

} // namespace archway
