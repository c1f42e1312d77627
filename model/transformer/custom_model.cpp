// SPDX-License-Identifier: GPL-3.0-or-later
// A model described by a handful of numbers: the missing shape is inferred, and the layers are scaled to the stated totals.
#include "model/base/units.h"
#include "model/transformer/config_reader.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace archway {

namespace {

constexpr double smallest_model = 1e6;
constexpr double largest_model = 1e15;

/// Names people use beside those of Hugging Face.
constexpr std::array<std::array<const char*, 2>, 11> short_names{{{"layers", "num_hidden_layers"},
                                                                  {"hidden", "hidden_size"},
                                                                  {"heads", "num_attention_heads"},
                                                                  {"kv_heads", "num_key_value_heads"},
                                                                  {"head_size", "head_dim"},
                                                                  {"experts", "num_experts"},
                                                                  {"active_experts", "num_experts_per_tok"},
                                                                  {"expert_width", "moe_intermediate_size"},
                                                                  {"vocabulary", "vocab_size"},
                                                                  {"context", "max_position_embeddings"},
                                                                  {"window", "sliding_window"}}};

Result<double> total(const nlohmann::json& custom, const char* name, const std::string& place, bool needed)
{
    const auto value = custom.find(name);
    if (value == custom.end() || value->is_null()) {
        if (needed)
            return bad_input(place + ": /" + name, "is missing", "expected the number of parameters, e.g. 70e9");
        return 0.0;
    }
    if (!value->is_number() || !(value->get<double>() >= smallest_model && value->get<double>() <= largest_model))
        return bad_input(place + ": /" + name, "is no size of a language model", "expected a number from 1e6 to 1e15");
    return value->get<double>();
}

/// Fills `config[name]` when it is missing, and says so.
void assume(nlohmann::json& config, std::vector<std::string>& inferred, const char* name, std::int64_t value, const std::string& why)
{
    if (config.contains(name) && !config[name].is_null())
        return;
    config[name] = value;
    inferred.push_back(fmt::format("{} = {} ({})", name, value, why));
}

std::int64_t rounded_to(double value, std::int64_t step)
{
    return std::max(step, static_cast<std::int64_t>(std::llround(value / static_cast<double>(step))) * step);
}

/// The usual proportions of decoder-only models: about 128 times as wide as deep, heads of 128, eight KV heads.
void assume_shape(nlohmann::json& config, std::vector<std::string>& inferred, double active)
{
    // 12·L·h² with h = 128·L gives L from the parameters a token passes through.
    assume(config, inferred, "num_hidden_layers", std::max<std::int64_t>(1, std::llround(std::cbrt(active / (12.0 * 128 * 128)))),
           "from the active parameters at the usual proportions");
    const auto layers = static_cast<double>(config["num_hidden_layers"].is_number() ? config["num_hidden_layers"].get<double>() : 1);
    assume(config, inferred, "hidden_size", rounded_to(std::sqrt(active / (12 * std::max(1.0, layers))), 128),
           "active parameters = 12 · layers · hidden²");
    const auto hidden = config["hidden_size"].is_number_integer() ? config["hidden_size"].get<std::int64_t>() : 128;
    assume(config, inferred, "num_attention_heads", std::max<std::int64_t>(1, hidden / 128), "heads of 128");
    const auto heads = config["num_attention_heads"].is_number_integer() ? config["num_attention_heads"].get<std::int64_t>() : 1;
    if (!config.contains("kv_lora_rank"))
        assume(config, inferred, "num_key_value_heads", heads % 8 == 0 ? 8 : heads, "grouped-query attention with eight KV heads");
    assume(config, inferred, "vocab_size", 128'000, "typical of current tokenizers");
}

/// Spreads what the stated totals leave over: over the experts so that the active share is right, else over the dense FFN.
Status meet_totals(Architecture& model, double total_stated, double active_stated, const std::string& place)
{
    const auto layers = static_cast<std::int64_t>(model.layers.size());
    const std::int64_t missing_total = std::llround(total_stated) - model.total_parameters();
    std::int64_t per_expert = 0;
    if (model.experts > 0 && active_stated > 0 && model.experts > model.active_experts) {
        const std::int64_t missing_active = std::llround(active_stated) - model.active_parameters();
        per_expert = (missing_total - missing_active) / (model.moe_layers() * (model.experts - model.active_experts));
    } else if (model.experts > 0) {
        per_expert = missing_total / (model.moe_layers() * model.experts);
    }
    for (Layer& layer : model.layers)
        layer.expert_parameters += layer.moe ? per_expert * model.experts : 0;
    const std::int64_t rest = std::llround(total_stated) - model.total_parameters();
    for (std::int64_t i = 0; i < layers; ++i) {
        Layer& layer = model.layers[static_cast<std::size_t>(i)];
        layer.dense_parameters += rest / layers + (i == 0 ? rest % layers : 0);
        if (layer.dense_parameters < 0 || layer.expert_parameters < 0)
            return bad_input(place,
                             fmt::format("the stated totals leave {} for the dense layers once attention, tables and experts are counted",
                                         format_parameters(static_cast<double>(rest))),
                             "expected totals that agree with layers, width and active experts");
    }
    return Done{};
}

} // namespace

Result<Architecture> read_custom(const nlohmann::json& custom, const std::string& place)
{
    if (!custom.is_object())
        return bad_input(place, "is not a JSON object", "expected total_parameters, layers, hidden size, heads …");
    const Result<double> stated_total = total(custom, "total_parameters", place, true);
    if (!stated_total)
        return stated_total.error();
    const Result<double> stated_active = total(custom, "active_parameters", place, false);
    if (!stated_active)
        return stated_active.error();
    if (*stated_active > *stated_total)
        return bad_input(place + ": /active_parameters", "is above total_parameters", "expected at most the total");

    nlohmann::json config = custom;
    config.erase("total_parameters");
    config.erase("active_parameters");
    const std::string name = config.contains("name") && config["name"].is_string() ? config["name"].get<std::string>() : "custom model";
    config.erase("name");
    for (const auto& [short_name, name_in_config] : short_names) {
        if (config.contains(short_name)) {
            config[name_in_config] = config[short_name];
            config.erase(short_name);
        }
    }
    std::vector<std::string> inferred;
    const bool sparse = config.contains("num_experts") || config.contains("n_routed_experts") || config.contains("num_local_experts");
    if (sparse && !(*stated_active > 0))
        return bad_input(place + ": /active_parameters", "is missing", "a mixture of experts needs it");
    assume_shape(config, inferred, *stated_active > 0 ? *stated_active : *stated_total);
    if (sparse)
        assume(config, inferred, "num_experts_per_tok", 8, "typical of fine-grained experts");
    // Widths start from nothing much and are then filled up to the totals.
    assume(config, inferred, "intermediate_size", 1, "filled up to the stated totals");
    if (sparse)
        assume(config, inferred, "moe_intermediate_size", 1, "filled up to the stated totals");
    if (!config.contains("model_type"))
        config["model_type"] = config.contains("kv_lora_rank") ? "deepseek_v3" : sparse ? "mixtral" : "llama";

    Result<Architecture> model = read_config(config, place);
    if (!model)
        return model.error();
    model->name = name;
    if (sparse && model->experts == 0)
        return bad_input(place, "names experts that no layer holds", "expected two experts or more, in at least one layer");
    const Status met = meet_totals(*model, *stated_total, *stated_active, place);
    if (!met)
        return met.error();
    if (model->experts > 0)
        model->expert_width = std::max<std::int64_t>(1, model->parameters_per_expert() / (3 * model->hidden));
    else
        model->intermediate = std::max<std::int64_t>(1, model->layers.front().dense_parameters / (3 * model->hidden));
    model->fields.inferred.insert(model->fields.inferred.begin(), inferred.begin(), inferred.end());
    return model;
}

} // namespace archway
