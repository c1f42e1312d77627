// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/knowledge_store.h"
#include "diagrams/kinds/kinds.h"
#include "diagrams/layout_client.h"
#include "diagrams/mermaid.h"
#include "diagrams/notation.h"
#include "diagrams/tidy_tree.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QXmlStreamReader>

using namespace archway;

namespace {

const MeasureText by_count = [](const std::string& line, bool) { return Point{7.0 * static_cast<double>(line.size()), 16}; };

bool overlaps(const Layout& layout)
{
    for (std::size_t i = 0; i < layout.nodes.size(); ++i) {
        for (std::size_t j = i + 1; j < layout.nodes.size(); ++j) {
            const NodeBox& a = layout.nodes[i];
            const NodeBox& b = layout.nodes[j];
            if (std::abs(a.x - b.x) < (a.w + b.w) / 2 - 0.5 && std::abs(a.y - b.y) < (a.h + b.h) / 2 - 0.5)
                return true;
        }
    }
    return false;
}

std::vector<std::tuple<std::string, std::string, NodeShape, std::string, std::string>> nodes_of(const Diagram& diagram)
{
    std::vector<std::tuple<std::string, std::string, NodeShape, std::string, std::string>> out;
    for (const DiagramNode& node : diagram.nodes)
        out.emplace_back(node.id, node.label, node.shape, node.fill, node.parent);
    return out;
}

std::vector<std::tuple<std::string, std::string, std::string, bool>> edges_of(const Diagram& diagram)
{
    std::vector<std::tuple<std::string, std::string, std::string, bool>> out;
    for (const DiagramEdge& edge : diagram.edges)
        out.emplace_back(edge.from, edge.to, edge.label, edge.dashed);
    return out;
}

} // namespace

class TestDiagrams : public QObject {
    Q_OBJECT

private:
    Catalog m_catalog;

private Q_SLOTS:
    void initTestCase()
    {
        auto catalog = KnowledgeStore::open(ARCHWAY_BUILD_DIR "/knowledge.db", true)->catalog();
        QVERIFY(catalog.ok());
        m_catalog = std::move(*catalog);
    }

    void mermaidIsReadAndWrittenBack_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("nodes");
        QTest::addColumn<int>("edges");
        for (const DiagramText& record : m_catalog.knowledge.diagrams) {
            if (record.id == "innovation-service-flowchart")
                QTest::newRow("the seeds' flowchart") << QString::fromStdString(record.text) << 16 << 15;
            if (record.id == "architecture-mindmap")
                QTest::newRow("the seeds' mindmap") << QString::fromStdString(record.text) << 103 << 102;
        }
        QTest::newRow("chain") << QStringLiteral("flowchart LR\nA[One] --> B(Two) --> C{Three}\nC -.->|maybe| A") << 3 << 3;
        QTest::newRow("shapes") << QStringLiteral("graph TD\nA([stadium]) --- B((circle))\nB ==> C{{hex}}") << 3 << 2;
        QTest::newRow("quoted") << QStringLiteral("flowchart TB\nA[\"with (brackets) and #quot;quotes#quot;\"] --> B") << 2 << 1;
        QTest::newRow("small map") << QStringLiteral("mindmap\n  root((Top))\n    A branch (with brackets)\n      leaf\n    B") << 4 << 3;
    }
    void mermaidIsReadAndWrittenBack()
    {
        QFETCH(const QString, text);
        QFETCH(const int, nodes);
        QFETCH(const int, edges);
        const auto reading = read_mermaid(text.toStdString(), "x.mmd");
        QVERIFY2(reading.ok(), reading ? "" : reading.error().text().c_str());
        QVERIFY2(reading->unknown.empty(), reading->unknown.empty() ? "" : reading->unknown.front().c_str());
        QCOMPARE(static_cast<int>(reading->diagram.nodes.size()), nodes);
        QCOMPARE(static_cast<int>(reading->diagram.edges.size()), edges);
        const auto again = read_mermaid(write_mermaid(reading->diagram), "again.mmd");
        QVERIFY(again.ok());
        QVERIFY(nodes_of(again->diagram) == nodes_of(reading->diagram));
        QVERIFY(edges_of(again->diagram) == edges_of(reading->diagram));
    }

    void unknownLinesAreReported()
    {
        const auto reading = read_mermaid("flowchart TB\nA --> B\nsubgraph x\nclick A \"http://x\"\nend", "x.mmd");
        QVERIFY(reading.ok());
        QCOMPARE(reading->diagram.edges.size(), 1U);
        QVERIFY(!reading->unknown.empty());
        QVERIFY(reading->unknown.front().starts_with("line 3"));
        QVERIFY(!read_mermaid("pie title x", "x.mmd").ok());
        QVERIFY(!read_mermaid("", "x.mmd").ok());
    }

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
        QTest::newRow("three dense, then experts")
            << QStringLiteral("deepseek-v3") << QStringLiteral("repeated 3 times: layers 1 to 3|repeated 58 times: layers 4 to 61");
        QTest::newRow("five with a window, one without")
            << QStringLiteral("gemma-3-27b")
            << QStringLiteral("repeated 10 times: layers 1 to 60|5 layers alike|1 layer|repeated 2 times: layers 61 to 62");
        QTest::newRow("all alike") << QStringLiteral("llama-3.1-8b") << QStringLiteral("repeated 32 times: layers 1 to 32");
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

    void hostileGraphsGiveAPictureOrAMessage()
    {
        Diagram dense;
        for (int i = 0; i < 60; ++i)
            dense.nodes.push_back({std::to_string(i), "n", NodeShape::Box, {}, {}, {}, false, {}, {}});
        for (int i = 0; i < 60; ++i)
            for (int j = 0; j < 60; ++j)
                dense.edges.push_back({std::to_string(i), std::to_string(j), {}, false, true, {}, {}});
        QElapsedTimer timer;
        timer.start();
        const Layout drawn = layout(dense, by_count, 1500);
        QVERIFY(timer.elapsed() < 6000);
        QCOMPARE(drawn.nodes.size(), 60U);

        Diagram chain;
        chain.tree = true;
        for (int i = 0; i < 50'000; ++i)
            chain.nodes.push_back(
                {std::to_string(i), "n", NodeShape::Box, {}, {}, {}, false, i ? std::to_string(i - 1) : std::string(), {}});
        QCOMPARE(layout(chain, by_count).nodes.size(), 50'000U);

        Diagram huge;
        for (int i = 0; i < 20'000; ++i)
            huge.nodes.push_back({std::to_string(i), "n", NodeShape::Box, {}, {}, {}, false, {}, {}});
        QVERIFY(!layout(huge, by_count).message.empty());

        Diagram odd;
        odd.nodes.push_back({"a", std::string(100'000, 'x'), NodeShape::Box, {}, {}, {}, false, {}, {}});
        odd.nodes.push_back(
            {"b", "</text><script>alert(1)</script>\n\x01 & \"q\" \u202e", NodeShape::Diamond, {}, {}, {}, false, {}, "<title>"});
        odd.edges.push_back({"a", "b", "<b>", false, true, {}, {}});
        odd.edges.push_back({"a", "nowhere", {}, false, true, {}, {}});
        const Layout placed = layout(odd, by_count);
        SvgTheme theme{"#fff", "#000", "#333", "#999", "#fff", "sans-serif", {}, {}, {}};
        theme.node = [](const DiagramNode&) { return std::pair<std::string, std::string>("#fff", "#000"); };
        theme.edge = [](const DiagramNode*) { return std::string("#000"); };
        const QByteArray svg = QByteArray::fromStdString(write_svg(odd, placed, theme));
        QVERIFY(!svg.contains("<script"));
        QXmlStreamReader xml(svg);
        while (!xml.atEnd())
            xml.readNext();
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
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
};

QTEST_GUILESS_MAIN(TestDiagrams)
#include "tst_diagrams.moc"
