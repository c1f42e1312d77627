// SPDX-License-Identifier: GPL-3.0-or-later
// One's own measurements as a calibration: the factors of a family moved until the estimate meets them.
#pragma once

#include "model/estimate/validate.h"

#include <map>

namespace archway {

/// What a calibration did to one family of factors.
struct Calibration {
    double time_ratio = 1; ///< measured over predicted time, the median of the points, before
    int points = 0;
};

/// The factors with every family that was measured, for the engine it was measured with, scaled as a whole (calibrated_family): shares of a
/// peak fall and overheads rise by the median ratio of measured to predicted time, within a factor of four either way. One point is enough.
/// Such a family's provenance is "calibrated". `done` tells what was changed. Families without a predicted point stay as they are.
[[nodiscard]] EfficiencyFactors calibrated(const Catalog&, const std::vector<Measurement>&, std::map<std::string, Calibration>& done);

} // namespace archway
