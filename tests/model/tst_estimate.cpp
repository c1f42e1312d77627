// SPDX-License-Identifier: GPL-3.0-or-later
// The estimate as a whole: figures checked by hand, parts that add up, figures that only move one way, refusals that say why.
#include "model/estimate/estimate.h"
#include "model/estimate/formula.h"
#include "tests/support/small_catalog.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

using namespace archway;
using archway::test::question;
using archway::test::small_catalog;

namespace {

Estimate answer(const Scenario& scenario, const Catalog& catalog = small_catalog())
{
    Result<Estimate> out = estimate(scenario, catalog);
    if (!out)
        qFatal("%s", out.error().text().c_str());
    return std::move(*out);
}

Deployment on(const char* instance, const Scenario& scenario, const Catalog& catalog = small_catalog())
{
    const Estimate out = answer(scenario, catalog);
    for (const Deployment& d : out.deployments) {
        if (d.instance == instance)
            return d;
    }
    qFatal("%s is not in the answer", instance);
    return {};
}

bool near(double a, double b, double share = 1e-9)
{
    return std::abs(a - b) <= share * std::max(std::abs(a), std::abs(b));
}

bool ordered(const std::optional<Band>& band)
{
    return band && band->low > 0 && band->low <= band->mid && band->mid <= band->high && std::isfinite(band->high);
}

} // namespace

class TestEstimate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void memory_by_hand()
    {
        // Llama 3.1 8B in BF16: 8,030,261,248 parameters · 2 B over 8; 1,300 tokens · 131,072 B a sequence, one sequence.
        Scenario scenario = question("llama-3.1-8b");
        scenario.workload.concurrent_sequences = 1;
        scenario.deployment = PinnedDeployment{};
        scenario.deployment->instance = "p5en.48xlarge";
        scenario.deployment->tensor_parallel = 8;
        const Deployment d = on("p5en.48xlarge", scenario);
        QVERIFY(d.fits);
        QVERIFY(near(d.memory.weights, 8'030'261'248.0 * 2 / 8));
        QVERIFY(near(d.kv_bytes_per_sequence, 1300.0 * 131'072));
        QVERIFY(near(d.memory.kv_cache, 1300.0 * 131'072 / 8));
        QVERIFY(near(d.memory.activations + d.memory.overhead, 2.5e9));
        const double room = 0.95 * (150.7e9 - 8'030'261'248.0 * 2 / 8 - 2.5e9) / (1300.0 * 131'072 / 8);
        QCOMPARE(d.max_concurrent_sequences, std::min(2048.0, std::floor(room)));
    }

    void the_precision_of_the_checkpoint_holds()
    {
        const Estimate out = answer(question("deepseek-v3"));
        QCOMPARE(out.model.weight_precision, std::string("fp8"));
        QCOMPARE(answer(question("llama-3.1-8b")).model.weight_precision, std::string("bf16"));
    }

    void a_model_too_large_is_refused_with_the_arithmetic()
    {
        const Deployment d = on("inf2.48xlarge", question("deepseek-v3"));
        QVERIFY(!d.fits);
        QCOMPARE(d.binding, Binding::Memory);
        QVERIFY2(d.rejected_because.find("673 GB of weights against 412 GB on 12 × AWS Inferentia2") != std::string::npos,
                 d.rejected_because.c_str());
        QVERIFY2(d.nearest_fix.empty() && d.fix.empty(), d.nearest_fix.c_str()); // Neuron takes no INT4 weights
        QVERIFY(d.memory.weights > 0 && d.memory.capacity > 0);
        QVERIFY(!d.ttft_ms && !d.tpot_ms && !d.usd_per_month && !d.usd_per_million_output);
    }

    void stages_use_what_the_heads_leave_over()
    {
        // Of 12 accelerators 128 heads divide over 8; 350 GB needs them all: three stages of four.
        Scenario scenario = question("deepseek-v3");
        scenario.workload.weight_precision = "int4";
        const Deployment d = on("inf2.48xlarge", scenario);
        QVERIFY2(d.fits, d.rejected_because.c_str());
        QCOMPARE(d.tensor_parallel * d.pipeline_parallel, 12);
        QCOMPARE(d.instances, d.replicas);
    }

    void processors_have_memory_and_no_speed()
    {
        const Deployment d = on("c7i.48xlarge", question("llama-3.1-8b"));
        QVERIFY(d.fits);
        QVERIFY(!d.tpot_ms && !d.output_tokens_per_second);
        QVERIFY(!d.speed_unknown_because.empty());
    }

    void parts_add_up()
    {
        for (const char* model : {"llama-3.1-8b", "deepseek-v3"}) {
            Scenario scenario = question(model);
            scenario.workload.concurrent_sequences = 64;
            const Deployment d = on("p5en.48xlarge", scenario);
            QVERIFY(d.fits);
            const double ratio = scenario.workload.input_tokens / scenario.workload.output_tokens;
            QVERIFY(near(d.usd_per_million_input->mid * ratio + d.usd_per_million_output->mid, d.usd_per_million_blended->mid));
            QVERIFY(near(*d.usd_per_month, 64.0 * d.instances * 730));
            // Price times time: a million output tokens take 10⁶ / X seconds, at the share of time that serves.
            QVERIFY(near(d.usd_per_million_blended->mid,
                         64.0 * d.instances / 3600 * 1e6 / d.output_tokens_per_second->mid / scenario.workload.utilisation));
            for (const auto* band :
                 {&d.ttft_ms, &d.tpot_ms, &d.output_tokens_per_second, &d.usd_per_million_input, &d.usd_per_million_output})
                QVERIFY(ordered(*band));
        }
    }

    void input_is_what_is_computed_and_what_is_cached_data()
    {
        QTest::addColumn<double>("hits");
        for (const double hits : {0.0, 0.01, 0.3, 0.5, 0.9, 1.0})
            QTest::addRow("%.2f", hits) << hits;
    }
    /// Both kinds at their prices are what all input costs; a hit never costs more than the prefill it saves.
    void input_is_what_is_computed_and_what_is_cached()
    {
        QFETCH(const double, hits);
        for (const char* model : {"llama-3.1-8b", "deepseek-v3"}) {
            for (const double input : {1.0, 1000.0, 60'000.0}) {
                Scenario scenario = question(model);
                scenario.workload.input_tokens = input;
                scenario.workload.prefix_hit_rate = hits;
                const Deployment d = on("p5en.48xlarge", scenario);
                QVERIFY2(d.fits, d.rejected_because.c_str());
                const double computed = std::max(1.0, input * (1 - hits));
                const double total = computed * d.usd_per_million_uncached->mid + (input - computed) * d.usd_per_million_cached->mid;
                QVERIFY(near(total, input * d.usd_per_million_input->mid));
                QVERIFY(d.usd_per_million_cached->mid > 0);
                QVERIFY(d.usd_per_million_cached->mid < d.usd_per_million_uncached->mid);
                QVERIFY(ordered(d.usd_per_million_cached) && ordered(d.usd_per_million_uncached));
            }
        }
    }

    void hits_save_prefill()
    {
        double ttft = 1e30;
        double input = 1e30;
        for (const double hits : {0.0, 0.25, 0.5, 0.75, 0.95}) {
            Scenario scenario = question("llama-3.1-8b");
            scenario.workload.input_tokens = 30'000;
            scenario.workload.prefix_hit_rate = hits;
            scenario.deployment = PinnedDeployment{"p5en.48xlarge", 1, 8, 1, 1, 1, {}};
            const Deployment d = on("p5en.48xlarge", scenario);
            QVERIFY(d.ttft_ms->mid < ttft && d.usd_per_million_input->mid < input);
            // What is left still attends to what is cached.
            QVERIFY(d.ttft_ms->mid > (1 - hits) * 0.5 * (hits > 0 ? ttft : 0));
            ttft = d.ttft_ms->mid;
            input = d.usd_per_million_input->mid;
        }
    }

    void something_binds_data()
    {
        QTest::addColumn<double>("input");
        QTest::addColumn<double>("output");
        QTest::addColumn<double>("sequences");
        QTest::addColumn<double>("tpot");
        QTest::addColumn<QString>("constraint");
        // One user decodes: every token reads all weights. Long prompts with one token of answer: arithmetic.
        QTest::newRow("one reader") << 100.0 << 1000.0 << 1.0 << 0.0 << QStringLiteral("bandwidth");
        QTest::newRow("prompts alone") << 16'000.0 << 1.0 << 8.0 << 0.0 << QStringLiteral("compute");
        QTest::newRow("cache of many") << 60'000.0 << 1000.0 << 1000.0 << 0.0 << QStringLiteral("memory");
        QTest::newRow("a sharp target") << 1000.0 << 300.0 << 1500.0 << 5.0 << QStringLiteral("latency");
    }
    void something_binds()
    {
        QFETCH(const double, input);
        QFETCH(const double, output);
        QFETCH(const double, sequences);
        QFETCH(const double, tpot);
        QFETCH(const QString, constraint);
        Scenario scenario = question("llama-3.1-8b");
        scenario.workload.input_tokens = input;
        scenario.workload.output_tokens = output;
        scenario.workload.concurrent_sequences = sequences;
        scenario.workload.ttft_ms.reset();
        scenario.workload.tpot_ms = tpot > 0 ? std::optional<double>(tpot) : std::nullopt;
        const Deployment d = on("p5en.48xlarge", scenario);
        QVERIFY2(d.fits, d.rejected_because.c_str());
        QCOMPARE(QString::fromUtf8(name_of(d.binding).data(), static_cast<qsizetype>(name_of(d.binding).size())), constraint);
        QVERIFY(d.busy && near(d.busy->compute + d.busy->bandwidth + d.busy->other, 1));
        QVERIFY(!explain("formula.binding", answer(scenario), &d).lines.empty());
    }

    void figures_only_move_one_way_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QList<double>>("values");
        QTest::newRow("input") << QStringLiteral("input") << QList<double>{100, 1000, 8000, 30'000, 100'000};
        QTest::newRow("output") << QStringLiteral("output") << QList<double>{10, 100, 1000, 10'000};
        QTest::newRow("sequences") << QStringLiteral("sequences") << QList<double>{1, 2, 8, 50, 100};
    }
    void figures_only_move_one_way()
    {
        QFETCH(const QString, path);
        QFETCH(const QList<double>, values);
        for (const char* model : {"llama-3.1-8b", "deepseek-v3"}) {
            std::optional<Deployment> before;
            for (const double value : values) {
                Scenario scenario = question(model);
                scenario.workload.concurrent_sequences = 4;
                scenario.deployment = PinnedDeployment{"p5en.48xlarge", 1, 8, 1, 1, 1, {}};
                (path == u"input"        ? scenario.workload.input_tokens
                     : path == u"output" ? scenario.workload.output_tokens
                                         : scenario.workload.concurrent_sequences)
                    = value;
                const Deployment d = on("p5en.48xlarge", scenario);
                QVERIFY2(d.fits, d.rejected_because.c_str());
                if (before) {
                    QVERIFY(d.memory.kv_cache > before->memory.kv_cache);
                    QVERIFY(d.max_concurrent_sequences <= before->max_concurrent_sequences);
                    QVERIFY(path == u"output" || d.tpot_ms->mid > before->tpot_ms->mid);
                    QVERIFY(path != u"input" || d.ttft_ms->mid > before->ttft_ms->mid);
                    QVERIFY(path != u"sequences" || d.output_tokens_per_second->mid > before->output_tokens_per_second->mid);
                }
                before = d;
            }
        }
    }

    void fewer_bits_never_take_more()
    {
        double weights = 1e30;
        double tpot = 1e30;
        for (const char* precision : {"bf16", "fp8"}) {
            Scenario scenario = question("llama-3.1-8b");
            scenario.workload.weight_precision = precision;
            scenario.deployment = PinnedDeployment{"p5en.48xlarge", 1, 1, 1, 1, 1, {}};
            const Deployment d = on("p5en.48xlarge", scenario);
            QVERIFY(d.memory.weights < weights && d.tpot_ms->mid < tpot);
            weights = d.memory.weights;
            tpot = d.tpot_ms->mid;
        }
    }

    void the_latent_cache_is_not_copied_when_sequences_are_spread()
    {
        Scenario scenario = question("deepseek-v3");
        scenario.deployment = PinnedDeployment{"p5en.48xlarge", 1, 8, 1, 1, 1, {}};
        const Deployment copied = on("p5en.48xlarge", scenario);
        scenario.deployment->expert_parallel = 8;
        const Deployment spread = on("p5en.48xlarge", scenario);
        QVERIFY(copied.fits && spread.fits);
        QCOMPARE(spread.expert_parallel, 8);
        QVERIFY(spread.memory.weights > copied.memory.weights);
        QVERIFY(near(copied.memory.kv_cache, 8 * spread.memory.kv_cache));
        QVERIFY(spread.max_concurrent_sequences > 4 * copied.max_concurrent_sequences);
    }

    void impossible_shapes_are_refused_data()
    {
        QTest::addColumn<int>("tensor");
        QTest::addColumn<int>("pipeline");
        QTest::addColumn<int>("expert");
        QTest::addColumn<QString>("says");
        QTest::newRow("heads do not divide") << 7 << 0 << 0 << QStringLiteral("32 attention heads do not split over tensor parallel 7");
        QTest::newRow("more than an instance") << 16 << 0 << 0 << QStringLiteral("tensor parallel 16 against 8 × NVIDIA H200");
        QTest::newRow("more stages than looked at") << 0 << 17 << 0 << QStringLiteral("17 pipeline stages");
        QTest::newRow("experts of a dense model") << 0 << 0 << 8 << QStringLiteral("expert parallel 8 of a model without experts");
    }
    void impossible_shapes_are_refused()
    {
        QFETCH(const int, tensor);
        QFETCH(const int, pipeline);
        QFETCH(const int, expert);
        QFETCH(const QString, says);
        Scenario scenario = question("llama-3.1-8b");
        scenario.deployment = PinnedDeployment{};
        scenario.deployment->instance = "p5en.48xlarge";
        const auto pin = [](int value) { return value > 0 ? std::optional<int>(value) : std::nullopt; };
        scenario.deployment->tensor_parallel = pin(tensor);
        scenario.deployment->pipeline_parallel = pin(pipeline);
        scenario.deployment->expert_parallel = pin(expert);
        const Deployment d = on("p5en.48xlarge", scenario);
        QVERIFY(!d.fits);
        QVERIFY2(QString::fromStdString(d.rejected_because).contains(says), d.rejected_because.c_str());
    }

    void more_users_than_anyone_can_buy_for_are_refused()
    {
        Scenario scenario = question("llama-3.1-8b");
        scenario.workload.input_tokens = 1e6;
        scenario.workload.concurrent_sequences = 1e7;
        const Deployment d = on("p5en.48xlarge", scenario);
        QVERIFY(!d.fits);
        QVERIFY2(d.rejected_because.find("instances would be needed") != std::string::npos, d.rejected_because.c_str());
    }

    void targets_budget_and_region_refuse()
    {
        Scenario scenario = question("llama-3.1-8b");
        scenario.workload.tpot_ms = 0.1;
        QCOMPARE(on("p5en.48xlarge", scenario).binding, Binding::Latency);
        scenario.workload.tpot_ms.reset();
        scenario.constraints.monthly_budget_usd = 1000;
        QCOMPARE(on("p5en.48xlarge", scenario).binding, Binding::Budget);
        scenario.constraints.monthly_budget_usd.reset();
        scenario.constraints.accelerators = {"inferentia"};
        QVERIFY(!on("p5en.48xlarge", scenario).fits);
        // us-west-2 sells p5en only as spot: it is offered there, and no price answers the question.
        scenario = question("llama-3.1-8b");
        scenario.constraints.regions = {"us-west-2"};
        const Deployment d = on("p5en.48xlarge", scenario);
        QVERIFY(d.fits && !d.price && !d.usd_per_month);
    }

    void rates_need_more_replicas()
    {
        int before = 0;
        for (const double rate : {1.0, 100.0, 2000.0}) {
            Scenario scenario = question("llama-3.1-8b");
            scenario.workload.requests_per_second = rate;
            const Deployment d = on("p5en.48xlarge", scenario);
            QVERIFY(d.fits);
            QVERIFY(d.replicas >= before);
            QVERIFY(d.output_tokens_per_second->mid >= 0.9 * rate * scenario.workload.output_tokens);
            before = d.replicas;
        }
    }

    void every_quantity_names_a_formula_that_explains_it()
    {
        const Estimate out = answer(question("llama-3.1-8b"));
        const auto json = deployment_json(out.deployments.front());
        QVERIFY(out.best());
        for (const auto& [quantity, id] : json["why"].items()) {
            QVERIFY2(formula(id.get<std::string>()), quantity.c_str());
            QVERIFY2(json.contains(quantity), quantity.c_str());
            QVERIFY2(!explain(id.get<std::string>(), out, out.best()).lines.empty(), quantity.c_str());
        }
    }

    void the_same_question_has_the_same_answer()
    {
        Scenario scenario = question("deepseek-v3");
        const std::string once = estimate_json(answer(scenario)).dump();
        Catalog turned = small_catalog();
        std::reverse(turned.instances.begin(), turned.instances.end());
        QCOMPARE(estimate_json(answer(scenario, turned)).dump(), once);
    }
};

QTEST_APPLESS_MAIN(TestEstimate)
#include "tst_estimate.moc"
