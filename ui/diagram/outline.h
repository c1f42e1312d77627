// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diagrams/diagram.h"

class QTreeWidget;
class QTreeWidgetItem;

namespace archway {

/// Fills the outline of a diagram: its nodes under what leads to them; of a sequence its steps in their order.
void fill_outline(QTreeWidget&, const Diagram&);
/// The node that a line of the outline stands for; -1 where it stands for a step.
[[nodiscard]] int outlined_node(const QTreeWidgetItem&);
/// The edge that a line of the outline stands for; -1 where it stands for a node.
[[nodiscard]] int outlined_edge(const QTreeWidgetItem&);
/// Makes a node's line the current one, without a signal: it was chosen in the picture.
void follow_in_outline(QTreeWidget&, int node);

} // namespace archway
