// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/validate.h"
#include "app/files.h"
#include "app/knowledge_location.h"
#include "model/training/measured.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <map>
#include <memory>

namespace archway {

namespace {

void print_text(const std::vector<Comparison>& comparisons)
{
    fmt::print("{:<26} {:<13} {:<20} {:<6} {:>5} {:>9} {:>9} {:>9}\n", "metric", "load", "family", "", "n", "median", "p90", "in band");
    for (const ComparisonGroup& g : comparison_groups(comparisons))
        fmt::print("{:<26} {:<13} {:<20} {:<6} {:>5} {:>9} {:>9} {:>9}\n", g.metric, g.load, g.family, g.sparse ? "moe" : "dense", g.count,
                   format_percent(g.median_error), format_percent(g.p90_error), format_percent(g.inside));
    std::map<std::string, int> unpredicted;
    for (const Comparison& c : comparisons) {
        if (!c.predicted)
            ++unpredicted[c.unpredicted_because];
    }
    if (!unpredicted.empty())
        fmt::print("\nNot predicted\n");
    for (const auto& [because, count] : unpredicted)
        fmt::print("{:>5}  {}\n", count, because);
}

/// Serving and training measurements have formats of their own; which one it is, the records say.
Result<std::vector<Comparison>> compare(const std::string& text, const std::string& place, const Catalog& catalog)
{
    if (holds_training_measurements(text))
        return compare_training_measurements(text, place, catalog);
    const Result<std::vector<Measurement>> measurements = read_measurements(text, place);
    if (!measurements)
        return measurements.error();
    return compare_with_measurements(*measurements, catalog);
}

} // namespace

void add_validate(CLI::App& program, VerbContext& context)
{
    auto path = std::make_shared<std::string>();
    auto json = std::make_shared<bool>(false);
    CLI::App* verb = program.add_subcommand("validate", "predicted against measured, record by record and by group");
    verb->add_option("MEASURED", *path, "measurements, a JSON list")->required();
    verb->add_flag("--json", *json, "answer as JSON");
    verb->callback([path, json, &context] {
        const Result<std::string> text = read_file(*path);
        if (!text)
            return context.fail(text.error());
        const Result<Catalog> catalog = load_catalog(context);
        if (!catalog)
            return context.fail(catalog.error());
        const Result<std::vector<Comparison>> compared = compare(*text, *path, *catalog);
        if (!compared)
            return context.fail(compared.error());
        const std::vector<Comparison>& comparisons = *compared;
        if (*json)
            print_json(validation_json(comparisons));
        else
            print_text(comparisons);
    });
}

} // namespace archway
