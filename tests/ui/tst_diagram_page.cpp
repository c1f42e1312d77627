// SPDX-License-Identifier: GPL-3.0-or-later
// The diagrams as their reader uses them: with mouse and keys, on the shipped knowledge.
#include "app/any_import.h"
#include "db/knowledge_store.h"
#include "diagrams/kinds/kinds.h"
#include "tests/support/shipped_base.h"
#include "tests/ui/own_place.h"
#include "ui/diagram/diagram_export.h"
#include "ui/diagram/diagram_page.h"
#include "ui/diagram/diagram_view.h"
#include "ui/diagram/legend.h"
#include "ui/diagram/minimap.h"
#include "ui/diagram/nudges.h"
#include "ui/knowledge/import_dialog.h"
#include "ui/paint/diagram_painter.h"

#include <QAction>
#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMimeData>
#include <QPrinter>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

using namespace archway;

class TestDiagramPage : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<DiagramPage> m_page;

    DiagramView& view() const { return *m_page->view(); }

    void show(const char* kind)
    {
        QSignalSpy drawn(m_page.get(), &DiagramPage::drawn);
        m_page->showKind(QLatin1String(kind));
        QTRY_VERIFY_WITH_TIMEOUT(!drawn.isEmpty(), 20'000);
    }

    void press(Qt::Key key)
    {
        view().setFocus();
        QTRY_VERIFY(view().hasFocus());
        QTest::keyClick(&view(), key);
    }

    int node(const char* id) const
    {
        const auto at = index_of(view().diagram());
        const auto found = at.find(id);
        return found == at.end() ? -1 : static_cast<int>(found->second);
    }

    QPoint at(const char* id) const { return view().mapFromScene(view().nodeCentre(node(id))); }

private Q_SLOTS:
    void initTestCase() { use_own_place(); }
    void init()
    {
        m_workspace = std::make_unique<Workspace>(shipped_catalog());
        Scenario scenario = m_workspace->scenario();
        scenario.model = {ModelForm::Id, "deepseek-v3"};
        m_workspace->change(scenario, QStringLiteral("model"));
        m_page = std::make_unique<DiagramPage>(*m_workspace);
        m_page->resize(1100, 760);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        show("flowchart");
    }
    void cleanup()
    {
        m_page.reset();
        m_workspace.reset();
    }

    void aRenamedNodeChangesOnlyItsTextInTheFile()
    {
        QTemporaryDir folder;
        const auto text = [&](const char* name) {
            const QString path = folder.filePath(QLatin1String(name));
            m_page->writeTo(path, {});
            QFile file(path);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        const QByteArray before = text("before.mmd");
        QVERIFY(before.contains("SageMaker HyperPod"));
        view().select(node("MLA"));
        press(Qt::Key_F2);
        auto* line = view().viewport()->findChild<QLineEdit*>();
        QTRY_VERIFY(line->isVisible() && line->hasFocus());
        QSignalSpy drawn(m_page.get(), &DiagramPage::drawn);
        QTest::keyClicks(line, QStringLiteral("Latent \"attention\""));
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!drawn.isEmpty(), 20'000);
        QVERIFY(view().diagram().node("MLA")->label.starts_with("Latent \"attention\"\n"));
        QByteArray expected = before;
        expected.replace("{Multi-Head Latent Attention<br/>KV cache optimization}",
                         "{\"Latent #quot;attention#quot;<br/>KV cache optimization\"}");
        QCOMPARE(text("after.mmd"), expected);
        QVERIFY(m_workspace->scenario().window.find("names") != std::string::npos);
        drawn.clear();
        m_workspace->undoStack().undo();
        QTRY_VERIFY_WITH_TIMEOUT(!drawn.isEmpty(), 20'000);
        QCOMPARE(text("undone.mmd"), before);
    }

    void escapeLeavesTheNameAsItWas()
    {
        view().select(node("GQA"));
        const std::string label = view().diagram().node("GQA")->label;
        press(Qt::Key_F2);
        auto* line = view().viewport()->findChild<QLineEdit*>();
        QTRY_VERIFY(line->isVisible() && line->hasFocus());
        QTest::keyClicks(line, QStringLiteral("something else"));
        QTest::keyClick(line, Qt::Key_Escape);
        QTRY_VERIFY(!line->isVisible());
        QCOMPARE(view().diagram().node("GQA")->label, label);
    }

    void onlyWhatIsChosenIsExportedOnNothing()
    {
        QTemporaryDir folder;
        view().select(node("MLA"));
        const std::set<std::size_t> nodes = view().chosen();
        QCOMPARE(nodes.size(), 4U); // the root and two services beside itself
        PictureOptions options;
        options.transparent = true;
        const QString path = folder.filePath(QStringLiteral("part.png"));
        QVERIFY(m_page->writeTo(path, options, true));
        const QImage picture(path);
        QVERIFY(picture.width() <= qCeil(2 * (view().placed().width + 48)));
        QVERIFY(picture.height() < (view().placed().height + 48)); // twice the size of half the whole
        QCOMPARE(qAlpha(picture.pixel(0, 0)), 0);
        QCOMPARE(qRound(picture.dotsPerMeterX() * 0.0254), 192);
    }

    void picturesCarryLinksAndBadges()
    {
        m_page->setOverlay(Overlay::Cost);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("all.svg"));
        PictureOptions options;
        options.badges = view().badges();
        options.addresses = {{"mla", "https://arxiv.org/abs/2412.19437?a=1&b=2"}, {"moe", "javascript:alert(1)"}};
        QVERIFY(m_page->writeTo(path, options));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray svg = file.readAll();
        QVERIFY(svg.contains("<a href=\"https://arxiv.org/abs/2412.19437?a=1&amp;b=2\""));
        QVERIFY(!svg.contains("javascript"));
        QCOMPARE(svg.count("<a "), svg.count("</a>"));
        QVERIFY(svg.contains("/h</text>"));
        QVERIFY(svg.contains("<title>") && svg.contains("<desc>") && svg.contains("id=\"node-MLA\""));
    }

    void anOpenedDiagramIsKeptOnRequest_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("said");
        QTest::newRow("Mermaid") << "ours.mmd"
                                 << QByteArray(
                                        "flowchart LR\n  a[Quokka router] -->|sends| b[Amazon EKS]\n  ??? what\n  b --> c[Wombat store]\n")
                                 << "line 3: ??? what";
        QTest::newRow("DOT") << "ours.dot"
                             << QByteArray("digraph { rankdir=LR; a [label=\"Quokka router\"]; b [label=\"Amazon EKS\"];\n"
                                           "a -> b [label=\"sends\"]; c [label=\"Wombat store\"]; b -> c }\n")
                             << "";
    }
    void anOpenedDiagramIsKeptOnRequest()
    {
        QFETCH(const QString, name);
        QFETCH(const QByteArray, text);
        QFETCH(const QString, said);
        QTemporaryDir folder;
        KnowledgePlaces places{[] { return KnowledgeStore::open(ARCHWAY_BUILD_DIR "/knowledge.db", true)->catalog(); }, read_any_import,
                               UserLayers(folder.filePath(QStringLiteral("layers")).toStdString())};
        Result<WindowKnowledge> knowledge = read_layered(places.base, places.layers);
        QVERIFY(knowledge.ok());
        OwnKnowledge own(*m_workspace, places, std::move(*knowledge));
        QVERIFY(!m_page->keepAction()->isVisible()); // a kind of our own is knowledge already
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        file.close();
        QSignalSpy drawn(m_page.get(), &DiagramPage::drawn);
        m_page->openFile(file.fileName());
        QTRY_VERIFY_WITH_TIMEOUT(!drawn.isEmpty(), 20'000);
        QCOMPARE(view().diagram().nodes.size(), 3U);
        QVERIFY2(m_page->note().contains(said), qPrintable(m_page->note()));
        QCOMPARE(view().diagram().node("b")->entity, std::string("eks"));
        drawn.clear();
        view().select(node("c"));
        press(Qt::Key_F2);
        auto* line = view().viewport()->findChild<QLineEdit*>();
        QTRY_VERIFY(line->isVisible() && line->hasFocus());
        QTest::keyClicks(line, QStringLiteral("Echidna store"));
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!drawn.isEmpty(), 20'000);

        QVERIFY(m_page->keepAction()->isVisible());
        m_page->keepAction()->trigger();
        auto* preview = m_page->findChild<ImportDialog*>();
        QVERIFY(preview);
        QTRY_VERIFY_WITH_TIMEOUT(preview->acceptButton()->isEnabled(), 20'000);
        QVERIFY(preview->headline().contains(name));
        QCOMPARE(preview->list()->findItems(QStringLiteral("quokka-router"), Qt::MatchExactly | Qt::MatchRecursive, 1).size(), 1);
        QCOMPARE(preview->list()->findItems(QStringLiteral("eks"), Qt::MatchExactly | Qt::MatchRecursive, 1).size(), 0);
        if (!said.isEmpty())
            QCOMPARE(preview->list()->findItems(said, Qt::MatchContains | Qt::MatchRecursive, 2).size(), 1);
        QVERIFY(!m_workspace->catalog().entity("quokka-router")); // nothing is done until it is accepted
        QTest::mouseClick(preview->acceptButton(), Qt::LeftButton);
        QTRY_VERIFY(m_workspace->catalog().entity("quokka-router"));
        QVERIFY(m_workspace->catalog().entity("echidna-store") && !m_workspace->catalog().entity("wombat-store"));
        const auto& relations = m_workspace->catalog().knowledge.relations;
        const auto kept = std::find_if(relations.begin(), relations.end(), [](const Relation& r) { return r.from == "quokka-router"; });
        QVERIFY(kept != relations.end());
        QCOMPARE(kept->to + " " + kept->type + " " + kept->because, std::string("eks leads-to sends"));
        QTRY_COMPARE(view().diagram().node("a")->entity, std::string("quokka-router"));
        own.undoStack().undo();
        QVERIFY(!m_workspace->catalog().entity("quokka-router"));
        QTRY_VERIFY(!m_page->findChild<ImportDialog*>());
    }

    void whatCannotBeOpenedIsSaidAndLeavesThePicture()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("broken.dot")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("digraph {\n a -> ") > 0);
        file.close();
        QSignalSpy failed(m_page.get(), &DiagramPage::failed);
        m_page->openFile(file.fileName());
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 20'000);
        QVERIFY(failed.first().first().toString().contains(QStringLiteral("broken.dot")));
        QVERIFY(failed.first().first().toString().contains(QStringLiteral("line 2")));
        QVERIFY(node("MLA") >= 0);
    }

    void aDraggedNodeStaysAndCanBePutBack()
    {
        const QPointF before = view().nodeCentre(node("MLA"));
        const QPointF other = view().nodeCentre(node("GQA"));
        QWidget* viewport = view().viewport();
        QTest::mousePress(viewport, Qt::LeftButton, {}, at("MLA"));
        QTest::mouseMove(viewport, at("MLA") + QPoint(30, 10));
        QTest::mouseMove(viewport, view().mapFromScene(before) + QPoint(60, 40));
        QTest::mouseRelease(viewport, Qt::LeftButton, {}, view().mapFromScene(before) + QPoint(60, 40));
        const QPointF moved = view().nodeCentre(node("MLA"));
        QVERIFY((moved - before).manhattanLength() > 30);
        QCOMPARE(view().nodeCentre(node("GQA")), other);
        // Its edges follow: each begins or ends at the border of the box.
        for (std::size_t i = 0; i < view().diagram().edges.size(); ++i) {
            const DiagramEdge& edge = view().diagram().edges[i];
            if (edge.from != "MLA")
                continue;
            const Point start = view().placed().edges[i].points.front();
            const NodeBox& box = view().placed().nodes[static_cast<std::size_t>(node("MLA"))];
            QVERIFY(std::abs(start.x - box.x) <= box.w / 2 + 1 && std::abs(start.y - box.y) <= box.h / 2 + 1);
        }
        QVERIFY(m_workspace->scenario().window.find("MLA") != std::string::npos);
        // Kept in the file, and in no other picture.
        QTemporaryDir folder;
        QVERIFY(m_workspace->save(folder.filePath(QStringLiteral("x.archway"))));
        m_workspace->undoStack().undo();
        QCOMPARE(view().nodeCentre(node("MLA")), before);
        m_workspace->undoStack().redo();
        QCOMPARE(view().nodeCentre(node("MLA")), moved);
        QVERIFY(m_workspace->open(folder.filePath(QStringLiteral("x.archway"))));
        show("flowchart");
        QVERIFY((view().nodeCentre(node("MLA")) - moved).manhattanLength() < 2);
    }

    void nudgesFromElsewhereDoNoHarm_data()
    {
        QTest::addColumn<QString>("window");
        for (const char* text :
             {"", "[]", "{\"layout\": 5}", "{\"layout\": {\"flowchart\": [1]}}", "{\"layout\": {\"flowchart\": {\"MLA\": \"x\"}}}",
              "{\"layout\": {\"flowchart\": {\"MLA\": [1e300, 0]}}}", "not json"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void nudgesFromElsewhereDoNoHarm()
    {
        QFETCH(const QString, window);
        QVERIFY(read_nudges(window.toStdString(), "flowchart").empty());
        const std::string kept = with_nudges(window.toStdString(), "flowchart", {{"A", {1.4, -2.6}}});
        const Nudges again = read_nudges(kept, "flowchart");
        QCOMPARE(again.size(), 1U);
        QCOMPARE(again.at("A").y, -3.0);
        QVERIFY(read_nudges(kept, "mindmap").empty());
        const std::string other = with_nudges("{\"pinned\":[1]}", "x", {{"A", {1, 1}}});
        QCOMPARE(with_nudges(other, "x", {}), std::string("{\"pinned\":[1]}"));
    }

    void thePointUnderTheCursorStaysWhenZooming()
    {
        for (const QPoint cursor : {QPoint(100, 100), QPoint(400, 300), QPoint(20, 500)}) {
            const QPointF before = view().mapToScene(cursor);
            for (int i = 0; i < 6; ++i)
                view().zoomBy(i % 2 ? 0.7 : 1.9, cursor);
            const QPointF drift = (view().mapToScene(cursor) - before) * view().zoom();
            QVERIFY2(drift.manhattanLength() < 6, qPrintable(QString::number(drift.manhattanLength())));
        }
    }

    void whatIsUnderTheEyeStaysWhenTheLayoutChanges()
    {
        view().zoomBy(1.5 / view().zoom(), view().viewport()->rect().center());
        view().select(node("GQA"));
        view().reveal(node("GQA"));
        const QPoint before = at("GQA");
        QSignalSpy drawn(m_page.get(), &DiagramPage::drawn);
        view().select(node("GQA"));
        m_page->foldSelected();
        QTRY_VERIFY_WITH_TIMEOUT(!drawn.isEmpty(), 20'000);
        QVERIFY2((at("GQA") - before).manhattanLength() <= 3, qPrintable(QString::number((at("GQA") - before).manhattanLength())));
        QCOMPARE(view().selectedNode(), node("GQA"));
    }

    void branchesFoldAndUnfold()
    {
        const auto all = view().diagram().nodes.size();
        QSignalSpy drawn(m_page.get(), &DiagramPage::drawn);
        view().select(node("MoE"));
        press(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(drawn.count(), 1, 20'000);
        QCOMPARE(view().diagram().nodes.size(), all - 2);
        QCOMPARE(node("MoE_AWS"), -1);
        QVERIFY(view().diagram().node("MoE")->label.ends_with("+ 2"));
        press(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(drawn.count(), 2, 20'000);
        QCOMPARE(view().diagram().nodes.size(), all);
        view().select(node("SWA"));
        press(Qt::Key_F);
        QTRY_COMPARE_WITH_TIMEOUT(drawn.count(), 3, 20'000);
        QCOMPARE(view().diagram().nodes.size(), 4U); // the start, itself and its two services
        press(Qt::Key_A);
        QTRY_COMPARE_WITH_TIMEOUT(drawn.count(), 4, 20'000);
        QCOMPARE(view().diagram().nodes.size(), all);
    }

    void arrowsWalkAlongRelations()
    {
        view().select(node("Start"));
        QSignalSpy clicked(&view(), &DiagramView::nodeClicked);
        press(Qt::Key_Right);
        QCOMPARE(clicked.count(), 1);
        const std::string first = view().diagram().nodes[static_cast<std::size_t>(view().selectedNode())].id;
        const auto& edges = view().diagram().edges;
        QVERIFY(std::any_of(edges.begin(), edges.end(), [&](const DiagramEdge& e) { return e.from == "Start" && e.to == first; }));
        press(Qt::Key_Left);
        QCOMPARE(view().selectedNode(), node("Start"));
    }

    void findingAndOverlaysSayWhatIsThere()
    {
        QCOMPARE(m_page->find(QStringLiteral("sagemaker")), 3);
        QCOMPARE(m_page->find(QStringLiteral("no such thing")), 0);
        QCOMPARE(m_page->find(QString()), 0);
        auto* legend = m_page->findChild<Legend*>();
        QVERIFY(legend);
        m_page->setOverlay(Overlay::Verdict);
        QVERIFY(legend->lines().join(u' ').contains(QStringLiteral("here")));
        m_page->setOverlay(Overlay::None);
        QVERIFY(!legend->lines().join(u' ').contains(QStringLiteral("here")));
        // The seeds' 75 % for sliding windows and 85 % for mixtures do not hold as they stand; the worst verdict is shown.
        m_page->setOverlay(Overlay::Claims);
        const auto checked = check(m_workspace->catalog());
        const auto claims = badges(view().diagram(), Overlay::Claims, {m_workspace->catalog(), nullptr, &checked});
        for (const char* id : {"MoE", "SWA", "GQA"}) {
            const std::string sign = claims[static_cast<std::size_t>(node(id))].text;
            QVERIFY2(sign == "✕" || sign == "≈" || sign == "◐", id);
        }
        QVERIFY(legend->lines().join(u' ').contains(QStringLiteral("holds")));
        const auto costs = badges(view().diagram(), Overlay::Cost, {m_workspace->catalog()});
        QVERIFY(std::any_of(costs.begin(), costs.end(), [](const Badge& badge) { return badge.text.ends_with("/h"); }));
        QCOMPARE(costs.size(), view().diagram().nodes.size());
    }

    void tracingFollowsEdges()
    {
        const Diagram& diagram = view().diagram();
        const auto down = trace(diagram, static_cast<std::size_t>(node("MLA")), false, true);
        QCOMPARE(down.nodes.size(), 3U);
        QCOMPARE(down.edges.size(), 2U);
        const auto up = trace(diagram, static_cast<std::size_t>(node("MLA_AWS")), true, false);
        QCOMPARE(up.nodes.size(), 3U);
        QCOMPARE(trace(diagram, static_cast<std::size_t>(node("MLA")), true, true).nodes.size(), 4U);
        QCOMPARE(trace(diagram, 9999, true, true).nodes.size(), 0U);
    }

    void theMinimapShowsWhereOneIs()
    {
        auto* map = m_page->findChild<Minimap*>();
        QVERIFY(map);
        view().fit();
        QVERIFY(map->isHidden());
        view().zoomBy(3 / view().zoom(), QPointF(200, 200));
        QVERIFY(map->isVisible());
        QTest::mouseClick(map, Qt::LeftButton, {}, QPoint(map->width() - 8, map->height() / 2));
        const QPointF middle = view().mapToScene(view().viewport()->rect().center());
        QVERIFY(middle.x() > view().placed().width * 0.8);
    }

    void theClipboardHoldsPictureAndText()
    {
        m_page->copy();
        const QMimeData* data = QGuiApplication::clipboard()->mimeData();
        QVERIFY(data->data(QStringLiteral("image/svg+xml")).startsWith("<svg"));
        QVERIFY(!qvariant_cast<QImage>(data->imageData()).isNull());
        QVERIFY(data->text().startsWith(QStringLiteral("flowchart LR")));
    }

    void aPosterTakesThePagesItNeeds()
    {
        QTemporaryDir folder;
        Layout wide = view().placed();
        wide.width = 3000;
        QCOMPARE(poster_pages(wide, QSizeF(800, 560)).width(), 3); // 3,024 px at 96 to the inch are 2,268 pt
        for (const bool poster : {false, true}) {
            QPrinter printer(QPrinter::ScreenResolution);
            printer.setOutputFormat(QPrinter::PdfFormat);
            printer.setOutputFileName(folder.filePath(QStringLiteral("%1.pdf").arg(poster)));
            print_diagram(printer, view().diagram(), wide, poster);
            QFile file(printer.outputFileName());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto pages = file.readAll().count("/Type /Page\n");
            const QSize needed = poster_pages(wide, printer.pageRect(QPrinter::Point).size());
            QCOMPARE(pages, poster ? needed.width() * needed.height() : 1);
        }
    }

    void everyKindIsShownWithItsOutline()
    {
        auto* outline = m_page->findChild<QTreeWidget*>();
        for (const DiagramKind& kind : diagram_kinds()) {
            show(kind.id.c_str());
            QVERIFY2(view().diagram().nodes.size() > 3, kind.id.c_str());
            int items = 0;
            for (QTreeWidgetItemIterator it(outline); *it; ++it)
                ++items;
            const Diagram& shown = view().diagram(); // a sequence is read step by step
            QCOMPARE(items, static_cast<int>(shown.arranged() == Arrangement::Sequence ? shown.edges.size() : shown.nodes.size()));
        }
    }

    void theOutlineOfASequenceIsItsSteps()
    {
        show("sequence");
        auto* outline = m_page->findChild<QTreeWidget*>();
        QCOMPARE(outline->topLevelItemCount(), 10);
        QVERIFY(outline->topLevelItem(1)->text(0).startsWith(QStringLiteral("2 ")));
        outline->setCurrentItem(outline->topLevelItem(3));
        QCOMPARE(m_workspace->subject().id, QString::fromStdString(view().diagram().edges[3].entity));
        QCOMPARE(view().chosen().size(), 2U); // who asks and who is asked
    }

    void theOutlineFollowsThePicture()
    {
        auto* outline = m_page->findChild<QTreeWidget*>();
        QTest::mouseClick(view().viewport(), Qt::LeftButton, {}, at("MLA"));
        QVERIFY(outline->currentItem());
        QVERIFY(QString::fromStdString(view().diagram().node("MLA")->label).startsWith(outline->currentItem()->text(0)));
    }

    void aPictureIsReadableInTheRoomOfTheWindow_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char* kind : {"deployment", "sequence", "roadmap"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    void aPictureIsReadableInTheRoomOfTheWindow()
    {
        QFETCH(const QString, kind);
        m_page->resize(850, 760); // between the question and the reasons of a window of 1480
        show(qPrintable(kind));
        QTRY_VERIFY2(view().zoom() >= 0.6, qPrintable(QString::number(view().zoom())));
    }

    void aFlowTurnsTheWayInWhichItIsLarger()
    {
        m_page->resize(850, 760);
        show("deployment");
        QCOMPARE(view().diagram().direction, FlowDirection::TopDown);
        // Where a node was moved to is kept with the direction it was moved in.
        const std::string id = view().diagram().nodes.front().id;
        const QPoint from = at(id.c_str());
        QTest::mousePress(view().viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(view().viewport(), from + QPoint(60, 20));
        QTest::mouseRelease(view().viewport(), Qt::LeftButton, {}, from + QPoint(60, 20));
        const std::string window = m_workspace->scenario().window;
        QVERIFY(read_way(window, "deployment") == FlowDirection::TopDown);
        auto again = std::make_unique<DiagramPage>(*m_workspace);
        again->resize(2200, 760); // where it would have stayed as it is read
        again->show();
        QSignalSpy drawn(again.get(), &DiagramPage::drawn);
        again->showKind(QStringLiteral("deployment"));
        QTRY_VERIFY_WITH_TIMEOUT(!drawn.isEmpty(), 20'000);
        QCOMPARE(again->view()->diagram().direction, FlowDirection::TopDown);
        m_workspace->undoStack().undo();
        QVERIFY(!read_way(m_workspace->scenario().window, "deployment"));
    }

    void theOutlineStaysAsTheUserLeftIt()
    {
        auto* outline = m_page->findChild<QTreeWidget*>();
        m_page->resize(850, 760);
        show("flowchart");
        show("roadmap"); // wide: the outline would take room from it
        QVERIFY(outline->isHidden());
        press(Qt::Key_O);
        QVERIFY(!outline->isHidden());
        show("flowchart");
        QVERIFY(!outline->isHidden());
        press(Qt::Key_O);
        QVERIFY(outline->isHidden());
        QSettings().remove(outline_setting);
    }
};

QTEST_MAIN(TestDiagramPage)
#include "tst_diagram_page.moc"
