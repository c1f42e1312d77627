// SPDX-License-Identifier: GPL-3.0-or-later
// From a scenario's model and innovations to the architecture and precisions that hold.
#include "model/base/nearest.h"
#include "model/base/units.h"
#include "model/estimate/estimate.h"
#include "model/transformer/config_reader.h"
#include "model/transformer/what_if.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

constexpr double small_model_ratio = 10; ///< a student or a small model is looked for at a tenth of the active size

Result<Architecture> read_record(const ModelRecord& record)
{
    Result<Architecture> model = read_config_text(record.config, record.id);
    if (model)
        model->name = record.name;
    return model;
}

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
    return read_record(*record);
}

/// Distillation: the student stands where the teacher stood. What it still answers well is not arithmetic's to say.
Status distil(ResolvedModel& out, const Scenario& scenario, const Catalog& catalog)
{
    const Result<const ModelRecord*> student = other_model(scenario, catalog, out.architecture);
    if (!student)
        return student.error();
    Result<Architecture> model = read_record(**student);
    if (!model)
        return model.error();
    out.changes.push_back(fmt::format("distillation into {}{}: {} → {} parameters, {} → {} active; quality is not estimated", model->name,
                                      scenario.other_model.empty() ? ", assumed as nearest to a tenth of the active size" : "",
                                      format_parameters(static_cast<double>(out.architecture.total_parameters())),
                                      format_parameters(static_cast<double>(model->total_parameters())),
                                      format_parameters(static_cast<double>(out.architecture.active_parameters())),
                                      format_parameters(static_cast<double>(model->active_parameters()))));
    out.architecture = std::move(*model);
    out.id = (*student)->id;
    return Done{};
}

/// Applies one innovation; says what it changed, or that no arithmetic stands behind it.
void apply(ResolvedModel& model, const Scenario& scenario, const std::string& id, bool add)
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
    } else if (id == "moe") {
        change = add ? add_experts(model.architecture) : remove_experts(model.architecture);
    } else if (id == "speculative-decoding" && add) {
        change = fmt::format("speculative decoding: {} drafts by one layer of the model, {} tokens a verification{}",
                             format_number(scenario.workload.draft_tokens), format_figures(scenario.workload.acceptance_length, 3),
                             scenario.workload.acceptance_length == Workload{}.acceptance_length ? ", as measured for EAGLE-3" : "");
    } else if (id == "distillation" && add) {
        return; // done before the others: they change the student
    } else if (id == "prompt-routing" && add) {
        change = "prompt routing: the effect stands beside the figures of this model, which serves the rest";
    } else {
        change = fmt::format("{} {}: changes no figure here", id, add ? "added" : "removed");
    }
    if (!change.empty())
        model.changes.push_back(std::move(change));
}

} // namespace

Result<const ModelRecord*> other_model(const Scenario& scenario, const Catalog& catalog, const Architecture& model)
{
    if (!scenario.other_model.empty()) {
        if (const ModelRecord* record = catalog.model(scenario.other_model))
            return record;
        std::vector<std::string> known;
        for (const ModelRecord& record : catalog.models)
            known.push_back(record.id);
        return bad_input("/innovations/other_model", fmt::format("\"{}\" is not in the knowledge base", scenario.other_model),
                         "nearest known model: " + nearest(scenario.other_model, known));
    }
    const double wanted = std::log(static_cast<double>(model.active_parameters()) / small_model_ratio);
    const ModelRecord* best = nullptr;
    double distance = 1e9;
    for (const ModelRecord& record : catalog.models) {
        const Result<Architecture> candidate = read_record(record);
        if (!candidate || candidate->active_parameters() >= model.active_parameters())
            continue;
        const double here = std::abs(std::log(static_cast<double>(candidate->active_parameters())) - wanted);
        if (here < distance) {
            distance = here;
            best = &record;
        }
    }
    if (!best)
        return bad_input("/innovations", "no model of the base is smaller than this one", "name one as other_model");
    return best;
}

Result<ResolvedModel> resolve_model(const Scenario& scenario, const Catalog& catalog, std::string_view config_text)
{
    ResolvedModel out;
    Result<Architecture> model = read_choice(scenario.model, catalog, config_text, out.id);
    if (!model)
        return model.error();
    out.architecture = std::move(*model);
    const auto& added = scenario.add_innovations;
    if (std::find(added.begin(), added.end(), "distillation") != added.end())
        if (const Status distilled = distil(out, scenario, catalog); !distilled)
            return distilled.error();
    out.weight_precision = !scenario.workload.weight_precision.empty() ? scenario.workload.weight_precision
        : !out.architecture.checkpoint_precision.empty()               ? out.architecture.checkpoint_precision
                                                                       : "bf16";
    out.kv_precision = scenario.workload.kv_precision;
    for (const std::string& id : scenario.remove_innovations)
        apply(out, scenario, id, false);
    for (const std::string& id : scenario.add_innovations)
        apply(out, scenario, id, true);
    return out;
}

} // namespace archway
