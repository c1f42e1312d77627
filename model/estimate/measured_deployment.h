// SPDX-License-Identifier: GPL-3.0-or-later
// What a measurement names, ready to be computed: prepared once, predicted as often as factors change.
#pragma once

#include "model/base/units.h"
#include "model/estimate/inference.h"
#include "model/estimate/validate.h"

#include <optional>
#include <string>

namespace archway {

/// Model, accelerator, engine and group of one measurement. Computing with it allocates nothing.
struct MeasuredDeployment {
    ServedModel model;
    ServingAccelerator on;
    EngineFactors engine;
    Group group;
    double limit = 0; ///< sequences that fit at once
    std::string family, engine_family;
    bool borrowed = false; ///< the factors are those of another family

    /// Puts other factors in the place of those of the catalogue.
    void use(const FamilyFactors& family_factors, const EngineFactors& engine_factors);
};

/// Finds everything that a measurement names. Nothing when something is unknown or no sequence fits; `because` then says why.
[[nodiscard]] std::optional<MeasuredDeployment> prepare(const Measurement&, const Catalog&, std::string& because);
/// The figure of the measurement, in the unit of its metric; nothing when its load has no formula.
[[nodiscard]] std::optional<double> predicted_value(const MeasuredDeployment&, const Measurement&);
/// Why predicted_value gave nothing.
[[nodiscard]] std::string unpredicted_because(const Measurement&);
/// The band around a predicted value.
[[nodiscard]] Band predicted_band(const MeasuredDeployment&, const Measurement&, double value);

} // namespace archway
