// SPDX-License-Identifier: GPL-3.0-or-later
// One function a role: from scenario, estimate and knowledge to ranked candidates. What roles share is below.
#pragma once

#include "model/match/decision.h"

namespace archway {

struct Facts;
struct Standing;

/// What every role is decided from. `estimate` is nullptr for a scenario without a model.
struct MatchInput {
    const Scenario& scenario;
    const Catalog& catalog;
    const Estimate* estimate;
    [[nodiscard]] const Deployment* best() const { return estimate ? estimate->best() : nullptr; }
    [[nodiscard]] const TrainingPlan* best_training() const { return estimate ? estimate->best_training() : nullptr; }
    [[nodiscard]] bool trains() const { return scenario.phase != Phase::Inference; }
};

[[nodiscard]] Decision decide_accelerator(const MatchInput&);
/// The same for a phase that trains; `estimate` must be there.
[[nodiscard]] Decision decide_training_instance(const MatchInput&);
[[nodiscard]] Decision decide_capacity(const MatchInput&, const Facts&);
[[nodiscard]] Decision decide_serving_platform(const MatchInput&, const Facts&);
[[nodiscard]] Decision decide_kv_cache(const MatchInput&, const Facts&);

// How the candidates stand before the rules speak, without the reasons: what flip points ask hundreds of times. `known` are the role's
// known_candidates.
[[nodiscard]] std::vector<Standing> platform_standings(const MatchInput&, const std::vector<Candidate>& known);
[[nodiscard]] std::vector<Standing> capacity_standings(const MatchInput&);

/// The candidates that the knowledge base names for a role, with use-when, benefits, caveats and the claims these rest on as reasons.
/// Proposed, retired and closed ones are refused already, with their successor.
[[nodiscard]] std::vector<Candidate> known_candidates(const Catalog&, std::string_view role);

/// Where the platform brings its capacity, says so where a deployment of one's own is decided: that choice is for those who deploy.
void note_hosted(Answer&);
/// Where the capacity is bought otherwise than the estimate's bill assumes, as the platform cannot take what costs least: says so at both.
void note_other_price(Answer&);

/// The claim, unless its check found it contradicted or unsupported: then nothing may rest on it, nullptr.
[[nodiscard]] const Claim* trusted_claim(const Catalog&, std::string_view claim_id);
/// Does what rests on these claims stand: is none of them contradicted or unsupported?
[[nodiscard]] bool stands(const Catalog&, const std::vector<std::string>& claims);
/// A reason that quotes a claim; nothing is added when the base does not hold it, or when nothing may rest on it.
void add_claim(Candidate&, const Catalog&, std::string_view claim_id);
void add_computed(Candidate&, std::string text, std::string_view formula_id);
/// Refuses it, with what would do away with that. Refused before, both obstacles are said, and the fix is one for both, or none.
void refuse(Candidate&, std::string because, Fix fix = {});
/// Something to change that no scenario says; nothing for no text.
[[nodiscard]] Fix in_words(std::string text);
/// Where nothing fits: the fix of the type that needs the least change, with its name and pinned to it; `hyperpod`: of those that it takes.
[[nodiscard]] Fix nearest_miss(const MatchInput&, bool hyperpod = false);
/// The best type that fits, refused ones aside, of those that `suits` is true of, as a deployment to pin; nothing where none does.
template <class Suits>
[[nodiscard]] Fix pin_a_type(const MatchInput& in, Suits suits)
{
    const auto pinned = [](const std::string& id) { return Fix{{"deployment.instance", id, id}}; };
    if (in.trains()) {
        for (const TrainingPlan& plan : in.estimate->training)
            if (const InstanceType* type = plan.fits ? in.catalog.instance(plan.instance) : nullptr; type && suits(*type))
                return pinned(type->id);
    } else if (in.estimate) {
        for (const Deployment& d : in.estimate->deployments)
            if (const InstanceType* type = d.fits ? in.catalog.instance(d.instance) : nullptr; type && suits(*type))
                return pinned(type->id);
    }
    return {};
}

/// Where the scenario asks for compliance: what the base knows of each candidate's scope, as a reason or as something to mind.
void add_compliance(Answer&, const Catalog&);

/// What the base says of a type's whole family: when to use it, what speaks for it and what against.
void add_family_knowledge(Candidate&, const std::vector<Candidate>& families, const InstanceType&);

/// Sorts by verdict and score, numbers the ranks, names the best one chosen where `choose` allows it.
void rank(Decision&, bool choose = true);

} // namespace archway
