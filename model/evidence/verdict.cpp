// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/evidence/verdict.h"

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

constexpr int scanned_points = 48;
constexpr int bisections = 24;
constexpr double widest_fraction = 50; ///< a range up to here is searched in fractions, beyond in whole numbers

double scale_of(double stated)
{
    return stated == 0 ? 1 : std::abs(stated);
}

} // namespace

std::string_view name_of(ClaimVerdict verdict)
{
    switch (verdict) {
    case ClaimVerdict::Holds: return "holds";
    case ClaimVerdict::HoldsWhen: return "holds-when";
    case ClaimVerdict::Imprecise: return "imprecise";
    case ClaimVerdict::Contradicted: return "contradicted";
    case ClaimVerdict::Unsupported: return "unsupported";
    case ClaimVerdict::NotCheckable: return "not-checkable";
    }
    return {};
}

ClaimVerdict judge(Interval computed, Interval stated, Says says, Tolerance tolerance)
{
    const double slack_low = tolerance.holds * scale_of(stated.low);
    const double slack_high = tolerance.holds * scale_of(stated.high);
    const bool low_enough = says == Says::AtLeast || computed.high <= stated.high + slack_high;
    const bool high_enough = says == Says::AtMost || computed.low >= stated.low - slack_low;
    if (low_enough && high_enough)
        return ClaimVerdict::Holds;
    // How far the nearest computed figure lies outside, as a share of the bound it misses.
    const double above = says == Says::AtLeast ? 0 : (computed.low - stated.high) / scale_of(stated.high);
    const double below = says == Says::AtMost ? 0 : (stated.low - computed.high) / scale_of(stated.low);
    return std::max(above, below) <= tolerance.imprecise ? ClaimVerdict::Imprecise : ClaimVerdict::Contradicted;
}

std::optional<Range> where(double from, double to, const std::function<bool(double)>& holds)
{
    const bool whole = to > widest_fraction;
    const auto at = [&](int i) {
        const double x = from * std::pow(to / from, static_cast<double>(i) / scanned_points);
        return i == 0 ? from : i == scanned_points ? to : whole ? std::round(x) : x;
    };
    int first = 0;
    while (first <= scanned_points && !holds(at(first)))
        ++first;
    if (first > scanned_points)
        return std::nullopt;
    int last = first;
    while (last < scanned_points && holds(at(last + 1)))
        ++last;
    // Between a point where it holds and one where it does not.
    const auto edge = [&](double inside, double outside) {
        for (int i = 0; i < bisections; ++i) {
            const double middle = whole ? std::round((inside + outside) / 2) : (inside + outside) / 2;
            if (middle == inside || middle == outside)
                break;
            (holds(middle) ? inside : outside) = middle;
        }
        return inside;
    };
    Range out;
    out.open_low = first == 0;
    out.open_high = last == scanned_points;
    out.low = out.open_low ? from : edge(at(first), at(first - 1));
    out.high = out.open_high ? to : edge(at(last), at(last + 1));
    return out;
}

} // namespace archway
