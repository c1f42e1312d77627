// SPDX-License-Identifier: GPL-3.0-or-later
// The search over deployments: every type at every tensor-parallel size, and the ones that nothing beats in both cost and latency.
#pragma once

#include "model/estimate/estimate.h"

namespace archway {

/// All feasible deployments with known speed and price: each instance type at each tensor-parallel size that divides its heads.
[[nodiscard]] std::vector<Deployment> deployments_searched(const Estimate&, const Catalog&);

/// Those that no other beats in both the cost of output tokens and the time per output token, fastest first. Of two that are equal in both
/// the first by name stays. [formula.pareto]
[[nodiscard]] std::vector<Deployment> pareto_front(std::vector<Deployment>);

} // namespace archway
