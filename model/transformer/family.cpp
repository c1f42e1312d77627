// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transformer/family.h"

#include <array>

namespace archway {

namespace {

// Source of every row: the families' published checkpoints, reproduced to the parameter by tests/model/tst_config_reader.
constexpr std::array families{
    Family{.model_type = "llama"},
    Family{.model_type = "llama4", .window = Window::ChunkedWithNope, .full_every = 4, .sparsity = Sparsity::Interleaved},
    Family{.model_type = "mistral", .window = Window::AllLayers},
    Family{.model_type = "ministral", .window = Window::AllLayers},
    Family{.model_type = "mixtral", .window = Window::AllLayers},
    Family{.model_type = "qwen2", .bias = Bias::Qkv, .window = Window::WhenUsed},
    Family{.model_type = "qwen2_moe", .bias = Bias::Qkv, .window = Window::WhenUsed, .sparsity = Sparsity::EveryStep},
    Family{.model_type = "qwen3", .qk_norm = QkNorm::PerHead, .window = Window::WhenUsed},
    Family{.model_type = "qwen3_moe", .qk_norm = QkNorm::PerHead, .window = Window::WhenUsed, .sparsity = Sparsity::EveryStep},
    Family{.model_type = "qwen3_next", .qk_norm = QkNorm::PerHead, .sparsity = Sparsity::EveryStep},
    Family{.model_type = "deepseek_v2", .sparsity = Sparsity::AfterDense, .latent = true},
    Family{.model_type = "deepseek_v3", .sparsity = Sparsity::AfterDense, .score_bias = true, .latent = true},
    Family{.model_type = "kimi_k2", .sparsity = Sparsity::AfterDense, .score_bias = true, .latent = true},
    Family{.model_type = "glm4_moe",
           .bias = Bias::QkvWhenConfigured,
           .qk_norm = QkNorm::PerHeadWhenConfigured,
           .sparsity = Sparsity::AfterDense,
           .score_bias = true},
    Family{.model_type = "gemma2",
           .tied = true,
           .window = Window::FullEveryNth,
           .full_every = 2,
           .norms = 4,
           .placement = NormPlacement::Sandwich},
    Family{.model_type = "gemma3",
           .tied = true,
           .qk_norm = QkNorm::PerHead,
           .window = Window::FullEveryNth,
           .full_every = 6,
           .norms = 4,
           .placement = NormPlacement::Sandwich},
    Family{.model_type = "gemma3n",
           .tied = true,
           .qk_norm = QkNorm::PerHead,
           .window = Window::FullEveryNth,
           .full_every = 5,
           .norms = 4,
           .placement = NormPlacement::Sandwich},
    Family{.model_type = "gemma", .tied = true},
    Family{.model_type = "olmo2", .qk_norm = QkNorm::FullWidth, .placement = NormPlacement::Post},
    Family{.model_type = "olmo3",
           .qk_norm = QkNorm::FullWidth,
           .window = Window::FullEveryNth,
           .full_every = 4,
           .placement = NormPlacement::Post},
    Family{.model_type = "gpt_oss", .bias = Bias::All, .window = Window::FullEveryOther, .expert_bias = true, .sinks = true},
    Family{.model_type = "minimax_text_01"},
    Family{.model_type = "minimax_m2", .qk_norm = QkNorm::FullWidthWhenConfigured, .score_bias = true},
    Family{.model_type = "nemotron_h", .score_bias = true, .gated = false, .norms = 1},
    Family{.model_type = "phi3", .window = Window::AllLayers},
    Family{.model_type = "smollm3", .tied = true, .window = Window::WhenUsed},
    Family{
        .model_type = "falcon", .tied = true, .gated = false, .layer_norm = true, .norm_bias = true, .placement = NormPlacement::Parallel},
    Family{.model_type = "cohere",
           .tied = true,
           .qk_norm = QkNorm::FullWidthWhenConfigured,
           .norms = 1,
           .layer_norm = true,
           .placement = NormPlacement::Parallel},
    Family{.model_type = "cohere2",
           .tied = true,
           .window = Window::FullEveryNth,
           .full_every = 4,
           .norms = 1,
           .layer_norm = true,
           .placement = NormPlacement::Parallel},
    Family{.model_type = "grok1", .tied = true, .norms = 4, .placement = NormPlacement::Sandwich},
    Family{.model_type = "gptj", .gated = false, .norms = 1, .layer_norm = true, .norm_bias = true, .placement = NormPlacement::Parallel},
    Family{.model_type = "gpt2", .tied = true, .bias = Bias::All, .gated = false, .layer_norm = true, .norm_bias = true},
};

} // namespace

const Family* find_family(std::string_view model_type)
{
    // Names under which the same layers are published.
    static constexpr std::array<std::array<std::string_view, 2>, 6> aliases{{{"mistral3", "mistral"},
                                                                             {"grok-1", "grok1"},
                                                                             {"minimax", "minimax_text_01"},
                                                                             {"MiniMaxText01", "minimax_text_01"},
                                                                             {"RefinedWeb", "falcon"},
                                                                             {"RefinedWebModel", "falcon"}}};
    constexpr std::string_view text_suffix = "_text";
    if (model_type.ends_with(text_suffix))
        model_type.remove_suffix(text_suffix.size());
    for (const auto& [alias, name] : aliases) {
        if (model_type == alias)
            model_type = name;
    }
    for (const Family& family : families) {
        if (family.model_type == model_type)
            return &family;
    }
    return nullptr;
}

} // namespace archway
