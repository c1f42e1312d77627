// SPDX-License-Identifier: GPL-3.0-or-later
// The way of data and weights through the services that were chosen, for training and for serving. Which role follows which is the
// order of the work; what stands there is the scenario's own choice.
#include "diagrams/kinds/kinds.h"

#include "model/base/units.h"

#include <fmt/format.h>

namespace archway {

namespace {

class Pipeline {
public:
    Pipeline(const Answer& answer, const Catalog& catalog)
        : m_answer(answer)
        , m_catalog(catalog)
    {
    }

    void fixed(const std::string& id, const std::string& label)
    {
        DiagramNode node;
        node.id = id;
        node.label = label;
        node.shape = NodeShape::Stadium;
        out.nodes.push_back(std::move(node));
    }

    /// The chosen candidate of a role, with `figures` below it. Nothing where the scenario does not need the role.
    void role(const std::string& id, NodeShape shape, const std::string& group, const std::string& cluster, const std::string& figures = {})
    {
        const Decision* decision = m_answer.decision(id);
        const Candidate* winner = decision ? decision->winner() : nullptr;
        if (!winner)
            return;
        DiagramNode node;
        node.id = id;
        node.label = winner->name + "\n" + decision->question;
        if (!figures.empty())
            node.label += "\n" + figures;
        node.shape = shape;
        node.group = group;
        node.cluster = cluster;
        node.entity = m_catalog.entity(winner->id) ? winner->id : std::string();
        node.tooltip = winner->reasons.empty() ? winner->use_when : winner->reasons.front().text;
        out.nodes.push_back(std::move(node));
    }

    /// What a hosted platform is instead of: the best deployment on instances, in one node.
    void ownDeployment()
    {
        const Candidate* platform = platform_on_instances(m_answer);
        const Deployment* best = m_answer.estimate ? m_answer.estimate->best() : nullptr;
        if (!platform || !best)
            return;
        DiagramNode node;
        node.id = "own";
        node.label = fmt::format("A deployment of your own\n{}\n{} × {}", platform->name, best->instances, best->instance);
        if (best->usd_per_month)
            node.label += fmt::format(", {} a month", format_usd(*best->usd_per_month));
        node.group = "experts";
        node.cluster = "around";
        node.entity = m_catalog.entity(platform->id) ? platform->id : std::string();
        node.tooltip = platform->use_when;
        out.nodes.push_back(std::move(node));
    }

    /// An edge where both ends are there.
    void edge(const std::string& from, const std::string& to, const std::string& label, bool dashed = false)
    {
        if (out.node(from) && out.node(to))
            out.edges.push_back({from, to, label, dashed, true, {}, {}});
    }

    Diagram out;

private:
    const Answer& m_answer;
    const Catalog& m_catalog;
};

std::string instances_of(const Answer& answer)
{
    const Deployment* best = answer.estimate ? answer.estimate->best() : nullptr;
    return best ? fmt::format("{} × {}, {} {}", best->instances, best->instance, best->accelerators, best->accelerator) : std::string();
}

/// The answer to the same scenario in another phase: how what is served would be trained, how what is trained would be served.
std::optional<Answer> asked_as(Phase phase, const Answer& given, const Catalog& catalog)
{
    Scenario scenario = given.scenario;
    scenario.phase = phase;
    if (given.estimate)
        return match_resolved(scenario, catalog, &given.estimate->model, false);
    Result<Answer> matched = match(scenario, catalog, false);
    return matched ? std::optional(std::move(*matched)) : std::nullopt;
}

} // namespace

Result<Diagram> inference_pipeline(const Answer& given, const Catalog& catalog)
{
    const std::optional<Answer> served
        = given.scenario.phase == Phase::Inference ? std::nullopt : asked_as(Phase::Inference, given, catalog);
    const Answer& answer = served ? *served : given;
    const Workload& w = answer.scenario.workload;
    Pipeline line(answer, catalog);
    line.out.kind = "inference-pipeline";
    line.out.title = "From a request to its answer";
    line.out.direction = FlowDirection::LeftRight;
    line.out.arrangement = Arrangement::Line;
    line.out.clusters = {{"around", "Around it", {}, {}}};
    const Decision* platforms = answer.decision("serving-platform");
    const Candidate* platform = platforms ? platforms->winner() : nullptr;
    // A platform with capacity of its own leaves nothing to buy, to join or to spread requests over.
    const bool hosted = platform && brings_capacity(*platform);
    const Deployment* best = answer.estimate ? answer.estimate->best() : nullptr;
    line.fixed("request",
               fmt::format("Requests\n{} at once, {} tokens in", format_number(w.concurrent_sequences), format_tokens(w.input_tokens)));
    line.role("security", NodeShape::Rounded, "constraint", {});
    line.role("agents", NodeShape::Rounded, "serving", {});
    line.role("serving-platform", NodeShape::Rounded, "aws", {});
    line.role("retrieval", NodeShape::Cylinder, "memory", {});
    line.role("observability", NodeShape::Box, {}, "around");
    line.role("experimentation", NodeShape::Box, {}, "around");
    std::string answers = "Answers\n" + format_tokens(w.output_tokens) + " tokens out";
    if (hosted) {
        if (platform->id == "bedrock-custom-model-import")
            line.role("weights-storage", NodeShape::Cylinder, "memory", {});
        line.ownDeployment();
    } else {
        line.role("routing", NodeShape::Rounded, "serving", {});
        line.role("accelerator", NodeShape::Box, "experts", {}, instances_of(answer));
        line.role("kv-cache", NodeShape::Cylinder, "memory", {},
                  best ? format_bytes(best->kv_bytes_per_sequence) + " a sequence" : std::string());
        line.role("weights-storage", NodeShape::Cylinder, "memory", {});
        line.role("network", NodeShape::Box, "experts", {});
        line.role("orchestration", NodeShape::Box, "aws", {});
        line.role("capacity", NodeShape::Box, {}, "around");
        if (best && best->ttft_ms)
            answers += "\nfirst after " + format_band(*best->ttft_ms, [](double ms) { return format_seconds(ms / 1e3); });
    }
    line.fixed("answer", answers);

    const bool secured = line.out.node("security") != nullptr;
    line.edge("request", "security", {});
    const std::string entry = secured ? "security" : "request";
    std::string last = entry;
    for (const char* id : {"agents", "routing", "serving-platform"}) {
        if (!line.out.node(id))
            continue;
        line.edge(last, id, {});
        last = id;
    }
    line.edge(line.out.node("agents") ? "agents" : last, "retrieval", "asks");
    // Without a model no instance is chosen, and of a hosted one none is: then the platform answers.
    const std::string host = line.out.node("accelerator") ? "accelerator" : last;
    line.edge("serving-platform", "accelerator", "prompts");
    line.edge("orchestration", host, "places", true);
    line.edge("weights-storage", host,
              hosted     ? "imported"
                  : best ? "loads " + format_bytes(best->memory.weights * best->accelerators / best->replicas)
                         : "loads");
    line.edge(host, "kv-cache", "reads and writes");
    line.edge("network", host, {}, true);
    line.edge(host, "answer", {});
    line.edge(host, "capacity", "bought as", true);
    line.edge(host, "observability", "metrics", true);
    line.edge("experimentation", "serving-platform", "variants", true);
    line.edge("serving-platform", "own", "or", true);
    if (line.out.nodes.size() < 4)
        return bad_input("diagram inference-pipeline", "too little is decided to draw it", "expected a scenario with a model");
    return line.out;
}

Result<Diagram> training_pipeline(const Answer& given, const Catalog& catalog)
{
    const std::optional<Answer> trained
        = given.scenario.phase == Phase::Inference ? asked_as(Phase::Pretraining, given, catalog) : std::nullopt;
    const Answer& answer = trained ? *trained : given;
    const Training& t = answer.scenario.training;
    Pipeline line(answer, catalog);
    line.out.kind = "training-pipeline";
    line.out.title = "From data to a served model";
    line.out.direction = FlowDirection::LeftRight;
    line.out.arrangement = Arrangement::Line;
    line.out.clusters = {{"around", "Around it", {}, {}}};
    line.fixed("data", fmt::format("Training data\n{} tokens, sequences of {}", format_tokens(t.tokens), format_tokens(t.sequence_length)));
    line.role("training-data-storage", NodeShape::Cylinder, "memory", {});
    line.role("training-platform", NodeShape::Rounded, "aws", {}, fmt::format("{}, {}", name_of(answer.scenario.phase), t.precision));
    line.role("accelerator", NodeShape::Box, "experts", {});
    line.role("network", NodeShape::Box, "experts", {});
    line.role("orchestration", NodeShape::Box, "aws", {});
    std::string size;
    if (answer.estimate)
        size = format_parameters(static_cast<double>(answer.estimate->model.architecture.total_parameters())) + " parameters";
    line.role("checkpoint-storage", NodeShape::Cylinder, "memory", {}, size);
    line.role("experimentation", NodeShape::Box, {}, "around");
    line.role("observability", NodeShape::Box, {}, "around");
    line.role("security", NodeShape::Box, {}, "around");
    line.role("capacity", NodeShape::Box, {}, "around");
    line.role("weights-storage", NodeShape::Cylinder, "memory", {});
    line.fixed("served", "Model to serve" + (size.empty() ? std::string() : "\n" + size));

    line.edge("data", line.out.node("training-data-storage") ? "training-data-storage" : "training-platform", {});
    line.edge("training-data-storage", "training-platform", "reads");
    line.edge("training-platform", "accelerator", "runs on");
    const std::string host = line.out.node("accelerator") ? "accelerator" : "training-platform";
    line.edge("network", host, {}, true);
    line.edge("orchestration", "training-platform", {}, true);
    line.edge(host, "checkpoint-storage", "checkpoints");
    line.edge(host, "capacity", "bought as", true);
    line.edge("training-platform", "experimentation", "runs", true);
    line.edge("training-platform", "observability", "metrics", true);
    line.edge("training-platform", "security", "protected by", true);
    if (line.out.node("weights-storage")) {
        line.edge("checkpoint-storage", "weights-storage", "last one");
        line.edge("weights-storage", "served", {});
    } else {
        line.edge(line.out.node("checkpoint-storage") ? "checkpoint-storage" : "training-platform", "served", "last one");
    }
    if (line.out.nodes.size() < 4)
        return bad_input("diagram training-pipeline", "too little is decided to draw it", "expected a scenario that trains a model");
    return line.out;
}

} // namespace archway
