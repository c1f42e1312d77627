// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/scenario_file.h"

#include "app/files.h"

#include <filesystem>

namespace archway {

Result<ScenarioInput> read_scenario_file(const std::string& path)
{
    const Result<std::string> text = read_file(path);
    if (!text)
        return text.error();
    Result<Scenario> scenario = read_scenario(*text, path);
    if (!scenario)
        return scenario.error();
    ScenarioInput input{std::move(*scenario), {}};
    if (input.scenario.model.form == ModelForm::ConfigFile) {
        const std::filesystem::path config = std::filesystem::path(path).parent_path() / input.scenario.model.text;
        Result<std::string> config_text = read_file(config.string());
        if (!config_text)
            return config_text.error();
        input.config_text = std::move(*config_text);
    }
    return input;
}

Error in_file(const std::string& path, Error error)
{
    if (error.place.starts_with('/'))
        error.place = path + ": " + error.place;
    return error;
}

} // namespace archway
