// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace archway {

/// Replaces the file at `path` by `bytes`: by all of them, or it stays as it was. What went wrong, in the system's words; empty when done.
[[nodiscard]] QString write_whole(const QString& path, const QByteArray& bytes);

} // namespace archway
