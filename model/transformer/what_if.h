// SPDX-License-Identifier: GPL-3.0-or-later
// Innovations as switches on the arithmetic: what a model would hold and cache with another attention.
#pragma once

#include "model/transformer/architecture.h"

namespace archway {

/// KV heads assumed when a model is asked about with grouped-query attention instead of its own.
constexpr std::int64_t what_if_kv_heads = 8;

/// Replaces the softmax attention of every layer by `kind` (Mha, Gqa, Mqa, Mla), windows kept. The head count and size stay; an MLA model's
/// heads become as wide as its keys without the rotary part. MLA takes DeepSeek-V3's latent of 512 + 64. Returns one sentence saying
/// what changed and what was assumed; empty when the model has that attention already.
std::string change_attention(Architecture&, AttentionKind kind);

/// Lets `windowed` of every `windowed` + 1 layers attend over `window` tokens only (Gemma 3: 5 and 1,024). Returns the sentence.
std::string add_sliding_window(Architecture&, std::int64_t windowed = 5, std::int64_t window = 1024);
/// Lets every layer attend fully. Returns the sentence; empty when no layer has a window.
std::string remove_sliding_window(Architecture&);

/// Splits the dense FFN of every layer into experts of which as much is active as the FFN was wide: 64 experts, 8 active, an eighth of the
/// width each, a router of h·64. Returns the sentence; empty when the model has experts already, or a width that does not divide.
std::string add_experts(Architecture&);
/// Replaces the experts of every layer by one dense FFN as wide as what a token visits. Returns the sentence; empty without experts.
std::string remove_experts(Architecture&);

} // namespace archway
