// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/estimate.h"

#include <nlohmann/json.hpp>

namespace archway {

nlohmann::ordered_json inspect_json(const Architecture& model)
{
    using Json = nlohmann::ordered_json;
    const auto whole = [](double value) { return static_cast<std::int64_t>(value); };
    const std::int64_t total = model.total_parameters();

    Json json;
    json["name"] = model.name;
    json["model_type"] = model.model_type;
    json["total_parameters"] = total;
    json["active_parameters"] = model.active_parameters();
    json["weights"] = {{"bf16", total * 2}, {"fp8", total}, {"int4", total / 2}};
    json["kv_bytes_per_token"] = whole(model.kv_bytes_per_token());
    json["kv_bytes_per_token_far"] = whole(model.kv_bytes_per_token_far());
    Json& at = json["kv_bytes_at"] = Json::object();
    for (const std::int64_t tokens : {8192, 32768, 131072})
        at[std::to_string(tokens)] = whole(model.kv_bytes_at(static_cast<double>(tokens)));
    if (const double state = model.state_bytes(); state > 0)
        json["state_bytes_per_sequence"] = whole(state);
    json["layers"] = Json::array();
    for (const LayerGroup& group : layer_groups(model))
        json["layers"].push_back(
            {{"kind", name_of(group.kind)}, {"count", group.count}, {"window", group.window > 0 ? Json(group.window) : Json(nullptr)}});
    json["innovations"] = model.innovations();
    json["checkpoint_precision"] = model.checkpoint_precision.empty() ? Json(nullptr) : Json(model.checkpoint_precision);
    json["fields"] = {{"read", model.fields.read}, {"inferred", model.fields.inferred}, {"ignored", model.fields.ignored}};
    json["why"] = {{"total_parameters", "formula.parameters-total"},
                   {"active_parameters", "formula.parameters-active"},
                   {"weights", "formula.weights-nominal"},
                   {"kv_bytes_per_token", "formula.kv-cache-token"},
                   {"kv_bytes_per_token_far", "formula.kv-cache-token"},
                   {"kv_bytes_at", "formula.kv-cache-sequence"}};
    return json;
}

} // namespace archway
