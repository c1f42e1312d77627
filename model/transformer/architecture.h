// SPDX-License-Identifier: GPL-3.0-or-later
// The architecture of a language model as a plain value: what its layers are, what they hold, what they cache.
#pragma once

#include "model/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace archway {

enum class AttentionKind {
    Mha,       ///< multi-head: as many KV heads as query heads
    Gqa,       ///< grouped-query
    Mqa,       ///< multi-query: one KV head
    Mla,       ///< multi-head latent: a compressed latent and a shared rotary key are cached
    DeltaNet,  ///< gated DeltaNet (linear): constant state
    Lightning, ///< lightning attention (linear): constant state
    Mamba,     ///< Mamba-2 (state space): constant state
    None       ///< a layer that only feeds forward (Nemotron-H)
};

/// Does this kind keep keys and values per token? Linear kinds and state spaces keep a constant state instead.
[[nodiscard]] constexpr bool caches_tokens(AttentionKind kind)
{
    return kind == AttentionKind::Mha || kind == AttentionKind::Gqa || kind == AttentionKind::Mqa || kind == AttentionKind::Mla;
}
/// "mha", "gqa", "mqa", "mla", "deltanet", "lightning", "mamba2", "ffn".
[[nodiscard]] std::string_view name_of(AttentionKind kind);

enum class NormPlacement { Pre, Post, Sandwich, Parallel };

/// Multi-head latent attention, in elements.
struct LatentAttention {
    std::int64_t query_rank = 0; ///< q_lora_rank; 0 = queries are not compressed
    std::int64_t kv_rank = 0;    ///< kv_lora_rank, the cached latent
    std::int64_t rope = 0;       ///< qk_rope_head_dim, cached once for all heads
    std::int64_t nope = 0;       ///< qk_nope_head_dim
    std::int64_t value = 0;      ///< v_head_dim
};

/// One transformer layer. Parameter counts are exact, in elements.
struct Layer {
    AttentionKind attention = AttentionKind::Mha;
    std::int64_t window = 0;         ///< sliding window or chunk in tokens; 0 = full attention
    bool stores_cache = true;        ///< false: shares the cache of an earlier layer (Gemma 3n) or is linear
    std::int64_t cache_elements = 0; ///< KV elements per token: 2·n_kv·d, MLA r + p; 0 where nothing is stored
    std::int64_t state_bytes = 0;    ///< constant state per sequence of a linear layer
    bool moe = false;
    std::int64_t attention_parameters = 0; ///< projections, biases, q/k norm, sinks
    std::int64_t dense_parameters = 0;     ///< dense FFN, or shared expert with its gate
    std::int64_t router_parameters = 0;    ///< router with its biases
    std::int64_t expert_parameters = 0;    ///< all routed experts of the layer together
    std::int64_t other_parameters = 0;     ///< norms, AltUp, LAuReL, per-layer input
    friend bool operator==(const Layer&, const Layer&) = default;

    /// Does the layer mix tokens, does it feed forward? Most do both; those of Nemotron-H one each.
    [[nodiscard]] bool mixes() const { return attention != AttentionKind::None; }
    [[nodiscard]] bool feeds_forward() const { return moe || dense_parameters > 0; }

    [[nodiscard]] std::int64_t total() const
    {
        return attention_parameters + dense_parameters + router_parameters + expert_parameters + other_parameters;
    }
};

/// How a field of the input was used; `inspect` lists all three.
struct FieldUse {
    std::vector<std::string> read;
    std::vector<std::string> inferred; ///< "head_dim = hidden_size / num_attention_heads = 128"
    std::vector<std::string> ignored;
};

/// The text decoder of a language model. Every parameter is counted once, so a tied embedding counts once.
struct Architecture {
    std::string name;
    std::string model_type;
    std::int64_t hidden = 0;
    std::int64_t heads = 0;    ///< query heads
    std::int64_t kv_heads = 0; ///< KV heads (meaningless for MLA, there equal to heads)
    std::int64_t head_dim = 0;
    std::int64_t intermediate = 0; ///< width of the dense FFN
    std::int64_t vocabulary = 0;
    std::int64_t max_positions = 0; ///< trained context in tokens; 0 = not stated
    bool tied_embedding = false;
    bool gated_ffn = true; ///< SwiGLU/GeGLU: three matrices instead of two
    std::optional<LatentAttention> latent;

    std::int64_t experts = 0;             ///< routed experts per MoE layer; 0 = dense model
    std::int64_t active_experts = 0;      ///< routed experts a token visits
    std::int64_t expert_width = 0;        ///< FFN width of one routed expert
    std::int64_t expert_input = 0;        ///< width that routed experts read and write: the hidden size, or a latent one
    std::int64_t shared_width = 0;        ///< FFN width of the shared expert(s) together; 0 = none
    std::int64_t multi_token_modules = 0; ///< MTP modules the checkpoint ships (not counted in the total)

    bool qk_norm = false;
    NormPlacement norm = NormPlacement::Pre;
    bool layer_norm = false; ///< LayerNorm instead of RMSNorm
    bool attention_sinks = false;
    std::int64_t per_layer_embedding_parameters = 0; ///< Gemma 3n's per-layer table, looked up and never multiplied

    std::vector<Layer> layers;
    std::int64_t embedding_parameters = 0; ///< input table (and learned positions)
    std::int64_t head_parameters = 0;      ///< output head; 0 when tied
    std::int64_t final_parameters = 0;     ///< final norm and whatever stands outside the layers

    /// Weight precision that the checkpoint states (quantization_config), e.g. "fp8", "mxfp4"; empty = none stated.
    std::string checkpoint_precision;
    FieldUse fields;

    /// Text decoder, each parameter once.
    [[nodiscard]] std::int64_t total_parameters() const;
    /// Parameters a token passes through: without idle experts and, where untied, without the input table
    /// (Gemma 3n: without the per-layer table). Source: model-formulas, "active".
    [[nodiscard]] std::int64_t active_parameters() const;
    /// One routed expert of one layer (biases included).
    [[nodiscard]] std::int64_t parameters_per_expert() const;
    [[nodiscard]] std::int64_t moe_layers() const;
    /// Pairs of a mixer and a feed-forward: the layers, where each has both.
    [[nodiscard]] double blocks() const;

    /// Cache of one sequence in bytes per token while every attention layer still caches; `bytes_per_element`: BF16 2, FP8 1.
    [[nodiscard]] double kv_bytes_per_token(double bytes_per_element = 2) const;
    /// Growth per token far beyond every window.
    [[nodiscard]] double kv_bytes_per_token_far(double bytes_per_element = 2) const;
    /// Cache of one sequence of `tokens` tokens, windows respected, without the constant state of linear layers.
    [[nodiscard]] double kv_bytes_at(double tokens, double bytes_per_element = 2) const;
    /// Constant state of linear layers for one sequence, in bytes.
    [[nodiscard]] double state_bytes() const;

    /// Ids of the innovations found: moe, shared-expert, mla, gqa, mqa, mha, swa, linear-attention, qk-norm, post-norm,
    /// mtp, per-layer-embeddings, attention-sinks … in a fixed order.
    [[nodiscard]] std::vector<std::string> innovations() const;
};

/// Layers of one kind and window, for display: gqa × 48, window 1,024.
struct LayerGroup {
    AttentionKind kind;
    std::int64_t count;
    std::int64_t window;
};
[[nodiscard]] std::vector<LayerGroup> layer_groups(const Architecture& architecture);

} // namespace archway
