// SPDX-License-Identifier: GPL-3.0-or-later
// Solves the small dense normal equations of the fit.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace archway::accuracy {

/// Solves A·x = b for a symmetric positive definite n × n matrix, row by row in `a`; x takes the place of b. False when A is not positive
/// definite.
inline bool solve_cholesky(std::vector<double> a, std::vector<double>& b)
{
    const std::size_t n = b.size();
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = a[i * n + j];
            for (std::size_t k = 0; k < j; ++k)
                sum -= a[i * n + k] * a[j * n + k];
            if (i == j && !(sum > 0))
                return false;
            a[i * n + j] = i == j ? std::sqrt(sum) : sum / a[j * n + j];
        }
        for (std::size_t k = 0; k < i; ++k)
            b[i] -= a[i * n + k] * b[k];
        b[i] /= a[i * n + i];
    }
    for (std::size_t i = n; i-- > 0;) {
        for (std::size_t k = i + 1; k < n; ++k)
            b[i] -= a[k * n + i] * b[k];
        b[i] /= a[i * n + i];
    }
    return true;
}

} // namespace archway::accuracy
