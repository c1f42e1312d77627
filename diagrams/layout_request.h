// SPDX-License-Identifier: GPL-3.0-or-later
// What the layout worker is asked, and how its answer is read.
#pragma once

#include "diagrams/diagram.h"

#include <optional>

namespace archway {

/// The engines to try in turn for a diagram of this size: dot for what it can draw in time, sfdp for more, none for what would not be
/// worth waiting for.
[[nodiscard]] std::vector<std::string> engines_for(const Diagram&);

/// A question to the worker, kept until its answer is in.
struct LayoutRequest {
    Diagram diagram;
    std::vector<NodeBox> boxes;
    std::vector<Point> labels;        ///< room for the label of edge i
    std::vector<Point> titles;        ///< room for the title of cluster i
    std::vector<std::size_t> sent;    ///< the edges the worker sees: both ends exist
    std::vector<std::string> engines; ///< not yet tried; the first is next
    std::vector<std::size_t> shown;   ///< clusters that hold something, as the worker sees them
    bool from_the_middle = false;     ///< edges leave and enter at the middle of a side
    double above = 0;                 ///< room for lines to turn above each titled cluster, which is no part of it
};
[[nodiscard]] LayoutRequest make_request(const Diagram&, const MeasureText&);
/// JSON for the engine that is next.
[[nodiscard]] std::string request_text(LayoutRequest&);
/// Nothing where the worker's text does not fit the request.
[[nodiscard]] std::optional<Layout> read_answer(const std::string& text, const LayoutRequest&);

/// What needs no worker: trees, sequences, columns, empty diagrams, and those too large for a drawn layout.
[[nodiscard]] std::optional<Layout> own_layout(const LayoutRequest&);

} // namespace archway
