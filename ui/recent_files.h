// SPDX-License-Identifier: GPL-3.0-or-later
// The projects opened or saved last, newest first, as the program's settings keep them.
#pragma once

#include <QStringList>

namespace archway {

/// At most eight, newest first; a file among them may be gone by now.
[[nodiscard]] QStringList recent_files();
void remember_file(const QString& path);
void forget_file(const QString& path);
void forget_all_files();

} // namespace archway
