// SPDX-License-Identifier: GPL-3.0-or-later
// A model as an engine serves it: the small, allocation-free value that every formula of the estimator reads.
#pragma once

#include "model/transformer/architecture.h"

#include <array>

namespace archway {

/// Bytes one weight occupies, block scales included (NVFP4 0.5625, MXFP4 0.53125, INT4 in groups of 128 with scale and zero 0.52).
[[nodiscard]] double bytes_per_weight(std::string_view precision);
/// Bytes one KV-cache element occupies.
[[nodiscard]] double bytes_per_cache_element(std::string_view precision);

/// The arithmetic that a weight precision is computed in.
enum class ComputeMode { Bf16, Fp8, Fp4, Mxfp4 };
[[nodiscard]] ComputeMode compute_mode(std::string_view weight_precision);

/// Attention layers that keep the same window.
struct CacheGroup {
    double layers = 0;
    double elements_per_token = 0; ///< of all layers of the group together
    double window = 0;             ///< tokens; 0 = full attention
};

/// Parameters in elements, bytes in bytes, for the whole model.
struct ServedModel {
    double layers = 0, hidden = 0, heads = 0, kv_heads = 0;
    bool latent = false; ///< MLA: the cache is replicated over tensor-parallel ranks
    double experts = 0, active_experts = 0, moe_layers = 0;
    double expert_parameters = 0;    ///< one routed expert of one layer
    double expert_input = 0;         ///< width that experts read, where it is not the hidden size
    double attention_parameters = 0; ///< all layers
    double dense_parameters = 0;     ///< dense FFN, shared experts, routers, norms of all layers
    double head_parameters = 0;      ///< output head, multiplied for every sampled token (a tied table counts here too)
    double embedding_copies = 2;     ///< tables resident: 1 tied, 2 untied
    double other_resident_bytes = 0; ///< looked-up tables beyond embedding and head (Gemma 3n)
    double weight_bytes = 2;         ///< per FFN and expert weight
    double attention_weight_bytes = 2;
    double cache_bytes = 2; ///< per KV element
    ComputeMode compute = ComputeMode::Bf16;
    double decode_flops_per_position = 0;  ///< one layer, one token, one context position: 4·H·d; MLA 2·H·(2·c + d_r)
    double prefill_flops_per_position = 0; ///< 4·H·d; MLA 2·H·(d_n + d_r + d_v)
    std::array<CacheGroup, 4> groups{};
    double state_bytes = 0; ///< linear layers, per sequence

    [[nodiscard]] bool sparse() const { return experts > 0; }
    /// Elements of a token that are sent to each of its experts.
    [[nodiscard]] double sent_width() const { return expert_input > 0 ? expert_input : hidden; }
    /// Parameters a token passes in GEMMs, without the output head.
    [[nodiscard]] double active_parameters() const
    {
        return attention_parameters + dense_parameters + moe_layers * active_experts * expert_parameters;
    }
    /// Resident weights; embedding and head stay at 2 bytes.
    [[nodiscard]] double resident_bytes() const;
    /// Cache of one sequence of `tokens` tokens, windows respected, linear state included.
    [[nodiscard]] double cache_bytes_at(double tokens) const;
    /// Layers times mean attended positions of a decode step at context `tokens`.
    [[nodiscard]] double attended_layers(double tokens) const;
    /// Layers times mean attended positions while `tokens` are prefilled: I/2, or w·(1 − w/(2I)) in a window w < I.
    [[nodiscard]] double prefill_attended_layers(double tokens) const;
};

/// Prepares a model for serving at the given precisions. Embedding, head, routers and norms stay at 2 bytes; under mxfp4 so do the
/// attention weights, and under fp4 those of MLA take 1 byte.
[[nodiscard]] ServedModel serve(const Architecture&, std::string_view weight_precision, std::string_view cache_precision);

/// What drafts for a model that speculates: one of its layers with its output head, as EAGLE trains it.
[[nodiscard]] ServedModel draft_of(const ServedModel&);

} // namespace archway
