// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diagrams/diagram.h"

namespace archway {

/// What a Mermaid text says, and the lines that were not understood ("line 12: …"), kept by their numbers.
struct MermaidReading {
    Diagram diagram;
    std::vector<std::string> unknown;
};

/// Reads a flowchart (graph) or a mindmap. A label's <br/> becomes a new line. Neither of the two: BadInput.
[[nodiscard]] Result<MermaidReading> read_mermaid(std::string_view text, const std::string& place);

/// Writes the diagram in the same notation: flowchart with nodes, labels, edges and fills; a tree as a mindmap.
[[nodiscard]] std::string write_mermaid(const Diagram&);

} // namespace archway
