// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/trained_model.h"

#include <algorithm>

namespace archway {

double TrainedModel::attended_layers(double tokens) const
{
    double sum = 0;
    for (const AttentionSpan& span : spans) {
        const bool windowed = span.window > 0 && span.window < tokens;
        sum += span.layers * (windowed ? span.window * (1 - span.window / (2 * tokens)) : tokens / 2);
    }
    return sum;
}

TrainedModel trained_model(const Architecture& a)
{
    TrainedModel out;
    out.layers = a.blocks();
    out.hidden = static_cast<double>(a.hidden);
    const auto heads = static_cast<double>(a.heads);
    if (a.latent) {
        const double key = static_cast<double>(a.latent->nope + a.latent->rope);
        const auto value = static_cast<double>(a.latent->value);
        out.query_width = heads * key;
        out.cached_width = heads * (key + value) / 2;
        out.attention_flops_per_position = 2 * heads * (key + value);
    } else {
        out.query_width = heads * static_cast<double>(a.head_dim);
        out.cached_width = static_cast<double>(a.kv_heads * a.head_dim);
        out.attention_flops_per_position = 4 * out.query_width;
    }
    out.gated = a.gated_ffn;
    out.vocabulary = static_cast<double>(a.vocabulary);
    out.moe_layers = static_cast<double>(a.moe_layers());
    out.experts = static_cast<double>(a.experts);
    out.active_experts = static_cast<double>(a.active_experts);
    out.expert_width = static_cast<double>(a.expert_width);
    out.expert_input = static_cast<double>(a.expert_input);
    std::size_t groups = 0;
    double dense_width = 0;
    double mixed_width = 0;
    for (const Layer& layer : a.layers) {
        out.dense_parameters += static_cast<double>(layer.total() - layer.expert_parameters);
        out.expert_parameters += static_cast<double>(layer.expert_parameters);
        if (layer.feeds_forward())
            dense_width += static_cast<double>(layer.moe ? a.shared_width : a.intermediate);
        // A state space keeps about what its projections write.
        if (layer.attention == AttentionKind::Mamba)
            out.state_width += static_cast<double>(layer.attention_parameters) / out.hidden;
        else if (layer.mixes())
            mixed_width += out.query_width;
        if (!caches_tokens(layer.attention))
            continue;
        // A model has at most a few windows; what is beyond the table attends like its last entry.
        std::size_t group = 0;
        while (group < groups && out.spans[group].window != static_cast<double>(layer.window))
            ++group;
        if (group == groups && groups < out.spans.size())
            out.spans[groups++].window = static_cast<double>(layer.window);
        out.spans[std::min(group, out.spans.size() - 1)].layers += 1;
    }
    out.dense_width = out.layers > 0 ? dense_width / out.layers : 0;
    out.query_width = out.layers > 0 ? (mixed_width + out.state_width) / out.layers : 0;
    out.dense_parameters += static_cast<double>(a.final_parameters);
    out.embedding_parameters = static_cast<double>(a.embedding_parameters + a.per_layer_embedding_parameters);
    out.head_parameters = static_cast<double>(a.head_parameters);
    out.active_parameters = static_cast<double>(a.active_parameters());
    const double attention = 3 * out.hidden + 2 * out.query_width + 2 * out.cached_width + out.hidden;
    const double ffn = (out.gated ? 3 : 2) * (out.hidden + out.dense_width);
    out.adapter_inputs_outputs = out.layers * (attention + (out.dense_width > 0 ? ffn : 0));
    return out;
}

double training_flops_per_token(const TrainedModel& model, double sequence_length, bool frozen_base)
{
    const double attention = 3 * model.attention_flops_per_position * model.attended_layers(sequence_length);
    return (frozen_base ? 4 : 6) * model.active_parameters + attention;
}

} // namespace archway
