// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/estimate_basis.h"
#include "model/match/rules.h"

#include <array>

namespace archway {

namespace {

constexpr std::array roles_by_rules{"orchestration",
                                    "network",
                                    "weights-storage",
                                    "training-data-storage",
                                    "checkpoint-storage",
                                    "routing",
                                    "retrieval",
                                    "experimentation",
                                    "agents",
                                    "observability",
                                    "security"};

} // namespace

Answer match_resolved(const Scenario& scenario, const Catalog& catalog, const ResolvedModel* model, bool flips)
{
    Answer answer;
    answer.scenario = scenario;
    if (model) {
        const EstimateBasis basis(catalog);
        answer.estimate = estimate_resolved(scenario, catalog, *model, basis);
        find_fixes(*answer.estimate, catalog, basis);
        answer.scenario = answer.estimate->scenario;
    }
    const MatchInput decided{answer.scenario, catalog, answer.estimate ? &*answer.estimate : nullptr};
    Facts facts = facts_of(decided);
    answer.decisions.push_back(decide_accelerator(decided));
    if (scenario.phase == Phase::Inference) {
        answer.decisions.push_back(decide_kv_cache(decided, facts));
        answer.decisions.push_back(decide_serving_platform(decided, facts));
    } else if (auto platform = decide_by_rules(decided, facts, "training-platform")) {
        answer.decisions.push_back(std::move(*platform));
    }
    note_platform(facts, answer.decisions.back().role, answer.decisions.back().chosen);
    answer.decisions.push_back(decide_capacity(decided, facts));
    for (const char* role : roles_by_rules)
        if (auto decision = decide_by_rules(decided, facts, role))
            answer.decisions.push_back(std::move(*decision));
    add_compliance(answer, catalog);
    note_hosted(answer);
    note_other_price(answer);
    if (flips)
        add_flips(answer, flip_points(answer, catalog, model));
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
