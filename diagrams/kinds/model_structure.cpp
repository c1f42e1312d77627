// SPDX-License-Identifier: GPL-3.0-or-later
// A model's layers as blocks: what repeats is drawn once, with how often.
#include "diagrams/kinds/kinds.h"

#include "model/base/units.h"

#include <fmt/format.h>

#include <algorithm>

namespace archway {

namespace {

/// Layers first … first + length·times − 1, a unit of `length` layers that repeats.
struct Segment {
    std::size_t first = 0, length = 1, times = 1;
};

/// The layers as repeating units: at each place the unit that explains the most layers, the shortest of several.
std::vector<Segment> segments_of(const std::vector<Layer>& layers)
{
    constexpr std::size_t longest_unit = 16;
    std::vector<Segment> out;
    for (std::size_t at = 0; at < layers.size();) {
        Segment best{at, 1, 1};
        for (std::size_t length = 1; length <= longest_unit && at + 2 * length <= layers.size(); ++length) {
            std::size_t times = 1;
            while (at + (times + 1) * length <= layers.size()
                   && std::equal(layers.begin() + static_cast<std::ptrdiff_t>(at),
                                 layers.begin() + static_cast<std::ptrdiff_t>(at + length),
                                 layers.begin() + static_cast<std::ptrdiff_t>(at + times * length)))
                ++times;
            if (times > 1 && times * length > best.times * best.length)
                best = {at, length, times};
        }
        out.push_back(best);
        at += best.length * best.times;
    }
    return out;
}

std::string attention_name(AttentionKind kind)
{
    switch (kind) {
    case AttentionKind::Mha: return "Multi-head attention";
    case AttentionKind::Gqa: return "Grouped-query attention";
    case AttentionKind::Mqa: return "Multi-query attention";
    case AttentionKind::Mla: return "Multi-head latent attention";
    case AttentionKind::DeltaNet: return "Gated DeltaNet";
    case AttentionKind::Lightning: return "Lightning attention";
    case AttentionKind::Mamba: return "Mamba-2 state space";
    case AttentionKind::None: return {};
    }
    return {};
}

std::string parameters(std::int64_t count)
{
    return format_parameters(static_cast<double>(count)) + " parameters";
}

class Builder {
public:
    Builder(const Architecture& model, const Catalog& catalog)
        : m_model(model)
        , m_catalog(catalog)
    {
    }

    Diagram run()
    {
        m_out.kind = "model";
        m_out.title = fmt::format("{}: {} parameters, {} active, {} layers", m_model.name,
                                  format_parameters(static_cast<double>(m_model.total_parameters())),
                                  format_parameters(static_cast<double>(m_model.active_parameters())), m_model.layers.size());
        m_out.direction = FlowDirection::TopDown;
        follow(node("tokens", "Tokens", NodeShape::Stadium, {}, {}));
        follow(node("embedding",
                    fmt::format("Embedding\n{} × {}, {}", format_number(static_cast<double>(m_model.vocabulary)),
                                format_number(static_cast<double>(m_model.hidden)), parameters(m_model.embedding_parameters)),
                    NodeShape::Box, "serving", {}));
        int number = 0;
        for (const Segment& segment : segments_of(m_model.layers))
            block(segment, ++number);
        follow(node("final-norm", norm_name(), NodeShape::Rounded, "normalisation", norm_entity()));
        follow(node("head",
                    m_model.head_parameters > 0 ? "Output head\n" + parameters(m_model.head_parameters)
                                                : std::string("Output head\nthe embedding table again, not counted twice"),
                    NodeShape::Box, "serving", {}));
        if (m_model.multi_token_modules > 0) {
            node("mtp",
                 fmt::format("{} multi-token prediction module{}\ndrafts the tokens after next", m_model.multi_token_modules,
                             m_model.multi_token_modules == 1 ? "" : "s"),
                 NodeShape::Box, "experts", "mtp");
            m_out.edges.push_back({"head", "mtp", {}, true, true, {}, {}});
        }
        follow(node("next", "Next token", NodeShape::Stadium, {}, {}));
        return std::move(m_out);
    }

private:
    std::string node(const std::string& id, std::string label, NodeShape shape, std::string group, const std::string& entity)
    {
        DiagramNode made;
        made.id = id;
        made.label = std::move(label);
        made.shape = shape;
        made.group = std::move(group);
        made.cluster = m_cluster;
        if (const Entity* known = m_catalog.entity(entity)) {
            made.entity = known->id;
            made.tooltip = known->summary;
        }
        m_out.nodes.push_back(std::move(made));
        return id;
    }

    /// Draws the edge from what came last, and goes on from here.
    void follow(const std::string& id)
    {
        if (!m_last.empty())
            m_out.edges.push_back({m_last, id, {}, false, true, {}, {}});
        m_last = id;
    }

    std::string norm_name() const { return m_model.layer_norm ? "LayerNorm" : "RMSNorm"; }
    std::string norm_entity() const { return m_model.layer_norm ? "layer-normalization" : "rmsnorm"; }

    void block(const Segment& segment, int number)
    {
        const std::string outer = fmt::format("block-{}", number);
        // Short, so that the line of the layers passes beside it.
        const std::string span = segment.times * segment.length == 1
            ? fmt::format("layer {}", segment.first + 1)
            : fmt::format("{}{} layers, {}–{}", segment.length == 1 ? std::string() : fmt::format("{} × ", segment.times),
                          segment.length == 1 ? segment.times : segment.length, segment.first + 1,
                          segment.first + segment.times * segment.length);
        m_out.clusters.push_back({outer, span, {}, "aws"});
        // Inside a unit, neighbours that are alike are drawn once.
        std::size_t part = 0;
        for (std::size_t i = 0; i < segment.length; ++part) {
            std::size_t alike = 1;
            while (i + alike < segment.length && m_model.layers[segment.first + i + alike] == m_model.layers[segment.first + i])
                ++alike;
            m_cluster = outer;
            if (alike < segment.length) {
                m_cluster = fmt::format("{}-{}", outer, part + 1);
                m_out.clusters.push_back({m_cluster, alike == 1 ? "1 layer" : fmt::format("{} layers alike", alike), outer, {}});
            }
            layer(m_model.layers[segment.first + i], fmt::format("{}-{}", number, part + 1));
            i += alike;
        }
        m_cluster.clear();
    }

    void layer(const Layer& layer, const std::string& id)
    {
        const bool before = m_model.norm != NormPlacement::Post;
        const bool after = m_model.norm == NormPlacement::Post || m_model.norm == NormPlacement::Sandwich;
        if (before)
            follow(node("norm-a-" + id, norm_name(), NodeShape::Rounded, "normalisation", norm_entity()));
        const std::string start = m_last;
        if (!layer.mixes())
            return feed_forward(layer, id, {});
        follow(node("attention-" + id, attention(layer), NodeShape::Box, "attention", std::string(name_of(layer.attention))));
        if (!layer.feeds_forward())
            return;
        if (m_model.norm == NormPlacement::Parallel) {
            feed_forward(layer, id, start);
            return;
        }
        if (after)
            follow(
                node("norm-b-" + id, norm_name() + (before ? "" : " after attention"), NodeShape::Rounded, "normalisation", norm_entity()));
        if (before)
            follow(node("norm-c-" + id, norm_name(), NodeShape::Rounded, "normalisation", norm_entity()));
        feed_forward(layer, id, {});
        if (after)
            follow(node("norm-d-" + id, norm_name() + (before ? "" : " after the feed-forward"), NodeShape::Rounded, "normalisation",
                        norm_entity()));
    }

    std::string attention(const Layer& layer) const
    {
        std::string out = attention_name(layer.attention) + "\n";
        if (layer.attention == AttentionKind::Mla && m_model.latent) {
            out += fmt::format("{} heads, latent {} + {} rotary\n", m_model.heads, m_model.latent->kv_rank, m_model.latent->rope);
        } else if (caches_tokens(layer.attention)) {
            out += fmt::format("{} heads, {} of keys and values, {} wide\n", m_model.heads, m_model.kv_heads, m_model.head_dim);
        }
        if (layer.window > 0)
            out += fmt::format("window of {} tokens\n", format_number(static_cast<double>(layer.window)));
        if (m_model.qk_norm)
            out += "query-key norm\n";
        if (layer.cache_elements > 0)
            out += fmt::format("caches {} a token at BF16\n", format_bytes(2.0 * static_cast<double>(layer.cache_elements)));
        else if (!layer.stores_cache && caches_tokens(layer.attention))
            out += "shares an earlier layer's cache\n";
        if (layer.state_bytes > 0)
            out += fmt::format("keeps {} a sequence\n", format_bytes(static_cast<double>(layer.state_bytes)));
        return out + parameters(layer.attention_parameters);
    }

    /// The dense feed-forward, or router, experts and shared expert. `parallel`: beside the attention instead of after it.
    void feed_forward(const Layer& layer, const std::string& id, const std::string& parallel)
    {
        const std::string from = parallel.empty() ? m_last : parallel;
        if (!layer.moe) {
            const std::string made
                = node("ffn-" + id,
                       fmt::format("{}\n{} → {}, {}", m_model.gated_ffn ? "Gated feed-forward" : "Feed-forward",
                                   format_number(static_cast<double>(m_model.hidden)),
                                   format_number(static_cast<double>(m_model.intermediate)), parameters(layer.dense_parameters)),
                       NodeShape::Box, "memory", {});
            m_out.edges.push_back({from, made, {}, false, true, {}, {}});
            if (!parallel.empty())
                join(id, {m_last, made});
            m_last = made;
            if (!parallel.empty())
                m_last = "sum-" + id;
            return;
        }
        std::vector<std::string> ends;
        node("router-" + id, "Router\n" + parameters(layer.router_parameters), NodeShape::Hexagon, "experts", "expert-routing");
        m_out.edges.push_back({from, "router-" + id, {}, false, true, {}, {}});
        // Experts that read a latent have projections into it and back; they are counted with the layer's dense parameters.
        const std::int64_t latent
            = m_model.expert_input > 0 && m_model.expert_input != m_model.hidden ? 2 * m_model.hidden * m_model.expert_input : 0;
        std::string to_experts = "router-" + id;
        if (latent > 0) {
            node("latent-" + id,
                 fmt::format("Latent projections\n{} to {} wide and back\n{}", format_number(static_cast<double>(m_model.hidden)),
                             format_number(static_cast<double>(m_model.expert_input)), parameters(latent)),
                 NodeShape::Box, "experts", "moe");
            m_out.edges.push_back({to_experts, "latent-" + id, {}, false, true, {}, {}});
            to_experts = "latent-" + id;
        }
        node("experts-" + id,
             fmt::format("{} experts, {} a token\neach {} wide, {} parameters\ntogether {}", m_model.experts, m_model.active_experts,
                         format_number(static_cast<double>(m_model.expert_width)),
                         format_parameters(static_cast<double>(m_model.parameters_per_expert())), parameters(layer.expert_parameters)),
             NodeShape::Box, "experts", "moe");
        m_out.edges.push_back(
            {to_experts, "experts-" + id, fmt::format("{} of {}", m_model.active_experts, m_model.experts), false, true, {}, {}});
        ends.push_back("experts-" + id);
        if (const std::int64_t shared = layer.dense_parameters - latent; shared > 0) {
            node("shared-" + id,
                 fmt::format("Shared expert\nevery token, {} wide\n{}",
                             format_number(static_cast<double>(m_model.shared_width > 0 ? m_model.shared_width : m_model.intermediate)),
                             parameters(shared)),
                 NodeShape::Box, "experts", "shared-expert");
            m_out.edges.push_back({from, "shared-" + id, {}, false, true, {}, {}});
            ends.push_back("shared-" + id);
        }
        if (!parallel.empty())
            ends.push_back(m_last);
        if (ends.size() == 1)
            m_last = ends.front();
        else
            join(id, ends);
    }

    void join(const std::string& id, const std::vector<std::string>& ends)
    {
        node("sum-" + id, "+", NodeShape::Circle, {}, {});
        for (const std::string& end : ends)
            m_out.edges.push_back({end, "sum-" + id, {}, false, true, {}, {}});
        m_last = "sum-" + id;
    }

    const Architecture& m_model;
    const Catalog& m_catalog;
    Diagram m_out;
    std::string m_cluster; ///< what is made now stands in it
    std::string m_last;
};

} // namespace

Result<Diagram> model_structure(const Answer& answer, const Catalog& catalog)
{
    if (!answer.estimate)
        return bad_input("diagram model", "the scenario names no model", "expected a scenario with a model");
    return Builder(answer.estimate->model.architecture, catalog).run();
}

} // namespace archway
