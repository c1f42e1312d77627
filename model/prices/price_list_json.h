// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/prices/json_scanner.h"
#include "model/prices/price_collector.h"

#include <array>

namespace archway {

/// The events of an AWS offer file in JSON (EC2, SageMaker: `products` and `terms` by SKU; savings plans: lists of both), turned into
/// products and prices. Terms are of use once their products are known: where they come first, the file has to be fed a second time.
class PriceListJson : public JsonEvents {
public:
    explicit PriceListJson(PriceCollector& collector);

    void begin_object() override { begin(); }
    void end_object() override { end(); }
    void begin_array() override { begin(); }
    void end_array() override { end(); }
    void key(std::string_view name) override;
    void text(std::string_view value) override;
    void word(std::string_view) override;

    /// Terms stood before the products.
    [[nodiscard]] bool wants_second_pass() const { return m_terms_first && m_pass == 1; }
    void begin_second_pass();
    /// Neither products nor terms were there: not a price list.
    [[nodiscard]] bool empty() const { return !m_products_seen && !m_terms_seen; }

private:
    enum class Part : unsigned char {
        Document,
        Top,
        Products,
        Product,
        Attributes,
        Terms,
        Kind,
        Sku,
        Term,
        Dimensions,
        Dimension,
        Amounts,
        TermAttributes, // offer file
        Plans,
        Plan,
        Lease,
        Rates,
        Rate,
        RateAmount, // savings plan
        Skipped
    };

    void begin();
    void end();
    [[nodiscard]] Part part_below() const;
    std::string* field();

    PriceCollector& m_collector;
    std::array<Part, 66> m_parts{};
    int m_depth = 0;
    int m_pass = 1;
    bool m_products_seen = false, m_terms_seen = false, m_terms_first = false;
    std::string m_key;
    std::string m_sku;
    std::string m_region;                            ///< of a savings plan's file
    const PriceCollector::Product* m_kept = nullptr; ///< of the SKU whose terms are read
    ListedProduct m_product;
    ListedPrice m_price;
    std::vector<ListedPrice> m_dimensions; ///< of the term that is read; its attributes may follow them
    std::size_t m_dimension_count = 0;
    PriceCollector::SavingsRate m_rate;
    std::string m_plan_years;
};

} // namespace archway
