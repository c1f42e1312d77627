// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diagrams/diagram.h"

namespace archway {

/// A tree in the arrangement the diagram asks for: branches on both sides of its root, balanced by height, or all to the right, or all
/// around. Each subtree takes a band or a sector of its own, so boxes never overlap. Instant at any size; no Graphviz. `boxes` are the
/// measured sizes.
[[nodiscard]] Layout tidy_tree(const Diagram&, const std::vector<NodeBox>& boxes);

} // namespace archway
