// SPDX-License-Identifier: GPL-3.0-or-later
// The terms of the inference model one by one: neutral values leave the plain roofline, and computing allocates nothing.
#include "model/estimate/inference.h"

#include <QTest>

#include <cmath>
#include <cstdlib>
#include <new>

namespace {

int allocations = 0;

} // namespace

// Counts what the computation below asks the heap for; Qt's own threads are not running in this test.
void* operator new(std::size_t size)
{
    ++allocations;
    if (void* memory = std::malloc(size > 0 ? size : 1))
        return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept
{
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}

using namespace archway;

namespace {

ServedModel dense()
{
    ServedModel m;
    m.layers = 80;
    m.hidden = 8192;
    m.heads = 64;
    m.kv_heads = 8;
    m.attention_parameters = 12e9;
    m.dense_parameters = 56e9;
    m.head_parameters = 1e9;
    m.decode_flops_per_position = m.prefill_flops_per_position = 4.0 * 64 * 128;
    m.groups[0] = {80, 80.0 * 2 * 8 * 128, 0};
    return m;
}

ServedModel mixture()
{
    ServedModel m = dense();
    m.dense_parameters = 0;
    m.experts = 128;
    m.active_experts = 8;
    m.moe_layers = 80;
    m.expert_parameters = 20e6;
    return m;
}

ServingAccelerator plain()
{
    ServingAccelerator a;
    a.memory_bytes = 150e9;
    a.bandwidth = 4e12;
    a.peak = a.peak_bf16 = 1e15;
    a.compute_efficiency = 0.5;
    a.link = 450e9;
    a.link_efficiency = 0.5;
    a.memory_efficiency = a.attention_memory_efficiency = 0.8;
    a.layer_overhead_s = 50e-6;
    a.allreduce_latency_s = 8e-6;
    return a;
}

const EngineFactors engine{0.1e-3, 0.9, 3e-6};
const Group alone{1, false};
const Group eight{8, false};
const Group eight_ranks{8, true};

bool close(double a, double b)
{
    return std::abs(a / b - 1) < 1e-12;
}

} // namespace

class TestInference : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void neutral_values_leave_the_plain_roofline()
    {
        const double reading = (68e9 * 2 + 1e9 * 2) / (4e12 * 0.8);
        QVERIFY(close(gemm_seconds(dense(), plain(), alone, 1, 1), reading));
        const double computing = 2 * (68e9 * 4096 + 1e9) / (1e15 * 0.5);
        QVERIFY(close(gemm_seconds(dense(), plain(), alone, 4096, 1), computing));
        QCOMPARE(activation_seconds(dense(), plain(), alone, 4096), 0.0);
        QCOMPARE(size_efficiency(dense(), plain(), eight), 1.0);
        QCOMPARE(expert_imbalance(plain(), eight_ranks), 1.0);
    }

    void a_share_of_the_shorter_time_is_not_hidden()
    {
        ServingAccelerator a = plain();
        const double reading = (68e9 * 2 + 1e9 * 2) / (4e12 * 0.8);
        const double computing = 2 * 69e9 / (1e15 * 0.5);
        a.unoverlapped = 0.25;
        QVERIFY(close(gemm_seconds(dense(), a, alone, 1, 1), reading + 0.25 * computing));
        a.unoverlapped = 1;
        QVERIFY(close(gemm_seconds(dense(), a, alone, 1, 1), reading + computing));
    }

    void rows_that_pad_a_tile_cost_time_only_where_arithmetic_is_waited_for()
    {
        ServingAccelerator a = plain();
        a.unoverlapped = 0.5;
        a.tile_padding_rows = 0;
        ServingAccelerator padded = a;
        padded.tile_padding_rows = 4;
        // Two tokens wait for weights, with or without padding; on slow arithmetic they wait for every row.
        QVERIFY(close(gemm_seconds(mixture(), padded, alone, 2, 2), gemm_seconds(mixture(), a, alone, 2, 2)));
        a.peak = padded.peak = 1e11;
        QVERIFY(gemm_seconds(mixture(), padded, alone, 2, 2) > 1.5 * gemm_seconds(mixture(), a, alone, 2, 2));
        // No jump where the two meet, and faster memory is never slower.
        for (double bandwidth = 1e9; bandwidth < 1e14; bandwidth *= 1.01) {
            ServingAccelerator slower = padded;
            slower.peak = 1e14;
            slower.bandwidth = bandwidth;
            ServingAccelerator faster = slower;
            faster.bandwidth = bandwidth * 1.01;
            const double before = gemm_seconds(mixture(), slower, alone, 16, 16);
            const double after = gemm_seconds(mixture(), faster, alone, 16, 16);
            QVERIFY(after <= before * (1 + 1e-12) && after > 0.98 * before);
        }
    }

    void an_all_reduce_waits_for_its_stages()
    {
        ServingAccelerator a = plain();
        QCOMPARE(allreduce_latency(a, eight), 8e-6);
        a.latency_by_stages = true;
        QCOMPARE(allreduce_latency(a, {2, false}), 4e-6);
        QCOMPARE(allreduce_latency(a, {4, false}), 8e-6);
        QCOMPARE(allreduce_latency(a, eight), 12e-6);
        QCOMPARE(communication_seconds(dense(), a, alone, 100), 0.0);
    }

    void latent_attention_launches_more_kernels()
    {
        FamilyFactors factors;
        factors.layer_overhead_moe_s = 40e-6;
        factors.layer_overhead_dense_s = 30e-6;
        ServedModel m = mixture();
        ServingAccelerator a = plain();
        set_factors(a, factors, m);
        QCOMPARE(a.layer_overhead_s, 40e-6);
        m.latent = true;
        set_factors(a, factors, m);
        QCOMPARE(a.layer_overhead_s, 60e-6);
    }

    void narrow_layers_reach_less_of_the_peak_and_none_reaches_all()
    {
        ServingAccelerator a = plain();
        a.size_exponent = 0.2;
        QVERIFY(close(size_efficiency(dense(), a, alone), std::pow(8.5, 0.2)));
        QVERIFY(size_efficiency(dense(), a, eight) < size_efficiency(dense(), a, alone));
        // Ranks under attention data parallelism hold whole layers.
        QCOMPARE(size_efficiency(dense(), a, eight_ranks), size_efficiency(dense(), a, alone));
        a.compute_efficiency = 0.8; // 0.8 · 8.5^0.2 would be more than the data sheet
        QVERIFY(close(gemm_seconds(dense(), a, alone, 4096, 1), 2 * (68e9 * 4096 + 1e9) / (1e15 * 0.9)));
    }

    void every_rank_has_the_whole_hidden_state()
    {
        ServingAccelerator a = plain();
        a.activation_passes = 8;
        const double expected = 8.0 * 80 * 4096 * 8192 * 2 / (4e12 * 0.8);
        QVERIFY(close(activation_seconds(dense(), a, alone, 4096), expected));
        QVERIFY(close(activation_seconds(dense(), a, eight, 4096), expected));
        QVERIFY(close(activation_seconds(dense(), a, eight_ranks, 4096), expected / 8));
    }

    void all_ranks_wait_for_the_hottest()
    {
        ServingAccelerator a = plain();
        a.expert_imbalance = 1.5;
        QCOMPARE(expert_imbalance(a, {1, true}), 1.0);
        QVERIFY(close(expert_imbalance(a, eight_ranks), 1.5));
        QVERIFY(close(expert_imbalance(a, {64, true}), 2.25));
        QCOMPARE(expert_imbalance(a, eight), 1.0); // tensor parallel: every rank has a slice of every expert
        // A dense model has no experts to be hot.
        QCOMPARE(gemm_seconds(dense(), a, eight_ranks, 64, 64), gemm_seconds(dense(), plain(), eight_ranks, 64, 64));
        QVERIFY(close(gemm_seconds(mixture(), a, eight_ranks, 64, 64), 1.5 * gemm_seconds(mixture(), plain(), eight_ranks, 64, 64)));
    }

    void padding_and_experts_efficiency_cost_compute()
    {
        ServingAccelerator a = plain();
        a.expert_gemm_efficiency = 0.5;
        a.tile_padding_rows = 16;
        const double tokens = 16384;
        const double touched = experts_touched(128, 8, tokens);
        const double flops = 2 * (12e9 * tokens + 1e9) + 2 * 80 * 20e6 * (tokens * 8 + touched * 16) / 0.5;
        QVERIFY(close(gemm_seconds(mixture(), a, alone, tokens, 1), flops / (1e15 * 0.5)));
    }

    void more_of_anything_takes_longer_data()
    {
        QTest::addColumn<bool>("sparse");
        QTest::newRow("dense") << false;
        QTest::newRow("mixture of experts") << true;
    }
    void more_of_anything_takes_longer()
    {
        QFETCH(const bool, sparse);
        const ServedModel m = sparse ? mixture() : dense();
        ServingAccelerator a = plain();
        a.unoverlapped = 0.8;
        a.size_exponent = 0.2;
        a.activation_passes = 8;
        a.expert_imbalance = 1.4;
        a.tile_padding_rows = 5;
        for (const Group group : {alone, eight, eight_ranks}) {
            double before = 0;
            for (double b = 1; b <= 4096; b *= 2) {
                const double step = decode_seconds(m, a, engine, group, b, 2000);
                QVERIFY(step >= before);
                QVERIFY(decode_seconds(m, a, engine, group, b, 4000) >= step);
                QVERIFY(prefill_seconds(m, a, engine, group, b + 1) >= prefill_seconds(m, a, engine, group, b));
                before = step;
            }
            QVERIFY(tpot_seconds(m, a, engine, group, 64, 2000, 500) > tpot_seconds(m, a, engine, group, 32, 2000, 500));
        }
    }

    /// Where attention is full and nothing but it depends on the prefix, a prompt in two parts attends to as much as in one.
    void a_cached_prefix_is_attended_to()
    {
        ServingAccelerator a = plain();
        const ServedModel m = dense();
        const auto attention = [&](double tokens, double cached) {
            return prefill_seconds(m, a, engine, alone, tokens, 1, cached) - prefill_seconds(m, a, engine, alone, tokens);
        };
        a.bandwidth = 1e18; // reading the cache takes no time
        const auto alone_takes = [&](double tokens) {
            return tokens * m.prefill_attended_layers(tokens) * m.prefill_flops_per_position / (a.peak_bf16 * 0.5);
        };
        for (const double cached : {1.0, 500.0, 20'000.0}) {
            const double expected = alone_takes(3000 + cached) - alone_takes(cached) - alone_takes(3000);
            QVERIFY(std::abs(attention(3000, cached) - expected) < 1e-6 * expected);
        }
        a.bandwidth = 1e9; // reading takes all the time
        const double read = m.cache_bytes_at(20'000) / (a.bandwidth * a.attention_memory_efficiency);
        QVERIFY(attention(1, 20'000) > 0.99 * read);
    }

    void where_time_goes_adds_up()
    {
        for (const bool sparse : {false, true}) {
            const ServedModel m = sparse ? mixture() : dense();
            ServingAccelerator a = plain();
            a.unoverlapped = 0.5;
            for (const Group group : {alone, eight, eight_ranks}) {
                for (double b = 1; b <= 1024; b *= 4) {
                    const PassTime step = decode_time(m, a, engine, group, b, 2000);
                    const PassTime prompt = prefill_time(m, a, engine, group, b, 1, 100);
                    QVERIFY(step.compute > 0 && step.bandwidth > 0 && step.other >= 0);
                    QCOMPARE(step.seconds(), decode_seconds(m, a, engine, group, b, 2000));
                    QCOMPARE(prompt.seconds(), prefill_seconds(m, a, engine, group, b, 1, 100));
                }
            }
        }
    }

    void computing_allocates_nothing()
    {
        const ServedModel m = mixture();
        const ServingAccelerator a = plain();
        const EfficiencyFactors factors;
        const int before = allocations;
        double sum = 0;
        for (double b = 1; b < 1000; ++b) {
            const double limit = max_sequences(m, a.memory_bytes, factors, eight, 1000 + b);
            sum += tpot_seconds(m, a, engine, eight, std::min(b, limit), 1000, 200) + prefill_seconds(m, a, engine, eight, 1000)
                + offline_throughput(m, a, engine, eight_ranks, limit, 3000, 1000, 200) + lone_prompt_seconds(m, a, eight_ranks, 1000);
        }
        QCOMPARE(allocations - before, 0);
        QVERIFY(sum > 0);
    }
};

QTEST_APPLESS_MAIN(TestInference)
#include "tst_inference.moc"
