// SPDX-License-Identifier: GPL-3.0-or-later
// One question asked of one instance type at a time, with what all types share made once.
#pragma once

#include "model/estimate/estimate_basis.h"
#include "model/estimate/placement.h"
#include "model/training/trained_model.h"

namespace archway {

/// Keeps references to all that it is made of, which must outlive it. The scenario has its precision filled in.
class Estimator {
public:
    Estimator(const Scenario&, const Catalog&, const ResolvedModel&, const EstimateBasis&);
    /// The best deployment on this type, and what the constraints say of it.
    [[nodiscard]] Deployment deployment(const InstanceType&, const Accelerator&) const;
    /// The plan on this type, where the phase trains.
    [[nodiscard]] TrainingPlan plan(const InstanceType&, const Accelerator&) const;
    /// Of a type without a price in the Regions asked for: for the order of such types only, never for a bill.
    [[nodiscard]] std::optional<double> usd_per_hour_elsewhere(const InstanceType&) const;

private:
    [[nodiscard]] const SoldInside* sold_inside(const InstanceType&) const;
    /// The offer of the type, or its share of the UltraServer's.
    [[nodiscard]] Offer offer_of(const InstanceType&, const SoldInside*, const Constraints&) const;
    [[nodiscard]] TrainingPlan planned(const InstanceType&, const Accelerator&, const SoldInside*, const Offer&) const;
    /// The scenario with so many instances that they are whole UltraServers.
    [[nodiscard]] Scenario with_whole_servers(int instances, const SoldInside&) const;

    const Scenario& m_scenario;
    const Catalog& m_catalog;
    const EfficiencyFactors& m_factors;
    const EstimateBasis& m_basis;
    std::string_view m_weight_precision;
    ServedModel m_served;
    std::optional<ServedModel> m_draft;
    TrainedModel m_trained;
};

} // namespace archway
