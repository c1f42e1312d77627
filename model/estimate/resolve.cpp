// SPDX-License-Identifier: GPL-3.0-or-later
// From a scenario's model and innovations to the architecture and precisions that hold.
#include "model/base/nearest.h"
#include "model/estimate/estimate.h"
#include "model/transformer/config_reader.h"
#include "model/transformer/what_if.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace archway {

namespace {

Result<Architecture> read_choice(const ModelChoice& choice, const Catalog& catalog, std::string_view config_text, std::string& id)
{
    switch (choice.form) {
    case ModelForm::None: return bad_input("/model", "is missing", "expected the id of a model, or its config");
    case ModelForm::Config: return read_config_text(choice.text, "/model/config");
    case ModelForm::ConfigFile: return read_config_text(config_text, choice.text);
    case ModelForm::Custom: return read_custom(nlohmann::json::parse(choice.text), "/model/custom");
    case ModelForm::Id: break;
    }
    const ModelRecord* record = catalog.model(choice.text);
    if (!record) {
        std::vector<std::string> known;
        for (const ModelRecord& model : catalog.models)
            known.push_back(model.id);
        return bad_input("/model", fmt::format("\"{}\" is not in the knowledge base", choice.text),
                         "nearest known model: " + nearest(choice.text, known));
    }
    id = record->id;
    Result<Architecture> model = read_config_text(record->config, record->id);
    if (model)
        model->name = record->name;
    return model;
}

std::string_view speculation_note
    = "speculative decoding: acceptance depends on the draft model and is not estimated; latency is shown without it";

/// Applies one innovation; says what it changed, or that no arithmetic stands behind it.
void apply(ResolvedModel& model, const std::string& id, bool add)
{
    std::string change;
    const auto weights = [&](const char* precision) {
        model.weight_precision = precision;
        return fmt::format("weights in {}", precision);
    };
    if (id == "mla" || id == "gqa" || id == "mha" || id == "mqa") {
        const AttentionKind kind = id == "mla" ? AttentionKind::Mla
            : id == "gqa"                      ? AttentionKind::Gqa
            : id == "mqa"                      ? AttentionKind::Mqa
                                               : AttentionKind::Mha;
        // Taking a sharing scheme away leaves every head with keys and values of its own.
        change = change_attention(model.architecture, add ? kind : AttentionKind::Mha);
    } else if (id == "swa") {
        change = add ? add_sliding_window(model.architecture) : remove_sliding_window(model.architecture);
    } else if (id == "fp8-quantization") {
        change = weights(add ? "fp8" : "bf16");
    } else if (id == "int4-quantization") {
        change = weights(add ? "int4" : "bf16");
    } else if (id == "kv-cache-quantization") {
        model.kv_precision = add ? "fp8" : "bf16";
        change = fmt::format("KV cache in {}", model.kv_precision);
    } else if (id == "prefix-caching") {
        change = add ? "prefix caching: the hit rate of the workload says how much of the input is found" : "no prefix caching";
    } else if (id == "speculative-decoding" && add) {
        change = speculation_note;
    } else {
        change = fmt::format("{} {}: changes no figure here", id, add ? "added" : "removed");
    }
    if (!change.empty())
        model.changes.push_back(std::move(change));
}

} // namespace

Result<ResolvedModel> resolve_model(const Scenario& scenario, const Catalog& catalog, std::string_view config_text)
{
    ResolvedModel out;
    Result<Architecture> model = read_choice(scenario.model, catalog, config_text, out.id);
    if (!model)
        return model.error();
    out.architecture = std::move(*model);
    out.weight_precision = !scenario.workload.weight_precision.empty() ? scenario.workload.weight_precision
        : !out.architecture.checkpoint_precision.empty()               ? out.architecture.checkpoint_precision
                                                                       : "bf16";
    out.kv_precision = scenario.workload.kv_precision;
    for (const std::string& id : scenario.remove_innovations)
        apply(out, id, false);
    for (const std::string& id : scenario.add_innovations)
        apply(out, id, true);
    return out;
}

} // namespace archway
