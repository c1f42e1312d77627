// SPDX-License-Identifier: GPL-3.0-or-later
// A flip point as a sentence whose value can be clicked: the input goes there, and the other candidate is seen to win.
#pragma once

#include "model/match/decision.h"
#include "model/scenario/inputs.h"
#include "ui/theme.h"
#include "ui/workspace.h"

#include <QString>

namespace archway {

/// "users at once ≥ 74 → P6-B200 48xlarge" as HTML; `to` names the candidate that wins there.
[[nodiscard]] QString flip_html(const NumericInput& input, const Flip& flip, const QString& to, const Colours& colours);
/// Sets the input that a link of flip_html() names, undoable; false for any other link.
bool follow_flip(Workspace& workspace, const QString& link);

} // namespace archway
