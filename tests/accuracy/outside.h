// SPDX-License-Identifier: GPL-3.0-or-later
// Published measurements that no factor was fitted on and no formula was chosen by: the estimator judged from outside.
#pragma once

#include "model/estimate/validate.h"

#include <string>
#include <vector>

namespace archway::accuracy {

/// Markdown: each measurement beside its prediction by the shipped factors.
[[nodiscard]] std::string outside_report(const std::vector<Measurement>&, const Catalog&);

} // namespace archway::accuracy
