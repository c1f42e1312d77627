// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/knowledge/catalog.h"

#include <string>

namespace archway {

/// Writes a catalog as a knowledge base to `path`, replacing what is there. The same catalog gives the same bytes.
[[nodiscard]] Status write_knowledge_base(const Catalog& catalog, const std::string& path);

} // namespace archway
