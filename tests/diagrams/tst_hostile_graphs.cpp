// SPDX-License-Identifier: GPL-3.0-or-later
// Graphs that mean harm, or are merely enormous, through the real worker, painter and writers: a picture or plain words. What would take
// for ever is ended by the worker's own limit and, were that to fail, by the time limit of the test program.
#include "diagrams/layout_client.h"
#include "diagrams/mermaid.h"
#include "diagrams/notation.h"
#include "ui/paint/diagram_painter.h"

#include <QImage>
#include <QTest>
#include <QXmlStreamReader>

using namespace archway;

namespace {

const MeasureText by_count = [](const std::string& line, bool) { return Point{7.0 * static_cast<double>(line.size()), 16}; };

DiagramNode node(std::string id, std::string label)
{
    DiagramNode out;
    out.id = std::move(id);
    out.label = std::move(label);
    return out;
}

DiagramEdge edge(std::string from, std::string to, std::string label = {})
{
    DiagramEdge out;
    out.from = std::move(from);
    out.to = std::move(to);
    out.label = std::move(label);
    return out;
}

Diagram chain(int length)
{
    Diagram out;
    for (int i = 0; i < length; ++i) {
        out.nodes.push_back(node("n" + std::to_string(i), "n"));
        if (i > 0) {
            out.nodes.back().parent = "n" + std::to_string(i - 1);
            out.edges.push_back(edge(out.nodes.back().parent, out.nodes.back().id));
        }
    }
    return out;
}

Diagram complete(int count)
{
    Diagram out;
    for (int i = 0; i < count; ++i)
        out.nodes.push_back(node(std::to_string(i), "n"));
    for (int i = 0; i < count; ++i)
        for (int j = 0; j < count; ++j)
            out.edges.push_back(edge(std::to_string(i), std::to_string(j)));
    return out;
}

/// Markup of SVG and HTML, entities, escapes of DOT and Mermaid, controls, bidi overrides, broken UTF-8.
const std::string nasty
    = "</text><script>alert(1)</script><image href=\"file:///etc/passwd\"/> &amp; \"quoted\" \\N\\G\\l ]]> -->\n"
      "\x01\x07\x1b[31m \u202eevil\u2066 \ufffe \xff\xc3( end; click x \"javascript:alert(1)\"\n%%{init: {}}%% {|}<p>#quot;";

Diagram injected()
{
    Diagram out;
    out.title = nasty;
    out.nodes = {node(nasty, nasty), node("b", std::string(100'000, 'x')), node("c", std::string(100'000, '\n'))};
    out.nodes[0].tooltip = out.nodes[0].entity = out.nodes[0].group = nasty;
    out.nodes[0].cluster = "k";
    out.nodes[1].shape = NodeShape::Diamond;
    out.clusters.push_back({"k", nasty, {}, nasty});
    out.clusters.push_back({nasty, std::string(100'000, 'k'), "k", {}});
    out.edges
        = {edge(nasty, "b", nasty), edge("b", "c", std::string(100'000, 'y')), edge("c", "nowhere"), edge("b", "b"), edge("c", nasty)};
    out.edges[0].reason = nasty;
    return out;
}

} // namespace

class TestHostileGraphs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noLabelBreaksOutOfAPicture_data()
    {
        QTest::addColumn<int>("arrangement");
        QTest::addColumn<bool>("tree");
        QTest::newRow("flow") << static_cast<int>(Arrangement::Flow) << false;
        QTest::newRow("tree") << static_cast<int>(Arrangement::Flow) << true;
        QTest::newRow("radial") << static_cast<int>(Arrangement::TreeRadial) << true;
        QTest::newRow("sequence") << static_cast<int>(Arrangement::Sequence) << false;
        QTest::newRow("columns") << static_cast<int>(Arrangement::Columns) << false;
        QTest::newRow("gates") << static_cast<int>(Arrangement::Gates) << false;
        QTest::newRow("line") << static_cast<int>(Arrangement::Line) << false;
    }
    void noLabelBreaksOutOfAPicture()
    {
        QFETCH(const int, arrangement);
        QFETCH(const bool, tree);
        Diagram diagram = injected();
        diagram.arrangement = static_cast<Arrangement>(arrangement);
        diagram.tree = tree;
        const Layout placed = layout(diagram, measure_with_fonts(), 5000);
        QCOMPARE(placed.nodes.size(), diagram.nodes.size());
        for (const NodeBox& box : placed.nodes)
            QVERIFY2(box.w < 900 && box.h < 500, qPrintable(QStringLiteral("%1 × %2").arg(box.w).arg(box.h)));

        const QByteArray svg = diagram_bytes(diagram, placed, Theme::light(), QStringLiteral("svg"));
        QVERIFY2(svg.size() < 60'000, qPrintable(QString::number(svg.size())));
        QXmlStreamReader xml(svg);
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement)
                continue;
            static const QStringList drawn{QStringLiteral("svg"),  QStringLiteral("title"), QStringLiteral("desc"), QStringLiteral("g"),
                                           QStringLiteral("rect"), QStringLiteral("path"),  QStringLiteral("text")};
            QVERIFY2(drawn.contains(xml.name()), qPrintable(xml.name().toString()));
            for (const QXmlStreamAttribute& attribute : xml.attributes())
                QVERIFY(!attribute.name().startsWith(QStringLiteral("on")) && !attribute.name().contains(QStringLiteral("href")));
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        for (const char* steering : {"\x1b", "\u202e", "\u2066", "\x01", "\ufffe"})
            QVERIFY(!svg.contains(steering));

        for (const char* format : {"png", "pdf"})
            QVERIFY(!diagram_bytes(diagram, placed, Theme::dark(), QLatin1String(format)).isEmpty());
        QVERIFY(!write_diagram_json(diagram, placed).empty());
    }

    void whatIsWrittenIsReadAsTheSameGraph()
    {
        Diagram diagram = injected();
        const auto dot = read_dot(write_dot(diagram), "x.dot");
        QVERIFY2(dot.ok(), dot ? "" : dot.error().text().c_str());
        // The unknown end of one edge becomes a node in DOT, as it does in any reader of it.
        QCOMPARE(dot->edges.size(), diagram.edges.size());
        const std::string text = write_mermaid(diagram);
        QVERIFY2(text.size() < 50'000, qPrintable(QString::number(text.size()))); // Mermaid refuses more
        const auto mermaid = read_mermaid(text, "x.mmd");
        QVERIFY(mermaid.ok());
        QVERIFY2(mermaid->unknown.empty(), mermaid->unknown.empty() ? "" : mermaid->unknown.front().c_str());
        QCOMPARE(mermaid->diagram.edges.size(), diagram.edges.size());
        QVERIFY(text.find("<script") == std::string::npos);
        QVERIFY(text.find("\n    click") == std::string::npos);
    }

    void aGraphThatKillsDotIsOnlyAGraph()
    {
        // Issue 2743 of Graphviz: seventy bytes that overflow its stack when it lays them out with their attributes.
        const auto read = read_dot("digraph{0[0=0]{0[0=0]{0[0=0l=0]}}[0=0]0->2[0=<>minlen=60000l=<>]}", "x.dot", 2000);
        if (read)
            QCOMPARE(layout(*read, by_count, 2000).nodes.size(), read->nodes.size());
        else
            QVERIFY(!read.error().message.empty());
    }

    void circlesEnd()
    {
        Diagram ring = chain(200);
        ring.edges.push_back(edge("n199", "n0"));
        for (int i = 0; i < 200; ++i)
            ring.edges.push_back(edge("n" + std::to_string(i), "n" + std::to_string(i)));
        QCOMPARE(layout(ring, by_count, 5000).nodes.size(), 200U);
        // A tree whose nodes hang from each other.
        Diagram tree = chain(100);
        tree.tree = true;
        tree.nodes[0].parent = "n99";
        tree.nodes[50].parent = "n50";
        for (const Arrangement arrangement : {Arrangement::TreeBoth, Arrangement::TreeOneSide, Arrangement::TreeRadial}) {
            tree.arrangement = arrangement;
            QCOMPARE(layout(tree, by_count).nodes.size(), 100U);
        }
        QVERIFY(!write_mermaid(tree).empty());
        // Clusters that stand in each other.
        Diagram boxes = chain(3);
        boxes.clusters = {{"a", "A", "b", {}}, {"b", "B", "a", {}}, {"c", "C", "c", {}}};
        for (std::size_t i = 0; i < 3; ++i)
            boxes.nodes[i].cluster = boxes.clusters[i].id;
        QCOMPARE(layout(boxes, by_count, 5000).nodes.size(), 3U);
        boxes.arrangement = Arrangement::Columns;
        QCOMPARE(layout(boxes, by_count).nodes.size(), 3U);
        QVERIFY(!write_mermaid(boxes).empty());
        QVERIFY(read_dot(write_dot(boxes), "boxes").ok());
    }

    void whatTakesTooLongIsStopped()
    {
        const Diagram dense = complete(60);
        const Layout drawn = layout(dense, by_count, 1); // less than any process needs to begin
        QCOMPARE(drawn.nodes.size(), 60U);
        QVERIFY(!drawn.message.empty()); // stopped, or by nearness on a fast machine
    }

    void enormousGraphsAreDrawnOrRefused_data()
    {
        QTest::addColumn<bool>("tree");
        QTest::addColumn<int>("arrangement");
        QTest::newRow("links") << false << static_cast<int>(Arrangement::Flow);
        QTest::newRow("tree") << true << static_cast<int>(Arrangement::TreeBoth);
        QTest::newRow("columns") << false << static_cast<int>(Arrangement::Columns);
        QTest::newRow("gates") << false << static_cast<int>(Arrangement::Gates);
        QTest::newRow("line") << false << static_cast<int>(Arrangement::Line);
    }
    void enormousGraphsAreDrawnOrRefused()
    {
        QFETCH(const bool, tree);
        QFETCH(const int, arrangement);
        Diagram huge = chain(50'000);
        huge.tree = tree;
        huge.arrangement = static_cast<Arrangement>(arrangement);
        const Layout placed = layout(huge, by_count, 3000);
        QCOMPARE(placed.nodes.size(), 50'000U);
        QVERIFY(arrangement != static_cast<int>(Arrangement::Flow) || !placed.message.empty());
        const QByteArray png = diagram_bytes(huge, placed, Theme::light(), QStringLiteral("png"), 0.05);
        QVERIFY(!QImage::fromData(png).isNull());
        QVERIFY(!diagram_bytes(huge, placed, Theme::light(), QStringLiteral("svg")).isEmpty());
        QVERIFY(!write_dot(huge).empty());
    }

    void theWorkerAnswersNonsenseWithWords()
    {
        for (const char* request : {"", "[]", "{}", "{\"nodes\": 5, \"edges\": []}", "{\"nodes\": [[1,1]], \"edges\": [[0,7]]}",
                                    "{\"nodes\": [[1e300,1e300]], \"edges\": [], \"engine\": \"no-such-engine\"}",
                                    "{\"nodes\": [[1,1,9]], \"edges\": []}", "{\"dot\": \"digraph { a [label=\\\"open }\"}"}) {
            const auto told = ask_worker(request, 3000);
            QVERIFY2(!told.ok(), request);
            QVERIFY(!told.error().message.empty());
        }
    }
};

QTEST_MAIN(TestHostileGraphs)
#include "tst_hostile_graphs.moc"
