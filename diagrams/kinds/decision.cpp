// SPDX-License-Identifier: GPL-3.0-or-later
// How a decision came about: the question, the gates with what they refused and why, the choice and what would win elsewhere.
#include "diagrams/kinds/kinds.h"

#include "model/base/units.h"

#include <fmt/format.h>

#include <algorithm>

namespace archway {

namespace {

constexpr std::size_t most_alternatives = 3, most_refused = 8, most_flips = 2;

DiagramEdge link(std::string from, std::string to, std::string label, bool dashed = false)
{
    return {std::move(from), std::move(to), std::move(label), dashed, true, {}, {}};
}

/// "workload.input_tokens" as words.
std::string input_name(const std::string& path)
{
    std::string out = path.substr(path.rfind('.') + 1);
    std::replace(out.begin(), out.end(), '_', ' ');
    return out;
}

struct Gate {
    Binding binding;
    const char* question;
    const char* entity;
};
// In the order in which they are asked: what no money mends first.
constexpr Gate gates[]{
    {Binding::Region, "Is it offered in the Region?", ""}, {Binding::Memory, "Does memory hold weights and cache?", "hbm"},
    {Binding::Compute, "Is there compute enough?", ""},    {Binding::Bandwidth, "Is there bandwidth enough?", ""},
    {Binding::Latency, "Is it fast enough?", ""},          {Binding::Budget, "Is it within the budget?", ""},
    {Binding::None, "Do the other rules allow it?", ""}};

std::string question_label(const Answer& answer, const Decision& decision)
{
    const Workload& w = answer.scenario.workload;
    const Training& t = answer.scenario.training;
    std::string label = decision.question;
    if (answer.estimate)
        label += "\n" + answer.estimate->model.architecture.name;
    if (answer.scenario.phase == Phase::Inference)
        return label
            + fmt::format("\n{} at once, {} in, {} out", format_number(w.concurrent_sequences), format_tokens(w.input_tokens),
                          format_tokens(w.output_tokens));
    label += fmt::format("\n{} tokens, sequences of {}", format_tokens(t.tokens), format_tokens(t.sequence_length));
    return t.deadline_days ? label + fmt::format("\nin {} days", format_figures(*t.deadline_days)) : label;
}

/// The chosen candidate with its strongest reasons, and the runners-up with what would make them win.
void add_choice(const Decision& decision, const Catalog& catalog, const std::string& from, Diagram& out)
{
    const auto entity = [&](const std::string& id) { return catalog.entity(id) ? id : std::string(); };
    if (const Candidate* winner = decision.winner()) {
        DiagramNode node;
        node.id = "choice";
        node.label = winner->name;
        for (std::size_t i = 0; i < winner->reasons.size() && i < 3; ++i)
            node.label += "\n" + winner->reasons[i].text;
        node.shape = NodeShape::Rounded;
        node.group = "memory";
        node.entity = entity(winner->id);
        node.tooltip = winner->use_when;
        out.nodes.push_back(std::move(node));
        out.edges.push_back(link(from, "choice", "best by cost and fit"));
        out.edges.back().thick = true;
    } else {
        DiagramNode node;
        node.id = "choice";
        node.label = decision.open() ? "Not decided\ntoo little is known to choose" : "Nothing is left\nsee what each gate asks for";
        node.shape = NodeShape::Rounded;
        node.group = "constraint";
        out.nodes.push_back(std::move(node));
        out.edges.push_back(link(from, "choice", {}));
    }
    std::size_t shown = 0;
    for (const Candidate& candidate : decision.candidates) {
        if (candidate.verdict == Verdict::Rejected || candidate.id == decision.chosen || shown == most_alternatives)
            continue;
        DiagramNode node;
        node.id = fmt::format("runner-{}", ++shown);
        node.label = fmt::format("{}. {}", candidate.rank, candidate.name);
        if (candidate.too_close_to_call)
            node.label += "\ntoo close to call";
        std::size_t flips = 0;
        for (const Flip& flip : decision.flips) {
            if (flip.to == candidate.id && flips++ < most_flips)
                node.label
                    += fmt::format("\nwins at {} {} (now {})", format_figures(flip.at), input_name(flip.input), format_figures(flip.now));
        }
        if (!candidate.reasons.empty())
            node.label += "\n" + candidate.reasons.front().text;
        node.entity = entity(candidate.id);
        node.tooltip = candidate.use_when;
        out.nodes.push_back(std::move(node));
        out.edges.push_back(link(from, fmt::format("runner-{}", shown), {}, true));
    }
}

/// One instance type that a gate refuses.
struct Refused {
    Binding binding;
    std::string_view instance, because, fix;
    double memory; ///< bytes in all
};

double memory_of(const Deployment& each)
{
    return each.memory.capacity * each.accelerators;
}

double memory_of(const TrainingPlan& each)
{
    return each.capacity * each.accelerators;
}

template <class Considered>
std::vector<Refused> refused_among(const std::vector<Considered>& considered)
{
    std::vector<Refused> out;
    for (const Considered& each : considered) {
        if (!each.fits)
            out.push_back({each.binding, each.instance, each.rejected_because, each.nearest_fix, memory_of(each)});
    }
    return out;
}

/// Every instance type through the gates of the arithmetic, each with how many it refuses and the nearest miss in numbers.
void add_instance_gates(const Estimate& estimate, Diagram& out, std::string& last)
{
    const std::vector<Refused> all = estimate.trains() ? refused_among(estimate.training) : refused_among(estimate.deployments);
    std::size_t left = estimate.trains() ? estimate.training.size() : estimate.deployments.size();
    for (const Gate& gate : gates) {
        std::vector<Refused> refused;
        std::copy_if(all.begin(), all.end(), std::back_inserter(refused),
                     [&](const Refused& each) { return each.binding == gate.binding; });
        if (refused.empty())
            continue;
        // The nearest miss first: whoever has the most memory lacks the least.
        std::stable_sort(refused.begin(), refused.end(), [](const Refused& a, const Refused& b) { return a.memory > b.memory; });
        const std::string id = "gate-" + std::string(name_of(gate.binding));
        DiagramNode node;
        node.id = id;
        node.label = gate.question;
        node.shape = NodeShape::Hexagon;
        node.group = "constraint";
        node.entity = gate.entity;
        out.nodes.push_back(std::move(node));
        out.edges.push_back(link(last, id, fmt::format("{} types", left)));
        left -= refused.size();

        DiagramNode out_node;
        out_node.id = "refused-" + std::string(name_of(gate.binding));
        out_node.label = fmt::format("{} refused", refused.size());
        std::string names;
        for (std::size_t i = 0; i < refused.size() && i < most_refused; ++i)
            names.append(names.empty() ? "" : ", ").append(refused[i].instance);
        out_node.label += "\n" + names + (refused.size() > most_refused ? " …" : "");
        out_node.label += fmt::format("\n{}: {}", refused.front().instance, refused.front().because);
        if (!refused.front().fix.empty())
            out_node.label += fmt::format("\nnearest fix: {}", refused.front().fix);
        out_node.shape = NodeShape::Text;
        out.nodes.push_back(std::move(out_node));
        out.edges.push_back(link(id, "refused-" + std::string(name_of(gate.binding)), "no", true));
        last = id;
    }
    DiagramNode rank;
    rank.id = "rank";
    rank.label = fmt::format("{} left\nranked by cost and fit", left);
    rank.shape = NodeShape::Stadium;
    out.nodes.push_back(std::move(rank));
    out.edges.push_back(link(last, "rank", last == "question" ? "" : "yes"));
    last = "rank";
}

/// A role without arithmetic of its own: the refused candidates, each with its reason.
void add_refusals(const Decision& decision, const Catalog& catalog, Diagram& out)
{
    std::size_t shown = 0;
    for (const Candidate& candidate : decision.candidates) {
        if (candidate.verdict != Verdict::Rejected || shown == most_refused)
            continue;
        DiagramNode node;
        node.id = fmt::format("refused-{}", ++shown);
        node.label = candidate.name + "\n" + candidate.rejected_because;
        if (!candidate.nearest_fix.empty())
            node.label += "\nnearest fix: " + candidate.nearest_fix;
        node.shape = NodeShape::Text;
        node.entity = catalog.entity(candidate.id) ? candidate.id : std::string();
        out.nodes.push_back(std::move(node));
        out.edges.push_back(link("question", fmt::format("refused-{}", shown), "no", true));
    }
}

} // namespace

Result<Diagram> decision_diagram(const Answer& answer, const Catalog& catalog, const std::string& role)
{
    const Decision* decision = answer.decision(role);
    if (!decision) {
        std::vector<std::string> roles;
        for (const Decision& each : answer.decisions)
            roles.push_back(each.role);
        return bad_input("diagram decision", fmt::format("the answer has no decision \"{}\"", role),
                         fmt::format("one of {}", fmt::join(roles, ", ")));
    }
    Diagram out;
    out.kind = "decision";
    out.title = decision->question;
    out.direction = FlowDirection::TopDown;
    out.arrangement = Arrangement::Gates;
    DiagramNode question;
    question.id = "question";
    question.label = question_label(answer, *decision);
    question.shape = NodeShape::Stadium;
    question.group = "moe";
    out.nodes.push_back(std::move(question));
    std::string last = "question";
    if (role == "accelerator" && answer.estimate)
        add_instance_gates(*answer.estimate, out, last);
    else
        add_refusals(*decision, catalog, out);
    add_choice(*decision, catalog, last, out);
    return out;
}

} // namespace archway
