// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/knowledge/catalog.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace archway {

/// What the answer of `aws ec2 describe-instance-types` says of types that are of use, and what was left out, counted by reason.
struct InstanceTypesContent {
    std::vector<InstanceType> types;
    std::map<std::string, std::size_t> left_out;
};

/// Reads the answer (`InstanceTypes`: VCpuInfo, MemoryInfo, InstanceStorageInfo, NetworkInfo, GpuInfo, NeuronInfo). A known type keeps what
/// the answer does not say; a new one needs an accelerator of the catalog, told by name and memory. Figures get `source` as their source.
/// BadInput: broken JSON, or no list of instance types.
[[nodiscard]] Result<InstanceTypesContent> read_instance_types(std::string_view text, const std::string& name, const Catalog& catalog,
                                                               const std::string& source);

} // namespace archway
