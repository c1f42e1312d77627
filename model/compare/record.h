// SPDX-License-Identifier: GPL-3.0-or-later
// A decision as it is kept beside its report, so that it can be held against today's knowledge later.
#pragma once

#include "model/match/decision.h"

#include <string>

namespace archway {

/// Choices with the reasons they rested on, figures, and the prices with their dates; JSON, newline at the end. `date` is the report's and
/// may be empty. The same answer gives the same bytes.
[[nodiscard]] std::string decision_record(const Answer&, const std::string& knowledge_version, const std::string& date);

} // namespace archway
