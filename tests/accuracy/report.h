// SPDX-License-Identifier: GPL-3.0-or-later
// docs/accuracy.md: how well the estimator predicts what its factors were not fitted on.
#pragma once

#include "tests/accuracy/rows.h"

#include <string>

namespace archway::accuracy {

/// The whole page. Fits some eighty times.
[[nodiscard]] std::string report(const RowSet&, const EfficiencyFactors& known);

} // namespace archway::accuracy
