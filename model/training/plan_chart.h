// SPDX-License-Identifier: GPL-3.0-or-later
// Charts of training plans.
#pragma once

#include "model/estimate/chart_data.h"

namespace archway {

/// What one accelerator holds on the cheapest types, and on refused ones that come nearest. Empty where nothing trains.
[[nodiscard]] ChartData training_memory_chart(const Estimate&);
/// Days against accelerators on the cheapest types; where a line ends, the next size does not fit or goes beyond one step's tokens.
[[nodiscard]] ChartData training_days_chart(const Estimate&, const Catalog&);

} // namespace archway
