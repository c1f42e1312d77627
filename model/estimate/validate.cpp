// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/validate.h"

#include "model/estimate/bands.h"
#include "model/estimate/placement.h"
#include "model/transformer/config_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace archway {

namespace {

constexpr double engine_sequences_a_rank = 2048;
constexpr double prefill_chunk_tokens = 8192;

std::string_view engine_family(std::string_view engine)
{
    return engine == "transformers-neuronx" || engine == "nxd-inference" ? "neuron" : engine;
}

/// A measured deployment, ready to be computed.
struct Served {
    ServedModel model;
    ServingAccelerator on;
    EngineFactors engine;
    Group group;
    double limit = 0; ///< sequences that fit
    bool borrowed = false;

    [[nodiscard]] double prefill(double tokens, double prompts = 1) const
    {
        return prefill_seconds(model, on, engine, group, tokens, prompts);
    }
    [[nodiscard]] double decode(double sequences, double context) const
    {
        return decode_seconds(model, on, engine, group, sequences, context);
    }
    [[nodiscard]] double tpot(double sequences, double input, double output) const
    {
        return tpot_seconds(model, on, engine, group, sequences, input, output);
    }
};

/// Sequences in flight at a rate of requests: Little's law as a fixed point. Nothing when the rate is more than fits.
std::optional<double> sequences_at(const Served& s, const Measurement& m)
{
    double b = 1;
    for (int i = 0; i < 200; ++i) {
        const double next = m.requests_per_second * m.output_tokens * s.tpot(std::max(1.0, b), m.input_tokens, m.output_tokens);
        if (next > std::min(s.limit, engine_sequences_a_rank))
            return std::nullopt;
        if (std::abs(next - b) < 1e-3 * std::max(1.0, b))
            break;
        b = (b + next) / 2;
    }
    return std::max(1.0, b);
}

/// Each load has its own formula; `because` says why there is none.
std::optional<Band> predict(const Served& s, const Measurement& m, std::string& because)
{
    const double input = m.input_tokens;
    const double output = m.output_tokens;
    const double context = input + output / 2;
    const double ranks = s.group.attention_data_parallel ? s.group.accelerators : 1;
    const auto throughput = [&](double value) { return throughput_band(value, s.model.sparse(), s.borrowed); };
    const auto token = [&](double seconds) { return token_time_band(1e3 * seconds, s.borrowed); };

    if ((m.load == "offline" || m.burst) && m.metric == "output_tokens_per_second")
        return throughput(offline_throughput(s.model, s.on, s.engine, s.group, std::min(s.limit, engine_sequences_a_rank * ranks),
                                             m.requests, input, output));
    if (m.load == "static-batch") {
        const double prompts = std::max(1.0, std::min(prefill_chunk_tokens / input, m.sequences));
        if (m.metric == "output_tokens_per_second")
            return throughput(m.sequences * output
                              / (m.sequences / prompts * s.prefill(input, prompts) + (output - 1) * s.decode(m.sequences, context)));
        if (m.metric == "tpot_ms")
            return token(s.decode(m.sequences, context));
        return first_token_band(1e3 * s.prefill(input) * m.sequences, 1, s.borrowed);
    }
    if (m.load == "single" || m.load == "closed-loop" || m.burst) {
        const double b = m.load == "single" ? 1 : std::min(m.burst ? m.requests : m.sequences, s.limit);
        const double tpot = s.tpot(b, input, output);
        if (m.metric == "tpot_ms")
            return token(tpot);
        if (m.metric == "ttft_ms")
            return first_token_band(1e3 * s.prefill(input), b, s.borrowed);
        return throughput(b * output / (s.prefill(input) + (output - 1) * tpot));
    }
    if (m.load == "open-loop" && m.requests_per_second > 0) {
        const std::optional<double> b = sequences_at(s, m);
        if (!b) {
            because = fmt::format("{} requests/s are more than the deployment holds: no steady state", m.requests_per_second);
            return std::nullopt;
        }
        if (m.metric == "tpot_ms")
            return token(s.tpot(*b, input, output));
        if (m.metric == "ttft_ms")
            return first_token_band(1e3 * s.prefill(input), *b, s.borrowed);
        return throughput(m.requests_per_second * output);
    }
    because = fmt::format("no formula for {} under the load \"{}\"", m.metric, m.load);
    return std::nullopt;
}

/// Finds everything a measurement names; `because` says what is not known.
std::optional<Served> prepare(const Measurement& m, const Catalog& catalog, Comparison& out)
{
    const ModelRecord* record = catalog.model(m.model);
    const Accelerator* accelerator = catalog.accelerator(m.accelerator);
    const auto engine = catalog.factors.engines.find(engine_family(m.engine));
    if (!record || !accelerator || engine == catalog.factors.engines.end()) {
        out.unpredicted_because = !record ? fmt::format("model \"{}\" is not in the knowledge base", m.model)
            : !accelerator                ? fmt::format("accelerator \"{}\" is not in the knowledge base", m.accelerator)
                                          : fmt::format("engine \"{}\" has no factors", m.engine);
        return std::nullopt;
    }
    const Result<Architecture> architecture = read_config_text(record->config, record->id);
    if (!architecture) {
        out.unpredicted_because = architecture.error().text();
        return std::nullopt;
    }
    // Measurements name an accelerator, not an instance: the widest link that one is sold with.
    InstanceType type;
    for (const InstanceType& sold : catalog.instances) {
        if (sold.accelerator == accelerator->id && sold.link_bytes_per_s.value_or(0) > type.link_bytes_per_s.value_or(0))
            type.link_bytes_per_s = sold.link_bytes_per_s;
    }
    Served s;
    s.model = serve(*architecture, m.weight_precision, m.kv_precision);
    out.sparse = s.model.sparse();
    out.family = accelerator->factor_family;
    const auto on = serving_accelerator(type, *accelerator, s.model, catalog.factors, out.unpredicted_because);
    if (!on)
        return std::nullopt;
    s.on = *on;
    s.engine = engine->second;
    s.group = {static_cast<double>(m.accelerators), m.attention_data_parallel};
    s.borrowed = catalog.factors.families.find(accelerator->factor_family)->second.provenance != "fitted";
    s.limit = max_sequences(s.model, accelerator->memory_bytes, catalog.factors, s.group, m.input_tokens + m.output_tokens);
    if (s.limit < 1) {
        out.unpredicted_because = "by the memory rule not one sequence fits";
        return std::nullopt;
    }
    return s;
}

/// The value below which `share` of the sorted values lie, between neighbours in proportion.
double quantile(const std::vector<double>& sorted, double share)
{
    const double at = share * static_cast<double>(sorted.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    const std::size_t high = std::min(low + 1, sorted.size() - 1);
    return sorted[low] + (at - std::floor(at)) * (sorted[high] - sorted[low]);
}

} // namespace

std::vector<Comparison> compare_with_measurements(const std::vector<Measurement>& measurements, const Catalog& catalog)
{
    std::vector<Comparison> out;
    out.reserve(measurements.size());
    for (const Measurement& measured : measurements) {
        Comparison comparison;
        comparison.measured = measured;
        if (const std::optional<Served> served = prepare(measured, catalog, comparison))
            comparison.predicted = predict(*served, measured, comparison.unpredicted_because);
        out.push_back(std::move(comparison));
    }
    return out;
}

std::vector<ComparisonGroup> comparison_groups(const std::vector<Comparison>& comparisons)
{
    std::map<std::tuple<std::string, std::string, std::string, bool>, std::vector<const Comparison*>> sorted;
    for (const Comparison& c : comparisons) {
        if (c.predicted)
            sorted[{c.measured.metric, c.measured.load, c.family, c.sparse}].push_back(&c);
    }
    std::vector<ComparisonGroup> out;
    for (const auto& [key, members] : sorted) {
        ComparisonGroup group;
        std::tie(group.metric, group.load, group.family, group.sparse) = key;
        group.count = static_cast<int>(members.size());
        std::vector<double> errors;
        for (const Comparison* member : members) {
            errors.push_back(std::abs(member->error()));
            group.inside += member->inside() ? 1.0 / group.count : 0;
        }
        std::sort(errors.begin(), errors.end());
        group.median_error = quantile(errors, 0.5);
        group.p90_error = quantile(errors, 0.9);
        out.push_back(std::move(group));
    }
    return out;
}

} // namespace archway
