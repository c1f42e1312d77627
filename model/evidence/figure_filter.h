// SPDX-License-Identifier: GPL-3.0-or-later
// "latency < 50 ms": what is typed into a search, divided into words and conditions on figures that know their units.
#pragma once

#include "model/knowledge/catalog.h"

#include <string>
#include <string_view>
#include <vector>

namespace archway {

/// What a unit measures and by how much: figures of one dimension can be compared, "GB" with "TB" but not with "GB/s".
struct UnitMeaning {
    double factor = 1;     ///< times the figure = base SI
    std::string dimension; ///< "bytes", "s", "USD per hour" …; empty = a plain number
};
/// Of a claim's unit, or of one as people type it ("MB", "us", "hour", "$"). An unknown word is a dimension of its own.
[[nodiscard]] UnitMeaning meaning_of_unit(std::string_view unit);

struct FigureCondition {
    enum class Is { Below, AtMost, Equal, AtLeast, Above };
    Is is = Is::Equal;
    double value = 0;      ///< in base SI where there is a dimension, else as typed
    std::string dimension; ///< empty: compared with the number as the claim writes it, whatever its unit
    std::string text;      ///< "< 50 ms"
};

struct FigureQuery {
    std::string words; ///< what is left, to be looked for in the text
    std::vector<FigureCondition> conditions;
};

/// Reads `<`, `<=`, `>`, `>=`, `=` (and ≤, ≥) before a number with k, M, B, T or a unit, with or without blanks: "memory >= 80 GB",
/// "cost<5 USD per hour". A sign without a number behind it is left out, as any other punctuation; nothing typed is an error.
[[nodiscard]] FigureQuery figure_query(std::string_view typed);

/// Whether a figure, or some of the range from `low` to `value`, meets a condition. Equal: within a thousandth.
[[nodiscard]] bool meets(const FigureCondition& condition, double value, std::optional<double> low, std::string_view unit);
/// Whether a claim meets all conditions. One without a figure meets none.
[[nodiscard]] bool meets(const std::vector<FigureCondition>& conditions, const Claim& claim);

/// A figure of an accelerator or instance type, which the base holds as a specification rather than as a claim.
struct SpecificationFigure {
    std::string entity; ///< id
    std::string words;  ///< name, aliases, kind and what the figure is, in lower case
    std::string text;   ///< "memory 141 GB"
    double value = 0;   ///< in `unit`
    std::string unit;   ///< "bytes", "bytes/s" …
};
/// Memory, bandwidth and arithmetic of accelerators; memory, network and disks of instance types.
[[nodiscard]] std::vector<SpecificationFigure> specification_figures(const Catalog& catalog);

/// The words of a text in lower case (of ASCII), divided at blanks.
[[nodiscard]] std::vector<std::string> lower_words(std::string_view text);
/// Whether a text in lower case holds every word.
[[nodiscard]] bool holds_words(std::string_view text, const std::vector<std::string>& words);

} // namespace archway
