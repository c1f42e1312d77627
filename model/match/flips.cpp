// SPDX-License-Identifier: GPL-3.0-or-later
// What would change a decision: each numeric input is moved until another candidate wins a role, then halved down to the point.
#include "model/estimate/estimate_basis.h"
#include "model/match/rules.h"
#include "model/scenario/inputs.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace archway {

namespace {

constexpr double bracket_factor = 2; ///< step of the search for a change on a logarithmic input
constexpr double linear_steps = 8;   ///< steps of the range on a linear one
constexpr double sharpness = 4e-4;   ///< of the point, as a share of it
constexpr int most_halvings = 24;
constexpr double hours_a_month = 730;
constexpr double same_price = 0.05;  ///< of Estimate: months this close count as equal
constexpr std::size_t size_step = 4; ///< sizes of the lists of types that are kept

/// The types that can win an estimate of one question whatever its numbers are, cheapest hour first. A month of a type costs one instance's
/// month at least: what costs more than the best so far, and more than a little, cannot win and is not asked. So the estimate of the few
/// types left has the same best one as that of all.
class Contest {
public:
    Contest(const Scenario& scenario, const Catalog& catalog, const ResolvedModel& model, const EstimateBasis& basis)
        : m_catalog(catalog)
        , m_model(model)
        , m_basis(basis)
    {
        if (scenario.phase != Phase::Inference || scenario.deployment)
            return;
        const Estimate smallest = estimate_resolved(easiest(scenario), catalog, model, basis);
        for (const Deployment& d : smallest.deployments) {
            // What does not hold one short sequence holds no more of longer ones.
            if (!d.fits && d.binding == Binding::Memory)
                continue;
            const InstanceType& type = *catalog.instance(d.instance);
            const Offer offer = basis.prices.offer(type, scenario.constraints);
            const auto& kinds = scenario.constraints.accelerators;
            if (!offer.offered || std::find(kinds.begin(), kinds.end(), type.kind) == kinds.end())
                continue;
            if (offer.price && !d.in_maintenance)
                m_priced.push_back({offer.price->usd_per_hour, &type});
            m_any.push_back(&type);
        }
        std::sort(m_priced.begin(), m_priced.end(), [](const Priced& a, const Priced& b) {
            return a.usd_per_hour != b.usd_per_hour ? a.usd_per_hour < b.usd_per_hour : a.type->id < b.type->id;
        });
        m_lists.resize(m_priced.size() / size_step + 2);
    }

    /// The estimate with the best deployment that all types would have, and not all of the others.
    Estimate estimate(const Scenario& scenario)
    {
        if (m_any.empty())
            return estimate_resolved(scenario, m_catalog, m_model, m_basis);
        if (m_limit > 0) {
            Estimate out = estimate_resolved(scenario, types_below(m_limit), m_model, m_basis);
            if (const double needed = hour_to_beat(out); needed > 0) {
                if (needed > m_limit)
                    out = estimate_resolved(scenario, types_below(needed), m_model, m_basis);
                m_limit = needed;
                return out;
            }
        }
        Estimate out = estimate_resolved(scenario, any(), m_model, m_basis);
        m_limit = hour_to_beat(out);
        return out;
    }

private:
    struct Priced {
        double usd_per_hour = 0;
        const InstanceType* type = nullptr;
    };

    /// USD an hour above which no type wins against the best one; 0 where its price or speed is not known, or it is maintained only.
    static double hour_to_beat(const Estimate& estimate)
    {
        const Deployment* best = estimate.best();
        const bool sure = best && best->tpot_ms && best->usd_per_month && !best->in_maintenance;
        return sure ? *best->usd_per_month / hours_a_month * (1 + same_price) : 0;
    }

    /// The least that any value of the sliders asks for.
    static Scenario easiest(Scenario scenario)
    {
        Workload& w = scenario.workload;
        w.input_tokens = std::min(w.input_tokens, numeric_input("workload.input_tokens")->slider_low);
        w.output_tokens = std::min(w.output_tokens, numeric_input("workload.output_tokens")->slider_low);
        w.concurrent_sequences = 1;
        w.requests_per_second.reset();
        w.ttft_ms.reset();
        w.tpot_ms.reset();
        scenario.constraints.monthly_budget_usd.reset();
        return scenario;
    }

    Catalog with(const std::vector<const InstanceType*>& types) const
    {
        Catalog out;
        out.accelerators = m_catalog.accelerators;
        out.factors = m_catalog.factors;
        for (const InstanceType* type : types)
            out.instances.push_back(*type);
        return out;
    }

    /// All types whose hour costs no more than this, and a few that cost more.
    const Catalog& types_below(double usd_per_hour)
    {
        const auto above = std::upper_bound(m_priced.begin(), m_priced.end(), usd_per_hour,
                                            [](double limit, const Priced& entry) { return limit < entry.usd_per_hour; });
        const std::size_t step = (static_cast<std::size_t>(above - m_priced.begin()) + size_step - 1) / size_step;
        std::optional<Catalog>& list = m_lists[step];
        if (!list) {
            std::vector<const InstanceType*> types;
            for (std::size_t i = 0; i < std::min(m_priced.size(), step * size_step); ++i)
                types.push_back(m_priced[i].type);
            list = with(types);
        }
        return *list;
    }
    const Catalog& any()
    {
        if (!m_all)
            m_all = with(m_any);
        return *m_all;
    }

    const Catalog& m_catalog;
    const ResolvedModel& m_model;
    const EstimateBasis& m_basis;
    std::vector<Priced> m_priced;           ///< of current families
    std::vector<const InstanceType*> m_any; ///< unpriced and maintained ones too: they win where nothing else fits
    std::vector<std::optional<Catalog>> m_lists;
    std::optional<Catalog> m_all;
    double m_limit = 0; ///< USD an hour that the last best one left to ask for
};

/// Who wins each role of an answer when its scenario is changed. Keeps what does not depend on the change.
class Choices {
public:
    Choices(const Answer& answer, const Catalog& catalog, const ResolvedModel* model)
        : m_answer(answer)
        , m_catalog(catalog)
        , m_model(model)
        , m_basis(catalog)
        , m_platforms(known_candidates(catalog, "serving-platform"))
        , m_rules(catalog, rule_roles(answer))
    {
        m_kv_cache_by_rule = std::any_of(catalog.knowledge.rules.begin(), catalog.knowledge.rules.end(),
                                         [](const Rule& rule) { return rule.role == "kv-cache"; });
        if (model)
            m_contest.emplace(answer.scenario, catalog, *model, m_basis);
    }

    /// Chosen ids in the order of the answer's decisions. `money_only`: the change is one that no deployment depends on.
    std::vector<std::string> at(const Scenario& scenario, bool money_only)
    {
        std::optional<Estimate> estimate;
        if (m_model && !money_only)
            estimate = m_contest->estimate(scenario);
        const Estimate* computed = estimate ? &*estimate : m_answer.estimate ? &*m_answer.estimate : nullptr;
        const Scenario& asked = estimate ? estimate->scenario : scenario;
        const MatchInput in{asked, m_catalog, computed};
        Facts facts = facts_of(in);
        std::vector<std::string> out;
        std::size_t by_rule = 0;
        for (const Decision& decision : m_answer.decisions) {
            if (decision.role == "accelerator")
                out.push_back(instance(in));
            else if (decision.role == "serving-platform")
                out.push_back(m_rules.chosen(by_rule++, facts, platform_standings(in, m_platforms)));
            else if (decision.role == "capacity")
                out.push_back(capacity(by_rule++, in, facts));
            else if (decision.role == "kv-cache" && !m_kv_cache_by_rule)
                out.push_back(decision.chosen); // device memory, whatever the numbers
            else if (decision.role == "kv-cache")
                out.push_back(decide_kv_cache(in, facts).chosen);
            else
                out.push_back(m_rules.chosen(by_rule++, facts));
            note_platform(facts, decision.role, out.back());
        }
        return out;
    }

private:
    static std::vector<std::string> rule_roles(const Answer& answer)
    {
        std::vector<std::string> out;
        for (const Decision& decision : answer.decisions)
            if (decision.role != "accelerator" && decision.role != "kv-cache")
                out.push_back(decision.role);
        return out;
    }

    static std::string instance(const MatchInput& in)
    {
        if (in.trains())
            return in.best_training() ? in.best_training()->instance : std::string();
        return in.best() ? in.best()->instance : std::string();
    }

    /// How a type is bought depends on the type and whether one interruption stops it all; what else, is for the rules to say.
    std::string capacity(std::size_t role, const MatchInput& in, const Facts& facts)
    {
        const std::string type = instance(in);
        if (type.empty())
            return {};
        const std::string key = type + (in.best() && one_interruption_stops(in.scenario, *in.best()) ? "" : "+");
        auto known = m_capacity.find(key);
        if (known == m_capacity.end())
            known = m_capacity.emplace(key, capacity_standings(in)).first;
        return m_rules.chosen(role, facts, known->second);
    }

    const Answer& m_answer;
    const Catalog& m_catalog;
    const ResolvedModel* m_model;
    EstimateBasis m_basis;
    std::vector<Candidate> m_platforms;
    RuleBook m_rules;
    std::optional<Contest> m_contest;
    std::map<std::string, std::vector<Standing>> m_capacity;
    bool m_kv_cache_by_rule = false;
};

/// One input moved in one direction; every value asked is asked for all roles at once and remembered.
class Search {
public:
    Search(Choices& choices, const Scenario& scenario, const NumericInput& input, double now, double limit)
        : m_choices(choices)
        , m_scenario(scenario)
        , m_input(input)
        , m_now(now)
        , m_limit(limit)
    {
    }

    /// The values on the way to the limit, asked in order until `done` says that no role is left to find.
    template <class Done>
    void walk(Done done)
    {
        for (double value = m_now; value != m_limit;) {
            value = step(value);
            m_path.push_back(value);
            if (done(ask(value)))
                return;
        }
    }

    /// Does the role choose anything else, or nothing, on the way?
    bool changes(std::size_t role, const std::string& chosen)
    {
        return std::any_of(m_path.begin(), m_path.end(), [&](double value) { return ask(value)[role] != chosen; });
    }

    /// The point at which another candidate wins `role`; nothing where none does, or nothing is left to choose.
    std::optional<Flip> flip(std::size_t role, const std::string& chosen)
    {
        double same = m_now;
        for (const double value : m_path) {
            if (ask(value)[role] == chosen) {
                same = value;
                continue;
            }
            const double point = readable(halve(role, chosen, same, value), role, chosen);
            const std::string& winner = ask(point)[role];
            return winner.empty() ? std::nullopt : std::optional(Flip{std::string(m_input.path), m_now, point, winner});
        }
        return std::nullopt;
    }

private:
    bool up() const { return m_limit > m_now; }

    double step(double value) const
    {
        double next
            = m_input.logarithmic ? (up() ? value * bracket_factor : value / bracket_factor) : value + (m_limit - m_now) / linear_steps;
        if (m_input.integer)
            next = up() ? std::ceil(next) : std::floor(next);
        // The last of equal steps may miss the limit by a rounding error.
        if (!m_input.logarithmic && std::abs(next - m_limit) < 1e-9)
            return m_limit;
        return up() ? std::min(next, m_limit) : std::max(next, m_limit);
    }

    const std::vector<std::string>& ask(double value)
    {
        const auto known = m_known.find(value);
        if (known != m_known.end())
            return known->second;
        Scenario changed = m_scenario;
        // The range of a slider lies within what the reader accepts, so the value is always taken.
        (void)set_number(changed, m_input.path, value);
        return m_known.emplace(value, m_choices.at(changed, m_input.path == "workload.utilisation")).first->second;
    }

    /// The first asked value of [same, different] at which the choice is another; next to the last at which it holds.
    double halve(std::size_t role, const std::string& chosen, double same, double different)
    {
        for (int i = 0; i < most_halvings; ++i) {
            if (!m_input.integer && std::abs(different - same) <= sharpness * std::abs(different))
                break;
            double mid = m_input.logarithmic ? std::sqrt(same * different) : (same + different) / 2;
            if (m_input.integer)
                mid = std::round(mid);
            if (mid == same || mid == different) {
                if (!m_input.integer || std::abs(different - same) <= 1)
                    break;
                mid = std::round((same + different) / 2);
                if (mid == same || mid == different)
                    break;
            }
            (ask(mid)[role] == chosen ? same : different) = mid;
        }
        return different;
    }

    /// Four figures that people can read, rounded away from where the choice still holds, if the same candidate wins there.
    double readable(double value, std::size_t role, const std::string& chosen)
    {
        if (m_input.integer)
            return value;
        const double scale = std::pow(10.0, 3 - std::floor(std::log10(std::max(1e-12, std::abs(value)))));
        const double rounded = (up() ? std::ceil(value * scale) : std::floor(value * scale)) / scale;
        const bool within = up() ? rounded <= m_limit : rounded >= m_limit;
        const std::string winner = ask(value)[role];
        return within && winner != chosen && ask(rounded)[role] == winner ? rounded : value;
    }

    Choices& m_choices;
    const Scenario& m_scenario;
    const NumericInput& m_input;
    double m_now, m_limit;
    std::vector<double> m_path;
    std::map<double, std::vector<std::string>> m_known;
};

} // namespace

std::vector<FlipPoints> flip_points(const Answer& answer, const Catalog& catalog, const ResolvedModel* model)
{
    std::vector<FlipPoints> out;
    for (const Decision& decision : answer.decisions)
        out.push_back({decision.role, {}, {}});
    Choices choices(answer, catalog, model);
    for (const NumericInput& input : numeric_inputs()) {
        if (!applies(input, answer.scenario))
            continue;
        const auto value = get_number(answer.scenario, input.path);
        if (!value || !*value)
            continue;
        const double now = **value;
        std::vector<bool> flips(out.size(), false);
        for (const double limit : {input.slider_low, input.slider_high}) {
            const bool outside = limit < now ? now <= input.slider_low : now >= input.slider_high;
            if (limit == now || outside)
                continue;
            Search search(choices, answer.scenario, input, now, limit);
            search.walk([&](const std::vector<std::string>& there) {
                for (std::size_t i = 0; i < out.size(); ++i)
                    if (!answer.decisions[i].chosen.empty() && there[i] == answer.decisions[i].chosen)
                        return false;
                return true;
            });
            for (std::size_t i = 0; i < out.size(); ++i) {
                if (answer.decisions[i].chosen.empty())
                    continue;
                if (auto flip = search.flip(i, answer.decisions[i].chosen))
                    out[i].flips.push_back(std::move(*flip));
                flips[i] = flips[i] || search.changes(i, answer.decisions[i].chosen);
            }
        }
        for (std::size_t i = 0; i < out.size(); ++i)
            if (!flips[i] && !answer.decisions[i].chosen.empty())
                out[i].cannot_flip.emplace_back(input.path);
    }
    return out;
}

void add_flips(Answer& answer, std::vector<FlipPoints> points)
{
    for (FlipPoints& found : points)
        for (Decision& decision : answer.decisions)
            if (decision.role == found.role) {
                decision.flips = std::move(found.flips);
                decision.cannot_flip = std::move(found.cannot_flip);
                break;
            }
}

} // namespace archway
