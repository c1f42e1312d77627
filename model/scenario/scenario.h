// SPDX-License-Identifier: GPL-3.0-or-later
// The question: model, innovations, workload, constraints. Units as in the scenario file of the command line.
#pragma once

#include "model/base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace archway {

enum class Phase { Inference, Pretraining, FineTuning };
enum class ModelForm { None, Id, Config, ConfigFile, Custom };

/// Which model is asked about. `text` is the id, the path of a config file, or the JSON text of `config` / `custom`.
struct ModelChoice {
    ModelForm form = ModelForm::None;
    std::string text;
    friend bool operator==(const ModelChoice&, const ModelChoice&) = default;
};

struct Workload {
    double input_tokens = 1000;
    double output_tokens = 300;
    double concurrent_sequences = 8;
    std::optional<double> requests_per_second; ///< wins over concurrent_sequences
    std::optional<double> ttft_ms = 2000;      ///< nullopt = no target
    std::optional<double> tpot_ms = 50;
    std::string weight_precision; ///< fp32 bf16 fp16 fp8 int8 fp4 int4 …; empty until the checkpoint's own is known
    std::string kv_precision = "bf16";
    double prefix_hit_rate = 0; ///< share of input tokens found in the prefix cache, 0 … 1
    double utilisation = 0.45;  ///< share of the bought time that serves tokens, (0 … 1]
    /// Speculative decoding: tokens that one verification yields, the verified one included. Measured for EAGLE-3 with three drafts.
    double acceptance_length = 3.22;
    double draft_tokens = 3; ///< drafted before each verification
    friend bool operator==(const Workload&, const Workload&) = default;
};

struct Training {
    double tokens = 1.0e12;
    double sequence_length = 4096;
    std::optional<double> deadline_days;
    std::string precision = "bf16";
    std::string method = "full"; ///< full, lora, qlora
    std::optional<double> accelerators;
    friend bool operator==(const Training&, const Training&) = default;
};

struct Constraints {
    std::vector<std::string> regions{"us-east-1"}; ///< any of them will do
    std::vector<std::string> compliance;           ///< hipaa soc iso gdpr fedramp pci
    std::optional<double> monthly_budget_usd;
    std::vector<std::string> purchase{"on-demand"};
    std::vector<std::string> accelerators{"nvidia", "trainium", "inferentia", "cpu"};
    std::string operations = "balanced"; ///< managed, balanced, self-managed
    friend bool operator==(const Constraints&, const Constraints&) = default;
};

/// A deployment pinned wholly or in part; what is empty Archway searches.
struct PinnedDeployment {
    std::optional<std::string> instance;
    std::optional<int> instances, tensor_parallel, pipeline_parallel, expert_parallel, replicas;
    std::optional<std::string> engine; ///< vllm, trtllm, sglang, neuron
    friend bool operator==(const PinnedDeployment&, const PinnedDeployment&) = default;
};

struct Scenario {
    std::string title;
    ModelChoice model;
    std::vector<std::string> add_innovations, remove_innovations;
    std::string other_model; ///< id of the student of a distillation, or of the small model prompts are routed to; empty = Archway chooses
    double routed_share = 0.5; ///< share of the requests that prompt routing sends to the other model, 0 … 1
    Phase phase = Phase::Inference;
    Workload workload;
    Training training;
    Constraints constraints;
    std::vector<std::string> needs; ///< retrieval graph-retrieval agents experimentation prompt-routing batch
    std::optional<PinnedDeployment> deployment;
    /// Paths ("workload.input_tokens") whose value nobody gave: shown as assumed, and not written as given.
    std::set<std::string> assumed;
    /// JSON text of what only the window keeps (pinned scenarios, layout, notes); empty = nothing. No verb looks inside.
    std::string window;
    friend bool operator==(const Scenario&, const Scenario&) = default;
};

/// A scenario with every default, all of them marked as assumed.
[[nodiscard]] Scenario default_scenario();

/// Reads a scenario file's text. An unknown field is an error naming its JSON path and nearest known neighbour; a value out of
/// range, of the wrong type, NaN or absurd is refused with what was expected. Fields the window keeps (`window`) are ignored.
[[nodiscard]] Result<Scenario> read_scenario(std::string_view text, const std::string& place);

/// The normalised scenario, defaults filled in, `assumed` listed: reads back to the same value.
[[nodiscard]] nlohmann::ordered_json scenario_json(const Scenario& scenario);

/// What is written to a `.archway` file: as scenario_json without what is only assumed, pretty-printed, newline at the end.
[[nodiscard]] std::string scenario_file_text(const Scenario& scenario);

[[nodiscard]] std::string_view name_of(Phase phase);

} // namespace archway
