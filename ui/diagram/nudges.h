// SPDX-License-Identifier: GPL-3.0-or-later
// Where nodes were dragged to, kept in what the project file holds for the window: {"layout": {"flowchart": {"MLA": [12, -40]}}}.
#pragma once

#include "diagrams/perspective.h"

namespace archway {

/// The nudges of one picture; none where the text is empty or says something else.
[[nodiscard]] Nudges read_nudges(const std::string& window, const std::string& picture);
/// The window's text with those of one picture replaced; what else it holds stays.
[[nodiscard]] std::string with_nudges(const std::string& window, const std::string& picture, const Nudges& nudges);

} // namespace archway
