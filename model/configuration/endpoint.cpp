// SPDX-License-Identifier: GPL-3.0-or-later
// A SageMaker endpoint as resources of a CloudFormation template.
#include "model/configuration/kinds.h"
#include "model/configuration/vllm.h"

#include "model/base/units.h"

#include <fmt/format.h>

#include <algorithm>

namespace archway {

namespace {

constexpr int start_seconds = 3600; ///< the longest the service waits: weights are downloaded and loaded first

Document::Json reference(const char* name)
{
    return {{"Ref", name}};
}

/// "--max-model-len" as the environment variable of AWS's large-model container: OPTION_MAX_MODEL_LEN.
std::string variable(const std::string& option)
{
    std::string out = "OPTION_";
    for (const char c : option.substr(2))
        out += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return out;
}

} // namespace

Result<Document> sagemaker_endpoint(const Plan& plan)
{
    const Result<std::vector<EngineOption>> options = engine_options(plan);
    if (!options)
        return options.error();
    const Result<std::string> type = accepted_type(plan, "sagemaker-endpoint");
    if (!type)
        return type.error();
    if (plan.instances_per_copy() > 1)
        return infeasible(
            "accelerator",
            fmt::format("one copy spans {} instances; an endpoint's variant serves from single instances", plan.instances_per_copy()),
            "EKS or HyperPod, or a type that holds a copy alone");
    Document out(heading("SageMaker endpoint, CloudFormation", *plan.answer, *plan.catalog));
    const std::string model = "/Model";
    out.set(model + "/Type", "AWS::SageMaker::Model", "What is served: an image, its settings and the role it runs with");
    out.set(model + "/Properties/ExecutionRoleArn", reference("ExecutionRoleArn"), "The account's own; least privilege [secure-iam]");
    (void)out.parameter("ExecutionRoleArn", "ARN of the role the endpoint assumes");
    const std::string container = model + "/Properties/PrimaryContainer";
    out.set(container + "/Image", reference("ServingImage"),
            plan.neuron() ? "AWS's large-model container for Neuron" : "AWS's large-model container with vLLM inside");
    (void)out.parameter("ServingImage", "image of AWS's large-model inference container (DJL LMI) in this Region's ECR; pin its version");
    Document names("");
    const std::string weights = model_name(plan, names);
    if (weights.starts_with("${")) {
        out.set(container + "/Environment/HF_MODEL_ID", reference("ModelUri"), "Your model's weights");
        for (const auto& [name, meaning] : names.parameters())
            (void)out.parameter(name, meaning);
    } else {
        out.set(container + "/Environment/HF_MODEL_ID", weights, "The model of the scenario [model]");
    }
    for (const EngineOption& option : *options) {
        // The container's own words for two of them; the rest are passed on by name.
        const std::string name = option.name == "--tensor-parallel-size" ? "OPTION_TENSOR_PARALLEL_DEGREE"
            : option.name == "--max-num-seqs"                            ? "OPTION_MAX_ROLLING_BATCH_SIZE"
                                                                         : variable(option.name);
        out.set(container + "/Environment/" + name, option.value.empty() ? "true" : option.value, option.why);
    }
    const std::string config = "/EndpointConfig";
    out.set(config + "/Type", "AWS::SageMaker::EndpointConfig", "What it is served on");
    const std::string variant = config + "/Properties/ProductionVariants/0";
    out.set(variant + "/VariantName", "main", "One variant: nothing is compared yet");
    out.set(variant + "/ModelName", {{"Fn::GetAtt", {"Model", "ModelName"}}}, "The model above");
    out.set(variant + "/InstanceType", *type, plan.instance_why);
    out.set(variant + "/InitialInstanceCount", plan.instances, plan.count_why);
    out.set(variant + "/InitialVariantWeight", 1, "All requests");
    out.set(variant + "/ModelDataDownloadTimeoutInSeconds", start_seconds,
            fmt::format("{} of weights are downloaded before the first answer [formula.weights-resident]",
                        format_bytes(plan.serving->memory.weights * plan.serving->tensor_parallel * plan.serving->pipeline_parallel)));
    out.set(variant + "/ContainerStartupHealthCheckTimeoutInSeconds", start_seconds,
            "Loading weights into device memory counts as starting");
    if (!plan.scenario().constraints.compliance.empty()) {
        out.set(config + "/Properties/KmsKeyId", reference("KmsKeyId"), "Encrypted with a key of your own [security-kms]");
        (void)out.parameter("KmsKeyId", "key that encrypts the endpoint's volumes");
    }
    out.set("/Endpoint/Type", "AWS::SageMaker::Endpoint", "What is called");
    out.set("/Endpoint/Properties/EndpointConfigName", {{"Fn::GetAtt", {"EndpointConfig", "EndpointConfigName"}}},
            "The configuration above");
    return out;
}

} // namespace archway
