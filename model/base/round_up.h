// SPDX-License-Identifier: GPL-3.0-or-later
// A limit as people write it that still holds what it was made for.
#pragma once

#include <cmath>

namespace archway {

/// The next larger number of three figures: whoever asks for what is written has it. Zero and less stay as they are.
[[nodiscard]] inline double no_less(double value)
{
    if (!(value > 0) || !std::isfinite(value))
        return value;
    const double scale = std::pow(10.0, 2 - std::floor(std::log10(value)));
    return std::ceil(value * scale - 1e-9) / scale;
}

} // namespace archway
