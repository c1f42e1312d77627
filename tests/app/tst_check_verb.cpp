// SPDX-License-Identifier: GPL-3.0-or-later
// `archway check` as a program: the contract's fields, every claim, the same bytes twice; `show` and `export` carry the verdict.
#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

namespace {

QByteArray run(const QStringList& arguments, int* status)
{
    QProcess program;
    program.start(QStringLiteral(ARCHWAY_BUILD_DIR "/archway"), arguments);
    if (!program.waitForFinished(60'000) || program.exitStatus() != QProcess::NormalExit) {
        *status = -1;
        return {};
    }
    *status = program.exitCode();
    return program.readAllStandardOutput();
}

} // namespace

class TestCheckVerb : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void jsonHasEveryClaimAndTheFieldsOfTheContract()
    {
        int status = 0;
        const QByteArray out = run({QStringLiteral("check"), QStringLiteral("--json")}, &status);
        QCOMPARE(status, 0);
        QCOMPARE(run({QStringLiteral("check"), QStringLiteral("--json")}, &status), out);
        const QJsonArray claims = QJsonDocument::fromJson(out).object()[QStringLiteral("claims")].toArray();
        const QSet<QString> verdicts{QStringLiteral("holds"),        QStringLiteral("holds-when"),  QStringLiteral("imprecise"),
                                     QStringLiteral("contradicted"), QStringLiteral("unsupported"), QStringLiteral("not-checkable")};
        int computed = 0;
        QSet<QString> ids;
        for (const QJsonValue& claim : claims) {
            for (const char* field : {"id", "statement", "source", "verdict", "computed", "stated", "because", "holds_when"})
                QVERIFY2(claim.toObject().contains(QLatin1String(field)), field);
            QVERIFY(verdicts.contains(claim[QStringLiteral("verdict")].toString()));
            QVERIFY(!claim[QStringLiteral("source")][QStringLiteral("document")].toString().isEmpty());
            QVERIFY(!claim[QStringLiteral("because")].toString().isEmpty());
            const bool when = claim[QStringLiteral("verdict")].toString() == QStringLiteral("holds-when");
            QCOMPARE(claim[QStringLiteral("holds_when")].isString(), when);
            computed += claim[QStringLiteral("computed")].isNull() ? 0 : 1;
            ids << claim[QStringLiteral("id")].toString();
        }
        QCOMPARE(ids.size(), claims.size());
        QVERIFY2(computed >= 90, qPrintable(QString::number(computed)));

        const QJsonArray exported = QJsonDocument::fromJson(run({QStringLiteral("export"), QStringLiteral("--json")}, &status))
                                        .object()[QStringLiteral("claims")]
                                        .toArray();
        QCOMPARE(exported.size(), claims.size());
        for (const QJsonValue& claim : exported)
            QVERIFY(verdicts.contains(claim[QStringLiteral("verdict")].toString()));
    }

    /// Serving and training, compared, written as a brief and as configurations: what does not stand is nowhere given as a reason.
    void nothingWrittenRestsOnWhatDoesNotStand_data()
    {
        QTest::addColumn<QByteArray>("scenario");
        QTest::newRow("serving a mixture") << QByteArray(
            R"({"archway": 1, "title": "S", "model": "deepseek-v3", "innovations": {"add": ["prefix-caching", "mtp"], "remove": []},
                "needs": ["retrieval", "graph-retrieval", "agents", "experimentation", "prompt-routing"]})");
        QTest::newRow("pretraining") << QByteArray(
            R"({"archway": 1, "title": "S", "model": "llama-3.1-70b", "phase": "pretraining", "training": {"tokens": 1e12}, "needs": ["experimentation"]})");
        QTest::newRow("fine-tuning") << QByteArray(
            R"({"archway": 1, "title": "S", "model": "llama-3.1-8b", "phase": "fine-tuning", "training": {"tokens": 1e9, "method": "lora"}, "needs": ["experimentation", "agents"]})");
    }
    void nothingWrittenRestsOnWhatDoesNotStand()
    {
        QFETCH(QByteArray, scenario);
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("s.archway")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(scenario) == scenario.size());
        file.close();
        const QString path = file.fileName();
        int status = 0;
        QHash<QString, QString> untrusted; // id, statement
        for (const QJsonValue& claim : QJsonDocument::fromJson(run({QStringLiteral("check"), QStringLiteral("--json")}, &status))
                                           .object()[QStringLiteral("claims")]
                                           .toArray())
            if (const QString verdict = claim[QStringLiteral("verdict")].toString();
                verdict == QStringLiteral("contradicted") || verdict == QStringLiteral("unsupported"))
                untrusted.insert(claim[QStringLiteral("id")].toString(), claim[QStringLiteral("statement")].toString());
        QVERIFY(untrusted.size() > 50);

        int refs = 0;
        for (const QJsonValue& decision : QJsonDocument::fromJson(run({QStringLiteral("match"), path, QStringLiteral("--json")}, &status))
                                              .object()[QStringLiteral("decisions")]
                                              .toArray())
            for (const QJsonValue& candidate : decision[QStringLiteral("candidates")].toArray())
                for (const char* list : {"reasons", "data_points"})
                    for (const QJsonValue& reason : candidate[QLatin1String(list)].toArray()) {
                        ++refs;
                        QVERIFY2(!untrusted.contains(reason[QStringLiteral("ref")].toString()),
                                 qPrintable(reason[QStringLiteral("ref")].toString()));
                    }
        QVERIFY2(refs > 50, qPrintable(QString::number(refs)));

        const QByteArray compared = run({QStringLiteral("compare"), path, path, QStringLiteral("--json")}, &status);
        QCOMPARE(status, 0);
        const QString briefs = folder.filePath(QStringLiteral("brief"));
        run({QStringLiteral("brief"), path, QStringLiteral("-o"), briefs, QStringLiteral("--date"), QStringLiteral("2026-11-01")}, &status);
        QCOMPARE(status, 0);
        QFile report(briefs + QStringLiteral("/report-01.md"));
        QVERIFY(report.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(report.readAll());
        QVERIFY(text.size() > 2000);
        QString configured;
        for (const char* kind : {"hyperpod-cluster", "sagemaker-training-job", "ec2-vllm", "eks-vllm"}) {
            const QString out = folder.filePath(QLatin1String(kind));
            run({QStringLiteral("config"), QLatin1String(kind), path, QStringLiteral("-o"), out}, &status);
            for (const QString& name : {out, out + QStringLiteral(".why.md")})
                if (QFile written(name); written.open(QIODevice::ReadOnly))
                    configured += QString::fromUtf8(written.readAll());
        }
        QVERIFY(!configured.isEmpty());
        for (auto claim = untrusted.cbegin(); claim != untrusted.cend(); ++claim) {
            QVERIFY2(!compared.contains('"' + claim.key().toUtf8() + '"'), qPrintable(claim.key()));
            QVERIFY2(!text.contains(claim.value()), qPrintable(claim.key()));
            QVERIFY2(!configured.contains(QLatin1Char('[') + claim.key() + QLatin1Char(']')), qPrintable(claim.key()));
        }
    }

    void figuresAreInBaseUnits()
    {
        int status = 0;
        const QJsonObject shown
            = QJsonDocument::fromJson(
                  run({QStringLiteral("show"), QStringLiteral("p6-b200-gpu-memory"), QStringLiteral("--json")}, &status))
                  .object();
        QCOMPARE(status, 0);
        QCOMPARE(shown[QStringLiteral("verdict")].toString(), QStringLiteral("holds"));
        QCOMPARE(shown[QStringLiteral("computed")].toDouble(), 1440e9);
        QCOMPARE(shown[QStringLiteral("stated")].toDouble(), 1440e9);
        QCOMPARE(shown[QStringLiteral("unit")].toString(), QStringLiteral("bytes"));
    }

    void textEndsWithTheCounts()
    {
        int status = 0;
        const QByteArray out = run({QStringLiteral("check")}, &status);
        QCOMPARE(status, 0);
        QVERIFY(out.contains("p6-b200-11x-memory: contradicted"));
        QVERIFY(out.contains("swa-memory-savings: holds-when, from"));
        QVERIFY(out.trimmed().endsWith("of them computed"));
        const QByteArray one = run({QStringLiteral("show"), QStringLiteral("p6-b200-11x-memory")}, &status);
        QVERIFY(one.contains("contradicted") && one.contains("1.28x"));
    }
};

QTEST_APPLESS_MAIN(TestCheckVerb)
#include "tst_check_verb.moc"
