// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/sweep.h"
#include "tests/support/small_catalog.h"

#include <QTest>

using namespace archway;
using archway::test::question;
using archway::test::small_catalog;

class TestSweep : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ranges_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QList<double>>("values");
        QTest::newRow("even") << QStringLiteral("workload.input_tokens=1k..5k:5") << QList<double>{1000, 2000, 3000, 4000, 5000};
        QTest::newRow("by factor") << QStringLiteral("workload.input_tokens=1..1000:4:log") << QList<double>{1, 10, 100, 1000};
        QTest::newRow("rounded") << QStringLiteral("workload.input_tokens=1..2:3") << QList<double>{1, 2, 2};
        QTest::newRow("share") << QStringLiteral("workload.utilisation=0.5..1:3") << QList<double>{0.5, 0.75, 1};
        QTest::newRow("one value") << QStringLiteral("workload.input_tokens=64..64:1") << QList<double>{64};
    }
    void ranges()
    {
        QFETCH(const QString, text);
        QFETCH(const QList<double>, values);
        const auto input = read_variation(text.toStdString());
        QVERIFY2(input.ok(), input.ok() ? "" : input.error().text().c_str());
        QCOMPARE(QList<double>(input->values.begin(), input->values.end()), values);
    }
    void twenty_five_by_default() { QCOMPARE(read_variation("workload.input_tokens=1..100000:log")->values.size(), 25U); }

    void wrong_ranges_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text :
             {"workload.input_tokens", "workload.input_tokens=1", "workload.input_tokens=5..1", "workload.input_tokens=a..b",
              "workload.input_token=1..5", "workload.input_tokens=0..5:log", "workload.input_tokens=1..5:0",
              "workload.input_tokens=1..5:1e9", "workload.input_tokens=-5..5", "workload.input_tokens=1..nan", "=1..5",
              "workload.prefix_hit_rate=0..2", "workload.input_tokens=1..5:linear", "1..5=workload.input_tokens"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void wrong_ranges()
    {
        QFETCH(const QString, text);
        const auto input = read_variation(text.toStdString());
        QVERIFY(!input.ok());
        QCOMPARE(input.error().code, Error::Code::Usage);
    }

    void every_point_is_the_estimate_there()
    {
        const Catalog catalog = small_catalog();
        Scenario scenario = question("llama-3.1-8b");
        const auto model = resolve_model(scenario, catalog);
        const std::vector<VariedInput> inputs{*read_variation("workload.concurrent_sequences=1..100:3"),
                                              *read_variation("workload.output_tokens=10..1000:4:log")};
        const std::vector<SweepPoint> points = sweep(scenario, catalog, *model, inputs);
        QCOMPARE(points.size(), 12U);
        for (const SweepPoint& point : points) {
            scenario.workload.concurrent_sequences = point.inputs[0];
            scenario.workload.output_tokens = point.inputs[1];
            const Estimate alone = estimate_resolved(scenario, catalog, *model);
            QVERIFY(point.best && alone.best());
            QCOMPARE(point.best->instance, alone.best()->instance);
            QVERIFY(point.best->tpot_ms == alone.best()->tpot_ms);
        }
        const std::string csv = sweep_csv(inputs, points);
        QCOMPARE(std::count(csv.begin(), csv.end(), '\n'), 13);
        QVERIFY(csv.starts_with("workload.concurrent_sequences,workload.output_tokens,instance,"));
        const QStringList lines = QString::fromStdString(csv).split(QLatin1Char('\n'));
        for (const QString& line : lines.first(13))
            QCOMPARE(line.count(QLatin1Char(',')), lines.first().count(QLatin1Char(',')));
    }

    void points_where_nothing_fits_stay_in_the_table()
    {
        const Catalog catalog = small_catalog();
        Scenario scenario = question("deepseek-v3");
        scenario.constraints.accelerators = {"inferentia"};
        const auto model = resolve_model(scenario, catalog);
        const std::vector<VariedInput> inputs{*read_variation("workload.input_tokens=1..10:2")};
        const auto points = sweep(scenario, catalog, *model, inputs);
        QCOMPARE(points.size(), 2U);
        QVERIFY(!points[0].best && !points[1].best);
        QVERIFY(sweep_csv(inputs, points).find("\n1,,,") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestSweep)
#include "tst_sweep.moc"
