// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/chart_data.h"

#include "model/estimate/estimate_basis.h"
#include "model/estimate/pareto.h"
#include "model/estimate/served_model.h"
#include "model/training/plan_chart.h"
#include "model/transformer/what_if.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace archway {

namespace {

std::string family_of(const std::string& instance)
{
    return instance.substr(0, instance.find('.'));
}

constexpr int feasible_bars = 4, refused_bars = 2;
constexpr int cost_series = 3;

double cache_bytes(const Estimate& estimate)
{
    return bytes_per_cache_element(estimate.model.kv_precision);
}

ChartData memory_chart(const Estimate& estimate)
{
    ChartData out;
    out.kind = "memory";
    out.title = "Memory an accelerator";
    out.formula = "formula.memory-accelerator";
    out.y_title = "bytes on one accelerator";
    out.parts = {"weights", "KV cache", "activations", "overhead"};
    int feasible = 0;
    int refused = 0;
    std::vector<const Deployment*> shown;
    for (const Deployment& d : estimate.deployments) {
        if (d.fits && d.tpot_ms && feasible++ < feasible_bars)
            shown.push_back(&d);
    }
    // The nearest misses, one size of each family.
    std::set<std::string> missed;
    for (const Deployment& d : estimate.deployments) {
        const bool no_room = !d.fits && d.binding == Binding::Memory && d.accelerator_kind != "cpu";
        if (no_room && refused < refused_bars && missed.insert(family_of(d.instance)).second) {
            shown.push_back(&d);
            ++refused;
        }
    }
    for (const Deployment* d : shown) {
        // The family's name alone fits under a bar, where it says which is meant.
        const std::string family = family_of(d->instance);
        const auto of_family
            = std::count_if(shown.begin(), shown.end(), [&](const Deployment* x) { return family_of(x->instance) == family; });
        const std::string name = of_family == 1 ? family : d->instance;
        out.bars.push_back({(d->instances > 1 ? fmt::format("{} × {}", d->instances, name) : name),
                            {d->memory.weights, d->memory.kv_cache, d->memory.activations, d->memory.overhead},
                            d->memory.capacity,
                            !d->fits});
    }
    const Deployment* best = estimate.best();
    if (best)
        out.finding = fmt::format("Weights take {} of the {} on each {}; {} stay free.",
                                  format_percent(best->memory.weights / best->memory.capacity), format_bytes(best->memory.capacity),
                                  best->accelerator, format_bytes(std::max(0.0, best->memory.capacity - best->memory.used())));
    else if (!out.bars.empty())
        out.finding = "No instance type holds the model under these constraints.";
    return out;
}

ChartSeries cache_series(std::string name, const Architecture& model, double bytes, bool dashed)
{
    ChartSeries series;
    series.name = std::move(name);
    series.dashed = dashed;
    for (double tokens = 1000; tokens <= 1.05e6; tokens *= std::sqrt(std::sqrt(10.0)))
        series.points.push_back({std::round(tokens), Band::exact(std::max(1.0, model.kv_bytes_at(std::round(tokens), bytes)))});
    return series;
}

ChartData cache_chart(const Estimate& estimate)
{
    const Architecture& model = estimate.model.architecture;
    const double bytes = cache_bytes(estimate);
    ChartData out;
    out.kind = "kv-cache";
    out.title = "KV cache against context";
    out.formula = "formula.kv-cache-sequence";
    out.x_title = "context, tokens";
    out.y_title = "bytes a sequence";
    out.x_unit = AxisUnit::Tokens;
    const double tokens = estimate.scenario.workload.input_tokens + estimate.scenario.workload.output_tokens;
    out.marker = tokens;
    out.series.push_back(cache_series("this model", model, bytes, false));
    double most = 0;
    std::string most_name;
    for (const auto& [kind, name] :
         {std::pair(AttentionKind::Mha, "MHA"), std::pair(AttentionKind::Gqa, "GQA, 8 heads"), std::pair(AttentionKind::Mla, "MLA")}) {
        Architecture changed = model;
        if (change_attention(changed, kind).empty())
            continue; // the model has it already
        out.series.push_back(cache_series(name, changed, bytes, true));
        if (const double there = changed.kv_bytes_at(tokens, bytes); there > most) {
            most = there;
            most_name = name;
        }
    }
    Architecture windowed = model;
    (void)add_sliding_window(windowed);
    out.series.push_back(cache_series("5 : 1 window", windowed, bytes, true));
    const double own = model.kv_bytes_at(tokens, bytes);
    out.finding = fmt::format("{} keeps {} tokens in {}", model.name, format_tokens(tokens), format_bytes(own));
    if (own > 0 && most > 0)
        out.finding += most >= own ? fmt::format("; {} would need {} times as much.", most_name, format_figures(most / own, 2))
                                   : fmt::format("; {} would do with {} of it.", most_name, format_percent(most / own));
    else
        out.finding += ".";
    return out;
}

ChartData cost_chart(const Estimate& estimate, const Catalog& catalog)
{
    ChartData out;
    out.kind = "cost-concurrency";
    out.title = "Cost against concurrency";
    out.formula = "formula.cost-output";
    out.x_title = "users at once";
    out.y_title = "USD per 1M output tokens";
    out.y_unit = AxisUnit::Usd;
    out.marker = estimate.scenario.workload.concurrent_sequences;
    const EstimateBasis basis(catalog);
    int shown = 0;
    for (const Deployment& d : estimate.deployments) {
        if (!d.fits || !d.usd_per_million_output || shown == cost_series)
            continue;
        ++shown;
        ChartSeries series;
        series.name = d.instance;
        series.banded = true;
        Scenario scenario = estimate.scenario;
        PinnedDeployment pinned;
        pinned.instance = d.instance;
        scenario.deployment = pinned;
        scenario.workload.requests_per_second.reset();
        for (double users = 1; users <= 1100; users *= std::pow(10.0, 0.25)) {
            scenario.workload.concurrent_sequences = std::round(users);
            const Estimate there = estimate_resolved(scenario, catalog, estimate.model, basis);
            if (const Deployment* best = there.best(); best && best->usd_per_million_output)
                series.points.push_back({std::round(users), *best->usd_per_million_output});
        }
        if (series.points.size() > 1)
            out.series.push_back(std::move(series));
    }
    const ApiPrice* api = nullptr;
    for (const ApiPrice& price : catalog.api_prices) {
        if (!estimate.model.id.empty() && price.model == estimate.model.id && price.usd_per_million_output
            && (!api || *price.usd_per_million_output < *api->usd_per_million_output))
            api = &price;
    }
    if (api && !out.series.empty()) {
        ChartSeries line;
        line.name = fmt::format("Bedrock {}", format_usd(*api->usd_per_million_output));
        line.dashed = true;
        for (const double users : {1.0, 1000.0})
            line.points.push_back({users, Band::exact(*api->usd_per_million_output)});
        out.series.push_back(std::move(line));
    }
    if (out.series.empty())
        return out;
    const ChartSeries& first = out.series.front();
    const auto cheapest = std::min_element(first.points.begin(), first.points.end(),
                                           [](const ChartPoint& a, const ChartPoint& b) { return a.y.mid < b.y.mid; });
    out.finding = fmt::format("On {} a million output tokens fall from {} with one user to {} with {}.", first.name,
                              format_usd(first.points.front().y.mid), format_usd(cheapest->y.mid), format_number(cheapest->x));
    return out;
}

/// The front of cost and latency; beside it everything the search found, by kind of accelerator.
ChartData pareto_chart(const Estimate& estimate, const Catalog& catalog)
{
    ChartData out;
    out.kind = "pareto";
    out.title = "Cost against latency";
    out.formula = "formula.pareto";
    out.x_title = "time per output token";
    out.x_unit = AxisUnit::Milliseconds;
    out.y_title = "USD per 1M output tokens";
    out.y_unit = AxisUnit::Usd;
    const std::vector<Deployment> front = pareto_front(deployments_searched(estimate, catalog));
    if (front.size() < 2)
        return out;
    ChartSeries line;
    line.name = "nothing is both cheaper and faster";
    line.banded = true;
    for (const Deployment& d : front)
        line.points.push_back({d.tpot_ms->mid, *d.usd_per_million_output});
    out.series.push_back(std::move(line));
    if (const Deployment* best = estimate.best(); best && best->tpot_ms)
        out.marker = best->tpot_ms->mid;
    const Deployment& fastest = front.front();
    const Deployment& cheapest = front.back();
    out.finding = fmt::format("{} tokens come from {} (TP {}) at {}; the cheapest from {} (TP {}) at {} and {} each.",
                              format_seconds(fastest.tpot_ms->mid / 1e3), fastest.instance, fastest.tensor_parallel,
                              format_usd(fastest.usd_per_million_output->mid), cheapest.instance, cheapest.tensor_parallel,
                              format_usd(cheapest.usd_per_million_output->mid), format_seconds(cheapest.tpot_ms->mid / 1e3));
    return out;
}

std::string cell(const std::string& text)
{
    const bool computes = !text.empty() && std::string_view("=+-@").find(text.front()) != std::string_view::npos;
    std::string out = "\"";
    if (computes)
        out += '\'';
    for (const char c : text)
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

} // namespace

std::string format_axis(AxisUnit unit, double value)
{
    switch (unit) {
    case AxisUnit::Bytes: return format_bytes(value);
    case AxisUnit::Tokens: return format_tokens(value);
    case AxisUnit::Count: return format_number(value);
    case AxisUnit::Usd: // "$10" beside "$100": cents only where there are some
        return value >= 1 && value < 10'000 && std::round(value) == value ? "$" + format_number(value, 0) : format_usd(value);
    case AxisUnit::Days: return format_seconds(value * 86400);
    case AxisUnit::Milliseconds: return format_seconds(value / 1e3);
    }
    return {};
}

const std::vector<ChartKind>& chart_kinds()
{
    static const std::vector<ChartKind> kinds{{"kv-cache", "KV cache against context"},
                                              {"cost-concurrency", "Cost against concurrency"},
                                              {"memory", "Memory an accelerator", true, false, true},
                                              {"pareto", "Cost against latency", true, false, true},
                                              {"training-days", "Time against accelerators", false, true, true},
                                              {"training-memory", "Memory an accelerator in training", false, true, true}};
    return kinds;
}

const ChartKind* chart_kind(std::string_view id)
{
    const auto& kinds = chart_kinds();
    const auto found = std::find_if(kinds.begin(), kinds.end(), [id](const ChartKind& kind) { return kind.id == id; });
    return found == kinds.end() ? nullptr : &*found;
}

ChartData chart_data(std::string_view kind, const Estimate& estimate, const Catalog& catalog)
{
    if (kind == "memory")
        return memory_chart(estimate);
    if (kind == "kv-cache")
        return cache_chart(estimate);
    if (kind == "cost-concurrency")
        return cost_chart(estimate, catalog);
    if (kind == "pareto")
        return pareto_chart(estimate, catalog);
    if (kind == "training-memory")
        return training_memory_chart(estimate);
    if (kind == "training-days")
        return training_days_chart(estimate, catalog);
    return {};
}

std::string chart_csv(const ChartData& data)
{
    std::string out;
    if (!data.bars.empty()) {
        out = "name";
        for (const std::string& part : data.parts)
            out += "," + cell(part);
        out += ",capacity,fits\n";
        for (const ChartBar& bar : data.bars) {
            out += cell(bar.name);
            for (const double part : bar.parts)
                out += fmt::format(",{:.0f}", part);
            out += fmt::format(",{:.0f},{}\n", bar.limit, bar.refused ? "no" : "yes");
        }
        return out;
    }
    out = fmt::format("series,{},low,mid,high\n", cell(data.x_title));
    for (const ChartSeries& series : data.series) {
        for (const ChartPoint& point : series.points)
            out += fmt::format("{},{},{},{},{}\n", cell(series.name), point.x, point.y.low, point.y.mid, point.y.high);
    }
    return out;
}

} // namespace archway
