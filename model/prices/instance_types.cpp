// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/prices/instance_types.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

using nlohmann::json;

constexpr double mib = 1024.0 * 1024;

const json& member(const json& value, const char* name)
{
    static const json nothing;
    if (!value.is_object())
        return nothing;
    const auto found = value.find(name);
    return found == value.end() ? nothing : *found;
}

std::string text_of(const json& value)
{
    return value.is_string() ? value.get<std::string>().substr(0, 100) : std::string();
}

/// A figure above 0 and below `most`; nothing otherwise.
std::optional<double> figure(const json& value, double most)
{
    if (!value.is_number())
        return std::nullopt;
    const double number = value.get<double>();
    return number > 0 && number <= most ? std::optional(number) : std::nullopt;
}

std::string letters_and_digits(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out += c;
        else if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

/// The devices of a type: GPUs, Neuron devices, or the older list of inference accelerators.
struct Devices {
    std::string name;
    double count = 0;
    std::optional<double> memory_bytes; ///< each
};

std::optional<Devices> devices_of(const json& type)
{
    const std::pair<const json&, const char*> lists[]{{member(member(type, "NeuronInfo"), "NeuronDevices"), "trainium"},
                                                      {member(member(type, "InferenceAcceleratorInfo"), "Accelerators"), "inferentia"},
                                                      {member(member(type, "GpuInfo"), "Gpus"), "nvidia"}};
    for (const auto& [list, kind] : lists) {
        if (!list.is_array() || list.empty())
            continue;
        Devices devices;
        devices.name = text_of(member(list[0], "Name"));
        for (const json& device : list)
            devices.count += figure(member(device, "Count"), 10'000).value_or(0);
        if (const auto size = figure(member(member(list[0], "MemoryInfo"), "SizeInMiB"), 1e9))
            devices.memory_bytes = *size * mib;
        return devices;
    }
    return std::nullopt;
}

/// "A100" with 40 GiB is the A100 with 40 GB: by name, and where several share it by the nearest memory, at most 15 % away.
const Accelerator* known_accelerator(const Devices& devices, const Catalog& catalog)
{
    const std::string wanted = letters_and_digits(devices.name);
    const Accelerator* best = nullptr;
    double best_distance = 0.15;
    for (const Accelerator& accelerator : catalog.accelerators) {
        const std::string id = letters_and_digits(accelerator.id);
        const bool named = !wanted.empty() && accelerator.kind != "cpu"
            && (id == wanted || id == wanted + "40" || id == wanted + "80" || letters_and_digits(accelerator.name) == "nvidia" + wanted
                || std::any_of(accelerator.aliases.begin(), accelerator.aliases.end(),
                               [&](const std::string& alias) { return letters_and_digits(alias) == wanted; }));
        if (!named)
            continue;
        const double distance = devices.memory_bytes ? std::abs(accelerator.memory_bytes / *devices.memory_bytes - 1) : 0;
        if (distance < best_distance) {
            best = &accelerator;
            best_distance = distance;
        }
    }
    return best;
}

/// The sum over the network cards of what each always has; without it a performance that is not "up to" something.
std::optional<double> network_gbps(const json& network)
{
    const json& cards = member(network, "NetworkCards");
    double sum = 0;
    if (cards.is_array()) {
        for (const json& card : cards)
            sum += figure(member(card, "BaselineBandwidthInGbps"), 1e6).value_or(0);
    }
    if (sum > 0)
        return sum;
    const std::string performance = text_of(member(network, "NetworkPerformance"));
    if (performance.empty() || performance[0] < '0' || performance[0] > '9')
        return std::nullopt;
    const std::size_t digits = performance.find_first_not_of("0123456789.");
    const double value = digits <= 9 ? std::stod(performance.substr(0, digits)) : 0;
    return value > 0 && performance.find("Gigabit") != std::string::npos ? std::optional(value) : std::nullopt;
}

InstanceType new_type(const std::string& id, const Accelerator& accelerator, double count, const json& type)
{
    InstanceType out;
    out.id = id;
    out.family = id.substr(0, id.find('.'));
    out.name = "Amazon EC2 " + id;
    out.name[11] = static_cast<char>(id[0] >= 'a' && id[0] <= 'z' ? id[0] - 'a' + 'A' : id[0]);
    std::replace(out.name.begin(), out.name.end(), '.', ' ');
    out.kind = accelerator.kind;
    out.accelerator = accelerator.id;
    out.accelerators = static_cast<int>(count);
    const json& network = member(type, "NetworkInfo");
    if (const json& efa = member(network, "EfaSupported"); efa.is_boolean() && efa.get<bool>())
        out.efa = fmt::format("{:.0f} interfaces", figure(member(member(network, "EfaInfo"), "MaximumEfaInterfaces"), 1000).value_or(1));
    return out;
}

/// Type names are lower-case words with one dot: "p5.48xlarge".
bool is_type_name(const std::string& id)
{
    const std::size_t dot = id.find('.');
    return dot != std::string::npos && dot > 0 && dot + 1 < id.size() && id.find('.', dot + 1) == std::string::npos
        && std::all_of(id.begin(), id.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-'; });
}

/// One type of the answer, or the reason why it is of no use.
const char* read_type(const json& type, const Catalog& catalog, const std::string& source, std::vector<InstanceType>& out)
{
    const std::string id = text_of(member(type, "InstanceType"));
    if (!is_type_name(id))
        return "without a type name";
    const auto found = std::find_if(catalog.instances.begin(), catalog.instances.end(), [&](const InstanceType& i) { return i.id == id; });
    const InstanceType* known = found == catalog.instances.end() ? nullptr : &*found;
    const std::optional<Devices> devices = devices_of(type);
    InstanceType record;
    if (devices) {
        const Accelerator* accelerator = known_accelerator(*devices, catalog);
        if (!accelerator)
            return "with an accelerator that Archway does not know";
        if (devices->count < 1)
            return "with accelerators it does not count";
        if (known && known->accelerator != accelerator->id)
            return "with another accelerator than the knowledge base says";
        record = known ? *known : new_type(id, *accelerator, devices->count, type);
        record.accelerators = static_cast<int>(devices->count);
        record.sources["accelerators"] = source;
    } else if (!known) {
        return "without accelerators, of a processor that Archway does not know";
    } else if (known->kind != "cpu") {
        return "with another accelerator than the knowledge base says";
    } else {
        record = *known;
    }
    const auto take = [&](const char* field, std::optional<double> value, auto& into) {
        if (!value)
            return;
        into = static_cast<std::decay_t<decltype(into)>>(*value);
        record.sources[field] = source;
    };
    take("vcpus", figure(member(member(type, "VCpuInfo"), "DefaultVCpus"), 1e5), record.vcpus);
    if (const auto memory = figure(member(member(type, "MemoryInfo"), "SizeInMiB"), 1e9))
        take("ram_bytes", *memory * mib, record.ram_bytes);
    if (const auto disk = figure(member(member(type, "InstanceStorageInfo"), "TotalSizeInGB"), 1e7))
        take("nvme_bytes", *disk * 1e9, record.nvme_bytes);
    take("network_gbps", network_gbps(member(type, "NetworkInfo")), record.network_gbps);
    if (const json& classes = member(type, "SupportedUsageClasses"); classes.is_array() && !classes.empty()) {
        std::vector<std::string> words;
        for (const json& word : classes) {
            if (word.is_string())
                words.push_back(text_of(word));
        }
        record.availability = fmt::format("{}", fmt::join(words, "+"));
        record.sold_as.clear();
        for (const std::string_view way : {"on-demand", "spot", "capacity-block"}) {
            if (std::find(words.begin(), words.end(), way) != words.end())
                record.sold_as.emplace_back(way);
        }
    }
    out.push_back(std::move(record));
    return nullptr;
}

} // namespace

Result<InstanceTypesContent> read_instance_types(std::string_view text, const std::string& name, const Catalog& catalog,
                                                 const std::string& source)
{
    json answer;
    try {
        answer = json::parse(text);
    } catch (const json::parse_error& error) {
        const auto at = static_cast<std::ptrdiff_t>(std::min(error.byte, text.size()));
        return bad_input(fmt::format("{}:{} (byte {})", name, 1 + std::count(text.begin(), text.begin() + at, '\n'), error.byte),
                         "is not valid JSON", "expected the answer of aws ec2 describe-instance-types; it may have been cut short");
    }
    const json& list = member(answer, "InstanceTypes");
    if (!list.is_array())
        return bad_input(name + ": /InstanceTypes", "is no list", "expected the answer of aws ec2 describe-instance-types");
    InstanceTypesContent content;
    for (const json& type : list) {
        if (const char* reason = read_type(type, catalog, source, content.types))
            ++content.left_out[reason];
    }
    std::sort(content.types.begin(), content.types.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    const auto same = [](const auto& a, const auto& b) { return a.id == b.id; };
    const auto repeated = std::unique(content.types.begin(), content.types.end(), same);
    if (repeated != content.types.end()) {
        content.left_out["listed before"] += static_cast<std::size_t>(content.types.end() - repeated);
        content.types.erase(repeated, content.types.end());
    }
    return content;
}

} // namespace archway
