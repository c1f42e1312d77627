// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/scenario/inputs.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

using namespace archway;
using nlohmann::json;

namespace {

json full()
{
    return json::parse(R"({"archway": 1, "title": "Support", "model": "qwen3-235b-a22b",
        "innovations": {"add": ["prefix-caching"], "remove": []}, "phase": "inference",
        "workload": {"input_tokens": 4000, "output_tokens": 500, "concurrent_sequences": 200, "requests_per_second": null,
            "ttft_ms": 2000, "tpot_ms": 50, "weight_precision": "fp8", "kv_precision": "bf16", "prefix_hit_rate": 0.0, "utilisation": 0.45},
        "training": {"tokens": 1.0e12, "sequence_length": 4096, "deadline_days": 60, "precision": "bf16", "method": "full", "accelerators": null},
        "constraints": {"regions": ["us-east-1"], "compliance": [], "monthly_budget_usd": null, "purchase": ["on-demand"],
            "accelerators": ["nvidia", "trainium", "inferentia", "cpu"], "operations": "balanced"},
        "needs": ["retrieval"], "deployment": null})");
}

} // namespace

class TestScenario : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheContractsExample()
    {
        const auto scenario = read_scenario(full().dump(), "x.archway");
        QVERIFY2(scenario.ok(), scenario ? "" : scenario.error().text().c_str());
        QCOMPARE(scenario->model.form, ModelForm::Id);
        QCOMPARE(scenario->workload.input_tokens, 4000.0);
        QCOMPARE(*scenario->training.deadline_days, 60.0);
        QVERIFY(!scenario->workload.requests_per_second);
        QVERIFY(!scenario->assumed.contains("workload.input_tokens"));
        QVERIFY(scenario->assumed.empty());
    }

    void defaultsAreAssumed()
    {
        const auto scenario = read_scenario(R"({"archway": 1})", "x.archway");
        QVERIFY(scenario.ok());
        QCOMPARE(scenario->workload.input_tokens, 1000.0);
        QCOMPARE(scenario->workload.output_tokens, 300.0);
        QCOMPARE(scenario->workload.concurrent_sequences, 8.0);
        QCOMPARE(scenario->workload.utilisation, 0.45);
        QVERIFY(scenario->assumed.contains("workload.input_tokens"));
        QCOMPARE(*scenario, default_scenario());
        const auto untargeted = read_scenario(R"({"archway": 1, "workload": {"ttft_ms": null}})", "x.archway");
        QVERIFY(!untargeted->workload.ttft_ms);
        QVERIFY(!untargeted->assumed.contains("workload.ttft_ms"));
    }

    void readsBackWhatItWrites_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("full") << QByteArray::fromStdString(full().dump());
        QTest::newRow("bare") << QByteArray(R"({"archway": 1})");
        QTest::newRow("custom") << QByteArray(R"({"archway": 1, "model": {"custom": {"total_parameters": 7e10}}})");
        QTest::newRow("config file") << QByteArray(R"({"archway": 1, "model": {"config_file": "a/config.json"}})");
        QTest::newRow("pinned") << QByteArray(
            R"({"archway": 1, "model": "kimi-k2", "deployment": {"instance": "p6-b200.48xlarge", "instances": 2}})");
        QTest::newRow("window") << QByteArray(R"({"archway": 1, "window": {"pinned": [1, 2]}, "innovations": {"remove": ["mla"]}})");
        QTest::newRow("same name in two objects")
            << QByteArray(R"({"archway": 1, "window": {"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]}, "training": {"accelerators": 16.0}})");
        QTest::newRow("unusual title") << QByteArray("{\"archway\": 1, \"title\": \"<b>\\u0007 \xc3\xa9\xe2\x80\xae\"}");
    }
    void readsBackWhatItWrites()
    {
        QFETCH(const QByteArray, text);
        const auto scenario = read_scenario(text.toStdString(), "x.archway");
        QVERIFY2(scenario.ok(), scenario ? "" : scenario.error().text().c_str());
        const auto normalised = read_scenario(scenario_json(*scenario).dump(), "normalised");
        QVERIFY2(normalised.ok(), normalised ? "" : normalised.error().text().c_str());
        Scenario without_window = *scenario;
        without_window.window.clear();
        QCOMPARE(*normalised, without_window);
        const auto file = read_scenario(scenario_file_text(*scenario), "file");
        QVERIFY(file.ok());
        QCOMPARE(*file, *scenario);
    }

    void refusesWithPathAndExpectation_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("place");
        QTest::addColumn<QByteArray>("advice");
        const auto row = [](const char* name, const char* text, const char* place, const char* advice = "") {
            QTest::newRow(name) << QByteArray(text) << QByteArray(place) << QByteArray(advice);
        };
        row("broken", "{\"archway\": 1,\n \"model\":", "x.archway:2");
        row("empty", "", "x.archway:1");
        row("list", "[]", "x.archway");
        row("no version", "{}", "/archway");
        row("newer", R"({"archway": 2})", "/archway");
        row("unknown field", R"({"archway": 1, "workload": {"input_token": 3}})", "/workload/input_token", "input_tokens");
        row("field of another part", R"({"archway": 1, "constraints": {"ttft_ms": 200}})", "/constraints/ttft_ms", "/workload/ttft_ms");
        row("field of the file", R"({"archway": 1, "workload": {"phase": "inference"}})", "/workload/phase", "nearest known field: /phase");
        row("parts in another order", R"({"archway": 1, "constraints": {"budget_usd_per_month": 9}})", "/constraints/budget_usd_per_month",
            "monthly_budget_usd");
        row("parts left out", R"({"archway": 1, "workload": {"sequences": 9}})", "/workload/sequences", "concurrent_sequences");
        row("unknown section", R"({"archway": 1, "constrains": {}})", "/constrains", "constraints");
        row("negative", R"({"archway": 1, "workload": {"input_tokens": -1}})", "/workload/input_tokens");
        row("zero", R"({"archway": 1, "workload": {"output_tokens": 0}})", "/workload/output_tokens");
        row("absurd", R"({"archway": 1, "workload": {"concurrent_sequences": 1e18}})", "/workload/concurrent_sequences");
        row("beyond double", R"({"archway": 1, "workload": {"input_tokens": 1e400}})", "x.archway");
        row("null where needed", R"({"archway": 1, "workload": {"input_tokens": null}})", "/workload/input_tokens");
        row("text", R"({"archway": 1, "workload": {"input_tokens": "4k"}})", "/workload/input_tokens");
        row("utilisation 0", R"({"archway": 1, "workload": {"utilisation": 0}})", "/workload/utilisation");
        row("precision", R"({"archway": 1, "workload": {"weight_precision": "fp7"}})", "/workload/weight_precision", "fp8");
        row("purchase", R"({"archway": 1, "constraints": {"purchase": ["lease"]}})", "/constraints/purchase", "on-demand");
        row("phase", R"({"archway": 1, "phase": "serving"})", "/phase", "inference");
        row("two models", R"({"archway": 1, "model": {"config": {}, "custom": {}}})", "/model");
        row("no UTF-8", "{\"archway\": 1, \"title\": \"\xff\xfe\"}", "x.archway");
        row("fractional count", R"({"archway": 1, "training": {"accelerators": 16.5}})", "/training/accelerators", "a whole number from 1");
        row("no accelerator", R"({"archway": 1, "training": {"accelerators": 0}})", "/training/accelerators", "a whole number from 1");
        row("twice", "{\"archway\": 1,\n \"workload\": {\"input_tokens\": 1, \"input_tokens\": 2}}", "x.archway:2:", "each name once");
        row("twice, spelt otherwise", R"({"archway": 1, "title": "a", "titl\u0065": "b"})", "x.archway:1:", "each name once");
        row("twice in the config", R"({"archway": 1, "model": {"config": {"a": [{"b": 1, "b": 1}]}}})", "x.archway:1:", "each name once");
        row("pinned zero", R"({"archway": 1, "deployment": {"instances": 0}})", "/deployment/instances");
    }
    void refusesWithPathAndExpectation()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, place);
        QFETCH(const QByteArray, advice);
        const auto scenario = read_scenario(text.toStdString(), "x.archway");
        QVERIFY(!scenario.ok());
        QCOMPARE(scenario.error().code, Error::Code::BadInput);
        QVERIFY2(scenario.error().place.find(place.toStdString()) != std::string::npos, scenario.error().text().c_str());
        QVERIFY2(scenario.error().advice.find(advice.toStdString()) != std::string::npos, scenario.error().text().c_str());
        QVERIFY(!scenario.error().advice.empty());
    }

    void everyNumericInputIsReachable()
    {
        for (const NumericInput& input : numeric_inputs()) {
            Scenario scenario = default_scenario();
            QVERIFY(get_number(scenario, input.path).ok());
            QVERIFY(set_number(scenario, input.path, input.high).ok());
            QCOMPARE(*get_number(scenario, input.path).value(), input.high);
            QVERIFY(!scenario.assumed.contains(std::string(input.path)));
            for (const double bad : {std::nan(""), std::numeric_limits<double>::infinity(), -1.0, input.high * 2})
                QVERIFY(!set_number(scenario, input.path, bad).ok());
            QVERIFY(input.slider_low >= input.low && input.slider_high <= input.high);
        }
        QCOMPARE(get_number(default_scenario(), "workload.input_token").error().code, Error::Code::Usage);
    }
};

QTEST_APPLESS_MAIN(TestScenario)
#include "tst_scenario.moc"
