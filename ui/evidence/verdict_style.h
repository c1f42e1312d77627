// SPDX-License-Identifier: GPL-3.0-or-later
// How a verdict looks: a word with a sign, and a badge's colours. The colour is never the only sign.
#pragma once

#include "model/evidence/verdict.h"
#include "ui/theme.h"

#include <array>

namespace archway {

/// In the order of interest: what is wrong first, what nothing can test last.
inline constexpr std::array verdicts_by_interest{ClaimVerdict::Contradicted, ClaimVerdict::Imprecise,   ClaimVerdict::HoldsWhen,
                                                 ClaimVerdict::Holds,        ClaimVerdict::Unsupported, ClaimVerdict::NotCheckable};

/// "✓ holds", "✕ contradicted" …
[[nodiscard]] QString verdict_text(ClaimVerdict verdict);
[[nodiscard]] QColor verdict_colour(ClaimVerdict verdict, const Colours& colours);
[[nodiscard]] QColor verdict_fill(ClaimVerdict verdict, const Colours& colours);

} // namespace archway
