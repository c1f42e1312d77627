// SPDX-License-Identifier: GPL-3.0-or-later
// The shipped base as it is installed, and files that must be refused.
#include "db/connection.h"
#include "db/knowledge_store.h"
#include "db/knowledge_writer.h"
#include "model/knowledge/knowledge_files.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>

#include <cmath>

using namespace archway;

namespace {

const QString shipped = QStringLiteral(ARCHWAY_BUILD_DIR "/knowledge.db");

QByteArray bytes_of(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestKnowledgeStore : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_directory;

    std::string write(const char* name, const QByteArray& bytes) const
    {
        QFile file(m_directory.filePath(QLatin1String(name)));
        if (file.open(QIODevice::WriteOnly))
            file.write(bytes);
        return file.fileName().toStdString();
    }

private Q_SLOTS:
    void shippedBaseHoldsTheCatalog()
    {
        const auto store = KnowledgeStore::open(shipped.toStdString(), true);
        QVERIFY2(store.ok(), store ? "" : store.error().text().c_str());
        const auto catalog = store->catalog();
        QVERIFY2(catalog.ok(), catalog ? "" : catalog.error().text().c_str());
        QVERIFY(catalog->models.size() >= 23);
        QCOMPARE(catalog->instances.size(), 70U);
        QVERIFY(catalog->prices.size() >= 200);
        QVERIFY(catalog->knowledge.claims.size() > 500);
        QVERIFY(catalog->knowledge.diagrams.size() >= 2);
        QVERIFY(check_references(*catalog).ok());
        QVERIFY(catalog->model("DeepSeek-R1") == catalog->model("deepseek-v3"));
        QVERIFY(std::abs(catalog->accelerator("H200")->memory_bytes - 150.7e9) < 1e8);
        for (const Price& price : catalog->prices) {
            QVERIFY(price.usd_per_hour > 0);
            QVERIFY2(!price.as_of.empty() && catalog->source(price.source), price.instance.c_str());
        }
    }

    void everyFigureHasASource()
    {
        const auto catalog = KnowledgeStore::open(shipped.toStdString(), true)->catalog();
        QVERIFY(catalog.ok());
        const auto sourced = [&catalog](const std::map<std::string, std::string>& sources, const char* field) {
            const auto found = sources.find(field);
            return found != sources.end() && catalog->source(found->second) != nullptr;
        };
        for (const Accelerator& chip : catalog->accelerators) {
            const std::pair<const char*, bool> figures[]{
                {"memory_bytes", chip.memory_bytes > 0},     {"memory_bandwidth", chip.memory_bandwidth.has_value()},
                {"flops_bf16", chip.flops_bf16.has_value()}, {"flops_fp8", chip.flops_fp8.has_value()},
                {"flops_fp4", chip.flops_fp4.has_value()},   {"link_bytes_per_s", chip.link_bytes_per_s.has_value()}};
            for (const auto& [field, given] : figures)
                QVERIFY2(!given || sourced(chip.sources, field), (chip.id + ": " + field).c_str());
        }
        for (const InstanceType& type : catalog->instances) {
            const std::pair<const char*, bool> figures[]{
                {"accelerators", type.accelerators > 0}, {"link_bytes_per_s", type.link_bytes_per_s.has_value()},
                {"network_gbps", type.network_gbps > 0}, {"vcpus", type.vcpus > 0},
                {"ram_bytes", type.ram_bytes > 0},       {"nvme_bytes", type.nvme_bytes > 0}};
            for (const auto& [field, given] : figures)
                QVERIFY2(!given || sourced(type.sources, field), (type.id + ": " + field).c_str());
        }
        for (const ApiPrice& price : catalog->api_prices)
            QVERIFY2(!price.as_of.empty() && catalog->source(price.source), price.api_id.c_str());
    }

    /// Published figures: USD per million tokens in the LiteLLM list of August 2026 and in genai-prices.
    void managedModelsHaveTheirBatchAndCacheWritePrices()
    {
        auto shipped_base = KnowledgeStore::open(shipped.toStdString(), true)->catalog();
        const std::string path = m_directory.filePath(QStringLiteral("prices.db")).toStdString();
        QVERIFY(write_knowledge_base(*shipped_base, path).ok());
        const auto again = KnowledgeStore::open(path, true)->catalog();
        const auto row = [&again](std::string_view id, std::string_view source) {
            const auto& all = again->api_prices;
            return std::find_if(all.begin(), all.end(),
                                [&](const ApiPrice& price) { return price.api_id == id && price.source == source; });
        };
        const auto scout = row("meta.llama4-scout-17b-instruct-v1:0", "bedrock-prices-litellm");
        QCOMPARE(scout->usd_per_million_batch_input, std::optional(0.085));
        QCOMPARE(scout->usd_per_million_batch_output, std::optional(0.33));
        QVERIFY(!scout->usd_per_million_cache_write);
        const auto sonnet = row("regional.anthropic.claude-sonnet-4-5-20250929-v1:0", "bedrock-prices-genai");
        QCOMPARE(sonnet->usd_per_million_cache_write, std::optional(4.125));
        QVERIFY(!sonnet->usd_per_million_batch_input && !sonnet->usd_per_million_batch_output);
        QCOMPARE(row("anthropic.claude-3-haiku-20240307-v1:0", "bedrock-prices-litellm")->usd_per_million_cached, std::optional(0.025));
    }

    void writingTwiceGivesTheSameBytes()
    {
        const auto catalog = KnowledgeStore::open(shipped.toStdString(), true)->catalog();
        const QString path = m_directory.filePath(QStringLiteral("again.db"));
        QVERIFY(write_knowledge_base(*catalog, path.toStdString()).ok());
        const QByteArray first = bytes_of(path);
        QVERIFY(write_knowledge_base(*catalog, path.toStdString()).ok());
        QCOMPARE(bytes_of(path), first);
        QVERIFY(KnowledgeStore::open(path.toStdString()).ok());
    }

    void searchAnswersWhateverIsTyped_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("hits");
        QTest::newRow("word") << QStringLiteral("latent") << true;
        QTest::newRow("prefix") << QStringLiteral("hyperp") << true;
        QTest::newRow("instance") << QStringLiteral("p5en.48xl") << true;
        QTest::newRow("nothing") << QStringLiteral("zzyzx") << false;
        QTest::newRow("empty") << QString() << false;
        for (const char* text :
             {"foo-bar \"", "\"", "zzyzx OR latent", "a*b(c)^d:e", "zzNEAR(", "{}[]", "'; DROP TABLE entity; --", "\xe2\x80\xae\x07"})
            QTest::newRow(text) << QString::fromUtf8(text) << false;
        QTest::newRow("long") << QString(100'000, QLatin1Char('x')) << false;
    }
    void searchAnswersWhateverIsTyped()
    {
        QFETCH(const QString, text);
        QFETCH(const bool, hits);
        const auto store = KnowledgeStore::open(shipped.toStdString(), true);
        const auto found = store->search(text.toStdString());
        QVERIFY2(found.ok(), found ? "" : found.error().text().c_str());
        QCOMPARE(!found->empty(), hits);
    }

    void refusesForeignFiles()
    {
        QByteArray newer = bytes_of(shipped);
        newer[63] = 9;
        QByteArray foreign = bytes_of(shipped);
        foreign[70] = 'x';
        const std::pair<const char*, QByteArray> files[]{{"text.db", "no database"},
                                                         {"empty.db", {}},
                                                         {"newer.db", newer},
                                                         {"foreign.db", foreign},
                                                         {"truncated.db", bytes_of(shipped).left(40'000)},
                                                         {"head.db", bytes_of(shipped).left(100)}};
        for (const auto& [name, bytes] : files) {
            const auto store = KnowledgeStore::open(write(name, bytes));
            QVERIFY2(!store.ok(), name);
            QCOMPARE(store.error().code, Error::Code::BadInput);
            QVERIFY(!store.error().advice.empty());
        }
        QVERIFY(!KnowledgeStore::open("/nonexistent.db").ok());
        QVERIFY(!KnowledgeStore::open("/").ok());
    }

    /// A table replaced by a view that never ends is refused by name, before anything reads from it.
    void refusesAnEndlessView()
    {
        const std::string path = write("view.db", bytes_of(shipped));
        {
            SQLite::Database database(path, SQLite::OPEN_READWRITE);
            database.exec("CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n");
        }
        for (const bool trusted : {false, true}) {
            const auto store = KnowledgeStore::open(path, trusted);
            QVERIFY(!store.ok());
            QCOMPARE(store.error().code, Error::Code::BadInput);
            QVERIFY2(store.error().text().find("endless") != std::string::npos, store.error().text().c_str());
        }
    }

    /// A statement without end stops at its time limit.
    void stopsAtTheTimeLimit()
    {
        const auto connection = Connection::open_read_only(shipped.toStdString(), false);
        QVERIFY(connection.ok());
        connection->set_time_limit(std::chrono::milliseconds(50));
        QVERIFY_THROWS_EXCEPTION(
            SQLite::Exception, (*connection)->exec("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"));
    }

    /// Damage is refused or read as something plausible; it never crashes.
    void survivesDamage()
    {
        const QByteArray whole = bytes_of(shipped);
        QRandomGenerator random(7);
        for (int round = 0; round < 60; ++round) {
            QByteArray damaged = whole;
            for (int i = 0; i < 12; ++i)
                damaged[random.bounded(100, static_cast<int>(damaged.size()))] = static_cast<char>(random.bounded(256));
            const auto store = KnowledgeStore::open(write("damaged.db", damaged));
            if (!store)
                continue;
            (void)store->catalog();
            (void)store->search("attention");
        }
    }

    void refusesBadKnowledge_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("place");
        const auto row = [](const char* name, const char* text, const char* place) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(place);
        };
        row("broken", "{\n\"entities\": [", "x.json:2");
        row("unknown key", R"({"entitys": []})", "x.json: /entitys");
        row("unknown field", R"({"entities": [{"id": "a", "kind": "k", "name": "n", "sumary": "s"}]})", "x.json: /entities/0/sumary");
        row("missing name", R"({"entities": [{"id": "a", "kind": "k"}]})", "x.json: /entities/0/name");
        row("unknown status", R"({"entities": [{"id": "a", "kind": "k", "name": "n", "status": "beta"}]})", "/entities/0/status");
        row("bad date", R"({"sources": [{"id": "s", "title": "t", "kind": "k", "date": "May 2026"}]})", "/sources/0/date");
        row("twice", R"({"entities": [{"id": "a", "kind": "k", "name": "n"}, {"id": "a", "kind": "k", "name": "n"}]})", "entity \"a\"");
        row("dangling relation",
            R"({"entities": [{"id": "a", "kind": "k", "name": "n"}], "relations": [{"from": "a", "type": "t", "to": "b"}]})",
            "relation a t b");
        row("claim without source", R"({"claims": [{"id": "c", "about": "a", "statement": "s", "sources": []}]})", "/claims/0/sources");
        row("price of nothing",
            R"({"prices": [{"instance": "i", "region": "r", "purchase": "spot", "usd_per_hour": 0, "as_of": "2026", "source": "s"}]})",
            "/prices/0/usd_per_hour");
    }
    void refusesBadKnowledge()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, place);
        const auto catalog = read_knowledge_files({{"x.json", text.toStdString()}});
        QVERIFY(!catalog.ok());
        QVERIFY2(catalog.error().place.find(place.toStdString()) != std::string::npos, catalog.error().text().c_str());
    }
};

QTEST_GUILESS_MAIN(TestKnowledgeStore)
#include "tst_knowledge_store.moc"
