// SPDX-License-Identifier: GPL-3.0-or-later
// Parameters of the parts of a layer, exact to the element. h hidden size, n_q/n_kv heads, d head size.
// Source of all formulas: the published checkpoints, reproduced by tests/model/tst_config_reader.
#pragma once

#include "model/transformer/architecture.h"

namespace archway {

struct AttentionExtras {
    bool qkv_bias = false;
    bool output_bias = false;
    bool gated_query = false;     ///< query projection twice as wide (Qwen3-Next)
    bool per_head_norm = false;   ///< q/k norm of 2·d
    bool full_width_norm = false; ///< q/k norm of n_q·d + n_kv·d
    bool sinks = false;
};

/// MHA, GQA, MQA: h·n_q·d + 2·h·n_kv·d + n_q·d·h, plus biases, q/k norm and sinks.
[[nodiscard]] std::int64_t grouped_attention_parameters(std::int64_t h, std::int64_t n_q, std::int64_t n_kv, std::int64_t d,
                                                        const AttentionExtras& extras);
/// MLA: [h·q + q + q·n_q·(c+p)] or h·n_q·(c+p); + h·(r+p) + r + r·n_q·(c+v) + n_q·v·h; with the biases of the down- and output projections.
[[nodiscard]] std::int64_t latent_attention_parameters(std::int64_t h, std::int64_t n_q, const LatentAttention& latent, bool bias);

/// The shape of a gated DeltaNet layer.
struct DeltaNetShape {
    std::int64_t key_heads = 0, key_dim = 0, value_heads = 0, value_dim = 0, convolution = 0;
    [[nodiscard]] std::int64_t keys() const { return key_heads * key_dim; }
    [[nodiscard]] std::int64_t values() const { return value_heads * value_dim; }
};
/// K = n_k·d_k, W = n_v·d_v: h·(2K+2W) + 2·h·n_v + (2K+W)·conv + 2·n_v + d_v + W·h.
[[nodiscard]] std::int64_t deltanet_parameters(std::int64_t h, const DeltaNetShape& shape);
/// FP32 state n_v·d_k·d_v and BF16 convolution tail (2K+W)·(conv−1), in bytes.
[[nodiscard]] std::int64_t deltanet_state_bytes(const DeltaNetShape& shape);
/// Lightning attention, D = n_q·d: 3·h·D + h·D + D·h + D.
[[nodiscard]] std::int64_t lightning_parameters(std::int64_t h, std::int64_t n_q, std::int64_t d);
/// FP32 state n_q·d·d, in bytes.
[[nodiscard]] std::int64_t lightning_state_bytes(std::int64_t n_q, std::int64_t d);

/// The shape of a Mamba-2 layer.
struct MambaShape {
    std::int64_t heads = 0, head_dim = 0, state = 0, groups = 0, convolution = 0;
    bool convolution_bias = true, projection_bias = false;
    [[nodiscard]] std::int64_t inner() const { return heads * head_dim; }
    /// Channels that the convolution passes over: x, B and C.
    [[nodiscard]] std::int64_t channels() const { return inner() + 2 * groups * state; }
    /// What the first projection writes: gate, channels and the time step of each head.
    [[nodiscard]] std::int64_t projected() const { return inner() + channels() + heads; }
};
/// D = heads·d, C = D + 2·groups·state: h·(D + C + heads) + C·(conv + 1) + 3·heads + D + D·h.
[[nodiscard]] std::int64_t mamba_parameters(std::int64_t h, const MambaShape& shape);
/// FP32 state D·state and BF16 convolution tail C·(conv − 1), in bytes.
[[nodiscard]] std::int64_t mamba_state_bytes(const MambaShape& shape);

/// Gated 3·h·f, plain 2·h·f; with biases f (twice when gated) + h.
[[nodiscard]] std::int64_t ffn_parameters(std::int64_t h, std::int64_t f, bool gated, bool bias);

} // namespace archway
