// SPDX-License-Identifier: GPL-3.0-or-later
// Mermaid in and out, with inputs of our own for all that its documentation describes of flowcharts and mindmaps. ./dev interop has
// Mermaid's own parser accept the same inputs.
#include "diagrams/kinds/kinds.h"
#include "diagrams/mermaid.h"
#include "diagrams/notation.h"
#include "tests/support/shipped_base.h"

#include <QFile>
#include <QTest>

using namespace archway;

namespace {

std::string file_text(const char* name)
{
    QFile file(QStringLiteral(ARCHWAY_TEST_DATA "/mermaid/%1.mmd").arg(QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

MermaidReading read_file(const char* name)
{
    auto reading = read_mermaid(file_text(name), name);
    return reading ? *reading : MermaidReading{};
}

/// "a>b" with a sign for what the link looks like and its label.
QString links_of(const Diagram& diagram)
{
    QStringList out;
    for (const DiagramEdge& edge : diagram.edges) {
        QString link = QString::fromStdString(edge.from);
        if (edge.tail)
            link += edge.tail == '>' ? QLatin1Char('<') : QLatin1Char(edge.tail);
        link += edge.hidden ? QLatin1Char('~') : edge.dashed ? QLatin1Char('.') : edge.thick ? QLatin1Char('=') : QLatin1Char('-');
        if (edge.arrow)
            link += edge.head ? QLatin1Char(edge.head) : QLatin1Char('>');
        link += QString::fromStdString(edge.to);
        if (!edge.label.empty())
            link += QStringLiteral(":") + QString::fromStdString(edge.label);
        out << link;
    }
    return out.join(u' ');
}

QString shapes_of(const Diagram& diagram)
{
    QStringList out;
    for (const DiagramNode& node : diagram.nodes) {
        const auto shape = name_of(node.shape);
        out << QString::fromUtf8(shape.data(), static_cast<qsizetype>(shape.size()));
    }
    return out.join(u' ');
}

} // namespace

class TestMermaid : public QObject {
    Q_OBJECT

private:
    Catalog m_catalog;

private Q_SLOTS:
    void initTestCase() { m_catalog = shipped_catalog(); }

    void theDocumentsOwnDiagramsComeBackByteByByte_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char* kind : {"flowchart", "mindmap", "training-data-flow", "inference-data-flow"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    void theDocumentsOwnDiagramsComeBackByteByByte()
    {
        QFETCH(const QString, kind);
        const auto diagram = build_diagram(kind.toStdString(), m_catalog, nullptr);
        QVERIFY(diagram.ok());
        QVERIFY(!diagram->source.empty());
        QCOMPARE(write_mermaid(*diagram), diagram->source);
    }

    void renamingANodeChangesOnlyItsText_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("node");
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("was");
        QTest::addColumn<QString>("is");
        QTest::newRow("box") << "flowchart"
                             << "SWA_EDGE"
                             << "AWS Lambda at the edge"
                             << "SWA_EDGE[AWS Lambda<br/>Edge inference scenarios]"
                             << "SWA_EDGE[AWS Lambda at the edge]";
        QTest::newRow("needs quotes") << "flowchart"
                                      << "MLA_MEM"
                                      << "EC2 (memory)"
                                      << "MLA_MEM[EC2 memory-optimized<br/>R7i instances]"
                                      << "MLA_MEM[\"EC2 (memory)\"]";
        QTest::newRow("diamond") << "flowchart"
                                 << "AN"
                                 << "Norms"
                                 << "AN{Advanced Normalization<br/>Training stability}"
                                 << "AN{Norms}";
        QTest::newRow("line of a map") << "mindmap"
                                       << "n2"
                                       << "MHA"
                                       << "      Multi-Head Attention (MHA)\n"
                                       << "      MHA\n";
        QTest::newRow("cloud") << "mindmap"
                               << "root"
                               << "LLMs"
                               << "root)Modern LLM Architectures("
                               << "root)LLMs(";
    }
    void renamingANodeChangesOnlyItsText()
    {
        QFETCH(const QString, kind);
        QFETCH(const QString, node);
        QFETCH(const QString, label);
        QFETCH(const QString, was);
        QFETCH(const QString, is);
        auto diagram = build_diagram(kind.toStdString(), m_catalog, nullptr);
        QVERIFY(diagram.ok());
        const auto at = index_of(*diagram);
        QVERIFY(at.contains(node.toStdString()));
        QString expected = QString::fromStdString(diagram->source);
        QCOMPARE(expected.count(was), 1);
        expected.replace(was, is);
        diagram->nodes[at.at(node.toStdString())].label = label.toStdString();
        QCOMPARE(QString::fromStdString(write_mermaid(*diagram)), expected);
    }

    void anotherDirectionChangesOnlyTheHeader()
    {
        auto diagram = build_diagram("flowchart", m_catalog, nullptr);
        QVERIFY(diagram.ok());
        QString expected = QString::fromStdString(diagram->source);
        QVERIFY(expected.startsWith(QStringLiteral("flowchart TB\n")));
        expected.replace(0, 12, QStringLiteral("flowchart LR"));
        diagram->direction = FlowDirection::LeftRight;
        QCOMPARE(QString::fromStdString(write_mermaid(*diagram)), expected);
    }

    void shapesAreRead()
    {
        const MermaidReading reading = read_file("shapes");
        QVERIFY(reading.unknown.empty());
        QCOMPARE(shapes_of(reading.diagram),
                 QStringLiteral("box box rounded stadium subroutine cylinder circle flag diamond hexagon lean-right lean-left trapezoid "
                                "inverse-trapezoid double-circle"));
        QCOMPARE(reading.diagram.node("store")->label, std::string("Weights store"));
        QCOMPARE(reading.diagram.node("inverse")->label, std::string("Upside down"));
        const MermaidReading named = read_file("named-shapes");
        QVERIFY(named.unknown.empty());
        QCOMPARE(shapes_of(named.diagram), QStringLiteral("cylinder diamond rounded lean-right"));
        QCOMPARE(named.diagram.node("b")->label, std::string("Enough memory?"));
        QCOMPARE(named.diagram.node("c")->label, std::string("c"));
        QCOMPARE(links_of(named.diagram), QStringLiteral("a->b b->c d->b"));
    }

    void linksAreRead()
    {
        const MermaidReading reading = read_file("links");
        QVERIFY2(reading.unknown.empty(), reading.unknown.empty() ? "" : reading.unknown.front().c_str());
        QCOMPARE(links_of(reading.diagram),
                 QStringLiteral("A->B B-C C-D:says so D-E:also says E->F:and says F->G:then G.>H H.>I:maybe I.J J=>K K=>L:surely L=M M~N "
                                "N-oO1 O1-xP Po-oQ Q<->R Rx-xS S->T T.>U U=>V V->W"));
        const MermaidReading lengths = read_file("lengths");
        QVERIFY2(lengths.unknown.empty(), lengths.unknown.empty() ? "" : lengths.unknown.front().c_str());
        QCOMPARE(
            links_of(lengths.diagram),
            QStringLiteral("A->B B->C:Yes C->D D->B B->E:No E.>B:again E.>F:far F=>G:sure G.>H G.>I H=>J I=>J A->K:a K->L:b M->N O<->P "
                           "Q<.>R S<=>T Uo.oV Wx=xX1 Y.>Z aa-bb bb->cc"));
        const MermaidReading chains = read_file("chains");
        QVERIFY(chains.unknown.empty());
        QCOMPARE(links_of(chains.diagram),
                 QStringLiteral("A->B:one B->C:two a->b a->c b->d c->d P->X P->Y Q->X Q->Y X->Z n-1->n-2 "
                                "n.3->n_4:with | a bar"));
        QCOMPARE(chains.diagram.direction, FlowDirection::LeftRight);
    }

    void labelsAreRead()
    {
        const MermaidReading reading = read_file("quoting");
        QVERIFY(reading.unknown.empty());
        const auto label = [&](const char* id) { return QString::fromStdString(reading.diagram.node(id)->label); };
        QCOMPARE(label("id1"), QStringLiteral("This is (in) [a] {box}"));
        QCOMPARE(label("id2"), QStringLiteral("A quote:\" and a heart ♥"));
        QCOMPARE(label("id3"), QStringLiteral("first line\nsecond line"));
        QCOMPARE(label("id4"), QStringLiteral("This is marked\non two lines"));
        QCOMPARE(label("id5"), QStringLiteral("Ünïcödé 模型 ❤"));
        QCOMPARE(label("id6"), QStringLiteral("a # b & c <d>"));
        const MermaidReading icons = read_file("icons");
        QVERIFY(icons.unknown.empty());
        QCOMPARE(icons.diagram.node("B")->icon, std::string("fa:fa-cloud"));
        QCOMPARE(icons.diagram.node("B")->label, std::string("in the cloud"));
        QCOMPARE(icons.diagram.verbatim.size(), 2U);
    }

    void subgraphsAreRead()
    {
        const MermaidReading reading = read_file("subgraphs");
        QVERIFY2(reading.unknown.empty(), reading.unknown.empty() ? "" : reading.unknown.front().c_str());
        const Diagram& d = reading.diagram;
        QCOMPARE(d.clusters.size(), 4U);
        QCOMPARE(d.clusters[1].label, std::string("The second one"));
        QCOMPARE(d.clusters[2].parent, std::string("two"));
        QCOMPARE(d.clusters[2].label, std::string("Inside (it)"));
        QCOMPARE(d.clusters[3].label, std::string("Three words here"));
        QCOMPARE(d.node("i1")->cluster, std::string("inner"));
        QCOMPARE(d.node("a1")->cluster, std::string("one"));
        QVERIFY(!d.node("one"));
        QCOMPARE(links_of(d), QStringLiteral("c1->a2 a1->a2 b1->b2 i1->i2 c1->c2 one->two two->c2"));
    }

    void stylesAreReadAndKept()
    {
        const MermaidReading reading = read_file("styles");
        QVERIFY2(reading.unknown.empty(), reading.unknown.empty() ? "" : reading.unknown.front().c_str());
        const Diagram& d = reading.diagram;
        QCOMPARE(d.title, std::string("Styled"));
        QCOMPARE(d.node("A")->fill, std::string("#f96"));
        QCOMPARE(d.node("B")->fill, std::string("#bbf"));
        QCOMPARE(d.node("C")->fill, std::string("#9cf"));
        QCOMPARE(d.node("D")->fill, std::string("#9cf"));
        QCOMPARE(d.node("A")->tooltip, std::string("Opens a page"));
        QCOMPARE(d.node("B")->tooltip, std::string("Calls back"));
        // Written anew, what only Mermaid acts on is still there.
        Diagram more = d;
        more.edges.push_back({"D", "A", {}, false, true, {}, {}});
        const std::string written = write_mermaid(more);
        for (const char* line : {"classDef hot fill:#f96,stroke:#333,stroke-width:2px", "linkStyle default stroke:#888",
                                 "click A \"https://example.org\" \"Opens a page\" _blank", "stroke-dasharray: 5 5"})
            QVERIFY2(written.find(line) != std::string::npos, line);
        QCOMPARE(links_of(read_mermaid(written, "again")->diagram), links_of(more));
    }

    /// What an edge is told to do by its id is no node, and is still there when the text is written anew.
    void edgesMayBeNamed()
    {
        const MermaidReading reading = read_file("edge-ids");
        QVERIFY2(reading.unknown.empty(), reading.unknown.empty() ? "" : reading.unknown.front().c_str());
        QCOMPARE(links_of(reading.diagram), QStringLiteral("A->B B=>C:twice B=>D:twice C->E:words"));
        QCOMPARE(reading.diagram.nodes.size(), 5U);
        Diagram more = reading.diagram;
        more.edges.push_back({"E", "A", {}, false, true, {}, {}});
        const std::string written = write_mermaid(more);
        for (const char* line : {"e1@{ animate: true }", "e3@{ curve: linear }", "class e1 moving"})
            QVERIFY2(written.find(line) != std::string::npos, line);
    }

    /// Every shape has a name of its own; those we do not draw are boxes, and said to be with their line.
    void everyNamedShapeIsDrawnOrNamed()
    {
        const MermaidReading reading = read_file("all-shapes");
        QCOMPARE(reading.diagram.nodes.size(), 52U);
        QCOMPARE(reading.diagram.node("s1")->label, std::string("Process"));
        QCOMPARE(reading.diagram.node("s50")->label, std::string("On several lines"));
        QCOMPARE(reading.diagram.node("s51")->label, std::string("A marked one"));
        QCOMPARE(reading.diagram.node("s52")->label, std::string("With a } in it"));
        QCOMPARE(reading.diagram.node("s51")->fill, std::string("#fed"));
        const QStringList shapes = shapes_of(reading.diagram).split(u' ');
        QCOMPARE(shapes.mid(0, 15).join(u' '),
                 QStringLiteral("box rounded stadium subroutine cylinder circle flag diamond hexagon lean-right lean-left trapezoid "
                                "inverse-trapezoid double-circle text"));
        for (const std::string& line : reading.unknown)
            QVERIFY2(line.starts_with("line ") && line.ends_with("is drawn as a box"), line.c_str());
        const auto named = [&](const char* shape) {
            return std::any_of(reading.unknown.begin(), reading.unknown.end(),
                               [&](const std::string& line) { return line.find(shape) != std::string::npos; });
        };
        for (const char* shape : {"line 16: shape notch-rect", "hourglass", "brace-r", "bolt", "doc", "delay", "fork", "tri", "win-pane",
                                  "line 49: picture", "manual-file"})
            QVERIFY2(named(shape), shape);
        for (const char* shape : {" das ", "lin-cyl", " bang", " cloud", "sm-circ", "text"})
            QVERIFY2(!named(shape), shape);
        // As it came, letter by letter, but for the one that was given another name.
        Diagram other = reading.diagram;
        other.nodes[index_of(other).at("s26")].label = "Paper";
        QString expected = QString::fromStdString(file_text("all-shapes"));
        QCOMPARE(QString::fromStdString(write_mermaid(other)),
                 expected.replace(QStringLiteral("\"Document\""), QStringLiteral("\"Paper\"")));
    }

    void renamingInAnImportChangesOnlyThat_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("node");
        QTest::addColumn<QString>("was");
        QTest::addColumn<QString>("is");
        QTest::newRow("in a link, with a semicolon") << "lengths"
                                                     << "D"
                                                     << "C-->D[Measure];"
                                                     << "C-->D[Other];";
        QTest::newRow("in brackets of its own") << "directions"
                                                << "m2"
                                                << "{{\"`The **second** here`\"}}"
                                                << "{{\"Other\"}}";
        QTest::newRow("quoted, on a map") << "map-items"
                                          << "id7"
                                          << "id7[\"String with (brackets)\"]"
                                          << "id7[\"Other\"]";
        QTest::newRow("a line of a map") << "map-items"
                                         << "n3"
                                         << "      Popular\n"
                                         << "      Other\n";
    }
    void renamingInAnImportChangesOnlyThat()
    {
        QFETCH(const QString, file);
        QFETCH(const QString, node);
        QFETCH(const QString, was);
        QFETCH(const QString, is);
        const MermaidReading reading = read_file(file.toLatin1().constData());
        Diagram other = reading.diagram;
        const auto at = index_of(other);
        QVERIFY(at.contains(node.toStdString()));
        QString expected = QString::fromStdString(other.source);
        QCOMPARE(expected.count(was), 1);
        other.nodes[at.at(node.toStdString())].label = "Other";
        QCOMPARE(QString::fromStdString(write_mermaid(other)), expected.replace(was, is));
    }

    void mindmapsAreRead()
    {
        const MermaidReading reading = read_file("map-shapes");
        QVERIFY(reading.unknown.empty());
        const Diagram& d = reading.diagram;
        QCOMPARE(shapes_of(d), QStringLiteral("circle box rounded circle bang cloud hexagon text box box"));
        QCOMPARE(d.nodes[7].icon, std::string("fa fa-book"));
        QCOMPARE(d.nodes[7].style, std::string("urgent large"));
        QCOMPARE(d.nodes[8].label, std::string("Bold text\non two lines"));
        QCOMPARE(d.nodes[9].label, std::string("With (brackets) \"here\""));
        const MermaidReading ragged = read_file("map-ragged");
        QStringList parents;
        for (const DiagramNode& node : ragged.diagram.nodes)
            parents << QString::fromStdString(node.parent.empty() ? "-" : ragged.diagram.node(node.parent)->label);
        QCOMPARE(parents.join(u' '), QStringLiteral("- Root A A Root"));
    }

    void everyInputIsWrittenAnewAsTheSame_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"shapes", "named-shapes", "links", "chains", "quoting", "subgraphs", "icons", "map-shapes", "map-ragged",
                                 "directions", "lengths", "classes", "header", "map-items"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void everyInputIsWrittenAnewAsTheSame()
    {
        QFETCH(const QString, name);
        const MermaidReading first = read_file(name.toLatin1().constData());
        QVERIFY(first.diagram.nodes.size() >= 3);
        QCOMPARE(write_mermaid(first.diagram), file_text(name.toLatin1().constData()));
        Diagram anew = first.diagram;
        anew.source.clear();
        const auto second = read_mermaid(write_mermaid(anew), "anew");
        QVERIFY(second.ok());
        QVERIFY2(second->unknown.empty(), second->unknown.empty() ? "" : second->unknown.front().c_str());
        // Ids may be spelled otherwise and nodes stand in another order: shapes, labels and links say whether it is the same.
        const auto told = [](const Diagram& d) {
            QStringList out;
            for (const DiagramNode& node : d.nodes) {
                const auto shape = name_of(d.tree && node.shape == NodeShape::Text ? NodeShape::Box : node.shape);
                out << QString::fromStdString(std::string(shape) + ' ' + node.label + ' ' + node.icon);
            }
            for (const DiagramEdge& edge : d.edges)
                out << QString::fromStdString((d.node(edge.from) ? d.node(edge.from)->label : "cluster") + " to "
                                              + (d.node(edge.to) ? d.node(edge.to)->label : "cluster") + ' ' + edge.label);
            out.sort();
            return out.join(u'\n');
        };
        QCOMPARE(told(second->diagram), told(first.diagram));
        QCOMPARE(second->diagram.clusters.size(), first.diagram.clusters.size());
    }

    void unknownLinesAreReportedAndKept()
    {
        const auto reading = read_mermaid("flowchart TB\nA --> B\n??? what\nA -->\nB @@ C\nD[unclosed\nend\nE --> F", "x.mmd");
        QVERIFY(reading.ok());
        QCOMPARE(links_of(reading->diagram).contains(QStringLiteral("A->B")), true);
        QVERIFY(links_of(reading->diagram).endsWith(QStringLiteral("E->F")));
        QVERIFY(reading->unknown.size() >= 3);
        QVERIFY(std::any_of(reading->unknown.begin(), reading->unknown.end(),
                            [](const std::string& line) { return line.starts_with("line 5:"); }));
        QVERIFY(std::any_of(reading->unknown.begin(), reading->unknown.end(),
                            [](const std::string& line) { return line.starts_with("line 6:"); }));
        Diagram anew = reading->diagram;
        anew.edges.clear();
        QVERIFY(write_mermaid(anew).find("D[unclosed") != std::string::npos);
        QVERIFY(!read_mermaid("pie title x", "x.mmd").ok());
        QVERIFY(!read_mermaid("graphite", "x.mmd").ok());
        QVERIFY(!read_mermaid("", "x.mmd").ok());
    }

    void keptLinesAreNotTakenForAnythingElse()
    {
        // Found by fuzzing: lines that made no sense where they stood did, one after the other, at the end of the text.
        const auto reading = read_mermaid(
            "graph LR\n c@{ shape: rounded }\n marked[\"`Bold\n a@{ shape: cyl, label: \"M\" }\n a --> b --> two lines`\"]\n", "x.mmd");
        QVERIFY(reading.ok());
        QCOMPARE(reading->diagram.nodes.size(), 2U);
        QCOMPARE(reading->unknown.size(), 2U);
        Diagram anew = reading->diagram;
        anew.nodes.front().label = "graph LR\n  x";
        const auto again = read_mermaid(write_mermaid(anew), "again");
        QVERIFY(again.ok());
        QCOMPARE(again->diagram.nodes.size(), anew.nodes.size());
        QVERIFY(again->diagram.source.find("two lines`\"]") != std::string::npos);
    }

    void damagedTextsAreReadWithoutHarm()
    {
        // Every prefix, and every text with one character gone or doubled, reads to something and ends.
        for (const char* name : {"shapes", "links", "quoting", "subgraphs", "styles", "named-shapes", "map-shapes"}) {
            const std::string whole = file_text(name);
            for (std::size_t i = 0; i < whole.size(); ++i) {
                for (const std::string& text :
                     {whole.substr(0, i), whole.substr(0, i) + whole.substr(i + 1), whole.substr(0, i) + whole[i] + whole.substr(i)}) {
                    const auto reading = read_mermaid(text, name);
                    if (reading) {
                        QCOMPARE(reading->labels.size(), reading->diagram.nodes.size());
                        QCOMPARE(write_mermaid(reading->diagram), text);
                    }
                }
            }
        }
    }

    void dotIsReadThroughTheWorker()
    {
        const auto read = read_dot(
            "digraph G { rankdir=LR; label=\"A title\";\n"
            "a [label=\"First\\nline\", shape=box, fillcolor=\"#e1f5fe\", style=\"rounded,filled\"];\n"
            "r [shape=record, label=\"{Name|<p>part one|part two}\"];\n"
            "h [label=<bold <b>words</b><br/>here>, URL=\"file:///etc/passwd\", image=\"x.png\", fillcolor=url];\n"
            "subgraph cluster_x { label=\"Around\"; b -> c [label=\"says\", style=dashed]; subgraph cluster_y { label=In; d } }\n"
            "a -> b -> r; a -> h [dir=both]; }\n",
            "x.dot");
        QVERIFY2(read.ok(), read ? "" : read.error().text().c_str());
        QCOMPARE(read->title, std::string("A title"));
        QCOMPARE(read->direction, FlowDirection::LeftRight);
        QCOMPARE(read->node("a")->label, std::string("First\nline"));
        QCOMPARE(read->node("a")->fill, std::string("#e1f5fe"));
        QCOMPARE(read->node("a")->shape, NodeShape::Rounded);
        QCOMPARE(read->node("r")->label, std::string("Name\n---\npart one\n---\npart two"));
        QCOMPARE(read->node("h")->label, std::string("bold words\nhere"));
        QVERIFY(read->node("h")->fill.empty());
        QCOMPARE(read->clusters.size(), 2U);
        QCOMPARE(read->node("d")->cluster, std::string("cluster_y"));
        QCOMPARE(read->clusters[1].parent, std::string("cluster_x"));
        QCOMPARE(links_of(*read), QStringLiteral("b.>c:says a->b b->r a<->h"));
        const auto undirected = read_dot("graph { x -- y }", "x.dot");
        QCOMPARE(links_of(*undirected), QStringLiteral("x-y"));
        for (const char* broken : {"digraph { a -> ", "nonsense", "digraph { a [label=\"open }", ""}) {
            const auto refused = read_dot(broken, "broken.dot");
            QVERIFY2(!refused.ok(), broken);
            QCOMPARE(refused.error().place, std::string("broken.dot"));
        }
    }

    void whatIsWrittenAsDotIsReadBack()
    {
        Scenario scenario = default_scenario();
        scenario.model = {ModelForm::Id, "deepseek-v3"};
        const auto answer = match(scenario, m_catalog, false);
        for (const char* kind : {"flowchart", "model", "deployment", "roadmap"}) {
            const auto diagram = build_diagram(kind, m_catalog, &*answer);
            QVERIFY(diagram.ok());
            const auto again = read_dot(write_dot(*diagram), kind);
            QVERIFY2(again.ok(), again ? "" : again.error().text().c_str());
            QCOMPARE(again->nodes.size(), diagram->nodes.size());
            QCOMPARE(again->edges.size(), diagram->edges.size());
            QCOMPARE(again->clusters.size(), diagram->clusters.size());
            QCOMPARE(again->direction, diagram->direction);
        }
    }
};

QTEST_GUILESS_MAIN(TestMermaid)
#include "tst_mermaid.moc"
