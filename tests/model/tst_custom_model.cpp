// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transformer/config_reader.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace archway;
using nlohmann::json;

class TestCustomModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void meetsTheStatedTotals_data()
    {
        QTest::addColumn<QByteArray>("custom");
        QTest::addColumn<qint64>("total");
        QTest::addColumn<qint64>("active"); // 0 = not stated
        QTest::newRow("dense, one number") << QByteArray(R"({"total_parameters": 70e9})") << qint64{70'000'000'000} << qint64{0};
        QTest::newRow("dense, shape") << QByteArray(
            R"({"total_parameters": 8e9, "layers": 32, "hidden": 4096, "heads": 32, "kv_heads": 8})")
                                      << qint64{8'000'000'000} << qint64{0};
        QTest::newRow("sparse") << QByteArray(
            R"({"total_parameters": 400e9, "active_parameters": 17e9, "layers": 48, "hidden": 5120, "heads": 40, "experts": 128, "active_experts": 1})")
                                << qint64{400'000'000'000} << qint64{17'000'000'000};
        QTest::newRow("latent") << QByteArray(
            R"({"total_parameters": 671e9, "active_parameters": 37e9, "layers": 61, "hidden": 7168, "heads": 128, "experts": 256, "active_experts": 8,
                "q_lora_rank": 1536, "kv_lora_rank": 512, "qk_rope_head_dim": 64, "qk_nope_head_dim": 128, "v_head_dim": 128})")
                                << qint64{671'000'000'000} << qint64{37'000'000'000};
    }
    void meetsTheStatedTotals()
    {
        QFETCH(const QByteArray, custom);
        QFETCH(const qint64, total);
        QFETCH(const qint64, active);
        const auto model = read_custom(json::parse(custom.toStdString()), "scenario: /model/custom");
        QVERIFY2(model.ok(), model ? "" : model.error().text().c_str());
        QCOMPARE(model->total_parameters(), std::int64_t{total});
        if (active > 0) // whole experts cannot always meet it to the parameter
            QVERIFY(std::abs(model->active_parameters() - active) < active / 1000);
        QVERIFY(!model->fields.inferred.empty());
    }

    void refusesWhatCannotBe()
    {
        for (
            const char* text :
            {R"({})", R"({"total_parameters": 0})", R"({"total_parameters": -1})", R"({"total_parameters": "70B"})",
             R"({"total_parameters": 1e300})", R"({"total_parameters": 1e9, "active_parameters": 2e9})",
             R"({"total_parameters": 1e9, "experts": 8})", R"({"total_parameters": 1e7, "layers": 100, "hidden": 8192})", R"([])",
             R"({"total_parameters": 400e9, "active_parameters": 17e9, "layers": 48, "hidden": 5120, "experts": 128, "active_experts": 8})",
             R"({"total_parameters": 1e11, "active_parameters": 1e10, "experts": 64, "layers": 20, "q_lora_rank": 1536, "kv_lora_rank": 512,
                 "qk_rope_head_dim": 64, "qk_nope_head_dim": 128, "v_head_dim": 128, "first_k_dense_replace": 20})",
             R"({"total_parameters": 1e10, "layers": 1e99})"}) {
            const auto model = read_custom(json::parse(text), "custom");
            QVERIFY2(!model.ok(), text);
            QCOMPARE(model.error().code, Error::Code::BadInput);
        }
    }
};

QTEST_APPLESS_MAIN(TestCustomModel)
#include "tst_custom_model.moc"
