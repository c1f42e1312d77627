// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic of a check, as text in the knowledge files: evaluated over figures of the base and told as a sentence.
#pragma once

#include "model/base/result.h"
#include "model/evidence/figures.h"

#include <string>
#include <string_view>
#include <vector>

namespace archway {

///     comparison = sum [ ( "<=" | ">=" | "<" | ">" | "=" ) sum ]
///     sum        = product { ( "+" | "-" ) product } ;  product = power { ( "*" | "/" ) power } ;  power = value [ "^" power ]
///     value      = number [ "[" unit "]" ] | "x" | "(" sum ")" | ( "sqrt" | "min" | "max" ) "(" sum { "," sum } ")"
///                | figure "(" [ word { "," word } ] ")"
///
/// Figures are those of figures.h, words ids of the base, numbers or x. A minus stands between blanks, since ids hold hyphens.
struct Expression {
    enum class Kind { Number, Variable, Figure, Function, Operator, Comparison };
    Kind kind = Kind::Number;
    double number = 0;
    std::string text; ///< the number with its unit as written, the name of a figure or function, an operator
    std::vector<std::string> words;
    std::vector<Expression> parts;
};

/// BadInput names the place that is wrong.
[[nodiscard]] Result<Expression> parse_expression(std::string_view text);

/// A value with the arithmetic that led to it: "671 B (parameters of DeepSeek-V3) × 1".
struct Told {
    double value = 0; ///< base SI; of a comparison 1 or 0
    std::string text;
};
/// Fails where a figure is not in the base or the arithmetic has no finite result. `references` collects the ids of what was read.
[[nodiscard]] Result<Told> evaluate(const Expression&, Figures&, double x, std::vector<std::string>& references);

/// Of a comparison: its sign as printed, and whether it holds between two values.
[[nodiscard]] std::string_view shown_sign(const Expression& comparison);
[[nodiscard]] bool compares(const Expression& comparison, double left, double right);

} // namespace archway
