// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/configuration/configuration.h"

#include "model/configuration/kinds.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace archway {

namespace {

constexpr std::array kinds{
    ConfigurationKind{"hyperpod-cluster", "SageMaker HyperPod: CreateCluster request", "json"},
    ConfigurationKind{"sagemaker-training-job", "SageMaker: CreateTrainingJob request", "json"},
    ConfigurationKind{"ec2-vllm", "Amazon EC2: user data that serves with vLLM", "shell"},
    ConfigurationKind{"eks-vllm", "Amazon EKS: workload and Service with vLLM", "yaml"},
    ConfigurationKind{"bedrock-converse", "Amazon Bedrock: Converse request", "json"},
    ConfigurationKind{"cloudformation-hyperpod", "CloudFormation: HyperPod cluster", "yaml"},
    ConfigurationKind{"cloudformation-sagemaker-training-job", "CloudFormation: SageMaker training job", "yaml"},
    ConfigurationKind{"cloudformation-sagemaker-endpoint", "CloudFormation: SageMaker endpoint", "yaml"},
    ConfigurationKind{"cloudformation-ec2", "CloudFormation: EC2 launch template and group with vLLM", "yaml"},
    ConfigurationKind{"cloudformation-eks", "CloudFormation: EKS node group for vLLM", "yaml"},
    ConfigurationKind{"cloudformation-bedrock", "CloudFormation: access to one Bedrock model", "yaml"},
};

/// ARNs, ids and names have a pattern of their own; CloudFormation asks for a String in any case.
Document template_of(const Document& resources)
{
    Document out(resources.title());
    out.set("/AWSTemplateFormatVersion", "2010-09-09", "The only version there is");
    out.set("/Description", resources.title(), "What this is");
    for (const auto& [name, meaning] : resources.parameters()) {
        const std::string at = "/Parameters/" + name;
        out.set(at + "/Type", "String", "Only the account knows it");
        out.set(at + "/Description", meaning);
    }
    out.embed("/Resources", resources);
    return out;
}

/// A request's value as a template says it: "${Name}" alone becomes a reference, within a text a substitution.
void refer(Document::Json& value, const Document& request)
{
    if (value.is_structured()) {
        for (auto& child : value)
            refer(child, request);
        return;
    }
    if (!value.is_string())
        return;
    const std::string text = value.get<std::string>();
    for (const auto& [name, meaning] : request.parameters()) {
        if (text == "${" + name + '}') {
            value = {{"Ref", name}};
            return;
        }
        if (text.find("${" + name + '}') != std::string::npos) {
            value = {{"Fn::Sub", text}};
            return;
        }
    }
}

/// A request as one resource of a template: the API and CloudFormation share their property names.
Document resource_of(const Document& request, const std::string& name, const char* type)
{
    Document out(request.title());
    out.set('/' + name + "/Type", type, "The request of the same name as a resource");
    out.embed('/' + name + "/Properties", request);
    Document::Json properties = request.json();
    refer(properties, request);
    out.set('/' + name + "/Properties", std::move(properties));
    return out;
}

std::string shell_text(const Plan& plan, const std::string& script, const Document& parameters)
{
    const std::size_t first = script.find('\n') + 1;
    std::string out = script.substr(0, first);
    out += comment_lines(heading("vLLM on Amazon EC2, user data", *plan.answer, *plan.catalog));
    out += comment_lines(fmt::format("Instance: {} × {}. {}", plan.instances, plan.type->id, plan.instance_why));
    out += comment_lines(fmt::format("Count: {}", plan.count_why));
    out += comment_lines(fmt::format("Region: {}. {}", plan.region, plan.region_why));
    if (!parameters.parameters().empty()) {
        out += "#\n# To fill in: what only you know. The script stops where one is missing.\n";
        for (const auto& [name, meaning] : parameters.parameters())
            out += comment_lines(meaning) + fmt::format(": \"${{{}:?}}\"\n", name);
    }
    return out + script.substr(first);
}

template <class T>
Result<Configuration> yaml(const Result<T>& document)
{
    if (!document)
        return document.error();
    return Configuration{yaml_text({template_of(*document)}, false), {}};
}

Result<Configuration> json(const Result<Document>& document)
{
    if (!document)
        return document.error();
    return Configuration{json_text(*document), why_text(*document)};
}

Result<Configuration> as_template(const Result<Document>& request, const std::string& name, const char* type)
{
    if (!request)
        return request.error();
    return yaml(Result<Document>(resource_of(*request, name, type)));
}

} // namespace

std::span<const ConfigurationKind> configuration_kinds()
{
    return kinds;
}

const ConfigurationKind* configuration_kind(std::string_view id)
{
    const auto found = std::find_if(kinds.begin(), kinds.end(), [id](const ConfigurationKind& kind) { return kind.id == id; });
    return found == kinds.end() ? nullptr : &*found;
}

Result<Configuration> configuration(std::string_view kind, const Answer& answer, const Catalog& catalog)
{
    if (!configuration_kind(kind))
        return Error{Error::Code::Usage, std::string(kind), "is no kind of configuration", "archway config list names them"};
    if (kind == "bedrock-converse")
        return json(bedrock_converse(answer, catalog));
    if (kind == "cloudformation-bedrock")
        return yaml(bedrock_access(answer, catalog));
    const Result<Plan> plan = plan_of(answer, catalog);
    if (!plan)
        return plan.error();
    if (kind == "hyperpod-cluster")
        return json(hyperpod_cluster(*plan));
    if (kind == "sagemaker-training-job")
        return json(training_job(*plan));
    if (kind == "cloudformation-hyperpod")
        return as_template(hyperpod_cluster(*plan), "Cluster", "AWS::SageMaker::Cluster");
    if (kind == "cloudformation-sagemaker-training-job")
        return as_template(training_job(*plan), "TrainingJob", "AWS::SageMaker::TrainingJob");
    if (kind == "cloudformation-sagemaker-endpoint")
        return yaml(sagemaker_endpoint(*plan));
    if (kind == "cloudformation-ec2")
        return yaml(ec2_instances(*plan));
    if (kind == "cloudformation-eks")
        return yaml(eks_nodes(*plan));
    if (kind == "eks-vllm") {
        const Result<std::vector<Document>> documents = eks_workload(*plan);
        if (!documents)
            return documents.error();
        return Configuration{yaml_text(*documents), {}};
    }
    Document parameters("");
    const Result<std::string> script = ec2_user_data(*plan, parameters);
    if (!script)
        return script.error();
    return Configuration{shell_text(*plan, *script, parameters), {}};
}

} // namespace archway
