// SPDX-License-Identifier: GPL-3.0-or-later
// The verdicts of the shipped base, claim by claim: read as an engineer of AWS and of language models would read them.
#include "db/knowledge_store.h"
#include "model/evidence/check.h"
#include "model/evidence/expression.h"

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
        const auto store = KnowledgeStore::open(ARCHWAY_BUILD_DIR "/knowledge.db", true);
        QVERIFY2(store.ok(), store ? "" : store.error().text().c_str());
        auto catalog = store->catalog();
        QVERIFY2(catalog.ok(), catalog ? "" : catalog.error().text().c_str());
        m_catalog = std::move(*catalog);
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
             {"p6-b200-20x-compute", "p6-b200-11x-memory", "p5e-latency-10x", "p5en-regions", "inf2-llama-405b", "deepseek-inf2",
              "deepseek-s3-experts", "moe-expert-cache", "moe-alb-router", "mla-elasticache-placement", "gemma-3-r7i", "mla-x2iezn",
              "trn2-ultra-sparse", "scaling-671b-cost", "kpi-memory-after", "kpi-cost-after"});
        rows("unsupported",
             {"bedrock-moe-cost", "bedrock-rag-time", "kpi-latency-after", "sagemaker-iteration", "ec2-right-sizing",
              "task-governance-utilisation"});
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

    void aWindowSavesThreeQuartersFromTenThousandTokens()
    {
        const CheckedClaim* checked = find(QStringLiteral("swa-memory-savings"));
        QVERIFY(checked);
        QCOMPARE(QString::fromStdString(checked->holds_when).remove(QChar(0x202f)), QStringLiteral("from 10240 tokens of context on"));
    }
};

QTEST_APPLESS_MAIN(TestShippedChecks)
#include "tst_shipped_checks.moc"
