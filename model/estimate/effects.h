// SPDX-License-Identifier: GPL-3.0-or-later
// What each what-if innovation of a scenario does to the figures: the same question with and without it.
#pragma once

#include "model/estimate/estimate.h"

namespace archway {

/// One figure on either side; nothing where it cannot be computed (no deployment fits, no price).
struct FigureChange {
    std::string figure; ///< "tpot_ms", as in the command line's answer
    std::optional<double> without, with;
    /// with/without − 1; nothing where either is missing.
    [[nodiscard]] std::optional<double> share() const;
};
struct Effect {
    std::string innovation; ///< id
    bool added = true;
    std::string assumption; ///< the sentence that names what was assumed
    std::vector<FigureChange> figures;
};

/// One effect for each added or removed innovation, in the scenario's order; empty without any. Each is computed with the others kept.
/// [formula.what-if]
[[nodiscard]] Result<std::vector<Effect>> innovation_effects(const Scenario&, const Catalog&, std::string_view config_text = {});

[[nodiscard]] nlohmann::ordered_json effects_json(const std::vector<Effect>&);
/// "KV cache of a sequence", from "kv_bytes_per_sequence".
[[nodiscard]] std::string_view figure_label(std::string_view figure);
/// A figure in its unit: bytes, milliseconds, USD.
[[nodiscard]] std::string format_figure(std::string_view figure, double value);

} // namespace archway
