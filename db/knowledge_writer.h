// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/knowledge/catalog.h"

#include <string>

namespace SQLite {
class Database;
}

namespace archway {

/// Writes a catalog as a knowledge base to `path`, replacing what is there. The same catalog gives the same bytes.
[[nodiscard]] Status write_knowledge_base(const Catalog& catalog, const std::string& path);

/// Makes the tables of a knowledge base in an empty database and fills them, in one transaction. References are checked where the
/// connection has foreign keys on.
[[nodiscard]] Status fill_knowledge_base(SQLite::Database& database, const Catalog& catalog);

} // namespace archway
