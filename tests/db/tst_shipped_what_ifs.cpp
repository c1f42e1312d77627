// SPDX-License-Identifier: GPL-3.0-or-later
// What-if innovations change the figures as their arithmetic says, and the effect on each figure is told.
#include "model/estimate/effects.h"
#include "model/estimate/pareto.h"
#include "model/transformer/what_if.h"
#include "tests/support/shipped_base.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace archway;

namespace {

Scenario ask(const char* model, std::vector<std::string> add = {}, std::vector<std::string> remove = {})
{
    Scenario s = default_scenario();
    s.model = {ModelForm::Id, model};
    s.add_innovations = std::move(add);
    s.remove_innovations = std::move(remove);
    return s;
}

double figure(const std::vector<Effect>& effects, std::string_view innovation, std::string_view name, bool with)
{
    for (const Effect& effect : effects) {
        if (effect.innovation != innovation)
            continue;
        for (const FigureChange& change : effect.figures)
            if (change.figure == name)
                return (with ? change.with : change.without).value_or(-1);
    }
    return -2;
}

} // namespace

class TestShippedWhatIfs : public QObject {
    Q_OBJECT

private:
    Catalog m_catalog;

    ResolvedModel resolved(const Scenario& scenario)
    {
        const Result<ResolvedModel> out = resolve_model(scenario, m_catalog);
        if (!out)
            qFatal("%s", out.error().text().c_str());
        return *out;
    }
    Deployment on(const Scenario& scenario, const char* instance, int tensor_parallel = 1)
    {
        Scenario pinned = scenario;
        pinned.deployment = PinnedDeployment{};
        pinned.deployment->instance = instance;
        pinned.deployment->tensor_parallel = tensor_parallel;
        pinned.workload.ttft_ms.reset();
        pinned.workload.tpot_ms.reset();
        const Result<Estimate> out = estimate(pinned, m_catalog);
        if (!out || !out->best())
            qFatal("nothing fits");
        return *out->best();
    }
    std::vector<Effect> effects(const Scenario& scenario)
    {
        const Result<std::vector<Effect>> out = innovation_effects(scenario, m_catalog);
        if (!out)
            qFatal("%s", out.error().text().c_str());
        return *out;
    }

private Q_SLOTS:
    void initTestCase() { m_catalog = shipped_catalog(); }

    void expertsKeepTheActiveSize_data()
    {
        QTest::addColumn<QString>("model");
        for (const char* id : {"llama-3.1-8b", "llama-3.1-70b", "qwen3-32b", "gemma-3-27b"})
            QTest::newRow(id) << QString::fromLatin1(id);
    }
    void expertsKeepTheActiveSize()
    {
        QFETCH(QString, model);
        const Architecture dense = resolved(ask(qPrintable(model))).architecture;
        const ResolvedModel sparse = resolved(ask(qPrintable(model), {"moe"}));
        const Architecture& a = sparse.architecture;
        QCOMPARE(a.experts, 64);
        const double routers = static_cast<double>(a.hidden * 64) * static_cast<double>(a.layers.size());
        QVERIFY(std::abs(static_cast<double>(a.active_parameters() - dense.active_parameters()) - routers) < 1);
        QVERIFY(a.total_parameters() > 3 * dense.total_parameters());
        QVERIFY([found = a.innovations()] { return std::find(found.begin(), found.end(), "moe") != found.end(); }());
        QCOMPARE(sparse.changes.size(), std::size_t(1));
        // Back again: the FFN is as wide as it was.
        Architecture back = a;
        QVERIFY(!remove_experts(back).empty());
        QCOMPARE(back.intermediate, dense.intermediate);
        QCOMPARE(back.total_parameters(), dense.total_parameters());
    }

    void withoutExpertsDeepSeekIsAsLargeAsItsActivePart()
    {
        const Architecture whole = resolved(ask("deepseek-v3")).architecture;
        const Architecture dense = resolved(ask("deepseek-v3", {}, {"moe"})).architecture;
        const double routers = 256.0 * 7168 * 58;
        QVERIFY(std::abs(static_cast<double>(whole.active_parameters() - dense.active_parameters()) - routers) < 0.01 * routers + 20'000);
        QCOMPARE(dense.moe_layers(), 0);
        QVERIFY(dense.total_parameters() < whole.total_parameters() / 15);
    }

    void speculationPaysWithAcceptance()
    {
        Scenario s = ask("llama-3.1-70b");
        s.workload.concurrent_sequences = 1;
        const double plain = on(s, "p5.48xlarge", 8).tpot_ms->mid;
        s.add_innovations = {"speculative-decoding"};
        double before = 1e9;
        for (const double accepted : {1.0, 1.5, 2.0, 3.22, 4.0}) {
            s.workload.acceptance_length = accepted;
            const double tpot = on(s, "p5.48xlarge", 8).tpot_ms->mid;
            QVERIFY(tpot < before);
            before = tpot;
        }
        s.workload.acceptance_length = 1;
        QVERIFY(on(s, "p5.48xlarge", 8).tpot_ms->mid > plain); // drafting for nothing costs
        // One verification cannot yield more than its drafts and itself.
        s.workload.acceptance_length = 30;
        const double capped = on(s, "p5.48xlarge", 8).tpot_ms->mid;
        s.workload.acceptance_length = 4;
        QCOMPARE(on(s, "p5.48xlarge", 8).tpot_ms->mid, capped);
        // Published: 3.22 tokens of three drafts gave 1.57 times under load; one user gains more.
        s.workload.acceptance_length = 3.22;
        const double gain = plain / on(s, "p5.48xlarge", 8).tpot_ms->mid;
        QVERIFY2(gain > 1.5 && gain < 3.22, qPrintable(QString::number(gain)));
    }

    void distillationIsTheStudent()
    {
        Scenario s = ask("llama-3.1-405b", {"distillation"});
        s.other_model = "llama-3.1-8b";
        QCOMPARE(resolved(s).id, std::string("llama-3.1-8b"));
        QCOMPARE(on(s, "g6e.xlarge").tpot_ms->mid, on(ask("llama-3.1-8b"), "g6e.xlarge").tpot_ms->mid);
        s.other_model.clear();
        const Architecture chosen = resolved(s).architecture;
        const double ratio = 405e9 / static_cast<double>(chosen.active_parameters());
        QVERIFY2(ratio > 4 && ratio < 25, chosen.name.c_str());
        s.other_model = "llama-3.1-9b";
        const Result<ResolvedModel> wrong = resolve_model(s, m_catalog);
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().place, std::string("/innovations/other_model"));
        QVERIFY2(wrong.error().advice.find("llama-3.1-8b") != std::string::npos, wrong.error().advice.c_str());
    }

    void routingMixesTwoModels()
    {
        Scenario s = ask("llama-3.1-70b", {"prompt-routing"});
        s.other_model = "llama-3.1-8b";
        s.workload.concurrent_sequences = 64;
        s.routed_share = 0;
        const auto none = effects(s);
        QVERIFY(std::abs(figure(none, "prompt-routing", "usd_per_million_output_tokens", true)
                             / figure(none, "prompt-routing", "usd_per_million_output_tokens", false)
                         - 1)
                < 1e-9);
        s.routed_share = 0.5;
        const auto half = effects(s);
        QVERIFY(figure(half, "prompt-routing", "tpot_ms", true) < figure(half, "prompt-routing", "tpot_ms", false));
        QVERIFY(half.front().assumption.find("50 %") != std::string::npos);
    }

    void nothingBeatsTheFront()
    {
        Scenario s = ask("llama-3.1-70b");
        s.workload.concurrent_sequences = 32;
        const Result<Estimate> answer = estimate(s, m_catalog);
        QVERIFY(answer.ok());
        const std::vector<Deployment> all = deployments_searched(*answer, m_catalog);
        const std::vector<Deployment> front = pareto_front(all);
        QVERIFY2(front.size() >= 3, qPrintable(QString::number(front.size())));
        for (const Deployment& d : front) {
            for (const Deployment& other : all)
                QVERIFY(!(other.tpot_ms->mid < d.tpot_ms->mid && other.usd_per_million_output->mid < d.usd_per_million_output->mid));
        }
        for (const Deployment& d : all)
            QVERIFY(std::any_of(front.begin(), front.end(), [&](const Deployment& f) {
                return f.tpot_ms->mid <= d.tpot_ms->mid && f.usd_per_million_output->mid <= d.usd_per_million_output->mid;
            }));
    }

    void eachInnovationTellsItsEffect()
    {
        Scenario s = ask("llama-3.1-70b", {"mla", "fp8-quantization", "prefix-caching", "kv-cache-quantization"});
        s.workload.prefix_hit_rate = 0.5;
        s.workload.concurrent_sequences = 64;
        s.workload.input_tokens = 8000;
        const auto all = effects(s);
        QCOMPARE(all.size(), std::size_t(4));
        QVERIFY(figure(all, "mla", "kv_bytes_per_sequence", true) < figure(all, "mla", "kv_bytes_per_sequence", false));
        QVERIFY(figure(all, "fp8-quantization", "weights_bytes", true) < 0.6 * figure(all, "fp8-quantization", "weights_bytes", false));
        QVERIFY(figure(all, "kv-cache-quantization", "kv_bytes_per_sequence", true)
                < 0.55 * figure(all, "kv-cache-quantization", "kv_bytes_per_sequence", false));
        QVERIFY(figure(all, "prefix-caching", "ttft_ms", true) < figure(all, "prefix-caching", "ttft_ms", false));
        for (const Effect& effect : all)
            QVERIFY2(!effect.assumption.empty(), effect.innovation.c_str());
        QVERIFY(effects(ask("llama-3.1-70b")).empty());
    }
};

QTEST_APPLESS_MAIN(TestShippedWhatIfs)
#include "tst_shipped_what_ifs.moc"
