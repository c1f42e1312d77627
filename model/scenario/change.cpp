// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/scenario/change.h"

#include "model/scenario/inputs.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

/// Lists of words that a change may set.
std::vector<std::string>* list_at(Scenario& s, const std::string& path)
{
    return path == "constraints.regions"     ? &s.constraints.regions
        : path == "constraints.purchase"     ? &s.constraints.purchase
        : path == "constraints.accelerators" ? &s.constraints.accelerators
        : path == "innovations.add"          ? &s.add_innovations
        : path == "innovations.remove"       ? &s.remove_innovations
        : path == "needs"                    ? &s.needs
                                             : nullptr;
}

std::string* word_at(Scenario& s, const std::string& path)
{
    return path == "workload.weight_precision" ? &s.workload.weight_precision
        : path == "workload.kv_precision"      ? &s.workload.kv_precision
        : path == "training.method"            ? &s.training.method
        : path == "constraints.operations"     ? &s.constraints.operations
                                               : nullptr;
}

std::optional<int>* count_at(PinnedDeployment& d, const std::string& path)
{
    return path == "deployment.instances"        ? &d.instances
        : path == "deployment.replicas"          ? &d.replicas
        : path == "deployment.tensor_parallel"   ? &d.tensor_parallel
        : path == "deployment.pipeline_parallel" ? &d.pipeline_parallel
        : path == "deployment.expert_parallel"   ? &d.expert_parallel
                                                 : nullptr;
}

Error misfit(const ScenarioChange& change)
{
    return {Error::Code::Usage, change.path, "takes no such value", "see the scenario file"};
}

Status apply_to_deployment(Scenario& scenario, const ScenarioChange& change)
{
    PinnedDeployment pinned = scenario.deployment.value_or(PinnedDeployment{});
    if (change.path == "deployment.instance") {
        const auto* word = std::get_if<std::string>(&change.value);
        if (!word)
            return misfit(change);
        pinned.instance = *word;
    } else if (std::optional<int>* count = count_at(pinned, change.path)) {
        const auto* number = std::get_if<double>(&change.value);
        if (number && !(*number >= 1 && *number <= 100'000))
            return bad_input(change.path, "is out of range", "expected 1 to 100000");
        if (!number && !std::holds_alternative<std::monostate>(change.value))
            return misfit(change);
        *count = number ? std::optional(static_cast<int>(std::lround(*number))) : std::nullopt;
    } else {
        return misfit(change);
    }
    scenario.deployment = std::move(pinned);
    scenario.assumed.erase("deployment");
    return Done{};
}

} // namespace

void put(Fix& fix, ScenarioChange change)
{
    const auto same = std::find_if(fix.begin(), fix.end(),
                                   [&change](const ScenarioChange& known) { return !change.path.empty() && known.path == change.path; });
    if (same == fix.end())
        fix.push_back(std::move(change));
    else
        *same = std::move(change);
}

bool applies_whole(const Fix& fix)
{
    return !fix.empty() && std::none_of(fix.begin(), fix.end(), [](const ScenarioChange& change) { return change.path.empty(); });
}

std::string text_of(const Fix& fix)
{
    std::string out;
    for (const ScenarioChange& change : fix) {
        if (change.text.empty())
            continue;
        out += out.empty() ? "" : " and ";
        out += change.text;
    }
    return out;
}

Status apply(Scenario& scenario, const ScenarioChange& change)
{
    if (numeric_input(change.path)) {
        if (const auto* number = std::get_if<double>(&change.value))
            return set_number(scenario, change.path, *number);
        return std::holds_alternative<std::monostate>(change.value) ? set_number(scenario, change.path, std::nullopt)
                                                                    : Status(misfit(change));
    }
    if (change.path.starts_with("deployment."))
        return apply_to_deployment(scenario, change);
    if (std::vector<std::string>* list = list_at(scenario, change.path)) {
        const auto* words = std::get_if<std::vector<std::string>>(&change.value);
        if (!words)
            return misfit(change);
        *list = *words;
    } else if (std::string* text = word_at(scenario, change.path)) {
        const auto* word = std::get_if<std::string>(&change.value);
        if (!word)
            return misfit(change);
        *text = *word;
    } else {
        return misfit(change);
    }
    scenario.assumed.erase(change.path);
    return Done{};
}

nlohmann::ordered_json changes_json(const Fix& fix)
{
    using Json = nlohmann::ordered_json;
    Json out = Json::array();
    for (const ScenarioChange& change : fix) {
        if (change.path.empty())
            continue;
        Json value;
        if (const auto* number = std::get_if<double>(&change.value))
            // A count is a whole number for whoever reads the file.
            value = std::floor(*number) == *number && std::abs(*number) < 9e15 ? Json(std::llround(*number)) : Json(*number);
        else if (const auto* word = std::get_if<std::string>(&change.value))
            value = *word;
        else if (const auto* words = std::get_if<std::vector<std::string>>(&change.value))
            value = *words;
        out.push_back({{"path", change.path}, {"value", std::move(value)}});
    }
    return out;
}

std::vector<std::string> with_word(std::vector<std::string> list, const std::string& word)
{
    if (std::find(list.begin(), list.end(), word) == list.end())
        list.push_back(word);
    return list;
}

} // namespace archway
