// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of the JSON answers that deployments and training plans share.
#pragma once

#include "model/estimate/deployment.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace archway {

/// {"low", "mid", "high"}, or null where nothing is known.
[[nodiscard]] inline nlohmann::ordered_json band_json(const std::optional<Band>& band)
{
    return band ? nlohmann::ordered_json{{"low", band->low}, {"mid", band->mid}, {"high", band->high}} : nlohmann::ordered_json(nullptr);
}

[[nodiscard]] inline nlohmann::ordered_json text_or_null(const std::string& text)
{
    return text.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(text);
}

/// The price row a figure is computed with, or null.
[[nodiscard]] inline nlohmann::ordered_json price_json(const std::optional<PriceUsed>& price)
{
    return price ? nlohmann::ordered_json{{"usd_per_hour", price->usd_per_hour},
                                          {"purchase", price->purchase},
                                          {"region", price->region},
                                          {"as_of", price->as_of},
                                          {"source", price->source}}
                 : nlohmann::ordered_json(nullptr);
}

} // namespace archway
