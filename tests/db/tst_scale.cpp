// SPDX-License-Identifier: GPL-3.0-or-later
// A base too large to be read whole: what queries answer is what its generator put there, and the decisions are those of the shipped base
// within it.
#include "db/connection.h"
#include "db/knowledge_store.h"
#include "db/knowledge_writer.h"
#include "model/evidence/check.h"
#include "model/knowledge/knowledge_files.h"
#include "model/knowledge/record_json.h"
#include "model/match/decision.h"
#include "tests/support/generated_base.h"
#include "tests/support/shipped_base.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <SQLiteCpp/Database.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>

using namespace archway;
using test::GeneratedBase;

namespace {

QByteArray bytes_of(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

template <class T>
T value_of(Result<T> result)
{
    if (!result)
        qFatal("%s", result.error().text().c_str());
    return std::move(*result);
}

std::string decisions(const QString& example, const Catalog& catalog)
{
    const std::string text = bytes_of(QStringLiteral(ARCHWAY_SOURCE_DIR "/resources/examples/") + example).toStdString();
    const Scenario scenario = value_of(read_scenario(text, example.toStdString()));
    return match_json(value_of(match(scenario, catalog, false))).dump(1);
}

} // namespace

class TestScale : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_directory;
    const GeneratedBase m_base{21'000};
    Catalog m_shipped;
    std::unique_ptr<KnowledgeStore> m_store;

    [[nodiscard]] std::vector<Claim> generated_claims() const
    {
        std::vector<Claim> out;
        for (std::size_t i = 0; i < m_base.claims(); ++i)
            out.push_back(m_base.claim(i));
        return out;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_shipped = shipped_catalog();
        const std::string path = m_directory.filePath(QStringLiteral("large.db")).toStdString();
        QCOMPARE(write_generated_base(m_base, m_shipped, path), std::string());
        m_store = std::make_unique<KnowledgeStore>(value_of(KnowledgeStore::open(path)));
    }

    void itsSizeIsKnownWithoutReadingIt()
    {
        QVERIFY(!m_store->whole());
        QCOMPARE(m_store->size().claims, m_base.claims() + m_shipped.knowledge.claims.size());
        QCOMPARE(m_store->size().entities, m_base.entities() + m_shipped.knowledge.entities.size());
        QCOMPARE(m_store->size().relations, m_base.relations() + m_shipped.knowledge.relations.size());
        QCOMPARE(m_store->size().sources, m_base.sources() + m_shipped.knowledge.sources.size());
    }

    void theWorkingSetIsSmallAndWhole()
    {
        const Catalog catalog = value_of(m_store->catalog());
        QVERIFY(catalog.knowledge.claims.size() < 2000);
        QVERIFY(catalog.knowledge.entities.size() < 6000);
        QVERIFY2(check_references(catalog).ok(), check_references(catalog) ? "" : check_references(catalog).error().text().c_str());
        const Catalog more = value_of(m_store->catalog({"gen-claim-0012345"}));
        QVERIFY(!catalog.claim("gen-claim-0012345"));
        QVERIFY(more.claim("gen-claim-0012345") && more.entity(more.claim("gen-claim-0012345")->about));
    }

    /// Every claim that C++ names is in the working set: the list of them is written by hand.
    void theWorkingSetHasTheClaimsThatTheProgramNames()
    {
        const Catalog catalog = value_of(m_store->catalog());
        int named = 0;
        for (const char* folder : {"model", "diagrams", "ui"}) {
            QDirIterator files(QStringLiteral(ARCHWAY_SOURCE_DIR "/") + QLatin1String(folder), {QStringLiteral("*.cpp")}, QDir::Files,
                               QDirIterator::Subdirectories);
            while (files.hasNext()) {
                static const QRegularExpression literal(QStringLiteral("\"([a-z0-9][a-z0-9.-]+)\""));
                for (auto words = literal.globalMatch(QString::fromUtf8(bytes_of(files.next()))); words.hasNext();) {
                    const std::string id = words.next().captured(1).toStdString();
                    if (!m_shipped.claim(id))
                        continue;
                    ++named;
                    QVERIFY2(catalog.claim(id), id.c_str());
                }
            }
        }
        QVERIFY(named > 20);
    }

    void decisionsAreThoseOfTheShippedBase()
    {
        Catalog large = value_of(m_store->catalog());
        const std::vector<CheckedClaim> in_large = check(large), in_shipped = check(m_shipped);
        large.untrusted_claims = untrusted(in_large);
        Catalog shipped = m_shipped;
        shipped.untrusted_claims = untrusted(in_shipped);
        std::map<std::string, std::string> verdicts;
        for (const CheckedClaim& checked : in_shipped)
            verdicts[checked.claim] = verdict_json(checked).dump();
        std::size_t computed = 0;
        for (const CheckedClaim& checked : in_large) {
            if (verdicts.contains(checked.claim))
                QCOMPARE(QString::fromStdString(verdict_json(checked).dump()), QString::fromStdString(verdicts[checked.claim]));
            computed += checked.computed_here ? 1 : 0;
        }
        QCOMPARE(computed, static_cast<std::size_t>(std::count_if(in_shipped.begin(), in_shipped.end(), [](const CheckedClaim& c) {
                     return c.computed_here;
                 })));
        QVERIFY(computed > 200);
        const QStringList examples
            = QDir(QStringLiteral(ARCHWAY_SOURCE_DIR "/resources/examples")).entryList({QStringLiteral("*.archway")});
        QVERIFY(examples.size() >= 3);
        for (const QString& example : examples)
            QCOMPARE(QString::fromStdString(decisions(example, large)), QString::fromStdString(decisions(example, shipped)));
    }

    void everyClaimIsFoundByItsWords()
    {
        for (std::size_t i = 0; i < m_base.claims(); i += 173) {
            const Claim claim = m_base.claim(i);
            const SearchAnswer answer = value_of(m_store->find(GeneratedBase::mark(i)));
            QCOMPARE(answer.hits.size(), 1U);
            QVERIFY(!answer.more);
            QCOMPARE(answer.hits.front().id, claim.id);
            QVERIFY2(answer.hits.front().snippet.find("\u2039" + GeneratedBase::mark(i) + "\u203a") != std::string::npos,
                     answer.hits.front().snippet.c_str());
            // The same as a beginning: of the marks that begin so every one is counted.
            const SearchAnswer ten = value_of(m_store->find(GeneratedBase::mark(i).substr(0, 9)));
            QCOMPARE(ten.found, std::min<std::size_t>(10, m_base.claims() - i / 10 * 10));
            QCOMPARE(value_of(m_store->find(claim.id)).hits.front().id, claim.id);
        }
    }

    void severalWordsFindTheClaimThatHoldsThemAll()
    {
        for (std::size_t i = 7; i < m_base.claims(); i += 997) {
            const std::string statement = m_base.claim(i).statement;
            const std::string first = statement.substr(0, statement.find(' '));
            const SearchAnswer answer = value_of(m_store->find(first + " " + GeneratedBase::mark(i)));
            QCOMPARE(answer.hits.size(), 1U);
            QVERIFY(value_of(m_store->find("zqzqzq " + GeneratedBase::mark(i))).hits.empty());
        }
    }

    void aCommonWordSaysThatThereAreMore()
    {
        const SearchAnswer answer = value_of(m_store->find("memory", 50));
        QCOMPARE(answer.hits.size(), 50U);
        QVERIFY(answer.more && answer.found >= 1000);
        for (const SearchHit& hit : answer.hits)
            QVERIFY2(hit.snippet.find("\u2039") != std::string::npos, hit.snippet.c_str());
        // What bears the name itself stands first, however many texts hold the words.
        QCOMPARE(value_of(m_store->find("Accelerator memory (generated)")).hits.front().id, m_base.entity(1).id);
        QCOMPARE(value_of(m_store->find(m_base.entity(1).name)).hits.front().id, m_base.entity(1).id);
    }

    void otherScriptsAreFound()
    {
        for (const auto& [query, text] :
             {std::pair("显存带宽", "推理延迟取决于显存带宽和批量大小"), std::pair("再利用", "キャッシュの再利用"),
              std::pair("MEMOIRE", "mémoire"), std::pair("пропуск", "Пропускная"), std::pair("سرعة", "سرعة")}) {
            const SearchAnswer answer = value_of(m_store->find(query));
            QVERIFY2(!answer.hits.empty(), query);
            const Claim found = *value_of(m_store->claim(answer.hits.front().id));
            QVERIFY2(found.statement.find(text) != std::string::npos, found.statement.c_str());
            QVERIFY2(answer.hits.front().snippet.find("\u2039") != std::string::npos, answer.hits.front().snippet.c_str());
        }
        QVERIFY(value_of(m_store->find("宽带存显")).hits.empty());
    }

    void pagesHoldEveryClaimOnce()
    {
        std::map<std::string, std::string> statements;
        const std::size_t step = 5000;
        for (std::size_t first = 0; first < m_store->size().claims; first += step) {
            const ClaimPage page = value_of(m_store->claims({}, first, step));
            QCOMPARE(page.found, m_store->size().claims);
            for (const Claim& claim : page.knowledge.claims)
                QVERIFY(statements.emplace(claim.id, claim.statement).second);
        }
        QCOMPARE(statements.size(), m_store->size().claims);
        for (const Claim& claim : generated_claims())
            QCOMPARE(statements[claim.id], claim.statement);
    }

    void aFilterLeavesWhatTheGeneratorMade()
    {
        std::map<std::string, std::size_t> statuses, years, sources;
        std::set<std::string> of_both;
        for (const Claim& claim : generated_claims()) {
            ++statuses[claim.status];
            ++years[claim.as_of.substr(0, 4)];
            std::set<std::string> cited;
            for (const Citation& citation : claim.sources)
                cited.insert(citation.document);
            for (const std::string& id : cited)
                ++sources[id];
            if (claim.status == "corrected" && claim.as_of.starts_with("2020"))
                of_both.insert(claim.id);
        }
        for (const Claim& claim : m_shipped.knowledge.claims) {
            ++statuses[claim.status];
            ++years[claim.as_of.substr(0, 4)];
            if (claim.status == "corrected" && claim.as_of.starts_with("2020"))
                of_both.insert(claim.id);
        }
        const Facets facets = value_of(m_store->facets({}));
        QVERIFY(!facets.more);
        for (const auto& [value, count] : facets.statuses)
            QCOMPARE(count, statuses[value]);
        for (const auto& [value, count] : facets.years)
            QCOMPARE(count, years[value]);
        for (const auto& [value, count] : facets.sources)
            if (value.starts_with("gen-"))
                QCOMPARE(count, sources[value]);
        QVERIFY(
            std::is_sorted(facets.sources.begin(), facets.sources.end(), [](const auto& a, const auto& b) { return a.second > b.second; }));

        ClaimConditions filter;
        filter.statuses = {"corrected"};
        QCOMPARE(value_of(m_store->claims(filter)).found, statuses["corrected"]);
        filter.years = {"2020"};
        const ClaimPage page = value_of(m_store->claims(filter, 0, 1000));
        QCOMPARE(page.found, of_both.size());
        for (const Claim& claim : page.knowledge.claims)
            QVERIFY(of_both.erase(claim.id) == 1);
        QVERIFY(of_both.empty());
        QCOMPARE(value_of(m_store->facets(filter)).statuses.front().second, page.found);
        // What rests on a source, in pages.
        filter = {};
        filter.sources = {"gen-source-3"};
        QCOMPARE(value_of(m_store->claims(filter, 0, 5000)).knowledge.claims.size(), sources["gen-source-3"]);
        QCOMPARE(value_of(m_store->claims(filter, 5, 7)).knowledge.claims.size(), 7U);
        filter.words = "latency";
        const ClaimPage both = value_of(m_store->claims(filter, 0, 5000));
        QVERIFY(both.found > 0 && both.found < sources["gen-source-3"]);
        for (const Claim& claim : both.knowledge.claims)
            QVERIFY(QString::fromStdString(claim.statement).contains(QStringLiteral("latency"), Qt::CaseInsensitive));
    }

    void theNeighbourhoodOfAHubIsBoundedAndSaysWhatItLeavesOut()
    {
        const std::string hub = m_base.entity(0).id;
        std::set<std::string> neighbours;
        std::size_t relations = 0;
        std::map<std::string, std::set<std::string>> linked;
        for (std::size_t i = 0; i < m_base.relations(); ++i) {
            const Relation relation = m_base.relation(i);
            linked[relation.from].insert(relation.to);
            linked[relation.to].insert(relation.from);
            relations += relation.from == hub || relation.to == hub ? 1 : 0;
        }
        const Surroundings around = value_of(m_store->surroundings(hub, 36));
        QVERIFY(relations > 1000);
        QCOMPARE(around.relations, relations);
        QCOMPARE(around.neighbours, linked[hub].size());
        QCOMPARE(around.knowledge.relations.size(), 36U);
        // Those that rest on claims first, then those to the best linked.
        const auto rank = [&](const Relation& r) { return std::pair(!r.claims.empty(), linked[r.from == hub ? r.to : r.from].size()); };
        QVERIFY(std::is_sorted(around.knowledge.relations.begin(), around.knowledge.relations.end(),
                               [&rank](const Relation& a, const Relation& b) { return rank(a) > rank(b); }));
        for (const Relation& relation : around.knowledge.relations)
            QVERIFY(std::any_of(around.knowledge.entities.begin(), around.knowledge.entities.end(),
                                [&](const Entity& e) { return e.id == relation.from; }));
        QVERIFY(around.claims > 100 && around.knowledge.claims.size() == 36);
        // Of an entity with few links nothing is left out.
        const Surroundings few = value_of(m_store->surroundings(m_base.entity(2000).id));
        QCOMPARE(few.knowledge.relations.size(), few.relations);
        QCOMPARE(few.neighbours, linked[m_base.entity(2000).id].size());
    }

    void aPathIsShortAndJoined()
    {
        const std::string a = m_base.relation(1).from, b = m_base.relation(1).to;
        const Knowledge direct = value_of(m_store->path(a, b));
        QCOMPARE(direct.entities.size(), 2U);
        QVERIFY(!direct.relations.empty());
        // Two that are linked with the hub are at most two steps apart.
        const Knowledge over = value_of(m_store->path(m_base.relation(0).from, m_base.relation(8).from));
        QVERIFY(over.entities.size() == 2 || over.entities.size() == 3);
        QCOMPARE(over.entities.front().id, m_base.relation(0).from);
        QCOMPARE(over.entities.back().id, m_base.relation(8).from);
        QVERIFY(value_of(m_store->path(a, "nobody")).entities.empty());
        QCOMPARE(value_of(m_store->path(a, a)).entities.size(), 1U);
    }

    void oneRecordAtATimeGivesThemAll()
    {
        std::map<std::string, std::string> claims;
        std::string last;
        QVERIFY(m_store
                    ->each_claim([&](Claim&& claim) {
                        const bool ordered = last < claim.id;
                        last = claim.id;
                        claims.emplace(claim.id, to_json(claim).dump());
                        return ordered;
                    })
                    .ok());
        QCOMPARE(claims.size(), m_store->size().claims);
        for (const Claim& claim : generated_claims())
            QCOMPARE(claims[claim.id], to_json(claim).dump());
        std::size_t entities = 0, relations = 0, sources = 0;
        QVERIFY(m_store->each_entity([&](Entity&&) { return ++entities > 0; }).ok());
        QVERIFY(m_store->each_relation([&](Relation&&) { return ++relations > 0; }).ok());
        QVERIFY(m_store->each_source([&](Source&&) { return ++sources > 0; }).ok());
        QCOMPARE(entities, m_store->size().entities);
        QCOMPARE(relations, m_store->size().relations);
        QCOMPARE(sources, m_store->size().sources);
        QVERIFY(m_store->check_pages().ok());
    }

    void namesAreFoundInAnyCase()
    {
        QCOMPARE(value_of(m_store->entity("GEN-ENTITY-000005"))->id, m_base.entity(5).id);
        for (std::size_t i = 0; i < 40; ++i)
            for (const std::string& alias : m_base.entity(i).aliases)
                QCOMPARE(value_of(m_store->entity(alias))->id, m_base.entity(i).id);
        QVERIFY(!value_of(m_store->entity("nobody")));
        QCOMPARE(value_of(m_store->source("gen-source-1"))->title, m_base.source(1).title);
    }

    /// A base that an older Archway wrote is read whole and searched as it was.
    void aBaseOfVersionOneIsRead()
    {
        const std::string path = m_directory.filePath(QStringLiteral("one.db")).toStdString();
        {
            SQLite::Database db(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            db.exec(bytes_of(QStringLiteral(ARCHWAY_TEST_DATA "/schema/knowledge-001.sql")).constData());
            db.exec("PRAGMA application_id = 1098345265; PRAGMA user_version = 1;"
                    "INSERT INTO source VALUES('s', 'Paper', 'paper', 'x', '2024', 1);"
                    "INSERT INTO entity VALUES('a', 'technique', 'Latent attention', '', '', '', ''), ('b', 'model', 'Some model', '', '', "
                    "'', '');"
                    "INSERT INTO claim VALUES('c', 'a', 'Saves memory', 2, NULL, 'x', '', '', '', '2024', 'stated');"
                    "INSERT INTO claim_source VALUES('c', 0, 's', 'Table 1');"
                    "INSERT INTO relation VALUES(0, 'b', 'uses', 'a', 'it does');"
                    "INSERT INTO api_price VALUES(0, '', 'm', 'M', 1, 4, 0.1, '2024-01-01', 's');"
                    "INSERT INTO search VALUES('c', 'claim', 'Saves memory', ''), ('a', 'technique', 'Latent attention', '');");
        }
        const KnowledgeStore store = value_of(KnowledgeStore::open(path));
        QVERIFY(store.whole());
        QCOMPARE(value_of(store.catalog()).knowledge.claims.size(), 1U);
        const ApiPrice price = value_of(store.catalog()).api_prices.at(0); // without the columns that came later
        QVERIFY(price.usd_per_million_cached == 0.1 && !price.usd_per_million_cache_write && !price.usd_per_million_batch_input);
        QCOMPARE(value_of(store.find("laten")).hits.front().id, std::string("a"));
        const Surroundings around = value_of(store.surroundings("a"));
        QCOMPARE(around.neighbours, 1U);
        QCOMPARE(around.knowledge.claims.size(), 1U);
        QCOMPARE(value_of(store.surroundings("s")).claims, 1U);
    }
};

QTEST_GUILESS_MAIN(TestScale)
#include "tst_scale.moc"
