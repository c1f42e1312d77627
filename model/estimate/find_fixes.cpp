// SPDX-License-Identifier: GPL-3.0-or-later
// The nearest fix of what is refused: what the refusal proposes is tried on this type, what then refuses it is added, until it fits.
#include "model/base/units.h"
#include "model/estimate/estimator.h"
#include "model/estimate/fix.h"
#include "model/scenario/inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace archway {

namespace {

constexpr int most_rounds = 6;

/// The same question changed, asked of one type.
class Trials {
public:
    Trials(const Estimate& estimate, const Catalog& catalog, const EstimateBasis& basis)
        : m_estimate(estimate)
        , m_catalog(catalog)
        , m_basis(basis)
    {
    }

    Deployment ask(const Scenario& scenario, const Deployment& refused)
    {
        const InstanceType& type = *m_catalog.instance(refused.instance);
        return Estimator(scenario, m_catalog, model(scenario), m_basis).deployment(type, *m_catalog.accelerator(type.accelerator));
    }
    TrainingPlan ask(const Scenario& scenario, const TrainingPlan& refused)
    {
        const InstanceType& type = *m_catalog.instance(refused.instance);
        return Estimator(scenario, m_catalog, model(scenario), m_basis).plan(type, *m_catalog.accelerator(type.accelerator));
    }

private:
    /// A change of precision is a change of the model; all others leave it.
    const ResolvedModel& model(const Scenario& scenario)
    {
        const std::string precision = asked_precision(scenario);
        if (precision.empty() || precision == m_estimate.model.weight_precision)
            return m_estimate.model;
        const auto known = m_models.find(precision);
        if (known != m_models.end())
            return known->second;
        ResolvedModel changed = m_estimate.model;
        changed.weight_precision = precision;
        return m_models.emplace(precision, std::move(changed)).first->second;
    }

    const Estimate& m_estimate;
    const Catalog& m_catalog;
    const EstimateBasis& m_basis;
    std::map<std::string, ResolvedModel> m_models;
};

/// Changes whose value the search is to find are left open first; what it finds is then the value, so that the fix says a number.
void name_found(Fix& fix, const Deployment& found)
{
    for (ScenarioChange& change : fix)
        if (change.path == "deployment.instances")
            change = pinned_instances(found.instances);
}
void name_found(Fix& fix, const TrainingPlan& found)
{
    for (ScenarioChange& change : fix) {
        if (!std::holds_alternative<std::monostate>(change.value))
            continue;
        if (change.path == "training.accelerators")
            change
                = {change.path, static_cast<double>(found.accelerators), fmt::format("{} accelerators", format_number(found.accelerators))};
        else if (change.path == "deployment.instances")
            change = {change.path, static_cast<double>(found.instances),
                      change.text.empty() ? std::string() : fmt::format("{} instances", format_number(found.instances))};
    }
}

/// Tries a fix, adding what is needed beside it; nothing where that ends nowhere.
template <class Considered>
std::optional<Fix> tried(Trials& trials, const Scenario& asked, const Considered& refused, Fix fix)
{
    for (int round = 0; round < most_rounds; ++round) {
        if (!applies_whole(fix))
            return fix.empty() ? std::nullopt : std::optional(std::move(fix));
        Scenario changed = asked;
        for (const ScenarioChange& change : fix)
            if (!apply(changed, change))
                return std::nullopt;
        const Considered there = trials.ask(changed, refused);
        if (there.fits) {
            name_found(fix, there);
            return fix;
        }
        if (there.fix.empty())
            return std::nullopt;
        for (const ScenarioChange& change : there.fix)
            put(fix, change);
    }
    return std::nullopt;
}

/// Half the width may do what a smaller one does without asking for anything else.
Fix better_precision(Trials& trials, const Scenario& asked, const Deployment& refused, const Accelerator& accelerator, Fix found)
{
    for (const std::string_view precision : smaller_precisions(accelerator)) {
        const ScenarioChange change = weights_in(asked, precision);
        const auto proposed = std::find_if(refused.fix.begin(), refused.fix.end(),
                                           [&change](const ScenarioChange& other) { return other.path == change.path; });
        if (proposed == refused.fix.end() || proposed->value == change.value)
            continue;
        Fix start = refused.fix;
        put(start, change);
        if (auto fix = tried(trials, asked, refused, std::move(start)); fix && fix->size() < found.size())
            found = std::move(*fix);
    }
    return found;
}

/// How much of the scenario a change turns over, in doublings: a number by its ratio, a choice as a factor of two, another kind of
/// accelerator as more than that; a limit given up altogether turns over most.
double weight_of(const ScenarioChange& change, const Scenario& asked)
{
    if (change.text.empty() && std::holds_alternative<std::monostate>(change.value))
        return 0; // another change of the fix stands for it
    if (const double* to = std::get_if<double>(&change.value)) {
        const Result<std::optional<double>> from = get_number(asked, change.path);
        if (from && *from && **from > 0 && *to > 0)
            return std::abs(std::log2(*to / **from));
    }
    if (std::holds_alternative<std::monostate>(change.value))
        return 12;
    return change.path == "constraints.accelerators" ? 2 : 1;
}

double weight_of(const Fix& fix, const Scenario& asked)
{
    return std::accumulate(fix.begin(), fix.end(), 0.0,
                           [&asked](double sum, const ScenarioChange& change) { return sum + weight_of(change, asked); });
}

/// What little would have to change for stands first; what nothing helps last, in the order it had.
template <class Considered>
void order_refused(std::vector<Considered>& considered, const Scenario& asked)
{
    const auto refused = std::find_if(considered.begin(), considered.end(), [](const Considered& each) { return !each.fits; });
    std::vector<std::pair<double, Considered>> weighed;
    for (auto each = refused; each != considered.end(); ++each)
        weighed.emplace_back(each->fix.empty() ? std::numeric_limits<double>::infinity() : weight_of(each->fix, asked), std::move(*each));
    std::stable_sort(weighed.begin(), weighed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::transform(weighed.begin(), weighed.end(), refused, [](auto& each) { return std::move(each.second); });
}

} // namespace

void find_fixes(Estimate& estimate, const Catalog& catalog, const EstimateBasis& basis)
{
    Trials trials(estimate, catalog, basis);
    const Scenario& asked = estimate.scenario;
    for (Deployment& d : estimate.deployments) {
        if (d.fits || d.fix.empty())
            continue;
        std::optional<Fix> found = tried(trials, asked, d, d.fix);
        if (found && found->size() > d.fix.size())
            found = better_precision(trials, asked, d, *catalog.accelerator(catalog.instance(d.instance)->accelerator), std::move(*found));
        d.fix = found ? std::move(*found) : Fix{};
        d.nearest_fix = text_of(d.fix);
    }
    for (TrainingPlan& plan : estimate.training) {
        if (plan.fits || plan.fix.empty())
            continue;
        std::optional<Fix> found = tried(trials, asked, plan, plan.fix);
        plan.fix = found ? std::move(*found) : Fix{};
        plan.nearest_fix = text_of(plan.fix);
    }
    order_refused(estimate.deployments, asked);
    order_refused(estimate.training, asked);
}

} // namespace archway
