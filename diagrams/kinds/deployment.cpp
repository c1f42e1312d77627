// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/kinds/kinds.h"

#include "model/base/units.h"

#include <fmt/format.h>

#include <algorithm>

namespace archway {

namespace {

constexpr int shown_boxes = 3; ///< replicas or instances drawn one by one; more are one box that says how many

std::string per_token(double ms)
{
    return format_seconds(ms / 1e3);
}

class Builder {
public:
    Builder(const Answer& answer, const Catalog& catalog, const Deployment& best)
        : m_answer(answer)
        , m_catalog(catalog)
        , m_best(best)
    {
    }

    Diagram run()
    {
        const Workload& w = m_answer.scenario.workload;
        m_out.kind = "deployment";
        m_out.title = fmt::format("{} on {} × {}", m_answer.estimate->model.architecture.name, m_best.instances, m_best.instance);
        m_out.direction = FlowDirection::LeftRight;
        const std::string region = m_best.price             ? m_best.price->region
            : m_answer.scenario.constraints.regions.empty() ? std::string("any Region")
                                                            : m_answer.scenario.constraints.regions.front();
        m_out.clusters.push_back({"region", "Region " + region, {}, {}});
        node("users",
             fmt::format("{} users at once\n{} in, {} out", format_number(w.concurrent_sequences), format_tokens(w.input_tokens),
                         format_tokens(w.output_tokens)),
             NodeShape::Stadium, {}, {}, {});
        const Candidate* platform = platform_on_instances(m_answer);
        node("platform", (platform ? platform->name : std::string("Own serving")) + "\nengine " + m_best.engine, NodeShape::Rounded, "aws",
             platform ? platform->id : std::string(), "region");
        edge("users", "platform", {});
        storage();
        machines();
        memory();
        answers();
        return std::move(m_out);
    }

private:
    void node(std::string id, std::string label, NodeShape shape, std::string group, const std::string& entity, std::string cluster)
    {
        DiagramNode made;
        made.id = std::move(id);
        made.label = std::move(label);
        made.shape = shape;
        made.group = std::move(group);
        made.cluster = std::move(cluster);
        if (const Entity* known = m_catalog.entity(entity)) {
            made.entity = known->id;
            made.tooltip = known->summary;
        }
        m_out.nodes.push_back(std::move(made));
    }

    void edge(std::string from, std::string to, std::string label, bool dashed = false)
    {
        m_out.edges.push_back({std::move(from), std::move(to), std::move(label), dashed, true, {}, {}});
    }

    const Candidate* winner(const char* role) const
    {
        const Decision* decision = m_answer.decision(role);
        return decision ? decision->winner() : nullptr;
    }

    /// Weights of one copy, over all accelerators that hold it.
    double copy_bytes() const { return m_best.memory.weights * m_best.tensor_parallel * m_best.pipeline_parallel; }

    void storage()
    {
        if (const Candidate* weights = winner("weights-storage"))
            node("weights-storage", weights->name + "\n" + format_bytes(copy_bytes()) + " of weights a copy\nloaded at start",
                 NodeShape::Cylinder, "memory", weights->id, "region");
        const Candidate* cache = winner("kv-cache");
        if (cache && cache->id != "hbm")
            node("kv-tier", cache->name + "\nkv cache beyond the device", NodeShape::Cylinder, "memory", cache->id, "region");
    }

    /// Copies on instances: several on one, or one over several.
    void machines()
    {
        const InstanceType* type = m_catalog.instance(m_best.instance);
        const int per_instance = std::max(1, m_best.accelerators / std::max(1, m_best.instances));
        const bool over_several = m_best.pipeline_parallel > 1 && m_best.replicas < m_best.instances;
        const int instances = std::min(m_best.instances, shown_boxes);
        for (int i = 0; i < instances; ++i) {
            const bool rest = i == instances - 1 && m_best.instances > shown_boxes;
            const std::string id = fmt::format("instance-{}", i + 1);
            if (rest) {
                node(id, fmt::format("{} more like these\n{} in all", m_best.instances - instances + 1, m_best.instances), NodeShape::Box,
                     "experts", m_best.instance, "region");
                edge("platform", id, {});
                continue;
            }
            const std::string price
                = m_best.price ? fmt::format(", {} an hour {}", format_usd(m_best.price->usd_per_hour), m_best.price->purchase) : "";
            m_out.clusters.push_back({id, m_best.instance + price, "region", "experts"});
            const int copies = over_several ? 1 : std::max(1, m_best.replicas / m_best.instances);
            const int shown = std::min(copies, shown_boxes);
            for (int k = 0; k < shown; ++k) {
                const bool more = k == shown - 1 && copies > shown_boxes;
                const std::string box = fmt::format("{}-{}", id, k + 1);
                const int held = over_several ? per_instance : per_instance / copies;
                std::string label = fmt::format("{} × {}\ntensor parallel {}", held, m_best.accelerator, m_best.tensor_parallel);
                if (over_several)
                    label += fmt::format("\nstage {} of {} of copy {}", i % m_best.pipeline_parallel + 1, m_best.pipeline_parallel,
                                         i / m_best.pipeline_parallel + 1);
                else if (m_best.pipeline_parallel > 1)
                    label += fmt::format("\n{} pipeline stages", m_best.pipeline_parallel);
                if (m_best.expert_parallel > 1)
                    label += fmt::format("\nexpert parallel {}", m_best.expert_parallel);
                if (!over_several)
                    label += fmt::format("\ncopy {} of {}", i * copies + k + 1, m_best.replicas);
                if (more)
                    label = fmt::format("{} more copies here\n{} in all", copies - shown + 1, m_best.replicas);
                node(box, std::move(label), NodeShape::Box, "experts", m_best.instance, id);
                m_boxes.push_back(box);
                if (over_several && i % m_best.pipeline_parallel > 0)
                    edge(fmt::format("instance-{}-1", i), box,
                         type && type->network_gbps > 0 ? fmt::format("EFA, {} Gbps", format_number(type->network_gbps)) : "EFA");
                else
                    edge("platform", box, {});
            }
        }
    }

    void memory()
    {
        const MemoryPerAccelerator& m = m_best.memory;
        node("memory",
             fmt::format("Each accelerator, {}\n---\nweights {}\nKV cache {}\nactivations {}\noverhead {}\n---\nfree {}",
                         format_bytes(m.capacity), format_bytes(m.weights), format_bytes(m.kv_cache), format_bytes(m.activations),
                         format_bytes(m.overhead), format_bytes(std::max(0.0, m.capacity - m.used()))),
             NodeShape::Record, "memory", "hbm", "region");
        for (const std::string& box : m_boxes)
            edge(box, "memory", {});
        if (m_out.node("weights-storage") && !m_boxes.empty())
            edge("weights-storage", m_boxes.front(), {}, true);
        if (m_out.node("kv-tier") && !m_boxes.empty())
            edge(m_boxes.front(), "kv-tier", {}, true);
    }

    void answers()
    {
        std::string result = "Answers";
        if (m_best.ttft_ms)
            result += fmt::format("\nfirst token {}", format_band(*m_best.ttft_ms, per_token));
        if (m_best.tpot_ms)
            result += fmt::format("\n{} per token", format_band(*m_best.tpot_ms, per_token));
        if (m_best.usd_per_month)
            result += fmt::format("\n{} a month", format_usd(*m_best.usd_per_month));
        node("answers", result, NodeShape::Stadium, {}, {}, {});
        edge("memory", "answers", {});
    }

    const Answer& m_answer;
    const Catalog& m_catalog;
    const Deployment& m_best;
    Diagram m_out;
    std::vector<std::string> m_boxes; ///< what holds a copy or a stage of one
};

} // namespace

Result<Diagram> deployment_diagram(const Answer& answer, const Catalog& catalog)
{
    if (answer.estimate && answer.estimate->trains())
        return training_deployment(answer, catalog);
    const Deployment* best = answer.estimate ? answer.estimate->best() : nullptr;
    if (!best)
        return bad_input("diagram deployment", "nothing is feasible for this scenario", "expected a scenario that some instance can serve");
    return Builder(answer, catalog, *best).run();
}

} // namespace archway
