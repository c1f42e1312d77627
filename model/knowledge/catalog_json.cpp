// SPDX-License-Identifier: GPL-3.0-or-later
// The records that only the arithmetic reads, as JSON.
#include "model/knowledge/record_json.h"

#include <nlohmann/json.hpp>

namespace archway {

namespace {

using Json = nlohmann::ordered_json;

Json figure(const std::optional<double>& value)
{
    return value ? Json(*value) : Json(nullptr);
}

Json to_json(const TrainingFactors& f)
{
    Json json{{"hidden_exponent", f.hidden_exponent},
              {"recompute_slowdown", f.recompute_slowdown},
              {"memory_passes", f.memory_passes},
              {"expert_memory_passes", f.expert_memory_passes},
              {"expert_width_passes", f.expert_width_passes},
              {"dispatch_passes", f.dispatch_passes},
              {"tensor_parallel_exposed", f.tensor_parallel_exposed},
              {"sustained_share", f.sustained_share},
              {"node_mtbf_hours", f.node_mtbf_hours},
              {"restart_s", f.restart_s},
              {"spot_interruptions_per_hour", f.spot_interruptions_per_hour},
              {"memory_overhead_bytes", f.memory_overhead_bytes},
              {"fragmentation", f.fragmentation},
              {"source", f.source}};
    for (const auto& [name, x] : f.families)
        json["families"][name] = {{"gemm_bf16", x.gemm_bf16},
                                  {"gemm_fp8", x.gemm_fp8},
                                  {"gemm_fp4", x.gemm_fp4},
                                  {"attention", x.attention},
                                  {"provenance", x.provenance}};
    return json;
}

} // namespace

Json to_json(const ModelRecord& m)
{
    return {{"id", m.id},
            {"name", m.name},
            {"hugging_face_id", m.hugging_face_id},
            {"aliases", m.aliases},
            {"config", Json::parse(m.config)},
            {"source", {{"document", m.source.document}, {"section", m.source.section}}}};
}

Json to_json(const Accelerator& a)
{
    return {{"id", a.id},
            {"name", a.name},
            {"aliases", a.aliases},
            {"kind", a.kind},
            {"factor_family", a.factor_family},
            {"memory_bytes", a.memory_bytes},
            {"memory_label", a.memory_label},
            {"memory_bandwidth", figure(a.memory_bandwidth)},
            {"flops_bf16", figure(a.flops_bf16)},
            {"flops_fp8", figure(a.flops_fp8)},
            {"flops_fp4", figure(a.flops_fp4)},
            {"link_bytes_per_s", figure(a.link_bytes_per_s)},
            {"note", a.note},
            {"sources", a.sources}};
}

Json to_json(const InstanceType& i)
{
    return {{"id", i.id},
            {"name", i.name},
            {"family", i.family},
            {"aliases", i.aliases},
            {"kind", i.kind},
            {"accelerator", i.accelerator},
            {"accelerators", i.accelerators},
            {"interconnect", i.interconnect},
            {"link_bytes_per_s", figure(i.link_bytes_per_s)},
            {"network_gbps", i.network_gbps},
            {"efa", i.efa},
            {"vcpus", i.vcpus},
            {"ram_bytes", i.ram_bytes},
            {"nvme_bytes", i.nvme_bytes},
            {"hyperpod", i.hyperpod},
            {"availability", i.availability},
            {"sold_as", i.sold_as},
            {"regions", i.regions},
            {"note", i.note},
            {"sources", i.sources}};
}

Json to_json(const EfficiencyFactors& f)
{
    Json json;
    for (const auto& [name, x] : f.families)
        json["families"][name] = {{"memory_efficiency", x.memory_efficiency},
                                  {"attention_memory_efficiency", x.attention_memory_efficiency},
                                  {"layer_overhead_dense_s", x.layer_overhead_dense_s},
                                  {"layer_overhead_moe_s", x.layer_overhead_moe_s},
                                  {"allreduce_latency_s", x.allreduce_latency_s},
                                  {"link_efficiency", x.link_efficiency},
                                  {"moe_tile_padding_rows", x.moe_tile_padding_rows},
                                  {"expert_imbalance", x.expert_imbalance},
                                  {"grouped_gemm_efficiency", x.grouped_gemm_efficiency},
                                  {"coarse_gemm_efficiency", x.coarse_gemm_efficiency},
                                  {"unoverlapped", x.unoverlapped},
                                  {"size_exponent", x.size_exponent},
                                  {"activation_passes", x.activation_passes},
                                  {"compute_bf16", x.compute_bf16},
                                  {"compute_fp8", x.compute_fp8},
                                  {"compute_fp4", x.compute_fp4},
                                  {"compute_mxfp4", x.compute_mxfp4},
                                  {"provenance", x.provenance}};
    for (const auto& [name, x] : f.engines)
        json["engines"][name] = {{"step_overhead_s", x.step_overhead_s},
                                 {"prefill_interference", x.prefill_interference},
                                 {"sequence_overhead_s", x.sequence_overhead_s}};
    json["memory_overhead_bytes"] = f.memory_overhead_bytes;
    json["kv_fraction"] = f.kv_fraction;
    json["source"] = f.source;
    if (!f.training.families.empty())
        json["training"] = to_json(f.training);
    return json;
}

Json to_json(const Price& p)
{
    return {{"instance", p.instance},         {"region", p.region}, {"purchase", p.purchase},
            {"usd_per_hour", p.usd_per_hour}, {"as_of", p.as_of},   {"source", p.source}};
}

Json to_json(const ApiPrice& p)
{
    return {{"model", p.model},
            {"api_id", p.api_id},
            {"name", p.name},
            {"usd_per_million_input", figure(p.usd_per_million_input)},
            {"usd_per_million_output", figure(p.usd_per_million_output)},
            {"usd_per_million_cached", figure(p.usd_per_million_cached)},
            {"usd_per_million_cache_write", figure(p.usd_per_million_cache_write)},
            {"usd_per_million_batch_input", figure(p.usd_per_million_batch_input)},
            {"usd_per_million_batch_output", figure(p.usd_per_million_batch_output)},
            {"as_of", p.as_of},
            {"source", p.source}};
}

} // namespace archway
