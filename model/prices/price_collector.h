// SPDX-License-Identifier: GPL-3.0-or-later
// Which rows of an AWS price list become prices, whatever the format they were written in.
#pragma once

#include "model/base/result.h"
#include "model/knowledge/catalog.h"

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace archway {

/// Says whether an instance type ("p5.48xlarge") is one whose price is of use.
using WantedType = std::function<bool(std::string_view type)>;

/// What a price list says of itself.
struct PriceListHeader {
    std::string offer_code; ///< AmazonEC2, AmazonSageMaker, or that of a savings plan
    std::string version;
    std::string published; ///< "2026-07-20T13:44:30Z"
};

/// The attributes of a product that decide whether its price is wanted. What the file does not say is empty.
struct ListedProduct {
    std::string sku, family, type, tenancy, os, licence, capacity, software, market, location_type, region, component;
    void clear();
};

/// One price of a product: a dimension of a term.
struct ListedPrice {
    std::string sku, term, kind, unit, usd, currency, years, payment;
    void clear();
};

/// What was read: the prices (their `source` is empty), and what was left out, counted by reason.
struct PriceListContent {
    PriceListHeader header;
    std::vector<Price> prices;
    std::map<std::string, std::size_t> left_out;
};

/// Keeps Linux on shared hardware without installed software, in AWS Regions, of the wanted types. Its memory grows with the number of kept
/// products only. Traps it knows: rows of capacity reservations, Local Zones, prices of zero (a type that is not sold that way),
/// reservations whose hourly part is only half of the price.
class PriceCollector {
public:
    explicit PriceCollector(WantedType wanted);

    PriceListHeader header;

    /// What the price of a wanted product is told by. SageMaker's types keep their component: "ml.p5.48xlarge-Hosting".
    struct Product {
        std::string type, region, market;
        auto operator<=>(const Product&) const = default;
    };
    /// The product where it is wanted; nullptr, and counted, where it is not. Stays valid as long as the collector.
    const Product* judge(const ListedProduct&);
    /// Judges a product and keeps it, for prices that come later.
    void keep(const ListedProduct&);
    /// The kept product of that SKU, or nullptr.
    [[nodiscard]] const Product* kept(std::string_view sku) const;
    void price(const Product&, const ListedPrice&);
    /// No further price of the terms so far will come: what they cost is settled.
    void end_terms();
    /// One rate of a savings plan, which names what it discounts by usage type and operation.
    struct SavingsRate {
        std::string usage_type, operation, service, region, type, unit, usd, currency, years;
        void clear();
    };
    void savings_rate(const SavingsRate&);
    void leave_out(const char* reason) { ++m_left_out[reason]; }
    /// Forgets everything but the kept products.
    void begin_second_pass() { m_offers.clear(); }

    /// The prices, ordered by type, Region and way of purchase. BadInput where the list has no date or is of another service.
    [[nodiscard]] Result<PriceListContent> finish(const std::string& name);

private:
    /// The parts of one term of one product.
    struct Offer {
        const Product* product = nullptr;
        const char* purchase = "";
        std::optional<double> hourly, upfront;
        double years = 0;
    };
    /// A SKU of up to 16 characters, as AWS's are: a list may have half a million, and a string each would take twice the memory.
    using ShortSku = std::array<char, 16>;
    struct SkuHash {
        std::size_t operator()(const ShortSku& sku) const noexcept { return std::hash<std::string_view>{}({sku.data(), sku.size()}); }
    };
    static ShortSku short_sku(std::string_view sku);
    using Key = std::tuple<std::string, std::string, std::string>; ///< type, Region, purchase

    [[nodiscard]] const char* refusal(const ListedProduct&) const;
    void settle(const Offer&);
    void offer_price(const Key&, double usd_per_hour);

    WantedType m_wanted;
    std::set<Product> m_distinct; ///< thousands of SKUs share them
    std::unordered_map<ShortSku, const Product*, SkuHash> m_products;
    std::map<std::string, const Product*, std::less<>> m_products_with_long_sku;
    std::map<std::string, Offer, std::less<>> m_offers; ///< unsettled, by SKU and term
    std::map<Key, double> m_prices;
    std::map<std::string, std::size_t> m_left_out;
};

} // namespace archway
