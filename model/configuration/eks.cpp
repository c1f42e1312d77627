// SPDX-License-Identifier: GPL-3.0-or-later
// vLLM on Kubernetes: the workload with its Service, and the node group it runs on.
#include "model/configuration/kinds.h"
#include "model/configuration/vllm.h"

#include "model/base/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

constexpr int port = 8000;           ///< vLLM's own default
constexpr double start_minutes = 60; ///< weights are downloaded and loaded before the first answer
constexpr double probe_seconds = 10;
constexpr double host_share = 0.8;  ///< of processors and host memory; the rest is the node's own
constexpr int node_volume_gb = 300; ///< container images and logs
constexpr double weights_head_room = 1.3;

using Json = Document::Json;

double weight_bytes(const Plan& plan)
{
    return plan.serving->memory.weights * plan.serving->tensor_parallel * plan.serving->pipeline_parallel;
}

/// The accelerators a pod asks for: those of one copy, or of a whole instance where a copy spans several.
int devices_of_pod(const Plan& plan)
{
    const int copy = plan.serving->tensor_parallel * plan.serving->pipeline_parallel;
    return std::min(copy, plan.type->accelerators);
}

void resources(const Plan& plan, Document& out, const std::string& container, int devices)
{
    const auto [resource, all] = device_resource(plan);
    const double share = static_cast<double>(devices) / all;
    std::string key = resource;
    key.replace(key.find('/'), 1, "~1");
    for (const char* kind : {"/resources/limits/", "/resources/requests/"}) {
        out.set(container + kind + key, devices,
                fmt::format("{} of the {} accelerators of {} hold one copy [formula.weights-accelerator]", devices, all, plan.type->id));
        if (const int interfaces = plan.instances_per_copy() > 1 ? efa_interfaces(plan) : 0; interfaces > 0)
            out.set(container + kind + "vpc.amazonaws.com~1efa", interfaces,
                    fmt::format("The copy spans instances: all EFA interfaces of {} [{}]", plan.type->id, efa_claim(plan)->id));
    }
    out.set(container + "/resources/requests/cpu",
            std::to_string(std::max(1, static_cast<int>(std::floor(plan.type->vcpus * share * host_share)))),
            fmt::format("Its part of {} vCPUs; a fifth stays with the node", plan.type->vcpus));
    out.set(container + "/resources/requests/memory",
            fmt::format("{:.0f}Gi", std::max(1.0, std::floor(plan.type->ram_bytes * share * host_share / 1073741824.0))),
            fmt::format("Its part of {} of host memory", format_bytes(plan.type->ram_bytes)));
}

void container(const Plan& plan, Document& out, const std::string& at, const std::vector<EngineOption>& options, const std::string& name)
{
    out.set(at + "/name", "vllm", "The engine");
    out.set(at + "/image", engine_image(plan, out), engine_image_why(plan));
    out.set(at + "/command/0", "vllm", "Named, so that the image's own start does not matter");
    out.set(at + "/args/0", "serve", "An OpenAI-compatible server");
    out.set(at + "/args/1", name, "The model of the scenario [model]");
    std::size_t i = 2;
    for (const EngineOption& option : options) {
        const std::string here = fmt::format("{}/args/{}", at, i++);
        out.set(here, option.value.empty() ? option.name : option.name + '=' + option.value, option.why);
    }
    out.set(fmt::format("{}/args/{}", at, i), fmt::format("--port={}", port), "The port the Service names");
    out.set(at + "/ports/0/containerPort", port, "As above");
    out.set(at + "/env/0/name", "HF_HOME", "Weights are kept where there is room for them");
    out.set(at + "/env/0/value", "/models");
    out.set(at + "/env/1/name", "HF_TOKEN", "Some licences ask for a login before the weights are downloaded");
    out.set(at + "/env/1/valueFrom/secretKeyRef/name", "hugging-face");
    out.set(at + "/env/1/valueFrom/secretKeyRef/key", "token");
    out.set(at + "/env/1/valueFrom/secretKeyRef/optional", true);
    out.set(at + "/startupProbe/httpGet/path", "/health", "Ready when the weights are loaded");
    out.set(at + "/startupProbe/httpGet/port", port);
    out.set(at + "/startupProbe/periodSeconds", static_cast<int>(probe_seconds));
    out.set(
        at + "/startupProbe/failureThreshold", static_cast<int>(start_minutes * 60 / probe_seconds),
        fmt::format("{} of weights are downloaded and loaded: up to an hour [formula.weights-resident]", format_bytes(weight_bytes(plan))));
    out.set(at + "/readinessProbe/httpGet/path", "/health", "Traffic only while the engine answers");
    out.set(at + "/readinessProbe/httpGet/port", port);
    resources(plan, out, at, devices_of_pod(plan));
    out.set(at + "/volumeMounts/0/name", "models", "The weights");
    out.set(at + "/volumeMounts/0/mountPath", "/models");
    out.set(at + "/volumeMounts/1/name", "shm", "Workers of one copy exchange tensors through shared memory");
    out.set(at + "/volumeMounts/1/mountPath", "/dev/shm");
}

void pod(const Plan& plan, Document& out, const std::string& at, const std::vector<EngineOption>& options, const std::string& name)
{
    out.set(at + "/nodeSelector/node.kubernetes.io~1instance-type", plan.type->id, plan.instance_why);
    const auto [resource, count] = device_resource(plan);
    out.set(at + "/tolerations/0/key", resource, "Accelerator nodes are kept free of other work");
    out.set(at + "/tolerations/0/operator", "Exists");
    out.set(at + "/tolerations/0/effect", "NoSchedule");
    container(plan, out, at + "/containers/0", options, name);
    out.set(at + "/volumes/0/name", "models",
            plan.type->nvme_bytes > 0
                ? fmt::format("{} of NVMe in the instance, empty after a stop; the durable copy stays in S3 [nvme-per-node]",
                              format_bytes(plan.type->nvme_bytes))
                : fmt::format("{} has no NVMe: the node's volume holds the weights", plan.type->id));
    if (plan.type->nvme_bytes > 0) {
        out.set(at + "/volumes/0/hostPath/path", "/mnt/k8s-disks/0", "Where EKS nodes mount the instance store as one array");
        out.set(at + "/volumes/0/hostPath/type", "DirectoryOrCreate");
    } else {
        out.set(at + "/volumes/0/emptyDir", Json::object());
    }
    out.set(at + "/volumes/1/name", "shm", "As above");
    out.set(at + "/volumes/1/emptyDir/medium", "Memory");
}

void labels(Document& out, const std::string& at, const std::string& name)
{
    out.set(at + "/app.kubernetes.io~1name", name, "Finds the pods");
}

} // namespace

Result<std::vector<Document>> eks_workload(const Plan& plan)
{
    const Result<std::vector<EngineOption>> options = engine_options(plan);
    if (!options)
        return options.error();
    if (const Status launch = launchable(plan); !launch)
        return launch.error();
    const int span = plan.instances_per_copy();
    const std::string name = resource_name(plan.scenario());
    Document workload(heading("vLLM on Amazon EKS", *plan.answer, *plan.catalog));
    const std::string model = model_name(plan, workload);
    if (span == 1) {
        workload.set("/apiVersion", "apps/v1", "Copies of the model come and go independently: a Deployment");
        workload.set("/kind", "Deployment");
    } else {
        workload.set("/apiVersion", "leaderworkerset.x-k8s.io/v1",
                     fmt::format("One copy spans {} instances, which start and fail together: a LeaderWorkerSet", span));
        workload.set("/kind", "LeaderWorkerSet");
    }
    workload.set("/metadata/name", name, "From the scenario's title");
    workload.set("/spec/replicas", plan.serving->replicas, plan.count_why);
    if (span == 1) {
        workload.set("/spec/strategy/type", "Recreate", "A second copy beside the first would need accelerators that are not bought");
        labels(workload, "/spec/selector/matchLabels", name);
        labels(workload, "/spec/template/metadata/labels", name);
        pod(plan, workload, "/spec/template/spec", *options, model);
    } else {
        workload.set("/spec/leaderWorkerTemplate/size", span, "Instances of one copy [formula.weights-accelerator]");
        workload.set("/spec/leaderWorkerTemplate/restartPolicy", "RecreateGroupOnPodRestart",
                     "A copy without one of its parts answers nothing");
        const std::string leader = "/spec/leaderWorkerTemplate/leaderTemplate";
        labels(workload, leader + "/metadata/labels", name);
        pod(plan, workload, leader + "/spec", *options, model);
        workload.set(leader + "/spec/containers/0/lifecycle/postStart/exec/command/0", "ray", "The head of Ray: the workers join it");
        for (const char* word : {"start", "--head", "--port=6379"})
            workload.set(fmt::format("{}/spec/containers/0/lifecycle/postStart/exec/command/{}", leader,
                                     word == std::string_view("start")        ? 1
                                         : word == std::string_view("--head") ? 2
                                                                              : 3),
                         word);
        const std::string worker = "/spec/leaderWorkerTemplate/workerTemplate";
        pod(plan, workload, worker + "/spec", {}, model);
        workload.set(worker + "/spec/containers/0/command/0", "ray", "A worker joins the head and waits for work");
        workload.set(worker + "/spec/containers/0/args", {"start", "--block", "--address=$(LWS_LEADER_ADDRESS):6379"},
                     "The controller names the head to its workers");
        for (const char* probe : {"startupProbe", "readinessProbe"})
            workload.remove(worker + "/spec/containers/0/" + probe);
    }
    Document service("");
    service.set("/apiVersion", "v1", "One address for all copies");
    service.set("/kind", "Service");
    service.set("/metadata/name", name, "From the scenario's title");
    labels(service, "/spec/selector", name);
    service.set("/spec/ports/0/port", 80, "Plain HTTP inside the cluster; TLS ends at the load balancer");
    service.set("/spec/ports/0/targetPort", port, "As above");
    return std::vector<Document>{std::move(workload), std::move(service)};
}

Result<Document> eks_nodes(const Plan& plan)
{
    if (const Status launch = launchable(plan); !launch)
        return launch.error();
    if (!plan.serving)
        return infeasible("phase", "the scenario trains; these nodes serve", "hyperpod-cluster or sagemaker-training-job");
    if (plan.type->kind == "cpu")
        return infeasible("accelerator", plan.type->id + " has no accelerator; the estimate holds no engine for processors");
    Document out(heading("EKS nodes for vLLM, CloudFormation", *plan.answer, *plan.catalog));
    out.set("/Nodes/Type", "AWS::EKS::Nodegroup", "The instances the pods run on");
    const std::string at = "/Nodes/Properties";
    out.set(at + "/ClusterName", {{"Ref", "ClusterName"}}, "The account's cluster");
    (void)out.parameter("ClusterName", "name of the EKS cluster");
    out.set(at + "/NodeRole", {{"Ref", "NodeRoleArn"}}, "Least privilege [secure-iam]");
    (void)out.parameter("NodeRoleArn", "ARN of the role of the nodes");
    out.set(at + "/Subnets/0", {{"Ref", "SubnetId"}}, fmt::format("Region {}: {}", plan.region, plan.region_why));
    (void)out.parameter("SubnetId", fmt::format("private subnet in {}, in an Availability Zone that has {}", plan.region, plan.type->id));
    out.set(at + "/InstanceTypes/0", plan.type->id, plan.instance_why);
    out.set(at + "/AmiType", plan.neuron() ? "AL2023_x86_64_NEURON" : "AL2023_x86_64_NVIDIA", "The image that carries the driver");
    for (const char* size : {"MinSize", "MaxSize", "DesiredSize"})
        out.set(at + "/ScalingConfig/" + size, plan.instances, plan.count_why);
    out.set(at + "/DiskSize",
            static_cast<std::int64_t>(node_volume_gb
                                      + (plan.type->nvme_bytes > 0 ? 0 : std::ceil(weight_bytes(plan) * weights_head_room / 1e9))),
            plan.type->nvme_bytes > 0 ? "Images and logs; weights go to the instance's NVMe [nvme-per-node]"
                                      : "Images, logs and the weights");
    const std::string capacity = chosen(*plan.answer, "capacity");
    const std::string bought = capacity == "spot" ? "SPOT" : capacity == "capacity-block" ? "CAPACITY_BLOCK" : "ON_DEMAND";
    out.set(at + "/CapacityType", bought, why_chosen(*plan.answer, "capacity"));
    const auto [resource, count] = device_resource(plan);
    out.set(at + "/Taints/0/Key", resource, "Accelerator nodes are kept free of other work");
    out.set(at + "/Taints/0/Effect", "NO_SCHEDULE");
    out.set(at + "/Taints/0/Value", "present");
    return out;
}

} // namespace archway
