// SPDX-License-Identifier: GPL-3.0-or-later
// What Why says of a rule and its weight, and of what the user's layers moved in a decision.
#pragma once

#include "ui/theme.h"
#include "ui/workspace.h"

#include <QString>

namespace archway {

/// nullptr where the catalog has no rule of that id.
[[nodiscard]] const Rule* rule_in(const Catalog& catalog, const std::string& id);
/// "+0.25", "−0.1"
[[nodiscard]] QString signed_weight(double weight);

/// "counts +0.25 · change" behind a reason that a rule gives, the word a link "why:weight/ID" where there are layers to change; a gate
/// "refuses". Empty for what is no rule.
[[nodiscard]] QString rule_weight_html(const Workspace& workspace, const std::string& rule, const Colours& colours);
/// Title and paragraphs about a rule.
[[nodiscard]] QString rule_html(const Workspace& workspace, const Rule& rule, const Colours& colours);
/// What the layers moved in a decision, as paragraphs; empty where they moved nothing.
[[nodiscard]] QString layer_effects_html(const Workspace& workspace, const Decision& decision, const Colours& colours);

} // namespace archway
