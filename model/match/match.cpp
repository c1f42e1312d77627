// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/match/rules.h"
#include "model/scenario/inputs.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace archway {

namespace {

constexpr double bracket_factor = 1.6; ///< step of the search for a change, as a factor or a share of the range
constexpr std::array roles_by_rules{"training-platform",  "orchestration", "network",   "weights-storage", "training-data-storage",
                                    "checkpoint-storage", "routing",       "retrieval", "experimentation", "agents",
                                    "observability",      "security"};
constexpr int bisections = 12; ///< of the bracket: better than 0.02 % of it

std::string chosen_instance(const Scenario& scenario, const Catalog& catalog, const ResolvedModel& model)
{
    const Estimate estimate = estimate_resolved(scenario, catalog, model);
    if (estimate.trains())
        return estimate.best_training() ? estimate.best_training()->instance : std::string();
    return estimate.best() ? estimate.best()->instance : std::string();
}

/// The nearest value from `now` towards `limit` at which another instance wins; nothing when none does.
std::optional<Flip> nearest_flip(const Scenario& scenario, const Catalog& catalog, const ResolvedModel& model, const NumericInput& input,
                                 double now, double limit, const std::string& chosen)
{
    const auto at = [&](double value) {
        Scenario changed = scenario;
        if (!set_number(changed, input.path, value))
            return chosen;
        return chosen_instance(changed, catalog, model);
    };
    const bool up = limit > now;
    double same = now;
    double different = now;
    std::string winner = chosen;
    while (winner == chosen && different != limit) {
        same = different;
        double next = input.logarithmic ? (up ? different * bracket_factor : different / bracket_factor) : different + (limit - now) / 8;
        if (input.integer)
            next = up ? std::ceil(next) : std::floor(next);
        different = up ? std::min(next, limit) : std::max(next, limit);
        winner = at(different);
    }
    if (winner == chosen)
        return std::nullopt;
    for (int i = 0; i < bisections; ++i) {
        double mid = input.logarithmic ? std::sqrt(same * different) : (same + different) / 2;
        if (input.integer)
            mid = std::round(mid);
        if (mid == same || mid == different)
            break;
        const std::string there = at(mid);
        if (there == chosen)
            same = mid;
        else {
            different = mid;
            winner = there;
        }
    }
    // A number people can read: rounded away from where the choice still holds.
    if (!input.integer) {
        const double scale = std::pow(10.0, 2 - std::floor(std::log10(std::max(1e-12, std::abs(different)))));
        const double rounded = (up ? std::ceil(different * scale) : std::floor(different * scale)) / scale;
        if (at(rounded) != chosen)
            different = rounded;
    }
    return Flip{std::string(input.path), now, different, at(different)};
}

void find_flips(const Scenario& scenario, const Catalog& catalog, const ResolvedModel& model, Decision& decision)
{
    for (const NumericInput& input : numeric_inputs()) {
        if (input.training != (scenario.phase != Phase::Inference))
            continue;
        const auto value = get_number(scenario, input.path);
        if (!value || !*value)
            continue;
        const double now = **value;
        for (const double limit : {input.slider_low, input.slider_high}) {
            if ((limit < now && now <= input.slider_low) || (limit > now && now >= input.slider_high) || limit == now)
                continue;
            if (auto flip = nearest_flip(scenario, catalog, model, input, now, limit, decision.chosen); flip && !flip->to.empty())
                decision.flips.push_back(std::move(*flip));
        }
    }
}

} // namespace

Answer match_resolved(const Scenario& scenario, const Catalog& catalog, const ResolvedModel* model, bool flips)
{
    Answer answer;
    answer.scenario = scenario;
    if (model) {
        answer.estimate = estimate_resolved(scenario, catalog, *model);
        answer.scenario = answer.estimate->scenario;
    }
    const MatchInput decided{answer.scenario, catalog, answer.estimate ? &*answer.estimate : nullptr};
    const bool serves = scenario.phase == Phase::Inference;
    answer.decisions.push_back(decide_accelerator(decided));
    if (serves) {
        answer.decisions.push_back(decide_kv_cache(decided));
        answer.decisions.push_back(decide_serving_platform(decided));
    }
    answer.decisions.push_back(decide_capacity(decided));
    const Facts facts = facts_of(decided);
    for (const char* role : roles_by_rules)
        if (auto decision = decide_by_rules(decided, facts, role))
            answer.decisions.push_back(std::move(*decision));
    if (flips && model && !answer.decisions.front().chosen.empty())
        find_flips(answer.scenario, catalog, *model, answer.decisions.front());
    return answer;
}

Result<Answer> match(const Scenario& scenario, const Catalog& catalog, bool flips, std::string_view config_text)
{
    if (const Status places = check_places(scenario, catalog); !places)
        return places.error();
    if (scenario.model.form == ModelForm::None)
        return match_resolved(scenario, catalog, nullptr, flips);
    const Result<ResolvedModel> model = resolve_model(scenario, catalog, config_text);
    if (!model)
        return model.error();
    return match_resolved(scenario, catalog, &*model, flips);
}

} // namespace archway
