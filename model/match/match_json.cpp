// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/match/decision.h"

#include <nlohmann/json.hpp>

namespace archway {

namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::string& text)
{
    return text.empty() ? Json(nullptr) : Json(text);
}

Json candidate_json(const Candidate& c)
{
    Json reasons = Json::array();
    for (const Reason& reason : c.reasons)
        reasons.push_back({{"text", reason.text}, {"kind", name_of(reason.kind)}, {"ref", reason.ref}});
    Json points = Json::array();
    for (const DataPoint& point : c.data_points)
        points.push_back({{"text", point.text}, {"ref", point.ref}});
    return {{"id", c.id},
            {"name", c.name},
            {"rank", c.rank},
            {"verdict", name_of(c.verdict)},
            {"score", c.score},
            {"reasons", std::move(reasons)},
            {"data_points", std::move(points)},
            {"benefits", c.benefits},
            {"caveats", c.caveats},
            {"use_when", text_or_null(c.use_when)},
            {"rejected_because", text_or_null(c.rejected_because)},
            {"nearest_fix", text_or_null(c.nearest_fix)},
            {"fix", changes_json(c.fix)},
            {"too_close_to_call", c.too_close_to_call},
            {"separated_by", text_or_null(c.separated_by)}};
}

Json effect_json(const LayerEffect& effect)
{
    const auto rank = [](int place) { return place > 0 ? Json(place) : Json(nullptr); };
    return {{"kind", text_or_null(effect.kind)},
            {"record", text_or_null(effect.id)},
            {"candidate", text_or_null(effect.candidate)},
            {"rank_without", rank(effect.before)},
            {"rank", rank(effect.after)},
            {"decides", effect.decides},
            {"text", effect.text}};
}

} // namespace

nlohmann::ordered_json match_json(const Answer& answer)
{
    Json json;
    json["scenario"] = scenario_json(answer.scenario);
    json["decisions"] = Json::array();
    for (const Decision& decision : answer.decisions) {
        Json candidates = Json::array();
        for (const Candidate& candidate : decision.candidates)
            candidates.push_back(candidate_json(candidate));
        Json flips = Json::array();
        for (const Flip& flip : decision.flips)
            flips.push_back({{"input", flip.input}, {"now", flip.now}, {"at", flip.at}, {"to", flip.to}});
        Json effects = Json::array();
        for (const LayerEffect& effect : decision.layer_effects)
            effects.push_back(effect_json(effect));
        json["decisions"].push_back({{"role", decision.role},
                                     {"question", decision.question},
                                     {"chosen", text_or_null(decision.chosen)},
                                     {"candidates", std::move(candidates)},
                                     {"flips", std::move(flips)},
                                     {"cannot_flip", decision.cannot_flip},
                                     {"layer_effects", std::move(effects)}});
    }
    return json;
}

} // namespace archway
