// SPDX-License-Identifier: GPL-3.0-or-later
// How many sequences a deployment works on, and limits rounded so that they still hold.
#include "model/base/round_up.h"
#include "model/match/load.h"

#include <QTest>

#include <limits>

using namespace archway;

namespace {

/// First token after 0.5 s, 20 ms a token, room for 200 sequences.
Deployment deployment()
{
    Deployment out;
    out.max_concurrent_sequences = 200;
    out.ttft_ms = Band{400, 500, 600};
    out.tpot_ms = Band{15, 20, 25};
    return out;
}

} // namespace

class TestLoad : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsAskedForIsInFlight()
    {
        Workload workload;
        workload.concurrent_sequences = 37;
        QCOMPARE(sequences_in_flight(workload, deployment()), 37.0);
        QCOMPARE(load_text(workload, deployment()), std::string("37 users"));
        workload.concurrent_sequences = 1;
        QCOMPARE(load_text(workload, deployment()), std::string("1 user"));
    }

    void aRateIsInFlightByLittlesLaw_data()
    {
        QTest::addColumn<double>("rate");
        QTest::addColumn<double>("expected");
        // 300 tokens · 20 ms + 0.5 s = 6.5 s a request.
        QTest::newRow("4 a second") << 4.0 << 26.0;
        QTest::newRow("rounded up") << 4.1 << 27.0;
        QTest::newRow("at least one") << 0.01 << 1.0;
        QTest::newRow("at most the room") << 100.0 << 200.0;
    }
    void aRateIsInFlightByLittlesLaw()
    {
        QFETCH(const double, rate);
        QFETCH(const double, expected);
        Workload workload;
        workload.output_tokens = 300;
        workload.concurrent_sequences = 5;
        workload.requests_per_second = rate;
        QCOMPARE(sequences_in_flight(workload, deployment()), expected);
    }

    void aRateIsSaidBesideItsUsers()
    {
        Workload workload;
        workload.output_tokens = 300;
        workload.requests_per_second = 4;
        QCOMPARE(load_text(workload, deployment()), std::string("26 users (4 requests/s)"));
    }

    /// Where the speed is not known a rate says nothing of what is in flight.
    void withoutASpeedItIsWhatIsAskedFor()
    {
        Workload workload;
        workload.concurrent_sequences = 12;
        workload.requests_per_second = 4;
        Deployment unknown = deployment();
        unknown.tpot_ms.reset();
        QCOMPARE(sequences_in_flight(workload, unknown), 12.0);
    }

    void limitsStillHoldWhenRounded_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("expected");
        QTest::newRow("up") << 16.61 << 16.7;
        QTest::newRow("three figures stay") << 16.7 << 16.7;
        QTest::newRow("thousands") << 20'001.0 << 20'100.0;
        QTest::newRow("round already") << 20'000.0 << 20'000.0;
        QTest::newRow("small") << 0.0012341 << 0.00124;
        QTest::newRow("into the next power") << 999.1 << 1000.0;
        QTest::newRow("nothing") << 0.0 << 0.0;
        QTest::newRow("below nothing") << -3.14159 << -3.14159;
    }
    void limitsStillHoldWhenRounded()
    {
        QFETCH(const double, value);
        QFETCH(const double, expected);
        QCOMPARE(no_less(value), expected);
    }

    void roundingUpIsNeverBelowAndNeverFar()
    {
        for (double value = 1e-6; value < 1e12; value *= 1.0137) {
            QVERIFY(no_less(value) >= value * (1 - 1e-11));
            QVERIFY(no_less(value) <= value * 1.01 * (1 + 1e-9));
        }
        QVERIFY(no_less(std::numeric_limits<double>::infinity()) == std::numeric_limits<double>::infinity());
    }
};

QTEST_APPLESS_MAIN(TestLoad)
#include "tst_load.moc"
