// SPDX-License-Identifier: GPL-3.0-or-later
// Every computed figure can be explained: its formula, the symbols with the numbers in them, what it assumes, where it is from.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace archway {

/// A formula of the estimator. The table is in formula.cpp; ids are stable and appear in "why" maps.
struct Formula {
    std::string_view id;    ///< "formula.kv-cache-sequence"
    std::string_view title; ///< "KV cache of one sequence"
    std::string_view text;  ///< "sum over layers of min(T, window) · elements · bytes"
    std::string_view unit;
    std::string_view assumes;
    std::string_view source;
};

[[nodiscard]] std::span<const Formula> formulas();
[[nodiscard]] const Formula* formula(std::string_view id);

/// A formula with the numbers of one deployment in it, line by line, ready to show in monospace.
struct Explanation {
    std::string formula_id;
    std::vector<std::string> lines; ///< "61 × (512 + 64) × 2 B × 4 500", "= 316 MB"
};

struct Estimate;
struct Deployment;

/// The formula with the numbers of an estimate (and, where it speaks of a deployment, of that one) in it. Lines are empty for an unknown
/// id, and where the deployment was refused before the figure was computed.
[[nodiscard]] Explanation explain(std::string_view formula_id, const Estimate&, const Deployment*);

} // namespace archway
