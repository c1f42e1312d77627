// SPDX-License-Identifier: GPL-3.0-or-later
// The factors of training speed, fitted with the estimator's own functions, and what they reach on runs they have not seen.
#pragma once

#include "model/training/measured.h"

#include <string>
#include <vector>

namespace archway::accuracy {

/// A run with the configuration it belongs to: model, accelerator and precision, for MosaicML's sweeps the sequence length as well.
struct TrainingRow {
    TrainingRun run;
    std::string configuration;
    double weight = 1; ///< 1/√n for the n runs of a configuration
};
/// The runs whose speed can be predicted.
[[nodiscard]] std::vector<TrainingRow> training_rows(const std::vector<TrainingRun>&, const TrainingFactors&);

/// Neutral factors moved until the rows are met: coordinate descent on their logarithms, an absolute loss that forgives outliers, and a
/// weak pull back to the neutral values. What no row speaks of stays as `given` has it.
[[nodiscard]] TrainingFactors fit_training(const std::vector<const TrainingRow*>&, const TrainingFactors& given);

/// Markdown: held out by configuration, in two parts and in eight, and as shipped.
[[nodiscard]] std::string training_report(const std::vector<TrainingRow>&, const TrainingFactors& shipped);

} // namespace archway::accuracy
