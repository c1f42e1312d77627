// SPDX-License-Identifier: GPL-3.0-or-later
// archway-fit SOURCE_DIR [--write]: writes docs/accuracy.md, and with --write the fitted factors. ./dev accuracy runs it.
#include "model/knowledge/knowledge_files.h"
#include "model/knowledge/record_json.h"
#include "tests/accuracy/outside.h"
#include "tests/accuracy/report.h"
#include "tests/accuracy/report_training.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>

namespace {

using namespace archway;
namespace fs = std::filesystem;

[[noreturn]] void stop(const std::string& message)
{
    fmt::print(stderr, "archway-fit: {}\n", message);
    std::exit(1);
}

template <typename T>
T value_or_stop(Result<T> result)
{
    if (!result)
        stop(result.error().text());
    return std::move(*result);
}

std::string read_text(const fs::path& path)
{
    const std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    if (!file)
        stop("cannot read " + path.string());
    return text.str();
}

void write_text(const fs::path& path, const std::string& text)
{
    std::ofstream file(path);
    file << text;
    if (!file.flush())
        stop("cannot write " + path.string());
    fmt::print("{}\n", path.string());
}

Catalog read_catalog(const fs::path& folder)
{
    std::vector<KnowledgeFile> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".json")
            files.push_back({entry.path().filename().string(), read_text(entry.path())});
    }
    std::sort(files.begin(), files.end(), [](const KnowledgeFile& a, const KnowledgeFile& b) { return a.name < b.name; });
    return value_or_stop(read_knowledge_files(files));
}

/// Three significant figures: more would claim more than the measurements say.
void round_numbers(nlohmann::ordered_json& json)
{
    for (auto& item : json) {
        if (item.is_structured())
            round_numbers(item);
        else if (item.is_number_float())
            item = std::strtod(fmt::format("{:.3g}", item.get<double>()).c_str(), nullptr);
    }
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2)
        stop("usage: archway-fit SOURCE_DIR [--write]");
    const fs::path source = argv[1];
    const bool write = argc > 2 && std::string_view(argv[2]) == "--write";
    Catalog catalog = read_catalog(source / "resources" / "knowledge");
    const auto measurements
        = value_or_stop(read_measurements(read_text(source / "tests" / "data" / "measured-inference.json"), "measured-inference.json"));
    const accuracy::RowSet set = accuracy::prepare_rows(measurements, catalog);
    const auto outside
        = value_or_stop(read_measurements(read_text(source / "tests" / "data" / "outside-inference.json"), "outside-inference.json"));
    const auto runs = value_or_stop(
        read_training_runs(read_text(source / "tests" / "data" / "measured-training.json"), "measured-training.json", catalog));
    const auto memory
        = value_or_stop(read_training_runs(read_text(source / "tests" / "data" / "measured-memory.json"), "measured-memory.json", catalog));
    const std::vector<accuracy::TrainingRow> trained = accuracy::training_rows(runs, catalog.factors.training);
    if (write) {
        std::vector<const accuracy::Row*> rows;
        for (const accuracy::Row& row : set.rows) {
            if (row.weight > 0)
                rows.push_back(&row);
        }
        std::vector<const accuracy::TrainingRow*> training;
        for (const accuracy::TrainingRow& row : trained)
            training.push_back(&row);
        EfficiencyFactors fitted = accuracy::fit(rows, catalog.factors, {});
        fitted.training = accuracy::fit_training(training, catalog.factors.training);
        nlohmann::ordered_json factors = to_json(fitted);
        round_numbers(factors);
        // The page speaks of what is written now.
        catalog.factors = value_or_stop(read_factors(factors, "factors"));
        write_text(source / "resources" / "knowledge" / "factors.json", nlohmann::ordered_json{{"factors", factors}}.dump(1) + "\n");
    }
    write_text(source / "docs" / "accuracy.md",
               accuracy::report(set, catalog.factors) + "\n" + accuracy::outside_report(outside, catalog)
                   + accuracy::training_report(trained, memory, catalog.factors.training));
    return 0;
}
