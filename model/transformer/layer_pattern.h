// SPDX-License-Identifier: GPL-3.0-or-later
// Which layer does what: windows, linear attention, experts, from the config's lists or the family's rule.
#pragma once

#include "model/transformer/family.h"
#include "model/transformer/field_reader.h"

namespace archway {

/// Window of each layer in tokens, 0 = full attention.
[[nodiscard]] std::vector<std::int64_t> read_windows(FieldReader& fields, const Family& family, std::int64_t layers,
                                                     std::int64_t max_positions);
/// Which layers use linear attention; empty = none.
[[nodiscard]] std::vector<bool> read_linear_layers(FieldReader& fields, std::string_view model_type, std::int64_t layers);
/// What each layer of a hybrid is: M Mamba-2, * attention, - dense feed-forward, E experts (Nemotron-H); empty = every layer mixes and
/// feeds forward. Another letter, or a pattern of another length, is an error of the reader.
[[nodiscard]] std::string read_hybrid_layers(FieldReader& fields, std::int64_t layers);
/// Which layers hold experts; all of `experts` > 0.
[[nodiscard]] std::vector<bool> read_moe_layers(FieldReader& fields, const Family& family, std::int64_t layers);

} // namespace archway
