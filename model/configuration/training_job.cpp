// SPDX-License-Identifier: GPL-3.0-or-later
// A SageMaker training job. Shape: CreateTrainingJob.
#include "model/configuration/kinds.h"

#include "model/base/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

constexpr double seconds_a_day = 86400;
constexpr int volume_gb = 500; ///< container images, shards in flight, logs

void run_time(const Plan& plan, Document& out)
{
    const double longest = stated_figure(*plan.catalog, "training-job-longest-run").value_or(28);
    const auto& deadline = plan.scenario().training.deadline_days;
    // Without a deadline twice the slow end of the estimate: a run that takes longer is not the run that was planned.
    const double days = deadline.value_or(std::max(1.0, std::ceil(2 * plan.training->days->high)));
    const double limit = std::min(days, longest) * seconds_a_day;
    out.set("/StoppingCondition/MaxRuntimeInSeconds", static_cast<std::int64_t>(limit),
            days > longest
                ? fmt::format("{} days are longer than one job may run: resume from the checkpoint after {} [training-job-longest-run]",
                              format_number(days), format_number(longest))
                : deadline ? "A run that passes its deadline stops costing [training.deadline_days]"
                           : "Twice the slow end of the estimate: past that something is wrong [formula.training-days]");
    if (chosen(*plan.answer, "capacity") == "spot") {
        out.set("/EnableManagedSpotTraining", true, why_chosen(*plan.answer, "capacity"));
        out.set("/StoppingCondition/MaxWaitTimeInSeconds", static_cast<std::int64_t>(std::min(2 * limit, longest * seconds_a_day)),
                "Run time and waiting for Spot together");
    }
}

void data(const Plan& plan, Document& out)
{
    out.set("/InputDataConfig/0/ChannelName", "train", "The channel the script reads");
    if (chosen(*plan.answer, "training-data-storage") == "fsx-lustre") {
        const std::string at = "/InputDataConfig/0/DataSource/FileSystemDataSource";
        out.set(at + "/FileSystemId", out.parameter("LustreId", "id of the FSx for Lustre file system"),
                why_chosen(*plan.answer, "training-data-storage"));
        out.set(at + "/FileSystemType", "FSxLustre", why_chosen(*plan.answer, "training-data-storage"));
        out.set(at + "/FileSystemAccessMode", "ro", "Training reads its data");
        out.set(at + "/DirectoryPath", out.parameter("LustrePath", "directory of the tokens, beginning with the mount name"));
        out.explain(at + "/DirectoryPath", "The account's");
        out.set("/VpcConfig/SecurityGroupIds/0", out.parameter("SecurityGroupId", "security group that reaches the file system"),
                "A file system is reached through the VPC");
        out.set("/VpcConfig/Subnets/0", out.parameter("SubnetId", fmt::format("private subnet in {}", plan.region)),
                "The file system's zone");
        return;
    }
    const std::string at = "/InputDataConfig/0/DataSource/S3DataSource";
    out.set(at + "/S3DataType", "S3Prefix", "All objects below the prefix");
    out.set(at + "/S3Uri", "s3://" + out.parameter("DataBucket", "bucket of the training data") + "/train",
            why_chosen(*plan.answer, "training-data-storage"));
    out.set(at + "/S3DataDistributionType", plan.instances > 1 ? "ShardedByS3Key" : "FullyReplicated",
            plan.instances > 1 ? "Each instance streams its own objects" : "One instance reads all of them");
    out.set("/InputDataConfig/0/InputMode", "FastFile", "Streams from S3 instead of copying first");
}

} // namespace

Result<Document> training_job(const Plan& plan)
{
    if (!plan.trains())
        return infeasible("phase", "the scenario serves; a training job trains", "set /phase to pretraining or fine-tuning");
    const Result<std::string> type = accepted_type(plan, "sagemaker-training-jobs");
    if (!type)
        return type.error();
    const Training& training = plan.scenario().training;
    Document out(heading("SageMaker training job", *plan.answer, *plan.catalog));
    out.set("/TrainingJobName", resource_name(plan.scenario()), "From the scenario's title; each run needs one of its own");
    out.set("/AlgorithmSpecification/TrainingImage",
            out.parameter("TrainingImage",
                          fmt::format("image of your training code in Amazon ECR, {}",
                                      plan.neuron() ? "on AWS's Neuron training image" : "on AWS's PyTorch training image")),
            "Your script decides the framework");
    out.set("/AlgorithmSpecification/TrainingInputMode", "File", "The default; a channel that streams says so itself");
    out.set("/RoleArn", out.parameter("ExecutionRoleArn", "ARN of the role the job assumes: arn:aws:iam::${AccountId}:role/…"),
            "The account's own; least privilege [secure-iam]");
    out.set("/ResourceConfig/InstanceType", *type, plan.instance_why);
    out.set("/ResourceConfig/InstanceCount", plan.instances, plan.count_why);
    out.set("/ResourceConfig/VolumeSizeInGB", volume_gb,
            plan.type->nvme_bytes > 0 ? "Images and logs; the service mounts the instance's NVMe besides [nvme-per-node]"
                                      : "Images, shards in flight and logs");
    if (chosen(*plan.answer, "capacity") == "flexible-training-plan" || chosen(*plan.answer, "capacity") == "capacity-block")
        out.set("/ResourceConfig/TrainingPlanArn", out.parameter("TrainingPlanArn", "ARN of the training plan that reserves the instances"),
                why_chosen(*plan.answer, "capacity"));
    run_time(plan, out);
    data(plan, out);
    out.set("/OutputDataConfig/S3OutputPath",
            "s3://" + out.parameter("OutputBucket", "bucket for the model and the checkpoints") + "/output",
            "The durable copy belongs in S3 [s3-durable-copy]");
    out.set("/CheckpointConfig/S3Uri", "s3://" + out.parameter("OutputBucket", {}) + "/checkpoints",
            why_chosen(*plan.answer, "checkpoint-storage"));
    out.set("/CheckpointConfig/LocalPath", "/opt/ml/checkpoints", "The folder the service copies to S3");
    const auto hyper = [&out](const char* name, const std::string& value, const std::string& why) {
        out.set(std::string("/HyperParameters/") + name, value, why);
    };
    const TrainingLayout& layout = plan.training->layout;
    const auto split = [&](const char* name, double ranks, const char* why) {
        if (ranks > 1)
            hyper(name, fmt::format("{:.0f}", ranks), why);
    };
    hyper("data_parallel", fmt::format("{:.0f}", layout.data),
          "The rest of the accelerators work on batches of their own [formula.training-memory]");
    split("tensor_parallel", layout.tensor, "Layers are split inside an instance [formula.training-memory]");
    split("pipeline_parallel", layout.pipeline, "Stages follow each other [formula.training-memory]");
    split("expert_parallel", layout.expert, "Experts are spread over ranks [formula.training-memory]");
    hyper("zero_stage", std::to_string(layout.zero_stage), "What is sharded over the data-parallel ranks [formula.training-memory]");
    hyper("recompute", std::string(name_of(layout.recompute)),
          "Activations that are computed again instead of kept [formula.training-activations]");
    hyper("checkpoint_interval_s", fmt::format("{:.0f}", plan.training->checkpoint_interval_s),
          fmt::format("{} are written each time; a failure every {} is expected [formula.checkpoint-interval]",
                      format_bytes(plan.training->checkpoint_size), format_seconds(plan.training->mtbf_hours * 3600)));
    hyper("method", training.method, "Full, LoRA or QLoRA [training.method]");
    hyper("sequence_length", fmt::format("{:.0f}", training.sequence_length), "[training.sequence_length]");
    hyper("precision", training.precision, "[training.precision]");
    hyper("training_tokens", fmt::format("{:.0f}", training.tokens), "[training.tokens]");
    const auto& compliance = plan.scenario().constraints.compliance;
    if (!compliance.empty()) {
        out.set("/EnableInterContainerTrafficEncryption", true,
                fmt::format("{}: gradients are encrypted between instances", fmt::join(compliance, ", ")));
        out.set("/EnableNetworkIsolation", true,
                fmt::format("{}: the container reaches nothing but its data", fmt::join(compliance, ", ")));
        out.set("/ResourceConfig/VolumeKmsKeyId", out.parameter("KmsKeyId", "key that encrypts the volumes"),
                "Encrypted with a key of your own [security-kms]");
        out.set("/OutputDataConfig/KmsKeyId", out.parameter("KmsKeyId", {}), "Encrypted with a key of your own [security-kms]");
    }
    return out;
}

} // namespace archway
