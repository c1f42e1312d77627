// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/generated_base.h"

#include "db/knowledge_writer.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdint>

namespace archway::test {

namespace {

/// Numbers that look random and are the same everywhere: splitmix64 over the record's number.
class Numbers {
public:
    Numbers(std::uint64_t kind, std::size_t number)
        : m_state(kind * 0x9e3779b97f4a7c15ULL + number * 0xbf58476d1ce4e5b9ULL)
    {
    }
    std::uint64_t next()
    {
        std::uint64_t z = (m_state += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }
    double share() { return static_cast<double>(next() >> 11) * 0x1p-53; }
    /// Small numbers often, great ones seldom: as words and links are spread in what people write.
    std::size_t uneven(std::size_t limit) { return static_cast<std::size_t>(std::pow(static_cast<double>(limit), share())) - 1; }
    bool one_in(std::size_t n) { return below(n) == 0; }

private:
    std::uint64_t m_state;
};

enum Kind : std::uint64_t { AboutSource = 1, AboutEntity, AboutClaim, AboutRelation };

constexpr std::array common{"the",       "memory",    "latency",   "throughput", "tokens",    "model",     "of",          "with",
                            "batch",     "cache",     "attention", "training",   "inference", "cost",      "accelerator", "bandwidth",
                            "precision", "instances", "context",   "expert",     "parallel",  "storage",   "per",         "second",
                            "network",   "cluster",   "at",        "prefill",    "decode",    "checkpoint"};
constexpr std::array hubs{"Transformer serving", "Accelerator memory", "Object storage",     "Managed inference", "Distributed training",
                          "Key-value cache",     "Cluster network",    "Mixture of experts", "Token throughput",  "Capacity planning"};
constexpr std::array kinds{"service", "model", "technique", "tool", "benchmark", "organisation", "metric", "component"};
constexpr std::array relation_kinds{"uses", "compared-with", "measured-on", "works-with", "supports", "replaces", "contains", "example-of"};
constexpr std::array source_kinds{"paper", "documentation", "talk", "benchmark", "log", "data-sheet", "transcript"};
constexpr std::array units{"ms", "GB", "%", "tokens/s", "USD", "x", "GB/s", "W"};
constexpr std::array foreign{"Der Durchsatz steigt, während die Latenz je Anfrage größer wird",
                             "La mémoire du accélérateur limite la taille du lot à côté du cache",
                             "推理延迟取决于显存带宽和批量大小",
                             "キャッシュの再利用で最初のトークンまでの時間が短くなる",
                             "Пропускная способность растёт вместе с размером пакета",
                             "تعتمد سرعة الاستدلال على عرض نطاق الذاكرة",
                             "메모리 대역폭이 토큰 생성 속도를 결정한다"};

std::string sentence(Numbers& numbers, std::size_t words)
{
    std::string out;
    for (std::size_t i = 0; i < words; ++i)
        out += (i == 0 ? "" : " ")
            + (numbers.one_in(3) ? std::string(common[numbers.uneven(common.size())])
                                 : GeneratedBase::word(numbers.uneven(GeneratedBase::vocabulary)));
    out[0] = static_cast<char>(out[0] >= 'a' && out[0] <= 'z' ? out[0] - 'a' + 'A' : out[0]);
    return out;
}

std::string date_of(Numbers& numbers)
{
    return fmt::format("{}-{:02}", 2018 + numbers.below(9), 1 + numbers.below(12));
}

} // namespace

GeneratedBase::GeneratedBase(std::size_t claims)
    : m_sources(std::max<std::size_t>(40, claims / 500))
    , m_entities(claims / 10)
    , m_claims(claims)
    , m_relations(claims / 10 * 4)
{
}

std::string GeneratedBase::word(std::size_t rank)
{
    static constexpr std::array syllables{"ba", "ce", "di", "fo",  "gu",  "ka",  "le",  "mi",  "no",  "pu",  "ra",  "se", "ti",
                                          "vo", "xu", "za", "bre", "cli", "dro", "flu", "gra", "ple", "sti", "tro", "qua"};
    std::string out;
    Numbers numbers(77, rank);
    for (std::size_t i = 0, count = 2 + numbers.below(2); i < count; ++i)
        out += syllables[numbers.below(syllables.size())];
    // The number in base 25 keeps words apart.
    for (std::size_t rest = rank; rest > 0; rest /= syllables.size())
        out += syllables[rest % syllables.size()];
    return out;
}

std::string GeneratedBase::mark(std::size_t claim)
{
    return fmt::format("run{:07}", claim);
}

Source GeneratedBase::source(std::size_t i) const
{
    Numbers numbers(AboutSource, i);
    return {fmt::format("gen-source-{}", i),
            fmt::format("{}, {}", sentence(numbers, 4), i),
            source_kinds[i % source_kinds.size()],
            fmt::format("https://example.org/{}/{}", word(numbers.below(vocabulary)), i),
            date_of(numbers),
            !numbers.one_in(5)};
}

Entity GeneratedBase::entity(std::size_t i) const
{
    Numbers numbers(AboutEntity, i);
    Entity out;
    out.id = fmt::format("gen-entity-{:06}", i);
    out.kind = kinds[i < hubs.size() ? 0 : numbers.uneven(kinds.size())];
    out.name = i < hubs.size() ? std::string(hubs[i]) + " (generated)" : fmt::format("{} {}", sentence(numbers, 2), i);
    if (numbers.one_in(4))
        out.aliases.push_back(fmt::format("gx{}", i));
    out.summary = sentence(numbers, 8);
    return out;
}

Claim GeneratedBase::claim(std::size_t i) const
{
    Numbers numbers(AboutClaim, i);
    Claim out;
    out.id = fmt::format("gen-claim-{:07}", i);
    out.about = entity(numbers.uneven(m_entities)).id;
    const std::size_t length = numbers.one_in(500) ? 250 : numbers.one_in(20) ? 60 : 6 + numbers.below(12);
    out.statement = sentence(numbers, length);
    if (numbers.one_in(12))
        out.statement += " — " + std::string(foreign[numbers.below(foreign.size())]);
    out.statement += " in " + mark(i) + ".";
    if (!numbers.one_in(3)) {
        out.value = static_cast<double>(numbers.below(100'000)) / 10;
        out.unit = units[numbers.below(units.size())];
    }
    out.as_of = numbers.one_in(10) ? std::string() : date_of(numbers);
    out.status = numbers.one_in(40) ? "corrected" : numbers.one_in(60) ? "promotional" : numbers.one_in(300) ? "withdrawn" : "stated";
    for (std::size_t n = numbers.one_in(8) ? 2 : 1; n > 0; --n)
        out.sources.push_back({fmt::format("gen-source-{}", numbers.uneven(m_sources)), fmt::format("Section {}", 1 + numbers.below(30))});
    return out;
}

Relation GeneratedBase::relation(std::size_t i) const
{
    Numbers numbers(AboutRelation, i);
    // Every eighth goes to the first hub, every sixteenth to another; the rest is uneven.
    const std::size_t to = i % 8 == 0 ? 0 : i % 16 == 1 ? 1 + numbers.below(hubs.size() - 1) : numbers.uneven(m_entities);
    std::size_t from = i % 8 == 0 ? hubs.size() + i / 8 % (m_entities - hubs.size()) : numbers.below(m_entities);
    if (from == to)
        from = (from + 1) % m_entities;
    Relation out{entity(from).id, relation_kinds[numbers.below(relation_kinds.size())], entity(to).id, sentence(numbers, 5), {}};
    if (numbers.one_in(20))
        out.claims.push_back(fmt::format("gen-claim-{:07}", numbers.below(m_claims)));
    return out;
}

std::string write_generated_base(const GeneratedBase& base, const Catalog& shipped, const std::string& path)
{
    Result<KnowledgeBaseWriter> writer = KnowledgeBaseWriter::create(path);
    if (!writer)
        return writer.error().text();
    Status status = writer->add(shipped.knowledge);
    for (std::size_t i = 0; status && i < base.sources(); ++i)
        status = writer->add(base.source(i));
    for (std::size_t i = 0; status && i < base.entities(); ++i)
        status = writer->add(base.entity(i));
    for (std::size_t i = 0; status && i < base.claims(); ++i)
        status = writer->add(base.claim(i));
    for (std::size_t i = 0; status && i < base.relations(); ++i)
        status = writer->add(base.relation(i));
    if (status)
        status = writer->finish(shipped);
    return status ? std::string() : status.error().text();
}

} // namespace archway::test
