// SPDX-License-Identifier: GPL-3.0-or-later
// Files that add to the user's knowledge: told apart by their content, read with bounded memory, nothing written.
#pragma once

#include "model/base/result.h"
#include "model/knowledge/layer.h"

#include <map>
#include <string>

namespace archway {

/// What a file would add.
struct ImportFile {
    std::string name;  ///< without folders
    std::string kind;  ///< pack, price-list, instance-types, references, diagram
    std::string title; ///< what the file says of itself
    LayerRecords records;
    std::map<std::string, std::size_t> left_out; ///< rows that are of no use, counted by reason
};

/// Reads a knowledge pack, an AWS price list (JSON or CSV, any size), the answer of describe-instance-types or a list of references.
/// `catalog` says which instance types are of use and which references are known. Anything else, and a damaged or truncated file: BadInput
/// with the place in the file and what is accepted.
[[nodiscard]] Result<ImportFile> read_import_file(const std::string& path, const Catalog& catalog);

} // namespace archway
