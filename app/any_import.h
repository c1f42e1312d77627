// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/import_file.h"

namespace archway {

/// Reads a file of any kind that can be imported: those of read_import_file(), Mermaid flowcharts and mindmaps, and DOT graphs.
[[nodiscard]] Result<ImportFile> read_any_import(const std::string& path, const Catalog& catalog);

} // namespace archway
