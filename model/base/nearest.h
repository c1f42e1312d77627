// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace archway {

/// Single-character insertions, deletions, replacements and swaps of neighbours between two words.
[[nodiscard]] int edit_distance(std::string_view a, std::string_view b);

/// The known word nearest to `word`, also where the parts of a name stand in another order; the first of several equally near. Empty when
/// `known` is.
[[nodiscard]] std::string nearest(std::string_view word, const std::vector<std::string>& known);

} // namespace archway
