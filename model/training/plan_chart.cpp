// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/plan_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace archway {

namespace {

constexpr int feasible_bars = 4, refused_bars = 2, time_series = 3;
constexpr double most_accelerators = 20'000;

} // namespace

ChartData training_memory_chart(const Estimate& estimate)
{
    ChartData out;
    out.kind = "training-memory";
    out.title = "Memory an accelerator in training";
    out.formula = "formula.training-memory";
    out.y_title = "bytes on one accelerator";
    out.parts = {"weights", "gradients", "optimizer", "activations", "overhead"};
    int feasible = 0;
    int refused = 0;
    std::set<std::string> families; // one size of a family: its bar stands for the others
    for (const TrainingPlan& t : estimate.training) {
        const bool no_room = !t.fits && t.binding == Binding::Memory && t.memory.used() > 0;
        const std::string family = t.instance.substr(0, t.instance.find('.'));
        if (families.contains(family))
            continue;
        if ((t.fits && feasible++ >= feasible_bars) || (!t.fits && (!no_room || refused++ >= refused_bars)))
            continue;
        families.insert(family);
        const TrainingMemory& m = t.memory;
        out.bars.push_back({fmt::format("{} × {}", format_number(t.instances), family),
                            {m.weights, m.gradients, m.optimizer, m.activations, m.overhead},
                            t.capacity,
                            !t.fits});
    }
    if (const TrainingPlan* best = estimate.best_training())
        out.finding = fmt::format("State takes {} and activations {} of the {} on each {}.", format_bytes(best->memory.static_bytes()),
                                  format_bytes(best->memory.activations), format_bytes(best->capacity), best->accelerator);
    else if (!out.bars.empty())
        out.finding = "No instance type holds the run under these constraints.";
    return out;
}

ChartData training_days_chart(const Estimate& estimate, const Catalog& catalog)
{
    ChartData out;
    out.kind = "training-days";
    out.title = "Time against accelerators";
    out.formula = "formula.training-days";
    out.x_title = "accelerators";
    out.y_title = "days";
    out.y_unit = AxisUnit::Days;
    const TrainedModel model = trained_model(estimate.model.architecture);
    for (const TrainingPlan& plan : estimate.training) {
        const InstanceType* type = catalog.instance(plan.instance);
        const Accelerator* accelerator = type ? catalog.accelerator(type->accelerator) : nullptr;
        if (!plan.fits || !accelerator || out.series.size() >= time_series)
            continue;
        ChartSeries series;
        series.name = plan.instance;
        series.banded = true;
        Scenario scenario = estimate.scenario;
        scenario.training.deadline_days.reset();
        scenario.deployment.reset();
        const double each = std::max(1, type->accelerators);
        for (double instances = 1; instances * each <= most_accelerators; instances *= 2) {
            scenario.training.accelerators = instances * each;
            const TrainingQuestion question{&scenario, &model, &catalog.factors.training};
            const TrainingPlan there = plan_training(question, *type, *accelerator, plan.price);
            if (there.fits)
                series.points.push_back({instances * each, *there.days});
        }
        if (series.points.size() > 1)
            out.series.push_back(std::move(series));
    }
    if (out.series.empty())
        return out;
    if (const TrainingPlan* best = estimate.best_training())
        out.marker = best->accelerators;
    const ChartSeries& first = out.series.front();
    out.finding = fmt::format("On {} the run takes {} with {} accelerators and {} with {}.", first.name,
                              format_seconds(first.points.front().y.mid * 86400), format_number(first.points.front().x),
                              format_seconds(first.points.back().y.mid * 86400), format_number(first.points.back().x));
    return out;
}

} // namespace archway
