// SPDX-License-Identifier: GPL-3.0-or-later
// An icon drawn from an SVG in the colours of the theme, at the very size that is asked for.
#pragma once

#include <QIcon>
#include <QString>

#include <functional>

namespace archway {

/// The tint of a mode (normal, disabled, …), asked for whenever the icon is drawn.
using IconTint = std::function<QColor(QIcon::Mode)>;

/// `svg` is the text of a file whose strokes are "currentColor". Nothing is drawn before the icon is shown, and then once for each size and
/// tint. A null icon for an empty text.
[[nodiscard]] QIcon tinted_icon(const QByteArray& svg, IconTint tint);

} // namespace archway
