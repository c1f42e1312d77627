// SPDX-License-Identifier: GPL-3.0-or-later
// What Why says of the layer that a record is of: whose it is, why it was changed, and what the layer under it says.
#pragma once

#include "ui/theme.h"
#include "ui/workspace.h"

#include <QString>

namespace archway {

/// Paragraphs about a claim; empty where the shipped base says it and nothing is to be told.
[[nodiscard]] QString claim_layer_html(const Workspace& workspace, const std::string& id, const Colours& colours);
/// Paragraphs about the prices of an instance type that are not the shipped ones, and about discounts on it.
[[nodiscard]] QString price_layer_html(const Workspace& workspace, const std::string& instance, const Colours& colours);

/// A figure of a claim as it states it: "up to 30 – 40 %"; empty where it has none.
[[nodiscard]] QString figure_text(const Claim& claim);

} // namespace archway
