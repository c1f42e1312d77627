// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/nearest.h"

#include <algorithm>
#include <tuple>

namespace archway {

int edit_distance(std::string_view a, std::string_view b)
{
    // Three rows of the table are enough for swaps of neighbours.
    std::vector<int> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        above[j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = static_cast<int>(i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, above);
        std::swap(above, row);
    }
    return above[b.size()];
}

namespace {

/// The parts of a name in the order of the alphabet: "budget_usd_per_month" → budget, month, per, usd.
std::vector<std::string> parts_of(std::string_view name)
{
    std::vector<std::string> parts(1);
    for (const char c : name) {
        if (c == '_' || c == '-' || c == '.' || c == '/' || c == ' ')
            parts.emplace_back();
        else
            parts.back().push_back(c);
    }
    std::sort(parts.begin(), parts.end());
    return parts;
}

std::string joined(const std::vector<std::string>& parts)
{
    std::string out;
    for (const std::string& part : parts)
        out.append(out.empty() ? "" : " ").append(part);
    return out;
}

/// How far apart two names are; their parts may stand in another order, and one may leave some out.
int distance(std::string_view a, std::string_view b)
{
    const std::vector<std::string> parts_a = parts_of(a), parts_b = parts_of(b);
    const auto& [fewer, more] = parts_a.size() < parts_b.size() ? std::tie(parts_a, parts_b) : std::tie(parts_b, parts_a);
    const int least = std::min(edit_distance(a, b), 1 + edit_distance(joined(parts_a), joined(parts_b)));
    if (!std::includes(more.begin(), more.end(), fewer.begin(), fewer.end()))
        return least;
    return std::min(least, 1 + static_cast<int>(more.size() - fewer.size()));
}

} // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& known)
{
    const auto best = std::min_element(
        known.begin(), known.end(), [word](const std::string& a, const std::string& b) { return distance(word, a) < distance(word, b); });
    return best == known.end() ? std::string() : *best;
}

} // namespace archway
