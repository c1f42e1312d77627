// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transformer/architecture.h"

#include <algorithm>

namespace archway {

std::string_view name_of(AttentionKind kind)
{
    switch (kind) {
    case AttentionKind::Mha: return "mha";
    case AttentionKind::Gqa: return "gqa";
    case AttentionKind::Mqa: return "mqa";
    case AttentionKind::Mla: return "mla";
    case AttentionKind::DeltaNet: return "deltanet";
    case AttentionKind::Lightning: return "lightning";
    case AttentionKind::Mamba: return "mamba2";
    case AttentionKind::None: return "ffn";
    }
    return {};
}

std::int64_t Architecture::total_parameters() const
{
    std::int64_t sum = embedding_parameters + head_parameters + final_parameters + per_layer_embedding_parameters;
    for (const Layer& layer : layers)
        sum += layer.total();
    return sum;
}

std::int64_t Architecture::active_parameters() const
{
    std::int64_t active = total_parameters() - per_layer_embedding_parameters;
    if (!tied_embedding)
        active -= vocabulary * hidden;
    if (experts > 0)
        active -= moe_layers() * (experts - active_experts) * parameters_per_expert();
    return active;
}

std::int64_t Architecture::parameters_per_expert() const
{
    const auto layer = std::find_if(layers.begin(), layers.end(), [](const Layer& candidate) { return candidate.moe; });
    return layer == layers.end() || experts == 0 ? 0 : layer->expert_parameters / experts;
}

std::int64_t Architecture::moe_layers() const
{
    return std::count_if(layers.begin(), layers.end(), [](const Layer& layer) { return layer.moe; });
}

double Architecture::blocks() const
{
    double parts = 0;
    for (const Layer& layer : layers)
        parts += (layer.mixes() ? 1 : 0) + (layer.feeds_forward() ? 1 : 0);
    return parts / 2;
}

double Architecture::kv_bytes_per_token(double bytes_per_element) const
{
    double elements = 0;
    for (const Layer& layer : layers)
        elements += static_cast<double>(layer.cache_elements);
    return elements * bytes_per_element;
}

double Architecture::kv_bytes_per_token_far(double bytes_per_element) const
{
    double elements = 0;
    for (const Layer& layer : layers)
        elements += layer.window == 0 ? static_cast<double>(layer.cache_elements) : 0;
    return elements * bytes_per_element;
}

double Architecture::kv_bytes_at(double tokens, double bytes_per_element) const
{
    double elements = 0;
    for (const Layer& layer : layers) {
        const double kept = layer.window > 0 ? std::min(tokens, static_cast<double>(layer.window)) : tokens;
        elements += kept * static_cast<double>(layer.cache_elements);
    }
    return elements * bytes_per_element;
}

double Architecture::state_bytes() const
{
    double bytes = 0;
    for (const Layer& layer : layers)
        bytes += static_cast<double>(layer.state_bytes);
    return bytes;
}

std::vector<std::string> Architecture::innovations() const
{
    const auto any = [this](auto&& holds) { return std::any_of(layers.begin(), layers.end(), holds); };
    std::vector<std::string> found;
    const auto note = [&found](bool holds, const char* id) {
        if (holds)
            found.emplace_back(id);
    };
    note(experts > 0, "moe");
    note(shared_width > 0, "shared-expert");
    for (const AttentionKind kind : {AttentionKind::Mla, AttentionKind::Gqa, AttentionKind::Mqa, AttentionKind::Mha})
        note(any([kind](const Layer& layer) { return layer.attention == kind; }), std::string(name_of(kind)).c_str());
    note(any([](const Layer& layer) { return layer.window > 0; }), "swa");
    note(any([](const Layer& layer) { return layer.mixes() && !caches_tokens(layer.attention); }), "linear-attention");
    note(layer_norm, "layernorm");
    note(!layer_norm, "rmsnorm");
    note(qk_norm, "qk-norm");
    note(norm == NormPlacement::Post || norm == NormPlacement::Sandwich, "post-norm");
    note(attention_sinks, "attention-sinks");
    note(multi_token_modules > 0, "mtp");
    note(per_layer_embedding_parameters > 0, "per-layer-embeddings");
    note(any([](const Layer& layer) { return caches_tokens(layer.attention) && !layer.stores_cache; }), "kv-sharing");
    note(checkpoint_precision == "fp8", "fp8-quantization");
    return found;
}

std::vector<LayerGroup> layer_groups(const Architecture& architecture)
{
    std::vector<LayerGroup> groups;
    for (const Layer& layer : architecture.layers) {
        const auto group = std::find_if(groups.begin(), groups.end(), [&](const LayerGroup& candidate) {
            return candidate.kind == layer.attention && candidate.window == layer.window;
        });
        if (group == groups.end())
            groups.push_back({layer.attention, 1, layer.window});
        else
            ++group->count;
    }
    return groups;
}

} // namespace archway
