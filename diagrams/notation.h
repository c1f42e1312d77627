// SPDX-License-Identifier: GPL-3.0-or-later
// A diagram in other notations: DOT, JSON, SVG.
#pragma once

#include "diagrams/diagram.h"

namespace archway {

/// DOT text. Everything is quoted, and no attribute comes from data but labels and fills. Labels are cut where the lexer of Graphviz would
/// refuse them.
[[nodiscard]] std::string write_dot(const Diagram&);

/// Reads DOT text through the layout worker (cgraph): nodes, edges, clusters, labels and fills; positions and files it names are ignored.
/// What Graphviz refuses is BadInput in its words.
[[nodiscard]] Result<Diagram> read_dot(const std::string& text, const std::string& place, int timeout_ms = 5000);

/// {"kind", "nodes": [{id, label, shape, fill, x, y, w, h}], "edges": [{from, to, label, points}]}, pretty-printed.
[[nodiscard]] std::string write_diagram_json(const Diagram&, const Layout&);

/// Colours as "#rrggbb".
struct SvgTheme {
    std::string background, text, secondary, line, box;
    std::string font = "DejaVu Sans, sans-serif";
    /// Fill and outline of a node of a group.
    std::function<std::pair<std::string, std::string>(const DiagramNode&)> node;
    /// Text of a node's title and of its details; without it those of the theme.
    std::function<std::pair<std::string, std::string>(const DiagramNode&)> ink;
    /// Colour of an edge by the node it leads to; nullptr for a cluster or nothing.
    std::function<std::string(const DiagramNode*)> edge;
    /// Fill and outline of a cluster; without it the box colours.
    std::function<std::pair<std::string, std::string>(const DiagramCluster&)> cluster;
};
/// A short sign at the upper right corner of a node; empty text where there is none. Colours as "#rrggbb".
struct SvgBadge {
    std::string text, ink, fill, line;
};
/// What a picture may have besides the diagram.
struct SvgExtras {
    bool transparent = false;                     ///< no sheet behind it
    std::vector<SvgBadge> badges;                 ///< of node i; may be shorter
    std::map<std::string, std::string> addresses; ///< https address of an entity: its nodes become links
};
/// SVG with ids made of the nodes' own, real text, titles and a description; no scripts, nothing loaded. Everything from data is escaped.
[[nodiscard]] std::string write_svg(const Diagram&, const Layout&, const SvgTheme&, const SvgExtras& = {});

} // namespace archway
