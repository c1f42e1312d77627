// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/knowledge/catalog.h"

#include <memory>
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

/// Writes a knowledge base record by record, so that one larger than memory can be written. What is named must have been added before:
/// sources, entities, claims, relations. The order of adding is the order in which a search with very many hits looks at them. Until
/// finish() the file stands under another name; without it nothing is left.
class KnowledgeBaseWriter {
public:
    static Result<KnowledgeBaseWriter> create(const std::string& path);
    KnowledgeBaseWriter(KnowledgeBaseWriter&&) noexcept;
    ~KnowledgeBaseWriter();

    [[nodiscard]] Status add(const Source&);
    [[nodiscard]] Status add(const Entity&);
    [[nodiscard]] Status add(const Claim&);
    [[nodiscard]] Status add(const Relation&);
    /// The sources, entities, claims and relations of a catalog.
    [[nodiscard]] Status add(const Knowledge&);
    /// The other records of `catalog` (rules, diagrams, checks, models, prices …), what is counted once for all queries, and the file's
    /// name.
    [[nodiscard]] Status finish(const Catalog& catalog);

private:
    struct Impl;
    explicit KnowledgeBaseWriter(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace archway
