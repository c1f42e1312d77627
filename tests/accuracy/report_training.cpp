// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/accuracy/report_training.h"

#include "tests/accuracy/rows.h"

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <map>
#include <utility>

namespace archway::accuracy {

namespace {

/// A run with what factors predict that have, or have not, seen it.
using Judged = std::pair<const TrainingRow*, Comparison>;
using Name = std::function<std::string(const TrainingRow&)>;

struct Quality {
    std::size_t count = 0;
    double median = 0, p90 = 0, inside = 0;
};

Quality quality(const std::vector<Comparison>& comparisons)
{
    Quality out;
    std::vector<double> errors;
    for (const Comparison& c : comparisons) {
        errors.push_back(std::abs(c.error()));
        out.inside += c.inside() ? 1 : 0;
    }
    out.count = errors.size();
    if (errors.empty())
        return out;
    out.median = quantile(errors, 0.5);
    out.p90 = quantile(errors, 0.9);
    out.inside /= static_cast<double>(errors.size());
    return out;
}

std::string line(const std::string& what, const std::vector<Comparison>& comparisons)
{
    const Quality q = quality(comparisons);
    return fmt::format("| {} | {} | {:.1f} % | {:.0f} % | {:.0f} % |\n", what, q.count, 100 * q.median, 100 * q.p90, 100 * q.inside);
}

std::vector<Comparison> all_of(const std::vector<Judged>& judged)
{
    std::vector<Comparison> out;
    for (const auto& [row, comparison] : judged)
        out.push_back(comparison);
    return out;
}

/// Every run by factors fitted on the runs of all other parts. `part` names the part of a run.
std::vector<Judged> held_out(const std::vector<TrainingRow>& rows, const TrainingFactors& shipped, const Name& part)
{
    std::map<std::string, std::vector<const TrainingRow*>> parts;
    for (const TrainingRow& row : rows)
        parts[part(row)].push_back(&row);
    std::vector<Judged> out;
    for (const auto& [name, held] : parts) {
        std::vector<const TrainingRow*> seen;
        for (const TrainingRow& row : rows)
            if (part(row) != name)
                seen.push_back(&row);
        const TrainingFactors factors = fit_training(seen, shipped);
        for (const TrainingRow* row : held)
            out.emplace_back(row, compare_run(row->run, factors));
    }
    return out;
}

std::vector<Judged> in_parts(const std::vector<TrainingRow>& rows, const TrainingFactors& shipped, int parts, unsigned salt)
{
    return held_out(rows, shipped, [=](const TrainingRow& row) { return std::to_string(part_of(row.configuration, parts, salt)); });
}

std::string model_of(const TrainingRow& row)
{
    return row.run.measured.model;
}

std::string accelerator_of(const TrainingRow& row)
{
    return row.run.accelerator->id;
}

/// One line a group that has three runs or more; the others together.
std::string groups(const char* title, const std::vector<Judged>& judged, const Name& group)
{
    std::map<std::string, std::vector<Comparison>> named;
    for (const auto& [row, comparison] : judged)
        named[group(*row)].push_back(comparison);
    std::string out = fmt::format("| {} | runs | median error | 90th percentile | inside the band |\n|---|---|---|---|---|\n", title);
    std::vector<Comparison> others;
    for (const auto& [name, comparisons] : named) {
        if (comparisons.size() >= 3)
            out += line(name, comparisons);
        else
            others.insert(others.end(), comparisons.begin(), comparisons.end());
    }
    if (!others.empty())
        out += line("all others", others);
    return out + "\n";
}

std::string memory_report(const std::vector<TrainingRun>& runs, const TrainingFactors& shipped)
{
    std::map<std::string, std::vector<Comparison>> kinds;
    std::vector<Comparison> all;
    std::map<std::string, int> unpredicted;
    for (const TrainingRun& run : runs) {
        const Comparison c = compare_run(run, shipped);
        if (!c.predicted) {
            ++unpredicted[c.unpredicted_because];
            continue;
        }
        all.push_back(c);
        kinds[c.measured.metric == "static_memory" ? "- at rest: weights, gradients, optimiser" : "- peak of a step"].push_back(c);
    }
    std::string out = "## Memory in training\n\nPublished peaks and statics (`tests/data/measured-memory.json`). Nothing of the memory "
                      "rule is fitted by this program.\n\n"
                      "| figure | runs | median error | 90th percentile | inside the band |\n|---|---|---|---|---|\n"
        + line("all", all);
    for (const auto& [name, comparisons] : kinds)
        out += line(name, comparisons);
    out += "\nNot predicted:\n\n";
    for (const auto& [because, count] : unpredicted)
        out += fmt::format("- {} × {}\n", count, because);
    return out;
}

} // namespace

std::string training_report(const std::vector<TrainingRow>& rows, const std::vector<TrainingRun>& memory, const TrainingFactors& shipped)
{
    std::string out
        = "## Training\n\nPublished training speed and GPU-hours (`tests/data/measured-training.json`), whole configurations held out "
          "(model, "
          "accelerator and precision;\nfor MosaicML's sweeps the sequence length as well), drawn by the same hash. `docs/training.md` has "
          "the "
          "terms and where they fail.\n\n| factors | runs | median error | 90th percentile | inside the band |\n|---|---|---|---|---|\n";
    constexpr unsigned divisions = 3;
    for (const int parts : {8, 2}) {
        for (unsigned salt = 0; salt < divisions; ++salt)
            out += line(fmt::format("fitted on the other {}, division {}", parts == 8 ? "seven eighths" : "half", salt + 1),
                        all_of(in_parts(rows, shipped, parts, salt)));
    }
    const std::vector<Judged> models = held_out(rows, shipped, model_of);
    const std::vector<Judged> accelerators = held_out(rows, shipped, accelerator_of);
    out += line("fitted on all other models", all_of(models));
    out += line("fitted on all other accelerators", all_of(accelerators));
    std::vector<Comparison> own;
    for (const TrainingRow& row : rows)
        own.push_back(compare_run(row.run, shipped));
    out += line("as shipped, fitted on all of these", own);
    for (const bool sparse : {false, true}) {
        std::vector<Comparison> some;
        for (const Comparison& c : own)
            if (c.sparse == sparse)
                some.push_back(c);
        out += line(sparse ? "- mixture of experts" : "- dense", some);
    }
    out += "\nAn unseen model: all runs of a model held out.\n\n" + groups("model", models, model_of);
    out += "An unseen accelerator: its factors come from the other members of its family; where there is none they stay at the neutral "
           "values.\n\n"
        + groups("accelerator", accelerators, accelerator_of);
    return out + memory_report(memory, shipped);
}

} // namespace archway::accuracy
