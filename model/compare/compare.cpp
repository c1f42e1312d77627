// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/compare/compare.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

using Json = nlohmann::ordered_json;
using Values = std::vector<std::optional<Band>>;

/// One row of the table of figures: where it stands in an answer, if it does.
struct FigureRow {
    const char* id;
    const char* label;
    const char* formula;
    FigureUnit unit;
    bool exact;
    bool less_is_better;
    std::optional<Band> (*value)(const Answer&);
};

const Deployment* best(const Answer& answer)
{
    return answer.estimate && answer.scenario.phase == Phase::Inference ? answer.estimate->best() : nullptr;
}

/// A figure of the best training plan, where there is one.
template <class Read>
auto of_run(const Answer& answer, Read read) -> std::optional<Band>
{
    const TrainingPlan* plan = answer.estimate ? answer.estimate->best_training() : nullptr;
    return plan ? read(*plan) : std::nullopt;
}

std::optional<Band> exact(std::optional<double> value)
{
    return value ? std::optional(Band::exact(*value)) : std::nullopt;
}

/// A figure of the best deployment, where there is one.
template <class Read>
auto of_best(const Answer& answer, Read read) -> std::optional<Band>
{
    const Deployment* d = best(answer);
    return d ? read(*d) : std::nullopt;
}

const FigureRow rows[]{
    {"total_parameters", "Parameters", "formula.parameters-total", FigureUnit::Parameters, true, true,
     [](const Answer& a) -> std::optional<Band> {
         return a.estimate ? exact(static_cast<double>(a.estimate->model.architecture.total_parameters())) : std::nullopt;
     }},
    {"active_parameters", "Active parameters", "formula.parameters-active", FigureUnit::Parameters, true, true,
     [](const Answer& a) -> std::optional<Band> {
         return a.estimate ? exact(static_cast<double>(a.estimate->model.architecture.active_parameters())) : std::nullopt;
     }},
    {"weights", "Weights", "formula.weights-resident", FigureUnit::Bytes, true, true,
     [](const Answer& a) {
         return of_best(a, [](const Deployment& d) { return exact(d.memory.weights * d.tensor_parallel * d.pipeline_parallel); });
     }},
    {"kv_bytes_per_sequence", "KV cache of a user", "formula.kv-cache-sequence", FigureUnit::Bytes, true, true,
     [](const Answer& a) { return of_best(a, [](const Deployment& d) { return exact(d.kv_bytes_per_sequence); }); }},
    {"memory_per_accelerator", "Memory of an accelerator in use", "formula.memory-accelerator", FigureUnit::Bytes, true, true,
     [](const Answer& a) { return of_best(a, [](const Deployment& d) { return exact(d.memory.used()); }); }},
    {"capacity_per_accelerator", "Memory of an accelerator", "formula.memory-accelerator", FigureUnit::Bytes, true, false,
     [](const Answer& a) { return of_best(a, [](const Deployment& d) { return exact(d.memory.capacity); }); }},
    {"instances", "Instances", "formula.max-sequences", FigureUnit::Count, true, true,
     [](const Answer& a) { return of_best(a, [](const Deployment& d) { return exact(d.instances); }); }},
    {"accelerators", "Accelerators", "formula.max-sequences", FigureUnit::Count, true, true,
     [](const Answer& a) { return of_best(a, [](const Deployment& d) { return exact(d.accelerators); }); }},
    {"max_concurrent_sequences", "Room for users at once", "formula.max-sequences", FigureUnit::Count, true, false,
     [](const Answer& a) { return of_best(a, [](const Deployment& d) { return exact(d.max_concurrent_sequences); }); }},
    {"ttft_ms", "Time to the first token", "formula.ttft", FigureUnit::Milliseconds, false, true,
     [](const Answer& a) { return of_best(a, [](const Deployment& d) { return d.ttft_ms; }); }},
    {"tpot_ms", "Time for a token", "formula.tpot", FigureUnit::Milliseconds, false, true,
     [](const Answer& a) { return of_best(a, [](const Deployment& d) { return d.tpot_ms; }); }},
    {"output_tokens_per_second", "Output tokens a second", "formula.throughput", FigureUnit::PerSecond, false, false,
     [](const Answer& a) { return of_best(a, [](const Deployment& d) { return d.output_tokens_per_second; }); }},
    {"usd_per_month", "A month", "formula.cost-month", FigureUnit::Usd, true, true,
     [](const Answer& a) { return of_best(a, [](const Deployment& d) { return exact(d.usd_per_month); }); }},
    {"usd_per_million_input_tokens", "1M input tokens", "formula.cost-input", FigureUnit::Usd, false, true,
     [](const Answer& a) { return of_best(a, [](const Deployment& d) { return d.usd_per_million_input; }); }},
    {"usd_per_million_cached_input_tokens", "1M cached input tokens", "formula.cost-cached", FigureUnit::Usd, false, true,
     [](const Answer& a) { return of_best(a, [](const Deployment& d) { return d.usd_per_million_cached; }); }},
    {"usd_per_million_output_tokens", "1M output tokens", "formula.cost-output", FigureUnit::Usd, false, true,
     [](const Answer& a) { return of_best(a, [](const Deployment& d) { return d.usd_per_million_output; }); }},
    {"training_instances", "Instances that train", "formula.training-days", FigureUnit::Count, true, true,
     [](const Answer& a) { return of_run(a, [](const TrainingPlan& t) { return exact(t.instances); }); }},
    {"training_accelerators", "Accelerators that train", "formula.training-days", FigureUnit::Count, true, true,
     [](const Answer& a) { return of_run(a, [](const TrainingPlan& t) { return exact(t.accelerators); }); }},
    {"training_memory_per_accelerator", "Memory of an accelerator in training", "formula.training-memory", FigureUnit::Bytes, true, true,
     [](const Answer& a) { return of_run(a, [](const TrainingPlan& t) { return exact(t.memory.used()); }); }},
    {"days", "Days of training", "formula.training-days", FigureUnit::Days, false, true,
     [](const Answer& a) { return of_run(a, [](const TrainingPlan& t) { return t.days; }); }},
    {"accelerator_hours", "Accelerator-hours", "formula.training-days", FigureUnit::PerSecond, false, true,
     [](const Answer& a) { return of_run(a, [](const TrainingPlan& t) { return t.accelerator_hours; }); }},
    {"usd_total", "The training run", "formula.training-cost", FigureUnit::Usd, false, true,
     [](const Answer& a) { return of_run(a, [](const TrainingPlan& t) { return t.usd_total; }); }},
};

std::vector<ComparedFigure> figures_of(const std::vector<const Answer*>& answers)
{
    std::vector<ComparedFigure> out;
    for (const FigureRow& row : rows) {
        ComparedFigure figure{row.id, row.label, row.formula, row.unit, row.exact, row.less_is_better, {}};
        for (const Answer* answer : answers)
            figure.values.push_back(row.value(*answer));
        if (std::any_of(figure.values.begin(), figure.values.end(), [](const auto& value) { return value.has_value(); }))
            out.push_back(std::move(figure));
    }
    return out;
}

/// Roles in the order the answers give them, each once.
std::vector<const Decision*> roles_of(const std::vector<const Answer*>& answers)
{
    std::vector<const Decision*> out;
    for (const Answer* answer : answers)
        for (const Decision& decision : answer->decisions)
            if (std::none_of(out.begin(), out.end(), [&](const Decision* known) { return known->role == decision.role; }))
                out.push_back(&decision);
    return out;
}

ComparedChoice choice_of(const Decision& role, const std::vector<const Answer*>& answers)
{
    ComparedChoice out{role.role, role.question, {}, {}, {}};
    for (const Answer* answer : answers) {
        const Decision* decision = answer->decision(role.role);
        const Candidate* winner = decision ? decision->winner() : nullptr;
        out.chosen.push_back(winner ? winner->id : std::string());
        out.names.push_back(winner ? winner->name : std::string());
        out.asked.push_back(decision != nullptr);
    }
    return out;
}

/// Reasons of the chosen candidates by what they rest on. Two reasons of one scenario may rest on the same: they are told apart by order.
void add_reasons(const Decision& role, const std::vector<const Answer*>& answers, std::vector<ComparedReason>& out)
{
    std::vector<ComparedReason> here;
    std::vector<std::size_t> nth;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const Decision* decision = answers[i]->decision(role.role);
        const Candidate* winner = decision ? decision->winner() : nullptr;
        if (!winner)
            continue;
        for (std::size_t r = 0; r < winner->reasons.size(); ++r) {
            const Reason& reason = winner->reasons[r];
            const auto before
                = static_cast<std::size_t>(std::count_if(winner->reasons.begin(), winner->reasons.begin() + static_cast<std::ptrdiff_t>(r),
                                                         [&](const Reason& other) { return other.ref == reason.ref; }));
            std::size_t at = 0;
            while (at < here.size() && (here[at].ref != reason.ref || nth[at] != before))
                ++at;
            if (at == here.size()) {
                here.push_back({role.role, reason.ref, reason.kind, std::vector<std::string>(answers.size())});
                nth.push_back(before);
            }
            here[at].texts[i] = reason.text;
        }
    }
    for (ComparedReason& reason : here)
        if (std::any_of(reason.texts.begin(), reason.texts.end(), [&](const std::string& text) { return text != reason.texts.front(); }))
            out.push_back(std::move(reason));
}

Json value_json(const ComparedFigure& figure, std::size_t i)
{
    const auto& value = figure.values[i];
    if (!value)
        return nullptr;
    if (figure.exact)
        return value->mid;
    return {{"low", value->low}, {"mid", value->mid}, {"high", value->high}};
}

Json number_or_null(std::optional<double> value)
{
    return value ? Json(*value) : Json(nullptr);
}

Json texts_json(const std::vector<std::string>& texts)
{
    Json out = Json::array();
    for (const std::string& text : texts)
        out.push_back(text.empty() ? Json(nullptr) : Json(text));
    return out;
}

} // namespace

std::optional<double> ComparedFigure::ratio(std::size_t i) const
{
    if (!values.front() || !values[i] || values.front()->mid == 0)
        return std::nullopt;
    return values[i]->mid / values.front()->mid;
}

std::optional<double> ComparedFigure::difference(std::size_t i) const
{
    if (!values.front() || !values[i])
        return std::nullopt;
    return values[i]->mid - values.front()->mid;
}

bool ComparedFigure::too_close(std::size_t i) const
{
    return !exact && values.front() && values[i] && values[i]->mid != values.front()->mid && overlap(*values[i], *values.front());
}

bool ComparedChoice::same() const
{
    return std::all_of(chosen.begin(), chosen.end(), [this](const std::string& id) { return id == chosen.front(); })
        && std::all_of(asked.begin(), asked.end(), [this](bool is) { return is == asked.front(); });
}

SideBySide compare(const std::vector<const Answer*>& answers)
{
    SideBySide out;
    for (const Answer* answer : answers) {
        out.titles.push_back(answer->scenario.title.empty() ? "Scenario " + std::to_string(out.titles.size() + 1) : answer->scenario.title);
        out.scenarios.push_back(answer->scenario);
    }
    out.figures = figures_of(answers);
    for (const Decision* role : roles_of(answers)) {
        out.choices.push_back(choice_of(*role, answers));
        add_reasons(*role, answers, out.reasons);
    }
    return out;
}

nlohmann::ordered_json compare_json(const SideBySide& comparison)
{
    Json json{{"scenarios", Json::array()}, {"figures", Json::array()}, {"choices", Json::array()}, {"reasons", Json::array()}};
    for (std::size_t i = 0; i < comparison.scenarios.size(); ++i)
        json["scenarios"].push_back({{"title", comparison.titles[i]}, {"scenario", scenario_json(comparison.scenarios[i])}});
    for (const ComparedFigure& figure : comparison.figures) {
        Json values = Json::array();
        Json differences = Json::array();
        Json ratios = Json::array();
        Json close = Json::array();
        for (std::size_t i = 0; i < figure.values.size(); ++i) {
            values.push_back(value_json(figure, i));
            differences.push_back(number_or_null(figure.difference(i)));
            ratios.push_back(number_or_null(figure.ratio(i)));
            close.push_back(figure.too_close(i));
        }
        json["figures"].push_back({{"figure", figure.id},
                                   {"label", figure.label},
                                   {"why", figure.formula},
                                   {"values", std::move(values)},
                                   {"difference", std::move(differences)},
                                   {"ratio", std::move(ratios)},
                                   {"too_close_to_call", std::move(close)}});
    }
    for (const ComparedChoice& choice : comparison.choices)
        json["choices"].push_back({{"role", choice.role},
                                   {"question", choice.question},
                                   {"chosen", texts_json(choice.chosen)},
                                   {"needed", choice.asked},
                                   {"same", choice.same()}});
    for (const ComparedReason& reason : comparison.reasons)
        json["reasons"].push_back(
            {{"role", reason.role}, {"ref", reason.ref}, {"kind", name_of(reason.kind)}, {"texts", texts_json(reason.texts)}});
    return json;
}

} // namespace archway
