// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/configuration/plan.h"
#include "model/estimate/estimate_basis.h"

#include "model/base/units.h"
#include "model/match/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace archway {

namespace {

std::string days(double value)
{
    return format_seconds(value * 86400);
}

/// The first refusal that names a way out, for a scenario in which nothing fits.
template <class Considered>
std::string nearest_fix(const std::vector<Considered>& considered)
{
    const auto found = std::find_if(considered.begin(), considered.end(), [](const Considered& d) { return !d.nearest_fix.empty(); });
    return found == considered.end() ? std::string()
                                     : fmt::format("{}: {}; nearest fix: {}", found->instance, found->rejected_because, found->nearest_fix);
}

void use_price(Plan& plan, const std::optional<PriceUsed>& price)
{
    if (!price)
        return;
    plan.region = price->region;
    plan.region_why
        = fmt::format("{}/h {} there on {} [{}]", format_usd(price->usd_per_hour), price->purchase, price->as_of, price->source);
}

/// Instances that come in whole UltraServers are counted by these.
void say_servers(Plan& plan)
{
    if (const auto inside = sold_inside(*plan.type, *plan.catalog))
        plan.count_why += fmt::format("; {} whole {}, reserved as UltraServers of {} instances [sold-inside-ultraserver]",
                                      (plan.instances + inside->instances - 1) / inside->instances, inside->name, inside->instances);
}

Result<Plan> training_plan(Plan plan)
{
    const Answer& answer = *plan.answer;
    plan.training = answer.estimate->best_training();
    if (!plan.training)
        return infeasible("accelerator", "no instance type of the knowledge base trains this model under these constraints",
                          nearest_fix(answer.estimate->training));
    plan.type = plan.catalog->instance(plan.training->instance);
    plan.instances = plan.training->instances;
    plan.instance_why = why_chosen(answer, "accelerator");
    plan.count_why = fmt::format(
        "{} on {} accelerators{} [formula.training-days]", format_band(*plan.training->days, days), plan.training->accelerators,
        answer.scenario.training.deadline_days ? fmt::format(", {} asked", days(*answer.scenario.training.deadline_days)) : "");
    say_servers(plan);
    use_price(plan, plan.training->price);
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
    if (!answer.estimate)
        return infeasible("accelerator", "without a model no instance is computed", "name a model in the scenario");
    if (plan.trains())
        return training_plan(std::move(plan));
    plan.serving = answer.estimate->best();
    if (!plan.serving)
        return infeasible("accelerator", "no instance type of the knowledge base serves this model under these constraints",
                          nearest_fix(answer.estimate->deployments));
    plan.type = catalog.instance(plan.serving->instance);
    plan.instances = plan.serving->instances;
    plan.instance_why = why_chosen(answer, "accelerator");
    plan.count_why = fmt::format(
        "{} tensor {} × pipeline {}, for {} at once [formula.max-sequences]",
        plan.serving->replicas == 1 ? "One copy of the model on" : fmt::format("{} copies of the model, each on", plan.serving->replicas),
        plan.serving->tensor_parallel, plan.serving->pipeline_parallel, load_text(answer.scenario.workload, *plan.serving));
    say_servers(plan);
    use_price(plan, plan.serving->price);
    return plan;
}

Result<std::string> accepted_type(const Plan& plan, std::string_view service)
{
    const auto taken = [&](const std::string& type) {
        const auto& relations = plan.catalog->knowledge.relations;
        return std::any_of(relations.begin(), relations.end(), [&](const Relation& relation) {
            return relation.type == "accepted-by" && relation.from == type && relation.to == service;
        });
    };
    if (taken(plan.type->id))
        return "ml." + plan.type->id;
    std::string advice = "choose another kind of configuration";
    for (const Candidate& candidate : plan.answer->decision("accelerator")->candidates)
        if (candidate.verdict != Verdict::Rejected && taken(candidate.id)) {
            advice = fmt::format("the best it takes is {}: pin it in /deployment/instance", candidate.id);
            break;
        }
    const Entity* entity = plan.catalog->entity(service);
    return infeasible("accelerator",
                      fmt::format("{} does not take the instance type {}", entity ? entity->name : std::string(service), plan.type->id),
                      std::move(advice));
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

const Claim* efa_claim(const Plan& plan)
{
    for (const Relation& relation : plan.catalog->knowledge.relations)
        if (relation.type == "joined-by" && relation.to == "efa" && relation.from == plan.type->id && !relation.claims.empty())
            return plan.catalog->claim(relation.claims.front());
    return nullptr;
}

int efa_interfaces(const Plan& plan)
{
    const Claim* claim = efa_claim(plan);
    return claim ? static_cast<int>(claim->value.value_or(0)) : 0;
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
