// SPDX-License-Identifier: GPL-3.0-or-later
// What a reader does to a diagram: fold a branch, focus on a node, trace a path, move a box, lay figures over it.
#pragma once

#include "diagrams/diagram.h"
#include "model/evidence/check.h"
#include "model/match/decision.h"

#include <set>

namespace archway {

/// Nodes and edges by their places in the diagram.
struct Traced {
    std::set<std::size_t> nodes, edges;
};
/// What leads to a node (up), what it leads to (down), or both; the node itself included.
[[nodiscard]] Traced trace(const Diagram&, std::size_t node, bool up, bool down);

/// The diagram without what hangs only from folded nodes; a folded node's label says how many nodes it hides.
[[nodiscard]] Diagram folded(const Diagram&, const std::set<std::string>& fold);
/// Only a node and what it leads to or is reached from.
[[nodiscard]] Diagram focused(const Diagram&, const std::string& node);

/// Some nodes of a laid-out diagram, the edges between them and the clusters they stand in, where they are, from the origin on.
[[nodiscard]] std::pair<Diagram, Layout> cut_out(const Diagram&, const Layout&, const std::set<std::size_t>& nodes);

/// How far nodes were moved by hand, by id.
using Nudges = std::map<std::string, Point>;
/// Moves the boxes, routes the edges at them anew and widens the whole; nothing else changes.
void nudge(const Diagram&, Layout&, const Nudges&);
/// Where the layout can be drawn from when boxes were moved beyond its corner: left and top edge, never above 0.
[[nodiscard]] Point corner(const Layout&);

enum class Overlay { None, Claims, Verdict, Standing, Cost, Memory, Age };
/// A short figure or sign at a node's corner.
struct Badge {
    enum class Tone { Plain, Good, Caution, Bad };
    std::string text;
    Tone tone = Tone::Plain;
    std::string meaning; ///< for the legend: "✓ recommended here"
};
/// What an overlay is made of; what is null is not known.
struct OverlaySource {
    const Catalog& catalog;
    const Answer* answer = nullptr;                    ///< for verdicts
    const std::vector<CheckedClaim>* claims = nullptr; ///< for claims: what check() says of this catalog
};
/// Badge of node i; empty text where the overlay has nothing to say of it. Claims shows the worst verdict on what the node says (the claims
/// whose section ends with it), else on what is said of its entity.
[[nodiscard]] std::vector<Badge> badges(const Diagram&, Overlay, const OverlaySource&);

} // namespace archway
