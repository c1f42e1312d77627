// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diagram/nudges.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace archway {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char *top_down = "top-down", *left_right = "left-right";
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

std::optional<FlowDirection> read_way(const std::string& window, const std::string& picture)
{
    const Json root = Json::parse(window, nullptr, false);
    const Json ways = root.is_object() ? root.value("ways", Json()) : Json();
    const Json way = ways.is_object() ? ways.value(picture, Json()) : Json();
    if (way == Json(top_down))
        return FlowDirection::TopDown;
    if (way == Json(left_right))
        return FlowDirection::LeftRight;
    return std::nullopt;
}

std::string with_way(const std::string& window, const std::string& picture, std::optional<FlowDirection> way)
{
    Json root = Json::parse(window, nullptr, false);
    if (!root.is_object())
        root = Json::object();
    if (!root.contains("ways") || !root["ways"].is_object())
        root["ways"] = Json::object();
    if (way)
        root["ways"][picture] = *way == FlowDirection::TopDown ? top_down : left_right;
    else
        root["ways"].erase(picture);
    if (root["ways"].empty())
        root.erase("ways");
    return root.empty() ? std::string() : root.dump();
}

NodeNames read_names(const std::string& window, const std::string& picture)
{
    constexpr std::size_t longest = 400;
    NodeNames out;
    const Json root = Json::parse(window, nullptr, false);
    const Json names = root.is_object() ? root.value("names", Json()) : Json();
    const Json given = names.is_object() ? names.value(picture, Json()) : Json();
    if (!given.is_object())
        return out;
    for (const auto& [id, name] : given.items()) {
        if (name.is_string() && !name.get_ref<const std::string&>().empty() && name.get_ref<const std::string&>().size() <= longest)
            out[id] = name.get<std::string>();
    }
    return out;
}

std::string with_names(const std::string& window, const std::string& picture, const NodeNames& names)
{
    Json root = Json::parse(window, nullptr, false);
    if (!root.is_object())
        root = Json::object();
    if (!root.contains("names") || !root["names"].is_object())
        root["names"] = Json::object();
    if (names.empty())
        root["names"].erase(picture);
    else
        root["names"][picture] = names;
    if (root["names"].empty())
        root.erase("names");
    return root.empty() ? std::string() : root.dump();
}

void rename(Diagram& diagram, const NodeNames& names)
{
    for (DiagramNode& node : diagram.nodes) {
        const auto given = names.find(node.id);
        if (given != names.end())
            node.label.replace(0, std::min(node.label.find('\n'), node.label.size()), given->second);
    }
}

} // namespace archway
