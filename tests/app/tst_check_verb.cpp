// SPDX-License-Identifier: GPL-3.0-or-later
// `archway check` as a program: the contract's fields, every claim, the same bytes twice; `show` and `export` carry the verdict.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSet>
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
