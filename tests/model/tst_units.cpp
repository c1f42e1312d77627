// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/units.h"

#include <QTest>

using namespace archway;

class TestUnits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesNumbersLikeAnEngineer()
    {
        QCOMPARE(format_bytes(673e9), "673 GB");
        QCOMPARE(format_bytes(70'272), "70.3 kB");
        QCOMPARE(format_bytes(999.9e9), "1 TB");
        QCOMPARE(format_bytes(0), "0 B");
        QCOMPARE(format_parameters(671'026'419'200), "671 B");
        QCOMPARE(format_parameters(8.03e9), "8.03 B");
        QCOMPARE(format_tokens(4000), "4\u202f000");
        QCOMPARE(format_tokens(131'072), "131k");
        QCOMPARE(format_usd(0.58), "$0.58");
        QCOMPARE(format_usd(63.296), "$63.30");
        QCOMPARE(format_usd(46'206), "$46.2k");
        QCOMPARE(format_usd(0.0123), "$0.012");
        QCOMPARE(format_seconds(0.0273), "27.3 ms");
        QCOMPARE(format_seconds(0.19), "190 ms");
        QCOMPARE(format_seconds(90), "90 s");
        QCOMPARE(format_percent(0.45), "45 %");
        QCOMPARE(format_number(1214), "1\u202f214");
        QCOMPARE(format_number(-1214.5, 2), "−1\u202f214.5");
    }

    void bandsShareUnitAndSign()
    {
        QCOMPARE(format_band({0.027, 0.04, 0.062}, format_seconds), "27–62 ms");
        QCOMPARE(format_band({9, 14, 21}, format_usd), "$9.00–21.00");
        QCOMPARE(format_band(Band::exact(5e9), format_bytes), "5 GB");
        QVERIFY(overlap({1, 2, 3}, {3, 4, 5}));
        QVERIFY(!overlap({1, 2, 3}, {3.1, 4, 5}));
    }

    void readsWhatPeopleType_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("value");
        QTest::newRow("plain") << QStringLiteral("800") << 800.0;
        QTest::newRow("k") << QStringLiteral("32k") << 32'000.0;
        QTest::newRow("M") << QStringLiteral("1.5M") << 1.5e6;
        QTest::newRow("money") << QStringLiteral("$40k") << 40'000.0;
        QTest::newRow("percent") << QStringLiteral("45 %") << 0.45;
        QTest::newRow("grouped") << QStringLiteral("1 000") << 1000.0;
        QTest::newRow("own output") << QStringLiteral("4\u202f000") << 4000.0;
        QTest::newRow("no-break space") << QStringLiteral("4\u00a0000") << 4000.0;
        QTest::newRow("parameters") << QStringLiteral("671B") << 671e9;
    }
    void readsWhatPeopleType()
    {
        QFETCH(const QString, text);
        QFETCH(const double, value);
        const auto read = parse_quantity(text.toStdString());
        QVERIFY(read.has_value());
        QVERIFY(std::abs(*read - value) <= 1e-9 * value);
    }

    void refusesWhatIsNoNumber()
    {
        for (const char* text : {"", "k", "nan", "inf", "1e400", "32k tokens", "1.2.3", "--5", "$"})
            QVERIFY2(!parse_quantity(text), text);
    }
};

QTEST_APPLESS_MAIN(TestUnits)
#include "tst_units.moc"
