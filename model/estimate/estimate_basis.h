// SPDX-License-Identifier: GPL-3.0-or-later
// What every estimate over one catalog shares: made once by whoever asks a hundred times.
#pragma once

#include "model/estimate/estimate.h"
#include "model/estimate/price.h"

#include <limits>
#include <optional>

namespace archway {

/// An UltraServer whose instances are sold with it only.
struct SoldInside {
    std::string_view server; ///< "u-p6e-gb200x36"
    std::string_view name;   ///< "P6e-GB200 UltraServer (36 GPUs)"
    int instances = 1;       ///< of the type in it
};

/// Keeps pointers into the catalog, which must outlive it.
struct EstimateBasis {
    explicit EstimateBasis(const Catalog& catalog);
    PriceBook prices;
    std::vector<std::string_view> maintained; ///< instance families that the base no longer gives new work to
    double most_in_blocks
        = std::numeric_limits<double>::infinity(); ///< instances that Capacity Blocks hold together [capacity-block-total]
    /// Instance types that are bought as whole UltraServers, with the smallest that holds them.
    std::map<std::string, SoldInside, std::less<>> sold_inside;
};

/// The smallest UltraServer that an instance type is sold in; nothing for a type that is sold alone.
[[nodiscard]] std::optional<SoldInside> sold_inside(const InstanceType&, const Catalog&);

/// estimate_resolved() upon a basis of the same catalog.
[[nodiscard]] Estimate estimate_resolved(const Scenario&, const Catalog&, const ResolvedModel&, const EstimateBasis&);

/// Tries what each refused one proposes to change, and what is then needed beside it, until it fits: a fix is what has been seen to help.
/// Nothing where no change of the scenario helps. Fills `fix` and `nearest_fix`, and puts the refused ones in the order of how much of the
/// scenario would have to change.
void find_fixes(Estimate&, const Catalog&, const EstimateBasis&);

} // namespace archway
