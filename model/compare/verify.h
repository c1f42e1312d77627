// SPDX-License-Identifier: GPL-3.0-or-later
// A kept decision against today's answer: does it hold, and what is no longer as it was.
#pragma once

#include "model/match/decision.h"

#include <string_view>

namespace archway {

/// One thing that changed. `before` or `after` is empty where there was or is nothing.
struct Change {
    enum class Kind { Choice, Reason, Figure, Price, Input };
    Kind kind = Kind::Choice;
    std::string what; ///< role, "role: ref", figure, "instance, region, purchase" or scenario path
    std::string before, after;
};
[[nodiscard]] std::string_view name_of(Change::Kind kind);

struct Verification {
    bool holds = true; ///< every role chooses what it chose
    std::string date;  ///< of the report; empty = none was given
    std::string knowledge_then, knowledge_now;
    std::vector<Change> changed;
};

/// Holds the record beside a report against today's answer. BadInput, naming `place`, where the text is no such record.
[[nodiscard]] Result<Verification> verify_record(std::string_view record, const std::string& place, const Answer& today,
                                                 const std::string& knowledge_version);

[[nodiscard]] nlohmann::ordered_json verify_json(const Verification&);
/// What a person reads: the verdict, then a line for each change.
[[nodiscard]] std::string verify_text(const Verification&, const std::string& report);

} // namespace archway
