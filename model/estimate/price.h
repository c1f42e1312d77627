// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/estimate/deployment.h"
#include "model/knowledge/catalog.h"
#include "model/scenario/scenario.h"

#include <map>
#include <set>

namespace archway {

/// What the price data says of one instance type under a scenario's regions and purchase options.
struct Offer {
    bool offered = false;           ///< false: it is not in the asked regions, by a source or by price rows that cover its family there
    bool sold = true;               ///< false: a source says how it is sold, and no asked purchase option is among it
    std::optional<PriceUsed> price; ///< the cheapest of the asked purchase options; empty = no price known
    /// Not known here, on-demand elsewhere: for putting types in an order, never for a bill. Of us-east-1 where it is sold there.
    std::optional<PriceUsed> stand_in;
    std::string remark;                 ///< why there is no price, or what else it is sold as
    std::vector<std::string> elsewhere; ///< not offered here: the Regions in which it is, as far as known
};

/// Whether a type is sold in one of these ways, as far as the base says; commitments (savings plans, reservations) go with on-demand.
[[nodiscard]] bool sold_as(const InstanceType& type, const std::vector<std::string>& purchase);

/// The cheapest row of each way of purchase in any of these Regions; of several dates of one thing the newest counts. Points into `prices`.
[[nodiscard]] std::map<std::string, const Price*> cheapest_by_purchase(const std::vector<Price>& prices, std::string_view instance,
                                                                       const std::vector<std::string>& regions);

/// The price rows of a catalog, indexed once. Keeps pointers into the catalog, which must outlive it.
class PriceBook {
public:
    explicit PriceBook(const Catalog& catalog);
    /// A type without a row in a region of a family that the data covers there is not offered; where the data covers no region but
    /// us-east-1 for a family, elsewhere it is "no price known".
    [[nodiscard]] Offer offer(const InstanceType& type, const Constraints& constraints) const;
    /// The same for a type that is sold inside an UltraServer of so many of it, whose price is that of all of them.
    [[nodiscard]] Offer share_of(const InstanceType& server, int instances, const Constraints& constraints) const;
    [[nodiscard]] bool knows_region(const std::string& region) const { return m_regions.contains(region); }
    [[nodiscard]] const std::set<std::string>& regions() const { return m_regions; }

private:
    std::map<std::string, std::vector<const Price*>, std::less<>> m_by_instance;
    std::map<std::string, std::set<std::string>, std::less<>> m_family_regions;
    std::set<std::string> m_regions;
};

} // namespace archway
