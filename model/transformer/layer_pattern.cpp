// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transformer/layer_pattern.h"

#include <fmt/format.h>

namespace archway {

namespace {

constexpr std::int64_t longest_window = 1'000'000'000;

/// Applies a layer_types list ("sliding_attention", "chunked_attention", "full_attention", "linear_attention").
bool windows_from_layer_types(FieldReader& fields, std::int64_t layers, std::int64_t window, std::vector<std::int64_t>& windows)
{
    const std::vector<nlohmann::json> types = fields.per_layer("layer_types", layers);
    for (std::size_t i = 0; i < types.size(); ++i) {
        if (types[i] == "sliding_attention" || types[i] == "chunked_attention")
            windows[i] = window;
    }
    return !types.empty();
}

} // namespace

std::vector<std::int64_t> read_windows(FieldReader& fields, const Family& family, std::int64_t layers, std::int64_t max_positions)
{
    std::vector<std::int64_t> windows(static_cast<std::size_t>(layers), 0);
    const auto slide_where = [&](std::int64_t window, auto&& slides) {
        for (std::size_t i = 0; i < windows.size(); ++i)
            windows[i] = slides(static_cast<std::int64_t>(i)) ? window : 0;
    };

    if (family.window == Window::ChunkedWithNope) {
        const std::int64_t chunk = fields.integer({"attention_chunk_size"}, 1, longest_window).value_or(0);
        const std::vector<nlohmann::json> rope = fields.per_layer("no_rope_layers", layers);
        if (!rope.empty()) {
            slide_where(chunk, [&](std::int64_t i) { return rope[static_cast<std::size_t>(i)] == 1; });
        } else {
            const std::int64_t every = fields.integer({"no_rope_layer_interval"}, 1, layers).value_or(family.full_every);
            slide_where(chunk, [&](std::int64_t i) { return (i + 1) % every != 0; });
        }
        return windows;
    }

    if (family.window == Window::None || (family.window == Window::WhenUsed && !fields.boolean("use_sliding_window").value_or(false))) {
        fields.ignore("sliding_window", "not used by this model");
        fields.ignore("max_window_layers", "no window is used");
        return windows;
    }
    const std::int64_t window = fields.integer({"sliding_window"}, 1, longest_window).value_or(0);
    if (window == 0)
        return windows;
    if (max_positions > 0 && window >= max_positions) {
        fields.infer(fmt::format("full attention: the window of {} tokens is never shorter than the trained context", window));
        return windows;
    }
    if (windows_from_layer_types(fields, layers, window, windows))
        return windows;
    switch (family.window) {
    case Window::AllLayers: slide_where(window, [](std::int64_t) { return true; }); break;
    case Window::FullEveryNth: {
        const auto stated = fields.integer({"sliding_window_pattern"}, 1, layers);
        const std::int64_t every = stated.value_or(family.full_every);
        if (!stated)
            fields.infer(fmt::format("every {}th layer attends fully, the others over {} tokens", every, window));
        slide_where(window, [every](std::int64_t i) { return (i + 1) % every != 0; });
        break;
    }
    case Window::FullEveryOther:
        fields.infer(fmt::format("every second layer attends over {} tokens", window));
        slide_where(window, [](std::int64_t i) { return i % 2 == 0; });
        break;
    case Window::WhenUsed: {
        const std::int64_t first = fields.integer({"max_window_layers"}, 0, 100'000).value_or(0);
        slide_where(window, [first](std::int64_t i) { return i >= first; });
        break;
    }
    case Window::None:
    case Window::ChunkedWithNope: break;
    }
    return windows;
}

std::vector<bool> read_linear_layers(FieldReader& fields, std::string_view model_type, std::int64_t layers)
{
    std::vector<bool> linear;
    const auto count = static_cast<std::size_t>(layers);
    const std::vector<nlohmann::json> kinds = fields.per_layer("attn_type_list", layers);
    if (!kinds.empty()) {
        for (const nlohmann::json& kind : kinds)
            linear.push_back(kind == 0);
        return linear;
    }
    if (model_type.starts_with("minimax_text") || model_type == "minimax") {
        fields.infer("every 8th layer attends with softmax, the others are lightning attention");
        for (std::size_t i = 0; i < count; ++i)
            linear.push_back((i + 1) % 8 != 0);
        return linear;
    }
    if (model_type == "qwen3_next") {
        const std::vector<nlohmann::json> types = fields.per_layer("layer_types", layers);
        const auto interval = static_cast<std::size_t>(fields.integer({"full_attention_interval"}, 1, layers).value_or(4));
        for (std::size_t i = 0; i < count; ++i)
            linear.push_back(types.empty() ? (i + 1) % interval != 0 : types[i] == "linear_attention");
    }
    return linear;
}

std::string read_hybrid_layers(FieldReader& fields, std::int64_t layers)
{
    std::string pattern = fields.text("hybrid_override_pattern").value_or("");
    // Later configs name the layers one by one.
    for (const nlohmann::json& name : fields.per_layer("layers_block_type", layers))
        pattern += name == "mamba" ? 'M' : name == "attention" ? '*' : name == "mlp" ? '-' : name == "moe" ? 'E' : '?';
    if (pattern.empty())
        return pattern;
    if (pattern.find_first_not_of("M*-E") != std::string::npos)
        fields.fail("hybrid_override_pattern", "names a kind of layer that is not known", "expected M, *, - or E");
    else if (pattern.size() != static_cast<std::size_t>(layers))
        fields.fail("hybrid_override_pattern", fmt::format("names {} layers of {}", pattern.size(), layers),
                    "expected one letter for each of num_hidden_layers");
    return pattern;
}

std::vector<bool> read_moe_layers(FieldReader& fields, const Family& family, std::int64_t layers)
{
    const auto count = static_cast<std::size_t>(layers);
    std::vector<bool> moe(count, true);
    switch (family.sparsity) {
    case Sparsity::None: return std::vector<bool>(count, false);
    case Sparsity::ByFields: break;
    case Sparsity::AfterDense: {
        const auto dense = static_cast<std::size_t>(fields.integer({"first_k_dense_replace"}, 0, layers).value_or(0));
        const auto every = static_cast<std::size_t>(fields.integer({"moe_layer_freq"}, 1, layers).value_or(1));
        for (std::size_t i = 0; i < count; ++i)
            moe[i] = i >= dense && i % every == 0;
        break;
    }
    case Sparsity::EveryStep: {
        const auto step = static_cast<std::size_t>(fields.integer({"decoder_sparse_step"}, 1, layers).value_or(1));
        for (std::size_t i = 0; i < count; ++i)
            moe[i] = (i + 1) % step == 0;
        if (const nlohmann::json* dense = fields.raw("mlp_only_layers"); dense && dense->is_array()) {
            for (const nlohmann::json& index : *dense) {
                if (index.is_number_unsigned() && index.get<std::size_t>() < count)
                    moe[index.get<std::size_t>()] = false;
            }
        }
        break;
    }
    case Sparsity::Interleaved: {
        const auto step = static_cast<std::size_t>(fields.integer({"interleave_moe_layer_step"}, 1, layers).value_or(1));
        for (std::size_t i = 0; i < count; ++i)
            moe[i] = (i + 1) % step == 0;
        break;
    }
    }
    return moe;
}

} // namespace archway
