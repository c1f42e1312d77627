// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/measured.h"

#include "model/training/plan.h"
#include "model/transformer/config_reader.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

using nlohmann::json;

constexpr double gibibyte = 1073741824.0;
constexpr double published_goodput = 0.97; ///< what goodput gives runs of hundreds of nodes with asynchronous checkpoints
constexpr double driver_context_bytes = 1.5e9;
constexpr double memory_band = 0.15;
constexpr double assumed_network = 50e9; ///< bytes/s an accelerator, where no instance type tells: 400 Gbps
constexpr double assumed_domain = 8;

std::string letters_and_digits(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out += c;
    }
    return out;
}

std::string text_of(const json& record, const char* name)
{
    const auto found = record.find(name);
    return found != record.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// A number, or a text that is one; `otherwise` for what is missing or "n/a".
double number_of(const json& record, const char* name, double otherwise)
{
    const auto found = record.find(name);
    if (found == record.end())
        return otherwise;
    if (found->is_number())
        return found->get<double>();
    if (!found->is_string())
        return otherwise;
    try {
        return std::stod(found->get<std::string>());
    } catch (const std::exception&) {
        return otherwise;
    }
}

/// "tp8" in "fsdp32,tp8+compile".
double parallelism(const std::string& text, const std::string& word, double otherwise)
{
    const std::size_t at = text.find(word);
    if (at == std::string::npos)
        return otherwise;
    const double value = std::atof(text.c_str() + at + word.size());
    return value > 0 ? value : otherwise;
}

/// The size that a name ends with: "bloom-176b" is 176e9.
double size_in_name(std::string_view name)
{
    const std::size_t last = name.find_last_of("bB");
    if (last == std::string_view::npos || last == 0)
        return 0;
    std::size_t first = last;
    while (first > 0 && ((name[first - 1] >= '0' && name[first - 1] <= '9') || name[first - 1] == '.'))
        --first;
    return std::atof(std::string(name.substr(first, last - first)).c_str()) * 1e9;
}

TrainedModel model_of_fields(const json& record)
{
    TrainedModel m;
    m.layers = number_of(record, "L", 0);
    m.hidden = number_of(record, "h", 0);
    const double heads = number_of(record, "heads", 1);
    m.query_width = m.hidden;
    m.cached_width = m.hidden / heads * number_of(record, "kv_groups", heads);
    m.attention_flops_per_position = 4 * m.query_width;
    m.spans[0].layers = m.layers;
    m.gated = number_of(record, "gated", 0) > 0;
    m.vocabulary = number_of(record, "vocab", 0);
    const double ffn = number_of(record, "ffn", 0);
    const double matrices = m.gated ? 3 : 2;
    m.experts = number_of(record, "E", 0);
    m.active_experts = number_of(record, "topk", 0);
    m.dense_parameters = m.layers * (2 * m.hidden * m.hidden + 2 * m.hidden * m.cached_width);
    if (m.experts > 0) {
        m.moe_layers = m.layers;
        m.expert_width = ffn;
        m.expert_parameters = m.layers * m.experts * matrices * m.hidden * ffn;
    } else {
        m.dense_width = ffn;
        m.dense_parameters += m.layers * matrices * m.hidden * ffn;
    }
    m.embedding_parameters = m.vocabulary * m.hidden;
    m.head_parameters = number_of(record, "untied", 1) > 0 ? m.embedding_parameters : 0;
    return m;
}

/// The model of a record; `precision` is set to the checkpoint's own where it states one.
std::optional<TrainedModel> find_model(const json& record, const Catalog& catalog, std::string& precision)
{
    if (record.contains("L") && record.contains("gated"))
        return model_of_fields(record);
    const std::string name = text_of(record, "model");
    const std::string plain = letters_and_digits(name);
    for (const ModelRecord& model : catalog.models) {
        const bool named = letters_and_digits(model.id) == plain
            || std::any_of(model.aliases.begin(), model.aliases.end(),
                           [&](const std::string& alias) { return letters_and_digits(alias) == plain; });
        if (!named)
            continue;
        const Result<Architecture> architecture = read_config_text(model.config, model.id);
        if (!architecture)
            continue;
        precision = architecture->checkpoint_precision;
        return trained_model(*architecture);
    }
    const double size = number_of(record, "params", number_of(record, "params_active", size_in_name(name)));
    if (size >= 1e7)
        return model_of_size(size);
    return std::nullopt;
}

const Accelerator* find_accelerator(const json& record, const Catalog& catalog)
{
    std::string name = text_of(record, "accel");
    name = name.substr(0, name.find(' '));
    if (const Accelerator* exact = catalog.accelerator(name))
        return exact;
    return catalog.accelerator(name.substr(0, name.find('-')));
}

/// Where it ran: the largest instance type with that accelerator tells links and network.
void place_on_instance(TrainingRun& run, const Catalog& catalog)
{
    run.link = run.accelerator->link_bytes_per_s.value_or(0);
    run.network = assumed_network;
    run.domain = assumed_domain;
    double most = 0;
    for (const InstanceType& type : catalog.instances) {
        if (type.accelerator != run.accelerator->id || type.accelerators <= most)
            continue;
        most = type.accelerators;
        run.domain = most;
        run.link = type.link_bytes_per_s.value_or(run.link);
        if (type.network_gbps > 0)
            run.network = type.network_gbps / 8 * 1e9 / most;
    }
    if (run.link <= 0)
        run.link = run.network;
}

Recompute recompute_of(const json& record)
{
    const std::string text = text_of(record, "recompute");
    return text.find("full") != std::string::npos ? Recompute::Full : text == "none" ? Recompute::None : Recompute::Selective;
}

TrainingLayout layout_of(const json& record)
{
    TrainingLayout l;
    const std::string words = text_of(record, "parallel");
    l.recompute = recompute_of(record);
    if (!words.empty()) {
        l.zero_stage = 3;
        l.data = parallelism(words, "fsdp", 1);
        l.tensor = parallelism(words, "tp", 1);
        l.pipeline = parallelism(words, "pp", 1);
        l.context = parallelism(words, "cp", 1);
        l.micro_batches = l.pipeline > 1 ? number_of(record, "local_batch", 1) : 1;
        l.micro_batch = l.pipeline > 1 ? 1 : number_of(record, "local_batch", 1);
        l.chunks = words.find("interleaved") != std::string::npos ? 2 : 1;
        return l;
    }
    l.tensor = number_of(record, "tp", 1);
    l.pipeline = number_of(record, "pp", 1);
    l.context = number_of(record, "cp", 1);
    l.expert = number_of(record, "ep", 1);
    l.expert_tensor = number_of(record, "etp", record.contains("E") ? l.tensor : 1);
    l.micro_batch = number_of(record, "micro_batch", number_of(record, "mbs", 1));
    const double accelerators = number_of(record, "n_accel", l.tensor * l.pipeline * l.context * 8);
    l.data = number_of(record, "dp", std::max(1.0, accelerators / (l.tensor * l.pipeline * l.context)));
    if (record.contains("E") && !record.contains("dp"))
        l.data = std::max(l.data, l.expert);
    const double sequences = number_of(record, "global_batch", number_of(record, "gbs", 0));
    // A run that does not say is taken to keep its pipeline full.
    l.micro_batches = sequences > 0 ? std::max(1.0, sequences / (l.data * l.micro_batch)) : 8 * l.pipeline;
    l.sequence_parallel = number_of(record, "sp", 1) > 0;
    const double layers = number_of(record, "vpp_layers", 0);
    if (layers > 0)
        l.chunks = number_of(record, "L", 0) / l.pipeline / layers;
    else if (l.pipeline > 1 && record.contains("vp"))
        l.chunks = number_of(record, "vp", 1);
    if (text_of(record, "sharding") == "FULL_SHARD" || number_of(record, "fsdp", 0) > 0)
        l.zero_stage = 3;
    return l;
}

Band around(double value, double factor)
{
    return {value / factor, value, value * factor};
}

/// Speed, in the unit of the record; `because` says why there is none.
std::optional<Band> predict_speed(const TrainingRun& run, const TrainingFactors& factors, std::string& because)
{
    auto on = training_accelerator(*run.accelerator, run.precision, factors, because);
    if (!on)
        return std::nullopt;
    on->link = run.link;
    on->network = run.network;
    on->domain = run.domain;
    const double speed = 1 / seconds_per_token(*run.model, run.layout, *on, run.sequence_length, factors);
    const double ratio = training_band_factor(run.model->sparse(), on->borrowed);
    const std::string& metric = run.measured.metric;
    if (metric == "tokens_per_s_per_gpu")
        return around(speed, ratio);
    if (metric == "seq_per_s")
        return around(speed * run.accelerators / run.sequence_length, ratio);
    if (metric == "iteration_time_s")
        return around(run.sequences_a_step * run.sequence_length / (speed * run.accelerators), ratio);
    if (metric == "tflops_per_gpu") {
        const double recomputed = run.unit.find("recompute") != std::string::npos ? 4.0 / 3 : 1;
        return around(speed * training_flops_per_token(*run.model, run.sequence_length) * recomputed / 1e12, ratio);
    }
    if (metric == "gpu_hours")
        return around(run.tokens / (speed * factors.sustained_share * published_goodput) / 3600, ratio);
    because = fmt::format("{} is not a figure of one run", metric);
    return std::nullopt;
}

Band predict_memory(const TrainingRun& run, const TrainingFactors& factors)
{
    const TrainingMemory memory = training_memory(*run.model, run.layout, run.sequence_length, factors);
    const bool at_rest = run.measured.metric == "static_memory";
    const double unit = run.unit.starts_with("GiB") ? gibibyte : 1e9;
    // What is allocated does not hold the context of the driver; what is reserved is fragmented by about as much.
    const double unseen = run.measured.metric == "allocated_memory" ? driver_context_bytes : 0;
    return Band::around((at_rest ? memory.static_bytes() : memory.used() - unseen) / unit, memory_band);
}

/// A size of the run or its layout that is stated and not above zero; empty when all are.
std::string impossible(const json& record)
{
    for (const char* name : {"n_accel", "seq",   "global_batch", "gbs",         "tokens", "tp",          "pp",
                             "cp",      "ep",    "dp",           "micro_batch", "mbs",    "local_batch", "L",
                             "h",       "heads", "kv_groups",    "ffn",         "vocab",  "params",      "params_active"}) {
        const double value = number_of(record, name, 1);
        if (!(value > 0 && value <= 1e18))
            return name;
    }
    return {};
}

/// What keeps a record from being predicted, before any figure is computed; empty when nothing does.
std::string obstacle(const json& record, const TrainingRun& run, const std::string& kind)
{
    if (kind == "estimator_output" || kind == "claim")
        return "another tool's output is no measurement";
    if (!(run.measured.value > 0))
        return fmt::format("{} is not one positive figure", run.measured.metric);
    if (const std::string name = impossible(record); !name.empty())
        return fmt::format("{} is not above zero, or absurd", name);
    if (!run.model)
        return fmt::format("the model \"{}\" is not in the base and its name states no size", run.measured.model);
    if (run.memory) {
        const std::string recompute = text_of(record, "recompute");
        if (recompute.starts_with("(") || recompute == "config default")
            return "the record does not say what is recomputed";
        if (text_of(record, "parallel").empty() && !record.contains("dist_opt"))
            return "the record does not say how the run was laid out";
        return {};
    }
    if (kind != "throughput" && kind != "gpu_hours" && kind != "iteration_time")
        return fmt::format("no formula for a record of kind \"{}\"", kind);
    if (kind == "gpu_hours" && !(run.tokens > 0))
        return "the record does not say how many tokens were trained on";
    if (run.measured.metric == "iteration_time_s" && !(run.sequences_a_step > 0))
        return "the record does not say how many sequences a step has";
    if (!run.accelerator)
        return fmt::format("the accelerator \"{}\" is not in the base", run.measured.accelerator);
    return {};
}

TrainingRun read_run(const json& record, const Catalog& catalog)
{
    TrainingRun run;
    Measurement& m = run.measured;
    m.id = text_of(record, "id");
    m.model = text_of(record, "model");
    m.accelerator = text_of(record, "accel");
    m.load = "training";
    m.metric = text_of(record, "metric");
    m.value = number_of(record, "value", 0);
    run.unit = text_of(record, "unit");
    const std::string kind = text_of(record, "kind");
    run.memory = kind == "train_peak" || kind == "train_static";
    if (run.memory)
        m.metric = kind == "train_static" ? "static_memory" : m.metric == "mem_max_allocated" ? "allocated_memory" : "reserved_memory";
    std::string own_precision;
    run.model = find_model(record, catalog, own_precision);
    run.accelerator = find_accelerator(record, catalog);
    // A run that states no precision was trained in what its checkpoint keeps.
    const std::string stated = letters_and_digits(text_of(record, "precision"));
    const std::string& words = stated.empty() ? own_precision : stated;
    run.precision = words.find("fp8") != std::string::npos ? "fp8" : words.find("nvfp4") != std::string::npos ? "fp4" : "bf16";
    run.layout = layout_of(record);
    if (run.unit.find("recompute") != std::string::npos)
        run.layout.recompute = Recompute::Full;
    const bool old_gpt = letters_and_digits(m.model).starts_with("gpt3") || m.model.starts_with("gpt-");
    run.sequence_length = number_of(record, "seq", old_gpt ? 2048 : 4096);
    run.accelerators = number_of(record, "n_accel", 1);
    run.sequences_a_step = number_of(record, "global_batch", 0);
    run.tokens = number_of(record, "tokens", 0);
    if (run.accelerator)
        place_on_instance(run, catalog);
    run.unpredicted_because = obstacle(record, run, kind);
    return run;
}

} // namespace

TrainedModel model_of_size(double parameters)
{
    constexpr double proportion = 128; // of hidden size to layers
    constexpr double table = 50'368;
    TrainedModel m;
    m.layers = std::max(1.0, std::cbrt(parameters / (12 * proportion * proportion)));
    m.hidden = proportion * m.layers;
    m.query_width = m.cached_width = m.hidden;
    m.gated = false;
    m.dense_width = 4 * m.hidden;
    m.vocabulary = table;
    m.attention_flops_per_position = 4 * m.hidden;
    m.spans[0].layers = m.layers;
    m.embedding_parameters = std::min(parameters / 2, table * m.hidden);
    m.dense_parameters = parameters - m.embedding_parameters;
    m.active_parameters = parameters;
    return m;
}

bool holds_training_measurements(std::string_view text)
{
    const json list = json::parse(text, nullptr, false);
    return list.is_array() && !list.empty() && list.front().is_object() && list.front().contains("kind") && !list.front().contains("load");
}

Result<std::vector<TrainingRun>> read_training_runs(std::string_view text, const std::string& place, const Catalog& catalog)
{
    const json list = json::parse(text, nullptr, false);
    if (!list.is_array())
        return bad_input(place, "is not a list", "the format is a list of objects with kind, model, metric and value");
    std::vector<TrainingRun> out;
    for (const json& record : list) {
        if (!record.is_object())
            return bad_input(fmt::format("{}: /{}", place, out.size()), "is no object", "a measurement has kind, model, metric and value");
        out.push_back(read_run(record, catalog));
    }
    return out;
}

Comparison compare_run(const TrainingRun& run, const TrainingFactors& factors)
{
    Comparison out;
    out.measured = run.measured;
    out.sparse = run.model && run.model->sparse();
    out.family = run.accelerator ? run.accelerator->factor_family : std::string();
    out.unpredicted_because = run.unpredicted_because;
    if (!out.unpredicted_because.empty())
        return out;
    if (run.memory)
        out.predicted = predict_memory(run, factors);
    else
        out.predicted = predict_speed(run, factors, out.unpredicted_because);
    return out;
}

Result<std::vector<Comparison>> compare_training_measurements(std::string_view text, const std::string& place, const Catalog& catalog)
{
    const Result<std::vector<TrainingRun>> runs = read_training_runs(text, place, catalog);
    if (!runs)
        return runs.error();
    std::vector<Comparison> out;
    for (const TrainingRun& run : *runs)
        out.push_back(compare_run(run, catalog.factors.training));
    return out;
}

} // namespace archway
