// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/formula.h"

#include <array>

namespace archway {

namespace {

constexpr std::string_view checkpoints = "Published checkpoints, reproduced to the parameter";
constexpr std::string_view roofline
    = "Transparent roofline with factors fitted on published TensorRT-LLM, vLLM, SGLang and Neuron measurements";
constexpr std::string_view training = "Roofline with factors fitted on published training throughput (docs/training.md)";
constexpr std::string_view activations = "Mixed-precision Adam, ZeRO (arXiv 1910.02054), activations of a layer (arXiv 2205.05198); "
                                         "checked on Megatron-LM and torchtitan peaks";
constexpr std::string_view failures = "Young (1974), Daly (2006); failure rate published for Llama 3 (arXiv 2407.21783)";
constexpr std::string_view decision = "Archway's own definition";

constexpr std::array table{
    Formula{"formula.parameters-total", "Parameters of the text decoder",
            "V·h + [untied] V·h + Σ layers (attention + FFN + norms) + final norm", "parameters",
            "Each parameter once; vision towers, MTP modules and quantisation scales are left out", checkpoints},
    Formula{"formula.parameters-active", "Active parameters", "total − Σ MoE layers (E − k)·expert − [untied] V·h", "parameters",
            "The input table is looked up, not multiplied; tied tables stay because the output head multiplies them", checkpoints},
    Formula{"formula.weights-nominal", "Weights at a precision", "total parameters · bytes per weight", "bytes",
            "BF16 2, FP8 1, INT4 0.5; no scales", checkpoints},
    Formula{"formula.weights-resident", "Weights resident in memory",
            "attention·b_a + (FFN + experts)·b_w + (embedding + head + norms + routers)·2", "bytes",
            "Embedding, head, norms and routers stay at 2 bytes; block scales are in b_w (NVFP4 0.5625, MXFP4 0.53125)", checkpoints},
    Formula{"formula.kv-cache-token", "KV cache of one token", "Σ layers 2·n_kv·d·b; MLA: Σ layers (r + p)·b", "bytes",
            "Every attention layer still caching; MLA has no factor 2 and does not depend on the heads", checkpoints},
    Formula{"formula.kv-cache-sequence", "KV cache of one sequence", "Σ layers min(T, window)·elements·b + state of linear layers", "bytes",
            "T = input + output tokens: the room a sequence needs when it ends", checkpoints},
    Formula{"formula.kv-replication", "Copies of the cache under tensor parallelism", "max(1, n / n_kv); MLA: n; attention-DP: 1", "copies",
            "KV heads are split over ranks until each has one; the latent of MLA is held by every rank", roofline},
    Formula{"formula.weights-accelerator", "Weights on one accelerator", "resident / (TP · PP)", "bytes",
            "Even split; attention is replicated under attention-DP", roofline},
    Formula{"formula.memory-accelerator", "Memory of one accelerator", "W/n + B·κ(I + O)·ρ/n + 2.5 GB", "bytes",
            "2.5 GB holds the context, collectives, graphs and the activations of an 8,192-token prefill chunk", roofline},
    Formula{"formula.max-sequences", "Sequences that fit at once", "0.95·(capacity − W/n − 2.5 GB) / (κ(I + O)·ρ/n)", "sequences",
            "At most 2,048 a rank; capacity is what the driver reports", roofline},
    Formula{"formula.experts-touched", "Experts that T tokens touch", "E·(1 − (1 − k/E)^T)", "experts", "Uniform routing", roofline},
    Formula{
        "formula.gemm", "Time of the matrix products",
        "ι·(max(read, compute + padding) + σ·min(read, compute)); read = bytes / (n·BW·η_m), compute = FLOP / (n·F·η_c·(P / (L·n·10⁸))^s)",
        "s",
        "Reading and computing overlap in part; wide layers reach more of the peak, at most 0.9; experts reach a smaller share and pay "
        "padding rows where arithmetic is waited for; under attention-DP all ranks wait for the hottest, ι₈^(ln n / ln 8)",
        roofline},
    Formula{"formula.activations", "Time of what lies between the matrix products", "a·L·T·h·2 / (BW·η_m)", "s",
            "Norms, residuals, rotary embedding, quantisation; every tensor-parallel rank has the whole hidden state", roofline},
    Formula{"formula.communication", "Time of the collectives", "2·L·(α·log₂n/2 + 2·(n−1)/n·T·h·2 / (A·λ))", "s",
            "Two all-reduces a layer; α is the latency of one among four ranks, log₂ n stages among n", roofline},
    Formula{"formula.decode-step", "One decode step",
            "t_gemm(B) + t_attention + t_activations(B) + t_comm(B) + L·τ_layer + τ_step + B·τ_seq", "s",
            "Mean context I + O/2; τ_layer is half as much again for latent attention, which launches more kernels", roofline},
    Formula{"formula.prefill", "Prefill of one prompt", "t_gemm(I) + t_attention + t_activations(I) + t_comm(I) + L·τ_layer + τ_step", "s",
            "I: the part of the prompt that the prefix cache does not hold; it attends to the cached part too", roofline},
    Formula{"formula.ttft", "Time to first token",
            "low: 0.6 of the prefill · mid: t_p·(1 + 0.1·(C − 1)) · high: C·t_p; attention-DP: one prompt runs on one rank", "ms",
            "Under load the prompt waits for others: typically a tenth of them, in a burst all of them; unloaded 0.6 to 2 times", roofline},
    Formula{"formula.tpot", "Time per output token", "t_d(B, I + O/2) + γ·(B − 1)·t_p(I)/O", "ms",
            "TTFT excluded; the prefills of the others are spread over the output; dense 0.75 to 1.3 times, mixture of experts 0.65 to 1.7",
            roofline},
    Formula{"formula.throughput", "Output tokens per second", "replicas · B·O / (O·t_d(B) + B·γ·t_p)", "tokens/s",
            "Steady state at the asked concurrency; dense 0.8 to 1.2 times, mixture of experts 0.65 to 1.4", roofline},
    Formula{"formula.throughput-offline", "Throughput of a queue of N requests", "N·O / (N·γ·t_p + O·Σ waves t_d)", "tokens/s",
            "Full waves of B in flight and a remainder", roofline},
    Formula{"formula.training-flops", "FLOPs of a training run", "D·(6·N_active + 3·Σ layers 4·H·d·S̄)", "FLOP",
            "Forward once, backward twice; S̄ is half the sequence, less in a window; recomputation does not count; frozen weights 4·N",
            training},
    Formula{"formula.training-activations", "Activations of one layer", "T·(8·h + (4·H·d + 4·n_kv·d + 6·f)/t)", "bytes",
            "Flash attention; per-operator recomputation keeps 60 %, full recomputation 2·T·h/t; 10·h and 4·f without a gate", activations},
    Formula{"formula.training-memory", "Memory of one accelerator in training",
            "P·(2 + 4 + 12/dp) + layers·activations·in flight + T·V/t·10 + 2.5 GB", "bytes",
            "P is what a rank holds; ZeRO-3: 16·P/dp and two layers gathered; LoRA: 16 bytes an adapter beside the frozen base",
            activations},
    Formula{
        "formula.training-speed", "Tokens per second in training",
        "n / (6·N/(F·η) + 3·attention/(F₁₆·η_a) + (passes·L·h + 75·w_s)·2/BW + dispatch + tensor-parallel traffic) · 0.86", "tokens/s",
        "The last factor is what runs of weeks keep of a benchmark; w_s is what state spaces write; factors fitted on published throughput",
        training},
    Formula{"formula.mfu", "Model FLOPs utilisation", "FLOPs of a token / (s per token · peak)", "share",
            "Of the dense peak of the precision; recomputation does not count", training},
    Formula{"formula.checkpoint-size", "Size of a training checkpoint", "14·N", "bytes",
            "BF16 weights, FP32 master copy and both moments of Adam; LoRA: of the adapters alone", activations},
    Formula{"formula.checkpoint-interval", "Time between checkpoints", "√(2·C·M)·(1 + √(C/2M)/3 + C/18M) − C", "s",
            "C: size over 12.5 GB/s an instance, 1 TB/s in all; M: 6,300 h an eight-accelerator instance, divided by the instances",
            failures},
    Formula{"formula.goodput", "Share of time that makes progress", "1 − C/τ − (τ/2 + R)/M", "share",
            "R: ten minutes; reclaimed spot capacity costs the restart alone where a checkpoint fits into the two-minute notice", failures},
    Formula{"formula.training-days", "Days of a training run", "D / (tokens per second · goodput · 86,400)", "days",
            "One clean pass: repeated and failed experiments come on top, published projects needed up to 2.5 times as much", training},
    Formula{"formula.training-cost", "Cost of a training run", "days · 24 · instances · price per hour", "USD",
            "Accelerator instances only", decision},
    Formula{"formula.speculation", "Time per output token, speculating", "(t_d(B·(g + 1)) + g·t_draft) / a", "ms",
            "g drafts by one layer with the output head; a tokens a verification, 3.22 measured for EAGLE-3 with three drafts", roofline},
    Formula{"formula.pareto", "Front of cost and latency", "{d : no other is both cheaper a token and faster a token}", "deployments",
            "Every type at every tensor-parallel size that meets the constraints; middle values, so neighbours may change places",
            decision},
    Formula{"formula.what-if", "Effect of an innovation", "figure with − figure without, everything else kept", "as the figure",
            "The best deployment on either side; quality is not estimated", decision},
    Formula{"formula.cost-month", "Cost of a month", "price per hour · instances · 730 h", "USD",
            "Accelerator hours only, bought all month", decision},
    Formula{"formula.cost-blended", "Cost of a million output tokens, undivided", "price · 10⁶ / (3600 · X · u)", "USD",
            "All time charged to output; u is the share of the bought time that serves", decision},
    Formula{"formula.cost-output", "Cost of a million output tokens", "price · (1 − s) · 10⁶ / (3600 · X · u)", "USD",
            "s is the share of busy time spent in prefill", decision},
    Formula{"formula.cost-input", "Cost of a million input tokens", "price · s · 10⁶ / (3600 · X · I/O · u)", "USD",
            "s is the share of busy time spent in prefill; input · price + output · price adds up to the whole", decision},
    Formula{"formula.cost-uncached", "Cost of a million input tokens that are not cached",
            "price · s · 10⁶ / (3600 · X · (I_u + r·I_c)/O · u)", "USD",
            "I_u of the input tokens are computed, I_c found in the prefix cache; a cached one costs the share r (formula.cost-cached). "
            "Both kinds add up to the cost of input",
            decision},
    Formula{
        "formula.cost-cached", "Cost of a million cached input tokens",
        "r · cost of an uncached one; r = (Δ/2 / I_c) / ((t_p(I_u) + Δ/2) / I_u); Δ = t_p(I_u after I_c cached) − t_p(I_u)", "USD",
        "A hit saves its own prefill, but is still attended to and read: half of that time is charged to it, half to the tokens that "
        "attend. Reading the cache in decode is in the cost of output, memory that keeps a prefix between requests in nobody's. No hits "
        "asked for: what the first one would cost",
        decision},
    Formula{"formula.binding", "What binds a deployment",
            "more copies than the fewest: what asked for them (memory, latency); else the larger of Σ t_compute and Σ t_bandwidth",
            "constraint",
            "Busy time of O decode steps and the prefills; matrices and attention wait for arithmetic or for memory, whichever is longer; "
            "links, launches and the host are neither",
            roofline},
    Formula{
        "formula.break-even", "Break-even with a managed API", "price per hour · 730 / (p_out + (p_in·(1 − h) + p_cached·h)·I/O)",
        "output tokens/month",
        "Both at list; idle hours of the own deployment count in full; h is the prefix hit rate, cached input at the full price where no "
        "other is known, what writing to the cache costs is left out; where the work may wait (need: batch), p_in and p_out are the batch "
        "price, cached or not, if there is one and it comes to less",
        decision},
    Formula{"formula.cache-read-time", "Time to read a sequence's cache", "κ(S) / bandwidth", "s",
            "Every decode step reads the whole cache once", roofline},
    Formula{"formula.recompute-time", "Time to compute a prefix again", "2 · active parameters · tokens / (F · 0.4)", "s",
            "Prefill at 40 % of the peak", "Expert decision notes, KV cache placement"},
};

} // namespace

std::span<const Formula> formulas()
{
    return table;
}

const Formula* formula(std::string_view id)
{
    for (const Formula& candidate : table) {
        if (candidate.id == id)
            return &candidate;
    }
    return nullptr;
}

} // namespace archway
