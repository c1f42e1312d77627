// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/titles.h"

#include "diagrams/arrange.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace archway {

namespace {

constexpr double room = 7;        ///< between a title and a line
constexpr double approach = 18;   ///< above a group, where a line turns to its lane
constexpr double corner_room = 9; ///< between a line's end and the corner of the box it leads to

bool holds(const NodeBox& cluster, const NodeBox& box)
{
    return cluster.w > 0 && std::abs(cluster.x - box.x) + box.w / 2 <= cluster.w / 2 + 0.5
        && std::abs(cluster.y - box.y) + box.h / 2 <= cluster.h / 2 + 0.5;
}

double left_of(const NodeBox& box)
{
    return box.x - box.w / 2;
}
double right_of(const NodeBox& box)
{
    return box.x + box.w / 2;
}
double top_of(const NodeBox& box)
{
    return box.y - box.h / 2;
}

/// From where to where a line lies in the band of a title; nothing where it does not touch it.
std::optional<std::pair<double, double>> crossing(const EdgePath& path, const NodeBox& band)
{
    constexpr int steps = 32;
    std::optional<std::pair<double, double>> out;
    for (std::size_t k = 0; k + 3 < path.points.size(); k += 3) {
        for (int step = 0; step <= steps; ++step) {
            const Point on = bezier_point(&path.points[k], static_cast<double>(step) / steps);
            if (std::abs(on.x - band.x) > band.w / 2 || std::abs(on.y - band.y) > band.h / 2)
                continue;
            out = out ? std::pair(std::min(out->first, on.x), std::max(out->second, on.x)) : std::pair(on.x, on.x);
        }
    }
    return out;
}

void add_curve(std::vector<Point>& points, Point to)
{
    const Point from = points.back();
    points.insert(points.end(), {{from.x, from.y + (to.y - from.y) * 0.5}, {to.x, to.y - (to.y - from.y) * 0.5}, to});
}

/// The part of a line until it first comes below `y`.
std::vector<Point> until(const std::vector<Point>& points, double y)
{
    std::vector<Point> out{points.front()};
    for (std::size_t k = 0; k + 3 < points.size(); k += 3) {
        const Point* c = &points[k];
        for (int step = 1; step <= 32; ++step) {
            const double t = step / 32.0;
            if (bezier_point(c, t).y <= y)
                continue;
            const double at = (step - 1) / 32.0;
            if (at <= 0)
                return out;
            const auto mix = [at](Point a, Point b) { return Point{a.x + (b.x - a.x) * at, a.y + (b.y - a.y) * at}; };
            const Point a = mix(c[0], c[1]), b = mix(c[1], c[2]), d = mix(c[2], c[3]);
            const Point e = mix(a, b), f = mix(b, d);
            out.insert(out.end(), {a, e, mix(e, f)});
            return out;
        }
        out.insert(out.end(), {c[1], c[2], c[3]});
    }
    return out;
}

/// Leads a line to what a group holds past an end of its title.
void lead_past(EdgePath& path, const NodeBox& cluster, const NodeBox& inside, double lane, bool enters)
{
    std::vector<Point> points = path.points;
    if (!enters)
        std::reverse(points.begin(), points.end());
    const double turn = top_of(cluster);
    if (points.front().y > turn - 6)
        return; // it comes from beside or below
    std::vector<Point> out = until(points, std::max(points.front().y, turn - 3 * approach));
    add_curve(out, {lane, turn});
    const double below = std::min(turn + cluster_header, top_of(inside));
    const double x = std::clamp(lane, left_of(inside) + corner_room, right_of(inside) - corner_room);
    if (std::abs(x - lane) > 1 && below < top_of(inside) - 4)
        add_curve(out, {lane, below});
    add_curve(out, {x, top_of(inside)});
    if (enters) {
        path.tip = out.back();
    } else {
        std::reverse(out.begin(), out.end());
    }
    path.points = std::move(out);
}

/// Lines to what a group holds share what is left beside its title: those to what ends under it pass on the left, the others on the right.
void lead_around(const Diagram& diagram, const NodeIndex& at, std::size_t c, double width, const std::vector<std::size_t>& crossed,
                 Layout& layout)
{
    constexpr double step = 6;
    const NodeBox& cluster = layout.clusters[c];
    const double first = left_of(cluster) + title_indent;
    struct Line {
        double from;
        std::size_t edge;
        const NodeBox* inside;
        bool enters;
    };
    std::vector<Line> sides[2];
    for (const std::size_t i : crossed) {
        const auto from = at.find(diagram.edges[i].from);
        const auto to = at.find(diagram.edges[i].to);
        if (from == at.end() || to == at.end())
            continue;
        const NodeBox& a = layout.nodes[from->second];
        const NodeBox& b = layout.nodes[to->second];
        const bool enters = holds(cluster, b);
        // What lies in a group further inside is led by that one.
        if (holds(cluster, a) == enters || diagram.nodes[enters ? to->second : from->second].cluster != diagram.clusters[c].id)
            continue;
        const NodeBox& inside = enters ? b : a;
        const bool left = right_of(inside) < first + width && left_of(inside) < first + 2 * title_indent;
        sides[left ? 0 : 1].push_back({layout.edges[i].points.front().x, i, &inside, enters});
    }
    const double spare = right_of(cluster) - 5 - first - width - room;
    const double wanted = sides[0].empty() ? 0 : step * static_cast<double>(sides[0].size() - 1) + room;
    if (wanted > spare - (sides[1].empty() ? 0 : room)) {
        sides[1].insert(sides[1].end(), sides[0].begin(), sides[0].end());
        sides[0].clear();
    }
    layout.titles[c] = sides[0].empty() ? 0 : wanted;
    const double beyond = std::min(first + layout.titles[c] + width + room, right_of(cluster) - 4);
    const double between
        = std::min(step, std::max(0.0, right_of(cluster) - 6 - beyond) / std::max(1.0, static_cast<double>(sides[1].size())));
    for (int side = 0; side < 2; ++side) {
        std::stable_sort(sides[side].begin(), sides[side].end(), [](const Line& a, const Line& b) { return a.from < b.from; });
        double lane = side == 0 ? first : beyond;
        for (const Line& line : sides[side]) {
            lead_past(layout.edges[line.edge], cluster, *line.inside, lane, line.enters);
            lane += side == 0 ? step : between;
        }
    }
}

} // namespace

const NodeBox* own_group(const Layout& layout, const NodeBox& box, const NodeBox& other)
{
    // Outer clusters come first.
    const auto own = [&](const NodeBox& cluster) { return holds(cluster, box) && !holds(cluster, other); };
    const auto found = std::find_if(layout.clusters.begin(), layout.clusters.end(), own);
    return found == layout.clusters.end() ? nullptr : &*found;
}

void clear_titles(const Diagram& diagram, const std::vector<Point>& sizes, Layout& layout)
{
    const NodeIndex at = index_of(diagram);
    layout.titles.assign(diagram.clusters.size(), 0);
    // From the inside to the outside: what is led past an inner title may leave room for an outer one.
    for (std::size_t c = std::min(diagram.clusters.size(), layout.clusters.size()); c-- > 0;) {
        const NodeBox& cluster = layout.clusters[c];
        if (cluster.w <= 0 || sizes[c].x <= 0)
            continue;
        const double first = left_of(cluster) + title_indent, last = right_of(cluster) - title_indent;
        const NodeBox band{cluster.x, top_of(cluster) + 4 + sizes[c].y / 2, cluster.w, sizes[c].y};
        std::vector<std::pair<double, double>> taken;
        std::vector<std::size_t> crossed;
        for (std::size_t i = 0; i < diagram.edges.size() && i < layout.edges.size(); ++i) {
            if (diagram.edges[i].hidden)
                continue;
            if (const auto over = crossing(layout.edges[i], band)) {
                taken.push_back(*over);
                crossed.push_back(i);
            }
        }
        if (taken.empty())
            continue;
        std::sort(taken.begin(), taken.end());
        const auto is_free = [&](double left) {
            return left >= first && left + sizes[c].x <= last && std::none_of(taken.begin(), taken.end(), [&](const auto& over) {
                       return over.second > left - room && over.first < left + sizes[c].x + room;
                   });
        };
        std::vector<double> places{first};
        for (const auto& over : taken)
            places.push_back(over.second + room + 0.1);
        if (const auto place = std::find_if(places.begin(), places.end(), is_free); place != places.end()) {
            layout.titles[c] = *place - first;
            continue;
        }
        lead_around(diagram, at, c, sizes[c].x, crossed, layout);
    }
}

} // namespace archway
