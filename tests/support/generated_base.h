// SPDX-License-Identifier: GPL-3.0-or-later
// A knowledge base of any size, made up but shaped like a real one: few entities that everything is linked to and many that hardly anything
// is, words that are in every third claim and words that are in one, sources from a paper to a log, several languages and a few very long
// texts. Every record is a function of its number, so that a test knows what must be found.
#pragma once

#include "model/knowledge/catalog.h"

#include <string>
#include <vector>

namespace archway::test {

class GeneratedBase {
public:
    /// A tenth as many entities as claims, four relations to an entity, one source to 500 claims (at least 40).
    explicit GeneratedBase(std::size_t claims);

    [[nodiscard]] std::size_t sources() const { return m_sources; }
    [[nodiscard]] std::size_t entities() const { return m_entities; }
    [[nodiscard]] std::size_t claims() const { return m_claims; }
    [[nodiscard]] std::size_t relations() const { return m_relations; }

    [[nodiscard]] Source source(std::size_t i) const;
    /// The first ten are hubs: the relations of the first take an eighth of all.
    [[nodiscard]] Entity entity(std::size_t i) const;
    [[nodiscard]] Claim claim(std::size_t i) const;
    [[nodiscard]] Relation relation(std::size_t i) const;

    /// A word that only this claim holds.
    [[nodiscard]] static std::string mark(std::size_t claim);
    /// One of the made-up words; the smaller `rank` the more often it is used.
    [[nodiscard]] static std::string word(std::size_t rank);
    static constexpr std::size_t vocabulary = 30'000;

private:
    std::size_t m_sources, m_entities, m_claims, m_relations;
};

/// Writes the records of `shipped` with the generated ones behind them. Returns the reason where that fails, else an empty text.
[[nodiscard]] std::string write_generated_base(const GeneratedBase& base, const Catalog& shipped, const std::string& path);

} // namespace archway::test
