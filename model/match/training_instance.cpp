// SPDX-License-Identifier: GPL-3.0-or-later
// Which instance trains it: every type of the knowledge base, ranked by its training plan, refused ones with the arithmetic.
#include "model/match/roles.h"

#include <fmt/format.h>

#include <algorithm>

namespace archway {

namespace {

std::string days(double value)
{
    return format_seconds(value * 86400);
}

std::string layout_text(const TrainingLayout& l)
{
    const std::string recomputed = l.recompute == Recompute::Full ? ", full recomputation" : "";
    if (l.data * l.tensor * l.pipeline == 1)
        return "nothing is shared out" + recomputed;
    std::string out = l.data > 1 ? fmt::format("{} data-parallel ranks", format_number(l.data)) : "one data-parallel rank";
    if (l.tensor > 1)
        out += fmt::format(" × tensor parallel {}", l.tensor);
    if (l.pipeline > 1)
        out += fmt::format(" × {} stages", l.pipeline);
    if (l.expert > 1)
        out += fmt::format(", experts over {}", l.expert);
    return out + (l.zero_stage == 3 ? ", FSDP" : ", sharded optimizer") + recomputed;
}

Candidate feasible(const MatchInput& in, const TrainingPlan& t, const InstanceType& type)
{
    const TrainingPlan& best = *in.estimate->best_training();
    const auto& deadline = in.scenario.training.deadline_days;
    Candidate out;
    add_computed(out,
                 fmt::format("{} of weights, gradients and optimizer state and {} of activations on each accelerator of {}: {}",
                             format_bytes(t.memory.static_bytes()), format_bytes(t.memory.activations), format_bytes(t.capacity),
                             layout_text(t.layout)),
                 "formula.training-memory");
    add_computed(out,
                 fmt::format("{} on {} × {} at {} of the peak{}", format_band(*t.days, days), format_number(t.instances), t.instance,
                             format_percent(t.mfu->mid), deadline ? fmt::format(", {} asked", days(*deadline)) : ""),
                 "formula.training-days");
    if (t.usd_total)
        add_computed(out,
                     fmt::format("{} for the run, {} accelerator-hours", format_band(*t.usd_total, format_usd),
                                 format_figures(t.accelerator_hours->mid)),
                     "formula.training-cost");
    add_computed(out,
                 fmt::format("a failure every {}: a checkpoint of {} every {} keeps {} of the time productive",
                             format_seconds(t.mtbf_hours * 3600), format_bytes(t.checkpoint_size), format_seconds(t.checkpoint_interval_s),
                             format_percent(t.goodput->mid)),
                 "formula.goodput");
    if (t.instances > 1 && type.network_gbps >= 3200)
        add_claim(out, in.catalog, "gate-network-rule");
    if (type.family.starts_with("trn1"))
        add_claim(out, in.catalog, "inf2-trn1-avoid");
    out.score = best.usd_total && t.usd_total ? 0.1 + 0.9 * best.usd_total->mid / t.usd_total->mid : t.usd_total ? 1 : 0.1;
    if (t.in_maintenance && !best.in_maintenance)
        out.score = std::min(0.5 * out.score, 0.5);
    if (&t != &best && t.usd_total && best.usd_total) {
        out.use_when = fmt::format("{}× the cost of {} in {}", format_figures(t.usd_total->mid / best.usd_total->mid, 2), best.instance,
                                   format_band(*t.days, days));
        out.too_close_to_call = t.usd_total->mid <= best.usd_total->high;
        if (out.too_close_to_call && t.mfu && best.mfu)
            out.separated_by
                = fmt::format("train some hundred steps in this layout on both; {} costs less if it reaches more than {} of its "
                              "peak (expected: {}) where {} reaches {}",
                              t.instance, format_percent(t.mfu->mid * t.usd_total->mid / best.usd_total->mid), format_percent(t.mfu->mid),
                              best.instance, format_percent(best.mfu->mid));
    }
    if (t.price)
        out.data_points.push_back(
            {fmt::format("{}/h {} in {}, {}", format_usd(t.price->usd_per_hour), t.price->purchase, t.price->region, t.price->as_of),
             t.price->source});
    for (const std::string& note : t.notes)
        out.caveats.push_back(note);
    return out;
}

const char* reference_of(Binding binding)
{
    switch (binding) {
    case Binding::Memory: return "formula.training-memory";
    case Binding::Latency:
    case Binding::Bandwidth:
    case Binding::Compute: return "formula.training-days";
    case Binding::Budget: return "constraints.monthly_budget_usd";
    case Binding::Region: return "constraints.regions";
    case Binding::None: break;
    }
    return "constraints.accelerators";
}

} // namespace

Decision decide_training_instance(const MatchInput& in)
{
    Decision decision;
    decision.role = "accelerator";
    decision.question = "Which instance trains it?";
    const std::vector<Candidate> families = known_candidates(in.catalog, "accelerator");
    for (const TrainingPlan& plan : in.estimate->training) {
        const InstanceType* type = in.catalog.instance(plan.instance);
        if (!type)
            continue;
        Candidate candidate = plan.fits ? feasible(in, plan, *type) : Candidate{};
        candidate.id = plan.instance;
        candidate.name = type->name;
        if (plan.fits) {
            add_family_knowledge(candidate, families, *type);
        } else {
            const bool computed = plan.binding != Binding::None && plan.binding != Binding::Budget && plan.binding != Binding::Region;
            candidate.reasons.push_back(
                {plan.rejected_because, computed ? ReasonKind::Computed : ReasonKind::Constraint, reference_of(plan.binding)});
            refuse(candidate, plan.rejected_because, plan.fix);
        }
        decision.candidates.push_back(std::move(candidate));
    }
    rank(decision, in.estimate->best_training() != nullptr);
    return decision;
}

} // namespace archway
