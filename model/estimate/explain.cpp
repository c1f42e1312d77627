// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas with the numbers of one estimate in them, line by line.
#include "model/estimate/estimate.h"
#include "model/estimate/formula.h"
#include "model/estimate/inference.h"
#include "model/training/explain_training.h"

#include <fmt/format.h>

#include <cmath>

namespace archway {

namespace {

constexpr double hours_a_month = 730;

std::string count(double value)
{
    return format_number(value);
}

std::string seconds_of_ms(double ms)
{
    return format_seconds(ms / 1e3);
}

/// What the explanations share.
struct Context {
    const Estimate& estimate;
    const Deployment* deployment;
    const Architecture& model = estimate.model.architecture;
    const Workload& workload = estimate.scenario.workload;
    ServedModel served = serve(model, estimate.model.weight_precision, estimate.model.kv_precision);
    double tokens = workload.input_tokens + workload.output_tokens;
};

using Lines = std::vector<std::string>;

Lines parameters(const Context& c)
{
    double attention = 0, dense = 0, experts = 0, rest = 0;
    for (const Layer& layer : c.model.layers) {
        attention += static_cast<double>(layer.attention_parameters);
        dense += static_cast<double>(layer.dense_parameters);
        experts += static_cast<double>(layer.expert_parameters);
        rest += static_cast<double>(layer.other_parameters + layer.router_parameters);
    }
    Lines lines{fmt::format("attention        {}", format_parameters(attention)),
                fmt::format("{} {}", c.model.experts > 0 ? "dense and shared" : "feed-forward    ", format_parameters(dense))};
    if (experts > 0)
        lines.push_back(fmt::format("experts          {}", format_parameters(experts)));
    lines.push_back(
        fmt::format("tables           {}", format_parameters(static_cast<double>(c.model.embedding_parameters + c.model.head_parameters))));
    lines.push_back(fmt::format("norms, routers   {}", format_parameters(rest + static_cast<double>(c.model.final_parameters))));
    lines.push_back(fmt::format("= {}", count(static_cast<double>(c.model.total_parameters()))));
    return lines;
}

Lines active(const Context& c)
{
    Lines lines{fmt::format("{} total", format_parameters(static_cast<double>(c.model.total_parameters())))};
    if (c.model.experts > 0)
        lines.push_back(fmt::format("− {} × ({} − {}) × {} idle experts", c.model.moe_layers(), c.model.experts, c.model.active_experts,
                                    format_parameters(static_cast<double>(c.model.parameters_per_expert()))));
    if (!c.model.tied_embedding)
        lines.push_back(fmt::format("− {} × {} input table", count(static_cast<double>(c.model.vocabulary)),
                                    count(static_cast<double>(c.model.hidden))));
    lines.push_back(fmt::format("= {}", count(static_cast<double>(c.model.active_parameters()))));
    return lines;
}

Lines weights(const Context& c)
{
    return {fmt::format("{} parameters in {}", format_parameters(static_cast<double>(c.model.total_parameters())),
                        c.estimate.model.weight_precision),
            fmt::format("tables, norms and routers at 2 B"), fmt::format("= {}", format_bytes(c.served.resident_bytes()))};
}

Lines cache_of_token(const Context& c)
{
    Lines lines;
    for (const CacheGroup& group : c.served.groups) {
        if (group.elements_per_token <= 0)
            continue;
        const std::string shape = c.model.latent
            ? fmt::format("{} layers × ({} + {})", group.layers, c.model.latent->kv_rank, c.model.latent->rope)
            : fmt::format("{} layers × 2 × {} × {}", group.layers, c.model.kv_heads, c.model.head_dim);
        lines.push_back(fmt::format("{}{} × {} B", shape, group.window > 0 ? fmt::format(" (window {})", count(group.window)) : "",
                                    c.served.cache_bytes));
    }
    lines.push_back(fmt::format("= {} a token", format_bytes(c.model.kv_bytes_per_token(c.served.cache_bytes))));
    return lines;
}

Lines cache_of_sequence(const Context& c)
{
    Lines lines = cache_of_token(c);
    lines.pop_back();
    for (std::string& line : lines)
        line += fmt::format(" × {}", line.find("window") == std::string::npos ? count(c.tokens) : "min(T, window)");
    lines.push_back(fmt::format("= {} at {} tokens", format_bytes(c.served.cache_bytes_at(c.tokens)), count(c.tokens)));
    return lines;
}

Lines memory(const Context& c)
{
    const MemoryPerAccelerator& m = c.deployment->memory;
    return {fmt::format("weights      {}", format_bytes(m.weights)), fmt::format("KV cache     {}", format_bytes(m.kv_cache)),
            fmt::format("activations  {}", format_bytes(m.activations)), fmt::format("overhead     {}", format_bytes(m.overhead)),
            fmt::format("= {} of {} on each {}", format_bytes(m.used()), format_bytes(m.capacity), c.deployment->accelerator)};
}

Lines sequences(const Context& c)
{
    const Deployment& d = *c.deployment;
    const Group group{static_cast<double>(d.tensor_parallel), d.expert_parallel > 1};
    const double per_accelerator
        = c.served.cache_bytes_at(c.tokens) * kv_replication(c.served, group) / d.tensor_parallel / d.pipeline_parallel;
    return {fmt::format("0.95 × ({} − {} − 2.5 GB)", format_bytes(d.memory.capacity), format_bytes(d.memory.weights)),
            fmt::format("÷ {} of cache a sequence on each accelerator", format_bytes(per_accelerator)),
            fmt::format("× {} replica{}", d.replicas, d.replicas == 1 ? "" : "s"),
            fmt::format("= {} sequences of {} tokens", count(d.max_concurrent_sequences), count(c.tokens))};
}

Lines band(const std::optional<Band>& value, std::string (*format)(double), const std::string& what, const std::string& because)
{
    if (!value)
        return because.empty() ? Lines{} : Lines{because};
    return {what, fmt::format("= {} ({})", format(value->mid), format_band(*value, format))};
}

std::string at_load(const Context& c)
{
    const Deployment& d = *c.deployment;
    return fmt::format("{} × {}, TP {}{}, {} replica{}, {} sequences at once", d.instances, d.instance, d.tensor_parallel,
                       d.pipeline_parallel > 1 ? fmt::format(" × PP {}", d.pipeline_parallel) : "", d.replicas, d.replicas == 1 ? "" : "s",
                       count(c.workload.concurrent_sequences));
}

Lines cost(const Context& c, const std::optional<Band>& value, double share, bool input)
{
    const Deployment& d = *c.deployment;
    if (!value || !d.price)
        return {};
    Lines lines{fmt::format("{}/h × {} × {}", format_usd(d.price->usd_per_hour), d.instances, format_percent(share)),
                fmt::format("÷ ({} tokens/s × 3 600 × {})", format_figures(d.output_tokens_per_second->mid),
                            format_percent(c.workload.utilisation))};
    if (input)
        lines.push_back(
            fmt::format("÷ {} / {} input tokens an output token", count(c.workload.input_tokens), count(c.workload.output_tokens)));
    lines.push_back(fmt::format("= {} per 1M ({})", format_usd(value->mid), format_band(*value, format_usd)));
    return lines;
}

/// How computed and cached input tokens share what the whole input costs.
Lines cost_of_part(const Context& c, const std::optional<Band>& value, bool cached)
{
    const Deployment& d = *c.deployment;
    if (!value || !d.usd_per_million_uncached)
        return {};
    const double hits = c.workload.prefix_hit_rate;
    Lines lines{fmt::format("{} of {} input tokens come from the prefix cache", format_percent(hits), count(c.workload.input_tokens)),
                fmt::format("r = {} of the prefill time of an uncached token", format_percent(d.cached_ratio))};
    if (cached)
        lines.push_back(fmt::format("{} × {}", format_usd(d.usd_per_million_uncached->mid), format_percent(d.cached_ratio)));
    else
        lines.push_back(fmt::format("{} ÷ ({} + {} × {})", format_usd(d.usd_per_million_input->mid), format_percent(1 - hits),
                                    format_percent(d.cached_ratio), format_percent(hits)));
    lines.push_back(fmt::format("= {} per 1M ({})", format_usd(value->mid), format_band(*value, format_usd)));
    return lines;
}

Lines binding(const Context& c)
{
    const Deployment& d = *c.deployment;
    if (!d.fits)
        return {d.rejected_because};
    Lines lines;
    if (d.busy)
        lines = {fmt::format("arithmetic               {} of the busy time", format_percent(d.busy->compute)),
                 fmt::format("memory bandwidth         {}", format_percent(d.busy->bandwidth)),
                 fmt::format("links, launches, host    {}", format_percent(d.busy->other))};
    if (d.binding == Binding::Memory)
        lines.push_back("the cache of all sequences needs more than one copy of the model");
    else if (d.binding == Binding::Latency)
        lines.push_back("the latency target lets one copy hold fewer sequences than its memory");
    lines.push_back(fmt::format("= {}", name_of(d.binding)));
    return lines;
}

} // namespace

Explanation explain(std::string_view formula_id, const Estimate& estimate, const Deployment* deployment)
{
    Explanation out{std::string(formula_id), {}};
    const Context c{estimate, deployment};
    if (formula_id == "formula.parameters-total")
        out.lines = parameters(c);
    else if (formula_id == "formula.parameters-active")
        out.lines = active(c);
    else if (formula_id == "formula.weights-resident" || formula_id == "formula.weights-nominal")
        out.lines = weights(c);
    else if (formula_id == "formula.kv-cache-token")
        out.lines = cache_of_token(c);
    else if (formula_id == "formula.kv-cache-sequence")
        out.lines = cache_of_sequence(c);
    if (out.lines.empty() && !estimate.training.empty())
        out.lines = explain_training(formula_id, estimate, estimate.training.front());
    if (!deployment || !out.lines.empty())
        return out;

    const Deployment& d = *deployment;
    if (formula_id == "formula.memory-accelerator" || formula_id == "formula.weights-accelerator")
        out.lines = memory(c);
    else if (formula_id == "formula.max-sequences")
        out.lines = sequences(c);
    else if (formula_id == "formula.ttft" || formula_id == "formula.prefill")
        out.lines = band(d.ttft_ms, seconds_of_ms, at_load(c), d.speed_unknown_because);
    else if (formula_id == "formula.tpot" || formula_id == "formula.decode-step")
        out.lines = band(d.tpot_ms, seconds_of_ms, at_load(c), d.speed_unknown_because);
    else if (formula_id == "formula.throughput")
        out.lines = band(
            d.output_tokens_per_second, [](double value) { return format_figures(value) + " tokens/s"; }, at_load(c),
            d.speed_unknown_because);
    else if (formula_id == "formula.cost-month" && d.usd_per_month)
        out.lines
            = {fmt::format("{}/h × {} × {} h", format_usd(d.price->usd_per_hour), d.instances, hours_a_month),
               fmt::format("= {} a month, {} in {}, {}", format_usd(*d.usd_per_month), d.price->purchase, d.price->region, d.price->as_of)};
    else if (formula_id == "formula.cost-output")
        out.lines = cost(c, d.usd_per_million_output, 1 - d.prefill_share, false);
    else if (formula_id == "formula.cost-input")
        out.lines = cost(c, d.usd_per_million_input, d.prefill_share, true);
    else if (formula_id == "formula.cost-uncached")
        out.lines = cost_of_part(c, d.usd_per_million_uncached, false);
    else if (formula_id == "formula.cost-cached")
        out.lines = cost_of_part(c, d.usd_per_million_cached, true);
    else if (formula_id == "formula.binding")
        out.lines = binding(c);
    else if (formula_id == "formula.cost-blended")
        out.lines = cost(c, d.usd_per_million_blended, 1, false);
    return out;
}

} // namespace archway
