// SPDX-License-Identifier: GPL-3.0-or-later
// The inference model: a roofline of a few readable terms. One function a formula; ids as in formula.cpp. Nothing allocates.
// Source: the estimator's formulas and factors, fitted on published measurements of TensorRT-LLM, vLLM, SGLang and Neuron.
#pragma once

#include "model/estimate/served_model.h"
#include "model/knowledge/catalog.h"

namespace archway {

/// An accelerator with the factors that hold for one model and precision. Bytes, bytes/s, FLOP/s, seconds.
struct ServingAccelerator {
    double memory_bytes = 0;
    double bandwidth = 0;
    double peak = 0; ///< dense, at the compute precision
    double peak_bf16 = 0;
    double compute_efficiency = 0; ///< eta_c of the compute precision
    double link = 0;               ///< per direction and accelerator; 0 = alone
    double memory_efficiency = 0, attention_memory_efficiency = 0;
    double layer_overhead_s = 0, allreduce_latency_s = 0, link_efficiency = 1;
    double tile_padding_rows = 0;
    double expert_imbalance = 1;       ///< of eight ranks under attention-DP
    double expert_gemm_efficiency = 1; ///< share of eta_c that the experts' GEMMs reach
    bool latency_by_stages = false;    ///< an all-reduce waits alpha for every two of its log2 n stages; else alpha however many ranks
    double unoverlapped = 0;           ///< 0: the shorter of memory and compute time is hidden altogether
    double size_exponent = 0;          ///< 0: the compute efficiency does not depend on the width of a layer
    double activation_passes = 0;      ///< 0: nothing is read or written outside GEMMs and attention
    ComputeMode computed = ComputeMode::Bf16; ///< the arithmetic that is used
    bool weight_only = false;                 ///< the weight precision is stored but computed in BF16
};

/// One group of accelerators that holds one copy of a model.
struct Group {
    double accelerators = 1; ///< n: tensor parallel, or attention-DP with expert parallel
    bool attention_data_parallel = false;
};

/// Where the time of one forward pass goes, in seconds. What two resources need at once counts for each as the formula counts it.
struct PassTime {
    double compute = 0;   ///< matrices and attention arithmetic
    double bandwidth = 0; ///< weights, cache and activations through memory
    double other = 0;     ///< links between accelerators, launches, the host
    [[nodiscard]] double seconds() const { return compute + bandwidth + other; }
    PassTime& add(const PassTime& more, double times = 1);
};

/// Puts the factors of a family, as they hold for this model and arithmetic, in their places.
void set_factors(ServingAccelerator&, const FamilyFactors&, const ServedModel&);

/// E·(1 − (1 − k/E)^T): distinct experts that T tokens touch under uniform routing. [formula.experts-touched]
[[nodiscard]] double experts_touched(double experts, double active, double tokens);
/// How much slower the hottest rank of an expert-parallel group is than the mean: iota_8^(ln n / ln 8), so 1 alone. [formula.gemm]
[[nodiscard]] double expert_imbalance(const ServingAccelerator&, Group);
/// The compute efficiency of GEMMs as wide as this model's on one rank, as a share of those of 10^8 parameters a layer:
/// (P_active / (L n) / 10^8)^s. Narrow GEMMs fill fewer tiles and wait longer at their ends. [formula.gemm]
[[nodiscard]] double size_efficiency(const ServedModel&, const ServingAccelerator&, Group);
/// All GEMMs for T tokens, `head_tokens` of them sampled: the longer of weight read and FLOP, and the share sigma of the shorter, which
/// the longer does not hide. Rows that only pad an expert's tile count where arithmetic is waited for. [formula.gemm]
[[nodiscard]] double gemm_seconds(const ServedModel&, const ServingAccelerator&, Group, double tokens, double head_tokens);
/// The same by what it waits for.
[[nodiscard]] PassTime gemm_time(const ServedModel&, const ServingAccelerator&, Group, double tokens, double head_tokens);
/// Reading and writing a token's hidden state between the GEMMs: norms, residuals, quantisation; every rank has all of it.
/// [formula.activations]
[[nodiscard]] double activation_seconds(const ServedModel&, const ServingAccelerator&, Group, double tokens);
/// alpha of an all-reduce among the group, in seconds: that of four ranks times log2 n / 2. [formula.communication]
[[nodiscard]] double allreduce_latency(const ServingAccelerator&, Group);
/// Collectives of one forward pass of T tokens. [formula.communication]
[[nodiscard]] double communication_seconds(const ServedModel&, const ServingAccelerator&, Group, double tokens);
/// One decode step of B sequences at mean context S tokens. [formula.decode-step]
[[nodiscard]] double decode_seconds(const ServedModel&, const ServingAccelerator&, const EngineFactors&, Group, double sequences,
                                    double context);
[[nodiscard]] PassTime decode_time(const ServedModel&, const ServingAccelerator&, const EngineFactors&, Group, double sequences,
                                   double context);
/// Prefill of `prompts` prompts of I tokens in one pass, each after `cached` tokens that the prefix cache holds: those are attended to and
/// their cache is read, nothing else. One prompt = unloaded TTFT. [formula.prefill]
[[nodiscard]] double prefill_seconds(const ServedModel&, const ServingAccelerator&, const EngineFactors&, Group, double tokens,
                                     double prompts = 1, double cached = 0);
[[nodiscard]] PassTime prefill_time(const ServedModel&, const ServingAccelerator&, const EngineFactors&, Group, double tokens,
                                    double prompts = 1, double cached = 0);
/// What the prefill of one prompt alone takes longer under attention-DP: its attention and dense layers run on one rank while the others
/// wait, where prefill_seconds counts the share of a group whose ranks are all busy. 0 under tensor parallelism. [formula.ttft]
[[nodiscard]] double lone_prompt_seconds(const ServedModel&, const ServingAccelerator&, Group, double tokens, double cached = 0);
/// Copies of each cache element that a tensor-parallel group holds: max(1, n/kv); n for MLA; 1 under attention-DP. [formula.kv-replication]
[[nodiscard]] double kv_replication(const ServedModel&, Group);
/// Weights on each accelerator of the group. [formula.weights-accelerator]
[[nodiscard]] double weights_per_accelerator(const ServedModel&, Group);
/// Sequences of `tokens` tokens whose cache fits: kv_fraction·(capacity − weights − overhead) / (cache·rho/n), not rounded; below 0
/// never: 0 when the weights alone do not fit. [formula.max-sequences]
[[nodiscard]] double max_sequences(const ServedModel&, double memory_bytes, const EfficiencyFactors&, Group, double tokens,
                                   double pipeline = 1);
/// Time per output token at C sequences, TTFT excluded: own step and the others' prefills spread over the output. [formula.tpot]
[[nodiscard]] double tpot_seconds(const ServedModel&, const ServingAccelerator&, const EngineFactors&, Group, double sequences,
                                  double input, double output);
/// Output tokens per second of N queued requests at up to B in flight: whole waves and a remainder. [formula.throughput-offline]
[[nodiscard]] double offline_throughput(const ServedModel&, const ServingAccelerator&, const EngineFactors&, Group, double max_in_flight,
                                        double requests, double input, double output);

} // namespace archway
