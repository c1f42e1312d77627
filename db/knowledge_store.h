// SPDX-License-Identifier: GPL-3.0-or-later
// The knowledge base on disk: SQLite behind plain values. Nothing outside db/ sees SQL.
#pragma once

#include "model/base/result.h"
#include "model/knowledge/catalog.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace archway {

/// One hit of a full-text search.
struct SearchHit {
    std::string id;
    std::string kind; ///< entity kind, "claim" or "source"
    std::string name;
    std::string snippet; ///< plain text, the matched words between U+2039 and U+203A (‹ ›)
};

/// An open, read-only knowledge base. One object per thread; not copyable.
class KnowledgeStore {
public:
    /// Opens `path` as a hostile file: header, application id, version and schema are checked, SQLite hardened, every statement
    /// under a time limit. A foreign, damaged or newer file is refused with the reason (BadInput).
    /// `shipped`: the base installed with the program; its pages are not checked again at every start.
    static Result<KnowledgeStore> open(const std::string& path, bool shipped = false);
    /// The knowledge of a catalog, searchable, in memory only: for what the user's layers add. Its references need not resolve.
    static Result<KnowledgeStore> in_memory(const Catalog& catalog);
    KnowledgeStore(KnowledgeStore&&) noexcept;
    KnowledgeStore& operator=(KnowledgeStore&&) noexcept;
    ~KnowledgeStore();

    /// Everything the arithmetic, the decisions and the diagrams need, as plain values.
    [[nodiscard]] Result<Catalog> catalog() const;
    /// Best first; empty text or no hit gives an empty list, never an error for what the user typed.
    [[nodiscard]] Result<std::vector<SearchHit>> search(std::string_view text, int limit = 50) const;

private:
    struct Impl;
    explicit KnowledgeStore(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace archway
