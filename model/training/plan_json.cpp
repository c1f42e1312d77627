// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/json_parts.h"
#include "model/training/plan.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace archway {

namespace {

using Json = nlohmann::ordered_json;

} // namespace

Json training_plan_json(const TrainingPlan& t)
{
    const TrainingLayout& l = t.layout;
    Json json;
    json["instance"] = t.instance;
    json["instances"] = t.instances;
    json["accelerator"] = t.accelerator;
    json["accelerators"] = t.accelerators;
    json["accelerator_kind"] = t.accelerator_kind;
    json["fits"] = t.fits;
    json["rejected_because"] = text_or_null(t.rejected_because);
    json["nearest_fix"] = text_or_null(t.nearest_fix);
    json["fix"] = changes_json(t.fix);
    json["binding_constraint"] = name_of(t.binding);
    json["data_parallel"] = l.data;
    json["tensor_parallel"] = l.tensor;
    json["pipeline_parallel"] = l.pipeline;
    json["expert_parallel"] = l.expert;
    json["zero_stage"] = l.zero_stage;
    json["recompute"] = name_of(l.recompute);
    json["micro_batch"] = l.micro_batch;
    json["micro_batches"] = l.micro_batches;
    json["tokens_per_step"] = t.tokens_per_step;
    json["memory_per_accelerator"] = {{"weights", std::round(t.memory.weights)},     {"gradients", std::round(t.memory.gradients)},
                                      {"optimizer", std::round(t.memory.optimizer)}, {"activations", std::round(t.memory.activations)},
                                      {"overhead", std::round(t.memory.overhead)},   {"capacity", std::round(t.capacity)}};
    json["flops"] = t.flops;
    json["mfu"] = band_json(t.mfu);
    json["tokens_per_second"] = band_json(t.tokens_per_second);
    json["goodput"] = band_json(t.goodput);
    json["mtbf_hours"] = t.mtbf_hours > 0 ? Json(t.mtbf_hours) : Json(nullptr);
    json["checkpoint_bytes"] = std::round(t.checkpoint_size);
    json["checkpoint_write_s"] = t.days ? Json(t.checkpoint_write_s) : Json(nullptr);
    json["checkpoint_interval_s"] = t.days ? Json(t.checkpoint_interval_s) : Json(nullptr);
    json["days"] = band_json(t.days);
    json["accelerator_hours"] = band_json(t.accelerator_hours);
    json["price"] = price_json(t.price);
    json["usd_total"] = band_json(t.usd_total);
    json["speed_unknown_because"] = text_or_null(t.speed_unknown_because);
    json["notes"] = t.notes;
    json["why"] = {{"memory_per_accelerator", "formula.training-memory"},
                   {"flops", "formula.training-flops"},
                   {"mfu", "formula.mfu"},
                   {"tokens_per_second", "formula.training-speed"},
                   {"goodput", "formula.goodput"},
                   {"checkpoint_bytes", "formula.checkpoint-size"},
                   {"checkpoint_interval_s", "formula.checkpoint-interval"},
                   {"days", "formula.training-days"},
                   {"accelerator_hours", "formula.training-days"},
                   {"usd_total", "formula.training-cost"}};
    return json;
}

} // namespace archway
