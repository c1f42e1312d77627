// SPDX-License-Identifier: GPL-3.0-or-later
// A HyperPod cluster. Shape: CreateCluster, as in the CloudFormation schema AWS::SageMaker::Cluster.
#include "model/configuration/kinds.h"

#include "model/base/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

constexpr int system_volume_gb = 500;                   ///< container images and logs
constexpr double weights_head_room = 1.3;               ///< of a volume that holds the weights: a second version while one is replaced
constexpr int tiered_memory_percent = 20;               ///< the service's own smallest step of host memory for the tier
constexpr std::string_view controller = "ml.m5.xlarge"; ///< four cores schedule; the service takes it

struct Cluster {
    const Plan& plan;
    Document& out;
    bool slurm = false;

    void group(int index, const std::string& name, const std::string& type, int count) const
    {
        const std::string at = fmt::format("/InstanceGroups/{}", index);
        out.set(at + "/InstanceGroupName", name, "Letters, digits and hyphens, at most 63");
        out.set(at + "/InstanceType", type);
        out.set(at + "/InstanceCount", count);
        out.set(at + "/ExecutionRole",
                out.parameter("ExecutionRoleArn", "ARN of the role the nodes assume: arn:aws:iam::${AccountId}:role/…"),
                "The account's own; least privilege [secure-iam]");
        out.set(at + "/LifeCycleConfig/SourceS3Uri",
                "s3://" + out.parameter("LifecycleBucket", "bucket with the set-up scripts; its name has to begin with sagemaker-")
                    + "/setup",
                "Scripts that prepare a node; the bucket is the account's");
        out.set(at + "/LifeCycleConfig/OnCreate", "on_create.sh", "The script that runs first on each node");
        out.set(at + "/ThreadsPerCore", 1, "Hyper-threads share a core's vector units; the data loaders of training do better without");
    }

    /// What only the group that computes has: storage, health checks, how it is bought.
    void worker(int index) const
    {
        const std::string at = fmt::format("/InstanceGroups/{}", index);
        out.explain(at + "/InstanceType", plan.instance_why);
        out.explain(at + "/InstanceCount", plan.count_why);
        const double weights
            = plan.serving ? plan.serving->memory.weights * plan.serving->tensor_parallel * plan.serving->pipeline_parallel : 0;
        const bool local = plan.type->nvme_bytes > 0;
        const int volume = local ? system_volume_gb : system_volume_gb + static_cast<int>(std::ceil(weights * weights_head_room / 1e9));
        out.set(at + "/InstanceStorageConfigs/0/EbsVolumeConfig/VolumeSizeInGB", std::min(volume, 16384),
                local ? fmt::format("Images and logs; weights and caches go to the {} of NVMe in the instance [nvme-per-node]",
                                    format_bytes(plan.type->nvme_bytes))
                      : fmt::format("Images, logs and {} of weights: {} has no local NVMe [nvme-per-node]", format_bytes(weights),
                                    plan.type->id));
        for (const char* role : {"training-data-storage", "checkpoint-storage", "weights-storage"}) {
            if (chosen(*plan.answer, role) != "fsx-lustre")
                continue;
            const std::string lustre = at + "/InstanceStorageConfigs/1/FsxLustreConfig";
            out.set(lustre + "/DnsName", out.parameter("LustreDnsName", "DNS name of the FSx for Lustre file system"),
                    why_chosen(*plan.answer, role));
            out.set(lustre + "/MountName", out.parameter("LustreMountName", "mount name of the file system"), "The file system's own");
            out.set(lustre + "/MountPath", "/fsx", "Where the scripts look for data and checkpoints");
            break;
        }
        if (!slurm && plan.type->kind != "cpu")
            out.set(at + "/OnStartDeepHealthChecks", {"InstanceStress", "InstanceConnectivity"},
                    "A bad accelerator or link is found before the first job, not in it [gpu-mtbf]");
        const std::string capacity = chosen(*plan.answer, "capacity");
        if (capacity == "spot" && !slurm)
            out.set(at + "/CapacityRequirements/Spot", Document::Json::object(), why_chosen(*plan.answer, "capacity"));
        else if (capacity == "flexible-training-plan" || capacity == "capacity-block")
            out.set(at + "/TrainingPlanArn", out.parameter("TrainingPlanArn", "ARN of the training plan that reserves the instances"),
                    why_chosen(*plan.answer, "capacity"));
        if (slurm)
            out.set(at + "/SlurmConfig/NodeType", "Compute", "The nodes jobs run on");
    }
};

} // namespace

Result<Document> hyperpod_cluster(const Plan& plan)
{
    const Result<std::string> type = accepted_type(plan, "sagemaker-hyperpod");
    if (!type)
        return type.error();
    Document out(heading("SageMaker HyperPod cluster", *plan.answer, *plan.catalog));
    Cluster cluster{plan, out, plan.trains() && chosen(*plan.answer, "orchestration") == "slurm"};
    out.set("/ClusterName", resource_name(plan.scenario()), "From the scenario's title; cannot be changed later [hyperpod-fixed-choice]");
    out.set("/VpcConfig/SecurityGroupIds/0",
            out.parameter("SecurityGroupId", "security group whose members may all reach one another: EFA needs that"),
            "The account's; cannot be changed later [hyperpod-fixed-choice]");
    out.set(
        "/VpcConfig/Subnets/0",
        out.parameter("SubnetId", fmt::format("private subnet in {}, in the Availability Zone that has {}", plan.region, plan.type->id)),
        fmt::format("One zone: instances exchange data over EFA. Region: {}", plan.region_why));
    if (cluster.slurm) {
        out.set("/Orchestrator/Slurm/SlurmConfigStrategy", "Managed", why_chosen(*plan.answer, "orchestration"));
        cluster.group(0, "controller", std::string(controller), 1);
        out.explain("/InstanceGroups/0/InstanceType", "The controller schedules and computes nothing: a small processor instance will do");
        out.explain("/InstanceGroups/0/InstanceCount", "One controller");
        out.set("/InstanceGroups/0/SlurmConfig/NodeType", "Controller", "Slurm needs a node that schedules");
    } else {
        const std::string why = why_chosen(*plan.answer, "orchestration");
        out.set("/Orchestrator/Eks/ClusterArn",
                out.parameter("EksClusterArn", fmt::format("ARN of the EKS cluster: arn:aws:eks:{}:${{AccountId}}:cluster/…", plan.region)),
                why.empty() ? "Serving needs EKS: Slurm has no inference operator [hyperpod-shared-reservation]" : why);
    }
    const int workers = cluster.slurm ? 1 : 0;
    cluster.group(workers, "workers", *type, plan.instances);
    cluster.worker(workers);
    out.set("/NodeRecovery", "Automatic", "A node that fails is replaced without a person [hyperpod-auto-recovery]");
    if (!cluster.slurm)
        out.set("/NodeProvisioningMode", "Continuous", "Nodes join as they become available instead of all or none [eks-features]");
    // Frequent copies in host memory, where the decision keeps checkpoints there.
    const bool tiered = chosen(*plan.answer, "checkpoint-storage") == "hyperpod-tiered-checkpointing";
    if (tiered && !cluster.slurm) {
        out.set("/TieredStorageConfig/Mode", "Enable", why_chosen(*plan.answer, "checkpoint-storage"));
        out.set(
            "/TieredStorageConfig/InstanceMemoryAllocationPercentage", tiered_memory_percent,
            fmt::format("Of {} of host memory on each node; raise it where checkpoints do not fit", format_bytes(plan.type->ram_bytes)));
    }
    return out;
}

} // namespace archway
