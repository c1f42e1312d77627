// SPDX-License-Identifier: GPL-3.0-or-later
// A call of Amazon Bedrock, and what the account has to allow for it.
#include "model/configuration/kinds.h"

#include "model/base/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace archway {

namespace {

/// Letters and digits only, so that "llama-3.1-70b" is found in "meta.llama3-1-70b-instruct-v1:0".
std::string letters(std::string_view text)
{
    std::string out;
    for (const unsigned char c : text)
        if (std::isalnum(c))
            out += static_cast<char>(std::tolower(c));
    return out;
}

/// An id that a request may carry; price lists also name endpoints and other clouds' spellings.
bool callable(const std::string& id)
{
    return id.find('.') != std::string::npos && id.find_first_of("/@ ") == std::string::npos;
}

struct Called {
    std::string id, why;
};

/// The id to call: of the rows of this model the one that carries its name, else the cheapest of the same architecture.
Result<Called> called(const Answer& answer, const Catalog& catalog)
{
    const Decision* platform = answer.decision("serving-platform");
    if (!platform)
        return infeasible("phase", "the scenario trains; Bedrock serves", "hyperpod-cluster or sagemaker-training-job");
    if (!answer.estimate)
        return infeasible("serving-platform", "without a model there is nothing to call", "name a model in the scenario");
    const Candidate* candidate = platform->candidate("bedrock-on-demand");
    if (!candidate)
        return infeasible("serving-platform", "the knowledge base does not name Bedrock as a candidate");
    if (candidate->verdict == Verdict::Rejected)
        return infeasible("serving-platform", fmt::format("{}: {}", candidate->name, candidate->rejected_because), candidate->nearest_fix);
    const std::string model = letters(answer.estimate->model.id);
    const ApiPrice* best = nullptr;
    bool best_named = false;
    for (const ApiPrice& price : catalog.api_prices) {
        if (price.model.empty() || price.model != answer.estimate->model.id || !callable(price.api_id) || !price.usd_per_million_output)
            continue;
        const bool named = letters(price.api_id).find(model) != std::string::npos;
        if (!best || (named && !best_named) || (named == best_named && *price.usd_per_million_output < *best->usd_per_million_output)) {
            best = &price;
            best_named = named;
        }
    }
    if (!best)
        return infeasible("serving-platform", "the price list names no id of this model that a request may carry",
                          "look it up in the Bedrock console of your Region");
    std::string why = fmt::format("{} on {} [{}]", best->name, best->as_of, best->source);
    if (!best_named)
        why += "; another checkpoint of the same architecture: compare its answers before you rely on it";
    return Called{best->api_id,
                  why + ". Where your Region offers the model by inference profile only, put the profile's prefix before the id"};
}

} // namespace

Result<Document> bedrock_converse(const Answer& answer, const Catalog& catalog)
{
    const Result<Called> model = called(answer, catalog);
    if (!model)
        return model.error();
    Document out(heading("Amazon Bedrock Converse request", answer, catalog));
    out.set("/modelId", model->id, model->why);
    out.set("/system/0/text",
            out.parameter("SystemPrompt", "what every request begins with; put what never changes first, so that a cache can keep it"),
            "Yours");
    out.set("/messages/0/role", "user", "The first turn");
    out.set("/messages/0/content/0/text",
            out.parameter("Prompt",
                          fmt::format("the question; the scenario expects {} tokens with all that is sent",
                                      format_tokens(answer.scenario.workload.input_tokens))),
            "[workload.input_tokens]");
    out.set("/inferenceConfig/maxTokens", static_cast<std::int64_t>(answer.scenario.workload.output_tokens),
            fmt::format("{} output tokens are what the bill was computed with [workload.output_tokens]",
                        format_tokens(answer.scenario.workload.output_tokens)));
    return out;
}

Result<Document> bedrock_access(const Answer& answer, const Catalog& catalog)
{
    const Result<Called> model = called(answer, catalog);
    if (!model)
        return model.error();
    Document out(heading("Access to one model of Amazon Bedrock, CloudFormation", answer, catalog));
    const Document::Json arn = {{"Fn::Sub", "arn:${AWS::Partition}:bedrock:${AWS::Region}::foundation-model/" + model->id}};
    out.set("/Profile/Type", "AWS::Bedrock::ApplicationInferenceProfile",
            "Counts this scenario's tokens and cost apart from other uses of the model");
    out.set("/Profile/Properties/InferenceProfileName", resource_name(answer.scenario), "From the scenario's title");
    out.set("/Profile/Properties/ModelSource/CopyFrom", arn, model->why);
    out.set("/Policy/Type", "AWS::IAM::ManagedPolicy", "Least privilege: this model and no other [secure-iam]");
    const std::string document = "/Policy/Properties/PolicyDocument";
    out.set(document + "/Version", "2012-10-17", "The version of the policy language");
    const std::string statement = document + "/Statement/0";
    out.set(statement + "/Effect", "Allow", "What the caller needs");
    out.set(statement + "/Action", {"bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"},
            "Converse needs the one, streaming the other");
    out.set(statement + "/Resource/0", arn, "The model");
    out.set(statement + "/Resource/1", {{"Fn::GetAtt", {"Profile", "InferenceProfileArn"}}}, "The profile above");
    const auto& compliance = answer.scenario.constraints.compliance;
    if (!compliance.empty()) {
        out.set("/Endpoint/Type", "AWS::EC2::VPCEndpoint",
                fmt::format("{}: requests stay off the public internet [bedrock-privatelink]", fmt::join(compliance, ", ")));
        out.set("/Endpoint/Properties/VpcEndpointType", "Interface", "PrivateLink");
        out.set("/Endpoint/Properties/ServiceName", {{"Fn::Sub", "com.amazonaws.${AWS::Region}.bedrock-runtime"}},
                "Where Converse is answered");
        out.set("/Endpoint/Properties/VpcId", {{"Ref", "VpcId"}}, "The account's");
        out.set("/Endpoint/Properties/SubnetIds/0", {{"Ref", "SubnetId"}}, "The account's");
        out.set("/Endpoint/Properties/SecurityGroupIds/0", {{"Ref", "SecurityGroupId"}}, "The account's");
        out.set("/Endpoint/Properties/PrivateDnsEnabled", true, "Callers need no other address");
        (void)out.parameter("VpcId", "the VPC of the callers");
        (void)out.parameter("SubnetId", "private subnet of the callers");
        (void)out.parameter("SecurityGroupId", "security group that lets the callers reach port 443");
    }
    return out;
}

} // namespace archway
