// SPDX-License-Identifier: GPL-3.0-or-later
// The ledger of references: what was read, what was not, and what each gave to the base.
#pragma once

#include "model/knowledge/catalog.h"

#include <string>
#include <vector>

namespace archway {

/// What a source gave to one entity.
struct Contribution {
    std::string to;                  ///< entity id
    std::string name;                ///< of that entity
    std::string because;             ///< what was taken, where the base says so
    std::vector<std::string> claims; ///< ids
};

struct LedgerEntry {
    std::string source;    ///< id
    std::string reference; ///< entity of kind "reference" with the source's id as an alias: its place in a list of references; may be empty
    bool read = false;
    std::size_t claims = 0;                  ///< that cite it, or that its contributions name
    std::vector<Contribution> contributions; ///< those that the base states, else its claims by the entity they are about
};

/// One entry a source: those of the list of references first, in its order, then the others by title.
[[nodiscard]] std::vector<LedgerEntry> ledger(const Knowledge& knowledge);

} // namespace archway
