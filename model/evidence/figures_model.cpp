// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of a model's architecture: parameters, experts, cache, and what another attention would cache.
#include "model/estimate/inference.h"
#include "model/evidence/figures.h"
#include "model/transformer/what_if.h"

#include <fmt/format.h>

#include <algorithm>

namespace archway {

namespace {

/// A count of the architecture under its name: "layers of Llama 3.1 8B".
template <class Read>
Figure of_model(Arguments& in, Measure measure, const char* what, Read read)
{
    const Architecture* model = in.model();
    return model ? Figure{static_cast<double>(read(*model)), measure, fmt::format("{} of {}", what, in.name), {}} : Figure{};
}

Figure total(Arguments& in)
{
    return of_model(in, Measure::Parameters, "parameters", [](const Architecture& m) { return m.total_parameters(); });
}
Figure active(Arguments& in)
{
    return of_model(in, Measure::Parameters, "active parameters", [](const Architecture& m) { return m.active_parameters(); });
}
Figure embedding(Arguments& in)
{
    return of_model(in, Measure::Parameters, "input table", [](const Architecture& m) { return m.embedding_parameters; });
}
Figure head(Arguments& in)
{
    return of_model(in, Measure::Parameters, "output head", [](const Architecture& m) { return m.head_parameters; });
}
Figure last_layer(Arguments& in)
{
    return of_model(in, Measure::Parameters, "one further layer",
                    [](const Architecture& m) { return m.layers.empty() ? std::int64_t{0} : m.layers.back().total(); });
}
Figure hidden(Arguments& in)
{
    return of_model(in, Measure::Count, "hidden size", [](const Architecture& m) { return m.hidden; });
}
Figure layers(Arguments& in)
{
    return of_model(in, Measure::Count, "layers", [](const Architecture& m) { return m.layers.size(); });
}
Figure moe_layers(Arguments& in)
{
    return of_model(in, Measure::Count, "MoE layers", [](const Architecture& m) { return m.moe_layers(); });
}
Figure experts(Arguments& in)
{
    return of_model(in, Measure::Count, "routed experts a layer", [](const Architecture& m) { return m.experts; });
}
Figure active_experts(Arguments& in)
{
    return of_model(in, Measure::Count, "routed experts a token visits", [](const Architecture& m) { return m.active_experts; });
}
Figure shared_experts(Arguments& in)
{
    return of_model(in, Measure::Count, "shared experts",
                    [](const Architecture& m) { return m.expert_width > 0 ? m.shared_width / m.expert_width : 0; });
}
Figure expert(Arguments& in)
{
    return of_model(in, Measure::Parameters, "one expert", [](const Architecture& m) { return m.parameters_per_expert(); });
}
Figure heads(Arguments& in)
{
    return of_model(in, Measure::Count, "query heads", [](const Architecture& m) { return m.heads; });
}
Figure kv_heads(Arguments& in)
{
    return of_model(in, Measure::Count, "key-value heads", [](const Architecture& m) { return m.kv_heads; });
}
Figure head_size(Arguments& in)
{
    return of_model(in, Measure::Count, "head size", [](const Architecture& m) { return m.head_dim; });
}
Figure window(Arguments& in)
{
    return of_model(in, Measure::Tokens, "sliding window", [](const Architecture& m) {
        std::int64_t widest = 0;
        for (const Layer& layer : m.layers)
            widest = std::max(widest, layer.window);
        return widest;
    });
}
Figure windowed_layers(Arguments& in)
{
    return of_model(in, Measure::Count, "windowed layers", [](const Architecture& m) {
        return std::count_if(m.layers.begin(), m.layers.end(), [](const Layer& layer) { return layer.window > 0; });
    });
}
Figure global_layers(Arguments& in)
{
    return of_model(in, Measure::Count, "global layers", [](const Architecture& m) {
        return std::count_if(m.layers.begin(), m.layers.end(), [](const Layer& layer) { return layer.window == 0; });
    });
}
Figure cache_elements(Arguments& in)
{
    return of_model(in, Measure::Count, "cached elements a token and layer",
                    [](const Architecture& m) { return m.layers.empty() ? std::int64_t{0} : m.layers.front().cache_elements; });
}
Figure kv_token(Arguments& in)
{
    return of_model(in, Measure::Bytes, "BF16 cache a token", [](const Architecture& m) { return m.kv_bytes_per_token(); });
}
Figure kv_token_fp8(Arguments& in)
{
    return of_model(in, Measure::Bytes, "FP8 cache a token", [](const Architecture& m) { return m.kv_bytes_per_token(1); });
}

/// kv_at(model, tokens): cache of one sequence, windows respected.
Figure kv_at(Arguments& in)
{
    const Architecture* model = in.model();
    const double tokens = in.number();
    return model ? Figure{model->kv_bytes_at(tokens),
                          Measure::Bytes,
                          fmt::format("BF16 cache of {} at {}", in.name, format_measure(Measure::Tokens, tokens)),
                          {}}
                 : Figure{};
}

/// kv_token_as(model, mha | gqa | mqa | mla): cache a token with another attention, head count and size kept.
Figure kv_token_as(Arguments& in)
{
    const Architecture* model = in.model();
    const std::string kind = in.word();
    if (!model)
        return {};
    Architecture changed = *model;
    for (const AttentionKind wanted : {AttentionKind::Mha, AttentionKind::Gqa, AttentionKind::Mqa, AttentionKind::Mla})
        if (kind == name_of(wanted)) {
            change_attention(changed, wanted);
            return {changed.kv_bytes_per_token(), Measure::Bytes, fmt::format("BF16 cache a token of {} as {}", in.name, kind), {}};
        }
    in.fail(bad_input("\"" + kind + "\"", "is no attention", "expected mha, gqa, mqa or mla"));
    return {};
}

/// weights(model, precision): total parameters at the width of a precision.
Figure weights(Arguments& in)
{
    const Architecture* model = in.model();
    const std::string precision = in.word();
    return model ? Figure{static_cast<double>(model->total_parameters()) * bytes_per_weight(precision),
                          Measure::Bytes,
                          fmt::format("weights of {} in {}", in.name, precision),
                          {}}
                 : Figure{};
}

/// step_share(model, sequences): share of all weights that one decode step of that many sequences reads, experts drawn evenly.
Figure step_share(Arguments& in)
{
    const Architecture* model = in.model();
    const double sequences = in.number();
    if (!model)
        return {};
    const double layers = static_cast<double>(model->moe_layers());
    const double all = layers * static_cast<double>(model->experts * model->parameters_per_expert());
    const double touched = model->experts == 0
        ? 0
        : experts_touched(static_cast<double>(model->experts), static_cast<double>(model->active_experts), sequences)
            / static_cast<double>(model->experts);
    const double everything = static_cast<double>(model->total_parameters());
    return {(everything - all + all * touched) / everything,
            Measure::Share,
            fmt::format("weights of {} that a step of {:.0f} sequences reads", in.name, sequences),
            {"formula.experts-touched"}};
}

/// uses(model, innovation): 1 where the configuration of a model shows an innovation.
Figure uses(Arguments& in)
{
    const Architecture* model = in.model();
    const std::string word = in.word();
    if (!model)
        return {};
    const std::vector<std::string> found = model->innovations();
    in.references.push_back(word);
    return {std::count(found.begin(), found.end(), word) > 0 ? 1.0 : 0.0,
            Measure::Count,
            fmt::format("{} in the configuration of {}", word, in.name),
            {}};
}

} // namespace

const std::vector<NamedFigure>& model_figures()
{
    static const std::vector<NamedFigure> table{{"total", total},
                                                {"uses", uses},
                                                {"active", active},
                                                {"embedding", embedding},
                                                {"head", head},
                                                {"last_layer", last_layer},
                                                {"hidden", hidden},
                                                {"layers", layers},
                                                {"moe_layers", moe_layers},
                                                {"experts", experts},
                                                {"active_experts", active_experts},
                                                {"shared_experts", shared_experts},
                                                {"expert", expert},
                                                {"heads", heads},
                                                {"kv_heads", kv_heads},
                                                {"head_size", head_size},
                                                {"window", window},
                                                {"windowed_layers", windowed_layers},
                                                {"global_layers", global_layers},
                                                {"cache_elements", cache_elements},
                                                {"kv_token", kv_token},
                                                {"kv_token_fp8", kv_token_fp8},
                                                {"kv_at", kv_at},
                                                {"kv_token_as", kv_token_as},
                                                {"weights", weights},
                                                {"step_share", step_share}};
    return table;
}

} // namespace archway
