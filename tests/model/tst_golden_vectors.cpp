// SPDX-License-Identifier: GPL-3.0-or-later
// Twelve cases computed by an independent script from the same formulas; the port agrees to 1e-4.
#include "model/estimate/inference.h"

#include <QFile>
#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>

using namespace archway;
using nlohmann::json;

namespace {

json fixture()
{
    QFile file(QStringLiteral(ARCHWAY_TEST_DATA "/golden-vectors.json"));
    return file.open(QIODevice::ReadOnly) ? json::parse(file.readAll().toStdString()) : json();
}

/// The vectors leave routers, norms and biases out; so does this model.
ServedModel gemm_only(const json& g, const std::string& precision, const std::string& cache_precision)
{
    ServedModel m;
    m.layers = g["layers"];
    m.hidden = g["hidden"];
    m.heads = g["heads"];
    m.kv_heads = g["kv_heads"];
    m.latent = g["latent"];
    m.experts = g["experts"];
    m.active_experts = g["active_experts"];
    m.moe_layers = g["moe_layers"];
    m.expert_parameters = g["expert_parameters"];
    m.attention_parameters = g["attention_parameters"];
    m.dense_parameters = g["dense_parameters"];
    m.head_parameters = g["head_parameters"];
    m.embedding_copies = g["tables"];
    m.weight_bytes = bytes_per_weight(precision);
    m.attention_weight_bytes = precision == "mxfp4" ? 2 : precision == "fp4" && m.latent ? 1 : m.weight_bytes;
    m.cache_bytes = bytes_per_cache_element(cache_precision);
    m.compute = compute_mode(precision);
    m.decode_flops_per_position = g["decode_flops"];
    m.prefill_flops_per_position = g["prefill_flops"];
    const double windowed = m.layers * g["window_share"].get<double>();
    const double elements = g["cache_elements_per_layer"];
    m.groups[0] = {m.layers - windowed, (m.layers - windowed) * elements, 0};
    m.groups[1] = {windowed, windowed * elements, g["window"]};
    return m;
}

ServingAccelerator accelerator(const json& factors, const std::string& name, const ServedModel& m)
{
    const json& a = factors["accelerators"][name];
    const json& f = factors["families"][a["family"].get<std::string>()];
    static const char* const mode[]{"bf16", "fp8", "fp4", "mxfp4"};
    const std::string compute = mode[static_cast<int>(m.compute)];
    ServingAccelerator out;
    out.memory_bytes = a["memory_bytes"];
    out.bandwidth = a["memory_bandwidth_bytes_per_s"];
    out.peak_bf16 = a["peak_dense_flops"]["bf16"];
    out.peak = compute == "mxfp4" ? a["peak_dense_flops"][a["family"] == "Blackwell" ? "fp8" : "bf16"] : a["peak_dense_flops"][compute];
    out.compute_efficiency = f["compute_efficiency"][compute];
    out.link = a["link_bytes_per_s_per_direction"];
    out.memory_efficiency = f["memory_efficiency"];
    out.attention_memory_efficiency = f["attention_memory_efficiency"];
    out.layer_overhead_s = f[m.sparse() ? "layer_overhead_moe_s" : "layer_overhead_dense_s"];
    out.allreduce_latency_s = f["allreduce_latency_s"];
    out.link_efficiency = f["link_efficiency"];
    out.tile_padding_rows = f["moe_tile_padding_rows"];
    out.expert_imbalance = f["expert_imbalance"];
    out.expert_gemm_efficiency = m.experts >= 16 ? f["grouped_gemm_efficiency"].get<double>() : 1;
    return out;
}

} // namespace

class TestGoldenVectors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agrees_data()
    {
        QTest::addColumn<int>("index");
        const json vectors = fixture()["vectors"];
        QCOMPARE(vectors.size(), 12U);
        for (std::size_t i = 0; i < vectors.size(); ++i)
            QTest::newRow(vectors[i]["name"].get<std::string>().c_str()) << static_cast<int>(i);
    }
    void agrees()
    {
        QFETCH(const int, index);
        const json all = fixture();
        const json& vector = all["vectors"][static_cast<std::size_t>(index)];
        const json& in = vector["inputs"];
        const json& expected = vector["expected"];
        const ServedModel m = gemm_only(all["geometries"][in["model"].get<std::string>()], in["w_prec"], in["kv_prec"]);
        const ServingAccelerator on = accelerator(all["factors"], in["accel"], m);
        const json& engine_factors = all["factors"]["engines"][in["framework"].get<std::string>()];
        const EngineFactors engine{engine_factors["step_overhead_s"], engine_factors["prefill_interference"],
                                   engine_factors["sequence_overhead_s"]};
        const Group group{in["n_accel"], false};
        const double input = in["isl"];
        const double output = in["osl"];
        const double sequences = in["conc"];
        const double limit = max_sequences(m, on.memory_bytes, EfficiencyFactors{}, group, input + output);

        const auto close = [&](const char* name, double value) {
            if (expected[name].is_null())
                return;
            const double wanted = expected[name];
            QVERIFY2(std::abs(value / wanted - 1) < 1e-4,
                     qPrintable(QStringLiteral("%1: %2 instead of %3").arg(QLatin1String(name)).arg(value).arg(wanted)));
        };
        close("weights_bytes", m.resident_bytes());
        close("kv_bytes_per_token", (m.groups[0].elements_per_token + m.groups[1].elements_per_token) * m.cache_bytes);
        close("bmax", limit);
        close("prefill_ms", 1e3 * prefill_seconds(m, on, engine, group, input));
        close("decode_step_ms", 1e3 * decode_seconds(m, on, engine, group, sequences, input + output / 2));
        close("tpot_ms", 1e3 * tpot_seconds(m, on, engine, group, std::min(sequences, limit), input, output));
        close("offline_tok_s", offline_throughput(m, on, engine, group, std::min(limit, 2048.0), 3000, input, output));
        close("touched_experts", experts_touched(m.experts, m.active_experts, sequences));
    }
};

QTEST_APPLESS_MAIN(TestGoldenVectors)
#include "tst_golden_vectors.moc"
