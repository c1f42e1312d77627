// SPDX-License-Identifier: GPL-3.0-or-later
// Which instance serves it: every type of the knowledge base, ranked by the estimate, refused ones with the arithmetic.
#include "model/match/load.h"
#include "model/match/roles.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

std::string per_token(double ms)
{
    return format_seconds(ms / 1e3);
}

std::string times(int count, const std::string& what)
{
    return count == 1 ? what : fmt::format("{} × {}", count, what);
}

void memory_reason(Candidate& out, const MatchInput& in, const Deployment& d)
{
    const Workload& w = in.scenario.workload;
    const double total = d.memory.capacity * d.accelerators;
    const double weights = d.memory.weights * d.tensor_parallel * d.pipeline_parallel * d.replicas;
    const double spare = d.max_concurrent_sequences - sequences_in_flight(w, d);
    add_computed(out,
                 fmt::format("{} of weights leave {} for KV cache: room for {} users at {} tokens, {} more than {}", format_bytes(weights),
                             format_bytes(std::max(0.0, total - weights)), format_number(d.max_concurrent_sequences),
                             format_tokens(w.input_tokens + w.output_tokens), format_number(spare),
                             w.requests_per_second ? "the rate keeps busy" : "asked"),
                 "formula.max-sequences");
}

void network_reason(Candidate& out, const MatchInput& in, const Deployment& d, const InstanceType& type)
{
    const int group = d.tensor_parallel * d.pipeline_parallel;
    if (group > type.accelerators && type.accelerators > 0) {
        add_computed(out,
                     fmt::format("One copy spans {} instances over {} Gbps of EFA", (group + type.accelerators - 1) / type.accelerators,
                                 format_number(type.network_gbps)),
                     "formula.communication");
        add_claim(out, in.catalog, "gate-network-rule");
    } else if (group > 1) {
        add_computed(out,
                     fmt::format("{} in one {} domain: no part of a forward pass crosses the network", times(group, d.accelerator),
                                 type.interconnect.empty() ? "PCIe" : type.interconnect),
                     "formula.communication");
    } else {
        add_computed(out, "One accelerator holds a copy: no collectives at all", "formula.communication");
    }
}

/// Whether the software for this family is documented to take the model: by its own id or that of its model family.
void software_support(Candidate& out, const MatchInput& in, const InstanceType& type)
{
    const auto& relations = in.catalog.knowledge.relations;
    std::vector<std::string> names{in.estimate->model.id};
    for (const Relation& relation : relations)
        if (relation.type == "variant-of" && relation.from == names.front())
            names.push_back(relation.to);
    for (const Relation& relation : relations) {
        if (relation.to != type.family || (relation.type != "runs-on" && relation.type != "not-listed-on")
            || std::find(names.begin(), names.end(), relation.from) == names.end() || relation.claims.empty())
            continue;
        add_claim(out, in.catalog, relation.claims.front());
        if (relation.type == "not-listed-on")
            out.caveats.push_back(relation.because);
    }
}

void software_reasons(Candidate& out, const MatchInput& in, const Deployment& d, const InstanceType& type)
{
    software_support(out, in, type);
    if (type.family.starts_with("inf2") || type.family.starts_with("trn1")) {
        add_claim(out, in.catalog, "inf2-trn1-avoid");
        out.caveats.push_back("Neuron keeps this generation at release 2.28");
    }
    if (type.kind == "cpu")
        add_claim(out, in.catalog, "cpu-families-use");
    if (d.tensor_parallel > 4 && (type.interconnect.empty() || type.interconnect == "PCIe"))
        add_claim(out, in.catalog, "g6e-tensor-parallel");
    if (type.family.starts_with("p"))
        if (const Claim* claim = trusted_claim(in.catalog, "on-demand-availability"))
            out.caveats.push_back(claim->statement);
    for (const std::string& note : d.notes)
        out.caveats.push_back(note);
    if (!d.speed_unknown_because.empty())
        out.caveats.push_back(d.speed_unknown_because);
}

void speed_and_cost_reasons(Candidate& out, const MatchInput& in, const Deployment& d)
{
    const Workload& w = in.scenario.workload;
    if (d.tpot_ms)
        add_computed(out,
                     fmt::format("{} per token with {}{}", format_band(*d.tpot_ms, per_token), load_text(w, d),
                                 w.tpot_ms ? fmt::format(", {} asked", per_token(*w.tpot_ms)) : ""),
                     "formula.tpot");
    if (d.usd_per_month && d.usd_per_million_output)
        add_computed(out,
                     fmt::format("{} a month for {}; per 1M tokens {} of input, {} cached, {} of output at {} use",
                                 format_usd(*d.usd_per_month), times(d.instances, d.instance), format_usd(d.usd_per_million_input->mid),
                                 format_usd(d.usd_per_million_cached->mid), format_band(*d.usd_per_million_output, format_usd),
                                 format_percent(w.utilisation)),
                     "formula.cost-month");
}

/// How far this one is from the chosen, as a sentence for its tile.
std::string against(const Deployment& d, const Deployment& best)
{
    if (d.usd_per_month && best.usd_per_month && d.tpot_ms && best.tpot_ms) {
        const double price = *d.usd_per_month / *best.usd_per_month;
        const double speed = best.tpot_ms->mid / d.tpot_ms->mid;
        if (std::abs(speed - 1) < 0.05)
            return fmt::format("{}× the price at the same speed as {}", format_figures(price, 2), best.instance);
        return fmt::format("{}× the price, {}× {} per token than {}", format_figures(price, 2),
                           format_figures(speed >= 1 ? speed : 1 / speed, 2), speed >= 1 ? "faster" : "slower", best.instance);
    }
    return {};
}

/// What to measure where the bands of two deployments overlap, and which result speaks for this one.
std::string separation(const MatchInput& in, const Deployment& d, const Deployment& best)
{
    if (!d.usd_per_month || !best.usd_per_month || !d.output_tokens_per_second || !best.output_tokens_per_second)
        return {};
    const Workload& w = in.scenario.workload;
    return fmt::format("load both with {} sequences of {} tokens; {} costs less a token if it yields more than {}× the output of {} "
                       "(expected: {}×)",
                       format_number(sequences_in_flight(w, d)), format_tokens(w.input_tokens + w.output_tokens),
                       times(d.instances, d.instance), format_figures(*d.usd_per_month / *best.usd_per_month, 3),
                       times(best.instances, best.instance),
                       format_figures(d.output_tokens_per_second->mid / best.output_tokens_per_second->mid, 3));
}

bool asked_for(const MatchInput& in, const std::string& kind)
{
    const auto& kinds = in.scenario.constraints.accelerators;
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

Candidate feasible(const MatchInput& in, const std::vector<Candidate>& families, const Deployment& d, const InstanceType& type)
{
    const Deployment& best = *in.best();
    Candidate out;
    memory_reason(out, in, d);
    speed_and_cost_reasons(out, in, d);
    network_reason(out, in, d, type);
    software_reasons(out, in, d, type);
    // Cost decides; what has no known speed or price stays behind everything that has.
    out.score = !d.tpot_ms ? 0.05 : !d.usd_per_month ? 0.1 : best.usd_per_month ? 0.1 + 0.9 * *best.usd_per_month / *d.usd_per_month : 1;
    if (&d != &best) // what is a little cheaper and serves less stays behind the chosen one
        out.score = std::min(out.score, 0.99);
    if (d.in_maintenance && !best.in_maintenance)
        out.score = std::min(0.5 * out.score, 0.5); // cheaper or not, new work goes elsewhere first
    if (&d != &best) {
        out.use_when = against(d, best);
        // Too close where its expected cost lies within the band of the chosen one's.
        out.too_close_to_call = d.usd_per_million_blended && best.usd_per_million_blended
            && d.usd_per_million_blended->mid <= best.usd_per_million_blended->high;
        if (out.too_close_to_call)
            out.separated_by = separation(in, d, best);
    }
    if (d.price)
        out.data_points.push_back(
            {fmt::format("{}/h {} in {}, {}", format_usd(d.price->usd_per_hour), d.price->purchase, d.price->region, d.price->as_of),
             d.price->source});
    out.data_points.push_back(
        {fmt::format("{} of memory on each of {}", format_bytes(d.memory.capacity), times(d.accelerators, d.accelerator)),
         "formula.memory-accelerator"});
    add_family_knowledge(out, families, type);
    return out;
}

/// Without a model nothing is computed: what the innovations asked for are aligned with speaks for a type.
void by_rule_only(const MatchInput& in, Decision& decision)
{
    const std::vector<Candidate> families = known_candidates(in.catalog, "accelerator");
    for (const InstanceType& type : in.catalog.instances) {
        Candidate candidate;
        candidate.id = type.id;
        candidate.name = type.name;
        add_family_knowledge(candidate, families, type);
        for (const Relation& relation : in.catalog.knowledge.relations) {
            const auto& asked = in.scenario.add_innovations;
            if (relation.type != "aligned-with" || relation.to != type.family
                || std::find(asked.begin(), asked.end(), relation.from) == asked.end() || !stands(in.catalog, relation.claims))
                continue;
            candidate.reasons.push_back(
                {relation.because, ReasonKind::Claim, relation.claims.empty() ? relation.from : relation.claims.front()});
        }
        // More alignments speak louder; a processor, or a family that is only maintained, stays behind whatever is aligned with it.
        const Entity* family = in.catalog.entity(type.family);
        const bool behind = type.kind == "cpu" || (family && family->status == "in-maintenance");
        candidate.score = candidate.reasons.empty() ? 0.1
            : behind                                ? 0.2
                                                    : std::min(0.9, 0.4 + 0.1 * static_cast<double>(candidate.reasons.size()));
        if (type.kind == "cpu")
            add_claim(candidate, in.catalog, "cpu-families-use");
        candidate.caveats.push_back("memory, speed and cost are not known without a model");
        if (!asked_for(in, type.kind))
            refuse(candidate, type.kind + " is not among the accelerators asked for",
                   {{"constraints.accelerators", with_word(in.scenario.constraints.accelerators, type.kind), "allow " + type.kind}});
        decision.candidates.push_back(std::move(candidate));
    }
    rank(decision, false);
}

} // namespace

void add_family_knowledge(Candidate& out, const std::vector<Candidate>& families, const InstanceType& type)
{
    const auto family = std::find_if(families.begin(), families.end(), [&type](const Candidate& entry) { return entry.id == type.family; });
    if (family == families.end())
        return;
    out.use_when += (out.use_when.empty() ? "" : ". ") + family->use_when;
    out.benefits = family->benefits;
    out.caveats.insert(out.caveats.end(), family->caveats.begin(), family->caveats.end());
    out.data_points.insert(out.data_points.end(), family->data_points.begin(), family->data_points.end());
}

Decision decide_accelerator(const MatchInput& in)
{
    if (in.estimate && in.trains())
        return decide_training_instance(in);
    Decision decision;
    decision.role = "accelerator";
    decision.question = in.scenario.phase == Phase::Inference ? "Which instance serves it?" : "Which instance trains it?";
    if (!in.estimate) {
        by_rule_only(in, decision);
        return decision;
    }
    const std::vector<Candidate> families = known_candidates(in.catalog, "accelerator");
    for (const Deployment& d : in.estimate->deployments) {
        const InstanceType* type = in.catalog.instance(d.instance);
        if (!type)
            continue;
        Candidate candidate = d.fits ? feasible(in, families, d, *type) : Candidate{};
        candidate.id = d.instance;
        candidate.name = type->name;
        if (!d.fits) {
            candidate.reasons.push_back(
                {d.rejected_because,
                 d.binding == Binding::Memory || d.binding == Binding::Latency ? ReasonKind::Computed : ReasonKind::Constraint,
                 d.binding == Binding::Memory        ? "formula.memory-accelerator"
                     : d.binding == Binding::Latency ? "formula.tpot"
                     : d.binding == Binding::Budget  ? "constraints.monthly_budget_usd"
                     : d.binding == Binding::Region  ? "constraints.regions"
                     : asked_for(in, type->kind)     ? "constraints.purchase"
                                                     : "constraints.accelerators"});
            refuse(candidate, d.rejected_because, d.fix);
        }
        decision.candidates.push_back(std::move(candidate));
    }
    // The estimate's order breaks ties, so that the best deployment is the chosen one.
    rank(decision, in.best() != nullptr);
    return decision;
}

} // namespace archway
