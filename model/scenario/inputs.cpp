// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/scenario/inputs.h"

#include "model/base/nearest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace archway {

namespace {

constexpr std::array<NumericInput, 16> inputs{{
    {"workload.input_tokens", "Input tokens", InputUnit::Tokens, 1, 1e8, 16, 1'000'000, true, true, false, false},
    {"workload.output_tokens", "Output tokens", InputUnit::Tokens, 1, 1e8, 1, 100'000, true, true, false, false},
    {"workload.concurrent_sequences", "Users at once", InputUnit::Count, 1, 1e7, 1, 10'000, true, true, false, false},
    {"workload.requests_per_second", "Requests per second", InputUnit::PerSecond, 1e-6, 1e7, 0.01, 10'000, true, false, true, false},
    {"workload.ttft_ms", "First token within", InputUnit::Milliseconds, 1, 1e8, 50, 60'000, true, false, true, false},
    {"workload.tpot_ms", "Per token within", InputUnit::Milliseconds, 0.01, 1e6, 1, 1'000, true, false, true, false},
    {"workload.utilisation", "Utilisation", InputUnit::Share, 0.001, 1, 0.05, 1, false, false, false, false},
    {"workload.prefix_hit_rate", "Prefix hits", InputUnit::Share, 0, 1, 0, 0.95, false, false, false, false},
    {"workload.acceptance_length", "Accepted a step", InputUnit::Count, 1, 32, 1, 8, false, false, false, false, "speculative-decoding"},
    {"workload.draft_tokens", "Drafted a step", InputUnit::Count, 1, 31, 1, 8, false, true, false, false, "speculative-decoding"},
    {"innovations.routed_share", "Routed to the small model", InputUnit::Share, 0, 1, 0, 1, false, false, false, false, "prompt-routing"},
    {"constraints.monthly_budget_usd", "Budget a month", InputUnit::Usd, 1, 1e12, 500, 5'000'000, true, false, true, false},
    {"training.tokens", "Training tokens", InputUnit::Tokens, 1, 1e18, 1e6, 3e13, true, false, false, true},
    {"training.sequence_length", "Sequence length", InputUnit::Tokens, 1, 1e8, 512, 131'072, true, true, false, true},
    {"training.deadline_days", "Deadline", InputUnit::Days, 0.01, 1e5, 1, 365, true, false, true, true},
    {"training.accelerators", "Accelerators", InputUnit::Count, 1, 1e6, 8, 16'384, true, true, true, true},
}};

/// Where a path stores its value: a number, or one that may be missing.
struct Slot {
    double* number = nullptr;
    std::optional<double>* optional = nullptr;
};

Slot slot(Scenario& s, std::string_view path)
{
    if (path == "workload.input_tokens")
        return {&s.workload.input_tokens};
    if (path == "workload.output_tokens")
        return {&s.workload.output_tokens};
    if (path == "workload.concurrent_sequences")
        return {&s.workload.concurrent_sequences};
    if (path == "workload.requests_per_second")
        return {nullptr, &s.workload.requests_per_second};
    if (path == "workload.ttft_ms")
        return {nullptr, &s.workload.ttft_ms};
    if (path == "workload.tpot_ms")
        return {nullptr, &s.workload.tpot_ms};
    if (path == "workload.utilisation")
        return {&s.workload.utilisation};
    if (path == "workload.prefix_hit_rate")
        return {&s.workload.prefix_hit_rate};
    if (path == "workload.acceptance_length")
        return {&s.workload.acceptance_length};
    if (path == "workload.draft_tokens")
        return {&s.workload.draft_tokens};
    if (path == "innovations.routed_share")
        return {&s.routed_share};
    if (path == "constraints.monthly_budget_usd")
        return {nullptr, &s.constraints.monthly_budget_usd};
    if (path == "training.tokens")
        return {&s.training.tokens};
    if (path == "training.sequence_length")
        return {&s.training.sequence_length};
    if (path == "training.deadline_days")
        return {nullptr, &s.training.deadline_days};
    if (path == "training.accelerators")
        return {nullptr, &s.training.accelerators};
    return {};
}

Error unknown_path(std::string_view path)
{
    std::vector<std::string> known;
    for (const NumericInput& input : inputs)
        known.emplace_back(input.path);
    return {Error::Code::Usage, std::string(path), "is no numeric input of a scenario", "nearest: " + nearest(path, known)};
}

} // namespace

std::span<const NumericInput> numeric_inputs()
{
    return inputs;
}

const NumericInput* numeric_input(std::string_view path)
{
    for (const NumericInput& input : inputs) {
        if (input.path == path)
            return &input;
    }
    return nullptr;
}

bool applies(const NumericInput& input, const Scenario& scenario)
{
    const bool constraint = input.path.starts_with("constraints.");
    if (!constraint && input.training != (scenario.phase != Phase::Inference))
        return false;
    const auto& added = scenario.add_innovations;
    return input.innovation.empty() || std::find(added.begin(), added.end(), input.innovation) != added.end();
}

Result<std::optional<double>> get_number(const Scenario& scenario, std::string_view path)
{
    // slot() hands out writable places; this one is only read.
    const Slot place = slot(const_cast<Scenario&>(scenario), path); // NOLINT(cppcoreguidelines-pro-type-const-cast)
    if (place.number)
        return std::optional<double>(*place.number);
    if (place.optional)
        return *place.optional;
    return unknown_path(path);
}

Status set_number(Scenario& scenario, std::string_view path, std::optional<double> value)
{
    const NumericInput* input = numeric_input(path);
    if (!input)
        return unknown_path(path);
    const Slot place = slot(scenario, path);
    if (!value) {
        if (!input->optional)
            return bad_input(std::string(path), "cannot be left out", "expected a number");
        *place.optional = std::nullopt;
        scenario.assumed.erase(std::string(path));
        return Done{};
    }
    const double number = input->integer ? std::round(*value) : *value;
    if (!(number >= input->low && number <= input->high))
        return bad_input(std::string(path), fmt::format("{} is out of range", *value),
                         fmt::format("expected {} to {}", input->low, input->high));
    if (place.number)
        *place.number = number;
    else
        *place.optional = number;
    scenario.assumed.erase(std::string(path));
    return Done{};
}

} // namespace archway
