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
constexpr double sharpness = 1.5e-3; ///< of the point, as a share of it
constexpr int most_halvings = 24;

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
    }

    /// Chosen ids in the order of the answer's decisions. `money_only`: the change is one that no deployment depends on.
    std::vector<std::string> at(const Scenario& scenario, bool money_only)
    {
        std::optional<Estimate> estimate;
        if (m_model && !money_only)
            estimate = estimate_resolved(scenario, m_catalog, *m_model, m_basis);
        const Estimate* computed = estimate ? &*estimate : m_answer.estimate ? &*m_answer.estimate : nullptr;
        const Scenario& asked = estimate ? estimate->scenario : scenario;
        const MatchInput in{asked, m_catalog, computed};
        const Facts facts = facts_of(in);
        std::vector<std::string> out;
        std::size_t by_rule = 0;
        for (const Decision& decision : m_answer.decisions) {
            if (decision.role == "accelerator")
                out.push_back(instance(in));
            else if (decision.role == "serving-platform")
                out.push_back(chosen_platform(in, m_platforms));
            else if (decision.role == "capacity")
                out.push_back(capacity(in));
            else if (decision.role == "kv-cache")
                out.push_back(decision.chosen); // device memory, whatever the numbers
            else
                out.push_back(m_rules.chosen(by_rule++, facts));
        }
        return out;
    }

private:
    static std::vector<std::string> rule_roles(const Answer& answer)
    {
        std::vector<std::string> out;
        for (const Decision& decision : answer.decisions)
            if (decision.role != "accelerator" && decision.role != "serving-platform" && decision.role != "capacity"
                && decision.role != "kv-cache")
                out.push_back(decision.role);
        return out;
    }

    static std::string instance(const MatchInput& in)
    {
        if (in.trains())
            return in.best_training() ? in.best_training()->instance : std::string();
        return in.best() ? in.best()->instance : std::string();
    }

    /// How a type is bought depends on the type, and on whether one replica stands alone.
    std::string capacity(const MatchInput& in)
    {
        const std::string key = instance(in) + (in.best() && in.best()->replicas > 1 ? "+" : "");
        const auto known = m_capacity.find(key);
        return known != m_capacity.end() ? known->second : m_capacity.emplace(key, decide_capacity(in).chosen).first->second;
    }

    const Answer& m_answer;
    const Catalog& m_catalog;
    const ResolvedModel* m_model;
    EstimateBasis m_basis;
    std::vector<Candidate> m_platforms;
    RuleBook m_rules;
    std::map<std::string, std::string> m_capacity;
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
