// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/import_file.h"

namespace archway {

/// Reads a file of any kind that can be imported: those of read_import_file(), and Mermaid flowcharts and mindmaps.
[[nodiscard]] Result<ImportFile> read_any_import(const std::string& path, const Catalog& catalog);

} // namespace archway
