// SPDX-License-Identifier: GPL-3.0-or-later
// The part of docs/accuracy.md on training: speed of runs that the factors have not seen, and memory.
#pragma once

#include "tests/accuracy/fit_training.h"

#include <string>
#include <vector>

namespace archway::accuracy {

/// Markdown: held out by configuration, in two parts and in eight, by model and by accelerator, and as shipped; then memory. Fits some
/// hundred times.
[[nodiscard]] std::string training_report(const std::vector<TrainingRow>&, const std::vector<TrainingRun>& memory,
                                          const TrainingFactors& shipped);

} // namespace archway::accuracy
