// SPDX-License-Identifier: GPL-3.0-or-later
// The knowledge base of this build, as a test reads it: without it there is nothing to test.
#pragma once

#include "db/knowledge_store.h"

#include <QtGlobal>

#include <utility>

namespace archway {

inline Catalog shipped_catalog()
{
    const Result<KnowledgeStore> store = KnowledgeStore::open(ARCHWAY_BUILD_DIR "/knowledge.db", true);
    Result<Catalog> catalog = store ? store->catalog() : Result<Catalog>(store.error());
    if (!catalog)
        qFatal("%s", catalog.error().text().c_str());
    return std::move(*catalog);
}

} // namespace archway
