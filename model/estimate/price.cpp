// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/price.h"

#include "model/base/units.h"

#include <fmt/format.h>

#include <algorithm>

namespace archway {

namespace {

std::string_view family_of_type(std::string_view id)
{
    return id.substr(0, id.find('.'));
}

} // namespace

PriceBook::PriceBook(const Catalog& catalog)
{
    for (const Price& price : catalog.prices) {
        m_by_instance[price.instance].push_back(&price);
        m_family_regions[std::string(family_of_type(price.instance))].insert(price.region);
        m_regions.insert(price.region);
    }
}

Offer PriceBook::offer(const InstanceType& type, const Constraints& constraints) const
{
    static const std::set<std::string> nowhere;
    const auto rows = m_by_instance.find(type.id);
    const auto family = m_family_regions.find(family_of_type(type.id));
    const std::set<std::string>& covered = family == m_family_regions.end() ? nowhere : family->second;
    const bool covers_elsewhere
        = std::any_of(covered.begin(), covered.end(), [](const std::string& region) { return region != "us-east-1"; });

    Offer offer;
    const Price* cheapest = nullptr;
    const Price* other_purchase = nullptr;
    for (const std::string& region : constraints.regions) {
        bool here = false;
        if (rows != m_by_instance.end()) {
            for (const Price* price : rows->second) {
                if (price->region != region)
                    continue;
                here = true;
                const bool asked
                    = std::find(constraints.purchase.begin(), constraints.purchase.end(), price->purchase) != constraints.purchase.end();
                const Price*& best = asked ? cheapest : other_purchase;
                // Of two rows for the same thing the newer counts; else the cheaper.
                if (!best
                    || (best->purchase == price->purchase && best->region == region ? price->as_of > best->as_of
                                                                                    : price->usd_per_hour < best->usd_per_hour))
                    best = price;
            }
        }
        // No row here: not offered where the data covers the family in this region, or would show it if it were there.
        offer.offered = offer.offered || here || !(covered.contains(region) || covers_elsewhere);
    }
    if (cheapest) {
        offer.price = PriceUsed{cheapest->usd_per_hour, cheapest->purchase, cheapest->region, cheapest->as_of, cheapest->source};
    } else if (other_purchase) {
        offer.remark = fmt::format("not sold {} in {}; {} as {}", fmt::join(constraints.purchase, " or "), other_purchase->region,
                                   format_usd(other_purchase->usd_per_hour) + "/h", other_purchase->purchase);
    } else if (!offer.offered) {
        offer.remark = fmt::format("not offered in {}", fmt::join(constraints.regions, ", "));
    } else {
        offer.remark = fmt::format("no price known in {}", fmt::join(constraints.regions, ", "));
    }
    return offer;
}

} // namespace archway
