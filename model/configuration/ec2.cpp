// SPDX-License-Identifier: GPL-3.0-or-later
// EC2 instances that serve with vLLM: what runs on them at first boot, and the group that starts them.
#include "model/configuration/kinds.h"
#include "model/configuration/vllm.h"

#include "model/base/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

constexpr int port = 8000;          ///< vLLM's own default
constexpr int ray_port = 6379;      ///< Ray's own default
constexpr int root_volume_gb = 300; ///< driver image, container images, logs
constexpr double weights_head_room = 1.3;

std::string quoted(const std::string& value)
{
    return value.find_first_of(" {}\"") == std::string::npos ? value : "'" + value + "'";
}

std::string docker_options(const Plan& plan)
{
    std::string out = plan.neuron() ? "" : "  --gpus all \\\n";
    if (plan.neuron())
        for (int i = 0; i < plan.type->accelerators; ++i)
            out += fmt::format("  --device=/dev/neuron{} \\\n", i);
    out += "  --network host --ipc host \\\n  --ulimit memlock=-1 \\\n";
    if (plan.instances_per_copy() > 1)
        out += "  --device=/dev/infiniband --cap-add IPC_LOCK \\\n";
    return out + "  -v /models:/models -e HF_HOME=/models \\\n";
}

/// The text for Fn::Sub: what is not a parameter of the template is the shell's own and stays as it is.
std::string for_substitution(const std::string& text, const Document& parameters)
{
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t open = std::min(text.find("${", at), text.size());
        out += text.substr(at, open - at);
        if (open == text.size())
            break;
        const std::size_t close = text.find('}', open);
        const std::string name = text.substr(open + 2, close - open - 2);
        const auto& known = parameters.parameters();
        const bool ours = std::any_of(known.begin(), known.end(), [&name](const auto& parameter) { return parameter.first == name; });
        out += ours ? "${" : "${!";
        at = open + 2;
    }
    return out;
}

double weight_bytes(const Plan& plan)
{
    return plan.serving->memory.weights * plan.serving->tensor_parallel * plan.serving->pipeline_parallel;
}

} // namespace

Result<std::string> ec2_user_data(const Plan& plan, Document& parameters)
{
    const Result<std::vector<EngineOption>> options = engine_options(plan);
    if (!options)
        return options.error();
    if (const Status launch = launchable(plan); !launch)
        return launch.error();
    const int span = plan.instances_per_copy();
    const std::string image = engine_image(plan, parameters);
    const std::string model = model_name(plan, parameters);
    std::string out = "#!/bin/bash\nset -euo pipefail\n\n";
    if (plan.type->nvme_bytes > 0) {
        out += comment_lines(
            fmt::format("The {} of NVMe in the instance hold {} of weights; they are empty after a stop, the durable copy stays "
                        "in S3 [nvme-per-node]",
                        format_bytes(plan.type->nvme_bytes), format_bytes(weight_bytes(plan))));
        out += "mapfile -t disks < <(lsblk -dnpo NAME,MODEL | awk '/Instance Storage/ {print $1}')\n"
               "if [ \"${#disks[@]}\" -gt 1 ]; then\n"
               "  mdadm --create /dev/md0 --run --level=0 --raid-devices=\"${#disks[@]}\" \"${disks[@]}\"\n"
               "  disk=/dev/md0\n"
               "else\n"
               "  disk=${disks[0]}\n"
               "fi\n"
               "mkfs.xfs -f \"$disk\" && mkdir -p /models && mount \"$disk\" /models\n\n";
    } else {
        out += comment_lines(fmt::format("{} has no NVMe: {} of weights stay on the root volume [nvme-per-node]", plan.type->id,
                                         format_bytes(weight_bytes(plan))));
        out += "mkdir -p /models\n\n";
    }
    out += comment_lines(engine_image_why(plan));
    out += fmt::format("image={}\n", image);
    out += comment_lines("The model of the scenario [model]");
    out += fmt::format("model={}\n\n", model);
    out += "options=(\n";
    for (const EngineOption& option : *options) {
        out += comment_lines(option.why, 2);
        out += "  " + option.name + (option.value.empty() ? "" : " " + quoted(option.value)) + '\n';
    }
    out += comment_lines("Behind a load balancer in a private subnet", 2);
    out += fmt::format("  --port {}\n)\n\n", port);
    if (span == 1) {
        out += comment_lines("One container is one copy of the model; Docker starts it again when it ends");
        out += "docker run -d --restart unless-stopped --name vllm --entrypoint vllm \\\n" + docker_options(plan)
            + "  \"$image\" serve \"$model\" \"${options[@]}\"\n";
        return out;
    }
    (void)parameters.parameter("HeadAddress", "private address of the first instance of the copy");
    out += comment_lines(
        fmt::format("{} instances hold one copy: the first is the head of Ray and serves, the others join it [gate-network-rule]", span));
    out += "export FI_PROVIDER=efa\n"
           "if hostname -I | grep -qwF \"${HeadAddress}\"; then\n"
           "  docker run -d --name ray --entrypoint bash \\\n"
        + docker_options(plan) + fmt::format("  \"$image\" -c \"ray start --head --block --port={}\"\n", ray_port)
        + "  docker exec -d ray vllm serve \"$model\" \"${options[@]}\"\n"
          "else\n"
          "  docker run -d --name ray --entrypoint bash \\\n"
        + docker_options(plan) + fmt::format("  \"$image\" -c \"ray start --block --address=${{HeadAddress}}:{}\"\nfi\n", ray_port);
    return out;
}

Result<Document> ec2_instances(const Plan& plan)
{
    Document out(heading("EC2 instances with vLLM, CloudFormation", *plan.answer, *plan.catalog));
    Document names("");
    const Result<std::string> user_data = ec2_user_data(plan, names);
    if (!user_data)
        return user_data.error();
    for (const auto& [name, meaning] : names.parameters())
        (void)out.parameter(name, meaning);
    const std::string data = "/LaunchTemplate/Properties/LaunchTemplateData";
    out.set("/LaunchTemplate/Type", "AWS::EC2::LaunchTemplate", "How each instance starts");
    out.set(data + "/InstanceType", plan.type->id, plan.instance_why);
    out.set(data + "/ImageId", {{"Ref", "ImageId"}},
            plan.neuron() ? "An image with the Neuron driver and Docker" : "An image with the NVIDIA driver and Docker");
    (void)out.parameter("ImageId",
                        plan.neuron() ? "AMI with the Neuron driver and Docker, such as AWS's Neuron Deep Learning AMI"
                                      : "AMI with the NVIDIA driver and Docker, such as AWS's Deep Learning Base AMI");
    out.set(data + "/IamInstanceProfile/Arn", {{"Ref", "InstanceProfileArn"}},
            "Least privilege: reads the weights and nothing else [secure-iam]");
    (void)out.parameter("InstanceProfileArn", "ARN of the instance profile");
    out.set(data + "/MetadataOptions/HttpTokens", "required", "Credentials only by IMDSv2");
    const double volume = root_volume_gb + (plan.type->nvme_bytes > 0 ? 0 : std::ceil(weight_bytes(plan) * weights_head_room / 1e9));
    out.set(data + "/BlockDeviceMappings/0/DeviceName", "/dev/sda1", "The root volume");
    out.set(data + "/BlockDeviceMappings/0/Ebs/VolumeSize", static_cast<std::int64_t>(volume),
            plan.type->nvme_bytes > 0 ? "Driver, images and logs; the weights go to the instance's NVMe [nvme-per-node]"
                                      : "Driver, images, logs and the weights");
    out.set(data + "/BlockDeviceMappings/0/Ebs/VolumeType", "gp3", "General purpose");
    out.set(data + "/BlockDeviceMappings/0/Ebs/Encrypted", true, "Weights and logs are encrypted at rest [security-kms]");
    const std::string network = data + "/NetworkInterfaces";
    const int interfaces = plan.instances_per_copy() > 1 ? std::max(1, efa_interfaces(plan)) : 1;
    for (int i = 0; i < interfaces; ++i) {
        const std::string at = fmt::format("{}/{}", network, i);
        out.set(at + "/DeviceIndex", i == 0 ? 0 : 1, i == 0 ? "The first interface" : "");
        out.set(at + "/NetworkCardIndex", i);
        out.set(at + "/Groups/0", {{"Ref", "SecurityGroupId"}});
        out.set(at + "/SubnetId", {{"Ref", "SubnetId"}});
        if (interfaces > 1)
            out.set(at + "/InterfaceType", i == 0 ? "efa" : "efa-only");
        out.explain(at,
                    interfaces == 1 ? "Each copy fits one instance: only prompts and answers cross the network [gate-network-rule]"
                        : i == 0    ? fmt::format("A copy spans instances: all {} EFA interfaces of {} [{}]", interfaces, plan.type->id,
                                               efa_claim(plan) ? efa_claim(plan)->id : "gate-network-rule")
                                    : "One more network card");
    }
    (void)out.parameter("SecurityGroupId",
                        interfaces > 1 ? "security group whose members may all reach one another: EFA needs that"
                                       : fmt::format("security group that lets the load balancer reach port {}", port));
    (void)out.parameter("SubnetId", fmt::format("private subnet in {}, in an Availability Zone that has {}", plan.region, plan.type->id));
    const std::string capacity = chosen(*plan.answer, "capacity");
    if (capacity == "spot")
        out.set(data + "/InstanceMarketOptions/MarketType", "spot", why_chosen(*plan.answer, "capacity"));
    else if (capacity == "capacity-block" || capacity == "odcr") {
        if (capacity == "capacity-block")
            out.set(data + "/InstanceMarketOptions/MarketType", "capacity-block", why_chosen(*plan.answer, "capacity"));
        out.set(data + "/CapacityReservationSpecification/CapacityReservationTarget/CapacityReservationId",
                {{"Ref", "CapacityReservationId"}}, why_chosen(*plan.answer, "capacity"));
        (void)out.parameter("CapacityReservationId", "id of the reservation that holds the instances");
    }
    out.set(data + "/UserData", {{"Fn::Base64", {{"Fn::Sub", for_substitution(*user_data, names)}}}},
            "What the instance runs at first boot; each option says why");
    if (plan.instances_per_copy() > 1) {
        out.set("/Placement/Type", "AWS::EC2::PlacementGroup", "Instances of one copy stand close to one another");
        out.set("/Placement/Properties/Strategy", "cluster", "Lowest latency between instances [gate-network-rule]");
    }
    out.set("/Group/Type", "AWS::AutoScaling::AutoScalingGroup", "Replaces an instance that fails");
    for (const char* size : {"MinSize", "MaxSize", "DesiredCapacity"})
        out.set(std::string("/Group/Properties/") + size, std::to_string(plan.instances), plan.count_why);
    out.set("/Group/Properties/VPCZoneIdentifier/0", {{"Ref", "SubnetId"}}, fmt::format("Region {}: {}", plan.region, plan.region_why));
    out.set("/Group/Properties/LaunchTemplate/LaunchTemplateId", {{"Ref", "LaunchTemplate"}}, "The template above");
    out.set("/Group/Properties/LaunchTemplate/Version", {{"Fn::GetAtt", {"LaunchTemplate", "LatestVersionNumber"}}}, "Its newest version");
    if (plan.instances_per_copy() > 1)
        out.set("/Group/Properties/PlacementGroup", {{"Ref", "Placement"}}, "The placement above");
    return out;
}

} // namespace archway
