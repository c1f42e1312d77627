// SPDX-License-Identifier: GPL-3.0-or-later
// What holds of the shipped content as a whole: every statement can be traced, nothing proposed can be chosen.
#include "tests/support/shipped_base.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <set>

using namespace archway;

namespace {

/// The ways a figure may be written in a sentence: 671B, 1,200, 0.0785, 2.50.
QStringList spellings(double value)
{
    QStringList list{QString::number(value, 'f', 2)};
    for (const double unit : {1.0, 1e3, 1e6, 1e9, 1e12})
        list << QString::number(value / unit, 'g', 12);
    QString grouped = QString::number(value, 'f', 0);
    for (qsizetype at = grouped.size() - 3; at > 0; at -= 3)
        grouped.insert(at, u',');
    return list << grouped;
}

bool says(const std::string& sentence, double value)
{
    const QString text = QString::fromStdString(sentence);
    const QStringList list = spellings(value);
    return std::any_of(list.begin(), list.end(), [&text](const QString& figure) { return text.contains(figure); });
}

} // namespace

class TestShippedKnowledge : public QObject {
    Q_OBJECT

private:
    Catalog m_catalog;

    bool has(const std::string& from, std::string_view type, std::string_view to_kind) const
    {
        const auto& relations = m_catalog.knowledge.relations;
        return std::any_of(relations.begin(), relations.end(), [&](const Relation& relation) {
            return relation.from == from && relation.type == type && m_catalog.entity(relation.to)->kind == to_kind;
        });
    }

private Q_SLOTS:
    void initTestCase() { m_catalog = shipped_catalog(); }

    void innovationsHaveAGroupAShortNameAndServices_data()
    {
        QTest::addColumn<QString>("id");
        for (const char* id : {"moe",
                               "mla",
                               "gqa",
                               "mha",
                               "swa",
                               "qk-norm",
                               "fp8-quantization",
                               "int4-quantization",
                               "kv-cache-quantization",
                               "prefix-caching",
                               "speculative-decoding",
                               "distillation",
                               "prompt-routing",
                               "shared-expert",
                               "mqa",
                               "linear-attention",
                               "post-norm",
                               "mtp",
                               "per-layer-embeddings",
                               "attention-sinks"})
            QTest::newRow(id) << QString::fromLatin1(id);
    }
    void innovationsHaveAGroupAShortNameAndServices()
    {
        QFETCH(QString, id);
        const Entity* innovation = m_catalog.entity(id.toStdString());
        QVERIFY(innovation);
        QVERIFY(innovation->kind == "innovation");
        QVERIFY(!innovation->aliases.empty() && !innovation->summary.empty());
        QVERIFY(has(innovation->id, "part-of", "group"));
        const auto& relations = m_catalog.knowledge.relations;
        QVERIFY(std::any_of(relations.begin(), relations.end(), [&](const Relation& relation) {
            return relation.from == innovation->id && relation.type == "aligned-with" && !relation.because.empty();
        }));
    }

    void everyDocumentIsCarriedOver_data()
    {
        QTest::addColumn<QString>("document");
        QTest::addColumn<int>("claims");
        QTest::newRow("strategic analysis") << QStringLiteral("seed-strategic-analysis") << 450;
        QTest::newRow("alignment") << QStringLiteral("seed-innovation-alignment") << 15;
        QTest::newRow("mindmap") << QStringLiteral("seed-mindmap") << 74;
        QTest::newRow("future services") << QStringLiteral("seed-future-services") << 95;
        QTest::newRow("instructions") << QStringLiteral("seed-report-instructions") << 12;
        QTest::newRow("decision notes") << QStringLiteral("expert-decision-notes") << 150;
    }
    void everyDocumentIsCarriedOver()
    {
        QFETCH(QString, document);
        QFETCH(int, claims);
        const auto& all = m_catalog.knowledge.claims;
        const auto count = std::count_if(all.begin(), all.end(), [&](const Claim& claim) {
            return std::any_of(claim.sources.begin(), claim.sources.end(),
                               [&](const Citation& citation) { return citation.document == document.toStdString(); });
        });
        QVERIFY2(count >= claims, qPrintable(QString::number(count)));
    }

    void claimsCiteASectionOfWhatWasRead()
    {
        for (const Claim& claim : m_catalog.knowledge.claims) {
            QVERIFY2(!claim.sources.empty(), claim.id.c_str());
            for (const Citation& citation : claim.sources) {
                QVERIFY2(!citation.section.empty(), claim.id.c_str());
                QVERIFY2(m_catalog.source(citation.document)->read, (claim.id + " cites " + citation.document).c_str());
            }
        }
    }

    void aFigureStandsInItsSentence()
    {
        for (const Claim& claim : m_catalog.knowledge.claims) {
            QVERIFY2(!claim.value || !claim.unit.empty(), claim.id.c_str());
            QVERIFY2(!claim.value || says(claim.statement, *claim.value), claim.id.c_str());
            QVERIFY2(!claim.low || says(claim.statement, *claim.low), claim.id.c_str());
        }
    }

    void statementsAreSaidOnce()
    {
        std::map<std::string, std::string> said;
        for (const Claim& claim : m_catalog.knowledge.claims) {
            const auto [known, fresh] = said.emplace(claim.statement, claim.id);
            QVERIFY2(fresh, (claim.id + " says what " + known->second + " says").c_str());
        }
    }

    void everyRoleHasCandidatesThatSayWhen_data()
    {
        QTest::addColumn<QString>("role");
        for (const char* role : {"serving-platform", "training-platform", "accelerator", "capacity", "weights-storage",
                                 "training-data-storage", "checkpoint-storage", "kv-cache", "network", "orchestration", "routing",
                                 "retrieval", "experimentation", "observability", "security", "agents"})
            QTest::newRow(role) << QString::fromLatin1(role);
    }
    void everyRoleHasCandidatesThatSayWhen()
    {
        QFETCH(QString, role);
        int candidates = 0;
        for (const Relation& relation : m_catalog.knowledge.relations) {
            if (relation.type != "candidate-of" || relation.to != "role-" + role.toStdString())
                continue;
            ++candidates;
            const Entity* candidate = m_catalog.entity(relation.from);
            QVERIFY2(!relation.because.empty() && !relation.claims.empty(), relation.from.c_str());
            QVERIFY2(candidate->status != "proposed" && candidate->status != "retired", relation.from.c_str());
            if (candidate->status == "closed-to-new-customers")
                QVERIFY2(m_catalog.entity(candidate->successor), relation.from.c_str());
        }
        QVERIFY(candidates >= 2);
    }

    void everyServiceHasAStatusAndItsDate()
    {
        const std::set<std::string_view> sold{"service",          "tool",        "instance-family", "memory-tier", "purchase-option",
                                              "proposed-service", "roadmap-item"};
        int services = 0;
        for (const Entity& entity : m_catalog.knowledge.entities) {
            if (sold.contains(entity.kind))
                ++services;
            QVERIFY2(!sold.contains(entity.kind) || !entity.status.empty(), entity.id.c_str());
            QVERIFY2(entity.status.empty() || !entity.status_as_of.empty(), entity.id.c_str());
        }
        QVERIFY(services >= 180);
    }

    void whatASeedStatesHasADate()
    {
        for (const Claim& claim : m_catalog.knowledge.claims) {
            const bool seed = std::any_of(claim.sources.begin(), claim.sources.end(),
                                          [](const Citation& citation) { return citation.document.starts_with("seed-"); });
            QVERIFY2(!seed || !claim.as_of.empty(), claim.id.c_str());
        }
    }

    void proposalsAreMarkedAndNeverCandidates()
    {
        int proposals = 0;
        for (const Entity& entity : m_catalog.knowledge.entities) {
            if (entity.kind != "proposed-service" && entity.kind != "roadmap-item")
                continue;
            ++proposals;
            QCOMPARE(entity.status, std::string("proposed"));
            QVERIFY2(!has(entity.id, "candidate-of", "decision-role"), entity.id.c_str());
        }
        QVERIFY(proposals >= 30);
    }

    void contradictionsNameBothSidesAndTheirResolution()
    {
        int contradictions = 0;
        for (const Relation& relation : m_catalog.knowledge.relations) {
            if (relation.type != "contradicts")
                continue;
            ++contradictions;
            QVERIFY2(relation.claims.size() >= 2, relation.from.c_str());
            const Entity* contradiction = m_catalog.entity(relation.from);
            QVERIFY2(contradiction->kind == "contradiction" && !contradiction->summary.empty(), relation.from.c_str());
        }
        QVERIFY(contradictions >= 60);
    }

    void diagramsAreTheOnesOfTheDocuments()
    {
        std::map<std::string, std::string> texts;
        for (const DiagramText& diagram : m_catalog.knowledge.diagrams)
            texts[diagram.id] = diagram.text;
        QVERIFY(texts["innovation-service-flowchart"].starts_with("flowchart TB\n"));
        QVERIFY(texts["innovation-service-flowchart"].find("AN --> AN_TUNE[SageMaker Model Tuning<br/>") != std::string::npos);
        QVERIFY(texts["architecture-mindmap"].starts_with("mindmap\n  root)Modern LLM Architectures(\n"));
        QCOMPARE(std::count(texts["architecture-mindmap"].begin(), texts["architecture-mindmap"].end(), '\n'), 107);
    }
};

QTEST_GUILESS_MAIN(TestShippedKnowledge)
#include "tst_shipped_knowledge.moc"
