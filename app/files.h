// SPDX-License-Identifier: GPL-3.0-or-later
// Reading input files and writing output files whole: an output is complete under its name, or not there at all.
#pragma once

#include "model/base/result.h"

#include <string>
#include <string_view>

namespace archway {

/// The whole file. Missing, unreadable or over `limit` bytes: BadInput naming the file.
[[nodiscard]] Result<std::string> read_file(const std::string& path, std::size_t limit = 64u << 20);

/// Writes to a temporary neighbour and renames it into place. Not writable: Failure (exit status 4).
[[nodiscard]] Status write_file(const std::string& path, std::string_view bytes);

} // namespace archway
