// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/prices/price_collector.h"

#include <cstdint>

namespace archway {

/// An AWS offer file in CSV (RFC 4180, columns found by their names) as a stream: lines about the file, a line of column names, then one
/// line a price.
class PriceListCsv {
public:
    PriceListCsv(std::string name, PriceCollector& collector);
    [[nodiscard]] Status feed(std::string_view chunk);
    /// The input ends here: an error where a line is cut short or there was none with column names.
    [[nodiscard]] Status finish();

private:
    enum class Where { FieldStart, Plain, Quoted, QuoteInQuoted };

    [[nodiscard]] Status refuse(std::string message, std::string advice) const;
    Status end_field();
    Status end_line();
    void read_names();
    void read_price();

    std::string m_name;
    PriceCollector& m_collector;
    Where m_where = Where::FieldStart;
    std::uint64_t m_line = 1;
    std::uint64_t m_bytes = 0;
    std::string m_text;                 ///< the fields of the line one after another
    std::vector<std::size_t> m_ends;    ///< where each ends in it
    std::vector<std::string*> m_target; ///< by column: where its value goes; nullptr = nowhere. Empty before the line of names
    bool m_savings = false;
    ListedProduct m_product;
    ListedPrice m_price;
    PriceCollector::SavingsRate m_rate;
    std::string m_last_sku;
    const PriceCollector::Product* m_kept = nullptr; ///< of that SKU
};

} // namespace archway
