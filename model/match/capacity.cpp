// SPDX-License-Identifier: GPL-3.0-or-later
// How the chosen instances are bought: price rows, what the scenario allows, and the duty cycle.
#include "model/estimate/estimate_basis.h"
#include "model/match/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace archway {

namespace {

constexpr double hours_a_month = 730;

/// What is bought: instances of a type, for a month or for the run.
struct Bought {
    std::string instance;
    int instances = 0;
    double hours = hours_a_month;
};

/// What is sold inside an UltraServer only is bought as that.
Bought as_sold(const MatchInput& in, Bought bought)
{
    const InstanceType* type = in.catalog.instance(bought.instance);
    if (const auto inside = type ? sold_inside(*type, in.catalog) : std::nullopt)
        return {std::string(inside->server), (bought.instances + inside->instances - 1) / inside->instances, bought.hours};
    return bought;
}

std::optional<Bought> bought(const MatchInput& in)
{
    if (in.trains()) {
        if (const TrainingPlan* plan = in.best_training())
            return as_sold(in, {plan->instance, plan->instances, plan->days->mid * 24});
        return std::nullopt;
    }
    if (const Deployment* best = in.best())
        return as_sold(in, {best->instance, best->instances, hours_a_month});
    return std::nullopt;
}

bool asked_for(const MatchInput& in, const std::string& purchase)
{
    const auto& asked = in.scenario.constraints.purchase;
    return std::find(asked.begin(), asked.end(), purchase) != asked.end();
}

/// Some types are sold by reservation only.
bool sold_on_demand(const MatchInput& in, const std::string& instance)
{
    const InstanceType* type = in.catalog.instance(instance);
    return !type || sold_as(*type, {"on-demand"});
}

/// A source says that the type is sold in this way, whether a price of it is known or not.
bool known_as_sold(const MatchInput& in, const std::string& instance, const std::string& purchase)
{
    const InstanceType* type = in.catalog.instance(instance);
    return type && !type->sold_as.empty() && sold_as(*type, {purchase}) && !purchase.starts_with("reserved-");
}

/// The Regions of the base in which a type has a price of this option, as a fix.
Fix priced_elsewhere(const MatchInput& in, const std::string& instance, const std::string& purchase)
{
    std::vector<std::string> regions = in.scenario.constraints.regions;
    const std::size_t asked = regions.size();
    for (const Price& price : in.catalog.prices)
        if (price.instance == instance && price.purchase == purchase)
            regions = with_word(std::move(regions), price.region);
    if (regions.size() == asked)
        return {};
    const std::string first = regions[asked];
    return {{"constraints.regions", std::move(regions), first}};
}

/// What a purchase option is held against.
struct Option {
    const std::string& instance;
    bool purchase = false; ///< a way of paying for an hour; else a reservation beside one
    bool priced = false;
    bool steady = false; ///< something else than Spot is asked for and priced
};

/// All that speaks against an option: a fix has to do away with all of it.
void refuse_option(Candidate& candidate, const MatchInput& in, const Option& option)
{
    const std::string& id = candidate.id;
    const bool committed = id.starts_with("savings-plan") || id.starts_with("reserved-");
    const auto& asked = in.scenario.constraints.purchase;
    const auto allow = [&asked](const std::string& word) { return Fix{{"constraints.purchase", with_word(asked, word), "allow " + word}}; };
    if (option.purchase && !asked_for(in, id))
        refuse(candidate, fmt::format("not among the purchase options asked for ({})", fmt::join(asked, ", ")), allow(id));
    if (id == "odcr" && !asked_for(in, "on-demand"))
        refuse(candidate, "billed at the on-demand rate, which is not among the purchase options asked for", allow("on-demand"));
    if (id == "spot" && option.steady && in.best() && one_interruption_stops(in.scenario, *in.best()))
        refuse(candidate, "what runs online on one instance would stop at two minutes' notice",
               {{"needs", with_word(in.scenario.needs, "batch"), "work that may wait (batch)"}});
    const bool by_the_hour = id == "on-demand" || id == "odcr" || committed;
    if (by_the_hour && !sold_on_demand(in, option.instance)) {
        refuse(candidate,
               option.instance + (committed ? " is not sold on demand, which the commitment is a discount on" : " is not sold on demand"),
               pin_a_type(in, [](const InstanceType& type) { return sold_as(type, {"on-demand"}); }));
        return;
    }
    // What is sold but of unknown price stays, behind everything that has one.
    if (option.purchase && !option.priced && !id.starts_with("savings-plan") && !known_as_sold(in, option.instance, id))
        refuse(candidate,
               fmt::format("no {} price of {} known in {}", id, option.instance, fmt::join(in.scenario.constraints.regions, ", ")),
               priced_elsewhere(in, option.instance, id));
}

/// The candidates with their prices and what refuses them, before the rules of the base.
Decision priced_options(const MatchInput& in)
{
    Decision decision;
    decision.role = "capacity";
    decision.question = "How is the capacity bought?";
    decision.candidates = known_candidates(in.catalog, "capacity");
    const std::optional<Bought> best = bought(in);
    const auto prices = best ? cheapest_by_purchase(in.catalog.prices, best->instance, in.scenario.constraints.regions)
                             : std::map<std::string, const Price*>{};
    const auto on_demand = prices.find("on-demand");
    // Where Spot is all there is to buy, the risk is said and not refused: the estimate's price is that of Spot too.
    const bool steady = std::any_of(prices.begin(), prices.end(),
                                    [&in](const auto& price) { return price.first != "spot" && asked_for(in, price.first); });
    for (Candidate& candidate : decision.candidates) {
        const bool purchase = candidate.id == "on-demand" || candidate.id == "spot" || candidate.id == "capacity-block"
            || candidate.id.starts_with("savings-plan") || candidate.id.starts_with("reserved-");
        const auto price = prices.find(candidate.id);
        if (price != prices.end()) {
            const Price& row = *price->second;
            add_computed(candidate,
                         fmt::format("{}/h for {} in {}, {} {} for {}", format_usd(row.usd_per_hour), best->instance, row.region,
                                     format_usd(row.usd_per_hour * best->instances * best->hours), in.trains() ? "for the run" : "a month",
                                     best->instances),
                         in.trains() ? "formula.training-cost" : "formula.cost-month");
            candidate.data_points.push_back({fmt::format("price of {}", row.as_of), row.source});
            // Half for being priced, half for how far below on-demand it is.
            const double reference = on_demand == prices.end() ? row.usd_per_hour : on_demand->second->usd_per_hour;
            candidate.score = 0.5 + 0.5 * std::clamp(1 - row.usd_per_hour / (2 * reference), 0.0, 1.0);
        } else {
            candidate.score = 0.2;
            if (best && purchase)
                candidate.caveats.push_back(fmt::format("no {} price of {} known in {}", candidate.id, best->instance,
                                                        fmt::join(in.scenario.constraints.regions, ", ")));
        }
        for (const DataPoint& point : std::vector(candidate.data_points)) {
            if (in.catalog.claim(point.ref))
                add_claim(candidate, in.catalog, point.ref);
        }
        if (!in.estimate) {
            candidate.caveats.push_back("which instances to buy is not computed here");
            continue;
        }
        if (!best) {
            // Which option suits is open until there is something to buy.
            const Fix first = nearest_miss(in);
            refuse(candidate, "no instance to buy: nothing is feasible",
                   in_words(first.empty() ? std::string() : "first an instance that is feasible, as " + text_of(first)));
            continue;
        }
        refuse_option(candidate, in, {best->instance, purchase, price != prices.end(), steady});
        if (candidate.verdict == Verdict::Rejected)
            continue;
        if (candidate.id == "spot" && in.best() && one_interruption_stops(in.scenario, *in.best()))
            candidate.caveats.emplace_back("what runs online on one instance stops at two minutes' notice");
        else if (candidate.id == "flexible-training-plan" && in.scenario.phase == Phase::Inference)
            candidate.score = 0.15;
    }
    return decision;
}

} // namespace

std::vector<Standing> capacity_standings(const MatchInput& in)
{
    std::vector<Standing> out;
    for (const Candidate& candidate : priced_options(in).candidates)
        out.push_back({candidate.score, candidate.verdict == Verdict::Rejected});
    return out;
}

Decision decide_capacity(const MatchInput& in, const Facts& facts)
{
    Decision decision = priced_options(in);
    apply_rules(in, facts, decision);
    rank(decision, bought(in).has_value());
    return decision;
}

} // namespace archway
