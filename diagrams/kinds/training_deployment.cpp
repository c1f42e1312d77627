// SPDX-License-Identifier: GPL-3.0-or-later
// The run that the answer plans: data in, instances with their share of the model, checkpoints and the model out.
#include "diagrams/kinds/kinds.h"

#include "diagrams/kinds/knowledge_lookup.h"
#include "model/base/units.h"

#include <fmt/format.h>

#include <algorithm>

namespace archway {

namespace {

constexpr int shown_instances = 3; ///< drawn one by one; more are one box that says how many

std::string days(double value)
{
    return format_figures(value) + (value == 1 ? " day" : " days");
}

class Run {
public:
    Run(const Answer& answer, const Catalog& catalog, const TrainingPlan& plan)
        : m_answer(answer)
        , m_catalog(catalog)
        , m_plan(plan)
    {
    }

    Diagram run()
    {
        const Training& t = m_answer.scenario.training;
        m_out.kind = "deployment";
        m_out.title = fmt::format("{} trained on {} × {}", m_answer.estimate->model.architecture.name, m_plan.instances, m_plan.instance);
        m_out.direction = FlowDirection::LeftRight;
        const std::string region = m_plan.price             ? m_plan.price->region
            : m_answer.scenario.constraints.regions.empty() ? std::string("any Region")
                                                            : m_answer.scenario.constraints.regions.front();
        m_out.clusters.push_back({"region", "Region " + region, {}, {}});
        node("data", fmt::format("Training data\n{} tokens\nsequences of {}", format_tokens(t.tokens), format_tokens(t.sequence_length)),
             NodeShape::Stadium, {}, {});
        std::string from = "data";
        if (const Candidate* storage = winner("training-data-storage")) {
            node("storage", storage->name + "\ntraining data", NodeShape::Cylinder, "memory", storage->id, "region");
            m_out.edges.push_back({from, "storage", {}, false, true, {}, {}});
            from = "storage";
        }
        const std::vector<std::string> boxes = machines(from);
        node("memory",
             fmt::format("Each accelerator, {}\n---\nweights {}\ngradients {}\noptimizer {}\nactivations {}\noverhead {}\n---\nfree {}",
                         format_bytes(m_plan.capacity), format_bytes(m_plan.memory.weights), format_bytes(m_plan.memory.gradients),
                         format_bytes(m_plan.memory.optimizer), format_bytes(m_plan.memory.activations),
                         format_bytes(m_plan.memory.overhead), format_bytes(std::max(0.0, m_plan.capacity - m_plan.memory.used()))),
             NodeShape::Record, "memory", "hbm", "region");
        for (const std::string& box : boxes)
            m_out.edges.push_back({box, "memory", {}, false, true, {}, {}});
        const Candidate* checkpoints = winner("checkpoint-storage");
        node("checkpoints",
             fmt::format("{}\n{} a checkpoint\nevery {}", checkpoints ? checkpoints->name : std::string("Checkpoints"),
                         format_bytes(m_plan.checkpoint_size), format_seconds(m_plan.checkpoint_interval_s)),
             NodeShape::Cylinder, "memory", checkpoints ? checkpoints->id : std::string(), "region");
        m_out.edges.push_back({"memory", "checkpoints", {}, true, true, {}, {}});
        std::string result = "Trained model";
        if (m_plan.days)
            result += "\nin " + format_band(*m_plan.days, days);
        if (m_plan.usd_total)
            result += "\n" + format_band(*m_plan.usd_total, format_usd);
        if (m_plan.mfu)
            result += "\n" + format_band(*m_plan.mfu, [](double share) { return format_percent(share); }) + " of the peak";
        node("model", result, NodeShape::Stadium, {}, {});
        m_out.edges.push_back({"memory", "model", {}, false, true, {}, {}});
        return std::move(m_out);
    }

private:
    void node(const std::string& id, std::string label, NodeShape shape, const std::string& group, const std::string& entity,
              const std::string& cluster = {})
    {
        DiagramNode made = node_for(m_catalog, entity, shape);
        made.id = id;
        made.label = std::move(label);
        made.group = group;
        made.cluster = cluster;
        m_out.nodes.push_back(std::move(made));
    }

    const Candidate* winner(const char* role) const
    {
        const Decision* decision = m_answer.decision(role);
        return decision ? decision->winner() : nullptr;
    }

    /// How the model lies on the accelerators, in words.
    std::string spread() const
    {
        const TrainingLayout& l = m_plan.layout;
        std::string out;
        for (const auto& [name, size] : {std::pair("tensor parallel", l.tensor), std::pair("pipeline stages", l.pipeline),
                                         std::pair("expert parallel", l.expert), std::pair("context parallel", l.context)}) {
            if (size > 1)
                out += fmt::format("\n{} {}", name, format_number(size));
        }
        return out;
    }

    std::vector<std::string> machines(const std::string& from)
    {
        const TrainingLayout& l = m_plan.layout;
        const InstanceType* type = m_catalog.instance(m_plan.instance);
        const int per_instance = std::max(1, m_plan.accelerators / std::max(1, m_plan.instances));
        const std::string price
            = m_plan.price ? fmt::format(", {} an hour {}", format_usd(m_plan.price->usd_per_hour), m_plan.price->purchase) : "";
        std::string link = fmt::format("Data parallel {}, ZeRO {}", format_number(l.data), l.zero_stage);
        if (m_plan.instances > 1 && type && type->network_gbps > 0)
            link += fmt::format("; {} Gbps between instances", format_number(type->network_gbps));
        m_out.clusters.push_back({"cluster", link, "region", "aws"});
        std::vector<std::string> out;
        const int shown = std::min(m_plan.instances, shown_instances);
        for (int i = 0; i < shown; ++i) {
            const std::string id = fmt::format("instance-{}", i + 1);
            const bool rest = i == shown - 1 && m_plan.instances > shown;
            if (rest) {
                node(id, fmt::format("{} more like these\n{} in all", m_plan.instances - shown + 1, m_plan.instances), NodeShape::Box,
                     "experts", m_plan.instance, "cluster");
            } else {
                const std::string cluster = fmt::format("machine-{}", i + 1);
                m_out.clusters.push_back({cluster, m_plan.instance + price, "cluster", "experts"});
                node(id, fmt::format("{} × {}{}", per_instance, m_plan.accelerator, spread()), NodeShape::Box, "experts", m_plan.instance,
                     cluster);
            }
            m_out.edges.push_back({from, id, {}, false, true, {}, {}});
            out.push_back(id);
        }
        return out;
    }

    const Answer& m_answer;
    const Catalog& m_catalog;
    const TrainingPlan& m_plan;
    Diagram m_out;
};

} // namespace

Result<Diagram> training_deployment(const Answer& answer, const Catalog& catalog)
{
    const TrainingPlan* best = answer.estimate ? answer.estimate->best_training() : nullptr;
    if (!best)
        return bad_input("diagram deployment", "nothing is feasible for this scenario", "expected a run that some instance can train");
    return Run(answer, catalog, *best).run();
}

} // namespace archway
