// SPDX-License-Identifier: GPL-3.0-or-later
// A model as a training run sees it: widths, parameters by where they are sharded, and what attention costs.
#pragma once

#include "model/transformer/architecture.h"

#include <array>

namespace archway {

/// Attention layers that look back equally far.
struct AttentionSpan {
    double layers = 0;
    double window = 0; ///< tokens; 0 = the whole sequence
};

/// Widths in elements, parameters in elements of the whole model. A plain value; no function of it allocates.
struct TrainedModel {
    double layers = 0, hidden = 0;
    double query_width = 0;  ///< heads · head size, mean over the layers; of a state space what its projections write
    double cached_width = 0; ///< KV heads · head size, of keys alone; MLA expands to all heads while it trains
    double state_width = 0;  ///< what the projections of a state space write for a token, all such layers together
    double dense_width = 0;  ///< width of the dense FFN a token passes, shared experts included; mean over the layers
    bool gated = true;
    double vocabulary = 0;
    double moe_layers = 0, experts = 0, active_experts = 0, expert_width = 0;
    double expert_input = 0;                 ///< width that experts read, where it is not the hidden size
    double attention_flops_per_position = 0; ///< one layer, one token, one attended position, forward: 4·H·d; MLA 2·H·(d_n + d_r + d_v)
    std::array<AttentionSpan, 4> spans{};

    double dense_parameters = 0;       ///< of all layers, without routed experts
    double expert_parameters = 0;      ///< routed experts of all layers
    double embedding_parameters = 0;   ///< input table
    double head_parameters = 0;        ///< output head; 0 when tied
    double active_parameters = 0;      ///< that a token is multiplied with, the output head included
    double adapter_inputs_outputs = 0; ///< Σ (inputs + outputs) of the adapted projections: LoRA adds rank times this

    [[nodiscard]] double total() const { return dense_parameters + expert_parameters + embedding_parameters + head_parameters; }
    [[nodiscard]] bool sparse() const { return expert_parameters > 0; }
    /// Elements of a token that are sent to each of its experts.
    [[nodiscard]] double sent_width() const { return expert_input > 0 ? expert_input : hidden; }
    /// FFN elements that one token writes in one layer, mean over the layers: dense and routed.
    [[nodiscard]] double ffn_width() const { return dense_width + (layers > 0 ? moe_layers / layers * active_experts * expert_width : 0); }
    /// Layers times mean attended positions of one token in a causal sequence of `tokens`: S/2, or w·(1 − w/(2S)) inside a window w < S.
    [[nodiscard]] double attended_layers(double tokens) const;
};

[[nodiscard]] TrainedModel trained_model(const Architecture&);

/// FLOPs of one token in training, forward and backward: 6·N_active + 3·attention; only 2/3 of the matrix part where the base weights are
/// frozen, since they have no gradient. Recomputation is not counted. [formula.training-flops]
[[nodiscard]] double training_flops_per_token(const TrainedModel&, double sequence_length, bool frozen_base = false);

} // namespace archway
