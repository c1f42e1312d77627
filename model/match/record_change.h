// SPDX-License-Identifier: GPL-3.0-or-later
// What the user's layers say otherwise than the shipped base, and what of it moves which decision.
#pragma once

#include "model/match/decision.h"

#include <string>
#include <string_view>
#include <vector>

namespace archway {

/// One record in which a catalog differs from the shipped one. All prices of an instance type go together.
struct RecordChange {
    std::string kind; ///< as layers name it: price, rule, claim …, factors
    std::string id;   ///< instance type of prices, else as record_id() forms it
};

/// What no decision reads (sources, diagrams) is left out. In the order of visit_lists().
[[nodiscard]] std::vector<RecordChange> layer_changes(const Catalog& shipped, const Catalog& merged);

/// The change as the subject of a sentence, for this scenario: "your price of p5en.48xlarge ($40/h instead of $63.3/h)". Empty where it
/// cannot enter the scenario: a price of another Region, a rule of another role, a fact that no candidate rests on.
[[nodiscard]] std::string words_for(const RecordChange&, const Answer&, const Catalog& shipped, const Catalog& merged);

/// The id of the candidate or entity that a change speaks of; empty where it speaks of all.
[[nodiscard]] std::string subject_of(const RecordChange&, const Catalog& shipped, const Catalog& merged);

/// `changed`, a copy of the merged catalog, with the shipped record in the place of the layers' own.
void take_back(const RecordChange&, const Catalog& shipped, Catalog& changed);
/// Undoes that.
void give_again(const RecordChange&, const Catalog& merged, Catalog& changed);

/// The effects of the layers on the decision of one role.
struct RoleEffects {
    std::string role;
    std::vector<LayerEffect> effects;
};

/// Asks the answer's question again, once for each change that can enter it with the shipped record in its place, and says what is
/// different. `answer` is of `merged`. In the order of the answer's decisions; nothing for a catalog without changes.
[[nodiscard]] std::vector<RoleEffects> layer_effects(const Answer& answer, const Catalog& shipped, const Catalog& merged,
                                                     const std::vector<RecordChange>& changes, std::string_view config_text = {});
/// Puts them into the decisions of the same roles.
void add_layer_effects(Answer&, std::vector<RoleEffects>);

/// All decisions with their flip points and with what the layers moved. `shipped` is nullptr where there are no layers.
[[nodiscard]] Result<Answer> match_with_layers(const Scenario&, const Catalog& merged, const Catalog* shipped,
                                               std::string_view config_text = {});

} // namespace archway
