// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/knowledge_location.h"

#include <filesystem>

namespace archway {

Result<KnowledgeStore> open_knowledge(const VerbContext& context)
{
    if (!context.knowledge.empty())
        return KnowledgeStore::open(context.knowledge);
    std::error_code code;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", code);
    const std::filesystem::path folder = program.parent_path();
    for (const std::filesystem::path& candidate : {folder / "knowledge.db", folder.parent_path() / "share/archway/knowledge.db"}) {
        if (std::filesystem::exists(candidate, code))
            return KnowledgeStore::open(candidate.string(), true);
    }
    return failure((folder / "knowledge.db").string(), "the knowledge base is missing",
                   "install Archway again, or name one with --knowledge");
}

Result<CheckedKnowledge> load_checked(const VerbContext& context)
{
    const Result<KnowledgeStore> store = open_knowledge(context);
    if (!store)
        return store.error();
    Result<Catalog> catalog = store->catalog();
    if (!catalog)
        return catalog.error();
    CheckedKnowledge out{std::move(*catalog), {}};
    out.checked = check(out.catalog);
    out.catalog.untrusted_claims = untrusted(out.checked);
    return out;
}

Result<Catalog> load_catalog(const VerbContext& context)
{
    Result<CheckedKnowledge> loaded = load_checked(context);
    if (!loaded)
        return loaded.error();
    return std::move(loaded->catalog);
}

} // namespace archway
