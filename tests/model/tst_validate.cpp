// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/validate.h"
#include "tests/support/small_catalog.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>

using namespace archway;
using archway::test::small_catalog;
using nlohmann::json;

namespace {

json record(const char* load, const char* metric, double value)
{
    return {{"id", "r"},
            {"model", "llama-3.1-8b"},
            {"accelerator", "h200"},
            {"accelerators", 1},
            {"engine", "vllm"},
            {"weight_precision", "bf16"},
            {"kv_precision", "bf16"},
            {"input_tokens", 1000},
            {"output_tokens", 200},
            {"load", load},
            {"metric", metric},
            {"concurrent_sequences", 16},
            {"requests", 3000},
            {"requests_per_second", 2},
            {"value", value}};
}

std::vector<Comparison> compare(const json& records)
{
    const auto measurements = read_measurements(records.dump(), "measured.json");
    if (!measurements)
        qFatal("%s", measurements.error().text().c_str());
    return compare_with_measurements(*measurements, small_catalog());
}

} // namespace

class TestValidate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_load_is_predicted_data()
    {
        QTest::addColumn<QString>("load");
        QTest::addColumn<QString>("metric");
        for (const char* load : {"static-batch", "closed-loop", "open-loop", "single"}) {
            for (const char* metric : {"output_tokens_per_second", "tpot_ms", "ttft_ms"})
                QTest::addRow("%s %s", load, metric) << QString::fromLatin1(load) << QString::fromLatin1(metric);
        }
        QTest::newRow("offline") << QStringLiteral("offline") << QStringLiteral("output_tokens_per_second");
    }
    void every_load_is_predicted()
    {
        QFETCH(const QString, load);
        QFETCH(const QString, metric);
        const auto out = compare(json::array({record(load.toLatin1().constData(), metric.toLatin1().constData(), 100)}));
        QVERIFY2(out.at(0).predicted, out.at(0).unpredicted_because.c_str());
        const Band band = *out.at(0).predicted;
        QVERIFY(band.low > 0 && band.low <= band.mid && band.mid <= band.high);
        QVERIFY(std::abs(out.at(0).error() - (band.mid / 100 - 1)) < 1e-12);
    }

    void the_prediction_itself_is_inside_and_without_error()
    {
        json measured = record("closed-loop", "tpot_ms", 1);
        measured["value"] = compare(json::array({measured})).at(0).predicted->mid;
        const auto out = compare(json::array({measured}));
        QVERIFY(out.at(0).inside());
        QVERIFY(std::abs(out.at(0).error()) < 1e-12);
    }

    void what_cannot_be_predicted_says_why_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("because");
        QTest::newRow("model") << QStringLiteral("model") << QStringLiteral("nobody-7b") << QStringLiteral("nobody-7b");
        QTest::newRow("accelerator") << QStringLiteral("accelerator") << QStringLiteral("Q9") << QStringLiteral("Q9");
        QTest::newRow("engine") << QStringLiteral("engine") << QStringLiteral("steam") << QStringLiteral("steam");
        QTest::newRow("load") << QStringLiteral("load") << QStringLiteral("lunar") << QStringLiteral("lunar");
    }
    void what_cannot_be_predicted_says_why()
    {
        QFETCH(const QString, field);
        QFETCH(const QString, value);
        QFETCH(const QString, because);
        json measured = record("closed-loop", "tpot_ms", 10);
        measured[field.toStdString()] = value.toStdString();
        const auto out = compare(json::array({measured}));
        QVERIFY(!out.at(0).predicted);
        QVERIFY(QString::fromStdString(out.at(0).unpredicted_because).contains(because));
        const auto answer = validation_json(out);
        QCOMPARE(answer["records"][0]["id"].get<std::string>(), std::string("r"));
        QVERIFY(answer["records"][0]["predicted"].is_null() && answer["records"][0].contains("because"));
        QVERIFY(answer["groups"].empty());
    }

    void groups_take_the_median()
    {
        json records = json::array();
        const double mid = compare(json::array({record("closed-loop", "tpot_ms", 1)})).at(0).predicted->mid;
        for (const double factor : {1.0, 0.8, 0.25}) // predictions of 0, 25 and 300 % too much
            records.push_back(record("closed-loop", "tpot_ms", mid * factor));
        const auto groups = comparison_groups(compare(records));
        QCOMPARE(groups.size(), 1U);
        QCOMPARE(groups[0].count, 3);
        QVERIFY(std::abs(groups[0].median_error - 0.25) < 1e-9);
        QVERIFY(std::abs(groups[0].p90_error - (0.25 + 0.8 * 2.75)) < 1e-9);
        QVERIFY(std::abs(groups[0].inside - 2.0 / 3) < 1e-9);
        QCOMPARE(groups[0].family, std::string("Hopper"));
    }

    void wrong_records_are_refused_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::newRow("negative") << QStringLiteral("value") << QStringLiteral("-1");
        QTest::newRow("no number") << QStringLiteral("input_tokens") << QStringLiteral("\"many\"");
        QTest::newRow("missing") << QStringLiteral("model") << QStringLiteral("null");
        QTest::newRow("metric") << QStringLiteral("metric") << QStringLiteral("\"happiness\"");
        QTest::newRow("fraction") << QStringLiteral("accelerators") << QStringLiteral("1.5");
        QTest::newRow("precision of weights") << QStringLiteral("weight_precision") << QStringLiteral("\"fp3\"");
        QTest::newRow("precision of the cache") << QStringLiteral("kv_precision") << QStringLiteral("\"x\"");
        QTest::newRow("absurd") << QStringLiteral("accelerators") << QStringLiteral("1e300");
    }
    void wrong_records_are_refused()
    {
        QFETCH(const QString, field);
        QFETCH(const QString, value);
        json measured = record("closed-loop", "tpot_ms", 10);
        measured[field.toStdString()] = json::parse(value.toStdString());
        const auto out = read_measurements(json::array({measured}).dump(), "measured.json");
        QVERIFY(!out.ok());
        QCOMPARE(out.error().code, Error::Code::BadInput);
        QVERIFY2(out.error().text().find("/0/" + field.toStdString()) != std::string::npos, out.error().text().c_str());
    }
    void other_files_are_refused()
    {
        for (const char* text : {"", "{}", "[1]", "nonsense"})
            QVERIFY(!read_measurements(text, "x").ok());
    }
};

QTEST_APPLESS_MAIN(TestValidate)
#include "tst_validate.moc"
