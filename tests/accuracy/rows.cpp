// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/accuracy/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace archway::accuracy {

namespace {

std::string configuration(const Measurement& m)
{
    return fmt::format("{} {}x{} {} {}{}", m.model, m.accelerator, m.accelerators, m.engine, m.weight_precision,
                       m.attention_data_parallel ? " attention-DP" : "");
}

double weight(const Row& row)
{
    const std::string what = quantity(row.measured);
    if (what == "offline throughput")
        return 2; // a saturated run of thousands of requests says more than a few sequences' mean
    if (what == "TPOT")
        return 1;
    if (what == "unloaded TTFT")
        return row.deployment.model.sparse() ? 0 : 1;
    return what == "static-batch throughput" ? 0.5 : 0;
}

} // namespace

std::string quantity(const Measurement& m)
{
    if (m.metric == "tpot_ms")
        return "TPOT";
    if (m.metric == "ttft_ms")
        return m.load == "single" || (m.load != "open-loop" && m.sequences == 1) ? "unloaded TTFT" : "loaded TTFT";
    return m.load == "offline" ? "offline throughput" : m.load == "static-batch" ? "static-batch throughput" : "other throughput";
}

RowSet prepare_rows(const std::vector<Measurement>& measurements, const Catalog& catalog)
{
    RowSet out;
    out.rows.reserve(measurements.size());
    for (const Measurement& m : measurements) {
        std::string because;
        std::optional<MeasuredDeployment> deployment = prepare(m, catalog, because);
        if (deployment && !predicted_value(*deployment, m))
            because = unpredicted_because(m);
        if (!because.empty()) {
            ++out.unpredicted[because];
            continue;
        }
        Row row{m, std::move(*deployment), configuration(m)};
        row.weight = weight(row);
        out.rows.push_back(std::move(row));
    }
    return out;
}

int part_of(const Row& row, int parts, unsigned salt)
{
    return part_of(row.configuration, parts, salt);
}

int part_of(const std::string& configuration, int parts, unsigned salt)
{
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : fmt::format("{} ", salt) + configuration)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    // FNV leaves neighbouring names in neighbouring places: one round of mixing.
    hash = (hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15ULL;
    return static_cast<int>((hash >> 40) % static_cast<std::uint64_t>(parts));
}

Residuals held_out(const std::vector<Row>& rows, const EfficiencyFactors& known, int parts, const std::function<int(const Row&)>& part,
                   const FitOptions& options)
{
    Residuals out;
    for (int held = 0; held < parts; ++held) {
        std::vector<const Row*> seen;
        for (const Row& row : rows) {
            if (part(row) != held && row.weight > 0)
                seen.push_back(&row);
        }
        const EfficiencyFactors factors = fit(seen, known, options);
        for (const Row& row : rows) {
            if (part(row) != held)
                continue;
            if (const std::optional<double> r = residual(row, factors))
                out[&row] = *r;
        }
    }
    return out;
}

Residuals predicted_by(const std::vector<Row>& rows, const EfficiencyFactors& factors)
{
    Residuals out;
    for (const Row& row : rows) {
        if (const std::optional<double> r = residual(row, factors))
            out[&row] = *r;
    }
    return out;
}

double quantile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    const double at = share * static_cast<double>(values.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    const std::size_t high = std::min(low + 1, values.size() - 1);
    return values[low] + (at - std::floor(at)) * (values[high] - values[low]);
}

Score score(const Residuals& residuals, const std::function<bool(const Row&)>& chosen)
{
    Score out;
    std::vector<double> errors;
    std::vector<double> biases;
    double inside = 0;
    for (const auto& [row, r] : residuals) {
        if (!chosen(*row))
            continue;
        errors.push_back(std::abs(std::exp(r) - 1));
        biases.push_back(std::exp(r) - 1);
        const Band band = predicted_band(row->deployment, row->measured, row->measured.value * std::exp(r));
        inside += band.low <= row->measured.value && row->measured.value <= band.high ? 1 : 0;
    }
    out.count = static_cast<int>(errors.size());
    if (errors.empty())
        return out;
    out.inside = inside / out.count;
    out.median = quantile(errors, 0.5);
    out.p90 = quantile(errors, 0.9);
    out.bias = quantile(biases, 0.5);
    return out;
}

} // namespace archway::accuracy
