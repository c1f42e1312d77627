// SPDX-License-Identifier: GPL-3.0-or-later
// One function a kind. A plan in, documents out; the registry in configuration.cpp turns them into text.
#pragma once

#include "model/configuration/plan.h"

namespace archway {

/// CreateCluster of SageMaker HyperPod.
[[nodiscard]] Result<Document> hyperpod_cluster(const Plan&);
/// CreateTrainingJob of SageMaker.
[[nodiscard]] Result<Document> training_job(const Plan&);
/// Model, endpoint configuration and endpoint of SageMaker, by resource name.
[[nodiscard]] Result<Document> sagemaker_endpoint(const Plan&);
/// User data of an EC2 instance that serves with vLLM.
[[nodiscard]] Result<std::string> ec2_user_data(const Plan&, Document& parameters);
/// Launch template and group of EC2 instances, by resource name.
[[nodiscard]] Result<Document> ec2_instances(const Plan&);
/// Workload and Service of Kubernetes.
[[nodiscard]] Result<std::vector<Document>> eks_workload(const Plan&);
/// Node group of EKS, by resource name.
[[nodiscard]] Result<Document> eks_nodes(const Plan&);
/// Converse request of Bedrock.
[[nodiscard]] Result<Document> bedrock_converse(const Answer&, const Catalog&);
/// Policy and application inference profile of Bedrock, by resource name.
[[nodiscard]] Result<Document> bedrock_access(const Answer&, const Catalog&);

} // namespace archway
