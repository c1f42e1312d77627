// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/scenario/scenario.h"

#include "model/scenario/inputs.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>

namespace archway {

namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json or_null(const std::optional<T>& value)
{
    return value ? Json(*value) : Json(nullptr);
}

/// Whole numbers are written without a fraction: 4000, not 4000.0.
Json number(double value)
{
    if (value == static_cast<double>(static_cast<std::int64_t>(value)) && std::abs(value) < 9e15)
        return static_cast<std::int64_t>(value);
    return value;
}

Json number(const std::optional<double>& value)
{
    return value ? number(*value) : Json(nullptr);
}

Json model_json(const ModelChoice& model)
{
    switch (model.form) {
    case ModelForm::None: return nullptr;
    case ModelForm::Id: return model.text;
    case ModelForm::Config: return {{"config", Json::parse(model.text)}};
    case ModelForm::ConfigFile: return {{"config_file", model.text}};
    case ModelForm::Custom: return {{"custom", Json::parse(model.text)}};
    }
    return nullptr;
}

Json deployment_choice(const PinnedDeployment& pinned)
{
    Json json = Json::object();
    const auto put = [&json](const char* name, const auto& value) {
        if (value)
            json[name] = *value;
    };
    put("instance", pinned.instance);
    put("instances", pinned.instances);
    put("tensor_parallel", pinned.tensor_parallel);
    put("pipeline_parallel", pinned.pipeline_parallel);
    put("expert_parallel", pinned.expert_parallel);
    put("replicas", pinned.replicas);
    put("engine", pinned.engine);
    return json;
}

/// Removes the members whose paths nobody gave; an object left empty goes too.
void remove_assumed(Json& object, const std::string& prefix, const std::set<std::string>& assumed)
{
    for (auto member = object.begin(); member != object.end();) {
        const std::string path = prefix + member.key();
        if (member->is_object() && (path == "workload" || path == "training" || path == "constraints" || path == "innovations"))
            remove_assumed(*member, path + ".", assumed);
        const bool empty_section = member->is_object() && member->empty();
        member = assumed.contains(path) || empty_section ? object.erase(member) : std::next(member);
    }
}

} // namespace

std::string_view name_of(Phase phase)
{
    switch (phase) {
    case Phase::Inference: return "inference";
    case Phase::Pretraining: return "pretraining";
    case Phase::FineTuning: return "fine-tuning";
    }
    return {};
}

nlohmann::ordered_json scenario_json(const Scenario& s)
{
    Json json;
    json["archway"] = 1;
    json["title"] = s.title;
    json["model"] = model_json(s.model);
    json["innovations"] = {{"add", s.add_innovations},
                           {"remove", s.remove_innovations},
                           {"other_model", s.other_model.empty() ? Json(nullptr) : Json(s.other_model)},
                           {"routed_share", number(s.routed_share)}};
    json["phase"] = name_of(s.phase);
    json["workload"] = {{"input_tokens", number(s.workload.input_tokens)},
                        {"output_tokens", number(s.workload.output_tokens)},
                        {"concurrent_sequences", number(s.workload.concurrent_sequences)},
                        {"requests_per_second", number(s.workload.requests_per_second)},
                        {"ttft_ms", number(s.workload.ttft_ms)},
                        {"tpot_ms", number(s.workload.tpot_ms)},
                        {"weight_precision", s.workload.weight_precision.empty() ? Json(nullptr) : Json(s.workload.weight_precision)},
                        {"kv_precision", s.workload.kv_precision},
                        {"prefix_hit_rate", number(s.workload.prefix_hit_rate)},
                        {"utilisation", number(s.workload.utilisation)},
                        {"acceptance_length", number(s.workload.acceptance_length)},
                        {"draft_tokens", number(s.workload.draft_tokens)}};
    json["training"] = {{"tokens", number(s.training.tokens)},
                        {"sequence_length", number(s.training.sequence_length)},
                        {"deadline_days", number(s.training.deadline_days)},
                        {"precision", s.training.precision},
                        {"method", s.training.method},
                        {"accelerators", number(s.training.accelerators)}};
    json["constraints"] = {{"regions", s.constraints.regions},
                           {"compliance", s.constraints.compliance},
                           {"monthly_budget_usd", number(s.constraints.monthly_budget_usd)},
                           {"purchase", s.constraints.purchase},
                           {"accelerators", s.constraints.accelerators},
                           {"operations", s.constraints.operations}};
    json["needs"] = s.needs;
    json["deployment"] = s.deployment ? deployment_choice(*s.deployment) : Json(nullptr);
    json["assumed"] = s.assumed;
    return json;
}

std::string scenario_file_text(const Scenario& scenario)
{
    Json json = scenario_json(scenario);
    json.erase("assumed");
    // What counts only with an innovation is written once it differs from its default.
    std::set<std::string> left_out = scenario.assumed;
    const Scenario plain;
    for (const NumericInput& input : numeric_inputs())
        if (!input.innovation.empty() && get_number(scenario, input.path).value() == get_number(plain, input.path).value())
            left_out.emplace(input.path);
    if (scenario.other_model.empty())
        left_out.emplace("innovations.other_model");
    remove_assumed(json, "", left_out);
    if (!scenario.window.empty())
        json["window"] = Json::parse(scenario.window);
    return json.dump(2) + "\n";
}

} // namespace archway
