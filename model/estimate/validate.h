// SPDX-License-Identifier: GPL-3.0-or-later
// Predictions against published or own measurements, record by record and by group.
#pragma once

#include "model/base/result.h"
#include "model/base/units.h"
#include "model/knowledge/catalog.h"

#include <nlohmann/json_fwd.hpp>

namespace archway {

/// One measured figure of a serving benchmark.
struct Measurement {
    std::string id;
    std::string model;
    std::string accelerator; ///< id or alias
    int accelerators = 1;    ///< in the group that holds one copy
    bool attention_data_parallel = false;
    std::string engine;
    std::string weight_precision = "bf16", kv_precision = "bf16";
    double input_tokens = 0, output_tokens = 0;
    std::string load;   ///< offline, static-batch, closed-loop, open-loop, single
    std::string metric; ///< output_tokens_per_second, tpot_ms, ttft_ms
    double sequences = 1, requests = 3000, requests_per_second = 0;
    bool burst = false; ///< open loop, all requests at once
    double value = 0;   ///< measured, in the unit of the metric
};

/// A measurement beside its prediction.
struct Comparison {
    Measurement measured;
    std::optional<Band> predicted;
    std::string unpredicted_because;
    std::string family;  ///< of efficiency factors
    std::string engine;  ///< whose factors were used: vllm, trtllm, sglang, neuron; empty for training
    bool sparse = false; ///< mixture of experts
    [[nodiscard]] double error() const { return predicted->mid / measured.value - 1; }
    [[nodiscard]] bool inside() const { return predicted->low <= measured.value && measured.value <= predicted->high; }
};

/// Records of one metric, load, accelerator family and kind of model.
struct ComparisonGroup {
    std::string metric, load, family;
    bool sparse = false;
    int count = 0;
    double median_error = 0, p90_error = 0; ///< absolute, as a share
    double inside = 0;                      ///< share of the measurements inside the stated band
};

/// Reads a list of measurements. BadInput names the record and field.
[[nodiscard]] Result<std::vector<Measurement>> read_measurements(std::string_view text, const std::string& place);
[[nodiscard]] std::vector<Comparison> compare_with_measurements(const std::vector<Measurement>&, const Catalog&);
/// By metric, load, family and architecture, in that order; records without a prediction are in no group.
[[nodiscard]] std::vector<ComparisonGroup> comparison_groups(const std::vector<Comparison>&);
[[nodiscard]] nlohmann::ordered_json validation_json(const std::vector<Comparison>&);

} // namespace archway
