// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/verb.h"
#include "db/knowledge_store.h"

namespace archway {

/// Opens the base named with --knowledge, else the one beside the program, else the installed one.
[[nodiscard]] Result<KnowledgeStore> open_knowledge(const VerbContext& context);
/// Its content as plain values.
[[nodiscard]] Result<Catalog> load_catalog(const VerbContext& context);

} // namespace archway
