// SPDX-License-Identifier: GPL-3.0-or-later
// How wide the bands are. Source: the ratios measured / predicted of configurations that the factors were not fitted on,
// docs/accuracy.md; about nine in ten lie inside.
#pragma once

#include "model/base/units.h"
#include "model/knowledge/catalog.h"

#include <algorithm>

namespace archway {

/// Are the factors another family's, so that the band is wider? Those calibrated by own points are not.
[[nodiscard]] inline bool borrowed_factors(const FamilyFactors& factors)
{
    return factors.provenance != "fitted" && factors.provenance != "calibrated";
}

/// A band by ratios to the middle, low < 1 < high. Factors borrowed from another family double its width; no band reaches down to nothing.
[[nodiscard]] constexpr Band ratio_band(double mid, double low, double high, bool borrowed)
{
    const double width = borrowed ? 2 : 1;
    return {mid * std::max(0.1, 1 - width * (1 - low)), mid, mid * (1 + width * (high - 1))};
}

/// Mixtures vary more: routing, kernels and their tuning differ from engine to engine.
[[nodiscard]] constexpr Band throughput_band(double tokens_per_s, bool sparse, bool borrowed)
{
    return sparse ? ratio_band(tokens_per_s, 0.65, 1.40, borrowed) : ratio_band(tokens_per_s, 0.80, 1.20, borrowed);
}

/// Skewed upwards: an engine that is not tuned is slower, none is faster than its memory.
[[nodiscard]] constexpr Band token_time_band(double tpot, bool sparse, bool borrowed)
{
    return sparse ? ratio_band(tpot, 0.65, 1.70, borrowed) : ratio_band(tpot, 0.75, 1.30, borrowed);
}

/// Under load the first token waits for the prompts before it: from none to all of the others (a burst), typically a tenth. [formula.ttft]
[[nodiscard]] constexpr Band first_token_band(double unloaded, double sequences, bool borrowed)
{
    const Band alone = ratio_band(unloaded, 0.60, 2.0, borrowed);
    return {alone.low, unloaded * (1 + 0.1 * (sequences - 1)), std::max(alone.high, unloaded * sequences)};
}

} // namespace archway
