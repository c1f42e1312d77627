// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/prices/price_list_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace archway {

namespace {

constexpr std::size_t longest_line = 1u << 20;
constexpr std::size_t most_columns = 1000;

} // namespace

PriceListCsv::PriceListCsv(std::string name, PriceCollector& collector)
    : m_name(std::move(name))
    , m_collector(collector)
{
}

Status PriceListCsv::refuse(std::string message, std::string advice) const
{
    return bad_input(fmt::format("{}:{} (byte {})", m_name, m_line, m_bytes), std::move(message), std::move(advice));
}

Status PriceListCsv::feed(std::string_view chunk)
{
    const char* p = chunk.data();
    const char* const end = p + chunk.size();
    const std::uint64_t before = m_bytes;
    while (p != end) {
        m_bytes = before + static_cast<std::uint64_t>(p - chunk.data());
        switch (m_where) {
        case Where::FieldStart:
            if (*p == '"') {
                m_where = Where::Quoted;
                ++p;
                break;
            }
            m_where = Where::Plain;
            [[fallthrough]];
        case Where::Plain: {
            const char* stop = p;
            while (stop != end && *stop != ',' && *stop != '\n' && *stop != '\r' && *stop != '"' && *stop != '\0')
                ++stop;
            m_text.append(p, static_cast<std::size_t>(stop - p));
            p = stop;
            if (p == end)
                break;
            if (*p == '"' || *p == '\0')
                return refuse(*p == '"' ? "a quotation mark stands inside a field without them" : "holds a byte of value 0",
                              "expected the CSV of an AWS price list");
            if (*p != '\r') {
                if (const Status ended = *p == ',' ? end_field() : end_line(); !ended)
                    return ended;
            }
            ++p;
            break;
        }
        case Where::Quoted: {
            const auto* stop = static_cast<const char*>(std::memchr(p, '"', static_cast<std::size_t>(end - p)));
            stop = stop ? stop : end;
            m_text.append(p, static_cast<std::size_t>(stop - p));
            p = stop;
            if (p != end) {
                m_where = Where::QuoteInQuoted;
                ++p;
            }
            break;
        }
        case Where::QuoteInQuoted:
            if (*p == '"') {
                m_text += '"';
                m_where = Where::Quoted;
            } else if (*p == ',') {
                if (const Status ended = end_field(); !ended)
                    return ended;
            } else if (*p == '\n') {
                if (const Status ended = end_line(); !ended)
                    return ended;
            } else if (*p != '\r') {
                return refuse("text follows the end of a quoted field", "expected a comma or the end of the line");
            }
            ++p;
            break;
        }
        if (m_text.size() > longest_line)
            return refuse("a line is longer than 1 MiB", "expected the CSV of an AWS price list");
    }
    m_bytes = before + chunk.size();
    return Done{};
}

Status PriceListCsv::end_field()
{
    m_ends.push_back(m_text.size());
    m_where = Where::FieldStart;
    if (m_ends.size() > most_columns)
        return refuse(fmt::format("a line has more than {} fields", most_columns), "expected the CSV of an AWS price list");
    return Done{};
}

Status PriceListCsv::end_line()
{
    if (const Status ended = end_field(); !ended)
        return ended;
    const auto field = [this](std::size_t i) {
        const std::size_t start = i == 0 ? 0 : m_ends[i - 1];
        return std::string_view(m_text).substr(start, m_ends[i] - start);
    };
    const bool blank = m_ends.size() == 1 && m_text.empty();
    if (!blank && m_target.empty()) {
        if (m_ends.size() > 2) {
            read_names();
        } else if (m_ends.size() == 2) {
            PriceListHeader& header = m_collector.header;
            std::string* const target = field(0) == "Publication Date" ? &header.published
                : field(0) == "Version"                                ? &header.version
                : field(0) == "OfferCode"                              ? &header.offer_code
                                                                       : nullptr;
            if (target)
                target->assign(field(1).substr(0, 200));
        }
        if (m_line > 20 && m_target.empty())
            return refuse("no line has the names of the columns", "expected SKU, TermType, PricePerUnit … after the lines about the file");
    } else if (!blank) {
        if (m_ends.size() != m_target.size())
            return refuse(fmt::format("a line has {} fields where {} columns are named", m_ends.size(), m_target.size()),
                          "expected a complete file; it may be damaged or cut short");
        for (std::size_t i = 0; i < m_target.size(); ++i) {
            if (m_target[i])
                m_target[i]->assign(field(i).substr(0, 200));
        }
        if (m_savings)
            m_collector.savings_rate(m_rate);
        else
            read_price();
    }
    m_text.clear();
    m_ends.clear();
    ++m_line;
    return Done{};
}

void PriceListCsv::read_names()
{
    const std::pair<const char*, std::string*> prices[]{{"SKU", &m_price.sku},
                                                        {"OfferTermCode", &m_price.term},
                                                        {"TermType", &m_price.kind},
                                                        {"Unit", &m_price.unit},
                                                        {"PricePerUnit", &m_price.usd},
                                                        {"Currency", &m_price.currency},
                                                        {"LeaseContractLength", &m_price.years},
                                                        {"PurchaseOption", &m_price.payment},
                                                        {"Product Family", &m_product.family},
                                                        {"Instance Type", &m_product.type},
                                                        {"InstanceName", &m_product.type},
                                                        {"Instance Name", &m_product.type},
                                                        {"Tenancy", &m_product.tenancy},
                                                        {"Operating System", &m_product.os},
                                                        {"License Model", &m_product.licence},
                                                        {"CapacityStatus", &m_product.capacity},
                                                        {"Pre Installed S/W", &m_product.software},
                                                        {"MarketOption", &m_product.market},
                                                        {"Location Type", &m_product.location_type},
                                                        {"Region Code", &m_product.region},
                                                        {"Component", &m_product.component}};
    const std::pair<const char*, std::string*> rates[]{{"DiscountedRate", &m_rate.usd},
                                                       {"Currency", &m_rate.currency},
                                                       {"Unit", &m_rate.unit},
                                                       {"DiscountedServiceCode", &m_rate.service},
                                                       {"DiscountedUsageType", &m_rate.usage_type},
                                                       {"DiscountedOperation", &m_rate.operation},
                                                       {"LeaseContractLength", &m_rate.years},
                                                       {"DiscountedRegionCode", &m_rate.region},
                                                       {"DiscountedInstanceType", &m_rate.type}};
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < m_ends.size(); ++i) {
        const std::size_t start = i == 0 ? 0 : m_ends[i - 1];
        names.push_back(std::string_view(m_text).substr(start, m_ends[i] - start));
    }
    const auto named = [&names](std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); };
    m_savings = named("DiscountedRate") && named("DiscountedUsageType");
    if (!m_savings && !(named("SKU") && named("TermType") && named("PricePerUnit") && named("Instance Type")))
        return;
    const auto target = [&](std::string_view name) -> std::string* {
        const auto in = [name](const auto& table) -> std::string* {
            for (const auto& [column, place] : table) {
                if (name == column)
                    return place;
            }
            return nullptr;
        };
        return m_savings ? in(rates) : in(prices);
    };
    for (const std::string_view name : names)
        m_target.push_back(target(name));
}

void PriceListCsv::read_price()
{
    // Every line has its product's attributes, so none has to be kept. The lines of one product follow each other: it is counted once.
    if (m_price.sku != m_last_sku) {
        m_last_sku = m_price.sku;
        m_kept = m_collector.judge(m_product);
    }
    if (m_kept)
        m_collector.price(*m_kept, m_price);
}

Status PriceListCsv::finish()
{
    if (m_where != Where::FieldStart || !m_ends.empty()) {
        if (m_where == Where::Quoted)
            return refuse("ends in the middle of a field", "expected a complete file; it may have been cut short");
        if (const Status last = end_line(); !last)
            return last;
    }
    if (m_target.empty())
        return refuse("holds no line with the names of the columns", "expected the CSV of an AWS price list");
    return Done{};
}

} // namespace archway
