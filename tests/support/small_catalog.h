// SPDX-License-Identifier: GPL-3.0-or-later
// Three instance types, two models and round prices: small enough to check by hand.
#pragma once

#include "model/estimate/estimate.h"

namespace archway::test {

inline Catalog small_catalog()
{
    Catalog catalog;
    catalog.models
        = {{"llama-3.1-8b",
            "Llama 3.1 8B",
            {},
            {},
            R"({"model_type":"llama","num_hidden_layers":32,"hidden_size":4096,"intermediate_size":14336,"num_attention_heads":32,
             "num_key_value_heads":8,"head_dim":128,"vocab_size":128256,"tie_word_embeddings":false})",
            {}},
           {"deepseek-v3",
            "DeepSeek-V3",
            {},
            {},
            R"({"model_type":"deepseek_v3","num_hidden_layers":61,"hidden_size":7168,"intermediate_size":18432,"moe_intermediate_size":2048,
             "n_routed_experts":256,"num_experts_per_tok":8,"n_shared_experts":1,"first_k_dense_replace":3,"num_attention_heads":128,
             "num_key_value_heads":128,"q_lora_rank":1536,"kv_lora_rank":512,"qk_rope_head_dim":64,"qk_nope_head_dim":128,"v_head_dim":128,
             "vocab_size":129280,"tie_word_embeddings":false,"topk_method":"noaux_tc",
             "quantization_config":{"quant_method":"fp8","weight_block_size":[128,128]}})",
            {}}};

    Accelerator h200;
    h200.id = "h200";
    h200.name = "NVIDIA H200";
    h200.kind = "nvidia";
    h200.factor_family = "Hopper";
    h200.memory_bytes = 150.7e9;
    h200.memory_bandwidth = 4.8e12;
    h200.flops_bf16 = 989e12;
    h200.flops_fp8 = 1979e12;
    h200.link_bytes_per_s = 450e9;
    Accelerator inferentia;
    inferentia.id = "inferentia2";
    inferentia.name = "AWS Inferentia2";
    inferentia.kind = "inferentia";
    inferentia.factor_family = "Neuron";
    inferentia.memory_bytes = 34.36e9;
    inferentia.memory_bandwidth = 0.82e12;
    inferentia.flops_bf16 = 190e12;
    inferentia.link_bytes_per_s = 96e9;
    Accelerator cpu;
    cpu.id = "cpu";
    cpu.name = "CPU";
    cpu.kind = "cpu";
    cpu.memory_bytes = 412e9;
    catalog.accelerators = {h200, inferentia, cpu};

    const auto type = [&catalog](const char* id, const char* family, const char* kind, const char* accelerator, int count, double gbps,
                                 const char* efa) {
        InstanceType out;
        out.id = out.name = id;
        out.family = family;
        out.kind = kind;
        out.accelerator = accelerator;
        out.accelerators = count;
        out.network_gbps = gbps;
        out.efa = efa;
        catalog.instances.push_back(out);
    };
    type("p5en.48xlarge", "p5en", "nvidia", "h200", 8, 3200, "v3 (16)");
    type("inf2.48xlarge", "inf2", "inferentia", "inferentia2", 12, 100, "");
    type("c7i.48xlarge", "c7i", "cpu", "cpu", 1, 50, "");
    catalog.prices = {{"p5en.48xlarge", "us-east-1", "on-demand", 64, "2026-01-01", "price-list"},
                      {"inf2.48xlarge", "us-east-1", "on-demand", 13, "2026-01-01", "price-list"},
                      {"inf2.48xlarge", "us-west-2", "on-demand", 13, "2026-01-01", "price-list"},
                      {"p5en.48xlarge", "us-west-2", "spot", 20, "2026-01-01", "price-list"}};

    FamilyFactors hopper{0.78, 0.92, 54e-6, 52e-6, 7.6e-6, 0.47, 15, 1.2, 0.25, 0.52, 0.48, 0, 0.75, "fitted"};
    FamilyFactors neuron{0.79, 0.32, 160e-6, 160e-6, 6.7e-6, 0.31, 15, 1.2, 0.5, 0.25, 0, 0, 0, "fitted"};
    catalog.factors.families = {{"Hopper", hopper}, {"Neuron", neuron}};
    catalog.factors.engines = {{"vllm", {0.76e-3, 0.97, 0.3e-6}}, {"neuron", {0.53e-3, 1.0, 17e-6}}};
    return catalog;
}

/// A question about `model` without latency targets.
inline Scenario question(const char* model)
{
    Scenario scenario = default_scenario();
    scenario.model = {ModelForm::Id, model};
    scenario.workload.ttft_ms.reset();
    scenario.workload.tpot_ms.reset();
    return scenario;
}

} // namespace archway::test
