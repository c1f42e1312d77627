// SPDX-License-Identifier: GPL-3.0-or-later
// Fits the factors of training speed to published runs with the estimator's own functions.
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
/// weak pull back to the neutral values and, within a generation of chips, to each other. Families that are not marked fitted stay as
/// `given` has them or are lent another's.
[[nodiscard]] TrainingFactors fit_training(const std::vector<const TrainingRow*>&, const TrainingFactors& given);

} // namespace archway::accuracy
