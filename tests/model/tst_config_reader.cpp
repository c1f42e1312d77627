// SPDX-License-Identifier: GPL-3.0-or-later
// Published checkpoints, to the parameter; and configs that must be refused.
#include "model/transformer/config_reader.h"

#include <QFile>
#include <QTest>

#include <nlohmann/json.hpp>

using namespace archway;
using nlohmann::json;

namespace {

json load(const char* name)
{
    QFile file(QStringLiteral(ARCHWAY_TEST_DATA "/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? json::parse(file.readAll().toStdString()) : json();
}

json model_of(const char* name)
{
    for (const json& model : load("published-models.json")) {
        if (model["name"] == name)
            return model["config"];
    }
    return {};
}

bool contains(const std::vector<std::string>& list, std::string_view word)
{
    return std::find(list.begin(), list.end(), word) != list.end();
}

} // namespace

class TestConfigReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reproducesPublishedModels_data()
    {
        QTest::addColumn<QByteArray>("record");
        const json models = load("published-models.json");
        QCOMPARE(models.size(), 23U);
        for (const json& model : models)
            QTest::newRow(model["name"].get<std::string>().c_str()) << QByteArray::fromStdString(model.dump());
    }
    void reproducesPublishedModels()
    {
        QFETCH(const QByteArray, record);
        const json model = json::parse(record.toStdString());
        const json& expected = model["expected"];
        const auto read = read_config(model["config"], "config.json");
        QVERIFY2(read.ok(), read ? "" : read.error().text().c_str());
        QCOMPARE(read->total_parameters(), expected["total_parameters"].get<std::int64_t>());
        QCOMPARE(read->active_parameters(), expected["active_parameters"].get<std::int64_t>());
        QCOMPARE(read->kv_bytes_per_token(), expected["kv_bytes_per_token"].get<double>());
        QCOMPARE(read->kv_bytes_per_token_far(), expected["kv_bytes_per_token_far"].get<double>());
        for (const auto& [tokens, bytes] : expected["kv_bytes_at"].items())
            QCOMPARE(read->kv_bytes_at(std::stod(tokens)), bytes.get<double>());
    }

    void countsFurtherFamilies_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<qint64>("total");
        const json models = load("more-published-models.json")["models"];
        QVERIFY(models.size() > 15);
        for (const json& model : models)
            QTest::newRow(model["name"].get<std::string>().c_str())
                << QByteArray::fromStdString(model["config"].dump()) << model["published_total"].get<qint64>();
    }
    void countsFurtherFamilies()
    {
        QFETCH(const QByteArray, config);
        QFETCH(const qint64, total);
        const auto read = read_config_text(config.toStdString(), "config.json");
        QVERIFY2(read.ok(), read ? "" : read.error().text().c_str());
        QCOMPARE(read->total_parameters(), std::int64_t{total});
    }

    void everyFieldIsAccountedFor()
    {
        for (const json& model : load("published-models.json")) {
            const auto read = read_config(model["config"], "config.json");
            QVERIFY(read.ok());
            QCOMPARE(read->fields.read.size() + read->fields.ignored.size(), model["config"].size());
        }
    }

    void findsInnovations()
    {
        const auto deepseek = read_config(model_of("DeepSeek-V3 / R1"), "v3");
        for (const char* id : {"moe", "shared-expert", "mla", "rmsnorm", "mtp"})
            QVERIFY2(contains(deepseek->innovations(), id), id);
        QVERIFY(!contains(deepseek->innovations(), "gqa"));
        const auto gemma = read_config(model_of("Gemma 3 27B (text)"), "gemma");
        for (const char* id : {"gqa", "swa", "qk-norm", "post-norm"})
            QVERIFY2(contains(gemma->innovations(), id), id);
    }

    void readsHybridsOfStateSpacesAndAttention()
    {
        json config;
        const json models = load("more-published-models.json")["models"];
        for (const json& model : models)
            if (model["name"] == "Nemotron-3-Super-120B-A12B")
                config = model["config"];
        const auto read = read_config(config, "super.json");
        QVERIFY(read.ok());
        // 40 Mamba-2, 40 of experts, 8 of attention; a million tokens are cached in eight layers of two heads.
        const std::vector<LayerGroup> groups = layer_groups(*read);
        QCOMPARE(groups.size(), 3U);
        QCOMPARE(groups[0].kind, AttentionKind::Mamba);
        QCOMPARE(groups[0].count, 40);
        QCOMPARE(read->moe_layers(), 40);
        QCOMPARE(read->blocks(), 44.0);
        QCOMPARE(read->kv_bytes_per_token(), 8.0 * 2 * 2 * 128 * 2);
        QCOMPARE(read->state_bytes(), 40.0 * (8192 * 128 * 4 + 10'240 * 3 * 2));
        // An expert reads the latent of 1,024 and writes it again.
        QCOMPARE(read->parameters_per_expert(), std::int64_t{2 * 1024 * 2688});
        QCOMPARE(read->active_parameters(), read->total_parameters() - 40 * 490 * 2LL * 1024 * 2688 - 131'072LL * 4096);
        for (const char* id : {"moe", "shared-expert", "gqa", "linear-attention", "mtp"})
            QVERIFY2(contains(read->innovations(), id), id);
    }

    void readsNestedTextConfig()
    {
        const json inner = model_of("Llama 3.1 8B");
        const json outer = {{"model_type", "llava"},
                            {"text_config", inner},
                            {"vision_config", {{"hidden_size", 1024}}},
                            {"quantization_config", {{"quant_method", "fp8"}}}};
        const auto read = read_config(outer, "outer.json");
        QVERIFY(read.ok());
        QCOMPARE(read->total_parameters(), std::int64_t{8'030'261'248});
        QCOMPARE(read->checkpoint_precision, "fp8");
    }

    void readsQuantisedCheckpoints_data()
    {
        QTest::addColumn<QByteArray>("quantization");
        QTest::addColumn<QByteArray>("precision");
        QTest::addColumn<bool>("inferred");
        QTest::newRow("GPTQ") << QByteArray(R"({"quant_method": "gptq", "bits": 4})") << QByteArray("int4") << false;
        QTest::newRow("GPTQ, 8 bits") << QByteArray(R"({"quant_method": "gptq", "bits": 8})") << QByteArray("int8") << false;
        QTest::newRow("GPTQ, 3 bits") << QByteArray(R"({"quant_method": "gptq", "bits": 3})") << QByteArray("int4") << true;
        QTest::newRow("AWQ") << QByteArray(R"({"quant_method": "awq"})") << QByteArray("int4") << false;
        QTest::newRow("bitsandbytes") << QByteArray(R"({"quant_method": "bitsandbytes", "load_in_8bit": true})") << QByteArray("int8")
                                      << false;
        QTest::newRow("bitsandbytes, a number for a switch")
            << QByteArray(R"({"quant_method": "bitsandbytes", "load_in_8bit": 1})") << QByteArray("int4") << false;
        QTest::newRow("EETQ") << QByteArray(R"({"quant_method": "eetq"})") << QByteArray("int8") << false;
        QTest::newRow("compressed-tensors, FP8") << QByteArray(
            R"({"quant_method": "compressed-tensors", "config_groups": {"group_0": {"weights": {"num_bits": 8, "type": "float"}}}})")
                                                 << QByteArray("fp8") << false;
        QTest::newRow("compressed-tensors, INT4") << QByteArray(
            R"({"quant_method": "compressed-tensors", "config_groups": {"group_0": {"weights": {"num_bits": 4, "type": "int"}}}})")
                                                  << QByteArray("int4") << false;
        QTest::newRow("compressed-tensors without groups")
            << QByteArray(R"({"quant_method": "compressed-tensors", "config_groups": [4]})") << QByteArray() << true;
        QTest::newRow("NVFP4") << QByteArray(R"({"quant_method": "modelopt", "quant_algo": "NVFP4"})") << QByteArray("fp4") << false;
        QTest::newRow("GGUF") << QByteArray(R"({"quant_method": "gguf"})") << QByteArray() << true;
        QTest::newRow("none") << QByteArray("null") << QByteArray() << false;
    }
    void readsQuantisedCheckpoints()
    {
        QFETCH(const QByteArray, quantization);
        QFETCH(const QByteArray, precision);
        QFETCH(const bool, inferred);
        json config = model_of("Llama 3.1 8B");
        config.erase("torch_dtype");
        config["quantization_config"] = json::parse(quantization.toStdString());
        const auto read = read_config(config, "quantised.json");
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().text().c_str());
        QCOMPARE(read->checkpoint_precision, precision.toStdString());
        bool said = false;
        for (const std::string& line : read->fields.inferred)
            said = said || line.rfind("weights ", 0) == 0;
        QCOMPARE(said, inferred);
    }

    void unknownFamilyIsReadByItsFields()
    {
        json config = model_of("Llama 3.1 8B");
        config["model_type"] = "brand-new";
        const auto read = read_config(config, "new.json");
        QVERIFY(read.ok());
        QCOMPARE(read->total_parameters(), std::int64_t{8'030'261'248});
        QVERIFY(read->fields.inferred.front().find("brand-new") != std::string::npos);
    }

    void partsAddUpToTheWhole()
    {
        for (const json& model : load("published-models.json")) {
            const auto read = read_config(model["config"], "config.json");
            std::int64_t sum
                = read->embedding_parameters + read->head_parameters + read->final_parameters + read->per_layer_embedding_parameters;
            for (const Layer& layer : read->layers)
                sum += layer.attention_parameters + layer.dense_parameters + layer.router_parameters + layer.expert_parameters
                    + layer.other_parameters;
            QCOMPARE(sum, read->total_parameters());
            QVERIFY(read->active_parameters() <= read->total_parameters());
        }
    }

    void refusesBadConfigs_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QByteArray>("place");
        const auto with = [](const char* field, const json& value) {
            json config = model_of("Mixtral 8x7B");
            config[field] = value;
            return QByteArray::fromStdString(config.dump());
        };
        QTest::newRow("broken JSON") << QByteArray("{\n\"model_type\": ") << QByteArray("bad.json:2");
        QTest::newRow("no object") << QByteArray("[1, 2]") << QByteArray("bad.json");
        QTest::newRow("empty object") << QByteArray("{}") << QByteArray("/num_hidden_layers");
        QTest::newRow("empty file") << QByteArray() << QByteArray("bad.json:1");
        QTest::newRow("zero layers") << with("num_hidden_layers", 0) << QByteArray("/num_hidden_layers");
        QTest::newRow("negative width") << with("hidden_size", -4096) << QByteArray("/hidden_size");
        QTest::newRow("fraction") << with("hidden_size", 4096.5) << QByteArray("/hidden_size");
        QTest::newRow("text for a number") << with("vocab_size", "32000") << QByteArray("/vocab_size");
        QTest::newRow("absurd experts") << with("num_local_experts", 9'000'000'000) << QByteArray("/num_local_experts");
        QTest::newRow("beyond 64 bits") << with("hidden_size", 18'446'744'073'709'551'615ULL) << QByteArray("/hidden_size");
        QTest::newRow("1e300") << with("hidden_size", 1e300) << QByteArray("/hidden_size");
        QTest::newRow("more active than experts") << with("num_experts_per_tok", 9) << QByteArray("/num_experts_per_tok");
        QTest::newRow("heads not shared evenly") << with("num_key_value_heads", 5) << QByteArray("/num_key_value_heads");
        QTest::newRow("pattern of another length") << with("hybrid_override_pattern", "M*ME") << QByteArray("/hybrid_override_pattern");
        QTest::newRow("unknown letter") << with("hybrid_override_pattern", std::string(32, 'X')) << QByteArray("/hybrid_override_pattern");
        QTest::newRow("state space without a shape")
            << with("hybrid_override_pattern", std::string(32, 'M')) << QByteArray("/mamba_num_heads");
        QTest::newRow("quantisation is text") << with("quantization_config", "fp8") << QByteArray("/quantization_config");
        QTest::newRow("quantisation method is a number")
            << with("quantization_config", {{"quant_method", 7}}) << QByteArray("/quantization_config/quant_method");
        QTest::newRow("weights of no bits") << with("quantization_config", {{"quant_method", "gptq"}, {"bits", 0}})
                                            << QByteArray("/quantization_config/bits");
        QTest::newRow("weights of half a bit") << with("quantization_config", {{"quant_method", "awq"}, {"bits", 0.5}})
                                               << QByteArray("/quantization_config/bits");
        QTest::newRow("model_type is a number") << with("model_type", 7) << QByteArray("/model_type");
    }
    void refusesBadConfigs()
    {
        QFETCH(const QByteArray, config);
        QFETCH(const QByteArray, place);
        const auto read = read_config_text(config.toStdString(), "bad.json");
        QVERIFY(!read.ok());
        QCOMPARE(read.error().code, Error::Code::BadInput);
        QVERIFY2(read.error().place.find(place.toStdString()) != std::string::npos, read.error().text().c_str());
        QVERIFY(!read.error().advice.empty());
    }
};

QTEST_APPLESS_MAIN(TestConfigReader)
#include "tst_config_reader.moc"
