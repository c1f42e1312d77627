// SPDX-License-Identifier: GPL-3.0-or-later
// Rules of the knowledge base: conditions over facts of a scenario and its estimate that speak for or against a candidate.
#pragma once

#include "model/match/roles.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace archway {

/// What a condition can speak of. A name that is listed without a value is unknown here (no model, nothing fits, not given).
struct Facts {
    std::map<std::string, std::optional<double>, std::less<>> numbers; ///< base SI units; yes and no are 1 and 0
    std::map<std::string, std::string, std::less<>> words;
    std::map<std::string, std::vector<std::string>, std::less<>> lists;
};

[[nodiscard]] Facts facts_of(const MatchInput&);
/// What the platform's role chose is a fact for the roles after it (`platform`): a service decides how its capacity is bought and whether
/// anything is left to orchestrate. Nothing is noted for another role.
void note_platform(Facts&, std::string_view role, const std::string& chosen);

/// Does a condition hold? Nothing when it rests on an unknown number; then the rule stays silent.
///
///     condition  = term { "or" term } ;  term = factor { "and" factor } ;  factor = [ "not" ] ( "(" condition ")" | comparison )
///     comparison = number ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) quantity | word ( "=" | "!=" ) text | list "has" text
///
/// Parts are separated by blanks; quantities as people write them (16, 200G, 0.3). BadInput names the part that is wrong.
[[nodiscard]] Result<std::optional<bool>> holds(std::string_view condition, const Facts&);

/// How a candidate stands before the rules of its role speak.
struct Standing {
    double score = 0;
    bool refused = false;
};

/// Rules taken apart once, to be asked hundreds of times who wins a role: the same answer as decide_by_rules, without the reasons.
class RuleBook {
public:
    RuleBook(const Catalog&, const std::vector<std::string>& roles);
    /// The winner of the i-th role; empty where nothing wins or the role is not needed.
    [[nodiscard]] std::string chosen(std::size_t role, const Facts&) const;
    /// The same from what else is known of the role's candidates, in their order: scores before the rules, and who is refused already.
    [[nodiscard]] std::string chosen(std::size_t role, const Facts&, std::vector<Standing> standings) const;

private:
    struct Entry {
        std::vector<std::string> parts;
        int candidate = -1; ///< -1: about the role itself
        bool gate = false;
        double weight = 0;
    };
    struct Role {
        std::vector<Entry> rules;
        std::vector<std::string> candidates;
        std::vector<bool> refused; ///< whatever the rules say
    };
    std::vector<Role> m_roles;
};

/// A reason with its {facts} filled in, in the units people read.
[[nodiscard]] std::string filled(std::string_view reason, const Facts&);

/// Lets the rules of the decision's role speak of its candidates: weights add to scores, gates refuse. Rules about the role itself are
/// not asked.
void apply_rules(const MatchInput&, const Facts&, Decision&);

/// The decision of a role from the rules alone; nothing where a rule about the role itself says that the scenario does not need it.
[[nodiscard]] std::optional<Decision> decide_by_rules(const MatchInput&, const Facts&, std::string_view role);

} // namespace archway
