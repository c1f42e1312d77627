// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diagrams/diagram.h"

namespace archway {

/// A tree with branches on both sides of its root, balanced by height: each subtree takes a band of its own, so boxes never overlap.
/// Instant at any size; no Graphviz. `boxes` are the measured sizes.
[[nodiscard]] Layout tidy_tree(const Diagram&, const std::vector<NodeBox>& boxes);

/// Columns by distance from the sources, boxes stacked in each: what is drawn when the worker gives no answer.
[[nodiscard]] Layout layered_fallback(const Diagram&, const std::vector<NodeBox>& boxes, const std::string& message);

} // namespace archway
