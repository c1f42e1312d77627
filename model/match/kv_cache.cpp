// SPDX-License-Identifier: GPL-3.0-or-later
// Where the KV cache lives: device memory for what is decoded; other tiers only for prefixes that come back, when loading beats computing.
#include "model/match/load.h"
#include "model/match/rules.h"

#include "model/estimate/formula.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

constexpr double network_bytes_per_s = 100e9 / 8; ///< a 100 Gbps client, the rate the shared tiers are compared at
constexpr double pcie_bytes_per_s = 50e9;         ///< host memory over PCIe 5 x16, per direction; source: efficiency factors (RTX PRO 6000)
constexpr double nvme_bytes_per_s = 5e9;          ///< one local NVMe drive, sequential read
constexpr double prefill_share_of_peak = 0.4;     ///< kv-tier-condition
constexpr double fewest_shared_tokens = 2000;     ///< kv-tier-min-tokens
constexpr double longest_shared_prefix = 1e6;     ///< that a fix proposes

struct Times {
    double cache = 0;   ///< bytes of one sequence
    double hbm = 0;     ///< s to read them once from device memory
    double network = 0; ///< s over 100 Gbps
    double shared_tokens = 0;
    double shared_cache = 0;
    double recompute = 0; ///< s to prefill the shared tokens again
};

Times measure(const MatchInput& in, const Deployment& d, double input_tokens, double hit_rate)
{
    const Architecture& model = in.estimate->model.architecture;
    const Accelerator* accelerator = nullptr;
    if (const InstanceType* type = in.catalog.instance(d.instance))
        accelerator = in.catalog.accelerator(type->accelerator);
    const double bytes = in.estimate->model.kv_precision == "bf16" || in.estimate->model.kv_precision == "fp16" ? 2 : 1;
    Times out;
    out.cache = d.kv_bytes_per_sequence;
    const double group = d.tensor_parallel;
    // Under tensor parallelism the latent of MLA is read by every rank: the time of one accelerator.
    const double ranks = model.latent ? 1 : std::min(group, static_cast<double>(model.kv_heads));
    if (accelerator && accelerator->memory_bandwidth)
        out.hbm = out.cache / (*accelerator->memory_bandwidth * ranks);
    out.network = out.cache / network_bytes_per_s;
    out.shared_tokens = input_tokens * hit_rate;
    out.shared_cache = model.kv_bytes_at(out.shared_tokens, bytes);
    if (accelerator && accelerator->flops_bf16)
        out.recompute = 2 * static_cast<double>(model.active_parameters()) * out.shared_tokens
            / (*accelerator->flops_bf16 * group * prefill_share_of_peak);
    return out;
}

Times measure(const MatchInput& in, const Deployment& d)
{
    const Workload& w = in.scenario.workload;
    return measure(in, d, w.input_tokens, w.prefix_hit_rate);
}

/// The shortest shared prefix from which a tier of this bandwidth is faster than computing, as far as the input goes; nothing where none
/// is: where every token's cache grows alike, a longer prefix takes longer both ways.
Fix shared_prefix_that_pays(const MatchInput& in, const Deployment& on, double bandwidth)
{
    const Workload& w = in.scenario.workload;
    for (double tokens = std::max(fewest_shared_tokens, w.input_tokens * w.prefix_hit_rate); tokens <= longest_shared_prefix; tokens *= 2) {
        const double input = std::max(w.input_tokens, std::ceil(tokens));
        const double hit_rate = std::min(1.0, std::ceil(tokens / input * 100) / 100);
        const Times there = measure(in, on, input, hit_rate);
        if (there.shared_cache / bandwidth >= there.recompute)
            continue;
        Fix out{{"workload.prefix_hit_rate", hit_rate, fmt::format("a shared prefix of {} tokens", format_number(input * hit_rate))}};
        if (input > w.input_tokens)
            out.push_back({"workload.input_tokens", input, {}});
        return out;
    }
    return {};
}

/// A tier for returning prefixes at a bandwidth, beside the deployment it is judged on: worth it when loading is faster than computing
/// again.
void judge_tier(Candidate& candidate, const MatchInput& in, const Deployment& on, double bandwidth, double base_score)
{
    const Times times = measure(in, on);
    if (times.shared_tokens < fewest_shared_tokens) {
        add_claim(candidate, in.catalog, "kv-tier-min-tokens");
        refuse(candidate,
               fmt::format("{} shared tokens a request: below about {} no tier pays", format_number(times.shared_tokens),
                           format_number(fewest_shared_tokens)),
               shared_prefix_that_pays(in, on, bandwidth));
        return;
    }
    const double load = times.shared_cache / bandwidth;
    add_computed(candidate,
                 fmt::format("{} of shared prefix load in {}, computing it again takes {}", format_bytes(times.shared_cache),
                             format_seconds(load), format_seconds(times.recompute)),
                 "formula.recompute-time");
    if (load >= times.recompute)
        refuse(candidate,
               fmt::format("loading {} takes longer than computing it again ({} against {})", format_bytes(times.shared_cache),
                           format_seconds(load), format_seconds(times.recompute)),
               shared_prefix_that_pays(in, on, bandwidth));
    else
        candidate.score = base_score + 0.2 * (1 - load / times.recompute);
}

/// The deployment that a fix pins, which then is the one to judge on; the best one where it pins none.
const Deployment* pinned_by(const MatchInput& in, const Fix& pin)
{
    const std::string* id = pin.empty() ? nullptr : std::get_if<std::string>(&pin.front().value);
    for (const Deployment& d : in.estimate->deployments)
        if (id && d.instance == *id)
            return &d;
    return in.best();
}

} // namespace

Decision decide_kv_cache(const MatchInput& in, const Facts& facts)
{
    Decision decision;
    decision.role = "kv-cache";
    decision.question = "Where does the KV cache live?";
    decision.candidates = known_candidates(in.catalog, "kv-cache");
    const Deployment* best = in.best();
    if (!best) {
        for (Candidate& candidate : decision.candidates) {
            candidate.score = candidate.id == "hbm" ? 1 : 0.3;
            for (const DataPoint& point : std::vector(candidate.data_points))
                add_claim(candidate, in.catalog, point.ref);
        }
        apply_rules(in, facts, decision);
        rank(decision, true);
        return decision;
    }
    const Times times = measure(in, *best);
    const InstanceType* type = in.catalog.instance(best->instance);
    for (Candidate& candidate : decision.candidates) {
        if (candidate.id == "hbm") {
            candidate.score = 1;
            add_computed(candidate,
                         fmt::format("Decode reads {} a token and user: {} from device memory, {} over 100 Gbps", format_bytes(times.cache),
                                     format_seconds(times.hbm), format_seconds(times.network)),
                         "formula.cache-read-time");
            add_computed(candidate,
                         fmt::format("{} on each accelerator for {}, {} of {} used", format_bytes(best->memory.kv_cache),
                                     load_text(in.scenario.workload, *best), format_bytes(best->memory.used()),
                                     format_bytes(best->memory.capacity)),
                         "formula.memory-accelerator");
            add_claim(candidate, in.catalog, "kv-live-in-hbm");
        } else if (candidate.id == "engine-prefix-cache") {
            candidate.score = 0.6 + 0.2 * in.scenario.workload.prefix_hit_rate;
            add_claim(candidate, in.catalog, "kv-prefix-first");
        } else if (candidate.id == "host-memory-offload") {
            judge_tier(candidate, in, *best, pcie_bytes_per_s, 0.4);
        } else if (candidate.id == "local-nvme") {
            const Deployment* on = best;
            if (type && type->nvme_bytes <= 0) {
                Fix pin = pin_a_type(in, [](const InstanceType& other) { return other.nvme_bytes > 0; });
                on = pinned_by(in, pin);
                refuse(candidate, best->instance + " has no local NVMe", std::move(pin));
            }
            judge_tier(candidate, in, *on, nvme_bytes_per_s, 0.25);
        } else if (candidate.id == "hyperpod-tiered-kv-cache") {
            const Deployment* on = best;
            if (type && !type->hyperpod) {
                Fix pin = pin_a_type(in, [](const InstanceType& other) { return other.hyperpod; });
                on = pinned_by(in, pin);
                refuse(candidate, best->instance + " is no HyperPod instance type", std::move(pin));
            }
            judge_tier(candidate, in, *on, network_bytes_per_s, 0.35);
            add_claim(candidate, in.catalog, "tiered-kv-vllm-only");
        } else if (candidate.id == "elasticache") {
            add_claim(candidate, in.catalog, "elasticache-response-cache");
            judge_tier(candidate, in, *best, network_bytes_per_s, 0.3);
            candidate.caveats.push_back(fmt::format("as a live cache it would add {} to every token", format_seconds(times.network)));
        }
    }
    apply_rules(in, facts, decision);
    rank(decision);
    return decision;
}

} // namespace archway
