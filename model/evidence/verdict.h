// SPDX-License-Identifier: GPL-3.0-or-later
// What computation says of a claim: computed against stated, within a tolerance.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace archway {

enum class ClaimVerdict {
    Holds,
    HoldsWhen, ///< only where an input lies in a range
    Imprecise, ///< near, or true of a part
    Contradicted,
    Unsupported, ///< a figure that nothing supports but the document that states it
    NotCheckable ///< no figure, or one that no arithmetic can test
};
/// "holds", "holds-when", "imprecise", "contradicted", "unsupported", "not-checkable".
[[nodiscard]] std::string_view name_of(ClaimVerdict verdict);
/// May a reason rest on a claim with this verdict?
[[nodiscard]] constexpr bool trusted(ClaimVerdict verdict)
{
    return verdict != ClaimVerdict::Contradicted && verdict != ClaimVerdict::Unsupported;
}

/// low ≤ high; a single figure has both equal.
struct Interval {
    double low = 0;
    double high = 0;
    friend bool operator==(const Interval&, const Interval&) = default;
};

enum class Says { Is, AtLeast, AtMost };

/// How far from the stated figure the computed one may lie, as shares of the stated.
struct Tolerance {
    double holds = 0.05;
    double imprecise = 0.25;
};

/// Is: computed inside stated holds; overlapping it, or near, is imprecise; else contradicted. AtLeast compares with the lower end of what
/// is stated, AtMost with the upper: met by the whole computed range holds, by a part of it is imprecise.
[[nodiscard]] ClaimVerdict judge(Interval computed, Interval stated, Says says, Tolerance tolerance);

/// The first range of x in [from, to] in which `holds` is true, to a thousandth of it; whole numbers where the range is wide.
struct Range {
    double low = 0, high = 0;
    bool open_low = false, open_high = false; ///< reaches the end of what was searched
};
[[nodiscard]] std::optional<Range> where(double from, double to, const std::function<bool(double)>& holds);

} // namespace archway
