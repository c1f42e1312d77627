// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/compare/record.h"

#include "model/compare/compare.h"

#include <nlohmann/json.hpp>

namespace archway {

using Json = nlohmann::ordered_json;

namespace {

Json choices_json(const Answer& answer)
{
    Json out = Json::array();
    for (const Decision& decision : answer.decisions) {
        Json reasons = Json::array();
        if (const Candidate* winner = decision.winner())
            for (const Reason& reason : winner->reasons)
                reasons.push_back({{"ref", reason.ref}, {"kind", name_of(reason.kind)}, {"text", reason.text}});
        out.push_back({{"role", decision.role},
                       {"chosen", decision.chosen.empty() ? Json(nullptr) : Json(decision.chosen)},
                       {"reasons", std::move(reasons)}});
    }
    return out;
}

Json price_json(const std::string& instance, const PriceUsed& price)
{
    return {{"instance", instance}, {"region", price.region}, {"purchase", price.purchase}, {"usd_per_hour", price.usd_per_hour},
            {"as_of", price.as_of}, {"source", price.source}};
}

Json prices_json(const Answer& answer)
{
    Json out = Json::array();
    if (!answer.estimate)
        return out;
    for (const Deployment& d : answer.estimate->deployments)
        if (d.fits && d.price)
            out.push_back(price_json(d.instance, *d.price));
    for (const TrainingPlan& t : answer.estimate->training)
        if (t.fits && t.price)
            out.push_back(price_json(t.instance, *t.price));
    return out;
}

} // namespace

std::string decision_record(const Answer& answer, const std::string& knowledge_version, const std::string& date)
{
    Json figures = Json::object();
    const Json compared = compare_json(compare({&answer}));
    for (const Json& figure : compared["figures"])
        figures[figure["figure"].get<std::string>()] = figure["values"][0];
    const Json record{{"archway", 1},
                      {"date", date.empty() ? Json(nullptr) : Json(date)},
                      {"knowledge", knowledge_version},
                      {"scenario", scenario_json(answer.scenario)},
                      {"choices", choices_json(answer)},
                      {"figures", std::move(figures)},
                      {"prices", prices_json(answer)}};
    return record.dump(1) + '\n';
}

} // namespace archway
