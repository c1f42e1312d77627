// SPDX-License-Identifier: GPL-3.0-or-later
// How records hang together: the way from one entity to another, and what would fall with a source.
#pragma once

#include "model/knowledge/catalog.h"

#include <string>
#include <vector>

namespace archway {

/// The entities on a shortest way from one to the other in the order of the way, both included, with the relations between neighbours
/// (followed in both directions). Of several ways the one that comes first in the order of the relations. Ids as the base has them; empty
/// where there is no way or no such entity.
[[nodiscard]] Knowledge path_between(const Knowledge& knowledge, const std::string& from, const std::string& to);

/// What rests on a record and on nothing else.
struct Falling {
    std::string kind;    ///< as in visit_lists(): claim, price, rule, check, relation …
    std::string id;      ///< as record_id() forms it
    std::string text;    ///< what it says: a statement, a price, a rule's reason
    std::string because; ///< "names the source "x", which is not there"
};
struct Resting {
    std::vector<Falling> falls;         ///< in the order of visit_lists()
    std::vector<std::string> elsewhere; ///< ids of the claims that cite it and stand in other sources too
};
/// What would leave the catalog if a source were withdrawn from it, by the same pruning that lays the user's layers (laid_upon()).
[[nodiscard]] Resting rests_on(const Catalog& catalog, const std::string& source);

} // namespace archway
