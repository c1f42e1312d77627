// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diagrams/diagram.h"

namespace archway {

/// A diagram in a text of another notation.
struct DiagramFile {
    Diagram diagram;
    std::string notation;             ///< "mermaid" or "dot"
    std::vector<std::string> unknown; ///< lines that were not understood ("line 12: …"); they stay in the text
};

constexpr std::size_t largest_diagram_file = 4U << 20; ///< bytes

/// Does the name of a file end as one of a diagram: .mmd, .mermaid, .dot, .gv?
[[nodiscard]] bool is_diagram_file(std::string_view path);

/// Reads DOT, through the layout worker, where the name says so; else Mermaid. BadInput names the file and, where it is known, the line.
[[nodiscard]] Result<DiagramFile> read_diagram_file(const std::string& text, const std::string& path);

} // namespace archway
