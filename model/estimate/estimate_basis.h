// SPDX-License-Identifier: GPL-3.0-or-later
// What every estimate over one catalog shares: made once by whoever asks a hundred times.
#pragma once

#include "model/estimate/estimate.h"
#include "model/estimate/price.h"

namespace archway {

/// Keeps pointers into the catalog, which must outlive it.
struct EstimateBasis {
    explicit EstimateBasis(const Catalog& catalog);
    PriceBook prices;
    std::vector<std::string_view> maintained; ///< instance families that the base no longer gives new work to
};

/// estimate_resolved() upon a basis of the same catalog.
[[nodiscard]] Estimate estimate_resolved(const Scenario&, const Catalog&, const ResolvedModel&, const EstimateBasis&);

/// Tries what each refused one proposes to change, and what is then needed beside it, until it fits: a fix is what has been seen to help.
/// Nothing where no change of the scenario helps. Fills `fix` and `nearest_fix`.
void find_fixes(Estimate&, const Catalog&, const EstimateBasis&);

} // namespace archway
