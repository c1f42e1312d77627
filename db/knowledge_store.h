// SPDX-License-Identifier: GPL-3.0-or-later
// The knowledge base on disk: SQLite behind plain values. Nothing outside db/ sees SQL.
#pragma once

#include "model/base/result.h"
#include "model/knowledge/catalog.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
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

/// Answer of a full-text search.
struct SearchAnswer {
    std::vector<SearchHit> hits; ///< best first
    std::size_t found = 0;       ///< records that match, among those looked at
    bool more = false;           ///< the base has more than `found`
};

/// How large a base is.
struct KnowledgeSize {
    std::size_t sources = 0, entities = 0, claims = 0, relations = 0;
};

/// Which claims are asked for. Lists are alternatives; an empty one asks for all.
struct ClaimConditions {
    std::string words;              ///< as typed into a search; empty = all
    std::vector<std::string> kinds; ///< of the entity a claim is about
    std::vector<std::string> statuses;
    std::vector<std::string> years;   ///< "2025"; "" = not dated
    std::vector<std::string> sources; ///< source ids
    std::string about;                ///< entity id
};

/// Some of the claims asked for, in the order of the base, with the entities they are about and the sources they cite.
struct ClaimPage {
    Knowledge knowledge;
    std::size_t found = 0; ///< of all pages, as far as it was counted
    bool more = false;     ///< there are more than `found`
};

/// Claims by each value of a facet, the most frequent value first.
struct Facets {
    using Values = std::vector<std::pair<std::string, std::size_t>>;
    Values kinds, statuses, years, sources;
    bool more = false; ///< counted among the first claims that match only
};

/// A record with what it is linked to: relations, claims about it or resting on it, and the entities and sources of those.
struct Surroundings {
    Knowledge knowledge;
    std::size_t relations = 0;  ///< that it has; `knowledge` holds the best of them
    std::size_t neighbours = 0; ///< other entities that it is linked to
    std::size_t claims = 0;     ///< about it, or citing it where it is a source
};

/// An open, read-only knowledge base. One object per thread; not copyable.
class KnowledgeStore {
public:
    /// Opens `path` as a hostile file: header, application id, version and schema are checked, SQLite hardened, every statement
    /// under a time limit. A foreign, damaged or newer file is refused with the reason (BadInput).
    /// `shipped`: the base installed with the program; its pages are not checked again at every start. Nor are those of a file over
    /// `checked_bytes`, which would take seconds: check_pages() does that, and what is damaged is an error when it is read.
    static Result<KnowledgeStore> open(const std::string& path, bool shipped = false);
    static constexpr std::uintmax_t checked_bytes = 32u << 20;
    /// The knowledge of a catalog, searchable, in memory only: for what the user's layers add. Its references need not resolve.
    static Result<KnowledgeStore> in_memory(const Catalog& catalog);
    KnowledgeStore(KnowledgeStore&&) noexcept;
    KnowledgeStore& operator=(KnowledgeStore&&) noexcept;
    ~KnowledgeStore();

    /// Everything the arithmetic, the decisions and the diagrams need, as plain values: the whole base up to `whole_claims` claims,
    /// `whole_relations` relations and as many entities; of a larger one the working set, which is what rules, checks, decisions and
    /// diagrams speak of, and the records with the ids in `also`.
    [[nodiscard]] Result<Catalog> catalog(const std::set<std::string, std::less<>>& also = {}) const;
    static constexpr std::size_t whole_claims = 20'000, whole_relations = 50'000;
    /// Whether catalog() leaves out nothing.
    [[nodiscard]] bool whole() const;
    [[nodiscard]] const KnowledgeSize& size() const;

    /// Empty text or no hit gives an empty list, never an error for what the user typed.
    [[nodiscard]] Result<SearchAnswer> find(std::string_view text, int limit = 50) const;
    /// The hits of find().
    [[nodiscard]] Result<std::vector<SearchHit>> search(std::string_view text, int limit = 50) const;

    // Queries for what the working set leaves out. No record of that id: an empty answer.
    [[nodiscard]] Result<std::optional<Claim>> claim(const std::string& id) const;
    /// By id, or by id or alias in any case.
    [[nodiscard]] Result<std::optional<Entity>> entity(const std::string& id) const;
    [[nodiscard]] Result<std::optional<Source>> source(const std::string& id) const;
    /// `count` claims from the `first` on.
    [[nodiscard]] Result<ClaimPage> claims(const ClaimConditions& filter, std::size_t first = 0, std::size_t count = 100) const;
    /// How the claims of a filter divide. Exact where no filter is set, else among the first 20,000 that match.
    [[nodiscard]] Result<Facets> facets(const ClaimConditions& filter) const;
    /// What an entity, claim or source is linked to: its best `most` relations (those resting on claims first, then those to entities with
    /// many neighbours) and its first `most` claims.
    [[nodiscard]] Result<Surroundings> surroundings(const std::string& id, std::size_t most = 200) const;
    /// The entities on a shortest way from one to the other, both included, with the relations between them; empty where there is none
    /// within six steps and the 20,000 entities looked at.
    [[nodiscard]] Result<Knowledge> path(const std::string& from, const std::string& to) const;
    /// Calls `visit` for every claim, entity, source or relation in the order of export. One record in memory at a time.
    [[nodiscard]] Status each_claim(const std::function<bool(Claim&&)>& visit) const;
    [[nodiscard]] Status each_entity(const std::function<bool(Entity&&)>& visit) const;
    [[nodiscard]] Status each_source(const std::function<bool(Source&&)>& visit) const;
    [[nodiscard]] Status each_relation(const std::function<bool(Relation&&)>& visit) const;
    /// Looks at every page of the file, which takes about a second for each 100 MB. BadInput where it is damaged.
    [[nodiscard]] Status check_pages() const;

private:
    struct Impl;
    explicit KnowledgeStore(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace archway
