// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/compare/compare.h"
#include "app/knowledge_location.h"
#include "app/scenario_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>

namespace archway {

void add_compare(CLI::App& program, VerbContext& context)
{
    auto paths = std::make_shared<std::vector<std::string>>();
    auto json = std::make_shared<bool>(false);
    CLI::App* verb = program.add_subcommand("compare", "two to six scenarios side by side: figures, choices, differing reasons");
    verb->add_option("FILE", *paths, "scenarios; the others are compared with the first")
        ->required()
        ->expected(static_cast<int>(fewest_compared), static_cast<int>(most_compared));
    verb->add_flag("--json", *json, "answer as JSON");
    verb->callback([paths, json, &context] {
        if (paths->size() < fewest_compared || paths->size() > most_compared)
            return context.fail(
                {Error::Code::Usage, "FILE", fmt::format("{} scenarios cannot be compared", paths->size()), "expected two to six"});
        const Result<Catalog> catalog = load_catalog(context);
        if (!catalog)
            return context.fail(catalog.error());
        std::vector<Answer> answers;
        for (const std::string& path : *paths) {
            const Result<ScenarioInput> input = read_scenario_file(path);
            if (!input)
                return context.fail(input.error());
            Result<Answer> answer = match(input->scenario, *catalog, false, input->config_text);
            if (!answer)
                return context.fail(in_file(path, answer.error()));
            if (answer->scenario.title.empty())
                answer->scenario.title = std::filesystem::path(path).stem().string();
            answers.push_back(std::move(*answer));
        }
        std::vector<const Answer*> compared;
        for (const Answer& answer : answers)
            compared.push_back(&answer);
        const SideBySide comparison = compare(compared);
        if (*json)
            print_json(compare_json(comparison));
        else
            fmt::print("{}", compare_markdown(comparison));
    });
}

} // namespace archway
