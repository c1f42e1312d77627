// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/import_file.h"

namespace archway {

/// Does a text begin as a Mermaid flowchart or mindmap?
[[nodiscard]] bool looks_like_mermaid(std::string_view text);

/// A Mermaid flowchart or mindmap, or a DOT graph, as entities and relations: a node whose title is the name or an alias of a known entity
/// is that entity, any other becomes a new one of kind "concept"; an arrow becomes `leads-to` with its label as the reason, a branch
/// `part-of`. The text itself is kept as a diagram. Lines that were not understood are named.
[[nodiscard]] Result<ImportFile> read_diagram_import(const std::string& text, const std::string& path, const Catalog& catalog);

} // namespace archway
