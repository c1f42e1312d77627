// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/estimate.h"

#include "model/base/nearest.h"
#include "model/base/round_up.h"
#include "model/base/units.h"
#include "model/estimate/estimate_basis.h"
#include "model/estimate/estimator.h"
#include "model/estimate/fix.h"
#include "model/estimate/placement.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

namespace archway {

namespace {

constexpr double same_price = 0.05; ///< months this close count as equal
constexpr double days_a_month = 730.0 / 24;

template <class T>
bool contains(const std::vector<T>& list, const T& value)
{
    return std::find(list.begin(), list.end(), value) != list.end();
}

/// Why constraints refuse something, and what would help.
struct Refusal {
    Binding binding = Binding::None;
    std::string because;
    Fix fix;
};

/// As far over the limit as counts what only a choice of the scenario speaks against.
constexpr double by_choice = 2;

/// Regions to go to: those of the asked geography first, and no more of them than are read.
std::string somewhere_else(const std::vector<std::string>& regions, const Constraints& constraints)
{
    constexpr std::size_t most = 3;
    if (regions.empty())
        return "another Region";
    std::vector<std::string> out = regions;
    std::stable_partition(out.begin(), out.end(), [&constraints](const std::string& region) {
        return std::any_of(constraints.regions.begin(), constraints.regions.end(), [&region](const std::string& asked) {
            return asked.substr(0, asked.find('-')) == region.substr(0, region.find('-'));
        });
    });
    const std::size_t left = out.size() > most ? out.size() - most : 0;
    out.resize(out.size() - left);
    return fmt::format("{}{}", fmt::join(out, ", "), left ? fmt::format(" or {} more", left) : "");
}

/// The Regions asked for and those in which it is offered: any of them will do.
ScenarioChange go_elsewhere(const std::vector<std::string>& regions, const Constraints& constraints)
{
    std::vector<std::string> all = constraints.regions;
    for (const std::string& region : regions)
        all = with_word(std::move(all), region);
    return {regions.empty() ? "" : "constraints.regions", std::move(all), somewhere_else(regions, constraints)};
}

const std::string on_demand = "on-demand";

ScenarioChange allow(const Constraints& constraints, const std::string& purchase)
{
    return {"constraints.purchase", with_word(constraints.purchase, purchase), "allow " + purchase};
}

/// An instance type that is not asked for or not to be had, to serve or to train: all that speaks against it, since a fix has to do away
/// with all of it.
std::optional<Refusal> refused_type(const Scenario& scenario, const InstanceType& type, const Offer& offer, const SoldInside* inside)
{
    const Constraints& constraints = scenario.constraints;
    std::optional<Refusal> out;
    const auto add = [&out](Binding binding, const std::string& because, ScenarioChange change) {
        if (!out)
            out = Refusal{binding, {}, {}};
        out->because += (out->because.empty() ? "" : "; ") + because;
        put(out->fix, std::move(change));
    };
    if (!contains(constraints.accelerators, type.kind))
        add(Binding::None,
            fmt::format("{} is not among the accelerators asked for ({})", type.kind, fmt::join(constraints.accelerators, ", ")),
            {"constraints.accelerators", with_word(constraints.accelerators, type.kind), fmt::format("allow {}", type.kind)});
    if (!offer.offered)
        add(Binding::Region, fmt::format("not offered in {}", fmt::join(constraints.regions, ", ")),
            go_elsewhere(offer.elsewhere, constraints));
    if (!offer.sold)
        add(Binding::None, fmt::format("sold as {}, not {}", fmt::join(type.sold_as, " or "), fmt::join(constraints.purchase, " or ")),
            allow(constraints, contains(type.sold_as, on_demand) ? on_demand : type.sold_as.back()));
    const int pinned = scenario.deployment ? scenario.deployment->instances.value_or(0) : 0;
    if (inside && pinned % inside->instances != 0)
        add(Binding::None, fmt::format("sold as whole {}, {} instances each, and {} pinned", inside->name, inside->instances, pinned),
            pinned_instances((pinned + inside->instances - 1) / inside->instances * inside->instances));
    return out;
}

/// The arithmetic's own refusal says more than a constraint's and stands first; but a fix that leaves the other standing is none.
template <class Considered>
void add_obstacle(const std::optional<Refusal>& refusal, Considered& out)
{
    if (!refusal)
        return;
    out.rejected_because += "; " + refusal->because;
    if (!out.fix.empty())
        for (const ScenarioChange& change : refusal->fix)
            put(out.fix, change);
    out.over_limit *= by_choice;
}

ScenarioChange a_budget_of(double month)
{
    return {"constraints.monthly_budget_usd", no_less(month), fmt::format("a budget of {}", format_usd(no_less(month)))};
}

/// What a scenario's constraints refuse whatever the arithmetic says.
void apply_constraints(const Scenario& scenario, const InstanceType& type, const Offer& offer, const SoldInside* inside, Deployment& out)
{
    const Constraints& constraints = scenario.constraints;
    const auto refuse = [&out](Binding binding, std::string because, Fix fix, double over_limit) {
        out.fits = false;
        out.binding = binding;
        out.rejected_because = std::move(because);
        out.fix = std::move(fix);
        out.over_limit = over_limit;
        out.ttft_ms = out.tpot_ms = out.output_tokens_per_second = std::nullopt;
        out.usd_per_million_input = out.usd_per_million_uncached = out.usd_per_million_cached = std::nullopt;
        out.usd_per_million_output = out.usd_per_million_blended = std::nullopt;
        out.busy = std::nullopt;
        out.usd_per_month = std::nullopt;
    };
    const std::optional<Refusal> refusal = refused_type(scenario, type, offer, inside);
    if (!out.fits)
        return add_obstacle(refusal, out);
    if (refusal)
        return refuse(refusal->binding, refusal->because, refusal->fix, by_choice);
    const Workload& asked = scenario.workload;
    if (!out.tpot_ms && (asked.tpot_ms || asked.ttft_ms))
        return refuse(Binding::Latency,
                      fmt::format("its speed is not known, so nothing holds it against {}",
                                  asked.tpot_ms ? fmt::format("{} ms per token", format_figures(*asked.tpot_ms, 3))
                                                : fmt::format("{} ms to the first token", format_figures(*asked.ttft_ms, 3))),
                      {{"workload.tpot_ms", {}, "no latency target (or a measured point of your own)"}, {"workload.ttft_ms", {}, {}}},
                      std::numeric_limits<double>::infinity());
    if (constraints.monthly_budget_usd && !out.usd_per_month)
        return refuse(Binding::Budget,
                      fmt::format("its price is not known, so nothing holds it against a budget of {} a month",
                                  format_usd(*constraints.monthly_budget_usd)),
                      {{"constraints.monthly_budget_usd", {}, "no budget (or a price of your own)"}},
                      std::numeric_limits<double>::infinity());
    if (constraints.monthly_budget_usd && *out.usd_per_month > *constraints.monthly_budget_usd) {
        const double month = *out.usd_per_month;
        refuse(Binding::Budget,
               fmt::format("{} a month against a budget of {}", format_usd(month), format_usd(*constraints.monthly_budget_usd)),
               {a_budget_of(month)}, month / *constraints.monthly_budget_usd);
    }
}

/// Instance families that the base no longer gives new work to: their software is only maintained.
std::vector<std::string_view> families_in_maintenance(const Catalog& catalog)
{
    std::vector<std::string_view> out;
    for (const Entity& entity : catalog.knowledge.entities)
        if (entity.kind == "instance-family" && entity.status == "in-maintenance")
            out.push_back(entity.id);
    return out;
}

/// USD an hour in another Region of the types that have no price in those asked for.
using HoursElsewhere = std::map<std::string_view, double>;

/// So many hours at that price; nothing where there is none.
std::optional<double> at_hours_of(const HoursElsewhere& elsewhere, const std::string& instance, double hours)
{
    const auto found = elsewhere.find(instance);
    return found == elsewhere.end() ? std::nullopt : std::optional(found->second * hours);
}

/// Feasible before refused, those by how near they come; known speed before unknown; priced before unpriced; current before maintained;
/// then the cheaper month.
bool ranks_before(const Deployment& a, const Deployment& b, const HoursElsewhere& elsewhere)
{
    if (a.fits != b.fits)
        return a.fits;
    if (!a.fits)
        return a.over_limit != b.over_limit ? a.over_limit < b.over_limit : a.instance < b.instance;
    if (a.tpot_ms.has_value() != b.tpot_ms.has_value())
        return a.tpot_ms.has_value();
    if (a.usd_per_month.has_value() != b.usd_per_month.has_value())
        return a.usd_per_month.has_value();
    if (a.in_maintenance != b.in_maintenance)
        return b.in_maintenance;
    // Without prices here those of another Region put them in order; what has none at all follows, by its size.
    const auto month = [&elsewhere](const Deployment& d) {
        return d.usd_per_month ? d.usd_per_month : at_hours_of(elsewhere, d.instance, d.instances * days_a_month * 24);
    };
    if (month(a).has_value() != month(b).has_value())
        return month(a).has_value();
    const double month_a = month(a).value_or(a.accelerators);
    const double month_b = month(b).value_or(b.accelerators);
    if (month_a != month_b)
        return month_a < month_b;
    const double speed_a = a.output_tokens_per_second ? a.output_tokens_per_second->mid : 0;
    const double speed_b = b.output_tokens_per_second ? b.output_tokens_per_second->mid : 0;
    return speed_a != speed_b ? speed_a > speed_b : a.instance < b.instance;
}

/// A month that costs a few percent more is no reason against a deployment that serves more: of those within the tolerance of the cheapest
/// the one with the most output comes first.
void prefer_output(std::vector<Deployment>& sorted)
{
    if (sorted.empty() || !sorted.front().fits || !sorted.front().usd_per_month || !sorted.front().output_tokens_per_second)
        return;
    const Deployment& cheapest = sorted.front();
    auto chosen = sorted.begin();
    for (auto d = sorted.begin(); d != sorted.end() && d->fits && d->usd_per_month; ++d) {
        if (d->in_maintenance == cheapest.in_maintenance && d->output_tokens_per_second
            && *d->usd_per_month <= *cheapest.usd_per_month * (1 + same_price)
            && d->output_tokens_per_second->mid > chosen->output_tokens_per_second->mid * (1 + same_price))
            chosen = d;
    }
    std::rotate(sorted.begin(), chosen, chosen + 1);
}

/// Whether an offer is of Capacity Blocks and of nothing else.
bool in_blocks_only(const Offer& offer, const Constraints& constraints)
{
    return offer.price ? offer.price->purchase == "capacity-block" : constraints.purchase == std::vector<std::string>{"capacity-block"};
}

/// What a scenario's constraints refuse of a training plan. `most_in_blocks`: as many instances Capacity Blocks hold together.
void apply_constraints(const Scenario& scenario, const InstanceType& type, const Offer& offer, const SoldInside* inside,
                       double most_in_blocks, TrainingPlan& out)
{
    const auto refuse = [&out](Binding binding, std::string because, Fix fix, double over_limit) {
        out.fits = false;
        out.binding = binding;
        out.rejected_because = std::move(because);
        out.fix = std::move(fix);
        out.over_limit = over_limit;
    };
    const Constraints& constraints = scenario.constraints;
    const std::optional<Refusal> refusal = refused_type(scenario, type, offer, inside);
    if (!out.fits)
        return add_obstacle(refusal, out);
    if (refusal)
        return refuse(refusal->binding, refusal->because, refusal->fix, by_choice);
    if (out.instances > most_in_blocks && in_blocks_only(offer, constraints)) {
        refuse(Binding::None,
               fmt::format("{} instances are more than the {} that Capacity Blocks hold together", format_number(out.instances),
                           format_number(most_in_blocks)),
               {}, out.instances / most_in_blocks);
        if (contains(type.sold_as, on_demand))
            out.fix = {allow(constraints, on_demand)};
        return;
    }
    if (constraints.monthly_budget_usd && !out.usd_total)
        return refuse(Binding::Budget,
                      fmt::format("its price is not known, so nothing holds it against a budget of {} a month",
                                  format_usd(*constraints.monthly_budget_usd)),
                      {{"constraints.monthly_budget_usd", {}, "no budget (or a price of your own)"}},
                      std::numeric_limits<double>::infinity());
    if (constraints.monthly_budget_usd) {
        const double months = std::max(1.0, out.days->mid / days_a_month);
        const double month = out.usd_total->mid / months;
        if (month > *constraints.monthly_budget_usd)
            refuse(Binding::Budget,
                   fmt::format("{} a month against a budget of {}", format_usd(month), format_usd(*constraints.monthly_budget_usd)),
                   {a_budget_of(month)}, month / *constraints.monthly_budget_usd);
    }
}

/// An id that names nothing in the base would change nothing, silently. A base without entities, as tests use, knows none.
Status check_innovations(const Scenario& scenario, const Catalog& catalog)
{
    std::vector<std::string> known;
    for (const auto* list : {&scenario.add_innovations, &scenario.remove_innovations}) {
        for (const std::string& id : *list) {
            const auto& entities = catalog.knowledge.entities;
            if (entities.empty() || std::any_of(entities.begin(), entities.end(), [&](const Entity& entity) { return entity.id == id; }))
                continue;
            for (const Entity& entity : entities)
                if (entity.kind == "innovation")
                    known.push_back(entity.id);
            return bad_input(list == &scenario.add_innovations ? "/innovations/add" : "/innovations/remove",
                             fmt::format("\"{}\" is not in the knowledge base", id), "nearest known innovation: " + nearest(id, known));
        }
    }
    return Done{};
}

/// Feasible before refused, those by how near they come; priced before unpriced; current before maintained; then the cheaper run, then the
/// shorter.
bool trains_before(const TrainingPlan& a, const TrainingPlan& b, const HoursElsewhere& elsewhere)
{
    if (a.fits != b.fits)
        return a.fits;
    if (!a.fits)
        return a.over_limit != b.over_limit ? a.over_limit < b.over_limit : a.instance < b.instance;
    if (a.usd_total.has_value() != b.usd_total.has_value())
        return a.usd_total.has_value();
    if (a.in_maintenance != b.in_maintenance)
        return b.in_maintenance;
    const auto run = [&elsewhere](const TrainingPlan& t) {
        return t.usd_total ? std::optional(t.usd_total->mid) : at_hours_of(elsewhere, t.instance, t.instances * t.days->mid * 24);
    };
    if (run(a).has_value() != run(b).has_value())
        return run(a).has_value();
    const double usd_a = run(a).value_or(a.accelerator_hours->mid);
    const double usd_b = run(b).value_or(b.accelerator_hours->mid);
    if (usd_a != usd_b)
        return usd_a < usd_b;
    return a.days->mid != b.days->mid ? a.days->mid < b.days->mid : a.instance < b.instance;
}

/// Did the arithmetic choose a number that is not sold?
template <class Considered>
bool part_of_a_server(const Considered& out, const Scenario& scenario, const SoldInside& inside)
{
    return out.fits && out.instances % inside.instances != 0 && !(scenario.deployment && scenario.deployment->instances);
}

/// How an instance inside an UltraServer is bought.
template <class Considered>
void say_servers(Considered& out, const SoldInside& inside)
{
    const int servers = (out.instances + inside.instances - 1) / inside.instances;
    out.notes.push_back(fmt::format("sold inside an UltraServer only: {} × {}, {} instances each", servers, inside.name, inside.instances));
}

Constraints without(Constraints constraints, std::string_view purchase)
{
    std::erase(constraints.purchase, purchase);
    return constraints;
}

} // namespace

bool one_interruption_stops(const Scenario& scenario, const Deployment& d)
{
    if (scenario.phase != Phase::Inference || contains(scenario.needs, std::string("batch")) || d.instances < 1)
        return false;
    const int accelerators = std::max(1, d.accelerators / d.instances);
    const int spanned = (d.tensor_parallel * d.pipeline_parallel + accelerators - 1) / accelerators;
    return d.instances < 2 * std::max(1, spanned);
}

Estimator::Estimator(const Scenario& scenario, const Catalog& catalog, const ResolvedModel& model, const EstimateBasis& basis)
    : m_scenario(scenario)
    , m_catalog(catalog)
    , m_factors(catalog.factors)
    , m_basis(basis)
    , m_weight_precision(model.weight_precision)
    , m_served(serve(model.architecture, model.weight_precision, model.kv_precision))
{
    if (contains(scenario.add_innovations, std::string("speculative-decoding"))) {
        m_draft = draft_of(m_served);
        m_served.other_resident_bytes += (m_draft->attention_parameters + m_draft->dense_parameters) * m_draft->weight_bytes;
    }
    if (scenario.phase != Phase::Inference)
        m_trained = trained_model(model.architecture);
}

const SoldInside* Estimator::sold_inside(const InstanceType& type) const
{
    const auto found = m_basis.sold_inside.find(type.id);
    return found == m_basis.sold_inside.end() ? nullptr : &found->second;
}

Offer Estimator::offer_of(const InstanceType& type, const SoldInside* inside, const Constraints& constraints) const
{
    const Offer own = m_basis.prices.offer(type, constraints);
    const InstanceType* server = inside && !own.price ? m_catalog.instance(inside->server) : nullptr;
    return server ? m_basis.prices.share_of(*server, inside->instances, constraints) : own;
}

std::optional<double> Estimator::usd_per_hour_elsewhere(const InstanceType& type) const
{
    const Offer offer = offer_of(type, sold_inside(type), m_scenario.constraints);
    return offer.stand_in ? std::optional(offer.stand_in->usd_per_hour) : std::nullopt;
}

Scenario Estimator::with_whole_servers(int instances, const SoldInside& inside) const
{
    Scenario out = m_scenario;
    if (!out.deployment)
        out.deployment = PinnedDeployment{};
    out.deployment->instances = (instances + inside.instances - 1) / inside.instances * inside.instances;
    return out;
}

Deployment Estimator::deployment(const InstanceType& type, const Accelerator& accelerator) const
{
    PlacementQuestion question{&m_scenario, &m_served, &m_factors, m_weight_precision};
    if (m_draft) {
        question.draft = &*m_draft;
        question.draft_tokens = m_scenario.workload.draft_tokens;
        question.acceptance_length = std::min(m_scenario.workload.acceptance_length, m_scenario.workload.draft_tokens + 1);
    }
    const SoldInside* inside = sold_inside(type);
    Offer offer = offer_of(type, inside, m_scenario.constraints);
    Deployment out = place(question, type, accelerator, offer);
    if (inside && part_of_a_server(out, m_scenario, *inside)) {
        const Scenario whole = with_whole_servers(out.instances, *inside);
        question.scenario = &whole;
        out = place(question, type, accelerator, offer);
    }
    if (inside)
        say_servers(out, *inside);
    if (out.price && out.price->purchase == "spot" && one_interruption_stops(m_scenario, out)) {
        // What Spot may not carry is not ranked by its price, unless nothing else is asked for or sold.
        if (const Offer steady = m_basis.prices.offer(type, without(m_scenario.constraints, "spot")); steady.price) {
            offer = steady;
            out = place(question, type, accelerator, offer);
        } else {
            out.notes.emplace_back("bought on Spot alone: what runs online on one instance stops at two minutes' notice");
        }
    }
    out.in_maintenance = contains(m_basis.maintained, std::string_view(type.family));
    apply_constraints(m_scenario, type, offer, inside, out);
    return out;
}

TrainingPlan Estimator::planned(const InstanceType& type, const Accelerator& accelerator, const SoldInside* inside,
                                const Offer& offer) const
{
    TrainingPlan out = plan_training({&m_scenario, &m_trained, &m_factors.training}, type, accelerator, offer.price);
    if (inside && part_of_a_server(out, m_scenario, *inside)) {
        const Scenario whole = with_whole_servers(out.instances, *inside);
        out = plan_training({&whole, &m_trained, &m_factors.training}, type, accelerator, offer.price);
    }
    if (inside)
        say_servers(out, *inside);
    return out;
}

TrainingPlan Estimator::plan(const InstanceType& type, const Accelerator& accelerator) const
{
    const SoldInside* inside = sold_inside(type);
    Offer offer = offer_of(type, inside, m_scenario.constraints);
    TrainingPlan out = planned(type, accelerator, inside, offer);
    if (out.instances > m_basis.most_in_blocks && in_blocks_only(offer, m_scenario.constraints)) {
        // More than the blocks hold is bought in another way, where one is asked for and sold.
        Offer other = offer_of(type, inside, without(m_scenario.constraints, "capacity-block"));
        if (other.price) {
            offer = std::move(other);
            out = planned(type, accelerator, inside, offer);
        }
    }
    out.in_maintenance = contains(m_basis.maintained, std::string_view(type.family));
    if (!offer.remark.empty())
        out.notes.push_back(offer.remark);
    apply_constraints(m_scenario, type, offer, inside, m_basis.most_in_blocks, out);
    return out;
}

std::string_view name_of(Binding binding)
{
    switch (binding) {
    case Binding::None: return "none";
    case Binding::Memory: return "memory";
    case Binding::Compute: return "compute";
    case Binding::Bandwidth: return "bandwidth";
    case Binding::Latency: return "latency";
    case Binding::Region: return "region";
    case Binding::Budget: return "budget";
    }
    return {};
}

const Deployment* Estimate::best() const
{
    return !deployments.empty() && deployments.front().fits ? &deployments.front() : nullptr;
}

const TrainingPlan* Estimate::best_training() const
{
    return !training.empty() && training.front().fits ? &training.front() : nullptr;
}

const PriceUsed* Estimate::best_price() const
{
    const std::optional<PriceUsed>* price = nullptr;
    if (trains())
        price = best_training() ? &best_training()->price : nullptr;
    else
        price = best() ? &best()->price : nullptr;
    return price && *price ? &**price : nullptr;
}

std::optional<SoldInside> sold_inside(const InstanceType& type, const Catalog& catalog)
{
    std::optional<SoldInside> out;
    for (const Relation& relation : catalog.knowledge.relations) {
        if (relation.type != "sold-inside" || relation.from != type.id)
            continue;
        const InstanceType* server = catalog.instance(relation.to);
        const int instances = server && type.accelerators > 0 ? server->accelerators / type.accelerators : 0;
        if (instances > 1 && (!out || instances < out->instances))
            out = SoldInside{server->id, server->name, instances};
    }
    return out;
}

EstimateBasis::EstimateBasis(const Catalog& catalog)
    : prices(catalog)
    , maintained(families_in_maintenance(catalog))
{
    if (const Claim* total = catalog.claim("capacity-block-total"); total && total->value)
        most_in_blocks = *total->value;
    for (const Relation& relation : catalog.knowledge.relations)
        if (relation.type == "sold-inside" && !sold_inside.contains(relation.from))
            if (const InstanceType* type = catalog.instance(relation.from))
                if (const auto inside = archway::sold_inside(*type, catalog))
                    sold_inside.emplace(type->id, *inside);
}

Estimate estimate_resolved(const Scenario& scenario, const Catalog& catalog, const ResolvedModel& model)
{
    return estimate_resolved(scenario, catalog, model, EstimateBasis(catalog));
}

Estimate estimate_resolved(const Scenario& scenario, const Catalog& catalog, const ResolvedModel& model, const EstimateBasis& basis)
{
    Estimate out{scenario, model, {}, {}};
    if (out.scenario.workload.weight_precision.empty())
        out.scenario.workload.weight_precision = model.weight_precision;
    const Estimator each(out.scenario, catalog, out.model, basis);
    out.deployments.reserve(catalog.instances.size());
    HoursElsewhere elsewhere;
    for (const InstanceType& type : catalog.instances) {
        if (scenario.deployment && scenario.deployment->instance && *scenario.deployment->instance != type.id)
            continue;
        const Accelerator* accelerator = catalog.accelerator(type.accelerator);
        if (!accelerator)
            continue;
        out.deployments.push_back(each.deployment(type, *accelerator));
        if (out.trains())
            out.training.push_back(each.plan(type, *accelerator));
        const bool priced = out.trains() ? out.training.back().price.has_value() : out.deployments.back().price.has_value();
        if (const auto hour = priced ? std::nullopt : each.usd_per_hour_elsewhere(type))
            elsewhere.emplace(type.id, *hour);
    }
    std::sort(out.deployments.begin(), out.deployments.end(),
              [&elsewhere](const Deployment& a, const Deployment& b) { return ranks_before(a, b, elsewhere); });
    prefer_output(out.deployments);
    std::sort(out.training.begin(), out.training.end(),
              [&elsewhere](const TrainingPlan& a, const TrainingPlan& b) { return trains_before(a, b, elsewhere); });
    return out;
}

Status check_places(const Scenario& scenario, const Catalog& catalog)
{
    // A Region without a single price is a Region all the same: there, what is sold has no known price.
    const PriceBook prices(catalog);
    for (const std::string& region : scenario.constraints.regions) {
        const Entity* entity = catalog.entity(region);
        if (prices.knows_region(region) || (entity && entity->kind == "region"))
            continue;
        std::vector<std::string> known(prices.regions().begin(), prices.regions().end());
        for (const Entity& other : catalog.knowledge.entities)
            if (other.kind == "region")
                known.push_back(other.id);
        return bad_input("/constraints/regions", fmt::format("\"{}\" is no Region the knowledge base knows", region),
                         "nearest known Region: " + nearest(region, known));
    }
    if (scenario.deployment && scenario.deployment->instance && !catalog.instance(*scenario.deployment->instance)) {
        std::vector<std::string> known;
        for (const InstanceType& type : catalog.instances)
            known.push_back(type.id);
        return bad_input("/deployment/instance", fmt::format("\"{}\" is not in the knowledge base", *scenario.deployment->instance),
                         "nearest known type: " + nearest(*scenario.deployment->instance, known));
    }
    return check_innovations(scenario, catalog);
}

Result<Estimate> estimate(const Scenario& scenario, const Catalog& catalog, std::string_view config_text)
{
    if (const Status places = check_places(scenario, catalog); !places)
        return places.error();
    const Result<ResolvedModel> model = resolve_model(scenario, catalog, config_text);
    if (!model)
        return model.error();
    const EstimateBasis basis(catalog);
    Estimate out = estimate_resolved(scenario, catalog, *model, basis);
    find_fixes(out, catalog, basis);
    return out;
}

} // namespace archway
