// SPDX-License-Identifier: GPL-3.0-or-later
// Decisions over the shipped base: what the knowledge says of a candidate reaches its tile, with the claim it rests on.
#include "db/knowledge_store.h"
#include "model/match/decision.h"

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
    void initTestCase()
    {
        const auto store = KnowledgeStore::open(ARCHWAY_BUILD_DIR "/knowledge.db", true);
        QVERIFY2(store.ok(), store ? "" : store.error().text().c_str());
        auto catalog = store->catalog();
        QVERIFY2(catalog.ok(), catalog ? "" : catalog.error().text().c_str());
        m_catalog = std::move(*catalog);
    }

    void chosenCandidatesSayWhenToUseThem()
    {
        for (const char* model : {"llama-3.1-8b", "llama-3.1-70b", "deepseek-v3"}) {
            const auto answer = match(serving(model), m_catalog, false);
            QVERIFY2(answer.ok(), model);
            for (const Decision& decision : answer->decisions) {
                const Candidate* winner = decision.winner();
                QVERIFY2(winner, (std::string(model) + ": " + decision.role).c_str());
                QVERIFY2(!winner->use_when.empty(), winner->id.c_str());
                QVERIFY2(!winner->benefits.empty(), winner->id.c_str());
                for (const DataPoint& point : winner->data_points)
                    QVERIFY2(!point.ref.empty(), point.text.c_str());
            }
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
        QTest::newRow("listed") << QStringLiteral("llama-3.1-8b") << QStringLiteral("trn2u.48xlarge") << QStringLiteral("neuron-vllm-models") << false;
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
        const auto answer = match(serving(model.toUtf8().constData()), m_catalog, false);
        QVERIFY(answer.ok());
        const Candidate* candidate = answer->decision("accelerator")->candidate(instance.toStdString());
        QVERIFY(candidate && candidate->verdict != Verdict::Rejected);
        if (claim.isEmpty())
            QVERIFY(!rests_on(*candidate, "neuron-deepseek-not-listed"));
        else
            QVERIFY(rests_on(*candidate, claim.toStdString()));
        const bool warned = std::any_of(candidate->caveats.begin(), candidate->caveats.end(),
                                        [](const std::string& caveat) { return caveat.find("a port has to be tested") != std::string::npos; });
        QCOMPARE(warned, warns);
    }
};

QTEST_GUILESS_MAIN(TestShippedDecisions)
#include "tst_shipped_decisions.moc"
