// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/prices/price_collector.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace archway {

namespace {

constexpr double hours_a_year = 8760;
constexpr double dearest = 1e6; ///< USD an hour; beyond that it is no price of an instance

/// A finite figure of at least 0, the whole text; nothing otherwise.
std::optional<double> figure(std::string_view text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value) || value < 0)
        return std::nullopt;
    return value;
}

/// "1yr", "3 yr", "1": the years; 0 for anything else.
double years_of(std::string_view text)
{
    return text.starts_with('1') ? 1 : text.starts_with('3') ? 3 : 0;
}

bool is_word(std::string_view text)
{
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
}

/// "ml.p5.48xlarge-Hosting" without "ml." and what follows the size; other types as they are.
std::string_view plain_type(std::string_view type)
{
    if (!type.starts_with("ml."))
        return type;
    type.remove_prefix(3);
    const std::size_t size = type.find('.');
    return type.substr(0, size == std::string_view::npos ? size : type.find('-', size));
}

bool given_and_not(const std::string& value, std::string_view wanted)
{
    return !value.empty() && value != wanted;
}

} // namespace

void ListedProduct::clear()
{
    for (std::string* field :
         {&sku, &family, &type, &tenancy, &os, &licence, &capacity, &software, &market, &location_type, &region, &component})
        field->clear();
}

void ListedPrice::clear()
{
    for (std::string* field : {&sku, &term, &kind, &unit, &usd, &currency, &years, &payment})
        field->clear();
}

void PriceCollector::SavingsRate::clear()
{
    for (std::string* field : {&usage_type, &operation, &service, &region, &type, &unit, &usd, &currency, &years})
        field->clear();
}

PriceCollector::PriceCollector(WantedType wanted)
    : m_wanted(std::move(wanted))
{
}

PriceCollector::ShortSku PriceCollector::short_sku(std::string_view sku)
{
    ShortSku out{};
    std::copy(sku.begin(), sku.end(), out.begin());
    return out;
}

const PriceCollector::Product* PriceCollector::kept(std::string_view sku) const
{
    if (sku.size() > ShortSku().size()) {
        const auto found = m_products_with_long_sku.find(sku);
        return found == m_products_with_long_sku.end() ? nullptr : found->second;
    }
    const auto found = m_products.find(short_sku(sku));
    return found == m_products.end() ? nullptr : found->second;
}

const char* PriceCollector::refusal(const ListedProduct& p) const
{
    if (!is_word(p.type) || (!p.family.empty() && !p.family.starts_with("Compute Instance") && p.family != "ML Instance"))
        return "not an instance";
    if (!m_wanted(plain_type(p.type)))
        return "an instance type that Archway does not know";
    if (given_and_not(p.location_type, "AWS Region"))
        return "a Local Zone or Wavelength Zone";
    if (!is_word(p.region))
        return "without a Region code";
    if (p.type.starts_with("ml.")) {
        const bool known = p.component == "Hosting" || p.component == "Training" || p.component == "Cluster";
        return known ? nullptr : "a part of SageMaker that Archway does not price";
    }
    if (p.os != "Linux")
        return "another operating system";
    if (p.tenancy != "Shared")
        return "dedicated or host tenancy";
    if (given_and_not(p.software, "NA"))
        return "with installed software";
    if (given_and_not(p.capacity, "Used"))
        return "a row of a capacity reservation";
    if (given_and_not(p.licence, "No License required"))
        return "with a licence";
    if (given_and_not(p.market, "OnDemand") && p.market != "CapacityBlock")
        return "another market option";
    return nullptr;
}

const PriceCollector::Product* PriceCollector::judge(const ListedProduct& listed)
{
    if (const char* reason = refusal(listed)) {
        leave_out(reason);
        return nullptr;
    }
    Product product{listed.type, listed.region, listed.market};
    if (product.type.starts_with("ml."))
        product.type = fmt::format("ml.{}-{}", plain_type(listed.type), listed.component);
    return &*m_distinct.insert(std::move(product)).first;
}

void PriceCollector::keep(const ListedProduct& listed)
{
    const Product* product = judge(listed);
    if (!product)
        return;
    const bool first = listed.sku.size() > ShortSku().size() ? m_products_with_long_sku.try_emplace(listed.sku, product).second
                                                             : m_products.try_emplace(short_sku(listed.sku), product).second;
    if (!first)
        leave_out("a product that was listed before");
}

void PriceCollector::price(const Product& product, const ListedPrice& listed)
{
    if (given_and_not(listed.currency, "USD"))
        return leave_out("not in US dollars");
    const std::optional<double> usd = figure(listed.usd);
    if (!usd)
        return leave_out("a price that is no number of at least 0");
    const bool hourly = listed.unit == "Hrs" || listed.unit == "Hours" || listed.unit == "hours";
    const double years = years_of(listed.years);
    const bool reserved = listed.kind == "Reserved";
    if (reserved ? years == 0 : listed.kind != "OnDemand")
        return leave_out("a term of another kind or length");
    if (!hourly && !(reserved && listed.unit == "Quantity"))
        return leave_out("not by the hour");
    if (*usd > dearest * (hourly ? 1 : hours_a_year * years))
        return leave_out("a price beyond any instance's");
    if (!reserved && *usd == 0)
        return leave_out("a price of zero: not sold that way");
    const auto found = m_offers.try_emplace(listed.sku + ' ' + listed.term).first;
    Offer& offer = found->second;
    offer.product = &product;
    offer.years = years;
    offer.purchase = reserved               ? (years == 1 ? "reserved-1y" : "reserved-3y")
        : product.market == "CapacityBlock" ? "capacity-block"
                                            : "on-demand";
    std::optional<double>& part = hourly ? offer.hourly : offer.upfront;
    if (part && *part != *usd)
        leave_out("a second, lower price of the same thing");
    part = std::max(part.value_or(0), *usd);
    // Nothing is kept longer than it takes: a list may have hundreds of thousands of terms.
    if (!reserved || listed.payment == "No Upfront" || (offer.hourly && offer.upfront)) {
        settle(offer);
        m_offers.erase(found);
    }
}

void PriceCollector::settle(const Offer& offer)
{
    const double usd = offer.hourly.value_or(0) + (offer.years > 0 ? offer.upfront.value_or(0) / (hours_a_year * offer.years) : 0);
    if (usd > 0)
        offer_price({offer.product->type, offer.product->region, offer.purchase}, usd);
    else
        leave_out("a price of zero: not sold that way");
}

void PriceCollector::end_terms()
{
    for (const auto& [key, offer] : m_offers)
        settle(offer);
    m_offers.clear();
}

void PriceCollector::savings_rate(const SavingsRate& rate)
{
    if (rate.service != "AmazonEC2" || rate.usage_type.find("BoxUsage:") == std::string::npos)
        return leave_out("a savings plan of something else");
    const std::string type = rate.type.empty() ? rate.usage_type.substr(rate.usage_type.find("BoxUsage:") + 9) : rate.type;
    if (!is_word(type) || !m_wanted(type))
        return leave_out("an instance type that Archway does not know");
    if (rate.operation != "RunInstances")
        return leave_out("another operating system");
    if (!is_word(rate.region))
        return leave_out("without a Region code");
    if (given_and_not(rate.currency, "USD"))
        return leave_out("not in US dollars");
    const std::optional<double> usd = figure(rate.usd);
    if (!usd)
        return leave_out("a price that is no number of at least 0");
    if (rate.unit != "Hrs")
        return leave_out("not by the hour");
    if (*usd > dearest)
        return leave_out("a price beyond any instance's");
    if (*usd == 0)
        return leave_out("a price of zero: not sold that way");
    const double years = years_of(rate.years);
    if (years == 0)
        return leave_out("a term of another kind or length");
    offer_price({type, rate.region, years == 1 ? "savings-plan-1y" : "savings-plan-3y"}, *usd);
}

void PriceCollector::offer_price(const Key& key, double usd_per_hour)
{
    const auto [at, first] = m_prices.try_emplace(key, usd_per_hour);
    if (first || at->second == usd_per_hour)
        return;
    // On demand there is one price, and two mean that a filter is missing: the dearer one is on the safe side. Of a commitment's
    // forms of payment the cheapest counts.
    const std::string& purchase = std::get<2>(key);
    if (purchase == "on-demand" || purchase == "capacity-block") {
        leave_out("a second, lower price of the same thing");
        at->second = std::max(at->second, usd_per_hour);
    } else {
        leave_out("a dearer form of payment for the same commitment");
        at->second = std::min(at->second, usd_per_hour);
    }
}

Result<PriceListContent> PriceCollector::finish(const std::string& name)
{
    static constexpr std::string_view expected = "expected the offer file of AmazonEC2, AmazonSageMaker or a savings plan";
    // They become part of a source's name, so they are taken as words: whatever else a file may have put there is dropped.
    for (std::string* field : {&header.offer_code, &header.version, &header.published})
        std::erase_if(*field, [](char c) { return c != ':' && !is_word({&c, 1}); });
    const std::string& code = header.offer_code;
    if (code.empty())
        return bad_input(name, "does not say of which service it is the price list", std::string(expected));
    if (code != "AmazonEC2" && code != "AmazonSageMaker" && code.find("SavingsPlan") == std::string::npos)
        return bad_input(name, fmt::format("is the price list of {}", code.substr(0, 60)), std::string(expected));
    const std::string& date = header.published;
    const auto digits = [&](std::size_t from, std::size_t count) {
        return std::all_of(date.begin() + static_cast<std::ptrdiff_t>(from), date.begin() + static_cast<std::ptrdiff_t>(from + count),
                           [](char c) { return c >= '0' && c <= '9'; });
    };
    if (date.size() < 10 || date[4] != '-' || date[7] != '-' || !digits(0, 4) || !digits(5, 2) || !digits(8, 2))
        return bad_input(name, "has no date of publication", "expected publicationDate such as 2026-07-20T13:44:30Z");
    end_terms();
    PriceListContent content{header, {}, std::move(m_left_out)};
    for (const auto& [key, usd] : m_prices) {
        const auto& [type, region, purchase] = key;
        content.prices.push_back({type, region, purchase, usd, date.substr(0, 10), {}});
    }
    return content;
}

} // namespace archway
