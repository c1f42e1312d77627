// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/served_model.h"

#include <algorithm>

namespace archway {

double bytes_per_weight(std::string_view precision)
{
    if (precision == "fp32" || precision == "tf32")
        return 4;
    if (precision == "fp8" || precision == "int8")
        return 1;
    if (precision == "fp4")
        return 0.5625;
    if (precision == "mxfp4")
        return 0.53125;
    if (precision == "int4")
        return 0.52;
    return 2;
}

double bytes_per_cache_element(std::string_view precision)
{
    if (precision == "fp32")
        return 4;
    if (precision == "fp8" || precision == "int8")
        return 1;
    if (precision == "fp4" || precision == "int4")
        return 0.5625;
    return 2;
}

ComputeMode compute_mode(std::string_view weight_precision)
{
    if (weight_precision == "fp8")
        return ComputeMode::Fp8;
    if (weight_precision == "fp4")
        return ComputeMode::Fp4;
    if (weight_precision == "mxfp4")
        return ComputeMode::Mxfp4;
    return ComputeMode::Bf16;
}

double ServedModel::resident_bytes() const
{
    return attention_parameters * attention_weight_bytes + dense_parameters * weight_bytes
        + moe_layers * experts * expert_parameters * weight_bytes + embedding_copies * head_parameters * 2 + other_resident_bytes;
}

double ServedModel::cache_bytes_at(double tokens) const
{
    double elements = 0;
    for (const CacheGroup& group : groups)
        elements += group.elements_per_token * (group.window > 0 ? std::min(tokens, group.window) : tokens);
    return elements * cache_bytes + state_bytes;
}

double ServedModel::attended_layers(double tokens) const
{
    double sum = 0;
    for (const CacheGroup& group : groups)
        sum += group.layers * (group.window > 0 ? std::min(tokens, group.window) : tokens);
    return sum;
}

double ServedModel::prefill_attended_layers(double tokens) const
{
    double sum = 0;
    for (const CacheGroup& group : groups) {
        const bool windowed = group.window > 0 && tokens > group.window;
        sum += group.layers * (windowed ? group.window * (1 - group.window / (2 * tokens)) : tokens / 2);
    }
    return sum;
}

ServedModel serve(const Architecture& model, std::string_view weight_precision, std::string_view cache_precision)
{
    ServedModel out;
    out.layers = model.blocks();
    out.hidden = static_cast<double>(model.hidden);
    out.heads = static_cast<double>(model.heads);
    out.kv_heads = static_cast<double>(std::max<std::int64_t>(1, model.kv_heads));
    out.latent = model.latent.has_value();
    out.experts = static_cast<double>(model.experts);
    out.active_experts = static_cast<double>(model.active_experts);
    out.moe_layers = static_cast<double>(model.moe_layers());
    out.expert_parameters = static_cast<double>(model.parameters_per_expert());
    out.expert_input = static_cast<double>(model.expert_input);
    out.weight_bytes = bytes_per_weight(weight_precision);
    out.attention_weight_bytes = weight_precision == "mxfp4" ? 2 : weight_precision == "fp4" && out.latent ? 1 : out.weight_bytes;
    out.cache_bytes = bytes_per_cache_element(cache_precision);
    out.compute = compute_mode(weight_precision);
    out.head_parameters = static_cast<double>(model.vocabulary) * out.hidden;
    out.embedding_copies = model.tied_embedding ? 1 : 2;

    double at_two_bytes = static_cast<double>(model.final_parameters);
    for (const Layer& layer : model.layers) {
        out.attention_parameters += static_cast<double>(layer.attention_parameters);
        out.dense_parameters += static_cast<double>(layer.dense_parameters + layer.router_parameters + layer.other_parameters);
        at_two_bytes += static_cast<double>(layer.router_parameters + layer.other_parameters);
        out.state_bytes += static_cast<double>(layer.state_bytes);
        if (!caches_tokens(layer.attention))
            continue;
        for (CacheGroup& group : out.groups) {
            if (group.layers > 0 && group.window != static_cast<double>(layer.window) && &group != &out.groups.back())
                continue;
            group.window = static_cast<double>(layer.window);
            group.layers += 1;
            group.elements_per_token += static_cast<double>(layer.cache_elements);
            break;
        }
    }
    // Positions and Gemma 3n's per-layer table are looked up, never multiplied.
    const double positions = static_cast<double>(model.embedding_parameters) - out.head_parameters;
    out.other_resident_bytes = 2 * (positions + static_cast<double>(model.per_layer_embedding_parameters + model.final_parameters))
        + (2 - out.weight_bytes) * (at_two_bytes - static_cast<double>(model.final_parameters));

    const double d = static_cast<double>(model.head_dim);
    if (model.latent) {
        const LatentAttention& mla = *model.latent;
        out.decode_flops_per_position = 2 * out.heads * static_cast<double>(2 * mla.kv_rank + mla.rope);
        out.prefill_flops_per_position = 2 * out.heads * static_cast<double>(mla.nope + mla.rope + mla.value);
    } else {
        out.decode_flops_per_position = out.prefill_flops_per_position = 4 * out.heads * d;
    }
    return out;
}

ServedModel draft_of(const ServedModel& model)
{
    ServedModel out = model;
    const double layers = std::max(1.0, model.layers);
    out.layers = 1;
    out.attention_parameters /= layers;
    // One dense layer as wide as what a token visits, experts included.
    out.dense_parameters = (model.dense_parameters + model.moe_layers * model.active_experts * model.expert_parameters) / layers;
    out.experts = out.active_experts = out.moe_layers = out.expert_parameters = 0;
    out.embedding_copies = 0;
    out.other_resident_bytes = 0;
    out.state_bytes = 0;
    for (CacheGroup& group : out.groups) {
        group.layers /= layers;
        group.elements_per_token /= layers;
    }
    return out;
}

} // namespace archway
