// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diagram/nudges.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace archway {

namespace {

using Json = nlohmann::ordered_json;

constexpr double farthest = 100'000; ///< a file from elsewhere moves nothing further

} // namespace

Nudges read_nudges(const std::string& window, const std::string& picture)
{
    Nudges out;
    const Json root = Json::parse(window, nullptr, false);
    const Json layout = root.is_object() ? root.value("layout", Json()) : Json();
    const Json moved = layout.is_object() ? layout.value(picture, Json()) : Json();
    if (!moved.is_object())
        return out;
    for (const auto& [id, by] : moved.items()) {
        if (!by.is_array() || by.size() != 2 || !by[0].is_number() || !by[1].is_number())
            continue;
        const Point point{by[0].get<double>(), by[1].get<double>()};
        if (std::abs(point.x) <= farthest && std::abs(point.y) <= farthest)
            out[id] = point;
    }
    return out;
}

std::string with_nudges(const std::string& window, const std::string& picture, const Nudges& nudges)
{
    Json root = Json::parse(window, nullptr, false);
    if (!root.is_object())
        root = Json::object();
    if (!root.contains("layout") || !root["layout"].is_object())
        root["layout"] = Json::object();
    Json moved = Json::object();
    for (const auto& [id, by] : nudges)
        moved[id] = {std::round(by.x), std::round(by.y)};
    if (moved.empty())
        root["layout"].erase(picture);
    else
        root["layout"][picture] = std::move(moved);
    if (root["layout"].empty())
        root.erase("layout");
    return root.empty() ? std::string() : root.dump();
}

} // namespace archway
