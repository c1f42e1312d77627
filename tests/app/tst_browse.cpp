// SPDX-License-Identifier: GPL-3.0-or-later
// Searching and browsing by the real program: words, figures with their units, facets, ways between entities, what rests on a source.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

namespace {

struct Outcome {
    int status = -1;
    QByteArray out, errors;
    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

QSet<QString> ids(const QJsonObject& answer)
{
    QSet<QString> out;
    for (const QJsonValue& hit : answer[QStringLiteral("results")].toArray())
        out.insert(hit[QStringLiteral("id")].toString());
    return out;
}

} // namespace

class TestBrowse : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_directory;

    Outcome run(const QStringList& arguments) const
    {
        QProcess program;
        program.setWorkingDirectory(m_directory.path());
        program.start(QStringLiteral(ARCHWAY_BUILD_DIR "/archway"),
                      arguments + QStringList{QStringLiteral("--user-data"), m_directory.filePath(QStringLiteral("own"))});
        if (!program.waitForFinished(60'000) || program.exitStatus() != QProcess::NormalExit)
            return {-1, {}, "crashed or hung: " + program.readAllStandardError()};
        return {program.exitCode(), program.readAllStandardOutput(), program.readAllStandardError()};
    }
    Outcome search(const char* text, const QStringList& more = {}) const
    {
        return run(QStringList{QStringLiteral("search"), QString::fromUtf8(text), QStringLiteral("--json"), QStringLiteral("--limit"),
                               QStringLiteral("100000")}
                   + more);
    }
    void import(const QByteArray& text)
    {
        QFile file(m_directory.filePath(QStringLiteral("pack.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        const Outcome outcome = run({QStringLiteral("import"), file.fileName()});
        QVERIFY2(outcome.status == 0, outcome.errors);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_directory.isValid());
        import(R"({"archway_pack": 1, "title": "Notes",
            "sources": [{"id": "alone", "title": "Alone", "kind": "measurement", "date": "2026-11-10", "read": true},
                        {"id": "beside", "title": "Beside", "kind": "measurement", "date": "2026-11-10", "read": true}],
            "entities": [{"id": "far-a", "kind": "concept", "name": "Far A"}, {"id": "far-b", "kind": "concept", "name": "Far B"},
                         {"id": "far-c", "kind": "concept", "name": "Far C"}, {"id": "island", "kind": "concept", "name": "Island"}],
            "relations": [{"from": "far-a", "type": "leads-to", "to": "far-b", "because": "first"},
                          {"from": "far-c", "type": "leads-to", "to": "far-b", "because": "second", "claims": ["own-tb"]}],
            "claims": [{"id": "own-gb", "about": "eks", "statement": "A frobnicator holds this much", "value": 80, "unit": "GB",
                        "sources": [{"document": "alone", "section": "1"}]},
                       {"id": "own-tb", "about": "eks", "statement": "A frobnicator holds that much", "value": 0.08, "unit": "TB",
                        "sources": [{"document": "alone", "section": "2"}]},
                       {"id": "own-small", "about": "eks", "statement": "A frobnicator holds little", "value": 79, "unit": "GB",
                        "sources": [{"document": "alone", "section": "3"}, {"document": "beside", "section": ""}]},
                       {"id": "own-rate", "about": "eks", "statement": "A frobnicator reads", "value": 90, "unit": "GB/s",
                        "as_of": "2024-03", "sources": [{"document": "beside", "section": ""}]},
                       {"id": "own-range", "about": "eks", "statement": "A frobnicator waits", "low": 30, "value": 60, "unit": "ms",
                        "sources": [{"document": "beside", "section": ""}]}],
            "prices": [{"instance": "p5en.48xlarge", "region": "us-east-1", "purchase": "spot", "usd_per_hour": 21.5,
                        "as_of": "2026-11-10", "source": "alone"}]})");
    }

    void figuresKnowTheirUnits_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("found");
        const auto row = [](const char* text, const QStringList& found) { QTest::newRow(text) << QString::fromUtf8(text) << found; };
        row("frobnicator >= 80 GB", {QStringLiteral("own-gb"), QStringLiteral("own-tb")});
        row("frobnicator>=80GB", {QStringLiteral("own-gb"), QStringLiteral("own-tb")});
        row("frobnicator = 80000 MB", {QStringLiteral("own-gb"), QStringLiteral("own-tb")});
        row("frobnicator < 80 GB", {QStringLiteral("own-small")});
        row("frobnicator > 75 GB < 0.0795 TB", {QStringLiteral("own-small")});
        row("frobnicator > 80 GB/s", {QStringLiteral("own-rate")});
        row("frobnicator < 50 ms", {QStringLiteral("own-range")});
        row("frobnicator > 0.05 s", {QStringLiteral("own-range")});
        row("frobnicator ≥ 61 ms", {});
        row("frobnicator > 79", {QStringLiteral("own-gb"), QStringLiteral("own-rate")}); // as the claims write it
        row("frobnicator > 1 $", {});
        row("nothing is called so >= 80 GB", {});
    }
    void figuresKnowTheirUnits()
    {
        QFETCH(const QString, text);
        QFETCH(const QStringList, found);
        const Outcome outcome = search(text.toUtf8().constData());
        QVERIFY2(outcome.status == 0, outcome.errors);
        QCOMPARE(ids(outcome.json()), QSet<QString>(found.begin(), found.end()));
    }

    void specificationsAreFiguresToo()
    {
        const QSet<QString> large = ids(search("nvidia accelerator memory >= 100 GB").json());
        QVERIFY(large.contains(QStringLiteral("h200")) && !large.contains(QStringLiteral("h100")));
    }

    void facetsAddUpAndNarrow()
    {
        const QJsonObject all = search("cache").json();
        const QJsonObject facets = all[QStringLiteral("facets")].toObject();
        const int found = all[QStringLiteral("found")].toInt();
        QCOMPARE(all[QStringLiteral("results")].toArray().size(), found);
        for (const char* facet : {"kind", "status", "verdict", "source", "year"})
            QVERIFY2(!facets[QLatin1String(facet)].toObject().isEmpty(), facet);
        const QJsonObject verdicts = facets[QStringLiteral("verdict")].toObject();
        QVERIFY(verdicts.size() >= 3);
        for (auto verdict = verdicts.begin(); verdict != verdicts.end(); ++verdict) {
            const QJsonObject narrowed = search("cache", {QStringLiteral("--verdict"), verdict.key()}).json();
            QCOMPARE(narrowed[QStringLiteral("found")].toInt(), verdict->toInt());
            for (const QJsonValue& hit : narrowed[QStringLiteral("results")].toArray())
                QCOMPARE(hit[QStringLiteral("verdict")].toString(), verdict.key());
        }
        const QJsonObject of_source = search("frobnicator", {QStringLiteral("--source"), QStringLiteral("alone")}).json();
        QCOMPARE(ids(of_source), QSet<QString>({QStringLiteral("own-gb"), QStringLiteral("own-tb"), QStringLiteral("own-small")}));
        // The facet's own choice does not hide its other values.
        QCOMPARE(of_source[QStringLiteral("facets")][QStringLiteral("source")][QStringLiteral("beside")].toInt(), 3);
        QCOMPARE(ids(search("frobnicator", {QStringLiteral("--year"), QStringLiteral("2024")}).json()),
                 QSet<QString>({QStringLiteral("own-rate")}));
        QVERIFY(run({QStringLiteral("search"), QStringLiteral("cache"), QStringLiteral("--facets")}).out.contains("\nverdict\n"));
    }

    void aWayLeadsFromOneEntityToAnother()
    {
        const auto way = [this](const char* from, const char* to) {
            return run(
                {QStringLiteral("show"), QLatin1String(from), QStringLiteral("--path"), QLatin1String(to), QStringLiteral("--json")});
        };
        const auto path = [](const Outcome& outcome) { return outcome.json()[QStringLiteral("path")].toVariant().toStringList(); };
        const QStringList there{QStringLiteral("far-a"), QStringLiteral("far-b"), QStringLiteral("far-c")};
        QCOMPARE(path(way("far-a", "far-c")), there);
        QCOMPARE(path(way("far-c", "far-a")), QStringList(there.rbegin(), there.rend()));
        QCOMPARE(path(way("far-a", "far-a")), QStringList{QStringLiteral("far-a")});
        QCOMPARE(way("far-a", "island").status, 1);
        const Outcome unknown = way("far-a", "no-such-thing");
        QVERIFY2(unknown.status == 1 && unknown.errors.contains("no-such-thing"), unknown.errors);
        // Each step of a way in the shipped base is a relation of it.
        const QJsonObject shipped = way("mla", "eks").json();
        const QStringList steps = shipped[QStringLiteral("path")].toVariant().toStringList();
        QVERIFY(steps.size() >= 2 && steps.front() == QStringLiteral("mla") && steps.back() == QStringLiteral("eks"));
        for (qsizetype i = 0; i + 1 < steps.size(); ++i) {
            bool linked = false;
            for (const QJsonValue& r : shipped[QStringLiteral("relations")].toArray()) {
                const QString from = r[QStringLiteral("from")].toString(), to = r[QStringLiteral("to")].toString();
                linked = linked || (from == steps[i] && to == steps[i + 1]) || (to == steps[i] && from == steps[i + 1]);
            }
            QVERIFY(linked);
        }
    }

    void aListOfReferencesIsImported_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("Markdown") << QByteArray("# Reading list\n\n"
                                                "- [x] [Load test of the gateway](wiki.example/load-test) (2026-11-10) - overhead\n"
                                                "  - eks: The gateway adds 3 ms to every request\n"
                                                "  - no-such-thing: It is never seen\n"
                                                "- [ ] [White paper](vendor.example/paper.pdf)\n"
                                                "  - eks: It is a hundred times faster\n");
        QTest::newRow("JSON") << QByteArray(R"({"archway_references": 1, "references": [
            {"title": "Load test of the gateway", "location": "wiki.example/load-test", "date": "2026-11-10", "read": true, "facts": [
              {"about": "EKS", "statement": "The gateway adds 3 ms to every request", "value": 3, "unit": "ms"},
              {"about": "no-such-thing", "statement": "It is never seen"}]},
            {"title": "White paper", "location": "vendor.example/paper.pdf", "read": false,
             "facts": [{"about": "eks", "statement": "It is a hundred times faster"}]}]})");
    }
    void aListOfReferencesIsImported()
    {
        QFETCH(const QByteArray, text);
        QFile file(m_directory.filePath(QStringLiteral("list.txt")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        const auto entry = [this](const char* title) {
            const QJsonObject all = run({QStringLiteral("show"), QStringLiteral("references"), QStringLiteral("--json")}).json();
            for (const QJsonValue& one : all[QStringLiteral("references")].toArray())
                if (one[QStringLiteral("title")] == QLatin1String(title))
                    return one.toObject();
            return QJsonObject();
        };
        QVERIFY(entry("White paper").isEmpty());
        const Outcome imported = run({QStringLiteral("import"), file.fileName(), QStringLiteral("--json")});
        QVERIFY2(imported.status == 0, imported.errors);
        QVERIFY2(imported.out.contains("not marked as read") && imported.out.contains("does not know"), imported.out);
        const QJsonObject read = entry("Load test of the gateway"), unread = entry("White paper");
        QVERIFY(read[QStringLiteral("read")].toBool() && !unread[QStringLiteral("read")].toBool(true));
        QCOMPARE(read[QStringLiteral("claims")].toInt(), 1);
        QCOMPARE(read[QStringLiteral("contributed")][0][QStringLiteral("to")].toString(), QStringLiteral("eks"));
        QCOMPARE(unread[QStringLiteral("claims")].toInt(), 0);
        QCOMPARE(search("adds 3 ms to every request").json()[QStringLiteral("found")].toInt(), 1);
        QVERIFY(!run({QStringLiteral("export")}).out.contains("hundred times faster"));
        QCOMPARE(run({QStringLiteral("import"), QStringLiteral("--undo")}).status, 0);
        QVERIFY(entry("White paper").isEmpty());
    }

    void theLedgerHasTheNineReferencesFirst()
    {
        const QJsonArray all = run({QStringLiteral("show"), QStringLiteral("references"), QStringLiteral("--json")})
                                   .json()[QStringLiteral("references")]
                                   .toArray();
        for (int i = 0; i < 9; ++i) {
            QCOMPARE(all[i][QStringLiteral("reference")].toString(), QStringLiteral("reference-%1").arg(i + 1));
            QVERIFY(all[i][QStringLiteral("read")].toBool() && !all[i][QStringLiteral("contributed")].toArray().isEmpty());
        }
        QVERIFY(all.size() > 100);
        QVERIFY(run({QStringLiteral("show"), QStringLiteral("references")}).out.startsWith("[x] The Big LLM Architecture Comparison"));
    }

    void brokenListsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("place");
        QTest::newRow("newer") << QByteArray(R"({"archway_references": 9, "references": []})") << QByteArray("/archway_references");
        QTest::newRow("cut") << QByteArray("{\"archway_references\": 1, \"references\": [") << QByteArray("broken.json");
        QTest::newRow("no mark") << QByteArray(R"({"archway_references": 1, "references": [{"title": "T"}]})")
                                 << QByteArray("/references/0/read");
        QTest::newRow("no statement") << QByteArray(
            R"({"archway_references": 1, "references": [{"title": "T", "read": true, "facts": [{"about": "eks"}]}]})")
                                      << QByteArray("/references/0/facts/0/statement");
        QTest::newRow("unknown field") << QByteArray(R"({"archway_references": 1, "references": [{"title": "T", "read": true, "of": 1}]})")
                                       << QByteArray("/references/0/of");
        QTest::newRow("no kind of file") << QByteArray("nothing of the kind\n") << QByteArray("list of references");
    }
    void brokenListsAreRefused()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, place);
        QFile file(m_directory.filePath(QStringLiteral("broken.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        const Outcome outcome = run({QStringLiteral("import"), file.fileName()});
        QCOMPARE(outcome.status, 3);
        QVERIFY2(outcome.errors.contains(place), outcome.errors);
    }

    void whatRestsOnASourceFallsWithIt()
    {
        const auto rests = [this](const char* source) {
            return run({QStringLiteral("show"), QLatin1String(source), QStringLiteral("--rests"), QStringLiteral("--json")});
        };
        const auto fallen = [](const QJsonObject& answer) {
            QSet<QString> out;
            for (const QJsonValue& record : answer[QStringLiteral("falls")].toArray())
                out.insert(record[QStringLiteral("kind")].toString() + u' ' + record[QStringLiteral("id")].toString());
            return out;
        };
        const QJsonObject alone = rests("alone").json();
        QCOMPARE(fallen(alone),
                 QSet<QString>({QStringLiteral("claim own-gb"), QStringLiteral("claim own-tb"),
                                QStringLiteral("relation far-c leads-to far-b"), QStringLiteral("price p5en.48xlarge us-east-1 spot")}));
        QCOMPARE(alone[QStringLiteral("stands_elsewhere")].toArray(), QJsonArray{QStringLiteral("own-small")});
        QVERIFY(run({QStringLiteral("show"), QStringLiteral("alone"), QStringLiteral("--rests")}).out.contains("$21.50"));
        QCOMPARE(rests("eks").status, 1);
        // The shipped notes carry rules and reasons; what is said to fall is what a withdrawal takes away.
        const QJsonObject notes = rests("expert-decision-notes").json();
        QVERIFY(notes[QStringLiteral("counts")][QStringLiteral("rule")].toInt() > 10);
        const QSet<QString> said = fallen(notes);
        import(R"({"archway_pack": 1, "title": "Without", "withdrawn": [
            {"kind": "source", "id": "expert-decision-notes", "because": "to see"}]})");
        const QByteArray exported = run({QStringLiteral("export")}).out;
        QCOMPARE(run({QStringLiteral("import"), QStringLiteral("--undo")}).status, 0);
        QSet<QString> left;
        const QJsonObject base = QJsonDocument::fromJson(exported).object();
        for (const auto& [list, kind] : {std::pair("claims", "claim "), std::pair("rules", "rule ")})
            for (const QJsonValue& record : base[QLatin1String(list)].toArray())
                left.insert(QLatin1String(kind) + record[QStringLiteral("id")].toString());
        QVERIFY(!left.isEmpty() && !left.intersects(said));
    }
};

QTEST_GUILESS_MAIN(TestBrowse)
#include "tst_browse.moc"
