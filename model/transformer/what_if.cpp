// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transformer/what_if.h"

#include "model/base/units.h"
#include "model/transformer/parameter_count.h"

#include <fmt/format.h>

#include <algorithm>

namespace archway {

namespace {

/// DeepSeek-V3's latent: the published shape of multi-head latent attention.
constexpr LatentAttention published_latent{1536, 512, 64, 128, 128};

std::string_view spoken(AttentionKind kind)
{
    switch (kind) {
    case AttentionKind::Mha: return "multi-head attention";
    case AttentionKind::Gqa: return "grouped-query attention";
    case AttentionKind::Mqa: return "multi-query attention";
    case AttentionKind::Mla: return "multi-head latent attention";
    default: return "linear attention";
    }
}

std::string cache_change(double before, double after)
{
    return fmt::format("cache {} → {} a token in BF16", format_bytes(before), format_bytes(after));
}

} // namespace

std::string change_attention(Architecture& model, AttentionKind kind)
{
    const bool changes = std::any_of(model.layers.begin(), model.layers.end(),
                                     [kind](const Layer& layer) { return caches_tokens(layer.attention) && layer.attention != kind; });
    if (!changes)
        return {};
    const double before = model.kv_bytes_per_token();
    if (model.latent && kind != AttentionKind::Mla) {
        model.head_dim = model.latent->nope;
        model.latent.reset();
    }
    std::string assumed;
    if (kind == AttentionKind::Mla) {
        model.latent = published_latent;
        assumed = "a latent of 512 + 64 as in DeepSeek-V3";
    } else {
        model.kv_heads = kind == AttentionKind::Mha ? model.heads : kind == AttentionKind::Mqa ? 1 : what_if_kv_heads;
        while (model.heads % model.kv_heads != 0)
            --model.kv_heads;
        assumed = fmt::format("{} KV head{} of {}", model.kv_heads, model.kv_heads == 1 ? "" : "s", model.head_dim);
    }
    for (Layer& layer : model.layers) {
        if (!caches_tokens(layer.attention))
            continue;
        layer.attention = kind;
        const std::int64_t stores = layer.stores_cache ? 1 : 0;
        if (kind == AttentionKind::Mla) {
            layer.cache_elements = stores * (model.latent->kv_rank + model.latent->rope);
            layer.attention_parameters = latent_attention_parameters(model.hidden, model.heads, *model.latent, false);
        } else {
            layer.cache_elements = stores * 2 * model.kv_heads * model.head_dim;
            layer.attention_parameters = grouped_attention_parameters(model.hidden, model.heads, model.kv_heads, model.head_dim, {});
        }
    }
    return fmt::format("{}, assuming {}: {}", spoken(kind), assumed, cache_change(before, model.kv_bytes_per_token()));
}

std::string add_experts(Architecture& model)
{
    constexpr std::int64_t experts = 64;
    constexpr std::int64_t active = 8;
    if (model.experts > 0 || model.intermediate <= 0 || model.intermediate % active != 0)
        return {};
    const std::int64_t before = model.total_parameters();
    model.experts = experts;
    model.active_experts = active;
    model.expert_width = model.intermediate / active;
    model.shared_width = 0;
    model.expert_input = model.hidden;
    for (Layer& layer : model.layers) {
        if (!layer.feeds_forward())
            continue;
        layer.moe = true;
        layer.dense_parameters = 0;
        layer.expert_parameters = experts * ffn_parameters(model.hidden, model.expert_width, model.gated_ffn, false);
        layer.router_parameters = model.hidden * experts;
    }
    return fmt::format("mixture of experts at equal active size, assuming {} experts of {} with {} active: {} → {} parameters, {} active",
                       experts, format_number(static_cast<double>(model.expert_width)), active,
                       format_parameters(static_cast<double>(before)), format_parameters(static_cast<double>(model.total_parameters())),
                       format_parameters(static_cast<double>(model.active_parameters())));
}

std::string remove_experts(Architecture& model)
{
    if (model.experts == 0)
        return {};
    const std::int64_t before = model.total_parameters();
    // Latent experts are narrower than the hidden size by the share of it that they read.
    const std::int64_t input = model.expert_input > 0 ? model.expert_input : model.hidden;
    const std::int64_t width = model.active_experts * model.expert_width * input / model.hidden + model.shared_width;
    for (Layer& layer : model.layers) {
        if (!layer.moe)
            continue;
        layer.moe = false;
        layer.expert_parameters = layer.router_parameters = 0;
        layer.dense_parameters = ffn_parameters(model.hidden, width, model.gated_ffn, false);
    }
    model.experts = model.active_experts = model.expert_width = model.expert_input = model.shared_width = 0;
    model.intermediate = width;
    return fmt::format("dense at equal active size, one FFN of {}: {} → {} parameters", format_number(static_cast<double>(width)),
                       format_parameters(static_cast<double>(before)), format_parameters(static_cast<double>(model.total_parameters())));
}

std::string add_sliding_window(Architecture& model, std::int64_t windowed, std::int64_t window)
{
    const double before = model.kv_bytes_at(32'768);
    std::int64_t index = 0;
    for (Layer& layer : model.layers) {
        if (caches_tokens(layer.attention))
            layer.window = ++index % (windowed + 1) == 0 ? 0 : window;
    }
    return fmt::format("sliding window, assuming {} windowed layers to one full and {} tokens as in Gemma 3: cache at 32k tokens {} → {}",
                       windowed, format_number(static_cast<double>(window)), format_bytes(before), format_bytes(model.kv_bytes_at(32'768)));
}

std::string remove_sliding_window(Architecture& model)
{
    if (std::none_of(model.layers.begin(), model.layers.end(), [](const Layer& layer) { return layer.window > 0; }))
        return {};
    const double before = model.kv_bytes_at(32'768);
    for (Layer& layer : model.layers)
        layer.window = 0;
    return fmt::format("full attention in every layer: cache at 32k tokens {} → {}", format_bytes(before),
                       format_bytes(model.kv_bytes_at(32'768)));
}

} // namespace archway
