// SPDX-License-Identifier: GPL-3.0-or-later
// A change of a scenario as a value: what a fix consists of, to be read and to be applied.
#pragma once

#include "model/scenario/scenario.h"

#include <string>
#include <variant>
#include <vector>

namespace archway {

/// One field set to one value, with the words for it.
struct ScenarioChange {
    std::string path; ///< "workload.weight_precision"; empty: something that no scenario says (a price, a measurement, another model)
    std::variant<std::monostate, double, std::string, std::vector<std::string>> value = {}; ///< monostate: null
    std::string text = {}; ///< "FP8 weights"; empty where another change of the same fix says it
};

/// What has to change, all of it together.
using Fix = std::vector<ScenarioChange>;

/// Takes a change into a fix: of two of the same path the later one counts, in the place of the earlier.
void put(Fix& fix, ScenarioChange change);

/// Can it be done to a scenario, whole?
[[nodiscard]] bool applies_whole(const Fix& fix);

/// "FP8 weights and a budget of $5,000".
[[nodiscard]] std::string text_of(const Fix& fix);

/// Sets the field. BadInput for a value out of its range, Usage for a path that no scenario has.
[[nodiscard]] Status apply(Scenario& scenario, const ScenarioChange& change);

/// [{"path", "value"}], without what no scenario says.
[[nodiscard]] nlohmann::ordered_json changes_json(const Fix& fix);

/// A list with one more word at its end, where it is not in it: what "allow …" means.
[[nodiscard]] std::vector<std::string> with_word(std::vector<std::string> list, const std::string& word);

} // namespace archway
