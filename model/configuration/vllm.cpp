// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/configuration/vllm.h"

#include "model/base/units.h"
#include "model/match/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

constexpr double normal_99 = 2.33;         ///< standard deviations below which 99 % of a normal distribution lie
constexpr double prompt_lookup_tokens = 4; ///< guesses a step; the acceptance of longer ones falls off

bool has(const std::vector<std::string>& list, std::string_view value)
{
    return std::find(list.begin(), list.end(), value) != list.end();
}

/// Workers of one chip: NeuronCores, joined into logical ones where the chip can.
int workers_per_chip(const Plan& plan)
{
    const std::string& chip = plan.type->accelerator;
    const double cores = stated_figure(*plan.catalog, "neuron-cores-" + chip).value_or(1);
    return static_cast<int>(cores / stated_figure(*plan.catalog, "neuron-logical-" + chip).value_or(1));
}

/// The precision the published checkpoint has without any option.
std::string checkpoint_precision(const Plan& plan)
{
    const Architecture& model = plan.answer->estimate->model.architecture;
    return model.checkpoint_precision.empty() ? "bf16" : model.checkpoint_precision;
}

/// The share of device memory the engine may take: weights, and of what they and the overhead leave the estimate's share for the cache.
double memory_share(const Plan& plan)
{
    const MemoryPerAccelerator& m = plan.serving->memory;
    const EfficiencyFactors& factors = plan.catalog->factors;
    const double cache = factors.kv_fraction * (m.capacity - m.weights - factors.memory_overhead_bytes);
    return std::floor(100 * std::min(0.95, (m.weights + cache) / m.capacity)) / 100;
}

void add_parallelism(const Plan& plan, std::vector<EngineOption>& out)
{
    const Deployment& d = *plan.serving;
    if (d.expert_parallel > 1) {
        // Attention by data, experts by rank: the layout the estimate was made with.
        out.push_back({"--data-parallel-size", std::to_string(d.tensor_parallel),
                       fmt::format("Each of {} ranks attends to its own sequences: a latent cache would be copied under tensor parallelism "
                                   "[formula.kv-replication]",
                                   d.tensor_parallel)});
        out.push_back({"--enable-expert-parallel", "",
                       fmt::format("Experts are spread over {} ranks [formula.weights-accelerator]", d.expert_parallel)});
    } else if (plan.neuron()) {
        const int workers = workers_per_chip(plan);
        out.push_back(
            {"--tensor-parallel-size", std::to_string(d.tensor_parallel * workers),
             fmt::format("{} chips of {} NeuronCore workers each [neuron-cores-{}]", d.tensor_parallel, workers, plan.type->accelerator)});
    } else {
        out.push_back({"--tensor-parallel-size", std::to_string(d.tensor_parallel),
                       fmt::format("{} of weights and {} of cache on each accelerator [formula.weights-accelerator]",
                                   format_bytes(d.memory.weights), format_bytes(d.memory.kv_cache))});
    }
    if (d.pipeline_parallel > 1) {
        out.push_back({"--pipeline-parallel-size", std::to_string(d.pipeline_parallel),
                       "Stages follow each other where one group of accelerators does not hold the model [formula.communication]"});
    }
    if (plan.instances_per_copy() > 1)
        out.push_back({"--distributed-executor-backend", "ray",
                       fmt::format("One copy spans {} instances; Ray starts the workers on all of them", plan.instances_per_copy())});
}

void add_precision(const Plan& plan, std::vector<EngineOption>& out)
{
    const std::string asked = plan.answer->estimate->model.weight_precision;
    const std::string own = checkpoint_precision(plan);
    if (asked == "fp8" && own != "fp8")
        out.push_back({"--quantization", "fp8",
                       "The scenario asks for FP8 weights; the checkpoint has " + own
                           + ", so the engine converts while loading [workload.weight_precision]"});
    else if ((asked == "int4" || asked == "int8") && own != asked)
        out.push_back({"--quantization", asked == "int4" ? "awq" : "compressed-tensors",
                       fmt::format("The scenario asks for {} weights: the checkpoint must be one quantised so beforehand "
                                   "[workload.weight_precision]",
                                   asked)});
    else if (asked == "fp4" && own != "fp4" && own != "mxfp4")
        out.push_back(
            {"--quantization", "modelopt_fp4",
             "The scenario asks for FP4 weights: the checkpoint must be one quantised so beforehand [workload.weight_precision]"});
    else if (asked == "bf16" || asked == "fp16")
        out.push_back(
            {"--dtype", asked == "fp16" ? "float16" : "bfloat16", "Weights as the estimate counted them [workload.weight_precision]"});
    const std::string& cache = plan.answer->estimate->model.kv_precision;
    const bool narrow = cache == "fp8" || cache == "int8";
    out.push_back({"--kv-cache-dtype", narrow ? "fp8" : "auto",
                   narrow ? "Half the cache bytes of BF16, as the estimate counted them [workload.kv_precision]"
                          : "The cache keeps the precision of the model, as the estimate counted it [workload.kv_precision]"});
}

} // namespace

Result<std::vector<EngineOption>> engine_options(const Plan& plan)
{
    if (!plan.serving)
        return infeasible("phase", "vLLM serves; this scenario trains", "a kind for training: sagemaker-training-job or hyperpod-cluster");
    if (plan.type->kind == "cpu")
        return infeasible("accelerator", fmt::format("{} has no accelerator; the estimate holds no engine for processors", plan.type->id),
                          "allow other /constraints/accelerators");
    const Workload& w = plan.scenario().workload;
    const Deployment& d = *plan.serving;
    std::vector<EngineOption> out;
    add_parallelism(plan, out);
    add_precision(plan, out);
    out.push_back({"--max-model-len", fmt::format("{:.0f}", w.input_tokens + w.output_tokens),
                   fmt::format("{} input and {} output tokens; the cache was sized for that [workload.input_tokens]",
                               format_tokens(w.input_tokens), format_tokens(w.output_tokens))});
    const double flight = sequences_in_flight(w, d) / d.replicas / (d.expert_parallel > 1 ? d.tensor_parallel : 1);
    // A rate arrives unevenly: of a Poisson stream 99 % of the time is below this.
    const double sequences = std::ceil(w.requests_per_second ? flight + normal_99 * std::sqrt(flight) : flight);
    out.push_back({"--max-num-seqs", fmt::format("{:.0f}", std::max(1.0, sequences)),
                   fmt::format("{} at once over {} cop{}{}{} [workload.{}]", load_text(w, d), d.replicas, d.replicas == 1 ? "y" : "ies",
                               d.expert_parallel > 1 ? fmt::format(" and {} ranks", d.tensor_parallel) : "",
                               w.requests_per_second ? ", with room for unevenness" : "",
                               w.requests_per_second ? "requests_per_second" : "concurrent_sequences")});
    if (!plan.neuron())
        out.push_back({"--gpu-memory-utilization", fmt::format("{:.2f}", memory_share(plan)),
                       "Weights, and of the memory they and the engine's overhead leave the share the estimate gives to the cache "
                       "[formula.max-sequences]"});
    const auto& added = plan.scenario().add_innovations;
    if (w.prefix_hit_rate > 0 || has(added, "prefix-caching"))
        out.push_back(
            {"--enable-prefix-caching", "",
             fmt::format("{} of the input is expected to be known already [workload.prefix_hit_rate]", format_percent(w.prefix_hit_rate))});
    if (has(added, "speculative-decoding"))
        out.push_back({"--speculative-config",
                       fmt::format(R"({{"method": "ngram", "num_speculative_tokens": {:.0f}, "prompt_lookup_max": {:.0f}}})",
                                   prompt_lookup_tokens, prompt_lookup_tokens),
                       "Speculative decoding is asked for; looking up the prompt needs no draft model, a trained draft head accepts more "
                       "[innovations.add]"});
    return out;
}

std::string engine_image(const Plan& plan, Document& document)
{
    const std::string tag
        = document.parameter("VllmTag", "release of the image you tested with this model; pin it, so that a restart changes nothing");
    return (plan.neuron() ? "public.ecr.aws/neuron/pytorch-inference-vllm-neuronx:" : "vllm/vllm-openai:") + tag;
}

std::string engine_image_why(const Plan& plan)
{
    return plan.neuron() ? "AWS's image of vLLM for Neuron: Trainium and Inferentia run nothing else [vllm-neuron-recommended]"
                         : "The engine that the estimate's factors were fitted on [efficiency-factors]";
}

std::pair<std::string, int> device_resource(const Plan& plan)
{
    return {plan.neuron() ? "aws.amazon.com/neuron" : "nvidia.com/gpu", plan.type->accelerators};
}

} // namespace archway
