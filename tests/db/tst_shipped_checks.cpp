// SPDX-License-Identifier: GPL-3.0-or-later
// The verdicts of the shipped base, claim by claim: read as an engineer of AWS and of language models would read them.
#include "model/evidence/check.h"
#include "model/evidence/expression.h"
#include "model/match/decision.h"
#include "tests/support/shipped_base.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QTest>

#include <algorithm>

using namespace archway;

class TestShippedChecks : public QObject {
    Q_OBJECT

private:
    Catalog m_catalog;
    std::vector<CheckedClaim> m_checked;

    const CheckedClaim* find(const QString& id) const
    {
        const auto found
            = std::find_if(m_checked.begin(), m_checked.end(), [&id](const CheckedClaim& c) { return c.claim == id.toStdString(); });
        return found == m_checked.end() ? nullptr : &*found;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_catalog = shipped_catalog();
        m_checked = check(m_catalog);
    }

    void everyClaimHasAVerdictAndAReason()
    {
        QCOMPARE(m_checked.size(), m_catalog.knowledge.claims.size());
        int figures = 0;
        for (std::size_t i = 0; i < m_checked.size(); ++i) {
            const CheckedClaim& c = m_checked[i];
            QCOMPARE(c.claim, m_catalog.knowledge.claims[i].id);
            QVERIFY2(!c.because.empty(), c.claim.c_str());
            QVERIFY2((c.verdict == ClaimVerdict::HoldsWhen) == !c.holds_when.empty(), c.claim.c_str());
            QVERIFY2(!c.computed_here || (c.computed && c.stated), c.claim.c_str());
            figures += c.computed_here && !c.stated_text.empty();
        }
        QVERIFY2(figures >= 90, qPrintable(QString::number(figures)));
    }

    void everyCheckCanBeComputed()
    {
        for (const Check& entry : m_catalog.knowledge.checks) {
            for (const std::string& text : entry.computes) {
                const auto parsed = parse_expression(text);
                QVERIFY2(parsed.ok(), (entry.claim + ": " + (parsed ? "" : parsed.error().text())).c_str());
            }
            const CheckedClaim* checked = find(QString::fromStdString(entry.claim));
            QVERIFY2(checked, entry.claim.c_str());
            QVERIFY2(checked->because.find("cannot be computed") == std::string::npos, (entry.claim + ": " + checked->because).c_str());
            QVERIFY2(entry.computes.empty() || checked->computed_here, entry.claim.c_str());
        }
    }

    void verdicts_data()
    {
        QTest::addColumn<QString>("verdict");
        const auto rows = [](const char* verdict, std::initializer_list<const char*> claims) {
            for (const char* claim : claims)
                QTest::newRow(claim) << QString::fromLatin1(verdict);
        };
        rows("holds",
             {"deepseek-v3-total-parameters",
              "deepseek-v3-active-parameters",
              "deepseek-v3-published-kv",
              "llama-4-maverick-parameters",
              "qwen3-235b-parameters",
              "kimi-k2-parameters",
              "gemma-3-window",
              "p6-b200-tflops",
              "p6-b200-2x-training",
              "p5-gpus",
              "p5-nvme",
              "p5-efa",
              "p4d-performance",
              "p4d-network",
              "trainium3-performance",
              "h100-memory",
              "trn2-petaflops",
              "trn2-ultra-bandwidth",
              "breakeven-llama-70b",
              "checkpoint-interval-1024",
              "mla-kv-93",
              "prompt-caching-90"});
        rows("holds-when",
             {"swa-memory-savings", "gqa-computation-reduction", "moe-inference-cost-reduction", "p5-exaflops", "prompt-caching-latency",
              "prompt-routing-cost"});
        rows("imprecise",
             {"p6e-gb200-efa", "p5-train-6x", "p5e-throughput", "p5e-cost", "c7i-vcpus", "graviton-vcpus", "spot-cost",
              "trn2-price-performance", "distillation-75", "p5en-memory-bandwidth"});
        rows("contradicted",
             {"p6-b200-20x-compute",
              "p6-b200-11x-memory",
              "p5e-latency-10x",
              "p5en-regions",
              "inf2-llama-405b",
              "deepseek-inf2",
              "deepseek-s3-experts",
              "moe-expert-cache",
              "moe-alb-router",
              "mla-elasticache-placement",
              "gemma-3-r7i",
              "mla-x2iezn",
              "trn2-ultra-sparse",
              "scaling-671b-cost",
              "kpi-memory-after",
              "kpi-cost-after",
              "bedrock-moe-cost",
              "marketplace-serverless",
              "trainium3-preview",
              "p6-latest",
              "config-hyperpod-inference-type",
              "neuron-frameworks"});
        rows("unsupported",
             {"bedrock-rag-time", "kpi-latency-after", "sagemaker-iteration", "ec2-right-sizing", "task-governance-utilisation"});
        rows("not-checkable", {"conclusion-paradigm", "gqa-quality", "raschka-quote"});
    }
    void verdicts()
    {
        QFETCH(QString, verdict);
        const CheckedClaim* checked = find(QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY2(checked, "no such claim");
        QVERIFY2(QString::fromStdString(std::string(name_of(checked->verdict))) == verdict,
                 (std::string(name_of(checked->verdict)) + ": " + checked->because).c_str());
    }

    /// The expert's reading of the same claims: agreed, or the row says why not.
    void theExpertReadsThemAlike()
    {
        QFile file(QStringLiteral(ARCHWAY_TEST_DATA "/claim-audit.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray rows = QJsonDocument::fromJson(file.readAll()).object()[QStringLiteral("rows")].toArray();
        QVERIFY(rows.size() >= 88);
        const QMap<QString, QStringList> alike{
            {QStringLiteral("confirmed"), {QStringLiteral("holds"), QStringLiteral("holds-when"), QStringLiteral("not-checkable")}},
            {QStringLiteral("contradicted"), {QStringLiteral("contradicted")}},
            {QStringLiteral("imprecise"), {QStringLiteral("imprecise"), QStringLiteral("holds-when")}},
            {QStringLiteral("internally inconsistent"),
             {QStringLiteral("contradicted"), QStringLiteral("imprecise"), QStringLiteral("holds-when")}},
            {QStringLiteral("unverifiable"), {QStringLiteral("unsupported"), QStringLiteral("not-checkable")}}};
        int otherwise = 0;
        for (const QJsonValue& row : rows) {
            for (const QJsonValue& id : row[QStringLiteral("claims")].toArray()) {
                const CheckedClaim* checked = find(id.toString());
                QVERIFY2(checked, qPrintable(id.toString()));
                const QString verdict = QString::fromStdString(std::string(name_of(checked->verdict)));
                const QJsonValue own = row[QStringLiteral("otherwise")][id.toString()];
                if (own.isObject()) {
                    ++otherwise;
                    QVERIFY(!own[QStringLiteral("because")].toString().isEmpty());
                    QCOMPARE(verdict, own[QStringLiteral("verdict")].toString());
                } else {
                    QVERIFY2(alike[row[QStringLiteral("verdict")].toString()].contains(verdict),
                             qPrintable(id.toString() + QStringLiteral(": ") + verdict + QStringLiteral(", read as ")
                                        + row[QStringLiteral("verdict")].toString()));
                }
            }
        }
        QVERIFY2(otherwise <= 6, "more than a few are read otherwise");
    }

    /// No verdict is written down: with ten times the figure, none that held holds.
    void anotherFigureIsAnotherVerdict()
    {
        Catalog changed = m_catalog;
        for (Claim& claim : changed.knowledge.claims) {
            if (claim.value)
                claim.value = *claim.value * 10;
            if (claim.low)
                claim.low = *claim.low * 10;
        }
        for (Check& entry : changed.knowledge.checks) {
            if (entry.stated)
                entry.stated = *entry.stated * 10;
            if (entry.stated_low)
                entry.stated_low = *entry.stated_low * 10;
        }
        const std::vector<CheckedClaim> after = check(changed);
        int flipped = 0;
        for (const Check& entry : m_catalog.knowledge.checks) {
            // What reads another claim's figure moves with it; an upper bound only gets easier; ten times nothing is nothing.
            const bool reads_claims = std::any_of(entry.computes.begin(), entry.computes.end(), [](const std::string& text) {
                return text.find("value(") != std::string::npos || text.find("low(") != std::string::npos;
            });
            const CheckedClaim* before = find(QString::fromStdString(entry.claim));
            if (entry.kind != "figure" || reads_claims || entry.says == "at-most" || before->verdict != ClaimVerdict::Holds
                || (before->stated && before->stated->high == 0))
                continue;
            const CheckedClaim& now = after[static_cast<std::size_t>(before - m_checked.data())];
            QVERIFY2(now.verdict != ClaimVerdict::Holds, (entry.claim + ": " + now.because).c_str());
            ++flipped;
        }
        QVERIFY2(flipped > 80, qPrintable(QString::number(flipped)));
    }

    void noReasonRestsOnWhatDoesNotStand_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QStringList>("innovations");
        QTest::addColumn<int>("phase");
        for (const char* model :
             {"llama-3.1-8b", "llama-3.1-70b", "deepseek-v3", "qwen3-235b-a22b", "kimi-k2", "gemma-3-27b", "gpt-oss-120b"})
            for (const Phase phase : {Phase::Inference, Phase::Pretraining, Phase::FineTuning})
                QTest::addRow("%s %d", model, static_cast<int>(phase))
                    << QString::fromLatin1(model) << QStringList() << static_cast<int>(phase);
        for (const char* innovation : {"moe", "mla", "gqa", "swa", "advanced-normalization", "prefix-caching", "distillation",
                                       "prompt-routing", "fp8-quantization", "mtp", "linear-attention"})
            QTest::newRow(innovation) << QString() << QStringList(QString::fromLatin1(innovation)) << static_cast<int>(Phase::Inference);
    }
    void noReasonRestsOnWhatDoesNotStand()
    {
        QFETCH(QString, model);
        QFETCH(QStringList, innovations);
        QFETCH(int, phase);
        Scenario scenario;
        scenario.phase = static_cast<Phase>(phase);
        if (!model.isEmpty())
            scenario.model = {ModelForm::Id, model.toStdString()};
        for (const QString& id : innovations)
            scenario.add_innovations.push_back(id.toStdString());
        scenario.needs = {"retrieval", "graph-retrieval", "agents", "experimentation", "prompt-routing"};
        Catalog catalog = m_catalog;
        catalog.untrusted_claims = untrusted(m_checked);
        QVERIFY(catalog.untrusted_claims.size() > 50);
        const auto answer = match(scenario, catalog, false);
        QVERIFY2(answer.ok(), answer ? "" : answer.error().text().c_str());
        for (const Decision& decision : answer->decisions)
            for (const Candidate& candidate : decision.candidates) {
                for (const Reason& reason : candidate.reasons)
                    QVERIFY2(!catalog.untrusted_claims.contains(reason.ref),
                             (decision.role + " " + candidate.id + ": " + reason.text).c_str());
                for (const DataPoint& point : candidate.data_points)
                    QVERIFY2(!catalog.untrusted_claims.contains(point.ref),
                             (decision.role + " " + candidate.id + ": " + point.text).c_str());
            }
        for (const Decision& decision : answer->decisions)
            for (const Candidate& candidate : decision.candidates)
                for (const Reason& reason : candidate.reasons)
                    for (const Rule& rule : catalog.knowledge.rules)
                        for (const std::string& claim : rule.claims)
                            QVERIFY2(reason.ref != rule.id || !catalog.untrusted_claims.contains(claim), (rule.id + ": " + claim).c_str());
        // Without the verdicts some reason somewhere would: the filter does something.
        if (innovations == QStringList(QStringLiteral("moe"))) {
            const auto unfiltered = match(scenario, m_catalog, false);
            QVERIFY(unfiltered.ok());
            bool found = false;
            for (const Decision& decision : unfiltered->decisions)
                for (const Candidate& candidate : decision.candidates)
                    for (const Reason& reason : candidate.reasons)
                        found = found || catalog.untrusted_claims.contains(reason.ref);
            QVERIFY(found);
        }
    }

    void aWindowSavesThreeQuartersFromTenThousandTokens()
    {
        const CheckedClaim* checked = find(QStringLiteral("swa-memory-savings"));
        QVERIFY(checked);
        QCOMPARE(QString::fromStdString(checked->holds_when).remove(QChar(0x202f)), QStringLiteral("from 10240 tokens of context on"));
    }
};

QTEST_APPLESS_MAIN(TestShippedChecks)
#include "tst_shipped_checks.moc"
