// SPDX-License-Identifier: GPL-3.0-or-later
// The knowledge as text: JSON files whose records are merged, checked against each other and turned into values.
#pragma once

#include "model/base/result.h"
#include "model/knowledge/catalog.h"

#include <string>
#include <vector>

namespace archway {

struct KnowledgeFile {
    std::string name; ///< shown in errors
    std::string text;
};

/// Reads files with any of the keys sources, entities, relations, claims, rules, diagrams, models, accelerators, instances, prices,
/// api_prices, factors, version. Refused with file and JSON path: broken JSON, unknown keys and fields, duplicate ids, references to what
/// is not there, figures without a source. Models, accelerators and instance types become entities too.
[[nodiscard]] Result<Catalog> read_knowledge_files(const std::vector<KnowledgeFile>& files);

/// Checks that every reference of a catalog resolves; the message names the record.
[[nodiscard]] Status check_references(const Catalog& catalog);

/// Adds the entities of models, accelerators and instance types that no file describes.
void derive_entities(Catalog& catalog);

} // namespace archway
