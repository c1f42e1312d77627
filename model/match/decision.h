// SPDX-License-Identifier: GPL-3.0-or-later
// Decisions: one role's ranked candidates with reasons, rejections and flip points. Mirrors `match` of the command line.
#pragma once

#include "model/estimate/estimate.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace archway {

enum class Verdict { Recommended, Viable, Rejected };
enum class ReasonKind { Computed, Claim, Rule, Constraint };
[[nodiscard]] std::string_view name_of(Verdict verdict);
[[nodiscard]] std::string_view name_of(ReasonKind kind);

struct Reason {
    std::string text;
    ReasonKind kind = ReasonKind::Computed;
    std::string ref; ///< id of the formula, claim, rule or scenario field it rests on
};
struct DataPoint {
    std::string text;
    std::string ref;
};

struct Candidate {
    std::string id;   ///< entity id; for `accelerator` the instance's API name
    std::string name; ///< "Amazon EC2 P5en"
    int rank = 0;     ///< 1 = best; rejected ones follow the viable
    Verdict verdict = Verdict::Viable;
    double score = 0; ///< 0 … 1, comparable within a role
    std::vector<Reason> reasons;
    std::vector<DataPoint> data_points;
    std::vector<std::string> benefits, caveats;
    std::string use_when; ///< "Use when …; rather … when …"
    std::string rejected_because;
    Fix fix;                        ///< what to change in the scenario so that it is not refused; empty: nothing known
    std::string nearest_fix;        ///< the same in words
    bool too_close_to_call = false; ///< its band overlaps the chosen one's
    std::string separated_by;       ///< too close to call: the measurement that would decide between the two
};

struct Flip {
    std::string input; ///< scenario path: "workload.concurrent_sequences"
    double now = 0;
    double at = 0;
    std::string to; ///< candidate id that wins there
};

/// What one record of the user's layers does to a decision: found by asking again with the shipped record in its place.
struct LayerEffect {
    std::string kind, id;  ///< of the record, as layers name it: "price" "p5en.48xlarge"; empty where several act only together
    std::string candidate; ///< whose place it changes
    int before = 0;        ///< its rank with the shipped record; 0 = refused, or no candidate
    int after = 0;         ///< its rank now
    bool decides = false;  ///< without it another candidate, or none, would be chosen
    std::string text;      ///< "your price of p5en.48xlarge ($40/h instead of $63.3/h) moved it from 3rd to 1st"
};

struct Decision {
    std::string role;     ///< accelerator, capacity, serving-platform, kv-cache …
    std::string question; ///< "Which instance serves it?"
    std::string chosen;   ///< candidate id; empty = nothing feasible
    std::vector<Candidate> candidates;
    std::vector<Flip> flips;
    std::vector<std::string> cannot_flip;   ///< scenario paths of numeric inputs that change the choice nowhere in their range
    std::vector<LayerEffect> layer_effects; ///< what the user's layers moved, the decisive first; empty where they moved nothing
    [[nodiscard]] const Candidate* winner() const;
    /// Nothing is chosen although something is viable: too little is known to choose.
    [[nodiscard]] bool open() const;
    [[nodiscard]] const Candidate* candidate(std::string_view id) const;
};

/// The whole answer to a scenario. `estimate` is empty for a scenario without a model.
struct Answer {
    Scenario scenario;
    std::optional<Estimate> estimate;
    std::vector<Decision> decisions;
    [[nodiscard]] const Decision* decision(std::string_view role) const;
};

/// Does a serving platform run on capacity of its own, so that no instance is chosen, bought or loaded?
[[nodiscard]] bool brings_capacity(const Candidate& platform);
/// The best serving platform that runs on instances one deploys; nullptr where all are refused.
[[nodiscard]] const Candidate* platform_on_instances(const Answer&);

/// What would change the decision of one role.
struct FlipPoints {
    std::string role;
    std::vector<Flip> flips;
    std::vector<std::string> cannot_flip;
};

/// The nearest value of each numeric input, in both directions within its slider's range, at which another candidate wins a role: found by
/// bracketing and halving, so that the choice holds just before it and has changed at it. In the order of the answer's decisions.
[[nodiscard]] std::vector<FlipPoints> flip_points(const Answer&, const Catalog&, const ResolvedModel*);
/// Puts them into the decisions of the same roles.
void add_flips(Answer&, std::vector<FlipPoints>);

/// All decisions of a scenario. Pure: same input, same answer. `flips` off is what the window calls while a slider moves.
[[nodiscard]] Result<Answer> match(const Scenario&, const Catalog&, bool flips = true, std::string_view config_text = {});
/// The same with the model already resolved.
[[nodiscard]] Answer match_resolved(const Scenario&, const Catalog&, const ResolvedModel*, bool flips);

[[nodiscard]] nlohmann::ordered_json match_json(const Answer&);

} // namespace archway
