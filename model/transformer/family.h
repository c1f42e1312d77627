// SPDX-License-Identifier: GPL-3.0-or-later
// What a model family does that its config does not say. One row a family; an unknown one is read by its fields.
#pragma once

#include "model/transformer/architecture.h"

#include <string_view>

namespace archway {

enum class Bias { None, FromConfig, Qkv, QkvWhenConfigured, All };
enum class QkNorm { None, PerHead, FullWidth, PerHeadWhenConfigured, FullWidthWhenConfigured };
enum class Window {
    None,           ///< a sliding_window field is ignored
    WhenUsed,       ///< only with use_sliding_window, from max_window_layers on (Qwen)
    AllLayers,      ///< every layer slides when a window is given (Mistral)
    FullEveryNth,   ///< sliding but for every n-th layer (Gemma, Cohere 2)
    FullEveryOther, ///< even layers slide, odd ones attend fully (gpt-oss)
    ChunkedWithNope ///< chunks but for every n-th layer (Llama 4)
};
enum class Sparsity {
    None,
    ByFields,   ///< experts where the config names them, in all layers
    AfterDense, ///< the first first_k_dense_replace layers are dense (DeepSeek, Kimi, GLM)
    EveryStep,  ///< every decoder_sparse_step-th layer, but for mlp_only_layers (Qwen)
    Interleaved ///< every interleave_moe_layer_step-th layer (Llama 4)
};

struct Family {
    std::string_view model_type;
    bool tied = false; ///< what a missing tie_word_embeddings means
    Bias bias = Bias::FromConfig;
    QkNorm qk_norm = QkNorm::None;
    Window window = Window::None;
    int full_every = 0; ///< n of FullEveryNth / ChunkedWithNope when the config does not say
    Sparsity sparsity = Sparsity::ByFields;
    bool score_bias = false; ///< one correction bias an expert in the router
    bool gated = true;       ///< three FFN matrices instead of two
    int norms = 2;           ///< norms a layer, in vectors of the hidden size
    bool layer_norm = false;
    bool norm_bias = false; ///< LayerNorm with bias: counts twice
    NormPlacement placement = NormPlacement::Pre;
    bool latent = false;      ///< multi-head latent attention
    bool expert_bias = false; ///< experts and router carry biases (gpt-oss)
    bool sinks = false;       ///< one attention sink a head (gpt-oss)
};

/// The row of a model_type ("llama4_text" finds llama4); nullptr for an unknown one.
[[nodiscard]] const Family* find_family(std::string_view model_type);

} // namespace archway
