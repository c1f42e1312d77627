// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/kinds/kinds.h"
#include "diagrams/layout_client.h"
#include "diagrams/notation.h"
#include "model/brief/brief.h"
#include "tests/support/shipped_base.h"

#include <QSignalSpy>
#include <QTest>

using namespace archway;

namespace {

const MeasureText by_count = [](const std::string& line, bool) { return Point{7.0 * static_cast<double>(line.size()), 16}; };

bool meets(const NodeBox& a, const NodeBox& b)
{
    return std::abs(a.x - b.x) < (a.w + b.w) / 2 - 0.5 && std::abs(a.y - b.y) < (a.h + b.h) / 2 - 0.5;
}

bool overlaps(const Layout& layout)
{
    for (std::size_t i = 0; i < layout.nodes.size(); ++i) {
        for (std::size_t j = i + 1; j < layout.nodes.size(); ++j) {
            if (meets(layout.nodes[i], layout.nodes[j]))
                return true;
        }
    }
    return false;
}

} // namespace

class TestDiagrams : public QObject {
    Q_OBJECT

private:
    Catalog m_catalog;

private Q_SLOTS:
    void initTestCase() { m_catalog = shipped_catalog(); }

    void everyKindIsDrawnWithoutOverlap_data()
    {
        QTest::addColumn<QString>("kind");
        for (const DiagramKind& kind : diagram_kinds())
            QTest::newRow(kind.id.c_str()) << QString::fromStdString(kind.id);
    }
    void everyKindIsDrawnWithoutOverlap()
    {
        QFETCH(const QString, kind);
        Scenario scenario = default_scenario();
        scenario.model = {ModelForm::Id, "deepseek-v3"};
        const auto answer = match(scenario, m_catalog, false);
        QVERIFY(answer.ok());
        const auto diagram = build_diagram(kind.toStdString(), m_catalog, &*answer, kind == QStringLiteral("neighbourhood") ? "moe" : "");
        QVERIFY2(diagram.ok(), diagram ? "" : diagram.error().text().c_str());
        QVERIFY(diagram->nodes.size() > 3);
        const Layout first = layout(*diagram, by_count);
        QCOMPARE(first.message, std::string());
        QVERIFY(!overlaps(first));
        QCOMPARE(first.edges.size(), diagram->edges.size());
        QCOMPARE(write_diagram_json(*diagram, first), write_diagram_json(*diagram, layout(*diagram, by_count)));
    }

    void labelsAreReadableWhereTheyStand_data() { everyKindIsDrawnWithoutOverlap_data(); }
    void labelsAreReadableWhereTheyStand()
    {
        QFETCH(const QString, kind);
        for (const char* phase : {"inference", "training"}) {
            Scenario scenario = default_scenario();
            scenario.model = {ModelForm::Id, "deepseek-v3"};
            scenario.needs = {"retrieval", "agents", "experimentation"};
            scenario.phase = phase == std::string_view("training") ? Phase::Pretraining : Phase::Inference;
            const auto answer = match(scenario, m_catalog, false);
            QVERIFY(answer.ok());
            const auto diagram
                = build_diagram(kind.toStdString(), m_catalog, &*answer, kind == QStringLiteral("neighbourhood") ? "moe" : "");
            QVERIFY2(diagram.ok(), diagram ? "" : diagram.error().text().c_str());
            const Layout placed = layout(*diagram, by_count);
            QVERIFY(!overlaps(placed));
            // No label of an edge lies on a box or on another label, and none leaves the sheet.
            std::vector<NodeBox> labels;
            for (std::size_t i = 0; i < diagram->edges.size(); ++i) {
                const Point size = measure_label(diagram->edges[i], by_count);
                if (size.x > 0 && !placed.edges[i].points.empty())
                    labels.push_back({placed.edges[i].label.x, placed.edges[i].label.y, size.x - 8, 11});
            }
            for (std::size_t i = 0; i < labels.size(); ++i) {
                const NodeBox& a = labels[i];
                for (std::size_t k = 0; k < placed.nodes.size(); ++k)
                    QVERIFY2(!meets(a, placed.nodes[k]), diagram->nodes[k].label.c_str());
                for (std::size_t k = i + 1; k < labels.size(); ++k)
                    QVERIFY(!meets(a, labels[k]));
                QVERIFY(a.x - a.w / 2 > -24 && a.x + a.w / 2 < placed.width + 24);
            }
        }
    }

    /// A long name, many things needed, nothing known: the thread through the picture holds all of it.
    void aThreadWithoutEveryStationIsStillDrawn()
    {
        Scenario scenario = default_scenario();
        scenario.needs = {"retrieval", "agents", "prompt-routing"};
        scenario.add_innovations = {"moe"};
        const auto answer = match(scenario, m_catalog, false);
        QVERIFY(answer.ok());
        for (const char* kind : {"inference-pipeline", "training-pipeline", "decision"}) {
            const auto diagram = build_diagram(kind, m_catalog, &*answer);
            QVERIFY(diagram.ok());
            const Layout placed = layout(*diagram, by_count);
            QVERIFY(!overlaps(placed));
            // Everything hangs on something.
            for (const DiagramNode& node : diagram->nodes)
                QVERIFY2(std::any_of(diagram->edges.begin(), diagram->edges.end(),
                                     [&](const DiagramEdge& edge) { return edge.from == node.id || edge.to == node.id; }),
                         node.id.c_str());
        }
    }

    /// Where the platform brings its capacity, nothing is bought, joined or balanced; picture and brief say what it would be instead of.
    void aHostedModelNeedsNoInstance_data()
    {
        QTest::addColumn<double>("users");
        QTest::addColumn<bool>("hosted");
        QTest::newRow("a few users") << 2.0 << true;
        QTest::newRow("past the break-even") << 400.0 << false;
    }
    void aHostedModelNeedsNoInstance()
    {
        QFETCH(const double, users);
        QFETCH(const bool, hosted);
        Scenario scenario = default_scenario();
        scenario.model = {ModelForm::Id, "llama-3.1-8b"};
        scenario.workload.concurrent_sequences = users;
        scenario.workload.utilisation = hosted ? 0.1 : 0.95;
        const auto answer = match(scenario, m_catalog, false);
        QVERIFY(answer.ok());
        QCOMPARE(brings_capacity(*answer->decision("serving-platform")->winner()), hosted);
        QVERIFY(platform_on_instances(*answer));
        const auto pipeline = build_diagram("inference-pipeline", m_catalog, &*answer);
        QVERIFY(pipeline.ok());
        for (const char* role : {"accelerator", "capacity", "network", "kv-cache"})
            QCOMPARE(pipeline->node(role) != nullptr, !hosted && answer->decision(role) && answer->decision(role)->winner());
        QCOMPARE(pipeline->node("own") != nullptr, hosted);
        const Candidate* instance = answer->decision("accelerator")->winner();
        QCOMPARE(!instance->caveats.empty() && instance->caveats.front().starts_with("needed for a deployment of your own only"), hosted);
        const std::string summary = to_markdown(write_brief(*answer, m_catalog, {}), m_catalog, 1);
        QCOMPARE(summary.find("On instances of your own it runs on") != std::string::npos, hosted);
    }

    void aRunThatTrainsIsDeployedAsARun()
    {
        Scenario scenario = default_scenario();
        scenario.model = {ModelForm::Id, "llama-3.1-405b"};
        scenario.phase = Phase::Pretraining;
        const auto answer = match(scenario, m_catalog, false);
        QVERIFY(answer.ok() && answer->estimate->best_training());
        const TrainingPlan& plan = *answer->estimate->best_training();
        const auto diagram = build_diagram("deployment", m_catalog, &*answer);
        QVERIFY(diagram.ok());
        QVERIFY(diagram->title.find(std::to_string(plan.instances) + " × " + plan.instance) != std::string::npos);
        QVERIFY(diagram->node("memory")->label.find("optimizer") != std::string::npos);
        QVERIFY(diagram->node("checkpoints") && diagram->node("model")->label.find("days") != std::string::npos);
        const auto decision = build_diagram("decision", m_catalog, &*answer);
        QVERIFY(decision->node("question")->label.find("tokens, sequences of") != std::string::npos);
    }

    void clustersHoldTheirNodes()
    {
        for (const char* kind : {"roadmap", "model", "future-services", "deployment"}) {
            Scenario scenario = default_scenario();
            scenario.model = {ModelForm::Id, "gemma-3-27b"};
            const auto answer = match(scenario, m_catalog, false);
            QVERIFY(answer.ok());
            const auto diagram = build_diagram(kind, m_catalog, &*answer);
            QVERIFY(diagram.ok());
            const Layout placed = layout(*diagram, by_count);
            QCOMPARE(placed.clusters.size(), diagram->clusters.size());
            for (std::size_t i = 0; i < diagram->nodes.size(); ++i) {
                for (std::size_t k = 0; k < diagram->clusters.size(); ++k) {
                    const NodeBox& a = placed.nodes[i];
                    const NodeBox& b = placed.clusters[k];
                    if (diagram->nodes[i].cluster == diagram->clusters[k].id)
                        QVERIFY(std::abs(a.x - b.x) + a.w / 2 <= b.w / 2 + 0.5 && std::abs(a.y - b.y) + a.h / 2 <= b.h / 2 + 0.5);
                }
            }
        }
    }

    void theModelIsDrawnInRepeatedBlocks_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("blocks");
        QTest::newRow("three dense, then experts") << QStringLiteral("deepseek-v3") << QStringLiteral("3 layers, 1–3|58 layers, 4–61");
        QTest::newRow("five with a window, one without")
            << QStringLiteral("gemma-3-27b") << QStringLiteral("10 × 6 layers, 1–60|5 layers alike|1 layer|2 layers, 61–62");
        QTest::newRow("all alike") << QStringLiteral("llama-3.1-8b") << QStringLiteral("32 layers, 1–32");
    }
    void theModelIsDrawnInRepeatedBlocks()
    {
        QFETCH(const QString, model);
        QFETCH(const QString, blocks);
        Scenario scenario = default_scenario();
        scenario.model = {ModelForm::Id, model.toStdString()};
        const auto answer = match(scenario, m_catalog, false);
        QVERIFY(answer.ok());
        const auto diagram = build_diagram("model", m_catalog, &*answer);
        QVERIFY(diagram.ok());
        QStringList labels;
        for (const DiagramCluster& cluster : diagram->clusters)
            labels << QString::fromStdString(cluster.label);
        QCOMPARE(labels.join(u'|'), blocks);
    }

    void theSequenceHasTenStepsInOrder()
    {
        const auto diagram = build_diagram("sequence", m_catalog, nullptr);
        QVERIFY(diagram.ok());
        QCOMPARE(diagram->edges.size(), 10U);
        const Layout placed = layout(*diagram, by_count);
        for (std::size_t i = 0; i < 10; ++i) {
            QVERIFY(diagram->edges[i].label.starts_with(std::to_string(i + 1) + " "));
            QVERIFY(i == 0 || placed.edges[i].points.front().y > placed.edges[i - 1].points.front().y + 14);
            const auto at = index_of(*diagram);
            QCOMPARE(placed.edges[i].points.front().x, placed.nodes[at.at(diagram->edges[i].from)].x);
            QCOMPARE(placed.edges[i].tip.x, placed.nodes[at.at(diagram->edges[i].to)].x);
            QCOMPARE(placed.edges[i].label.y < placed.edges[i].points.front().y, true);
        }
        // What goes back to the caller is an answer.
        QCOMPARE(std::count_if(diagram->edges.begin(), diagram->edges.end(), [](const DiagramEdge& edge) { return edge.dashed; }), 5);
        QCOMPARE(placed.guides.size(), diagram->nodes.size());
    }

    void theDecisionCountsEveryInstanceType()
    {
        Scenario scenario = default_scenario();
        scenario.model = {ModelForm::Id, "deepseek-v3"};
        const auto answer = match(scenario, m_catalog, false);
        const auto diagram = build_diagram("decision", m_catalog, &*answer);
        QVERIFY(diagram.ok());
        int counted = 0;
        for (const DiagramNode& node : diagram->nodes) {
            if (node.id.starts_with("refused-") || node.id == "rank")
                counted += std::stoi(node.label);
        }
        QCOMPARE(counted, static_cast<int>(m_catalog.instances.size()));
        QVERIFY(!build_diagram("decision", m_catalog, &*answer, "no-such-role").ok());
        QVERIFY(build_diagram("decision", m_catalog, &*answer, "kv-cache").ok());
        QVERIFY(!build_diagram("decision", m_catalog, nullptr).ok());
        const auto unknown = build_diagram("neighbourhood", m_catalog, nullptr, "moee");
        QVERIFY(!unknown.ok());
        QVERIFY(unknown.error().advice.find("moe") != std::string::npos);
    }

    void nodesKnowTheirEntities()
    {
        const auto diagram = build_diagram("flowchart", m_catalog, nullptr);
        for (const auto& [node, entity] :
             {std::pair("MLA", "mla"), std::pair("MLA_AWS", "elasticache"), std::pair("MoE", "moe"), std::pair("SWA_EDGE", "aws-lambda")})
            QCOMPARE(diagram->node(node)->entity, std::string(entity));
    }

    void theNewestRequestWins()
    {
        LayoutClient client;
        QSignalSpy finished(&client, &LayoutClient::finished);
        auto diagram = build_diagram("flowchart", m_catalog, nullptr);
        client.request(*diagram, by_count);
        diagram->direction = FlowDirection::LeftRight;
        client.request(*diagram, by_count);
        QVERIFY(finished.wait(20'000));
        QCOMPARE(finished.count(), 1);
        const auto drawn = finished.first().first().value<Layout>();
        QVERIFY(drawn.height > drawn.width / 4);
    }

    void aMissingWorkerCostsTheLayoutAlone_data()
    {
        QTest::addColumn<QString>("worker");
        QTest::newRow("found nowhere") << QString();
        QTest::newRow("moved away") << QStringLiteral("/nowhere/archway-layout");
        QTest::newRow("not a program") << QStringLiteral("/etc");
    }

    void aMissingWorkerCostsTheLayoutAlone()
    {
        QFETCH(QString, worker);
        LayoutClient client(nullptr, worker.toStdString());
        QSignalSpy finished(&client, &LayoutClient::finished);
        const auto diagram = build_diagram("flowchart", m_catalog, nullptr);
        client.request(*diagram, by_count);
        QVERIFY(finished.wait(20'000));
        QCOMPARE(finished.count(), 1);
        const auto drawn = finished.first().first().value<Layout>();
        QCOMPARE(drawn.nodes.size(), diagram->nodes.size());
        QVERIFY2(drawn.message.find("worker is missing") != std::string::npos, drawn.message.c_str());
        client.request(*diagram, by_count); // and the next one is asked as ever
        QVERIFY(finished.wait(20'000));
    }
};

QTEST_GUILESS_MAIN(TestDiagrams)
#include "tst_diagrams.moc"
