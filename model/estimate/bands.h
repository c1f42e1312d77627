// SPDX-License-Identifier: GPL-3.0-or-later
// How wide the bands are. Source: what the model reached on published measurements whose configurations it was not fitted on.
#pragma once

#include "model/base/units.h"

#include <algorithm>

namespace archway {

/// Factors borrowed from another family double the width; no band reaches down to nothing.
[[nodiscard]] constexpr double band_share(double share, bool borrowed)
{
    return std::min(0.9, borrowed ? 2 * share : share);
}

[[nodiscard]] constexpr Band throughput_band(double tokens_per_s, bool sparse, bool borrowed)
{
    return Band::around(tokens_per_s, band_share(sparse ? 0.40 : 0.25, borrowed));
}

[[nodiscard]] constexpr Band token_time_band(double tpot, bool borrowed)
{
    return Band::around(tpot, band_share(0.40, borrowed));
}

/// Under load the first token waits for the prompts before it: from none to all of the others (a burst), typically a tenth. [formula.ttft]
[[nodiscard]] constexpr Band first_token_band(double unloaded, double sequences, bool borrowed)
{
    const double share = band_share(0.50, borrowed);
    return {unloaded * (1 - share), unloaded * (1 + 0.1 * (sequences - 1)), unloaded * std::max(1 + share, sequences)};
}

} // namespace archway
