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

/// The newest on-demand row of the Region whose prices are known best; of another Region, the cheapest, where it has none.
const Price* reference_price(const std::vector<const Price*>& rows)
{
    const Price* out = nullptr;
    for (const Price* row : rows) {
        if (row->purchase != "on-demand")
            continue;
        const auto known_best = [](const Price* price) { return price->region == "us-east-1"; };
        if (!out || known_best(row) > known_best(out)
            || (known_best(row) == known_best(out) && (known_best(row) ? row->as_of > out->as_of : row->usd_per_hour < out->usd_per_hour)))
            out = row;
    }
    return out;
}

/// The rows of one Region, of each way of purchase the newest.
std::vector<const Price*> newest_in(const std::string& region, const std::vector<const Price*>& rows)
{
    std::vector<const Price*> out;
    for (const Price* row : rows) {
        if (row->region != region)
            continue;
        const auto known = std::find_if(out.begin(), out.end(), [row](const Price* other) { return other->purchase == row->purchase; });
        if (known == out.end())
            out.push_back(row);
        else if (row->as_of > (*known)->as_of)
            *known = row;
    }
    return out;
}

} // namespace

std::map<std::string, const Price*> cheapest_by_purchase(const std::vector<Price>& prices, std::string_view instance,
                                                         const std::vector<std::string>& regions)
{
    std::map<std::pair<std::string, std::string>, const Price*> newest;
    for (const Price& price : prices) {
        if (price.instance != instance || std::find(regions.begin(), regions.end(), price.region) == regions.end())
            continue;
        const Price*& row = newest[{price.purchase, price.region}];
        if (!row || price.as_of > row->as_of)
            row = &price;
    }
    std::map<std::string, const Price*> out;
    for (const auto& [key, price] : newest) {
        const Price*& best = out[key.first];
        if (!best || price->usd_per_hour < best->usd_per_hour)
            best = price;
    }
    return out;
}

bool sold_as(const InstanceType& type, const std::vector<std::string>& purchase)
{
    const auto sold
        = [&type](std::string_view way) { return std::find(type.sold_as.begin(), type.sold_as.end(), way) != type.sold_as.end(); };
    return type.sold_as.empty() || std::any_of(purchase.begin(), purchase.end(), [&sold](const std::string& way) {
               return sold(way.starts_with("savings-plan") || way.starts_with("reserved") ? std::string_view("on-demand")
                                                                                          : std::string_view(way));
           });
}

PriceBook::PriceBook(const Catalog& catalog)
{
    // Made anew for every estimate, from tens of thousands of rows where a list of all Regions was imported: rows of one type and Region
    // follow each other, so names are looked up when they change only.
    std::vector<const Price*>* rows = nullptr;
    std::set<std::string>* covered = nullptr;
    const Price* last = nullptr;
    for (const Price& price : catalog.prices) {
        const bool same_type = last && last->instance == price.instance;
        if (!same_type) {
            rows = &m_by_instance[price.instance];
            covered = &m_family_regions[std::string(family_of_type(price.instance))];
        }
        if (!same_type || last->region != price.region) {
            covered->insert(price.region);
            m_regions.insert(price.region);
        }
        last = &price;
        rows->push_back(&price);
    }
}

Offer PriceBook::share_of(const InstanceType& server, int instances, const Constraints& constraints) const
{
    Offer out = offer(server, constraints);
    for (std::optional<PriceUsed>* price : {&out.price, &out.stand_in})
        if (*price)
            (*price)->usd_per_hour /= instances;
    return out;
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
        const std::vector<const Price*> here = rows == m_by_instance.end() ? std::vector<const Price*>() : newest_in(region, rows->second);
        for (const Price* price : here) {
            const bool asked
                = std::find(constraints.purchase.begin(), constraints.purchase.end(), price->purchase) != constraints.purchase.end();
            const Price*& best = asked ? cheapest : other_purchase;
            // Of what is not asked for, the plain rate says most.
            const bool plainer = !asked && best && price->purchase == "on-demand" && best->purchase != "on-demand";
            const bool rarer = !asked && best && price->purchase != "on-demand" && best->purchase == "on-demand";
            if (!best || plainer || (!rarer && price->usd_per_hour < best->usd_per_hour))
                best = price;
        }
        // No row here: not offered where a source names other Regions only, or the data covers the family in this Region, or would show it
        // if it were there.
        const bool elsewhere_only
            = !type.regions.empty() && std::find(type.regions.begin(), type.regions.end(), region) == type.regions.end();
        offer.offered = offer.offered || !here.empty() || !(elsewhere_only || covered.contains(region) || covers_elsewhere);
    }
    offer.sold = cheapest || sold_as(type, constraints.purchase);
    if (cheapest) {
        offer.price = PriceUsed{cheapest->usd_per_hour, cheapest->purchase, cheapest->region, cheapest->as_of, cheapest->source};
    } else if (other_purchase) {
        const std::string asked = fmt::format("{}", fmt::join(constraints.purchase, " or "));
        offer.remark = fmt::format("{} in {}; {}/h as {}",
                                   offer.sold && !type.sold_as.empty() ? fmt::format("no {} price known", asked) : "not sold " + asked,
                                   other_purchase->region, format_usd(other_purchase->usd_per_hour), other_purchase->purchase);
    } else if (!offer.offered) {
        offer.remark = fmt::format("not offered in {}", fmt::join(constraints.regions, ", "));
        offer.elsewhere = type.regions;
        for (const Price* row : rows == m_by_instance.end() ? std::vector<const Price*>() : rows->second)
            if (std::find(offer.elsewhere.begin(), offer.elsewhere.end(), row->region) == offer.elsewhere.end())
                offer.elsewhere.push_back(row->region);
    } else {
        offer.remark = fmt::format("no price known in {}", fmt::join(constraints.regions, ", "));
        if (const Price* elsewhere = rows == m_by_instance.end() ? nullptr : reference_price(rows->second)) {
            offer.stand_in
                = PriceUsed{elsewhere->usd_per_hour, elsewhere->purchase, elsewhere->region, elsewhere->as_of, elsewhere->source};
            offer.remark += fmt::format("; put in order by {}/h {} in {}, which is no price here", format_usd(elsewhere->usd_per_hour),
                                        elsewhere->purchase, elsewhere->region);
        }
    }
    return offer;
}

} // namespace archway
