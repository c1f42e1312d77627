// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps lines off the titles of groups.
#pragma once

#include "diagrams/diagram.h"

namespace archway {

/// Moves the title of a group along its upper border to where no line crosses; where there is no such place, leads the lines to what the
/// group holds past the end of the title. `sizes`: of the title of cluster i, 0 × 0 where it has none.
void clear_titles(const Diagram&, const std::vector<Point>& sizes, Layout&);

/// The outermost cluster that holds one box and not the other; nullptr where there is none.
[[nodiscard]] const NodeBox* own_group(const Layout&, const NodeBox& box, const NodeBox& other);

} // namespace archway
