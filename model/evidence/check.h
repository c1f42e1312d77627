// SPDX-License-Identifier: GPL-3.0-or-later
// Every claim of the base against computation: its verdict, with the arithmetic as a sentence.
#pragma once

#include "model/evidence/measure.h"
#include "model/evidence/verdict.h"
#include "model/knowledge/catalog.h"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace archway {

/// One claim with its verdict. Figures are in base SI (shares for percentages); the texts are in the claim's own unit.
struct CheckedClaim {
    std::string claim; ///< id
    ClaimVerdict verdict = ClaimVerdict::NotCheckable;
    bool withdrawn = false;     ///< nobody says it any more: it is listed, and is no reason
    bool computed_here = false; ///< by arithmetic; false: by other claims, by a status, or not at all
    std::optional<Interval> computed, stated;
    Measure measure = Measure::Number;
    std::string computed_text, stated_text; ///< "2.27x", "up to 75 %"
    std::string because;                    ///< the arithmetic, or why there is none
    std::string holds_when;                 ///< "from 10 240 tokens of context on"; only with holds-when
    std::vector<std::string> references;    ///< ids of what the arithmetic read
};

/// All claims of the base in their order, each with a verdict. Pure: the checks are data of the base, the verdict follows from computed
/// against stated. A check that cannot be evaluated leaves its claim unsupported and says why.
[[nodiscard]] std::vector<CheckedClaim> check(const Catalog&);

/// Ids of the claims that no reason may rest on.
[[nodiscard]] std::set<std::string, std::less<>> untrusted(const std::vector<CheckedClaim>&);
/// Claims by verdict, in the order of the enumeration.
[[nodiscard]] std::map<ClaimVerdict, int> count_verdicts(const std::vector<CheckedClaim>&);

/// `check` of the command line, from what check() made of this catalog.
[[nodiscard]] nlohmann::ordered_json check_json(const std::vector<CheckedClaim>&, const Catalog&);
/// What `check` and `show` say of one claim.
[[nodiscard]] nlohmann::ordered_json verdict_json(const CheckedClaim&);

} // namespace archway
