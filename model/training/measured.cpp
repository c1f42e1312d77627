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
void place_on_instance(TrainingAccelerator& on, const Accelerator& accelerator, const Catalog& catalog)
{
    on.link = accelerator.link_bytes_per_s.value_or(0);
    on.network = assumed_network;
    on.domain = assumed_domain;
    double most = 0;
    for (const InstanceType& type : catalog.instances) {
        if (type.accelerator != accelerator.id || type.accelerators <= most)
            continue;
        most = type.accelerators;
        on.domain = most;
        on.link = type.link_bytes_per_s.value_or(on.link);
        if (type.network_gbps > 0)
            on.network = type.network_gbps / 8 * 1e9 / most;
    }
    if (on.link <= 0)
        on.link = on.network;
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
std::optional<Band> predict_speed(const json& record, const TrainedModel& model, const Catalog& catalog, const std::string& own_precision,
                                  Comparison& out)
{
    const TrainingFactors& factors = catalog.factors.training;
    const Accelerator* accelerator = find_accelerator(record, catalog);
    if (!accelerator) {
        out.unpredicted_because = fmt::format("the accelerator \"{}\" is not in the base", text_of(record, "accel"));
        return std::nullopt;
    }
    out.family = accelerator->factor_family;
    // A run that states no precision was trained in what its checkpoint keeps.
    const std::string stated = letters_and_digits(text_of(record, "precision"));
    const std::string& words = stated.empty() ? own_precision : stated;
    const char* precision = words.find("fp8") != std::string::npos ? "fp8" : words.find("nvfp4") != std::string::npos ? "fp4" : "bf16";
    auto on = training_accelerator(*accelerator, precision, factors, out.unpredicted_because);
    if (!on)
        return std::nullopt;
    place_on_instance(*on, *accelerator, catalog);
    const bool old_gpt = text_of(record, "model").starts_with("gpt") || text_of(record, "model").starts_with("GPT");
    const double sequence = number_of(record, "seq", old_gpt ? 2048 : 4096);
    TrainingLayout layout = layout_of(record);
    const std::string unit = text_of(record, "unit");
    if (unit.find("recompute") != std::string::npos)
        layout.recompute = Recompute::Full;
    const double speed = 1 / seconds_per_token(model, layout, *on, sequence, factors);
    const double ratio = training_band_factor(model.sparse(), on->borrowed);
    const std::string metric = out.measured.metric;
    const double accelerators = number_of(record, "n_accel", 1);
    if (metric == "tokens_per_s_per_gpu")
        return around(speed, ratio);
    if (metric == "seq_per_s")
        return around(speed * accelerators / sequence, ratio);
    if (metric == "iteration_time_s")
        return around(number_of(record, "global_batch", 0) * sequence / (speed * accelerators), ratio);
    if (metric == "tflops_per_gpu") {
        const double recomputed = unit.find("recompute") != std::string::npos ? 4.0 / 3 : 1;
        return around(speed * training_flops_per_token(model, sequence) * recomputed / 1e12, ratio);
    }
    if (metric == "gpu_hours")
        return around(number_of(record, "tokens", 0) / (speed * factors.sustained_share * published_goodput) / 3600, ratio);
    out.unpredicted_because = fmt::format("{} is not a figure of one run", metric);
    return std::nullopt;
}

std::optional<Band> predict_memory(const json& record, const TrainedModel& model, const Catalog& catalog, Comparison& out)
{
    if (const std::string recompute = text_of(record, "recompute"); recompute.starts_with("(") || recompute == "config default") {
        out.unpredicted_because = "the record does not say what is recomputed";
        return std::nullopt;
    }
    if (text_of(record, "parallel").empty() && !record.contains("dist_opt")) {
        out.unpredicted_because = "the record does not say how the run was laid out";
        return std::nullopt;
    }
    if (const Accelerator* accelerator = find_accelerator(record, catalog))
        out.family = accelerator->factor_family;
    const double sequence = number_of(record, "seq", 4096);
    const TrainingMemory memory = training_memory(model, layout_of(record), sequence, catalog.factors.training);
    const bool at_rest = text_of(record, "kind") == "train_static";
    const double unit = text_of(record, "unit").starts_with("GiB") ? gibibyte : 1e9;
    // What is allocated does not hold the context of the driver; what is reserved is fragmented by about as much.
    const double unseen = text_of(record, "metric") == "mem_max_allocated" ? driver_context_bytes : 0;
    return Band::around((at_rest ? memory.static_bytes() : memory.used() - unseen) / unit, memory_band);
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

Result<std::vector<Comparison>> compare_training_measurements(std::string_view text, const std::string& place, const Catalog& catalog)
{
    const json list = json::parse(text, nullptr, false);
    if (!list.is_array())
        return bad_input(place, "is not a list", "the format is a list of objects with kind, model, metric and value");
    std::vector<Comparison> out;
    for (const json& record : list) {
        if (!record.is_object())
            return bad_input(fmt::format("{}: /{}", place, out.size()), "is no object", "a measurement has kind, model, metric and value");
        Comparison& comparison = out.emplace_back();
        Measurement& m = comparison.measured;
        m.id = text_of(record, "id");
        m.model = text_of(record, "model");
        m.accelerator = text_of(record, "accel");
        m.load = "training";
        m.metric = text_of(record, "metric");
        m.value = number_of(record, "value", 0);
        const std::string kind = text_of(record, "kind");
        const bool memory = kind == "train_peak" || kind == "train_static";
        if (memory)
            m.metric = kind == "train_peak" ? "peak_memory" : "static_memory";
        std::string precision;
        const std::optional<TrainedModel> model = find_model(record, catalog, precision);
        if (kind == "estimator_output" || kind == "claim")
            comparison.unpredicted_because = "another tool's output is no measurement";
        else if (!(m.value > 0))
            comparison.unpredicted_because = fmt::format("{} is not one positive figure", m.metric);
        else if (!model)
            comparison.unpredicted_because = fmt::format("the model \"{}\" is not in the base and its name states no size", m.model);
        else if (memory)
            comparison.predicted = predict_memory(record, *model, catalog, comparison);
        else if (kind == "throughput" || kind == "gpu_hours" || kind == "iteration_time")
            comparison.predicted = predict_speed(record, *model, catalog, precision, comparison);
        else
            comparison.unpredicted_because = fmt::format("no formula for a record of kind \"{}\"", kind);
        comparison.sparse = model && model->sparse();
    }
    return out;
}

} // namespace archway
