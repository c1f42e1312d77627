// SPDX-License-Identifier: GPL-3.0-or-later
// What every kind of configuration is filled from: the chosen instances of an answer, with the reasons the decision gave.
#pragma once

#include "model/configuration/configuration.h"
#include "model/configuration/document.h"

namespace archway {

/// The instances that an answer decides on. Pointers into the answer and the catalog, which must outlive it.
struct Plan {
    const Answer* answer = nullptr;
    const Catalog* catalog = nullptr;
    const InstanceType* type = nullptr;
    const Deployment* serving = nullptr;    ///< nullptr where the scenario trains
    const TrainingPlan* training = nullptr; ///< nullptr where it serves
    int instances = 1;
    std::string instance_why; ///< the decision's own first reason, with what it rests on
    std::string count_why;
    std::string region, region_why;

    [[nodiscard]] const Scenario& scenario() const { return answer->scenario; }
    [[nodiscard]] bool trains() const { return scenario().phase != Phase::Inference; }
    [[nodiscard]] bool neuron() const { return type->kind == "trainium" || type->kind == "inferentia"; }
    /// Instances that hold one copy of the model together.
    [[nodiscard]] int instances_per_copy() const;
};

/// The plan of an answer; error code No, with the reason, where nothing is feasible or nothing is decided.
[[nodiscard]] Result<Plan> plan_of(const Answer&, const Catalog&);

/// What a role chose; empty where it did not.
[[nodiscard]] std::string chosen(const Answer&, std::string_view role);
/// The chosen candidate's first reason as "text [ref]", for the comment beside a value.
[[nodiscard]] std::string why_chosen(const Answer&, std::string_view role);

/// "ml.p5en.48xlarge" where the service ("sagemaker-hyperpod" …) takes the type; error code No with the reason where it does not.
[[nodiscard]] Result<std::string> accepted_type(const Plan&, std::string_view service);
/// Is the type one that EC2 launches by its name? UltraServers are not. Error code No where it is not.
[[nodiscard]] Status launchable(const Plan&);

/// The figure of a claim; nothing where the base does not hold it.
[[nodiscard]] std::optional<double> stated_figure(const Catalog&, const std::string& claim);
/// What says how many EFA interfaces the instance type has; nullptr where nothing does.
[[nodiscard]] const Claim* efa_claim(const Plan&);
/// EFA interfaces of the instance type, 0 where none are stated.
[[nodiscard]] int efa_interfaces(const Plan&);

/// Where the weights come from: the Hugging Face id, or a parameter for a model of the user's own.
[[nodiscard]] std::string model_name(const Plan&, Document&);
/// A name that every service takes: letters, digits and hyphens, at most `longest` of them.
[[nodiscard]] std::string resource_name(const Scenario&, std::size_t longest = 40);
/// "Archway 2026-11: title", the first line of a configuration.
[[nodiscard]] std::string heading(std::string_view kind, const Answer&, const Catalog&);

[[nodiscard]] Error infeasible(std::string_view place, std::string message, std::string advice = {});

} // namespace archway
