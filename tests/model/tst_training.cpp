// SPDX-License-Identifier: GPL-3.0-or-later
// The training formulas against published and textbook figures.
#include "model/training/measured.h"
#include "model/training/memory.h"
#include "model/training/reliability.h"

#include <QTest>

#include <cmath>

using namespace archway;

namespace {

constexpr double gibibyte = 1073741824.0;

TrainingFactors factors()
{
    TrainingFactors out;
    out.node_mtbf_hours = 6300;
    out.restart_s = 600;
    out.spot_interruptions_per_hour = 2.7e-4;
    out.memory_overhead_bytes = 2.5e9;
    return out;
}

/// A GPT with biases left out, as in arXiv 2205.05198: 12·L·h² and a table of 51,200 rows.
TrainedModel gpt(double layers, double hidden)
{
    TrainedModel m;
    m.layers = layers;
    m.hidden = m.query_width = m.cached_width = hidden;
    m.gated = false;
    m.dense_width = 4 * hidden;
    m.vocabulary = 51'200;
    m.attention_flops_per_position = 4 * hidden;
    m.spans[0].layers = layers;
    m.dense_parameters = 12 * layers * hidden * hidden;
    m.embedding_parameters = m.vocabulary * hidden;
    m.active_parameters = m.dense_parameters + m.embedding_parameters;
    return m;
}

bool near(double value, double expected, double share)
{
    return std::abs(value - expected) <= share * std::abs(expected);
}

} // namespace

class TestTraining : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Figure 1 of arXiv 2205.05198: 18 bytes a parameter over tensor 8 and the stages; activations with sequence parallelism, kept in full
    /// by flash attention as by their selective recomputation.
    void publishedMemory_data()
    {
        QTest::addColumn<double>("layers");
        QTest::addColumn<double>("hidden");
        QTest::addColumn<double>("stages");
        QTest::addColumn<double>("sequences");
        QTest::addColumn<double>("chunks");
        QTest::addColumn<double>("static_gib");
        QTest::addColumn<double>("activations_gib");
        QTest::newRow("22B") << 48.0 << 6144.0 << 1.0 << 4.0 << 1.0 << 45.5625 << 9.5625;
        QTest::newRow("175B") << 96.0 << 12288.0 << 8.0 << 1.0 << 3.0 << 45.5625 << 12.3515625;
        QTest::newRow("530B") << 105.0 << 20480.0 << 35.0 << 1.0 << 3.0 << 31.640625 << 23.076171875;
        QTest::newRow("1T") << 128.0 << 25600.0 << 64.0 << 1.0 << 1.0 << 32.958984375 << 26.5625;
    }
    void publishedMemory()
    {
        QFETCH(double, layers);
        QFETCH(double, hidden);
        QFETCH(double, stages);
        QFETCH(double, sequences);
        QFETCH(double, chunks);
        QFETCH(double, static_gib);
        QFETCH(double, activations_gib);
        TrainingLayout l;
        l.tensor = 8;
        l.pipeline = stages;
        l.zero_stage = 0;
        l.recompute = Recompute::None;
        l.micro_batch = sequences;
        l.micro_batches = 512;
        l.chunks = chunks;
        const TrainingMemory memory = training_memory(gpt(layers, hidden), l, 2048, factors());
        QVERIFY2(near(memory.static_bytes() / gibibyte, static_gib, 0.09), qPrintable(QString::number(memory.static_bytes() / gibibyte)));
        const double logits = stages > 1 ? 0 : sequences * 2048 * 51'200 / 8 * 10;
        const double activations = (memory.activations - logits) / gibibyte;
        // They mask dropouts of the attention too, which flash attention does not keep: at most 5 % apart.
        QVERIFY2(near(activations, activations_gib, 0.06), qPrintable(QString::number(activations)));
    }

    void zeroShardsWhatItSays_data()
    {
        QTest::addColumn<int>("stage");
        QTest::addColumn<double>("bytes_a_parameter");
        QTest::newRow("DDP") << 0 << 18.0;
        QTest::newRow("optimizer") << 1 << 6 + 12.0 / 64;
        QTest::newRow("gradients") << 2 << 2 + 16.0 / 64;
    }
    void zeroShardsWhatItSays()
    {
        QFETCH(int, stage);
        QFETCH(double, bytes_a_parameter);
        TrainingLayout l;
        l.data = 64;
        l.zero_stage = stage;
        const TrainedModel model = gpt(32, 4096);
        QVERIFY(near(training_memory(model, l, 2048, factors()).static_bytes(), bytes_a_parameter * model.total(), 1e-9));
    }

    void fsdpHoldsTwoLayersWhole()
    {
        TrainingLayout l;
        l.data = 64;
        l.zero_stage = 3;
        const TrainedModel model = gpt(32, 4096);
        const double layer = 12 * 4096.0 * 4096.0;
        QVERIFY(near(training_memory(model, l, 2048, factors()).static_bytes(), 16 * model.total() / 64 + 2 * layer * 6, 1e-9));
    }

    void loraTrainsLittle()
    {
        const TrainedModel model = gpt(32, 4096);
        TrainingLayout full;
        TrainingLayout lora;
        lora.method = TrainingMethod::Lora;
        TrainingLayout qlora;
        qlora.method = TrainingMethod::Qlora;
        const double all = training_memory(model, full, 2048, factors()).static_bytes();
        const double adapters = training_memory(model, lora, 2048, factors()).static_bytes();
        QVERIFY(near(adapters, 2 * model.total() + 18 * adapter_parameters(model), 1e-9));
        QVERIFY(adapters < all / 4);
        QVERIFY(training_memory(model, qlora, 2048, factors()).static_bytes() < adapters / 3);
        QVERIFY(adapter_parameters(model) < 0.02 * model.total());
    }

    void recomputationTradesMemory()
    {
        const TrainedModel model = gpt(32, 4096);
        TrainingLayout none;
        none.recompute = Recompute::None;
        TrainingLayout selective = none;
        selective.recompute = Recompute::Selective;
        TrainingLayout full = none;
        full.recompute = Recompute::Full;
        const auto bytes = [&](const TrainingLayout& l) { return training_memory(model, l, 4096, factors()).activations; };
        QVERIFY(bytes(full) < bytes(selective));
        QVERIFY(bytes(selective) < bytes(none));
    }

    void flopsOfATokenAreSixTimesItsParameters()
    {
        const TrainedModel model = gpt(96, 12288);
        // 12·L·h·S for the whole square, half of it causal: arXiv 2104.04473, appendix.
        QVERIFY(near(training_flops_per_token(model, 2048), 6 * model.active_parameters + 6 * 96 * 12288.0 * 2048, 1e-12));
        QVERIFY(near(training_flops_per_token(model, 2048, true), 4 * model.active_parameters + 6 * 96 * 12288.0 * 2048, 1e-12));
    }

    void windowsAttendLess()
    {
        TrainedModel model = gpt(48, 4096);
        const double whole = model.attended_layers(32'768);
        model.spans[0] = {40, 1024};
        model.spans[1] = {8, 0};
        QVERIFY(near(model.attended_layers(32'768), 40 * 1024 * (1 - 1024 / 65'536.0) + 8 * 16'384.0, 1e-12));
        QVERIFY(model.attended_layers(32'768) < whole / 4);
        QCOMPARE(model.attended_layers(512), 48 * 256.0);
    }

    void checkpointOf405BIs5670GB()
    {
        TrainedModel model;
        model.dense_parameters = 405e9;
        QVERIFY(near(checkpoint_bytes(model, TrainingMethod::Full), 5.67e12, 1e-3));
    }

    /// Intervals that practitioners quote for the failure rate published for Llama 3.
    void intervalsAreYoungs_data()
    {
        QTest::addColumn<double>("accelerators");
        QTest::addColumn<double>("write_s");
        QTest::addColumn<double>("minutes");
        QTest::newRow("1,024 and 60 s") << 1024.0 << 60.0 << 77.0;
        QTest::newRow("1,024 and 300 s") << 1024.0 << 300.0 << 172.0;
        QTest::newRow("16,384 and 60 s") << 16384.0 << 60.0 << 19.0;
    }
    void intervalsAreYoungs()
    {
        QFETCH(double, accelerators);
        QFETCH(double, write_s);
        QFETCH(double, minutes);
        const double mtbf = failure_rates(accelerators / 8, 8, false, factors()).mtbf_s();
        // Daly's terms take about two thirds of the write time off.
        QVERIFY2(near(checkpoint_interval_s(write_s, mtbf) + write_s * 2 / 3, minutes * 60, 0.03),
                 qPrintable(QString::number(checkpoint_interval_s(write_s, mtbf) / 60)));
    }

    void goodputOfPublishedSizes_data()
    {
        QTest::addColumn<double>("nodes");
        QTest::addColumn<double>("write_s");
        QTest::addColumn<double>("restart_s");
        QTest::addColumn<double>("expected");
        QTest::newRow("2,048 nodes, a minute to write") << 2048.0 << 60.0 << 600.0 << 0.84;
        QTest::newRow("2,048 nodes, asynchronous") << 2048.0 << 3.0 << 300.0 << 0.95;
        QTest::newRow("64 nodes") << 64.0 << 60.0 << 600.0 << 0.98;
        QTest::newRow("16 nodes") << 16.0 << 60.0 << 600.0 << 0.99;
    }
    void goodputOfPublishedSizes()
    {
        QFETCH(double, nodes);
        QFETCH(double, write_s);
        QFETCH(double, restart_s);
        QFETCH(double, expected);
        const FailureRates rates = failure_rates(nodes, 8, false, factors());
        const double value = goodput(write_s, checkpoint_interval_s(write_s, rates.mtbf_s()), rates, restart_s);
        QVERIFY2(std::abs(value - expected) < 0.012, qPrintable(QString::number(value)));
    }

    void moreNodesAndSpotCostGoodput()
    {
        double before = 1;
        for (const double nodes : {1.0, 8.0, 64.0, 512.0, 4096.0}) {
            for (const bool spot : {false, true}) {
                const FailureRates rates = failure_rates(nodes, 8, spot, factors());
                const double value = goodput(60, checkpoint_interval_s(60, rates.mtbf_s()), rates, 600);
                QVERIFY(value <= before);
                before = value;
            }
        }
        // Notice in time saves the work since the last checkpoint.
        const FailureRates rates = failure_rates(512, 8, true, factors());
        QVERIFY(goodput(119, 3000, rates, 600) > goodput(121, 3000, rates, 600));
    }

    void absurdTimesStayInRange()
    {
        QCOMPARE(checkpoint_interval_s(1e6, 10), 10.0);
        QCOMPARE(goodput(1e6, 10, failure_rates(1e5, 8, true, factors()), 600), 0.0);
    }

    void aSizeAloneGivesAShape()
    {
        for (const double size : {1e9, 13e9, 175e9, 1e12}) {
            const TrainedModel model = model_of_size(size);
            QVERIFY(near(model.total(), size, 1e-9));
            QVERIFY(model.layers > 1 && model.hidden > 256);
        }
        QVERIFY(near(model_of_size(175e9).hidden, 12288, 0.02));
    }
};

QTEST_APPLESS_MAIN(TestTraining)
#include "tst_training.moc"
