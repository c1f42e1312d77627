// SPDX-License-Identifier: GPL-3.0-or-later
// Published training runs against the prediction: throughput, GPU-hours, memory. The format is that of the measurements' own lists.
#pragma once

#include "model/estimate/validate.h"
#include "model/training/trained_model.h"

namespace archway {

/// Is this a list of training measurements (its records say `kind`), not of serving ones?
[[nodiscard]] bool holds_training_measurements(std::string_view text);
/// Predicts each record; one that cannot be predicted says why. BadInput for what is no list of objects.
[[nodiscard]] Result<std::vector<Comparison>> compare_training_measurements(std::string_view text, const std::string& place,
                                                                            const Catalog&);

/// A decoder of which only the size is known: GPT proportions, h = 128·L, so that N = 12·L·h² + V·h. Used for published runs alone.
[[nodiscard]] TrainedModel model_of_size(double parameters);

} // namespace archway
