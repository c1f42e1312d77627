// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of accelerators and instance types. Memory is that of the label ("141 GB"), which is what documents speak of.
#include "model/evidence/figures.h"

#include "model/base/units.h"

#include <fmt/format.h>

#include <algorithm>

namespace archway {

namespace {

/// "141 GB" or "96 GiB" in bytes; the driver's figure where the label cannot be read.
double label_bytes(const Accelerator& accelerator)
{
    const std::size_t space = accelerator.memory_label.find(' ');
    if (space == std::string::npos)
        return accelerator.memory_bytes;
    const auto amount = parse_quantity(accelerator.memory_label.substr(0, space));
    const ClaimUnit unit = claim_unit(accelerator.memory_label.substr(space + 1));
    return amount && unit.measure == Measure::Bytes ? *amount * unit.factor : accelerator.memory_bytes;
}

/// A figure of an accelerator that may not be known.
Figure of_accelerator(Arguments& in, Measure measure, const char* what, std::optional<double> Accelerator::*field)
{
    const Accelerator* accelerator = in.accelerator();
    if (!accelerator)
        return {};
    const std::optional<double>& value = accelerator->*field;
    if (!value)
        in.fail(bad_input(fmt::format("{} of {}", what, in.name), "is not known", "expected an accelerator whose figure is in the base"));
    return {value.value_or(0), measure, fmt::format("{} of {}", what, in.name), {}};
}

Figure bf16(Arguments& in)
{
    return of_accelerator(in, Measure::Flops, "dense BF16 rate", &Accelerator::flops_bf16);
}
Figure fp8(Arguments& in)
{
    return of_accelerator(in, Measure::Flops, "dense FP8 rate", &Accelerator::flops_fp8);
}
Figure fp4(Arguments& in)
{
    return of_accelerator(in, Measure::Flops, "dense FP4 rate", &Accelerator::flops_fp4);
}
Figure bandwidth(Arguments& in)
{
    return of_accelerator(in, Measure::BytesPerSecond, "memory bandwidth", &Accelerator::memory_bandwidth);
}
Figure memory(Arguments& in)
{
    const Accelerator* accelerator = in.accelerator();
    return accelerator ? Figure{label_bytes(*accelerator), Measure::Bytes, "memory of " + in.name, {}} : Figure{};
}

/// A figure of an instance type itself.
template <class Read>
Figure of_instance(Arguments& in, Measure measure, const char* what, Read read)
{
    const InstanceType* type = in.instance();
    return type ? Figure{static_cast<double>(read(*type)), measure, fmt::format("{} of {}", what, in.name), {}} : Figure{};
}

Figure accelerators(Arguments& in)
{
    return of_instance(in, Measure::Count, "accelerators", [](const InstanceType& t) { return t.accelerators; });
}
Figure vcpus(Arguments& in)
{
    return of_instance(in, Measure::Count, "vCPUs", [](const InstanceType& t) { return t.vcpus; });
}
Figure ram(Arguments& in)
{
    return of_instance(in, Measure::Bytes, "main memory", [](const InstanceType& t) { return t.ram_bytes; });
}
Figure nvme(Arguments& in)
{
    return of_instance(in, Measure::Bytes, "local NVMe", [](const InstanceType& t) { return t.nvme_bytes; });
}
Figure network(Arguments& in)
{
    return of_instance(in, Measure::Network, "network", [](const InstanceType& t) { return t.network_gbps * 1e9 / 8; });
}
Figure hyperpod(Arguments& in)
{
    const InstanceType* type = in.instance();
    return type ? Figure{type->hyperpod ? 1.0 : 0.0, Measure::Count, "whether HyperPod takes " + in.name, {}} : Figure{};
}

/// The count in "v3 (16)"; 1 where a version stands alone.
Figure efa_interfaces(Arguments& in)
{
    const InstanceType* type = in.instance();
    if (!type)
        return {};
    const std::size_t open = type->efa.find('(');
    double count = type->efa.empty() ? 0 : 1;
    if (open != std::string::npos)
        count = parse_quantity(type->efa.substr(open + 1, type->efa.find_first_not_of("0123456789", open + 1) - open - 1)).value_or(count);
    return {count, Measure::Count, "EFA interfaces of " + in.name, {}};
}

/// A figure of all accelerators of an instance type together.
template <class Read>
Figure of_all(Arguments& in, Measure measure, const char* what, Read read)
{
    const InstanceType* type = in.instance();
    if (!type)
        return {};
    const Accelerator* accelerator = in.catalog().accelerator(type->accelerator);
    const std::optional<double> each = accelerator ? read(*type, *accelerator) : std::nullopt;
    if (!each)
        in.fail(bad_input(fmt::format("{} of {}", what, in.name), "is not known", "expected a type whose figure is in the base"));
    if (accelerator)
        in.references.push_back(accelerator->id);
    return {each.value_or(0) * type->accelerators,
            measure,
            fmt::format("{} of the {} {} in {}", what, type->accelerators, accelerator ? accelerator->name : type->accelerator, in.name),
            {}};
}

using Known = std::optional<double>;

Figure memory_in(Arguments& in)
{
    return of_all(in, Measure::Bytes, "memory", [](const InstanceType&, const Accelerator& a) { return Known(label_bytes(a)); });
}
Figure bandwidth_in(Arguments& in)
{
    return of_all(in, Measure::BytesPerSecond, "memory bandwidth",
                  [](const InstanceType&, const Accelerator& a) { return a.memory_bandwidth; });
}
Figure bf16_in(Arguments& in)
{
    return of_all(in, Measure::Flops, "dense BF16 rate", [](const InstanceType&, const Accelerator& a) { return a.flops_bf16; });
}
Figure fp8_in(Arguments& in)
{
    return of_all(in, Measure::Flops, "dense FP8 rate", [](const InstanceType&, const Accelerator& a) { return a.flops_fp8; });
}
Figure fp4_in(Arguments& in)
{
    return of_all(in, Measure::Flops, "dense FP4 rate", [](const InstanceType&, const Accelerator& a) { return a.flops_fp4; });
}
/// Both directions, as documents count NVLink.
Figure links_in(Arguments& in)
{
    return of_all(in, Measure::BytesPerSecond, "links, both directions,", [](const InstanceType& t, const Accelerator& a) {
        const Known one = t.link_bytes_per_s ? t.link_bytes_per_s : a.link_bytes_per_s;
        return one ? Known(*one * 2) : one;
    });
}

/// largest_vcpus(family) and largest_ram(family): the largest size of a family in the base.
template <class Read>
Figure largest(Arguments& in, Measure measure, const char* what, Read read)
{
    const std::string family = in.word();
    double best = 0;
    const InstanceType* found = nullptr;
    for (const InstanceType& type : in.catalog().instances)
        if (type.family == family && read(type) > best) {
            best = read(type);
            found = &type;
        }
    if (!found)
        in.fail(bad_input("family \"" + family + "\"", "is not in the base", "expected an instance family"));
    else
        in.references.push_back(found->id);
    return {best, measure, fmt::format("{} of {}", what, found ? found->id : family), {}};
}
Figure largest_vcpus(Arguments& in)
{
    return largest(in, Measure::Count, "vCPUs", [](const InstanceType& t) { return static_cast<double>(t.vcpus); });
}
Figure largest_ram(Arguments& in)
{
    return largest(in, Measure::Bytes, "main memory", [](const InstanceType& t) { return t.ram_bytes; });
}

} // namespace

const std::vector<NamedFigure>& hardware_figures()
{
    static const std::vector<NamedFigure> table{{"bf16", bf16},
                                                {"fp8", fp8},
                                                {"fp4", fp4},
                                                {"bandwidth", bandwidth},
                                                {"memory", memory},
                                                {"accelerators", accelerators},
                                                {"vcpus", vcpus},
                                                {"ram", ram},
                                                {"nvme", nvme},
                                                {"network", network},
                                                {"hyperpod", hyperpod},
                                                {"efa_interfaces", efa_interfaces},
                                                {"memory_in", memory_in},
                                                {"bandwidth_in", bandwidth_in},
                                                {"bf16_in", bf16_in},
                                                {"fp8_in", fp8_in},
                                                {"fp4_in", fp4_in},
                                                {"links_in", links_in},
                                                {"largest_vcpus", largest_vcpus},
                                                {"largest_ram", largest_ram}};
    return table;
}

} // namespace archway
