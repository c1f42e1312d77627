// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/scenario/scenario.h"

#include <string>

namespace archway {

/// A scenario with the text of the config file it may name, read relative to the scenario file.
struct ScenarioInput {
    Scenario scenario;
    std::string config_text;
};

/// Reads a scenario file and what it refers to. Errors name the file and the JSON path.
[[nodiscard]] Result<ScenarioInput> read_scenario_file(const std::string& path);

/// `error` with the file's name put before a place that is only a JSON path ("/model").
[[nodiscard]] Error in_file(const std::string& path, Error error);

} // namespace archway
