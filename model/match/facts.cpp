// SPDX-License-Identifier: GPL-3.0-or-later
// The facts that rules speak of, gathered from scenario, model and the best deployment.
#include "model/match/rules.h"

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

constexpr double checkpoint_bytes_per_parameter = 14; ///< claim checkpoint-bytes-per-parameter
constexpr double most_accelerators_per_host = 16;     ///< a Trainium instance's; GPU hosts have 8 or 4
constexpr double accelerators_per_node = 8;           ///< of the instances that train

void add_scenario(Facts& facts, const Scenario& scenario)
{
    const Workload& w = scenario.workload;
    const Training& t = scenario.training;
    facts.numbers["always"] = 1;
    facts.words["phase"] = name_of(scenario.phase);
    facts.words["operations"] = scenario.constraints.operations;
    facts.words["method"] = t.method;
    facts.lists["needs"] = scenario.needs;
    facts.lists["compliance"] = scenario.constraints.compliance;
    facts.lists["purchase"] = scenario.constraints.purchase;
    facts.lists["innovations"] = scenario.add_innovations;
    facts.numbers["input_tokens"] = w.input_tokens;
    facts.numbers["output_tokens"] = w.output_tokens;
    facts.numbers["concurrent_sequences"] = w.concurrent_sequences;
    facts.numbers["prefix_hit_rate"] = w.prefix_hit_rate;
    facts.numbers["utilisation_rate"] = w.utilisation;
    facts.numbers["tpot_ms"] = w.tpot_ms;
    facts.numbers["shared_tokens"] = w.input_tokens * w.prefix_hit_rate;
    facts.numbers["training_tokens"] = t.tokens;
    facts.numbers["training_accelerators"] = t.accelerators;
    facts.numbers["training_nodes"] = t.accelerators ? std::optional(*t.accelerators / accelerators_per_node) : std::nullopt;
    facts.numbers["deadline_days"] = t.deadline_days;
}

void add_model(Facts& facts, const Estimate* estimate, const Catalog& catalog)
{
    for (const char* name : {"total_parameters", "checkpoint_bytes", "run_days"})
        facts.numbers[name] = std::nullopt;
    std::vector<std::string>& families = facts.lists["families"];
    if (!estimate)
        return;
    for (const Relation& relation : catalog.knowledge.relations)
        if (relation.type == "variant-of" && relation.from == estimate->model.id)
            families.push_back(relation.to);
    const auto total = static_cast<double>(estimate->model.architecture.total_parameters());
    facts.numbers["total_parameters"] = total;
    facts.numbers["checkpoint_bytes"] = total * checkpoint_bytes_per_parameter;
    std::vector<std::string>& innovations = facts.lists["innovations"];
    for (std::string& id : estimate->model.architecture.innovations())
        if (std::find(innovations.begin(), innovations.end(), id) == innovations.end())
            innovations.push_back(std::move(id));
}

/// What the rules ask of an instance type, serving or training.
void add_instance(Facts& facts, const InstanceType& type)
{
    facts.numbers["nvme_bytes"] = type.nvme_bytes;
    facts.numbers["hyperpod"] = type.hyperpod ? 1 : 0;
    facts.numbers["network_gbps"] = type.network_gbps;
    const auto linked = [&type](const char* link) { return type.interconnect.find(link) != std::string::npos; };
    facts.numbers["nvlink"] = linked("NVLink") || linked("NVSwitch") ? 1 : 0;
    facts.numbers["neuronlink"] = linked("NeuronLink") ? 1 : 0;
}

/// Stages may share an instance: what counts for the network is how many instances one copy takes.
void add_parallelism(Facts& facts, double tensor, double pipeline, const InstanceType* type)
{
    facts.numbers["tensor_parallel"] = tensor;
    facts.numbers["pipeline_parallel"] = pipeline;
    facts.numbers["instances_per_copy"]
        = type && type->accelerators > 0 ? std::optional(std::ceil(tensor * pipeline / type->accelerators)) : std::nullopt;
}

/// A training run: its plan answers what the scenario leaves open.
void add_training_plan(Facts& facts, const TrainingPlan& plan, const Catalog& catalog)
{
    facts.words["instance"] = plan.instance;
    facts.words["accelerator_kind"] = plan.accelerator_kind;
    facts.numbers["instances"] = plan.instances;
    add_parallelism(facts, plan.layout.tensor, plan.layout.pipeline, catalog.instance(plan.instance));
    facts.words["bought_as"] = plan.price ? plan.price->purchase : std::string();
    facts.numbers["training_accelerators"] = plan.accelerators;
    // An UltraServer is many hosts behind one name: no host has more accelerators than this.
    facts.numbers["training_nodes"] = std::max<double>(plan.instances, std::ceil(plan.accelerators / most_accelerators_per_host));
    facts.numbers["checkpoint_bytes"] = plan.checkpoint_size;
    facts.numbers["run_days"] = plan.days ? std::optional(plan.days->mid) : std::nullopt;
    if (const InstanceType* type = catalog.instance(plan.instance))
        add_instance(facts, *type);
}

void add_deployment(Facts& facts, const Deployment* best, const Catalog& catalog)
{
    for (const char* name : {"instances", "replicas", "tensor_parallel", "pipeline_parallel", "instances_per_copy", "weight_bytes",
                             "nvme_bytes", "hyperpod", "nvlink", "neuronlink", "network_gbps"})
        facts.numbers[name] = std::nullopt;
    facts.words["instance"] = {};
    facts.words["accelerator_kind"] = {};
    facts.words["bought_as"] = {};
    facts.words["platform"] = {};
    if (!best)
        return;
    facts.words["instance"] = best->instance;
    facts.words["accelerator_kind"] = best->accelerator_kind;
    facts.numbers["instances"] = best->instances;
    facts.numbers["replicas"] = best->replicas;
    add_parallelism(facts, best->tensor_parallel, best->pipeline_parallel, catalog.instance(best->instance));
    facts.words["bought_as"] = best->price ? best->price->purchase : std::string();
    facts.numbers["weight_bytes"] = best->memory.weights * best->tensor_parallel * best->pipeline_parallel;
    if (const InstanceType* type = catalog.instance(best->instance))
        add_instance(facts, *type);
}

} // namespace

Facts facts_of(const MatchInput& in)
{
    Facts facts;
    add_scenario(facts, in.scenario);
    add_model(facts, in.estimate, in.catalog);
    add_deployment(facts, in.trains() ? nullptr : in.best(), in.catalog);
    if (in.trains() && in.best_training())
        add_training_plan(facts, *in.best_training(), in.catalog);
    return facts;
}

void note_platform(Facts& facts, std::string_view role, const std::string& chosen)
{
    if (role == "serving-platform" || role == "training-platform")
        facts.words["platform"] = chosen.empty() ? "none" : chosen;
}

} // namespace archway
