// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/measured_deployment.h"

#include "model/estimate/bands.h"
#include "model/estimate/placement.h"
#include "model/transformer/config_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

constexpr double engine_sequences_a_rank = 2048;
constexpr double prefill_chunk_tokens = 8192;

std::string_view engine_family(std::string_view engine)
{
    if (engine == "transformers-neuronx" || engine == "nxd-inference")
        return "neuron";
    // NIM packages TensorRT-LLM.
    return engine == "nim-trtllm" || engine == "tensorrt-llm" ? "trtllm" : engine;
}

double prefill(const MeasuredDeployment& d, double tokens, double prompts = 1)
{
    return prefill_seconds(d.model, d.on, d.engine, d.group, tokens, prompts);
}

/// Unloaded time to the first token.
double first_token(const MeasuredDeployment& d, double tokens)
{
    return prefill(d, tokens) + lone_prompt_seconds(d.model, d.on, d.group, tokens);
}

double tpot(const MeasuredDeployment& d, double sequences, const Measurement& m)
{
    return tpot_seconds(d.model, d.on, d.engine, d.group, sequences, m.input_tokens, m.output_tokens);
}

/// Sequences that one replica may hold: what fits, and what an engine schedules.
double most_sequences(const MeasuredDeployment& d)
{
    return std::min(d.limit, engine_sequences_a_rank * (d.group.attention_data_parallel ? d.group.accelerators : 1));
}

/// Sequences in flight at a rate of requests: Little's law as a fixed point. At a rate that the deployment does not keep up with they pile
/// up until all fit or all have come.
double sequences_at(const MeasuredDeployment& d, const Measurement& m)
{
    double b = 1;
    for (int i = 0; i < 200; ++i) {
        const double next = m.requests_per_second * m.output_tokens * tpot(d, std::max(1.0, b), m);
        if (next > std::min(most_sequences(d), m.requests))
            return std::min(most_sequences(d), m.requests);
        if (std::abs(next - b) < 1e-3 * std::max(1.0, b))
            break;
        b = (b + next) / 2;
    }
    return std::max(1.0, b);
}

/// Sequences that are served at once while the figure is measured.
std::optional<double> sequences_served(const MeasuredDeployment& d, const Measurement& m)
{
    if (m.load == "single")
        return 1;
    if (m.load == "closed-loop" || m.burst)
        return std::min(m.burst ? m.requests : m.sequences, d.limit);
    if (m.load == "open-loop" && m.requests_per_second > 0)
        return sequences_at(d, m);
    return std::nullopt;
}

/// Output tokens per second when all requests wait from the start.
double queued(const MeasuredDeployment& d, const Measurement& m)
{
    return offline_throughput(d.model, d.on, d.engine, d.group, most_sequences(d), m.requests, m.input_tokens, m.output_tokens);
}

std::optional<double> static_batch(const MeasuredDeployment& d, const Measurement& m)
{
    const double context = m.input_tokens + m.output_tokens / 2;
    const double step = decode_seconds(d.model, d.on, d.engine, d.group, m.sequences, context);
    if (m.metric == "tpot_ms")
        return 1e3 * step;
    if (m.metric == "ttft_ms")
        return 1e3 * prefill(d, m.input_tokens) * m.sequences;
    const double prompts = std::max(1.0, std::min(prefill_chunk_tokens / m.input_tokens, m.sequences));
    return m.sequences * m.output_tokens / (m.sequences / prompts * prefill(d, m.input_tokens, prompts) + (m.output_tokens - 1) * step);
}

} // namespace

void MeasuredDeployment::use(const FamilyFactors& family_factors, const EngineFactors& engine_factors)
{
    set_factors(on, family_factors, model);
    engine = engine_factors;
}

std::optional<MeasuredDeployment> prepare(const Measurement& m, const Catalog& catalog, std::string& because)
{
    const ModelRecord* record = catalog.model(m.model);
    const Accelerator* accelerator = catalog.accelerator(m.accelerator);
    const auto engine = catalog.factors.engines.find(engine_family(m.engine));
    if (!record || !accelerator || engine == catalog.factors.engines.end()) {
        because = !record  ? fmt::format("model \"{}\" is not in the knowledge base", m.model)
            : !accelerator ? fmt::format("accelerator \"{}\" is not in the knowledge base", m.accelerator)
                           : fmt::format("engine \"{}\" has no factors", m.engine);
        return std::nullopt;
    }
    const Result<Architecture> architecture = read_config_text(record->config, record->id);
    if (!architecture) {
        because = architecture.error().text();
        return std::nullopt;
    }
    // Measurements name an accelerator, not an instance: the widest link that one is sold with.
    InstanceType type;
    for (const InstanceType& sold : catalog.instances) {
        if (sold.accelerator == accelerator->id && sold.link_bytes_per_s.value_or(0) > type.link_bytes_per_s.value_or(0))
            type.link_bytes_per_s = sold.link_bytes_per_s;
    }
    MeasuredDeployment out;
    out.model = serve(*architecture, m.weight_precision, m.kv_precision);
    const auto on = serving_accelerator(type, *accelerator, out.model, catalog.factors, because, engine->first);
    if (!on)
        return std::nullopt;
    out.on = *on;
    out.engine = engine->second;
    out.engine_family = engine->first;
    out.family = accelerator->factor_family;
    out.borrowed = borrowed_factors(*family_factors(catalog.factors, out.family, out.engine_family));
    out.group = {static_cast<double>(m.accelerators), m.attention_data_parallel};
    out.limit = max_sequences(out.model, accelerator->memory_bytes, catalog.factors, out.group, m.input_tokens + m.output_tokens);
    if (out.limit < 1) {
        because = "by the memory rule not one sequence fits";
        return std::nullopt;
    }
    return out;
}

std::optional<double> predicted_value(const MeasuredDeployment& d, const Measurement& m)
{
    if ((m.load == "offline" || m.burst) && m.metric == "output_tokens_per_second") {
        return queued(d, m);
    }
    if (m.load == "static-batch")
        return static_batch(d, m);
    const std::optional<double> served = sequences_served(d, m);
    if (!served)
        return std::nullopt;
    if (m.metric == "ttft_ms")
        return 1e3 * first_token(d, m.input_tokens) * (1 + 0.1 * (*served - 1));
    if (m.metric == "tpot_ms")
        return 1e3 * tpot(d, *served, m);
    if (m.load == "open-loop")
        return std::min(m.requests_per_second * m.output_tokens, queued(d, m));
    return *served * m.output_tokens / (prefill(d, m.input_tokens) + (m.output_tokens - 1) * tpot(d, *served, m));
}

std::string unpredicted_because(const Measurement& m)
{
    return fmt::format("no formula for {} under the load \"{}\"", m.metric, m.load);
}

Band predicted_band(const MeasuredDeployment& d, const Measurement& m, double value)
{
    if (m.metric == "tpot_ms")
        return token_time_band(value, d.model.sparse(), d.borrowed);
    if (m.metric == "output_tokens_per_second")
        return throughput_band(value, d.model.sparse() || m.load == "static-batch", d.borrowed);
    if (m.load == "static-batch")
        return first_token_band(value, 1, d.borrowed);
    const double b = sequences_served(d, m).value_or(1);
    return first_token_band(value / (1 + 0.1 * (b - 1)), b, d.borrowed);
}

} // namespace archway
