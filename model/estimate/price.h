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
    bool offered = false;           ///< false: the price data covers the family in every asked region, and this type is not there
    std::optional<PriceUsed> price; ///< the cheapest of the asked purchase options; empty = no price known
    std::string remark;             ///< why there is no price, or what else it is sold as
};

/// The price rows of a catalog, indexed once. Keeps pointers into the catalog, which must outlive it.
class PriceBook {
public:
    explicit PriceBook(const Catalog& catalog);
    /// A type without a row in a region of a family that the data covers there is not offered; where the data covers no region but
    /// us-east-1 for a family, elsewhere it is "no price known".
    [[nodiscard]] Offer offer(const InstanceType& type, const Constraints& constraints) const;
    [[nodiscard]] bool knows_region(const std::string& region) const { return m_regions.contains(region); }
    [[nodiscard]] const std::set<std::string>& regions() const { return m_regions; }

private:
    std::map<std::string, std::vector<const Price*>, std::less<>> m_by_instance;
    std::map<std::string, std::set<std::string>, std::less<>> m_family_regions;
    std::set<std::string> m_regions;
};

} // namespace archway
