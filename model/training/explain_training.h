// SPDX-License-Identifier: GPL-3.0-or-later
// The training formulas with the numbers of one plan in them.
#pragma once

#include "model/estimate/estimate.h"

namespace archway {

/// Line by line, ready to show in monospace; nothing for a formula that does not speak of training, and where the plan was refused before
/// the figure was computed.
[[nodiscard]] std::vector<std::string> explain_training(std::string_view formula_id, const Estimate&, const TrainingPlan&);

} // namespace archway
