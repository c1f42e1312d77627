// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/estimate.h"
#include "model/estimate/json_parts.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace archway {

namespace {

using Json = nlohmann::ordered_json;

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
    json["fix"] = changes_json(d.fix);
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
    json["busy_time"]
        = d.busy ? Json{{"compute", d.busy->compute}, {"bandwidth", d.busy->bandwidth}, {"other", d.busy->other}} : Json(nullptr);
    json["speed_unknown_because"] = text_or_null(d.speed_unknown_because);
    json["price"] = price_json(d.price);
    json["usd_per_month"] = d.usd_per_month ? Json(*d.usd_per_month) : Json(nullptr);
    json["usd_per_million_input_tokens"] = band_json(d.usd_per_million_input);
    json["usd_per_million_uncached_input_tokens"] = band_json(d.usd_per_million_uncached);
    json["usd_per_million_cached_input_tokens"] = band_json(d.usd_per_million_cached);
    json["usd_per_million_output_tokens"] = band_json(d.usd_per_million_output);
    json["usd_per_million_output_tokens_blended"] = band_json(d.usd_per_million_blended);
    json["notes"] = d.notes;
    json["why"] = {{"binding_constraint", "formula.binding"},
                   {"memory_per_accelerator", "formula.memory-accelerator"},
                   {"max_concurrent_sequences", "formula.max-sequences"},
                   {"kv_bytes_per_sequence", "formula.kv-cache-sequence"},
                   {"ttft_ms", "formula.ttft"},
                   {"tpot_ms", "formula.tpot"},
                   {"output_tokens_per_second", "formula.throughput"},
                   {"busy_time", "formula.binding"},
                   {"usd_per_month", "formula.cost-month"},
                   {"usd_per_million_input_tokens", "formula.cost-input"},
                   {"usd_per_million_uncached_input_tokens", "formula.cost-uncached"},
                   {"usd_per_million_cached_input_tokens", "formula.cost-cached"},
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
