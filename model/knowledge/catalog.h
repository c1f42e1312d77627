// SPDX-License-Identifier: GPL-3.0-or-later
// What the arithmetic needs of the knowledge base: models, accelerators, instance types, prices, efficiency factors, rules.
#pragma once

#include "model/knowledge/knowledge.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace archway {

/// A model with its Hugging Face configuration.
struct ModelRecord {
    std::string id; ///< "deepseek-v3"
    std::string name;
    std::string hugging_face_id;
    std::vector<std::string> aliases;
    std::string config; ///< JSON text
    Citation source;
};

/// One figure with where it comes from.
struct SourcedFigure {
    double value = 0;
    std::string source; ///< source id
    std::string date;
};

/// A GPU, Trainium, Inferentia chip or the CPU of an instance family. Units: bytes, bytes/s, FLOP/s; nullopt = not known.
struct Accelerator {
    std::string id;   ///< "h200"
    std::string name; ///< "NVIDIA H200"
    std::vector<std::string> aliases;
    std::string kind;                                       ///< nvidia, trainium, inferentia, cpu
    std::string factor_family;                              ///< key of EfficiencyFactors::families; empty = no factors, speed not computed
    double memory_bytes = 0;                                ///< what the driver reports where known, else the label
    std::string memory_label;                               ///< "141 GB"
    std::optional<double> memory_bandwidth;                 ///< bytes/s
    std::optional<double> flops_bf16, flops_fp8, flops_fp4; ///< dense; no FP8 = weight-only, computes at BF16
    std::optional<double> link_bytes_per_s;                 ///< per direction and accelerator within the instance (scale-up domain)
    std::string note;
    std::map<std::string, std::string> sources; ///< field → source id
};

/// An instance type (or UltraServer) of the knowledge base.
struct InstanceType {
    std::string id;     ///< API name: "p5en.48xlarge"
    std::string name;   ///< "Amazon EC2 P5en 48xlarge"
    std::string family; ///< "p5en"
    std::vector<std::string> aliases;
    std::string kind;        ///< nvidia, trainium, inferentia, cpu
    std::string accelerator; ///< Accelerator::id; CPU types have one of their own
    int accelerators = 0;    ///< per instance; a CPU type counts as one
    std::string interconnect;
    std::optional<double> link_bytes_per_s; ///< per direction and accelerator, overrides the accelerator's
    double network_gbps = 0;
    std::string efa; ///< "v3 (16)"; empty = none
    int vcpus = 0;
    double ram_bytes = 0;
    double nvme_bytes = 0;
    bool hyperpod = false;
    std::string availability; ///< as stated
    std::vector<std::string> sold_as; ///< on-demand (commitments come with it), spot, capacity-block; empty = not stated
    std::vector<std::string> regions; ///< the only ones it is offered in, where a source says so; empty = by the price rows
    std::string note;
    std::map<std::string, std::string> sources; ///< field → source id
};

/// One price row. A missing row is "no price known", never 0.
struct Price {
    std::string instance;
    std::string region;
    std::string purchase;    ///< on-demand, spot, capacity-block, savings-plan-1y or -3y, reserved-1y or -3y
    double usd_per_hour = 0; ///< one instance
    std::string as_of;
    std::string source;
};

/// A managed API's price for a model it serves (Amazon Bedrock).
struct ApiPrice {
    std::string model;  ///< ModelRecord::id it serves; empty = a model the base has no configuration of
    std::string api_id; ///< "deepseek.v3-v1:0"
    std::string name;
    std::optional<double> usd_per_million_input, usd_per_million_output, usd_per_million_cached;
    std::string as_of;
    std::string source;
    std::optional<double> usd_per_million_cache_write = {}; ///< a token that goes into the prompt cache, in place of the input price
    /// For jobs that may take hours; nullopt = not offered, or not known.
    std::optional<double> usd_per_million_batch_input = {}, usd_per_million_batch_output = {};
};

/// Efficiency factors of one accelerator family; use each as a set. Source: fitted on published measurements, docs/accuracy.md.
struct FamilyFactors {
    double memory_efficiency = 0;                                                 ///< eta_m
    double attention_memory_efficiency = 0;                                       ///< eta_kv
    double layer_overhead_dense_s = 0;                                            ///< tau_layer, dense
    double layer_overhead_moe_s = 0;                                              ///< tau_layer, MoE
    double allreduce_latency_s = 0;                                               ///< alpha
    double link_efficiency = 0;                                                   ///< lambda
    double moe_tile_padding_rows = 0;                                             ///< m0
    double expert_imbalance = 1;                                                  ///< iota of eight ranks
    double grouped_gemm_efficiency = 1;                                           ///< eta_moe, 16 experts and more
    double compute_bf16 = 0, compute_fp8 = 0, compute_fp4 = 0, compute_mxfp4 = 0; ///< eta_c
    std::string provenance;                                                       ///< fitted, borrowed, unknown: widens the band
    double coarse_gemm_efficiency = 1;                                            ///< eta_moe, fewer than 16 experts
    double unoverlapped = 0;      ///< sigma: share of the shorter of memory and compute time that the longer does not hide
    double size_exponent = 0;     ///< s: the compute efficiency grows with (width of a layer on one rank)^s
    double activation_passes = 0; ///< a: times that a layer reads or writes a token's hidden state outside its GEMMs
};
struct EngineFactors {
    double step_overhead_s = 0;      ///< tau_step
    double prefill_interference = 0; ///< gamma
    double sequence_overhead_s = 0;  ///< tau_seq
};
/// How much of an accelerator training reaches; use each as a set. Source: fitted on published training throughput (docs/training.md).
struct TrainingFamilyFactors {
    double gemm_bf16 = 0, gemm_fp8 = 0, gemm_fp4 = 0; ///< share of the dense peak of that precision; 0 = computed in BF16
    double attention = 0;                             ///< share of the BF16 peak
    std::string provenance;                           ///< fitted, borrowed: widens the band
};
struct TrainingFactors {
    std::map<std::string, TrainingFamilyFactors, std::less<>> families; ///< by accelerator id where one has its own, else by factor family
    double hidden_exponent = 0;             ///< matrix products reach more with wider layers: (min(h, 16384) / 8192)^x
    double recompute_slowdown = 1;          ///< of full recomputation; selective costs nothing measurable
    double memory_passes = 0;               ///< times a layer's activations cross memory beside the matrix products, forward and backward
    double expert_memory_passes = 0;        ///< the same for what is dispatched to experts, in hidden widths
    double expert_width_passes = 0;         ///< the same in expert widths
    double dispatch_passes = 0;             ///< times a dispatched token crosses the link
    double tensor_parallel_exposed = 1;     ///< share of tensor-parallel traffic that computation does not hide
    double sustained_share = 1;             ///< what a run of weeks keeps of a benchmark's speed, restarts and failures not counted
    double node_mtbf_hours = 0;             ///< of an instance of eight accelerators
    double restart_s = 0;                   ///< from failure to the next step
    double spot_interruptions_per_hour = 0; ///< of one instance
    double memory_overhead_bytes = 0;       ///< context, collectives, workspace
    double fragmentation = 0;               ///< share of what is used that the allocator loses
    std::string source;
};

struct EfficiencyFactors {
    std::map<std::string, FamilyFactors, std::less<>> families;
    std::map<std::string, EngineFactors, std::less<>> engines; ///< vllm, trtllm, sglang, neuron
    double memory_overhead_bytes = 2.5e9;                      ///< M_over
    double kv_fraction = 0.95;
    std::string source;
    TrainingFactors training;
};

/// Read once when the base is opened; plain values afterwards.
struct Catalog {
    std::string knowledge_version; ///< "2026-11"
    std::vector<ModelRecord> models;
    std::vector<Accelerator> accelerators;
    std::vector<InstanceType> instances;
    std::vector<Price> prices;
    std::vector<ApiPrice> api_prices;
    EfficiencyFactors factors;
    /// Claims that their checks found contradicted or unsupported: no reason rests on them. Filled by check_claims() after reading.
    std::set<std::string, std::less<>> untrusted_claims;
    Knowledge knowledge; ///< entities, relations, claims and rules that decisions and diagrams speak of

    /// By id or alias, case-insensitive; nullptr when unknown.
    [[nodiscard]] const ModelRecord* model(std::string_view id) const;
    [[nodiscard]] const Accelerator* accelerator(std::string_view id) const;
    [[nodiscard]] const InstanceType* instance(std::string_view id) const;
    [[nodiscard]] const Entity* entity(std::string_view id) const;
    [[nodiscard]] const Claim* claim(std::string_view id) const;
    [[nodiscard]] const Source* source(std::string_view id) const;
};

} // namespace archway
