// SPDX-License-Identifier: GPL-3.0-or-later
// Published training runs against the prediction: throughput, GPU-hours, memory. The format is that of the measurements' own lists.
#pragma once

#include "model/estimate/validate.h"
#include "model/training/speed.h"

namespace archway {

/// One published run, ready to be predicted: what it trained, on what, laid out how.
struct TrainingRun {
    Measurement measured; ///< id, model, accelerator, metric, value; load is "training"
    std::string unit;
    std::optional<TrainedModel> model;
    const Accelerator* accelerator = nullptr;
    std::string precision; ///< bf16, fp8, fp4
    TrainingLayout layout;
    double link = 0, network = 0, domain = 1; ///< of the instance type it would run on; bytes/s an accelerator, and accelerators
    double sequence_length = 0;
    double accelerators = 1, sequences_a_step = 0, tokens = 0;
    bool memory = false;             ///< a peak or static memory, not a speed
    std::string unpredicted_because; ///< why nothing can be predicted; empty otherwise
};

/// Is this a list of training measurements (its records say `kind`), not of serving ones?
[[nodiscard]] bool holds_training_measurements(std::string_view text);
/// Reads the records; one that cannot be predicted keeps its place and says why. BadInput for what is no list of objects. The catalog must
/// outlive what is returned.
[[nodiscard]] Result<std::vector<TrainingRun>> read_training_runs(std::string_view text, const std::string& place, const Catalog&);
/// A run beside what these factors predict.
[[nodiscard]] Comparison compare_run(const TrainingRun&, const TrainingFactors&);
/// All runs with the factors of the catalog.
[[nodiscard]] Result<std::vector<Comparison>> compare_training_measurements(std::string_view text, const std::string& place,
                                                                            const Catalog&);

/// A decoder of which only the size is known: GPT proportions, h = 128·L, so that N = 12·L·h² + V·h. Used for published runs alone.
[[nodiscard]] TrainedModel model_of_size(double parameters);

} // namespace archway
