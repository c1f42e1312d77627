// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/verb.h"
#include "db/knowledge_store.h"
#include "db/user_layers.h"
#include "model/evidence/check.h"

#include <optional>

namespace archway {

/// Opens the base named with --knowledge, else the one beside the program, else the installed one.
[[nodiscard]] Result<KnowledgeStore> open_knowledge(const VerbContext& context);
/// The user's layers in the folder named with --user-data, else in the user's data folder.
[[nodiscard]] UserLayers user_layers(const VerbContext& context);
/// The base with the user's layers laid upon it, as plain values; its untrusted claims are not known yet. Records of the layers that name
/// what the base no longer has are left out, which is said on standard error.
[[nodiscard]] Result<Catalog> load_layered(const VerbContext& context);
/// The same, and what computation says of its claims.
struct CheckedKnowledge {
    Catalog catalog; ///< untrusted_claims are filled in
    std::vector<CheckedClaim> checked;
};
[[nodiscard]] Result<CheckedKnowledge> load_checked(const VerbContext& context);
/// The same with the shipped base below it, its untrusted claims known too; nothing where the user has no layers.
struct KnowledgeWithShipped {
    CheckedKnowledge merged;
    std::optional<Catalog> shipped;
};
[[nodiscard]] Result<KnowledgeWithShipped> load_with_shipped(const VerbContext& context);
/// The catalog alone, its untrusted claims known: no reason rests on them.
[[nodiscard]] Result<Catalog> load_catalog(const VerbContext& context);
/// Searches the base and the layers: what was added or replaced is found as the layers say it, what was withdrawn is not. Own hits first.
[[nodiscard]] Result<SearchAnswer> search_knowledge(const VerbContext& context, const std::string& text, int limit = 50);

/// Of a base too large to be read whole: adds to a catalog the record of that id (or an entity's alias) with what it is linked to, as far
/// as the layers have not withdrawn or replaced it. Its `knowledge` is moved from; the counts say how much there is. Of a base that is read
/// whole nothing.
[[nodiscard]] Result<std::optional<Surroundings>> bring_in(const VerbContext& context, const std::string& id, Catalog& catalog);
/// Ids of what the user's layers add, replace or withdraw: what the base says of them does not count.
[[nodiscard]] std::set<std::string, std::less<>> ids_of_layers(const std::vector<LayerRecords>& layers);

/// The highest of the user's layers that has a record of that id: "mine", "imported", or empty where the shipped base says it.
[[nodiscard]] Result<std::string> layer_of(const VerbContext& context, const std::string& id);

} // namespace archway
