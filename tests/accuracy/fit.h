// SPDX-License-Identifier: GPL-3.0-or-later
// Fits the efficiency factors to measurements with the estimator's own functions.
#pragma once

#include "model/estimate/measured_deployment.h"

#include <set>
#include <string>
#include <vector>

namespace archway::accuracy {

/// A measurement with its deployment, the configuration that it belongs to and what it counts in a fit.
struct Row {
    Measurement measured;
    MeasuredDeployment deployment;
    std::string configuration; ///< model, accelerator, count, engine, weight precision, attention-DP
    double weight = 1;         ///< 0: reported, not fitted
};

struct FitOptions {
    /// Names of terms that are left out, so that what each one buys can be measured.
    std::set<std::string> without;
    int iterations = 40;
};

/// Fits from neutral values that no measurement has seen. Every family of accelerators has its own factors; what its rows do not determine
/// stays at the value that the families share, and what no row determines at the neutral value. Factors of families that are marked
/// borrowed are copied from the family they are named after.
[[nodiscard]] EfficiencyFactors fit(const std::vector<const Row*>& rows, const EfficiencyFactors& known, const FitOptions&);

/// ln(predicted / measured) with these factors; nothing when not predicted.
[[nodiscard]] std::optional<double> residual(const Row&, const EfficiencyFactors&);

} // namespace archway::accuracy
