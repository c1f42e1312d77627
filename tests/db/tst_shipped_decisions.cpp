// SPDX-License-Identifier: GPL-3.0-or-later
// Decisions over the shipped base: what the knowledge says of a candidate reaches its tile, with the claim it rests on.
#include "model/match/rules.h"
#include "tests/support/shipped_base.h"

#include <QTest>

#include <algorithm>

using namespace archway;

namespace {

Scenario serving(const char* model)
{
    Scenario scenario;
    scenario.model = {ModelForm::Id, model};
    scenario.workload.input_tokens = 2000;
    scenario.workload.output_tokens = 300;
    scenario.workload.tpot_ms.reset();
    scenario.workload.ttft_ms.reset();
    return scenario;
}

bool rests_on(const Candidate& candidate, std::string_view claim)
{
    return std::any_of(candidate.reasons.begin(), candidate.reasons.end(),
                       [claim](const Reason& reason) { return reason.kind == ReasonKind::Claim && reason.ref == claim; });
}

} // namespace

class TestShippedDecisions : public QObject {
    Q_OBJECT

private:
    Catalog m_catalog;

private Q_SLOTS:
    void initTestCase() { m_catalog = shipped_catalog(); }

    void chosenCandidatesSayWhenToUseThem()
    {
        for (const char* model : {"llama-3.1-8b", "llama-3.1-70b", "deepseek-v3"}) {
            const auto answer = match(serving(model), m_catalog, false);
            QVERIFY2(answer.ok(), model);
            for (const Decision& decision : answer->decisions) {
                const Candidate* winner = decision.winner();
                QVERIFY2(winner, (std::string(model) + ": " + decision.role).c_str());
                QVERIFY2(!winner->use_when.empty(), winner->id.c_str());
                for (const DataPoint& point : winner->data_points)
                    QVERIFY2(!point.ref.empty(), point.text.c_str());
            }
        }
    }

    /// HyperPod takes no Capacity Block from outside, and 224 instances are more than a training plan holds: bought on demand, the run
    /// costs twice what the instance was chosen at.
    void aBillAtAPriceThatThePlatformCannotTakeIsSaid()
    {
        Scenario scenario = serving("olmo-2-32b");
        scenario.phase = Phase::Pretraining;
        scenario.training.tokens = 6e12;
        scenario.training.deadline_days = 60;
        scenario.constraints.regions = {"us-east-1", "us-west-2"};
        scenario.constraints.purchase = {"on-demand", "capacity-block"};
        scenario.constraints.accelerators = {"nvidia", "trainium"};
        const auto said = [this](const Scenario& asked) {
            const auto answer = match(asked, m_catalog, false);
            const Candidate* instance = answer ? answer->decision("accelerator")->winner() : nullptr;
            return instance && std::any_of(instance->caveats.begin(), instance->caveats.end(), [](const std::string& caveat) {
                       return caveat.find("bill is at its capacity-block price") != std::string::npos;
                   });
        };
        QVERIFY(said(scenario));
        scenario.constraints.purchase = {"on-demand"};
        QVERIFY(!said(scenario));
    }

    void everyRuleCanBeReadAndIsAboutACandidate()
    {
        const Scenario scenario = serving("llama-3.1-8b");
        const Facts facts = facts_of({scenario, m_catalog, nullptr});
        QVERIFY(m_catalog.knowledge.rules.size() > 50);
        for (const Rule& rule : m_catalog.knowledge.rules) {
            const auto answer = holds(rule.when, facts);
            QVERIFY2(answer.ok(), answer ? "" : (rule.id + ": " + answer.error().text()).c_str());
            QVERIFY2(filled(rule.reason, facts).find('{') == std::string::npos, rule.id.c_str());
            if (rule.candidate == "role-" + rule.role)
                continue;
            const auto candidates = known_candidates(m_catalog, rule.role);
            QVERIFY2(
                std::any_of(candidates.begin(), candidates.end(), [&rule](const Candidate& entry) { return entry.id == rule.candidate; }),
                rule.id.c_str());
            QVERIFY2(rule.gate || rule.weight != 0, rule.id.c_str());
        }
    }

    void needsBringTheirRoles_data()
    {
        QTest::addColumn<QString>("need");
        QTest::addColumn<QString>("role");
        QTest::addColumn<QString>("chosen");
        QTest::newRow("retrieval") << QStringLiteral("retrieval") << QStringLiteral("retrieval")
                                   << QStringLiteral("bedrock-knowledge-bases");
        QTest::newRow("graph") << QStringLiteral("graph-retrieval") << QStringLiteral("retrieval") << QStringLiteral("neptune");
        QTest::newRow("agents") << QStringLiteral("agents") << QStringLiteral("agents") << QStringLiteral("agentcore");
        QTest::newRow("experiments") << QStringLiteral("experimentation") << QStringLiteral("experimentation")
                                     << QStringLiteral("sagemaker-mlflow");
        QTest::newRow("prompts") << QStringLiteral("prompt-routing") << QStringLiteral("routing")
                                 << QStringLiteral("bedrock-prompt-routing");
    }
    void needsBringTheirRoles()
    {
        QFETCH(QString, need);
        QFETCH(QString, role);
        QFETCH(QString, chosen);
        Scenario scenario = serving("llama-3.1-8b");
        if (role != QStringLiteral("routing"))
            QVERIFY(!match(scenario, m_catalog, false)->decision(role.toStdString()));
        scenario.needs = {need.toStdString()};
        const auto answer = match(scenario, m_catalog, false);
        const Decision* decision = answer->decision(role.toStdString());
        QVERIFY(decision);
        QCOMPARE(QString::fromStdString(decision->chosen), chosen);
        QVERIFY(!decision->winner()->reasons.empty() && !decision->winner()->reasons.front().ref.empty());
    }

    void trainingAsksForPlatformDataAndCheckpoints()
    {
        Scenario scenario = serving("llama-3.1-70b");
        scenario.phase = Phase::Pretraining;
        scenario.training.accelerators = 256;
        const auto large = match(scenario, m_catalog, false);
        QCOMPARE(large->decision("training-platform")->chosen, std::string("sagemaker-hyperpod"));
        QCOMPARE(large->decision("training-data-storage")->chosen, std::string("fsx-lustre"));
        QCOMPARE(large->decision("checkpoint-storage")->chosen, std::string("hyperpod-tiered-checkpointing"));
        QCOMPARE(large->decision("network")->chosen, std::string("efa"));
        QVERIFY(!large->decision("routing"));
        scenario.phase = Phase::FineTuning;
        scenario.training.method = "lora";
        scenario.training.accelerators = 8;
        const auto small = match(scenario, m_catalog, false);
        QCOMPARE(small->decision("training-platform")->chosen, std::string("sagemaker-training-jobs"));
        QCOMPARE(small->decision("checkpoint-storage")->chosen, std::string("s3"));
    }

    void innovationsAloneRankInstancesByWhatIsAlignedWithThem()
    {
        Scenario scenario;
        scenario.add_innovations = {"moe", "mla"};
        const auto answer = match(scenario, m_catalog, false);
        QVERIFY(answer.ok());
        const Decision& decision = *answer->decision("accelerator");
        QVERIFY(decision.chosen.empty()); // nothing is computed without a model
        QCOMPARE(decision.candidates.size(), m_catalog.instances.size());
        QCOMPARE(m_catalog.instance(decision.candidates.front().id)->family, std::string("p5en"));
        // What the report aligns with the cache, but no computation would, stays behind.
        const Candidate* processor = decision.candidate("r7i.48xlarge");
        QVERIFY(processor && processor->score < decision.candidates.front().score);
        QVERIFY(rests_on(*processor, "cpu-families-use"));
    }

    void regulatedDataChangesWhatProtects()
    {
        Scenario scenario = serving("llama-3.1-8b");
        QCOMPARE(match(scenario, m_catalog, false)->decision("security")->chosen, std::string("kms"));
        scenario.constraints.compliance = {"hipaa"};
        QCOMPARE(match(scenario, m_catalog, false)->decision("security")->chosen, std::string("multi-account"));
    }

    void workThatMayWaitIsBilledAtTheBatchPrice_data()
    {
        // USD per million tokens, standard and batch, as the price list of August 2026 has them.
        QTest::addColumn<QString>("model");
        QTest::addColumn<double>("input");
        QTest::addColumn<double>("output");
        QTest::addColumn<double>("batch_input");
        QTest::addColumn<double>("batch_output");
        QTest::newRow("Llama 4 Scout") << QStringLiteral("llama-4-scout") << 0.17 << 0.66 << 0.085 << 0.33;
        QTest::newRow("Llama 4 Maverick") << QStringLiteral("llama-4-maverick") << 0.24 << 0.97 << 0.12 << 0.485;
        QTest::newRow("no batch price known") << QStringLiteral("llama-3.1-8b") << 0.22 << 0.22 << 0.22 << 0.22;
    }
    void workThatMayWaitIsBilledAtTheBatchPrice()
    {
        QFETCH(const QString, model);
        QFETCH(const double, input);
        QFETCH(const double, output);
        QFETCH(const double, batch_input);
        QFETCH(const double, batch_output);
        Scenario scenario = serving(model.toUtf8().constData());
        for (const bool may_wait : {false, true}) {
            scenario.needs.assign(may_wait ? 1 : 0, "batch");
            const auto answer = match(scenario, m_catalog, false);
            QVERIFY(answer.ok());
            const double per_output = may_wait ? batch_output + batch_input * 2000 / 300 : output + input * 2000 / 300;
            const double tokens = answer->estimate->best()->output_tokens_per_second->mid * 730 * 3600 * scenario.workload.utilisation;
            const std::string bill = format_usd(tokens * per_output / 1e6) + " a month at this traffic";
            const Candidate& bedrock = *answer->decision("serving-platform")->candidate("bedrock-on-demand");
            QVERIFY2(std::any_of(bedrock.reasons.begin(), bedrock.reasons.end(),
                                 [&bill](const Reason& reason) { return reason.text.find(bill) != std::string::npos; }),
                     bill.c_str());
            const bool said = std::any_of(bedrock.caveats.begin(), bedrock.caveats.end(),
                                          [](const std::string& text) { return text.find("batch price") != std::string::npos; });
            QCOMPARE(said, may_wait && batch_output < output);
        }
    }

    /// Where most of the input is found in a cache, the standard price comes to less than half of the full one.
    void theCheaperOfBatchAndCacheIsBilled()
    {
        Catalog catalog = m_catalog;
        std::erase_if(catalog.api_prices, [](const ApiPrice& price) { return price.model == "llama-4-scout"; });
        ApiPrice price{"llama-4-scout", "id", "name", 1.0, 1.0, 0.1, "2026-11-01", "bedrock-prices-litellm"};
        price.usd_per_million_batch_input = 0.5;
        price.usd_per_million_batch_output = 0.5;
        catalog.api_prices.push_back(price);
        Scenario scenario = serving("llama-4-scout");
        scenario.needs = {"batch"};
        for (const double hits : {0.0, 0.9}) {
            scenario.workload.prefix_hit_rate = hits;
            const auto answer = match(scenario, catalog, false);
            QVERIFY(answer.ok());
            const Candidate& bedrock = *answer->decision("serving-platform")->candidate("bedrock-on-demand");
            QCOMPARE(std::any_of(bedrock.caveats.begin(), bedrock.caveats.end(),
                                 [](const std::string& text) { return text.find("batch price") != std::string::npos; }),
                     hits < 0.5);
        }
    }

    void maintainedHardwareIsChosenOnlyWhenAskedFor()
    {
        Scenario scenario = serving("llama-3.1-8b");
        const auto anything = match(scenario, m_catalog, false);
        QVERIFY(anything.ok());
        const Decision& open = *anything->decision("accelerator");
        QVERIFY(m_catalog.entity(m_catalog.instance(open.chosen)->family)->status == "available");
        QVERIFY(open.candidate("inf2.xlarge")->verdict == Verdict::Viable);
        scenario.constraints.accelerators = {"inferentia"};
        const auto inferentia = match(scenario, m_catalog, false);
        QVERIFY(inferentia.ok());
        QCOMPARE(inferentia->decision("accelerator")->chosen, std::string("inf2.xlarge"));
    }

    void neuronNamesItsModels_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("instance");
        QTest::addColumn<QString>("claim");
        QTest::addColumn<bool>("warns");
        QTest::newRow("listed") << QStringLiteral("llama-3.1-8b") << QStringLiteral("trn2u.48xlarge")
                                << QStringLiteral("neuron-vllm-models") << false;
        QTest::newRow("not listed") << QStringLiteral("deepseek-v3") << QStringLiteral("trn2u.48xlarge")
                                    << QStringLiteral("neuron-deepseek-not-listed") << true;
        QTest::newRow("not asked of a GPU") << QStringLiteral("deepseek-v3") << QStringLiteral("p6-b200.48xlarge") << QString() << false;
    }
    void neuronNamesItsModels()
    {
        QFETCH(QString, model);
        QFETCH(QString, instance);
        QFETCH(QString, claim);
        QFETCH(bool, warns);
        Scenario scenario = serving(model.toUtf8().constData());
        scenario.constraints.purchase.push_back("capacity-block");
        const auto answer = match(scenario, m_catalog, false);
        QVERIFY(answer.ok());
        const Candidate* candidate = answer->decision("accelerator")->candidate(instance.toStdString());
        QVERIFY(candidate && candidate->verdict != Verdict::Rejected);
        if (claim.isEmpty())
            QVERIFY(!rests_on(*candidate, "neuron-deepseek-not-listed"));
        else
            QVERIFY(rests_on(*candidate, claim.toStdString()));
        const bool warned = std::any_of(candidate->caveats.begin(), candidate->caveats.end(), [](const std::string& caveat) {
            return caveat.find("a port has to be tested") != std::string::npos;
        });
        QCOMPARE(warned, warns);
    }
};

QTEST_GUILESS_MAIN(TestShippedDecisions)
#include "tst_shipped_decisions.moc"
