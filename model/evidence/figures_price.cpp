// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of the price data: one hour of an instance type, discounts over Regions, tokens of a managed API.
#include "model/evidence/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace archway {

namespace {

/// The latest row of a type, purchase option and Region; nullptr when there is none.
const Price* latest(const Catalog& catalog, std::string_view instance, std::string_view purchase, std::string_view region)
{
    const Price* out = nullptr;
    for (const Price& price : catalog.prices)
        if (price.instance == instance && price.purchase == purchase && (region.empty() || price.region == region)
            && (!out || price.as_of > out->as_of))
            out = &price;
    return out;
}

/// price(instance [, purchase [, region]]): USD an hour; on demand in us-east-1 unless said otherwise, "any" for whatever Region has one.
Figure price(Arguments& in)
{
    const InstanceType* type = in.instance();
    const std::string purchase = in.more() ? in.word() : "on-demand";
    const std::string region = in.more() ? in.word() : "us-east-1";
    if (!type)
        return {};
    const Price* row = latest(in.catalog(), type->id, purchase, region == "any" ? std::string_view() : std::string_view(region));
    if (!row) {
        in.fail(bad_input(fmt::format("{} price of {} in {}", purchase, in.name, region), "is not known", "expected a price row"));
        return {};
    }
    in.references.push_back(row->source);
    return {row->usd_per_hour, Measure::Usd, fmt::format("an hour of {}, {}, {}, {}", in.name, purchase, row->region, row->as_of), {}};
}

/// Regions in which a type has an on-demand price: regions(instance).
Figure regions(Arguments& in)
{
    const InstanceType* type = in.instance();
    if (!type)
        return {};
    std::set<std::string> found;
    for (const Price& price : in.catalog().prices)
        if (price.instance == type->id && price.purchase == "on-demand") {
            found.insert(price.region);
            in.references.push_back(price.source);
        }
    return {static_cast<double>(found.size()), Measure::Count, fmt::format("Regions with an on-demand price of {}", in.name), {}};
}

/// Price rows of a family bought one way: offers(family, purchase). 0 is an answer here.
Figure offers(Arguments& in)
{
    const std::string family = in.word();
    const std::string purchase = in.word();
    double count = 0;
    for (const Price& price : in.catalog().prices) {
        const InstanceType* type = price.purchase == purchase ? in.catalog().instance(price.instance) : nullptr;
        if (type && type->family == family)
            ++count;
    }
    in.references.push_back("ec2-region-catalog");
    return {count, Measure::Count, fmt::format("{} price rows of {}", purchase, family), {}};
}

/// Discounts of Spot on on-demand in every Region that has both, or in those that begin with a prefix ("us").
std::vector<double> spot_discounts(const Catalog& catalog, const std::string& instance, const std::string& prefix)
{
    std::vector<double> out;
    for (const Price& spot : catalog.prices) {
        if (spot.instance != instance || spot.purchase != "spot" || !spot.region.starts_with(prefix))
            continue;
        if (const Price* full = latest(catalog, instance, "on-demand", spot.region))
            out.push_back(1 - spot.usd_per_hour / full->usd_per_hour);
    }
    return out;
}

template <class Choose>
Figure spot(Arguments& in, const char* what, Choose choose)
{
    const InstanceType* type = in.instance();
    const std::string prefix = in.more() ? in.word() : std::string();
    if (!type)
        return {};
    const std::vector<double> found = spot_discounts(in.catalog(), type->id, prefix);
    if (found.empty()) {
        in.fail(bad_input("Spot discount of " + in.name, "is not known", "expected a type with Spot and on-demand rows in one Region"));
        return {};
    }
    in.references.push_back("ec2-region-catalog");
    return {*choose(found.begin(), found.end()),
            Measure::Share,
            fmt::format("{} Spot discount of {} over {} Regions", what, in.name, found.size()),
            {}};
}
Figure spot_least(Arguments& in)
{
    return spot(in, "lowest", [](auto a, auto b) { return std::min_element(a, b); });
}
Figure spot_most(Arguments& in)
{
    return spot(in, "highest", [](auto a, auto b) { return std::max_element(a, b); });
}

/// api_input, api_output, api_cached, api_cache_write, api_batch_input, api_batch_output(api id [, source]): USD for a million tokens; the
/// latest row unless a price list is named.
Figure api(Arguments& in, const char* what, std::optional<double> ApiPrice::*field)
{
    const std::string id = in.word();
    const std::string source = in.more() ? in.word() : std::string();
    const ApiPrice* best = nullptr;
    for (const ApiPrice& row : in.catalog().api_prices)
        if ((row.api_id == id || row.name == id) && (source.empty() || row.source == source) && row.*field
            && (!best || row.as_of > best->as_of))
            best = &row;
    if (!best) {
        in.fail(bad_input(fmt::format("{} price of \"{}\"", what, id), "is not known", "expected the id of a managed model"));
        return {};
    }
    in.references.push_back(best->source);
    return {*(best->*field), Measure::Usd, fmt::format("1M {} tokens of {}", what, id), {}};
}
Figure api_input(Arguments& in)
{
    return api(in, "input", &ApiPrice::usd_per_million_input);
}
Figure api_output(Arguments& in)
{
    return api(in, "output", &ApiPrice::usd_per_million_output);
}
Figure api_cached(Arguments& in)
{
    return api(in, "cached input", &ApiPrice::usd_per_million_cached);
}
Figure api_cache_write(Arguments& in)
{
    return api(in, "cache-write", &ApiPrice::usd_per_million_cache_write);
}
Figure api_batch_input(Arguments& in)
{
    return api(in, "batch input", &ApiPrice::usd_per_million_batch_input);
}
Figure api_batch_output(Arguments& in)
{
    return api(in, "batch output", &ApiPrice::usd_per_million_batch_output);
}

/// Mixtures of the base that a managed API has prices of.
Figure managed_mixtures(Arguments& in)
{
    std::set<std::string> found;
    for (const ApiPrice& row : in.catalog().api_prices) {
        if (row.model.empty())
            continue;
        const Result<const Architecture*> model = in.figures().architecture(row.model);
        if (model && (*model)->experts > 0 && found.insert(row.model).second)
            in.references.push_back(row.model);
    }
    return {static_cast<double>(found.size()), Measure::Count, "mixtures that Bedrock has prices of", {}};
}

} // namespace

const std::vector<NamedFigure>& price_figures()
{
    static const std::vector<NamedFigure> table{{"price", price},
                                                {"regions", regions},
                                                {"offers", offers},
                                                {"spot_least", spot_least},
                                                {"spot_most", spot_most},
                                                {"api_input", api_input},
                                                {"api_output", api_output},
                                                {"api_cached", api_cached},
                                                {"api_cache_write", api_cache_write},
                                                {"api_batch_input", api_batch_input},
                                                {"api_batch_output", api_batch_output},
                                                {"managed_mixtures", managed_mixtures}};
    return table;
}

} // namespace archway
