// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/verb.h"
#include "db/knowledge_store.h"
#include "model/evidence/check.h"

namespace archway {

/// Opens the base named with --knowledge, else the one beside the program, else the installed one.
[[nodiscard]] Result<KnowledgeStore> open_knowledge(const VerbContext& context);
/// Its content as plain values, and what computation says of its claims.
struct CheckedKnowledge {
    Catalog catalog; ///< untrusted_claims are filled in
    std::vector<CheckedClaim> checked;
};
[[nodiscard]] Result<CheckedKnowledge> load_checked(const VerbContext& context);
/// The catalog alone, its untrusted claims known: no reason rests on them.
[[nodiscard]] Result<Catalog> load_catalog(const VerbContext& context);

} // namespace archway
