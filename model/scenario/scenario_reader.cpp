// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a scenario file: every field checked, every error with its path and what was expected.
#include "model/base/nearest.h"
#include "model/prices/json_scanner.h"
#include "model/scenario/inputs.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>

namespace archway {

namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

const Words precisions{"fp32", "tf32", "bf16", "fp16", "fp8", "int8", "fp4", "int4", "mxfp4"};
const Words cache_precisions{"bf16", "fp16", "fp8", "int8", "fp32", "fp4", "int4"};
const Words phases{"inference", "pretraining", "fine-tuning"};
const Words methods{"full", "lora", "qlora"};
const Words compliances{"hipaa", "soc", "iso", "gdpr", "fedramp", "pci"};
const Words purchases{"on-demand", "spot", "savings-plan-1y", "savings-plan-3y", "reserved-1y", "reserved-3y", "capacity-block"};
const Words accelerator_kinds{"nvidia", "trainium", "inferentia", "cpu"};
const Words operation_styles{"managed", "balanced", "self-managed"};
const Words need_words{"retrieval", "graph-retrieval", "agents", "experimentation", "prompt-routing", "batch"};
const Words engines{"vllm", "trtllm", "sglang", "neuron"};

/// The fields of each part of a scenario; "" is the file itself.
const std::map<std::string, Words> fields{
    {"",
     {"archway", "title", "model", "innovations", "phase", "workload", "training", "constraints", "needs", "deployment", "assumed",
      "window"}},
    {"model", {"config", "config_file", "custom"}},
    {"innovations", {"add", "remove", "other_model", "routed_share"}},
    {"workload",
     {"input_tokens", "output_tokens", "concurrent_sequences", "requests_per_second", "ttft_ms", "tpot_ms", "weight_precision",
      "kv_precision", "prefix_hit_rate", "utilisation", "acceptance_length", "draft_tokens"}},
    {"training", {"tokens", "sequence_length", "deadline_days", "precision", "method", "accelerators"}},
    {"constraints", {"regions", "compliance", "monthly_budget_usd", "purchase", "accelerators", "operations"}},
    {"deployment", {"instance", "instances", "tensor_parallel", "pipeline_parallel", "expert_parallel", "replicas", "engine"}}};

/// What a name that `section` does not know was meant to be: the same name in another part, or the nearest in its own.
std::string field_advice(const std::string& section, const std::string& name)
{
    for (const auto& [other, known] : fields) {
        if (std::find(known.begin(), known.end(), name) != known.end())
            return fmt::format("nearest known field: /{}{}{}", other, other.empty() ? "" : "/", name);
    }
    return "nearest known field: " + nearest(name, fields.at(section));
}

std::string listed(const Words& words)
{
    return fmt::format("{}", fmt::join(words, ", "));
}

/// Reads one file; the first error sticks.
class Reading {
public:
    explicit Reading(std::string place)
        : m_place(std::move(place))
    {
    }

    Result<Scenario> run(const json& root)
    {
        if (!root.is_object()) {
            fail("", "is not a JSON object", "expected a scenario: {\"archway\": 1, …}");
            return *m_error;
        }
        known_fields(root, "");
        read_version(root);
        text(root, "", "title", m_out.title);
        read_model(root);
        read_innovations(root);
        std::string phase(name_of(m_out.phase));
        word(root, "", "phase", phases, phase);
        m_out.phase = phase == "pretraining" ? Phase::Pretraining : phase == "fine-tuning" ? Phase::FineTuning : Phase::Inference;
        read_workload(root);
        read_training(root);
        read_constraints(root);
        words(root, "", "needs", need_words, m_out.needs);
        read_deployment(root);
        if (const json* window = member(root, "", "window"))
            m_out.window = window->dump();
        // A normalised scenario lists what was assumed: those paths stay assumed although they hold a value.
        if (const json* assumed = member(root, "", "assumed"); assumed && assumed->is_array()) {
            for (const json& path : *assumed) {
                if (path.is_string() && default_scenario().assumed.contains(path.get<std::string>()))
                    m_out.assumed.insert(path.get<std::string>());
            }
        }
        if (m_error)
            return *m_error;
        return std::move(m_out);
    }

private:
    void fail(const std::string& path, std::string message, std::string advice)
    {
        if (!m_error)
            m_error = bad_input(m_place + ": /" + path, std::move(message), std::move(advice));
    }

    static std::string joined(const std::string& section, const char* name) { return section.empty() ? name : section + "/" + name; }
    static std::string dotted(const std::string& section, const char* name) { return section.empty() ? name : section + "." + name; }

    void known_fields(const json& object, const std::string& section)
    {
        const Words& known = fields.at(section);
        for (const auto& [name, value] : object.items()) {
            if (std::find(known.begin(), known.end(), name) == known.end())
                fail(joined(section, name.c_str()), "is no field of a scenario", field_advice(section, name));
        }
    }

    /// The member when it is present; its path then no longer counts as assumed.
    const json* member(const json& object, const std::string& section, const char* name)
    {
        const auto found = object.find(name);
        if (found == object.end())
            return nullptr;
        m_out.assumed.erase(dotted(section, name));
        return &*found;
    }

    const json* section(const json& root, const char* name)
    {
        const auto found = root.find(name);
        if (found == root.end() || found->is_null())
            return nullptr;
        if (!found->is_object()) {
            fail(name, "is not an object", "expected {…}");
            return nullptr;
        }
        known_fields(*found, name);
        return &*found;
    }

    void text(const json& object, const std::string& in, const char* name, std::string& out)
    {
        const json* value = member(object, in, name);
        if (!value)
            return;
        if (value->is_string())
            out = value->get<std::string>();
        else
            fail(joined(in, name), "is not text", "expected a string");
    }

    void word(const json& object, const std::string& in, const char* name, const Words& known, std::string& out)
    {
        std::string value = out;
        text(object, in, name, value);
        if (value != out && std::find(known.begin(), known.end(), value) == known.end())
            fail(joined(in, name), fmt::format("\"{}\" is not known", value), "expected one of: " + listed(known));
        else
            out = value;
    }

    /// A list of words; any word at all where `known` is empty.
    void words(const json& object, const std::string& in, const char* name, const Words& known, Words& out)
    {
        const json* value = member(object, in, name);
        if (!value)
            return;
        if (!value->is_array())
            return fail(joined(in, name), "is not a list", "expected a list of words");
        Words list;
        for (const json& entry : *value) {
            if (!entry.is_string())
                return fail(joined(in, name), "holds an entry that is not text", "expected a list of words");
            const auto text_entry = entry.get<std::string>();
            if (!known.empty() && std::find(known.begin(), known.end(), text_entry) == known.end())
                return fail(joined(in, name), fmt::format("\"{}\" is not known", text_entry), "expected words out of: " + listed(known));
            if (std::find(list.begin(), list.end(), text_entry) == list.end())
                list.push_back(text_entry);
        }
        out = std::move(list);
    }

    /// A numeric input of the table in inputs.cpp, with its range.
    void number(const json& object, const std::string& in, const char* name)
    {
        const json* value = member(object, in, name);
        if (!value)
            return;
        const std::string path = dotted(in, name);
        const NumericInput* input = numeric_input(path);
        if (value->is_null() && input->optional) {
            (void)set_number(m_out, path, std::nullopt);
            return;
        }
        if (!value->is_number())
            return fail(joined(in, name), "is not a number",
                        fmt::format("expected {} to {}{}", input->low, input->high, input->optional ? ", or null" : ""));
        if (const Status set = set_number(m_out, path, value->get<double>()); !set)
            fail(joined(in, name), set.error().message, set.error().advice);
    }

    void read_version(const json& root)
    {
        const auto version = root.find("archway");
        if (version == root.end())
            fail("archway", "is missing", "expected \"archway\": 1, the version of the scenario file");
        else if (*version != 1)
            fail("archway", "is a version this program does not read", "expected 1");
    }

    void read_model(const json& root)
    {
        const json* model = member(root, "", "model");
        if (!model || model->is_null())
            return;
        if (model->is_string()) {
            m_out.model = {ModelForm::Id, model->get<std::string>()};
            return;
        }
        if (!model->is_object() || model->size() != 1)
            return fail("model", "is no model", "expected an id, or an object with one of config, config_file, custom");
        known_fields(*model, "model");
        const auto form = model->begin();
        if (form.key() == "config_file") {
            if (!form->is_string())
                return fail("model/config_file", "is not text", "expected the path of a config.json");
            m_out.model = {ModelForm::ConfigFile, form->get<std::string>()};
        } else if (!form->is_object()) {
            fail("model/" + form.key(), "is not an object", "expected {…}");
        } else {
            m_out.model = {form.key() == "config" ? ModelForm::Config : ModelForm::Custom, form->dump()};
        }
    }

    void read_innovations(const json& root)
    {
        if (const json* innovations = section(root, "innovations")) {
            words(*innovations, "innovations", "add", {}, m_out.add_innovations);
            words(*innovations, "innovations", "remove", {}, m_out.remove_innovations);
            if (const auto other = innovations->find("other_model"); other != innovations->end() && !other->is_null())
                text(*innovations, "innovations", "other_model", m_out.other_model);
            number(*innovations, "innovations", "routed_share");
        }
    }

    void read_workload(const json& root)
    {
        const json* workload = section(root, "workload");
        if (!workload)
            return;
        for (const char* name : {"input_tokens", "output_tokens", "concurrent_sequences", "requests_per_second", "ttft_ms", "tpot_ms",
                                 "prefix_hit_rate", "utilisation", "acceptance_length", "draft_tokens"})
            number(*workload, "workload", name);
        const auto stated = workload->find("weight_precision");
        if (stated != workload->end() && !stated->is_null())
            word(*workload, "workload", "weight_precision", precisions, m_out.workload.weight_precision);
        word(*workload, "workload", "kv_precision", cache_precisions, m_out.workload.kv_precision);
    }

    void read_training(const json& root)
    {
        const json* training = section(root, "training");
        if (!training)
            return;
        for (const char* name : {"tokens", "sequence_length", "deadline_days"})
            number(*training, "training", name);
        word(*training, "training", "precision", precisions, m_out.training.precision);
        word(*training, "training", "method", methods, m_out.training.method);
        if (const json* count = member(*training, "training", "accelerators"); count && !count->is_null()) {
            if (count->is_number() && count->get<double>() >= 1 && count->get<double>() <= 1e7
                && std::floor(count->get<double>()) == count->get<double>())
                m_out.training.accelerators = count->get<double>();
            else
                fail("training/accelerators", "is no count", "expected a whole number from 1 to 1e7, or null");
        }
    }

    void read_constraints(const json& root)
    {
        const json* constraints = section(root, "constraints");
        if (!constraints)
            return;
        words(*constraints, "constraints", "regions", {}, m_out.constraints.regions);
        words(*constraints, "constraints", "compliance", compliances, m_out.constraints.compliance);
        number(*constraints, "constraints", "monthly_budget_usd");
        words(*constraints, "constraints", "purchase", purchases, m_out.constraints.purchase);
        words(*constraints, "constraints", "accelerators", accelerator_kinds, m_out.constraints.accelerators);
        word(*constraints, "constraints", "operations", operation_styles, m_out.constraints.operations);
        if (m_out.constraints.regions.empty())
            m_out.constraints.regions = {"us-east-1"};
        if (m_out.constraints.purchase.empty())
            m_out.constraints.purchase = {"on-demand"};
    }

    void read_deployment(const json& root)
    {
        const json* deployment = section(root, "deployment");
        if (root.contains("deployment"))
            m_out.assumed.erase("deployment");
        if (!deployment)
            return;
        PinnedDeployment pinned;
        const auto count = [&](const char* name, std::optional<int>& out) {
            const auto value = deployment->find(name);
            if (value == deployment->end() || value->is_null())
                return;
            if (value->is_number_integer() && value->get<std::int64_t>() >= 1 && value->get<std::int64_t>() <= 100'000)
                out = value->get<int>();
            else
                fail(joined("deployment", name), "is no count", "expected a whole number from 1 to 100000");
        };
        count("instances", pinned.instances);
        count("tensor_parallel", pinned.tensor_parallel);
        count("pipeline_parallel", pinned.pipeline_parallel);
        count("expert_parallel", pinned.expert_parallel);
        count("replicas", pinned.replicas);
        std::string instance;
        text(*deployment, "deployment", "instance", instance);
        if (!instance.empty())
            pinned.instance = instance;
        std::string engine;
        word(*deployment, "deployment", "engine", engines, engine);
        if (!engine.empty())
            pinned.engine = engine;
        m_out.deployment = pinned;
    }

    std::string m_place;
    Scenario m_out = default_scenario();
    std::optional<Error> m_error;
};

} // namespace

Scenario default_scenario()
{
    Scenario scenario;
    // Inputs of an innovation count only once it is asked for: nothing is assumed of them before.
    for (const NumericInput& input : numeric_inputs())
        if (input.innovation.empty())
            scenario.assumed.emplace(input.path);
    scenario.assumed.insert({"title", "model", "phase", "needs", "deployment", "innovations.add", "innovations.remove",
                             "workload.weight_precision", "workload.kv_precision", "training.precision", "training.method",
                             "training.accelerators", "constraints.regions", "constraints.compliance", "constraints.purchase",
                             "constraints.accelerators", "constraints.operations"});
    return scenario;
}

Result<Scenario> read_scenario(std::string_view text, const std::string& place)
{
    try {
        const json root = json::parse(text);
        if (const Status once = check_document(text, place); !once)
            return once.error();
        return Reading(place).run(root);
    } catch (const json::parse_error& error) {
        const auto at = static_cast<std::ptrdiff_t>(std::min(error.byte, text.size()));
        const auto line = 1 + std::count(text.begin(), text.begin() + at, '\n');
        return bad_input(fmt::format("{}:{}", place, line), "is not valid JSON", "expected a scenario: {\"archway\": 1, …}");
    } catch (const json::exception&) { // a number beyond double, text that is not UTF-8
        return bad_input(place, "holds a number or text that JSON cannot carry", "expected UTF-8 and numbers below 1e308");
    }
}

} // namespace archway
