// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/estimate.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace archway {

namespace {

using Json = nlohmann::ordered_json;

Json band_json(const std::optional<Band>& band)
{
    if (!band)
        return nullptr;
    return {{"low", band->low}, {"mid", band->mid}, {"high", band->high}};
}

Json text_or_null(const std::string& text)
{
    return text.empty() ? Json(nullptr) : Json(text);
}

} // namespace

nlohmann::ordered_json deployment_json(const Deployment& d)
{
    Json json;
    json["instance"] = d.instance;
    json["instances"] = d.instances;
    json["accelerator"] = d.accelerator;
    json["accelerators"] = d.accelerators;
    json["accelerator_kind"] = d.accelerator_kind;
    json["engine"] = d.engine;
    json["tensor_parallel"] = d.tensor_parallel;
    json["pipeline_parallel"] = d.pipeline_parallel;
    json["expert_parallel"] = d.expert_parallel;
    json["replicas"] = d.replicas;
    json["fits"] = d.fits;
    json["rejected_because"] = text_or_null(d.rejected_because);
    json["nearest_fix"] = text_or_null(d.nearest_fix);
    json["binding_constraint"] = name_of(d.binding);
    json["memory_per_accelerator"] = {{"weights", std::round(d.memory.weights)},
                                      {"kv_cache", std::round(d.memory.kv_cache)},
                                      {"activations", std::round(d.memory.activations)},
                                      {"overhead", std::round(d.memory.overhead)},
                                      {"capacity", std::round(d.memory.capacity)}};
    json["max_concurrent_sequences"] = d.max_concurrent_sequences;
    json["kv_bytes_per_sequence"] = std::round(d.kv_bytes_per_sequence);
    json["ttft_ms"] = band_json(d.ttft_ms);
    json["tpot_ms"] = band_json(d.tpot_ms);
    json["output_tokens_per_second"] = band_json(d.output_tokens_per_second);
    json["speed_unknown_because"] = text_or_null(d.speed_unknown_because);
    json["price"] = d.price ? Json{{"usd_per_hour", d.price->usd_per_hour},
                                   {"purchase", d.price->purchase},
                                   {"region", d.price->region},
                                   {"as_of", d.price->as_of},
                                   {"source", d.price->source}}
                            : Json(nullptr);
    json["usd_per_month"] = d.usd_per_month ? Json(*d.usd_per_month) : Json(nullptr);
    json["usd_per_million_input_tokens"] = band_json(d.usd_per_million_input);
    json["usd_per_million_output_tokens"] = band_json(d.usd_per_million_output);
    json["usd_per_million_output_tokens_blended"] = band_json(d.usd_per_million_blended);
    json["notes"] = d.notes;
    json["why"] = {{"memory_per_accelerator", "formula.memory-accelerator"},
                   {"max_concurrent_sequences", "formula.max-sequences"},
                   {"kv_bytes_per_sequence", "formula.kv-cache-sequence"},
                   {"ttft_ms", "formula.ttft"},
                   {"tpot_ms", "formula.tpot"},
                   {"output_tokens_per_second", "formula.throughput"},
                   {"usd_per_month", "formula.cost-month"},
                   {"usd_per_million_input_tokens", "formula.cost-input"},
                   {"usd_per_million_output_tokens", "formula.cost-output"},
                   {"usd_per_million_output_tokens_blended", "formula.cost-blended"}};
    return json;
}

nlohmann::ordered_json estimate_json(const Estimate& estimate)
{
    Json json;
    json["scenario"] = scenario_json(estimate.scenario);
    json["model"] = inspect_json(estimate.model.architecture);
    json["model"]["id"] = text_or_null(estimate.model.id);
    json["model"]["weight_precision"] = estimate.model.weight_precision;
    json["model"]["kv_precision"] = estimate.model.kv_precision;
    json["model"]["changes"] = estimate.model.changes;
    json["deployments"] = Json::array();
    for (const Deployment& deployment : estimate.deployments)
        json["deployments"].push_back(deployment_json(deployment));
    json["training"] = Json::array();
    for (const TrainingPlan& plan : estimate.training)
        json["training"].push_back(training_plan_json(plan));
    return json;
}

} // namespace archway
