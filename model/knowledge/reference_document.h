// SPDX-License-Identifier: GPL-3.0-or-later
// A list of references with their read marks and what was taken from them, as a file of the user's (docs/references.md).
#pragma once

#include "model/base/result.h"
#include "model/knowledge/layer.h"

#include <map>
#include <string>
#include <string_view>

namespace archway {

struct ReferenceDocument {
    std::string title; ///< "3 references, 2 of them read"
    LayerRecords records;
    std::map<std::string, std::size_t> left_out; ///< by reason
};

/// JSON with "archway_references", or Markdown with a line that begins with [x] or [ ].
[[nodiscard]] bool looks_like_references(std::string_view text);

/// A reference that the catalog has already, by location or title, keeps its id, so that its read mark is what changes. Facts of a
/// reference that is not read, or about what the catalog does not know, are left out and counted. BadInput where JSON is broken, of a newer
/// version, or a field is missing or of the wrong kind.
[[nodiscard]] Result<ReferenceDocument> read_reference_document(std::string_view text, const std::string& name, const Catalog& catalog);

} // namespace archway
