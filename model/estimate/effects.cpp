// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/effects.h"

#include "model/base/units.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace archway {

namespace {

using Json = nlohmann::ordered_json;
using Figures = std::vector<std::pair<std::string, std::optional<double>>>;

struct FigureText {
    std::string_view id, label;
    std::string (*format)(double);
};

std::string milliseconds(double ms)
{
    return format_seconds(ms / 1e3);
}

std::string rate(double value)
{
    return format_figures(value) + " tokens/s";
}

std::string whole(double value)
{
    return format_number(value);
}

constexpr std::array figure_texts{
    FigureText{"weights_bytes", "Weights", format_bytes},
    FigureText{"kv_bytes_per_sequence", "KV cache of a sequence", format_bytes},
    FigureText{"max_concurrent_sequences", "Room for sequences", whole},
    FigureText{"instances", "Instances", whole},
    FigureText{"ttft_ms", "First token", milliseconds},
    FigureText{"tpot_ms", "Per output token", milliseconds},
    FigureText{"output_tokens_per_second", "Output", rate},
    FigureText{"usd_per_million_output_tokens", "Per 1M output tokens", format_usd},
    FigureText{"usd_per_month", "A month", format_usd},
};

std::optional<double> mid(const std::optional<Band>& band)
{
    return band ? std::optional(band->mid) : std::nullopt;
}

Figures figures_of(const Estimate& estimate)
{
    const Deployment* best = estimate.best();
    Figures out;
    // Weights and cache are the model's own, whatever holds them.
    const Deployment* any = best ? best : estimate.deployments.empty() ? nullptr : &estimate.deployments.front();
    out.emplace_back("weights_bytes",
                     any ? std::optional(any->memory.weights * any->tensor_parallel * any->pipeline_parallel) : std::nullopt);
    out.emplace_back("kv_bytes_per_sequence", any ? std::optional(any->kv_bytes_per_sequence) : std::nullopt);
    const auto of_best = [best](auto read) { return best ? read(*best) : std::optional<double>(); };
    out.emplace_back("max_concurrent_sequences", of_best([](const Deployment& d) { return std::optional(d.max_concurrent_sequences); }));
    out.emplace_back("instances", of_best([](const Deployment& d) { return std::optional<double>(d.instances); }));
    out.emplace_back("ttft_ms", of_best([](const Deployment& d) { return mid(d.ttft_ms); }));
    out.emplace_back("tpot_ms", of_best([](const Deployment& d) { return mid(d.tpot_ms); }));
    out.emplace_back("output_tokens_per_second", of_best([](const Deployment& d) { return mid(d.output_tokens_per_second); }));
    out.emplace_back("usd_per_million_output_tokens", of_best([](const Deployment& d) { return mid(d.usd_per_million_output); }));
    out.emplace_back("usd_per_month", of_best([](const Deployment& d) { return d.usd_per_month; }));
    return out;
}

std::optional<double> mixed(const std::optional<double>& a, const std::optional<double>& b, double share_of_b, bool adds)
{
    if (!a || !b)
        return std::nullopt;
    return adds ? *a + *b : *a * (1 - share_of_b) + *b * share_of_b;
}

/// Two deployments side by side: each serves its share of the users; what is held or bought adds up, what a request sees is the mean.
Result<Effect> routing_effect(const Scenario& scenario, const Catalog& catalog, std::string_view config_text)
{
    Scenario alone = scenario;
    std::erase(alone.add_innovations, "prompt-routing");
    const Result<Estimate> all = estimate(alone, catalog, config_text);
    if (!all)
        return all.error();
    const Result<const ModelRecord*> small = other_model(scenario, catalog, all->model.architecture);
    if (!small)
        return small.error();
    const double share = scenario.routed_share;
    const auto served = [&](double part, bool other) -> Result<Estimate> {
        Scenario side = alone;
        side.workload.concurrent_sequences = std::max(1.0, scenario.workload.concurrent_sequences * part);
        if (side.workload.requests_per_second)
            side.workload.requests_per_second = std::max(1e-6, *scenario.workload.requests_per_second * part);
        if (other) {
            side.model = {ModelForm::Id, (*small)->id};
            side.workload.weight_precision.clear();
            std::erase(side.add_innovations, "distillation");
        }
        return estimate(side, catalog, config_text);
    };
    const Result<Estimate> large_side = served(1 - share, false);
    const Result<Estimate> small_side = served(share, true);
    if (!large_side)
        return large_side.error();
    if (!small_side)
        return small_side.error();
    Effect out;
    out.innovation = "prompt-routing";
    out.assumption = fmt::format("{} of the requests go to {}{}; which prompts are easy, and what quality that keeps, is not estimated",
                                 format_percent(share), (*small)->name,
                                 scenario.other_model.empty() ? ", assumed as nearest to a tenth of the active size" : "");
    const Figures before = figures_of(*all);
    const Figures large = figures_of(*large_side);
    const Figures lesser = figures_of(*small_side);
    for (std::size_t i = 0; i < before.size(); ++i) {
        const std::string& name = before[i].first;
        const bool adds = name == "weights_bytes" || name == "max_concurrent_sequences" || name == "instances"
            || name == "output_tokens_per_second" || name == "usd_per_month";
        out.figures.push_back({name, before[i].second, mixed(large[i].second, lesser[i].second, share, adds)});
    }
    return out;
}

/// The sentence that resolving gave for one innovation: what it alone adds to the list of changes.
std::string sentence_of(const ResolvedModel& with, const ResolvedModel& without)
{
    for (const std::string& change : with.changes)
        if (std::find(without.changes.begin(), without.changes.end(), change) == without.changes.end())
            return change;
    return {};
}

} // namespace

std::optional<double> FigureChange::share() const
{
    if (!without || !with || *without == 0)
        return std::nullopt;
    return *with / *without - 1;
}

std::string_view figure_label(std::string_view figure)
{
    const auto found = std::find_if(figure_texts.begin(), figure_texts.end(), [figure](const FigureText& t) { return t.id == figure; });
    return found == figure_texts.end() ? figure : found->label;
}

std::string format_figure(std::string_view figure, double value)
{
    const auto found = std::find_if(figure_texts.begin(), figure_texts.end(), [figure](const FigureText& t) { return t.id == figure; });
    return found == figure_texts.end() ? format_figures(value) : found->format(value);
}

Result<std::vector<Effect>> innovation_effects(const Scenario& scenario, const Catalog& catalog, std::string_view config_text)
{
    std::vector<Effect> out;
    const auto& added = scenario.add_innovations;
    const auto& removed = scenario.remove_innovations;
    if (scenario.phase != Phase::Inference || scenario.model.form == ModelForm::None || (added.empty() && removed.empty()))
        return out;
    const Result<Estimate> with = estimate(scenario, catalog, config_text);
    if (!with)
        return with.error();
    const Figures after = figures_of(*with);
    for (const auto* list : {&added, &removed}) {
        for (const std::string& id : *list) {
            if (id == "prompt-routing" && list == &added) {
                Result<Effect> effect = routing_effect(scenario, catalog, config_text);
                if (!effect)
                    return effect.error();
                out.push_back(std::move(*effect));
                continue;
            }
            Scenario other = scenario;
            std::erase(list == &added ? other.add_innovations : other.remove_innovations, id);
            if (id == "prefix-caching" && list == &added)
                other.workload.prefix_hit_rate = 0; // without a cache nothing is found in it
            const Result<Estimate> without = estimate(other, catalog, config_text);
            if (!without)
                return without.error();
            Effect effect{id, list == &added, sentence_of(with->model, without->model), {}};
            const Figures before = figures_of(*without);
            for (std::size_t i = 0; i < before.size(); ++i)
                effect.figures.push_back({before[i].first, before[i].second, after[i].second});
            out.push_back(std::move(effect));
        }
    }
    return out;
}

nlohmann::ordered_json effects_json(const std::vector<Effect>& effects)
{
    const auto number = [](const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); };
    Json list = Json::array();
    for (const Effect& effect : effects) {
        Json figures = Json::array();
        for (const FigureChange& change : effect.figures)
            figures.push_back({{"figure", change.figure}, {"without", number(change.without)}, {"with", number(change.with)}});
        list.push_back({{"innovation", effect.innovation},
                        {"change", effect.added ? "added" : "removed"},
                        {"assumption", effect.assumption},
                        {"figures", std::move(figures)},
                        {"why", "formula.what-if"}});
    }
    return list;
}

} // namespace archway
