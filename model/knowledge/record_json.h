// SPDX-License-Identifier: GPL-3.0-or-later
// Records of the knowledge base from JSON and back. Field names are those of the structs.
#pragma once

#include "model/base/result.h"
#include "model/knowledge/catalog.h"

#include <nlohmann/json_fwd.hpp>

namespace archway {

// Each reads one record; `place` names it in errors ("file.json: /claims/17").
[[nodiscard]] Result<Source> read_source(const nlohmann::json&, const std::string& place);
[[nodiscard]] Result<Entity> read_entity(const nlohmann::json&, const std::string& place);
[[nodiscard]] Result<Relation> read_relation(const nlohmann::json&, const std::string& place);
[[nodiscard]] Result<Claim> read_claim(const nlohmann::json&, const std::string& place);
[[nodiscard]] Result<Rule> read_rule(const nlohmann::json&, const std::string& place);
[[nodiscard]] Result<Check> read_check(const nlohmann::json&, const std::string& place);
[[nodiscard]] Result<DiagramText> read_diagram_text(const nlohmann::json&, const std::string& place);
[[nodiscard]] Result<ModelRecord> read_model_record(const nlohmann::json&, const std::string& place);
[[nodiscard]] Result<Accelerator> read_accelerator(const nlohmann::json&, const std::string& place);
[[nodiscard]] Result<InstanceType> read_instance(const nlohmann::json&, const std::string& place);
[[nodiscard]] Result<Price> read_price(const nlohmann::json&, const std::string& place);
[[nodiscard]] Result<ApiPrice> read_api_price(const nlohmann::json&, const std::string& place);
[[nodiscard]] Result<EfficiencyFactors> read_factors(const nlohmann::json&, const std::string& place);

// The export format of the command line.
[[nodiscard]] nlohmann::ordered_json to_json(const Source&);
[[nodiscard]] nlohmann::ordered_json to_json(const Entity&);
[[nodiscard]] nlohmann::ordered_json to_json(const Relation&);
[[nodiscard]] nlohmann::ordered_json to_json(const Claim&);
[[nodiscard]] nlohmann::ordered_json to_json(const Rule&);
[[nodiscard]] nlohmann::ordered_json to_json(const DiagramText&);
[[nodiscard]] nlohmann::ordered_json to_json(const Check&);
// The same field names that the readers above take.
[[nodiscard]] nlohmann::ordered_json to_json(const ModelRecord&);
[[nodiscard]] nlohmann::ordered_json to_json(const Accelerator&);
[[nodiscard]] nlohmann::ordered_json to_json(const InstanceType&);
[[nodiscard]] nlohmann::ordered_json to_json(const EfficiencyFactors&);
[[nodiscard]] nlohmann::ordered_json to_json(const Price&);
[[nodiscard]] nlohmann::ordered_json to_json(const ApiPrice&);
/// Everything, each list ordered by id (relations by ends and type).
[[nodiscard]] nlohmann::ordered_json knowledge_json(const Knowledge&);

} // namespace archway
