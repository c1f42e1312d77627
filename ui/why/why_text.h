// SPDX-License-Identifier: GPL-3.0-or-later
// What the Why panel says of a subject, as HTML. Everything from the knowledge base is escaped.
#pragma once

#include "ui/theme.h"
#include "ui/workspace.h"

namespace archway {

/// Links are "why:KIND/ID".
[[nodiscard]] QString why_html(const Workspace& workspace, const Colours& colours);
/// The subject a link of that form names.
[[nodiscard]] Subject subject_of_link(const QString& link);

} // namespace archway
