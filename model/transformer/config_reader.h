// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/transformer/architecture.h"

#include <nlohmann/json_fwd.hpp>

namespace archway {

/// Reads the text of a Hugging Face config.json (a multimodal file's `text_config` included) into an architecture.
/// Exact to the parameter for the families of the knowledge base; an unknown `model_type` is read by its fields, with
/// what was inferred said. Errors name the JSON path under `place` and what was expected.
[[nodiscard]] Result<Architecture> read_config_text(std::string_view text, const std::string& place);
[[nodiscard]] Result<Architecture> read_config(const nlohmann::json& config, const std::string& place);

/// A model described by a handful of numbers in Hugging Face names (`num_hidden_layers`, `hidden_size` …; `layers`,
/// `hidden`, `heads`, `experts` are accepted too) and the two totals `total_parameters`, `active_parameters`. What is missing
/// is inferred and listed; the layers' counts are scaled so that the totals are met.
[[nodiscard]] Result<Architecture> read_custom(const nlohmann::json& custom, const std::string& place);

} // namespace archway
