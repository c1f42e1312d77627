// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/validate.h"
#include "app/files.h"
#include "app/knowledge_location.h"
#include "model/estimate/calibrate.h"
#include "model/knowledge/layer.h"
#include "model/training/measured.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
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

/// The factors moved to these measurements, as a pack; what was moved is said on standard error.
Status write_calibration(const std::string& text, const std::string& path, const Catalog& catalog, const std::string& pack)
{
    const Result<std::vector<Measurement>> measurements = read_measurements(text, path);
    if (!measurements)
        return measurements.error();
    std::map<std::string, Calibration> done;
    LayerRecords records;
    records.catalog.factors = calibrated(catalog, *measurements, done);
    if (done.empty())
        return bad_input(path, "holds no measurement that is predicted", "a model and accelerator of the base, a speed above 0");
    Source source;
    source.id = "own-calibration";
    source.title = "Own measurements: " + std::filesystem::path(path).filename().string();
    source.kind = "measurement";
    source.location = std::filesystem::path(path).filename().string();
    source.read = true;
    records.catalog.knowledge.sources.push_back(source);
    records.catalog.factors.source = source.id;
    for (const auto& [family, calibration] : done)
        fmt::print(stderr, "archway: {}: {} points, {} times the predicted time before\n", family, calibration.points,
                   format_figures(calibration.time_ratio));
    return write_file(pack, pack_json(records, "Calibration by own measurements").dump(1) + "\n");
}

} // namespace

void add_validate(CLI::App& program, VerbContext& context)
{
    auto path = std::make_shared<std::string>();
    auto json = std::make_shared<bool>(false);
    CLI::App* verb = program.add_subcommand("validate", "predicted against measured, record by record and by group");
    verb->add_option("MEASURED", *path, "measurements, a JSON list")->required();
    verb->add_flag("--json", *json, "answer as JSON");
    auto pack = std::make_shared<std::string>();
    verb->add_option("--calibrate", *pack, "write a knowledge pack whose factors meet these measurements; `import` keeps it")
        ->type_name("PACK");
    verb->callback([path, json, pack, &context] {
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
        if (!pack->empty())
            if (const Status written = write_calibration(*text, *path, *catalog, *pack); !written)
                return context.fail(written.error());
        if (*json)
            print_json(validation_json(comparisons));
        else
            print_text(comparisons);
    });
}

} // namespace archway
