// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/kinds/kinds.h"

#include "model/base/units.h"

#include <fmt/format.h>

#include <algorithm>

namespace archway {

namespace {

constexpr int shown_instances = 4; ///< more are drawn as one box that says how many

std::string per_token(double ms)
{
    return format_seconds(ms / 1e3);
}

} // namespace

Result<Diagram> deployment_diagram(const Answer& answer, const Catalog& catalog)
{
    const Deployment* best = answer.estimate ? answer.estimate->best() : nullptr;
    if (!best)
        return bad_input("diagram deployment", "nothing is feasible for this scenario", "expected a scenario that some instance can serve");
    const Workload& w = answer.scenario.workload;
    Diagram out;
    out.kind = "deployment";
    out.title = fmt::format("{} on {} × {}", answer.estimate->model.architecture.name, best->instances, best->instance);
    out.direction = FlowDirection::LeftRight;
    const auto node = [&](std::string id, std::string label, NodeShape shape, std::string group, std::string entity) {
        out.nodes.push_back({std::move(id), std::move(label), shape, {}, std::move(group), std::move(entity), false, {}, {}});
    };
    const auto edge = [&](std::string from, std::string to, std::string label) {
        out.edges.push_back({std::move(from), std::move(to), std::move(label), false, true, {}, {}});
    };
    node("users",
         fmt::format("{} users at once\n{} in, {} out", format_number(w.concurrent_sequences), format_tokens(w.input_tokens),
                     format_tokens(w.output_tokens)),
         NodeShape::Stadium, "", "");
    const Decision* platform = answer.decision("serving-platform");
    const Candidate* own = nullptr;
    if (platform) {
        const auto found = std::find_if(platform->candidates.begin(), platform->candidates.end(), [](const Candidate& candidate) {
            return candidate.verdict != Verdict::Rejected && !candidate.id.starts_with("bedrock");
        });
        own = found == platform->candidates.end() ? nullptr : &*found;
    }
    node("platform", (own ? own->name : std::string("Own serving")) + "\n" + best->engine, NodeShape::Rounded, "serving",
         own ? own->id : "");
    edge("users", "platform", {});
    const int copies = best->replicas;
    const int shown = std::min(copies, shown_instances);
    for (int i = 0; i < shown; ++i) {
        const bool rest = i == shown - 1 && copies > shown_instances;
        const std::string id = "replica" + std::to_string(i + 1);
        const int hold = best->pipeline_parallel;
        node(id,
             rest ? fmt::format("{} more replicas", copies - shown + 1)
                  : fmt::format("Replica {}\n{} {}, TP {}{}", i + 1, best->tensor_parallel * hold, best->accelerator, best->tensor_parallel,
                                hold > 1 ? fmt::format(" × PP {} over EFA", hold) : ""),
             NodeShape::Box, "experts", best->instance);
        edge("platform", id, {});
    }
    const MemoryPerAccelerator& m = best->memory;
    node("memory",
         fmt::format("Each accelerator, {}\nweights {}\nKV cache {}\nfree {}", format_bytes(m.capacity), format_bytes(m.weights),
                     format_bytes(m.kv_cache), format_bytes(std::max(0.0, m.capacity - m.used()))),
         NodeShape::Box, "memory", "hbm");
    for (int i = 0; i < shown; ++i)
        edge("replica" + std::to_string(i + 1), "memory", {});
    std::string result = "Answers";
    if (best->tpot_ms)
        result += "\n" + format_band(*best->tpot_ms, per_token) + " per token";
    if (best->usd_per_month)
        result += "\n" + format_usd(*best->usd_per_month) + " a month";
    node("answers", result, NodeShape::Stadium, "", "");
    edge("memory", "answers", {});
    for (DiagramNode& entry : out.nodes) {
        if (!catalog.entity(entry.entity))
            entry.entity.clear();
    }
    return out;
}

} // namespace archway
