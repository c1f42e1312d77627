// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/prices/price_list_json.h"

namespace archway {

PriceListJson::PriceListJson(PriceCollector& collector)
    : m_collector(collector)
{
}

void PriceListJson::begin_second_pass()
{
    m_pass = 2;
    m_depth = 0;
    m_collector.begin_second_pass();
}

/// What the object or list that begins under the current key is.
PriceListJson::Part PriceListJson::part_below() const
{
    switch (m_parts[static_cast<std::size_t>(m_depth)]) {
    case Part::Document: return Part::Top;
    case Part::Top:
        return m_key == "products" && m_pass == 1                 ? Part::Products
            : m_key == "terms" && !(m_terms_first && m_pass == 1) ? Part::Terms
                                                                  : Part::Skipped;
    case Part::Products: return Part::Product;
    case Part::Product: return m_key == "attributes" ? Part::Attributes : Part::Skipped;
    case Part::Terms: return m_key == "savingsPlan" ? Part::Plans : Part::Kind;
    case Part::Kind: return Part::Sku;
    case Part::Sku: return m_kept ? Part::Term : Part::Skipped;
    case Part::Term:
        return m_key == "priceDimensions" ? Part::Dimensions : m_key == "termAttributes" ? Part::TermAttributes : Part::Skipped;
    case Part::Dimensions: return Part::Dimension;
    case Part::Dimension: return m_key == "pricePerUnit" ? Part::Amounts : Part::Skipped;
    case Part::Plans: return Part::Plan;
    case Part::Plan: return m_key == "rates" ? Part::Rates : m_key == "leaseContractLength" ? Part::Lease : Part::Skipped;
    case Part::Rates: return Part::Rate;
    case Part::Rate: return m_key == "discountedRate" ? Part::RateAmount : Part::Skipped;
    default: return Part::Skipped;
    }
}

void PriceListJson::begin()
{
    if (m_depth == 1 && m_key == "products")
        m_products_seen = true;
    if (m_depth == 1 && m_key == "terms") {
        m_terms_seen = true;
        m_terms_first = m_terms_first || !m_products_seen;
    }
    const Part part = part_below();
    switch (part) {
    case Part::Product:
        m_product.clear();
        m_product.sku = m_key;
        break;
    case Part::Kind: m_price.kind = m_key; break;
    case Part::Sku:
        m_kept = m_collector.kept(m_key);
        m_sku = m_key;
        break;
    case Part::Term:
        m_price.term = m_key;
        m_price.years.clear();
        m_dimension_count = 0;
        break;
    case Part::Dimension:
        if (m_dimension_count == m_dimensions.size())
            m_dimensions.emplace_back();
        m_dimensions[m_dimension_count++].clear();
        break;
    case Part::Plan: m_plan_years.clear(); break;
    case Part::Rate: m_rate.clear(); break;
    default: break;
    }
    m_parts[static_cast<std::size_t>(++m_depth)] = part;
}

void PriceListJson::end()
{
    const Part part = m_parts[static_cast<std::size_t>(m_depth--)];
    if (part == Part::Product) {
        m_collector.keep(m_product);
    } else if (part == Part::Term) {
        for (std::size_t i = 0; i < m_dimension_count; ++i) {
            ListedPrice& price = m_dimensions[i];
            price.sku = m_sku;
            price.term = m_price.term;
            price.kind = m_price.kind;
            price.years = m_price.years;
            m_collector.price(*m_kept, price);
        }
        m_collector.end_terms();
    } else if (part == Part::Rate) {
        m_rate.years = m_plan_years;
        if (m_rate.region.empty())
            m_rate.region = m_region;
        m_collector.savings_rate(m_rate);
        if (m_collector.header.offer_code.empty())
            m_collector.header.offer_code = "ComputeSavingsPlans";
    }
}

void PriceListJson::key(std::string_view name)
{
    m_key = name;
}

/// Where the value of the current key belongs; nullptr where it is of no use.
std::string* PriceListJson::field()
{
    const std::string& key = m_key;
    switch (m_parts[static_cast<std::size_t>(m_depth)]) {
    case Part::Top:
        return key == "offerCode"      ? &m_collector.header.offer_code
            : key == "version"         ? &m_collector.header.version
            : key == "publicationDate" ? &m_collector.header.published
            : key == "regionCode"      ? &m_region
                                       : nullptr;
    case Part::Product: return key == "productFamily" ? &m_product.family : key == "sku" ? &m_product.sku : nullptr;
    case Part::Attributes:
        switch (key.size()) {
        case 7: return key == "tenancy" ? &m_product.tenancy : nullptr;
        case 9: return key == "component" ? &m_product.component : nullptr;
        case 10: return key == "regionCode" ? &m_product.region : nullptr;
        case 12:
            return key == "instanceType" || key == "instanceName" ? &m_product.type
                : key == "locationType"                           ? &m_product.location_type
                : key == "licenseModel"                           ? &m_product.licence
                : key == "marketoption"                           ? &m_product.market
                                                                  : nullptr;
        case 14: return key == "preInstalledSw" ? &m_product.software : key == "capacitystatus" ? &m_product.capacity : nullptr;
        case 15: return key == "operatingSystem" ? &m_product.os : nullptr;
        default: return nullptr;
        }
    case Part::Dimension: {
        ListedPrice& price = m_dimensions[m_dimension_count - 1];
        return key == "unit" ? &price.unit : nullptr;
    }
    case Part::Amounts: {
        // In one currency, or several of which dollars count.
        ListedPrice& price = m_dimensions[m_dimension_count - 1];
        if (price.currency == "USD")
            return nullptr;
        price.currency = key;
        return &price.usd;
    }
    case Part::TermAttributes: return key == "LeaseContractLength" ? &m_price.years : nullptr;
    case Part::Lease: return key == "duration" ? &m_plan_years : nullptr;
    case Part::Rate:
        return key == "discountedUsageType"   ? &m_rate.usage_type
            : key == "discountedOperation"    ? &m_rate.operation
            : key == "discountedServiceCode"  ? &m_rate.service
            : key == "discountedRegionCode"   ? &m_rate.region
            : key == "discountedInstanceType" ? &m_rate.type
            : key == "unit"                   ? &m_rate.unit
                                              : nullptr;
    case Part::RateAmount: return key == "price" ? &m_rate.usd : key == "currency" ? &m_rate.currency : nullptr;
    default: return nullptr;
    }
}

void PriceListJson::text(std::string_view value)
{
    if (std::string* const target = field())
        target->assign(value.substr(0, 200));
}

void PriceListJson::word(std::string_view value)
{
    // A price or a duration may be written as a number; true, false and null say nothing.
    if (value.front() != 't' && value.front() != 'f' && value.front() != 'n')
        text(value);
}

} // namespace archway
