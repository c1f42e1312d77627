// SPDX-License-Identifier: GPL-3.0-or-later
// Mermaid in and out. Read: flowcharts and mindmaps as Mermaid's documentation describes them. Written: those, class and sequence diagrams.
#pragma once

#include "diagrams/diagram.h"

namespace archway {

/// Where the label of a node stands in the text.
struct LabelPlace {
    std::size_t offset = 0, length = 0;
    bool quoted = false; ///< the place is inside quotes
    bool bare = false;   ///< the node has no label of its own: one would be put here
};

/// What a Mermaid text says, and the lines that were not understood ("line 12: …"). They stay in the diagram's `verbatim`, as do the lines
/// that only Mermaid acts on (classDef, click …).
struct MermaidReading {
    Diagram diagram;
    std::vector<std::string> unknown;
    std::vector<LabelPlace> labels; ///< of node i
};

/// Reads a flowchart (graph) or a mindmap. A label's <br/> becomes a new line. Neither of the two: BadInput.
[[nodiscard]] Result<MermaidReading> read_mermaid(std::string_view text, const std::string& place);

/// Writes the diagram in Mermaid's notation of its kind. What was read from Mermaid is written as it stood, with only those labels
/// changed that changed; where more than labels changed it is written anew, with the lines that were kept verbatim at the end.
[[nodiscard]] std::string write_mermaid(const Diagram&);

} // namespace archway
