// SPDX-License-Identifier: GPL-3.0-or-later
// The numeric inputs of a scenario by path: what sliders move, sweeps vary and flip points bracket.
#pragma once

#include "model/scenario/scenario.h"

#include <span>

namespace archway {

enum class InputUnit { Tokens, Count, PerSecond, Milliseconds, Share, Usd, Days };

/// One numeric input. `low` … `high` is what the reader accepts; `slider_low` … `slider_high` what a slider offers.
struct NumericInput {
    std::string_view path;  ///< "workload.input_tokens"
    std::string_view label; ///< "Input tokens"
    InputUnit unit;
    double low, high;
    double slider_low, slider_high;
    bool logarithmic;
    bool integer;
    bool optional;                    ///< may be null: no target, no limit
    bool training;                    ///< belongs to the training phases
    std::string_view innovation = {}; ///< counts only where this innovation was added; empty = always
};

[[nodiscard]] std::span<const NumericInput> numeric_inputs();
[[nodiscard]] const NumericInput* numeric_input(std::string_view path);

/// Does an input have a say in this scenario: of its phase, and of an innovation that was added?
[[nodiscard]] bool applies(const NumericInput&, const Scenario&);
/// The value at a path; nothing when it is null. An unknown path is a Usage error naming its nearest neighbour.
[[nodiscard]] Result<std::optional<double>> get_number(const Scenario&, std::string_view path);
/// Sets the value (rounded for whole-number inputs) and marks it as given. Out of range: BadInput.
[[nodiscard]] Status set_number(Scenario&, std::string_view path, std::optional<double> value);

} // namespace archway
