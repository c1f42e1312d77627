// SPDX-License-Identifier: GPL-3.0-or-later
// A diagram in other notations: DOT, JSON, SVG.
#pragma once

#include "diagrams/diagram.h"

namespace archway {

/// DOT text. Everything is quoted, and no attribute comes from data but labels and fills.
[[nodiscard]] std::string write_dot(const Diagram&);

/// {"kind", "nodes": [{id, label, shape, fill, x, y, w, h}], "edges": [{from, to, label, points}]}, pretty-printed.
[[nodiscard]] std::string write_diagram_json(const Diagram&, const Layout&);

/// Colours as "#rrggbb".
struct SvgTheme {
    std::string background, text, secondary, line, box;
    std::string font = "DejaVu Sans, sans-serif";
    /// Fill and outline of a node of a group.
    std::function<std::pair<std::string, std::string>(const DiagramNode&)> node;
    /// Colour of an edge by the node it leads to.
    std::function<std::string(const DiagramNode&)> edge;
};
/// SVG with stable ids, real text, title and description; no scripts, nothing loaded. Everything from data is escaped.
[[nodiscard]] std::string write_svg(const Diagram&, const Layout&, const SvgTheme&);

} // namespace archway
