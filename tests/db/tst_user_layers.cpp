// SPDX-License-Identifier: GPL-3.0-or-later
// The user's layers on disk: what is added is read again, taken back, carried to a new version with a copy kept, and never trusted blindly.
#include "db/connection.h"
#include "db/user_layers.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <SQLiteCpp/Database.h>

using namespace archway;

namespace {

QByteArray bytes_of(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(bytes);
}

LayerRecords fixture()
{
    Result<Pack> pack = read_pack(bytes_of(QStringLiteral(ARCHWAY_TEST_DATA "/prices/pack.json")).toStdString(), "pack.json");
    if (!pack)
        qFatal("%s", pack.error().text().c_str());
    return std::move(pack->records);
}

std::string as_text(const LayerRecords& records)
{
    return pack_json(records, "").dump();
}

LayerRecords discount(double fraction)
{
    LayerRecords records;
    records.discounts.push_back({"p5", fraction, ""});
    return records;
}

} // namespace

class TestUserLayers : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_directory;
    QString m_folder;

    [[nodiscard]] UserLayers layers() const { return UserLayers(m_folder.toStdString()); }
    [[nodiscard]] QString file(KnowledgeLayer layer) const { return QString::fromStdString(layers().path(layer)); }

private Q_SLOTS:
    void init()
    {
        static int count = 0;
        m_folder = m_directory.filePath(QString::number(++count));
    }

    void noFolderIsAnEmptyLayer()
    {
        QVERIFY(layers().read_all()->empty());
        QVERIFY(layers().batches()->empty());
        QCOMPARE(layers().undo().error().code, Error::Code::No);
        QVERIFY(!QDir(m_folder).exists());
        QVERIFY(!UserLayers("").add({}, fixture()).ok());
    }

    void whatIsAddedIsReadAgain()
    {
        LayerRecords records = fixture();
        records.withdrawn.push_back({"claim", "some-claim", "wrong"});
        QVERIFY(layers().add({0, KnowledgeLayer::Imported, "pack", "first", "pack.json", 0}, records).ok());
        QVERIFY(layers().add({0, KnowledgeLayer::Mine, "discount", "second", "", 0}, discount(0.25)).ok());
        const auto all = layers().read_all();
        QVERIFY2(all.ok(), all ? "" : all.error().text().c_str());
        QCOMPARE(all->size(), 2U);
        QCOMPARE(as_text(all->front()), as_text(records));
        QCOMPARE(as_text(all->back()), as_text(discount(0.25)));
        const auto batches = layers().batches();
        QCOMPARE(batches->front().title, std::string("first"));
        QCOMPARE(batches->front().records, 6U);
        QCOMPARE(batches->back().id, batches->front().id + 1);
        QCOMPARE(batches->back().layer, KnowledgeLayer::Mine);
    }

    void undoTakesTheNewestOfBothLayers()
    {
        QVERIFY(layers().add({0, KnowledgeLayer::Mine, "discount", "a", "", 0}, discount(0.1)).ok());
        QVERIFY(layers().add({0, KnowledgeLayer::Imported, "pack", "b", "", 0}, fixture()).ok());
        QVERIFY(layers().add({0, KnowledgeLayer::Mine, "discount", "c", "", 0}, discount(0.3)).ok());
        for (const char* title : {"c", "b", "a"})
            QCOMPARE(layers().undo()->title, std::string(title));
        QVERIFY(!layers().undo().ok());
        const auto remaining = layers().read_all();
        QVERIFY(remaining.ok());
        for (const LayerRecords& left : *remaining)
            QVERIFY(left.empty());
    }

    void aFileOfVersionOneIsCopiedAndBroughtUpToDate()
    {
        QVERIFY(QDir().mkpath(m_folder));
        const QString path = file(KnowledgeLayer::Imported);
        {
            SQLite::Database old(path.toStdString(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            old.exec(bytes_of(QStringLiteral(ARCHWAY_TEST_DATA "/layers/version-1.sql")).toStdString());
        }
        const QByteArray before = bytes_of(path);
        const auto batches = layers().batches();
        QVERIFY2(batches.ok(), batches ? "" : batches.error().text().c_str());
        QCOMPARE(batches->size(), 2U);
        const auto read = layers().read(KnowledgeLayer::Imported);
        QVERIFY2(read.ok(), read ? "" : read.error().text().c_str());
        QCOMPARE(as_text(read->front()), as_text(fixture()));
        QCOMPARE(read->back().catalog.prices.size(), 2U);
        QCOMPARE(read->back().catalog.prices.front().usd_per_hour, 33.5);
        QVERIFY(bytes_of(path) != before);
        // The copy is the old version, whole.
        const QString copy = path + QStringLiteral(".version-1");
        QVERIFY(QFile::exists(copy));
        SQLite::Database kept(copy.toStdString());
        QCOMPARE(kept.execAndGet("PRAGMA user_version").getInt(), 1);
        QCOMPARE(kept.execAndGet("PRAGMA application_id").getInt(), layer_file.application_id);
        QCOMPARE(kept.execAndGet("SELECT count(*) FROM record WHERE kind = 'price'").getInt(), 3);
        // And what was taken over can be taken back.
        QCOMPARE(layers().undo()->kind, std::string("price-list"));
        QVERIFY(layers().undo().ok());
    }

    void aFileOfVersionTwoIsCopiedAndBroughtUpToDate()
    {
        QVERIFY(QDir().mkpath(m_folder));
        const QString path = file(KnowledgeLayer::Imported);
        {
            SQLite::Database old(path.toStdString(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            old.exec(bytes_of(QStringLiteral(ARCHWAY_TEST_DATA "/layers/version-2.sql")).toStdString());
        }
        const auto read = layers().read_batches(KnowledgeLayer::Imported);
        QVERIFY2(read.ok(), read ? "" : read.error().text().c_str());
        QCOMPARE(read->size(), 2U);
        QCOMPARE(as_text(read->front().records), as_text(fixture()));
        QVERIFY(read->front().batch.made.empty());
        SQLite::Database kept((path + QStringLiteral(".version-2")).toStdString());
        QCOMPARE(kept.execAndGet("PRAGMA user_version").getInt(), 2);
        QCOMPARE(kept.execAndGet("SELECT count(*) FROM price").getInt(), 3);
    }

    void anyBatchIsTakenBackAndPutBackInItsPlace()
    {
        QVERIFY(layers().add({0, KnowledgeLayer::Imported, "pack", "a", "pack.json", 0, "2026-11-20"}, fixture()).ok());
        LayerRecords noted = discount(0.1);
        noted.notes.push_back({"discount", "p5", "agreed in spring", {}});
        const auto id = layers().append({0, KnowledgeLayer::Mine, "discount", "b", "", 0, "2026-11-21"}, noted);
        QVERIFY(id.ok());
        QCOMPARE(*id, 2);
        QVERIFY(layers().add({0, KnowledgeLayer::Mine, "discount", "c", "", 0, ""}, discount(0.3)).ok());
        const auto taken = layers().remove(2);
        QVERIFY2(taken.ok(), taken ? "" : taken.error().text().c_str());
        QCOMPARE(taken->records.notes.front().note, std::string("agreed in spring"));
        QCOMPARE(taken->batch.made, std::string("2026-11-21"));
        QCOMPARE(layers().batches()->size(), 2U);
        QCOMPARE(layers().remove(2).error().code, Error::Code::No);
        QVERIFY(layers().put_back(*taken).ok());
        const auto all = layers().batches();
        QCOMPARE(all->size(), 3U);
        QCOMPARE((*all)[1].title, std::string("b"));
        QCOMPARE((*all)[1].records, 2U);
        QCOMPARE(as_text(layers().read(KnowledgeLayer::Mine)->front()), as_text(noted));
        // Its place is taken: nothing is written twice.
        QVERIFY(!layers().put_back(*taken).ok());
        QCOMPARE(layers().batches()->size(), 3U);
    }

    void foreignNewerAndHostileFilesAreRefusedAndKept_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QByteArray>("message");
        const auto row
            = [](const char* name, const QByteArray& sql, const char* message) { QTest::newRow(name) << sql << QByteArray(message); };
        const QByteArray ours = "PRAGMA application_id = 1098345521; ";
        row("another program's", "CREATE TABLE t(a); PRAGMA application_id = 77; PRAGMA user_version = 1;", "another program");
        row("a knowledge base", "CREATE TABLE t(a); PRAGMA application_id = 1098345265; PRAGMA user_version = 1;", "another program");
        row("newer", "CREATE TABLE t(a); " + ours + "PRAGMA user_version = 99;", "newer");
        row("endless view",
            "CREATE TABLE record(batch, kind, id, position, json); CREATE VIEW batch AS WITH RECURSIVE c(i) AS (VALUES(1) UNION ALL SELECT "
            "i + 1 FROM c) "
            "SELECT i AS id FROM c; "
                + ours + "PRAGMA user_version = 3;",
            "neither table nor index");
        row("without tables", "CREATE TABLE t(a); " + ours + "PRAGMA user_version = 3;", "cannot be read");
        row("a record that is none",
            "CREATE TABLE batch(id INTEGER PRIMARY KEY, kind, title, origin, made); CREATE TABLE price(batch, position, instance, region, "
            "purchase, usd_per_hour, "
            "as_of, source); CREATE TABLE record(batch, kind, id, position, json); INSERT INTO batch VALUES(1, 'pack', '', '', ''); "
            "INSERT INTO record VALUES(1, 'claim', 'x', 0, '{}'); "
                + ours + "PRAGMA user_version = 3;",
            "is missing");
        row("a record nested deep",
            "CREATE TABLE batch(id INTEGER PRIMARY KEY, kind, title, origin, made); CREATE TABLE price(batch, position, instance, region, "
            "purchase, usd_per_hour, "
            "as_of, source); CREATE TABLE record(batch, kind, id, position, json); INSERT INTO batch VALUES(1, 'pack', '', '', ''); "
            "INSERT INTO record VALUES(1, 'model', 'x', 0, '"
                + QByteArray(90'000, '[') + "'); " + ours + "PRAGMA user_version = 3;",
            "nested deeper");
    }
    void foreignNewerAndHostileFilesAreRefusedAndKept()
    {
        QFETCH(const QByteArray, sql);
        QFETCH(const QByteArray, message);
        QVERIFY(QDir().mkpath(m_folder));
        const QString path = file(KnowledgeLayer::Mine);
        {
            SQLite::Database made(path.toStdString(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            made.exec(sql.toStdString());
        }
        const QByteArray before = bytes_of(path);
        const auto read = layers().read(KnowledgeLayer::Mine);
        QVERIFY(!read.ok());
        QVERIFY2(read.error().text().find(message.toStdString()) != std::string::npos, read.error().text().c_str());
        QVERIFY(read.error().place.find("mine.db") != std::string::npos);
        QCOMPARE(bytes_of(path), before);
    }

    void damagedFilesAreAnErrorOrPlausible()
    {
        QVERIFY(layers().add({0, KnowledgeLayer::Imported, "pack", "first", "pack.json", 0}, fixture()).ok());
        const QString path = file(KnowledgeLayer::Imported);
        const QByteArray whole = bytes_of(path);
        for (qsizetype at = 0; at < whole.size(); at += 61) {
            QByteArray damaged = whole;
            damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
            write(path, damaged);
            const auto read = layers().read(KnowledgeLayer::Imported);
            for (const LayerRecords& batch : read ? *read : std::vector<LayerRecords>{}) {
                for (const Price& price : batch.catalog.prices)
                    QVERIFY(price.usd_per_hour > 0);
            }
        }
        for (qsizetype size = 0; size < whole.size(); size += 997) {
            write(path, whole.left(size));
            QVERIFY2(!layers().read(KnowledgeLayer::Imported).ok(), qPrintable(QString::number(size)));
            QCOMPARE(bytes_of(path).size(), size);
        }
    }

    void aLinkOnTheWayToTheFolderIsFollowed()
    {
        const QString real = m_folder + QStringLiteral("-real");
        QVERIFY(QDir().mkpath(real));
        QVERIFY(QFile::link(real, m_folder));
        QVERIFY(layers().add({0, KnowledgeLayer::Mine, "discount", "", "", 0}, discount(0.1)).ok());
        QVERIFY(QFile::exists(real + QStringLiteral("/mine.db")));
        QCOMPARE(layers().read_all()->size(), 1U);
    }

    void twentyThousandPricesAreReadAtOnce()
    {
        LayerRecords many;
        for (int i = 0; i < 20'000; ++i)
            many.catalog.prices.push_back({"type-" + std::to_string(i), "us-east-1", "on-demand", 1.0 + i, "2026-11-01", "list"});
        QVERIFY(layers().add({0, KnowledgeLayer::Imported, "price-list", "", "", 0}, many).ok());
        QCOMPARE(layers().batches()->front().records, 20'000U);
        QCOMPARE(layers().read_all()->front().catalog.prices.back().usd_per_hour, 20'000.0);
    }
};

QTEST_GUILESS_MAIN(TestUserLayers)
#include "tst_user_layers.moc"
