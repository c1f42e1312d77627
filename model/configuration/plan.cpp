// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/configuration/plan.h"

#include "model/base/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace archway {

namespace {

/// The deployment a training scenario pins: the instance by name, the count by the accelerators asked for.
Result<Plan> pinned_training(Plan plan)
{
    const Scenario& scenario = plan.scenario();
    if (!scenario.deployment || !scenario.deployment->instance)
        return infeasible("accelerator", "no instance is decided for this training run", "pin one: /deployment/instance");
    plan.type = plan.catalog->instance(*scenario.deployment->instance);
    if (!plan.type)
        return infeasible("accelerator", fmt::format("\"{}\" is not in the knowledge base", *scenario.deployment->instance));
    plan.instance_why = "Pinned by the scenario [deployment.instance]";
    if (scenario.deployment->instances) {
        plan.instances = *scenario.deployment->instances;
        plan.count_why = "Pinned by the scenario [deployment.instances]";
    } else if (scenario.training.accelerators) {
        plan.instances = static_cast<int>(std::ceil(*scenario.training.accelerators / plan.type->accelerators));
        plan.count_why = fmt::format("{} accelerators asked for, {} in each instance [training.accelerators]",
                                     format_number(*scenario.training.accelerators), plan.type->accelerators);
    } else {
        return infeasible("accelerator", "the number of accelerators is not decided for this training run",
                          "give /training/accelerators or /deployment/instances");
    }
    return plan;
}

} // namespace

Error infeasible(std::string_view place, std::string message, std::string advice)
{
    return {Error::Code::No, std::string(place), std::move(message), std::move(advice)};
}

std::string chosen(const Answer& answer, std::string_view role)
{
    const Decision* decision = answer.decision(role);
    return decision ? decision->chosen : std::string();
}

std::string why_chosen(const Answer& answer, std::string_view role)
{
    const Decision* decision = answer.decision(role);
    const Candidate* winner = decision ? decision->winner() : nullptr;
    if (!winner || winner->reasons.empty())
        return {};
    const Reason& reason = winner->reasons.front();
    return reason.ref.empty() ? reason.text : fmt::format("{} [{}]", reason.text, reason.ref);
}

int Plan::instances_per_copy() const
{
    if (!serving || type->accelerators < 1)
        return instances;
    return std::max(1, (serving->tensor_parallel * serving->pipeline_parallel + type->accelerators - 1) / type->accelerators);
}

Result<Plan> plan_of(const Answer& answer, const Catalog& catalog)
{
    Plan plan;
    plan.answer = &answer;
    plan.catalog = &catalog;
    const auto& regions = answer.scenario.constraints.regions;
    plan.region = regions.empty() ? "us-east-1" : regions.front();
    plan.region_why = "Asked for by the scenario [constraints.regions]";
    if (plan.trains())
        return pinned_training(std::move(plan));
    plan.serving = answer.estimate ? answer.estimate->best() : nullptr;
    if (!answer.estimate)
        return infeasible("accelerator", "without a model no instance is computed", "name a model in the scenario");
    if (!plan.serving) {
        const auto& considered = answer.estimate->deployments;
        const auto memory = std::find_if(considered.begin(), considered.end(), [](const Deployment& d) { return !d.nearest_fix.empty(); });
        return infeasible("accelerator", "no instance type of the knowledge base serves this model under these constraints",
                          memory == considered.end()
                              ? std::string()
                              : fmt::format("{}: {}; nearest fix: {}", memory->instance, memory->rejected_because, memory->nearest_fix));
    }
    plan.type = catalog.instance(plan.serving->instance);
    plan.instances = plan.serving->instances;
    plan.instance_why = why_chosen(answer, "accelerator");
    plan.count_why = fmt::format(
        "{} tensor {} × pipeline {}, for {} users at once [formula.max-sequences]",
        plan.serving->replicas == 1 ? "One copy of the model on" : fmt::format("{} copies of the model, each on", plan.serving->replicas),
        plan.serving->tensor_parallel, plan.serving->pipeline_parallel, format_number(answer.scenario.workload.concurrent_sequences));
    if (plan.serving->price) {
        plan.region = plan.serving->price->region;
        plan.region_why = fmt::format("{}/h {} there on {} [{}]", format_usd(plan.serving->price->usd_per_hour),
                                      plan.serving->price->purchase, plan.serving->price->as_of, plan.serving->price->source);
    }
    return plan;
}

Result<std::string> accepted_type(const Plan& plan, std::string_view service)
{
    const auto& relations = plan.catalog->knowledge.relations;
    const bool taken = std::any_of(relations.begin(), relations.end(), [&](const Relation& relation) {
        return relation.type == "accepted-by" && relation.from == plan.type->id && relation.to == service;
    });
    if (taken)
        return "ml." + plan.type->id;
    const Entity* entity = plan.catalog->entity(service);
    return infeasible("accelerator",
                      fmt::format("{} does not take the instance type {}", entity ? entity->name : std::string(service), plan.type->id),
                      "pin one that it takes in /deployment/instance, or choose another kind of configuration");
}

Status launchable(const Plan& plan)
{
    if (plan.type->id.find('.') != std::string::npos && plan.type->id.find(' ') == std::string::npos)
        return Done{};
    return infeasible("accelerator", fmt::format("{} is an UltraServer: it is reserved as a whole, not launched by name", plan.type->id),
                      "reserve it as a Capacity Block or a training plan, or pin another /deployment/instance");
}

std::optional<double> stated_figure(const Catalog& catalog, const std::string& claim)
{
    const Claim* found = catalog.claim(claim);
    return found ? found->value : std::nullopt;
}

int efa_interfaces(const Plan& plan)
{
    return static_cast<int>(stated_figure(*plan.catalog, "efa-interfaces-" + plan.type->id).value_or(0));
}

std::string model_name(const Plan& plan, Document& document)
{
    const std::string id = plan.answer->estimate ? plan.answer->estimate->model.id : std::string();
    const ModelRecord* record = id.empty() ? nullptr : plan.catalog->model(id);
    if (record && !record->hugging_face_id.empty())
        return record->hugging_face_id;
    return document.parameter("ModelUri", "folder or repository of your model's weights: the scenario describes it by its dimensions only");
}

std::string resource_name(const Scenario& scenario, std::size_t longest)
{
    std::string out;
    for (const unsigned char c : scenario.title) {
        if (std::isalnum(c) && c < 128)
            out += static_cast<char>(std::tolower(c));
        else if (!out.empty() && out.back() != '-')
            out += '-';
        // Cut between words where there is one to cut at.
        if (out.size() == longest) {
            out.resize(out.find('-') == std::string::npos ? longest : out.rfind('-'));
            break;
        }
    }
    while (!out.empty() && (out.back() == '-' || std::isdigit(static_cast<unsigned char>(out.front())) || out.front() == '-'))
        out.back() == '-' ? out.pop_back() : void(out.erase(0, 1));
    return out.empty() ? "archway" : out;
}

std::string heading(std::string_view kind, const Answer& answer, const Catalog& catalog)
{
    return fmt::format("{}: {} (Archway, knowledge of {})", kind, answer.scenario.title.empty() ? "a scenario" : answer.scenario.title,
                       catalog.knowledge_version);
}

} // namespace archway
