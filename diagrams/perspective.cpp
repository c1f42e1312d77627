// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/perspective.h"

#include "diagrams/arrange.h"
#include "model/base/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

/// Edges by the node they leave, and by the one they lead to; only those whose ends exist.
struct Links {
    explicit Links(const Diagram& diagram)
        : out(diagram.nodes.size())
        , in(diagram.nodes.size())
    {
        const NodeIndex at = index_of(diagram);
        for (std::size_t i = 0; i < diagram.edges.size(); ++i) {
            const auto from = at.find(diagram.edges[i].from);
            const auto to = at.find(diagram.edges[i].to);
            if (from == at.end() || to == at.end())
                continue;
            out[from->second].emplace_back(i, to->second);
            in[to->second].emplace_back(i, from->second);
        }
    }
    std::vector<std::vector<std::pair<std::size_t, std::size_t>>> out, in; ///< edge and the node at its other end
};

/// The diagram with only the nodes that `keep` says, and the edges between them.
Diagram only(const Diagram& diagram, const std::vector<bool>& keep)
{
    Diagram out = diagram;
    out.nodes.clear();
    out.edges.clear();
    std::set<std::string_view> kept;
    for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
        if (!keep[i])
            continue;
        out.nodes.push_back(diagram.nodes[i]);
        kept.insert(diagram.nodes[i].id);
    }
    const auto is_cluster = [&](const std::string& id) {
        return std::any_of(diagram.clusters.begin(), diagram.clusters.end(),
                           [&](const DiagramCluster& cluster) { return cluster.id == id; });
    };
    for (const DiagramEdge& edge : diagram.edges) {
        if ((kept.contains(edge.from) || is_cluster(edge.from)) && (kept.contains(edge.to) || is_cluster(edge.to)))
            out.edges.push_back(edge);
    }
    return out;
}

Point border(const NodeBox& box, const NodeBox& to)
{
    const double dx = to.x - box.x, dy = to.y - box.y;
    const double share = std::min({1.0, box.w / 2 / std::max(1e-6, std::abs(dx)), box.h / 2 / std::max(1e-6, std::abs(dy))});
    return {box.x + dx * share, box.y + dy * share};
}

/// Between two boxes after one was moved: out of the sides that face each other where there is room, else straight.
EdgePath rerouted(const DiagramEdge& edge, const NodeBox& from, const NodeBox& to, bool heads)
{
    EdgePath path;
    if (std::abs(to.x - from.x) > (from.w + to.w) / 2 + 16) {
        path = side_curve(from, to);
    } else {
        const Point a = border(from, to), b = border(to, from);
        path.points = {a, {a.x + (b.x - a.x) / 3, a.y + (b.y - a.y) / 3}, {b.x - (b.x - a.x) / 3, b.y - (b.y - a.y) / 3}, b};
        path.label = {(a.x + b.x) / 2, (a.y + b.y) / 2};
        path.tip = b;
    }
    path.has_tip = heads && edge.arrow;
    return path;
}

/// Clusters that lost one of their nodes to a hand grow until they hold it again, and those around them too.
void hold_again(const Diagram& diagram, Layout& layout, const std::set<std::string_view>& moved)
{
    constexpr double padding = 12;
    std::map<std::string_view, std::size_t> at;
    for (std::size_t c = 0; c < diagram.clusters.size() && c < layout.clusters.size(); ++c)
        at.emplace(diagram.clusters[c].id, c);
    for (std::size_t i = 0; i < diagram.nodes.size() && i < layout.nodes.size(); ++i) {
        if (!moved.contains(diagram.nodes[i].id))
            continue;
        NodeBox inside = layout.nodes[i];
        auto home = at.find(diagram.nodes[i].cluster);
        // Outer clusters come before inner ones, so this ends.
        for (std::size_t last = at.size(); home != at.end() && home->second < last; home = at.find(diagram.clusters[last].parent)) {
            last = home->second;
            NodeBox& box = layout.clusters[last];
            const double left = std::min(box.x - box.w / 2, inside.x - inside.w / 2 - padding);
            const double right = std::max(box.x + box.w / 2, inside.x + inside.w / 2 + padding);
            const double top = std::min(box.y - box.h / 2, inside.y - inside.h / 2 - cluster_header - padding / 2);
            const double bottom = std::max(box.y + box.h / 2, inside.y + inside.h / 2 + padding);
            box = inside = {(left + right) / 2, (top + bottom) / 2, right - left, bottom - top};
        }
    }
}

std::string newest_claim(const Catalog& catalog, const std::string& entity)
{
    std::string newest;
    for (const Claim& claim : catalog.knowledge.claims) {
        if (claim.about == entity)
            newest = std::max(newest, claim.as_of);
    }
    return newest;
}

Badge verdict_badge(const std::string& entity, const Answer& answer)
{
    for (const Decision& decision : answer.decisions) {
        for (const Candidate& candidate : decision.candidates) {
            const bool same = candidate.id == entity || candidate.id.starts_with(entity + ".");
            if (!same || (candidate.verdict != Verdict::Recommended && candidate.id != entity))
                continue;
            if (candidate.verdict == Verdict::Recommended)
                return {"✓", Badge::Tone::Good, "✓ recommended here"};
            if (candidate.verdict == Verdict::Viable)
                return {"○", Badge::Tone::Plain, "○ viable here"};
            return {"✕", Badge::Tone::Bad, "✕ refused here"};
        }
    }
    return {};
}

Badge status_badge(const Entity& entity)
{
    if (entity.status.empty())
        return {};
    const bool gone = entity.status == "retired" || entity.status == "closed-to-new-customers";
    const Badge::Tone tone = gone ? Badge::Tone::Bad : entity.status == "available" ? Badge::Tone::Good : Badge::Tone::Caution;
    return {entity.status, tone, entity.status};
}

/// The instance types that an entity is, or is the family of.
std::vector<const InstanceType*> types_of(const std::string& entity, const Catalog& catalog)
{
    std::vector<const InstanceType*> out;
    for (const InstanceType& type : catalog.instances) {
        if (type.id == entity || type.family == entity)
            out.push_back(&type);
    }
    return out;
}

Badge cost_badge(const std::string& entity, const Catalog& catalog)
{
    double low = 0, high = 0;
    for (const InstanceType* type : types_of(entity, catalog)) {
        for (const Price& price : catalog.prices) {
            if (price.instance != type->id || price.purchase != "on-demand")
                continue;
            low = low == 0 ? price.usd_per_hour : std::min(low, price.usd_per_hour);
            high = std::max(high, price.usd_per_hour);
        }
    }
    if (high == 0)
        return {};
    const std::string text = low == high ? format_usd(low) : format_usd(low) + "–" + format_usd(high);
    return {text + "/h", Badge::Tone::Plain, "$ on demand, an hour of one instance"};
}

Badge memory_badge(const std::string& entity, const Catalog& catalog)
{
    if (const Accelerator* accelerator = catalog.accelerator(entity))
        return {format_bytes(accelerator->memory_bytes), Badge::Tone::Plain, "memory of one accelerator"};
    double most = 0;
    for (const InstanceType* type : types_of(entity, catalog)) {
        if (const Accelerator* accelerator = catalog.accelerator(type->accelerator))
            most = std::max(most, accelerator->memory_bytes * type->accelerators);
    }
    if (most == 0)
        return {};
    return {format_bytes(most), Badge::Tone::Plain, "accelerator memory of the largest instance"};
}

Badge badge_of(ClaimVerdict verdict)
{
    switch (verdict) {
    case ClaimVerdict::Contradicted: return {"✕", Badge::Tone::Bad, "✕ contradicted by computation"};
    case ClaimVerdict::Unsupported: return {"?", Badge::Tone::Caution, "? unsupported"};
    case ClaimVerdict::Imprecise: return {"≈", Badge::Tone::Caution, "≈ imprecise"};
    case ClaimVerdict::HoldsWhen: return {"◐", Badge::Tone::Caution, "◐ holds only when …"};
    case ClaimVerdict::Holds: return {"✓", Badge::Tone::Good, "✓ holds"};
    case ClaimVerdict::NotCheckable: return {"–", Badge::Tone::Plain, "– not checkable"};
    }
    return {};
}

/// The worst verdict on the claims that stand at a place of a picture, and on those about an entity.
class ClaimVerdicts {
public:
    ClaimVerdicts(const std::vector<CheckedClaim>* checked, const Catalog& catalog)
    {
        if (!checked)
            return;
        for (const CheckedClaim& each : *checked) {
            const Claim* claim = catalog.claim(each.claim);
            if (!claim)
                continue;
            note(m_about, claim->about, each.verdict);
            for (const Citation& citation : claim->sources) {
                const std::size_t last = citation.section.rfind(" › ");
                if (last != std::string::npos)
                    note(m_at, citation.section.substr(last + std::string_view(" › ").size()), each.verdict);
            }
        }
    }

    Badge badge(const DiagramNode& node) const
    {
        for (const std::string& place : {"node " + node.id, label_lines(node.label).front()}) {
            if (const auto found = m_at.find(place); found != m_at.end())
                return badge_of(found->second);
        }
        const auto found = m_about.find(node.entity);
        return found == m_about.end() || node.entity.empty() ? Badge{} : badge_of(found->second);
    }

private:
    /// The more it says against the claim, the worse; what cannot be checked says least.
    static int weight(ClaimVerdict verdict)
    {
        switch (verdict) {
        case ClaimVerdict::Contradicted: return 5;
        case ClaimVerdict::Unsupported: return 2;
        case ClaimVerdict::Imprecise: return 4;
        case ClaimVerdict::HoldsWhen: return 3;
        case ClaimVerdict::Holds: return 1;
        case ClaimVerdict::NotCheckable: return 0;
        }
        return 0;
    }
    static void note(std::map<std::string, ClaimVerdict>& where, const std::string& key, ClaimVerdict verdict)
    {
        const auto [known, fresh] = where.emplace(key, verdict);
        if (!fresh && weight(verdict) > weight(known->second))
            known->second = verdict;
    }
    std::map<std::string, ClaimVerdict> m_at, m_about;
};

} // namespace

Traced trace(const Diagram& diagram, std::size_t node, bool up, bool down)
{
    Traced out;
    if (node >= diagram.nodes.size())
        return out;
    const Links links(diagram);
    out.nodes.insert(node);
    for (const bool forward : {false, true}) {
        if (!(forward ? down : up))
            continue;
        std::vector<std::size_t> open{node};
        std::set<std::size_t> seen{node};
        while (!open.empty()) {
            const std::size_t at = open.back();
            open.pop_back();
            for (const auto& [edge, other] : forward ? links.out[at] : links.in[at]) {
                out.edges.insert(edge);
                if (seen.insert(other).second)
                    open.push_back(other);
            }
        }
        out.nodes.insert(seen.begin(), seen.end());
    }
    return out;
}

Diagram folded(const Diagram& diagram, const std::set<std::string>& fold)
{
    if (fold.empty())
        return diagram;
    const Links links(diagram);
    const auto walk = [&](bool stop_at_folds, const std::vector<std::size_t>& roots) {
        std::vector<bool> seen(diagram.nodes.size(), false);
        std::vector<std::size_t> open = roots;
        for (const std::size_t root : roots)
            seen[root] = true;
        while (!open.empty()) {
            const std::size_t at = open.back();
            open.pop_back();
            if (stop_at_folds && fold.contains(diagram.nodes[at].id))
                continue;
            for (const auto& [edge, other] : links.out[at]) {
                if (!seen[other]) {
                    seen[other] = true;
                    open.push_back(other);
                }
            }
        }
        return seen;
    };
    std::vector<std::size_t> roots;
    for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
        if (links.in[i].empty())
            roots.push_back(i);
    }
    const std::vector<bool> all = walk(false, roots);
    // Circles that no root leads to are entered at their first node.
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!all[i])
            roots.push_back(i);
    }
    const std::vector<bool> keep = walk(true, roots);
    Diagram out = only(diagram, keep);
    for (DiagramNode& node : out.nodes) {
        if (!fold.contains(node.id))
            continue;
        const auto at = static_cast<std::size_t>(&node - out.nodes.data());
        const NodeIndex index = index_of(diagram);
        std::size_t hidden = 0;
        for (const std::size_t below : trace(diagram, index.at(out.nodes[at].id), false, true).nodes)
            hidden += keep[below] ? 0 : 1;
        if (hidden > 0)
            node.label += fmt::format("\n+ {}", hidden);
        node.leaf = node.leaf && hidden == 0;
    }
    return out;
}

Diagram focused(const Diagram& diagram, const std::string& node)
{
    const NodeIndex at = index_of(diagram);
    const auto found = at.find(node);
    if (found == at.end())
        return diagram;
    std::vector<bool> keep(diagram.nodes.size(), false);
    for (const std::size_t each : trace(diagram, found->second, true, true).nodes)
        keep[each] = true;
    return only(diagram, keep);
}

std::pair<Diagram, Layout> cut_out(const Diagram& diagram, const Layout& layout, const std::set<std::size_t>& nodes)
{
    std::vector<bool> keep(diagram.nodes.size(), false);
    Layout place;
    place.engine = layout.engine;
    std::set<std::string_view> kept, filled;
    for (const std::size_t node : nodes) {
        if (node >= diagram.nodes.size() || node >= layout.nodes.size())
            continue;
        keep[node] = true;
        place.nodes.push_back(layout.nodes[node]);
        kept.insert(diagram.nodes[node].id);
        filled.insert(diagram.nodes[node].cluster);
    }
    Diagram out = only(diagram, keep);
    out.edges.clear();
    out.clusters.clear();
    for (std::size_t i = 0; i < diagram.edges.size() && i < layout.edges.size(); ++i) {
        if (!kept.contains(diagram.edges[i].from) || !kept.contains(diagram.edges[i].to))
            continue;
        out.edges.push_back(diagram.edges[i]);
        place.edges.push_back(layout.edges[i]);
    }
    // Only clusters all of whose nodes are there: a frame around half of them would say that it is all.
    for (std::size_t c = 0; c < diagram.clusters.size() && c < layout.clusters.size(); ++c) {
        const auto whole = [&](const DiagramNode& node) { return node.cluster != diagram.clusters[c].id || kept.contains(node.id); };
        if (!filled.contains(diagram.clusters[c].id) || !std::all_of(diagram.nodes.begin(), diagram.nodes.end(), whole))
            continue;
        out.clusters.push_back(diagram.clusters[c]);
        place.clusters.push_back(layout.clusters[c]);
        place.titles.push_back(c < layout.titles.size() ? layout.titles[c] : 0);
    }
    // Links may go around what is not shown, beyond the boxes that are.
    Extent extent;
    extent.widen(place);
    for (const EdgePath& path : place.edges) {
        for (const Point& point : path.points)
            extent.widen(point.x, point.y);
    }
    settle(place, extent);
    return {std::move(out), std::move(place)};
}

void nudge(const Diagram& diagram, Layout& layout, const Nudges& nudges)
{
    const NodeIndex at = index_of(diagram);
    std::set<std::string_view> moved;
    for (const auto& [id, by] : nudges) {
        const auto node = at.find(id);
        if (node == at.end() || node->second >= layout.nodes.size())
            continue;
        layout.nodes[node->second].x += by.x;
        layout.nodes[node->second].y += by.y;
        moved.insert(id);
    }
    if (moved.empty())
        return;
    hold_again(diagram, layout, moved);
    for (std::size_t i = 0; i < diagram.edges.size() && i < layout.edges.size(); ++i) {
        const DiagramEdge& edge = diagram.edges[i];
        if ((!moved.contains(edge.from) && !moved.contains(edge.to)) || edge.from == edge.to)
            continue;
        const auto from = at.find(edge.from);
        const auto to = at.find(edge.to);
        // Messages keep their rows: only their ends follow.
        if (from == at.end() || to == at.end() || diagram.arrangement == Arrangement::Sequence)
            continue;
        layout.edges[i] = rerouted(edge, layout.nodes[from->second], layout.nodes[to->second], !diagram.tree);
    }
    for (const auto* boxes : {&layout.nodes, &layout.clusters}) {
        for (const NodeBox& box : *boxes) {
            layout.width = std::max(layout.width, box.x + box.w / 2);
            layout.height = std::max(layout.height, box.y + box.h / 2);
        }
    }
}

Point corner(const Layout& layout)
{
    Point out;
    for (const auto* boxes : {&layout.nodes, &layout.clusters}) {
        for (const NodeBox& box : *boxes) {
            out.x = std::min(out.x, box.x - box.w / 2);
            out.y = std::min(out.y, box.y - box.h / 2);
        }
    }
    return out;
}

std::vector<Badge> badges(const Diagram& diagram, Overlay overlay, const OverlaySource& source)
{
    const Catalog& catalog = source.catalog;
    std::vector<Badge> out(diagram.nodes.size());
    const ClaimVerdicts verdicts(overlay == Overlay::Claims ? source.claims : nullptr, catalog);
    for (std::size_t i = 0; i < diagram.nodes.size() && overlay != Overlay::None; ++i) {
        const std::string& id = diagram.nodes[i].entity;
        if (overlay == Overlay::Claims) {
            out[i] = verdicts.badge(diagram.nodes[i]);
            continue;
        }
        const Entity* entity = catalog.entity(id);
        if (!entity)
            continue;
        switch (overlay) {
        case Overlay::Verdict: out[i] = source.answer ? verdict_badge(id, *source.answer) : Badge{}; break;
        case Overlay::Standing: out[i] = status_badge(*entity); break;
        case Overlay::Cost: out[i] = cost_badge(id, catalog); break;
        case Overlay::Memory: out[i] = memory_badge(id, catalog); break;
        case Overlay::Age:
            if (const std::string newest = newest_claim(catalog, id); !newest.empty())
                out[i] = {newest, Badge::Tone::Plain, "date of the newest statement"};
            break;
        case Overlay::Claims:
        case Overlay::None: break;
        }
    }
    return out;
}

} // namespace archway
