// SPDX-License-Identifier: GPL-3.0-or-later
// The user's own weight of a rule, as a record of the user's own layer.
#pragma once

#include "model/knowledge/own_fact.h"

namespace archway {

/// A weight as it is typed.
struct WeightEntry {
    std::string rule;   ///< id
    std::string weight; ///< −1 … 1
    std::string note;   ///< why; may be empty
};

/// The largest weight, for or against: scores reach from 0 to 1.
inline constexpr double largest_weight = 1;

/// Gates count nothing and needs are no matter of degree: what is neither has a weight to change.
[[nodiscard]] bool has_weight(const Rule&);

[[nodiscard]] std::vector<FieldProblem> problems_of(const WeightEntry&, const Catalog&);
/// The rule with that weight. `below` is the rule as the layers under the user's own say it; nullptr where they have none. BadInput with
/// the first problem.
[[nodiscard]] Result<OwnChange> own_weight(const WeightEntry&, const Rule* below, const Catalog&);

} // namespace archway
