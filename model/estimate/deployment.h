// SPDX-License-Identifier: GPL-3.0-or-later
// What an estimate says of one deployment: the D of the command line's `estimate`.
#pragma once

#include "model/base/units.h"
#include "model/scenario/change.h"

#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace archway {

/// Bytes on one accelerator; all five with the deployment's parallelism, the KV cache at the asked concurrency.
struct MemoryPerAccelerator {
    double weights = 0;
    double kv_cache = 0;
    double activations = 0;
    double overhead = 0;
    double capacity = 0;
    [[nodiscard]] double used() const { return weights + kv_cache + activations + overhead; }
};

/// The price row a deployment is computed with.
struct PriceUsed {
    double usd_per_hour = 0; ///< of one instance
    std::string purchase;
    std::string region;
    std::string as_of;
    std::string source;
};

/// What the accelerators wait for while they serve, as shares of the busy time that add up to 1.
struct BusyTime {
    double compute = 0;   ///< arithmetic
    double bandwidth = 0; ///< memory
    double other = 0;     ///< links, launches, host
};

/// What binds. Refused: what refuses it. Feasible: what asked for more copies than the fewest (memory for the sequences, the latency
/// target), or else what takes most of the busy time, compute or bandwidth. [formula.binding]
enum class Binding { None, Memory, Compute, Bandwidth, Latency, Region, Budget };
[[nodiscard]] std::string_view name_of(Binding binding);

struct Deployment {
    std::string instance;         ///< API name
    std::string accelerator;      ///< display name: "NVIDIA H200"
    std::string accelerator_kind; ///< nvidia, trainium, inferentia, cpu
    std::string engine;           ///< vllm, neuron …
    int instances = 1;            ///< total bought
    int accelerators = 1;         ///< total bought
    int tensor_parallel = 1, pipeline_parallel = 1, expert_parallel = 1;
    int replicas = 1; ///< independent copies of the model held together

    bool fits = false;            ///< memory holds it and nothing else refuses it
    std::string rejected_because; ///< the arithmetic as a sentence; empty when it fits
    Fix fix;                      ///< of one that find_fixes() has seen: tried, and it fits then; else the first thing to try
    std::string nearest_fix;      ///< the same in words: "FP8 weights"; empty when it fits, nothing would help, or nobody has tried
    Binding binding = Binding::None;
    /// How many times over its limit a refused one is (1.11 for 16.6 ms against 15); 2 where only a choice of the scenario speaks against
    /// it, infinite where no amount would help. Refused ones are listed by it, the nearest miss first.
    double over_limit = std::numeric_limits<double>::infinity();
    MemoryPerAccelerator memory;
    double max_concurrent_sequences = 0; ///< of the whole deployment
    double kv_bytes_per_sequence = 0;    ///< at input + output tokens, one copy

    /// Empty where refused or where speed cannot be computed; then `speed_unknown_because` says why.
    std::optional<Band> ttft_ms, tpot_ms, output_tokens_per_second;
    std::string speed_unknown_because;
    double prefill_share = 0;     ///< s of the cost split: share of busy time spent in prefill
    double cached_ratio = 0;      ///< what a cached input token costs against an uncached one
    std::optional<BusyTime> busy; ///< with the speed

    std::optional<PriceUsed> price;      ///< empty: no price known
    std::optional<double> usd_per_month; ///< 730 h, all instances
    /// Input: of all input tokens; uncached and cached: of those that are computed and of those that the prefix cache holds (or would).
    std::optional<Band> usd_per_million_input, usd_per_million_uncached, usd_per_million_cached;
    std::optional<Band> usd_per_million_output, usd_per_million_blended;
    bool in_maintenance = false;    ///< the base says so of the instance family: no choice for new work while another fits
    std::vector<std::string> notes; ///< "FP8 is weight-only here: A100 computes at BF16"
};

} // namespace archway
