// SPDX-License-Identifier: GPL-3.0-or-later
// What Why says of how records hang together: what rests on a source, and the way from one entity to another.
#pragma once

#include "ui/theme.h"
#include "ui/workspace.h"

#include <QString>

namespace archway {

/// What would fall with a source, what of today's answer rests on that, and what the source contributed.
[[nodiscard]] QString rests_on_html(const Workspace& workspace, const std::string& source, const Colours& colours);
/// The way from one entity to another as paragraphs; where `to` is empty a link that asks for it ("why:path/ID").
[[nodiscard]] QString path_html(const Workspace& workspace, const std::string& from, const std::string& to, const Colours& colours);

} // namespace archway
