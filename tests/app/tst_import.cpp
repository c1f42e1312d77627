// SPDX-License-Identifier: GPL-3.0-or-later
// The user's own layer through the real program: import, what the other verbs then say, undo.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace {

const QString fixtures = QStringLiteral(ARCHWAY_TEST_DATA "/prices/");

struct Outcome {
    int status = -1;
    QByteArray out;
    QByteArray errors;
    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

} // namespace

class TestImport : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_directory;
    QString m_data; ///< the user-data folder of the test that runs

    Outcome run(QStringList arguments) const
    {
        QProcess program;
        program.start(QStringLiteral(ARCHWAY_BUILD_DIR "/archway"), arguments << QStringLiteral("--user-data") << m_data);
        if (!program.waitForFinished(60'000) || program.exitStatus() != QProcess::NormalExit)
            return {-1, {}, "crashed or hung: " + program.readAllStandardError()};
        return {program.exitCode(), program.readAllStandardOutput(), program.readAllStandardError()};
    }

    QString write(const QString& name, const QByteArray& text) const
    {
        QFile file(m_directory.filePath(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(text);
        return file.fileName();
    }

    /// A scenario that pins one instance type, bought in one way.
    QString scenario(const QString& instance, const QString& region, const QString& purchase) const
    {
        const QString name = QStringLiteral("%1-%2-%3.archway").arg(instance, region, purchase);
        return write(name,
                     QStringLiteral(R"({"archway": 1, "model": "llama-3.1-8b", "deployment": {"instance": "%1"},
                         "constraints": {"regions": ["%2"], "purchase": ["%3"]}})")
                         .arg(instance, region, purchase)
                         .toUtf8());
    }

    /// The pinned deployment's answer.
    QJsonObject deployment(const QString& instance, const QString& region = QStringLiteral("us-east-1"),
                           const QString& purchase = QStringLiteral("on-demand")) const
    {
        const Outcome estimate = run({QStringLiteral("estimate"), scenario(instance, region, purchase), QStringLiteral("--json")});
        return estimate.json()[QLatin1String("deployments")].toArray().first().toObject();
    }

    double usd(const QString& instance, const QString& region = QStringLiteral("us-east-1"),
               const QString& purchase = QStringLiteral("on-demand")) const
    {
        return deployment(instance, region, purchase)[QLatin1String("price")].toObject()[QLatin1String("usd_per_hour")].toDouble(-1);
    }

private Q_SLOTS:
    void init()
    {
        static int count = 0;
        m_data = m_directory.filePath(QStringLiteral("data-%1/deeper").arg(++count));
    }

    void aPriceListChangesTheEstimateAndUndoTakesItBack_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("json") << fixtures + QStringLiteral("offer.json");
        QTest::newRow("csv") << fixtures + QStringLiteral("offer.csv");
    }
    void aPriceListChangesTheEstimateAndUndoTakesItBack()
    {
        QFETCH(const QString, file);
        const double before = usd(QStringLiteral("p5.48xlarge"));
        QVERIFY(before > 50);
        const Outcome dry = run({QStringLiteral("import"), file, QStringLiteral("--dry-run")});
        QVERIFY2(dry.status == 0, dry.errors.constData());
        QVERIFY2(dry.out.contains("would change: "), dry.out.constData());
        QVERIFY2(dry.out.contains("$44.00/h (2026-11-15)"), dry.out.constData());
        QVERIFY(!QDir(m_data).exists());

        const Outcome import = run({QStringLiteral("import"), file, QStringLiteral("--json")});
        QVERIFY2(import.status == 0, import.errors.constData());
        QCOMPARE(import.json()[QLatin1String("changed")].toInt() + import.json()[QLatin1String("added")].toInt(), 8); // 7 prices, 1 source
        QVERIFY(import.out.contains("another operating system"));
        const QJsonObject price = deployment(QStringLiteral("p5.48xlarge"))[QLatin1String("price")].toObject();
        QCOMPARE(price[QLatin1String("usd_per_hour")].toDouble(), 44.0);
        QCOMPARE(price[QLatin1String("as_of")].toString(), QStringLiteral("2026-11-15"));
        const QString source = price[QLatin1String("source")].toString();
        QVERIFY(run({QStringLiteral("show"), source}).out.contains("AWS price list AmazonEC2, version 20261115120000"));
        QCOMPARE(usd(QStringLiteral("g6.xlarge"), QStringLiteral("us-east-1"), QStringLiteral("reserved-1y")), 0.5);
        QCOMPARE(usd(QStringLiteral("p5e.48xlarge"), QStringLiteral("us-east-2"), QStringLiteral("capacity-block")), 49.25);

        // The same list again changes nothing and leaves nothing to undo.
        QCOMPARE(run({QStringLiteral("import"), file, QStringLiteral("--json")}).json()[QLatin1String("changes")].toArray().size(), 0);
        QVERIFY(run({QStringLiteral("import"), QStringLiteral("--undo"), QStringLiteral("--dry-run")})
                    .out.contains("would take back price-list"));
        QCOMPARE(run({QStringLiteral("import"), QStringLiteral("--undo")}).status, 0);
        QCOMPARE(usd(QStringLiteral("p5.48xlarge")), before);
        const Outcome nothing = run({QStringLiteral("import"), QStringLiteral("--undo")});
        QCOMPARE(nothing.status, 1);
        QVERIFY(nothing.errors.contains("no import to take back"));
    }

    void whatIsNotSoldOnDemandSaysSoAndIsNeverFree()
    {
        QCOMPARE(run({QStringLiteral("import"), fixtures + QStringLiteral("offer.json")}).status, 0);
        const QJsonObject answer = deployment(QStringLiteral("p5e.48xlarge"), QStringLiteral("us-east-2"));
        QVERIFY(answer[QLatin1String("price")].isNull());
        QVERIFY(answer[QLatin1String("usd_per_month")].isNull());
        QVERIFY(QJsonDocument(answer).toJson().contains("not sold on-demand in us-east-2"));
    }

    void savingsPlansAreBought()
    {
        QCOMPARE(run({QStringLiteral("import"), fixtures + QStringLiteral("savings-plan.json")}).status, 0);
        QCOMPARE(usd(QStringLiteral("p5.48xlarge"), QStringLiteral("us-east-1"), QStringLiteral("savings-plan-1y")), 33.5);
        QCOMPARE(usd(QStringLiteral("p5.48xlarge"), QStringLiteral("us-east-1"), QStringLiteral("savings-plan-3y")), 25.25);
    }

    void ownDiscountsCount()
    {
        const double list = usd(QStringLiteral("p5.48xlarge"));
        QCOMPARE(run({QStringLiteral("import"), QStringLiteral("--discount"), QStringLiteral("0.25"), QStringLiteral("--applies-to"),
                      QStringLiteral("p5")})
                     .status,
                 0);
        const QJsonObject price = deployment(QStringLiteral("p5.48xlarge"))[QLatin1String("price")].toObject();
        QCOMPARE(price[QLatin1String("usd_per_hour")].toDouble(), list * 0.75);
        QVERIFY(run({QStringLiteral("show"), price[QLatin1String("source")].toString()}).out.contains("own discount of 25 % on p5"));
        // An imported list is discounted too, whichever came first.
        QCOMPARE(run({QStringLiteral("import"), fixtures + QStringLiteral("offer.csv")}).status, 0);
        QCOMPARE(usd(QStringLiteral("p5.48xlarge")), 33.0);
        QCOMPARE(run({QStringLiteral("import"), QStringLiteral("--undo")}).status, 0);
        QCOMPARE(run({QStringLiteral("import"), QStringLiteral("--undo")}).status, 0);
        QCOMPARE(usd(QStringLiteral("p5.48xlarge")), list);
        QCOMPARE(run({QStringLiteral("import"), QStringLiteral("--discount"), QStringLiteral("1")}).status, 2);
        const Outcome unknown = run({QStringLiteral("import"), QStringLiteral("--discount"), QStringLiteral("0.1"),
                                     QStringLiteral("--applies-to"), QStringLiteral("p55")});
        QCOMPARE(unknown.status, 2);
        QVERIFY(unknown.errors.contains("nearest known: p5"));
    }

    void aPackIsSearchedShownAndExported()
    {
        QCOMPARE(run({QStringLiteral("import"), fixtures + QStringLiteral("pack.json")}).status, 0);
        QVERIFY(run({QStringLiteral("search"), QStringLiteral("quokkagate")}).out.contains("team-gateway"));
        QVERIFY(run({QStringLiteral("search"), QStringLiteral("hyperpod")}).out.contains("sagemaker-hyperpod"));
        QVERIFY(run({QStringLiteral("show"), QStringLiteral("team-gateway")}).out.contains("adds 3 ms"));
        const Outcome shown = run({QStringLiteral("show"), QStringLiteral("team-gateway"), QStringLiteral("--json")});
        QCOMPARE(shown.json()[QLatin1String("layer")].toString(), QStringLiteral("imported"));
        QVERIFY(!run({QStringLiteral("show"), QStringLiteral("eks"), QStringLiteral("--json")}).json().contains(QLatin1String("layer")));
        QCOMPARE(usd(QStringLiteral("p5en.48xlarge"), QStringLiteral("us-east-1"), QStringLiteral("spot")), 21.5);
        // The layer is a pack for somebody else.
        const Outcome layer = run({QStringLiteral("export"), QStringLiteral("--layer"), QStringLiteral("imported")});
        QCOMPARE(layer.json()[QLatin1String("claims")].toArray().size(), 1);
        const QString given = write(QStringLiteral("given.json"), layer.out);
        const Outcome everything = run({QStringLiteral("export")});
        QVERIFY(everything.out.contains("team-gateway-overhead"));
        init();
        QCOMPARE(run({QStringLiteral("import"), given}).status, 0);
        QVERIFY(run({QStringLiteral("show"), QStringLiteral("team-gateway")}).out.contains("adds 3 ms"));
        // The whole base imported into itself changes nothing.
        const QString all = write(QStringLiteral("all.json"), everything.out);
        const Outcome again = run({QStringLiteral("import"), all, QStringLiteral("--json")});
        QVERIFY2(again.status == 0, again.errors.constData());
        QCOMPARE(again.json()[QLatin1String("changes")].toArray().size(), 0);
    }

    void withdrawalsHide()
    {
        const QString pack = write(QStringLiteral("withdraw.json"),
                                   R"({"archway_pack": 1, "withdrawn": [{"kind": "claim", "id": "cmi-price", "because": "checked"}]})");
        const Outcome import = run({QStringLiteral("import"), pack});
        QVERIFY2(import.status == 0, import.errors.constData());
        QVERIFY(import.out.contains("1 withdrawn") || import.out.contains("withdrawn claim cmi-price"));
        QCOMPARE(run({QStringLiteral("show"), QStringLiteral("cmi-price")}).status, 1);
        QCOMPARE(run({QStringLiteral("import"), QStringLiteral("--undo")}).status, 0);
        QCOMPARE(run({QStringLiteral("show"), QStringLiteral("cmi-price")}).status, 0);
    }

    void diagramsBecomeEntities()
    {
        const QString diagram = write(QStringLiteral("ours.mmd"), "flowchart LR\n  a[Quokka router] -->|sends| b[Amazon EKS]\n");
        const Outcome import = run({QStringLiteral("import"), diagram, QStringLiteral("--json")});
        QVERIFY2(import.status == 0, import.errors.constData());
        QVERIFY(run({QStringLiteral("show"), QStringLiteral("quokka-router")}).out.contains("leads-to"));
    }

    void instanceTypesAreTaken()
    {
        const Outcome import = run({QStringLiteral("import"), fixtures + QStringLiteral("instance-types.json")});
        QVERIFY2(import.status == 0, import.errors.constData());
        QVERIFY(import.out.contains("p4d.12xlarge"));
        QVERIFY(run({QStringLiteral("show"), QStringLiteral("p4d.12xlarge")}).out.contains("a100-40"));
        QVERIFY(!deployment(QStringLiteral("p4d.12xlarge")).isEmpty());
    }

    void whatCannotBeImportedChangesNothing_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("message");
        QFile offer(fixtures + QStringLiteral("offer.json"));
        QVERIFY(offer.open(QIODevice::ReadOnly));
        const QByteArray whole = offer.readAll();
        QTest::newRow("truncated list") << whole.left(9000) << QStringLiteral("byte 9000");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("is empty");
        QTest::newRow("text") << QByteArray("Dear all,\n") << QStringLiteral("expected a knowledge pack");
        QTest::newRow("picture") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0", 11) << QStringLiteral("no kind that can be imported");
        QTest::newRow("scenario") << QByteArray(R"({"archway": 1, "model": "deepseek-v3"})") << QStringLiteral("no known key");
        QTest::newRow("newer pack") << QByteArray(R"({"archway_pack": 99})") << QStringLiteral("newer than this program");
        QTest::newRow("rule") << QByteArray(
            R"({"rules": [{"id": "r", "role": "kv-cache", "candidate": "hbm", "when": "moon = full", "reason": "x"}]})")
                              << QStringLiteral("rule \"r\"");
    }
    void whatCannotBeImportedChangesNothing()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QString, message);
        const QString good = fixtures + QStringLiteral("pack.json");
        // A good file before the bad one is not imported either.
        const Outcome import = run({QStringLiteral("import"), good, write(QStringLiteral("bad"), content)});
        QCOMPARE(import.status, 3);
        QVERIFY2(QString::fromUtf8(import.errors).contains(message), import.errors.constData());
        QVERIFY(!QDir(m_data).exists());
    }

    void aDamagedLayerIsNamedAndLeftAlone()
    {
        QVERIFY(QDir().mkpath(m_data));
        QFile file(m_data + QStringLiteral("/mine.db"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("this is no database at all");
        file.close();
        const Outcome search = run({QStringLiteral("search"), QStringLiteral("moe")});
        QCOMPARE(search.status, 3);
        QVERIFY(search.errors.contains("mine.db"));
        QCOMPARE(run({QStringLiteral("import"), QStringLiteral("--discount"), QStringLiteral("0.1")}).status, 3);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("this is no database at all"));
    }

    void oneThingAtATime()
    {
        QCOMPARE(run({QStringLiteral("import")}).status, 2);
        QCOMPARE(run({QStringLiteral("import"), QStringLiteral("x.json"), QStringLiteral("--undo")}).status, 2);
        QCOMPARE(run({QStringLiteral("import"), QStringLiteral("no-such-file.json")}).status, 3);
    }
};

QTEST_GUILESS_MAIN(TestImport)
#include "tst_import.moc"
