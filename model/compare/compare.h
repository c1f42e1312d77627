// SPDX-License-Identifier: GPL-3.0-or-later
// Answers side by side: figures with their differences, choices, and the reasons that are not the same.
#pragma once

#include "model/match/decision.h"

#include <functional>

namespace archway {

/// How a compared figure is written.
enum class FigureUnit { Parameters, Bytes, Count, Milliseconds, PerSecond, Usd, Days };

/// One figure across the scenarios; nothing where a scenario does not have it (refused, not computed, no price known).
struct ComparedFigure {
    std::string id; ///< as the estimate's JSON calls it: "tpot_ms"
    std::string label;
    std::string formula;
    FigureUnit unit = FigureUnit::Count;
    bool exact = false; ///< known without a band
    bool less_is_better = true;
    std::vector<std::optional<Band>> values;

    /// value i over the first, by mid values; nothing where one is missing or the first is 0.
    [[nodiscard]] std::optional<double> ratio(std::size_t i) const;
    /// value i less the first, by mid values.
    [[nodiscard]] std::optional<double> difference(std::size_t i) const;
    /// The bands of value i and the first overlap although their mid values differ: the figure does not tell them apart.
    [[nodiscard]] bool too_close(std::size_t i) const;
};

/// What each scenario chose for a role; empty where it chose nothing, "–" is for the writer where it does not need the role.
struct ComparedChoice {
    std::string role, question;
    std::vector<std::string> chosen; ///< candidate ids
    std::vector<std::string> names;
    std::vector<bool> asked; ///< does the scenario need the role at all
    [[nodiscard]] bool same() const;
};

/// A reason of the chosen candidates that not all scenarios share in these words.
struct ComparedReason {
    std::string role, ref;
    ReasonKind kind = ReasonKind::Computed;
    std::vector<std::string> texts; ///< empty where a scenario does not give it
};

struct SideBySide {
    std::vector<std::string> titles;
    std::vector<Scenario> scenarios;
    std::vector<ComparedFigure> figures;
    std::vector<ComparedChoice> choices;
    std::vector<ComparedReason> reasons;
};

constexpr std::size_t fewest_compared = 2, most_compared = 6;

/// The answers against the first of them. Pointers are not kept.
[[nodiscard]] SideBySide compare(const std::vector<const Answer*>& answers);

/// A value with its unit, bands as ranges; "–" where there is none.
[[nodiscard]] std::string figure_text(const ComparedFigure&, std::size_t i);
/// "×1.4", "−12 %", "the same", "too close to call"; empty for the first and where nothing can be said.
[[nodiscard]] std::string difference_text(const ComparedFigure&, std::size_t i);

[[nodiscard]] nlohmann::ordered_json compare_json(const SideBySide&);
/// Three aligned Markdown tables: figures, choices, differing reasons.
[[nodiscard]] std::string compare_markdown(const SideBySide&);

} // namespace archway
