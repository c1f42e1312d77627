// SPDX-License-Identifier: GPL-3.0-or-later
// The diagram as hands meet it: wheel, touch, mouse and keys as the system sends them, and what a reader of the screen is told.
#include "tests/support/shipped_base.h"
#include "tests/ui/own_place.h"
#include "ui/diagram/diagram_page.h"
#include "ui/diagram/diagram_view.h"
#include "ui/diagram/legend.h"
#include "ui/diagram/outline.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QPrintPreviewDialog>
#include <QPrintPreviewWidget>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QToolTip>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>
#include <QWheelEvent>

using namespace archway;

class TestDiagramByHand : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<DiagramPage> m_page;

    DiagramView& view() const { return *m_page->view(); }
    QWidget* sheet() const { return view().viewport(); }

    void show(const char* kind)
    {
        QSignalSpy drawn(m_page.get(), &DiagramPage::drawn);
        m_page->showKind(QLatin1String(kind));
        QTRY_VERIFY_WITH_TIMEOUT(!drawn.isEmpty(), 20'000);
    }

    void press(Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier)
    {
        view().setFocus();
        QTRY_VERIFY(view().hasFocus());
        QTest::keyClick(&view(), key, with);
    }

    int node(const char* id) const
    {
        const auto at = index_of(view().diagram());
        const auto found = at.find(id);
        return found == at.end() ? -1 : static_cast<int>(found->second);
    }

    QPoint at(const char* id) const { return view().mapFromScene(view().nodeCentre(node(id))); }

    /// A place of the sheet where nothing is.
    QPoint nowhere() const
    {
        for (int y = 10; y < sheet()->height(); y += 10) {
            for (int x = 10; x < sheet()->width(); x += 10) {
                const QPointF scene = view().mapToScene(x, y);
                if (view().nodeAt(scene) < 0 && view().edgeAt(scene) < 0 && !sheet()->childAt(x, y))
                    return {x, y};
            }
        }
        return {};
    }

    /// Is the whole picture in sight?
    bool allInSight() const
    {
        const QRectF seen = view().mapToScene(sheet()->rect()).boundingRect();
        return seen.contains(QRectF(0, 0, view().placed().width, view().placed().height));
    }

    QString tip(QPoint where)
    {
        QToolTip::hideText();
        const QPointF at(where);
        QMouseEvent move(QEvent::MouseMove, at, sheet()->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(sheet(), &move);
        return QToolTip::text();
    }

    QTreeWidget& outline() const { return *m_page->findChild<QTreeWidget*>(); }

private Q_SLOTS:
    void initTestCase()
    {
        use_own_place();
        QAccessible::setActive(true);
    }
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
        m_page->activateWindow();
        show("flowchart");
    }
    void cleanup()
    {
        QToolTip::hideText();
        m_page.reset();
        m_workspace.reset();
    }

    void theWheelZoomsAtTheCursor()
    {
        const QPointF cursor = at("MLA");
        const QPointF under = view().mapToScene(cursor.toPoint());
        const qreal before = view().zoom();
        for (int i = 0; i < 5; ++i) {
            QWheelEvent turn(cursor, sheet()->mapToGlobal(cursor), {}, QPoint(0, 120), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                             false);
            QApplication::sendEvent(sheet(), &turn);
        }
        QVERIFY(view().zoom() > before * 2);
        const QPoint drift = view().mapFromScene(under) - cursor.toPoint(); // scroll bars know whole pixels only
        QVERIFY2(drift.manhattanLength() <= 6, qPrintable(QString::number(drift.manhattanLength())));
        // Two fingers on a pad move the sheet instead.
        const qreal zoomed = view().zoom();
        const QPoint there = view().mapFromScene(under);
        QWheelEvent swipe(cursor, sheet()->mapToGlobal(cursor), QPoint(30, -20), QPoint(30, -20), Qt::NoButton, Qt::NoModifier,
                          Qt::ScrollUpdate, false);
        QApplication::sendEvent(sheet(), &swipe);
        QCOMPARE(view().zoom(), zoomed);
        QCOMPARE(view().mapFromScene(under) - there, QPoint(30, -20));
    }

    void twoFingersZoomWhereTheyAre()
    {
        const QPointF where = at("GQA");
        const QPointF under = view().mapToScene(where.toPoint());
        const qreal before = view().zoom();
        QNativeGestureEvent spread(Qt::ZoomNativeGesture, QPointingDevice::primaryPointingDevice(), 2, where, where,
                                   sheet()->mapToGlobal(where), 0.5, {});
        QApplication::sendEvent(sheet(), &spread);
        QCOMPARE(view().zoom(), before * 1.5);
        QVERIFY((view().mapFromScene(under) - where.toPoint()).manhattanLength() <= 3);
        // On a screen that is touched.
        std::unique_ptr<QPointingDevice> screen(QTest::createTouchDevice());
        const QPoint middle = where.toPoint();
        const auto fingers = [&](int apart) { return std::pair(middle - QPoint(apart, 0), middle + QPoint(apart, 0)); };
        const qreal touched = view().zoom();
        QTest::touchEvent(sheet(), screen.get()).press(0, fingers(40).first).press(1, fingers(40).second);
        for (int apart = 50; apart <= 120; apart += 10)
            QTest::touchEvent(sheet(), screen.get()).move(0, fingers(apart).first).move(1, fingers(apart).second);
        QTest::touchEvent(sheet(), screen.get()).release(0, fingers(120).first).release(1, fingers(120).second);
        QVERIFY2(view().zoom() > touched * 1.3, qPrintable(QString::number(view().zoom() / touched)));
    }

    void theSheetIsPulledWithEitherButton_data()
    {
        QTest::addColumn<Qt::MouseButton>("button");
        QTest::addColumn<bool>("onNode");
        QTest::newRow("left, where nothing is") << Qt::LeftButton << false;
        QTest::newRow("middle, where nothing is") << Qt::MiddleButton << false;
        QTest::newRow("middle, on a node") << Qt::MiddleButton << true;
    }
    void theSheetIsPulledWithEitherButton()
    {
        QFETCH(const Qt::MouseButton, button);
        QFETCH(const bool, onNode);
        const QPoint from = onNode ? at("MLA") : nowhere();
        const QPointF under = view().mapToScene(from);
        const std::string before = m_workspace->scenario().window;
        QTest::mousePress(sheet(), button, {}, from);
        for (const QPoint by : {QPoint(20, 10), QPoint(60, 30), QPoint(90, 40)}) {
            const QPointF to(from + by);
            QMouseEvent move(QEvent::MouseMove, to, sheet()->mapToGlobal(to), Qt::NoButton, button, Qt::NoModifier);
            QApplication::sendEvent(sheet(), &move);
        }
        QTest::mouseRelease(sheet(), button, {}, from + QPoint(90, 40));
        QVERIFY((view().mapFromScene(under) - from - QPoint(90, 40)).manhattanLength() <= 2);
        QCOMPARE(m_workspace->scenario().window, before); // no node was moved
        QVERIFY(view().selectedNode() < 0);
    }

    void keysZoomAndFit()
    {
        QVERIFY(allInSight());
        const qreal fitted = view().zoom();
        for (int i = 0; i < 6; ++i)
            press(Qt::Key_Plus);
        QVERIFY(view().zoom() > fitted * 2 && !allInSight());
        press(Qt::Key_Minus);
        press(Qt::Key_0);
        QCOMPARE(view().zoom(), fitted);
        QVERIFY(allInSight());
        m_page->resize(700, 500); // what is fitted stays so
        QTRY_VERIFY(view().zoom() < fitted);
        QVERIFY(allInSight());
    }

    void aClickAsksWhy()
    {
        QTest::mouseClick(sheet(), Qt::LeftButton, {}, at("MLA"));
        QCOMPARE(m_workspace->subject().id, QStringLiteral("mla"));
        QCOMPARE(view().selectedNode(), node("MLA"));
        // On a line: the relation itself.
        const auto& edges = view().diagram().edges;
        const auto edge = std::find_if(edges.begin(), edges.end(), [](const DiagramEdge& e) { return e.from == "MoE"; });
        QVERIFY(edge != edges.end() && !edge->relation.empty());
        const std::vector<Point>& points = view().placed().edges[static_cast<std::size_t>(edge - edges.begin())].points;
        const Point middle{(points[1].x + points[2].x) / 2, (points[1].y + points[2].y) / 2};
        QTest::mouseClick(sheet(), Qt::LeftButton, {}, view().mapFromScene(QPointF(middle.x, middle.y)));
        QCOMPARE(m_workspace->subject().kind, Subject::Kind::Relation);
        QCOMPARE(m_workspace->subject().id, QString::fromStdString(edge->relation));
    }

    void aClickOnNothingLetsGo()
    {
        QTest::mouseClick(sheet(), Qt::LeftButton, {}, at("MLA"));
        press(Qt::Key_B);
        QVERIFY(view().chosen().size() > 3);
        QTest::mouseClick(sheet(), Qt::LeftButton, {}, nowhere());
        QCOMPARE(view().selectedNode(), -1);
        QVERIFY(view().chosen().empty());
        QVERIFY(!outline().currentItem());
    }

    void hoveringSaysTheReason()
    {
        const QString words = tip(at("MLA"));
        QVERIFY(words.contains(QString::fromStdString(shown_line(view().diagram().node("MLA")->tooltip, 600)).toHtmlEscaped()));
        QCOMPARE(sheet()->cursor().shape(), Qt::PointingHandCursor);
        tip(nowhere());
        QTRY_VERIFY(!QToolTip::isVisible()); // it goes a moment later
        show("future-services");
        bool said = false;
        for (std::size_t i = 0; i < view().diagram().edges.size() && !said; ++i) {
            const std::vector<Point>& points = view().placed().edges[i].points;
            const QPointF middle((points[1].x + points[2].x) / 2, (points[1].y + points[2].y) / 2);
            if (!view().diagram().edges[i].reason.empty() && view().edgeAt(middle) == static_cast<int>(i)) {
                said = true;
                QVERIFY(tip(view().mapFromScene(middle))
                            .contains(QString::fromStdString(shown_line(view().diagram().edges[i].reason, 600)).toHtmlEscaped()));
            }
        }
        QVERIFY(said);
    }

    void keysTrace_data()
    {
        QTest::addColumn<Qt::Key>("key");
        QTest::addColumn<int>("lit");
        QTest::newRow("up: the start") << Qt::Key_U << 2;
        QTest::newRow("down: its two services") << Qt::Key_D << 3;
        QTest::newRow("both") << Qt::Key_B << 4;
    }
    void keysTrace()
    {
        QFETCH(const Qt::Key, key);
        QFETCH(const int, lit);
        QTest::mouseClick(sheet(), Qt::LeftButton, {}, at("MLA"));
        press(key);
        QCOMPARE(static_cast<int>(view().chosen().size()), lit);
        press(Qt::Key_Escape);
        QCOMPARE(static_cast<int>(view().chosen().size()), 4); // itself and what it is linked to
    }

    void findingIsTypedAndCounted()
    {
        press(Qt::Key_F, Qt::ControlModifier);
        auto* line = view().findChild<QLineEdit*>(QString(), Qt::FindDirectChildrenOnly);
        QVERIFY(line && line->isVisible());
        QTRY_VERIFY(line->hasFocus());
        QTest::keyClicks(line, QStringLiteral("SAGEMAKER"));
        QCOMPARE(view().chosen().size(), 3U);
        const int first = view().selectedNode();
        QCOMPARE(line->accessibleDescription(), QStringLiteral("1 of 3"));
        QTest::keyClick(line, Qt::Key_Return);
        QVERIFY(view().selectedNode() != first && view().selectedNode() >= 0);
        QCOMPARE(line->accessibleDescription(), QStringLiteral("2 of 3"));
        QTest::keyClicks(line, QStringLiteral(" nowhere"));
        QCOMPARE(line->accessibleDescription(), QStringLiteral("nothing"));
        QTest::keyClick(line, Qt::Key_Escape);
        QVERIFY(!line->isVisible());
        QTRY_VERIFY(view().hasFocus());
    }

    void anOverlayIsChosenAndExplained()
    {
        QComboBox* overlays = nullptr;
        for (QComboBox* box : m_page->findChildren<QComboBox*>()) {
            if (box->accessibleName() == QStringLiteral("Overlay"))
                overlays = box;
        }
        QVERIFY(overlays);
        overlays->setFocus();
        for (int i = 1; i < overlays->count(); ++i) {
            QTest::keyClick(overlays, Qt::Key_Down);
            QCOMPARE(overlays->currentIndex(), i);
            const auto& shown = view().badges();
            const auto badge = std::find_if(shown.begin(), shown.end(), [](const Badge& each) { return !each.text.empty(); });
            QVERIFY2(badge != shown.end(), qPrintable(overlays->currentText()));
            QVERIFY(m_page->findChild<Legend*>()->lines().contains(QString::fromStdString(badge->meaning)));
        }
    }

    void aGroupHoldsWhatIsMovedInIt()
    {
        m_page->resize(1900, 760);
        show("future-services");
        const auto& diagram = view().diagram();
        const auto moved
            = std::find_if(diagram.nodes.begin(), diagram.nodes.end(), [](const DiagramNode& each) { return !each.cluster.empty(); });
        QVERIFY(moved != diagram.nodes.end());
        const QPoint from = at(moved->id.c_str());
        QTest::mousePress(sheet(), Qt::LeftButton, {}, from);
        QTest::mouseMove(sheet(), from + QPoint(20, 0));
        QTest::mouseMove(sheet(), from + QPoint(160, 0));
        QTest::mouseRelease(sheet(), Qt::LeftButton, {}, from + QPoint(160, 0));
        const NodeBox& box = view().placed().nodes[static_cast<std::size_t>(moved - diagram.nodes.begin())];
        for (std::size_t c = 0; c < diagram.clusters.size(); ++c) {
            const NodeBox& group = view().placed().clusters[c];
            if (diagram.clusters[c].id == moved->cluster)
                QVERIFY(box.x + box.w / 2 < group.x + group.w / 2 && group.x + group.w / 2 <= view().placed().width + 1);
        }
    }

    void theOutlineIsATwinOfThePicture()
    {
        outline().setVisible(true);
        outline().setFocus();
        QTRY_VERIFY(outline().hasFocus());
        QTest::keyClick(&outline(), Qt::Key_Home);
        QTest::keyClick(&outline(), Qt::Key_Down);
        QVERIFY(outline().currentItem());
        const int chosen = outlined_node(*outline().currentItem());
        QCOMPARE(view().selectedNode(), chosen);
        const DiagramNode picked = view().diagram().nodes[static_cast<std::size_t>(chosen)];
        QCOMPARE(m_workspace->subject().id, QString::fromStdString(picked.entity));
        // What is told of it: its whole label, and where its lines lead.
        QAccessibleInterface* tree = QAccessible::queryAccessibleInterface(&outline());
        QVERIFY(tree && tree->text(QAccessible::Name) == QStringLiteral("Outline of the diagram"));
        const QString told = outline().currentItem()->data(0, Qt::AccessibleDescriptionRole).toString();
        QVERIFY2(told.contains(QStringLiteral("; leads to ")) && told.contains(QStringLiteral("; comes from LLM Architectural Innovation")),
                 qPrintable(told));
        bool found = false;
        for (int i = 0; i < tree->childCount() && !found; ++i)
            found = tree->child(i) && tree->child(i)->text(QAccessible::Description) == told;
        QVERIFY(found);
        // Folding and naming work from here, and the line stays the current one.
        QSignalSpy drawn(m_page.get(), &DiagramPage::drawn);
        QTest::keyClick(&outline(), Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(drawn.count(), 1, 20'000);
        QVERIFY(view().diagram().node(picked.id)->label.find("\n+ ") != std::string::npos);
        QVERIFY(outline().currentItem() && outlined_node(*outline().currentItem()) == view().selectedNode());
        QTest::keyClick(&outline(), Qt::Key_F2);
        auto* name = sheet()->findChild<QLineEdit*>();
        QTRY_VERIFY(name->isVisible());
        QTest::keyClick(name, Qt::Key_Escape);
    }

    void everyKindCanBeWalkedByKeys()
    {
        for (const char* kind :
             {"deployment", "decision", "model", "inference-pipeline", "class", "roadmap", "mindmap-radial", "sequence"}) {
            show(kind);
            view().select(0);
            std::set<int> seen{0};
            for (const Qt::Key key : {Qt::Key_Right, Qt::Key_Down, Qt::Key_Right, Qt::Key_Up, Qt::Key_Left, Qt::Key_Down}) {
                press(key);
                QVERIFY2(view().selectedNode() >= 0, kind);
                seen.insert(view().selectedNode());
            }
            QVERIFY2(seen.size() > 1, kind);
        }
    }

    void whatCanBeFocusedHasAName()
    {
        for (QWidget* each : m_page->findChildren<QWidget*>()) {
            if (!each->isVisible() || each->focusPolicy() == Qt::NoFocus || each == sheet())
                continue;
            QAccessibleInterface* told = QAccessible::queryAccessibleInterface(each);
            QVERIFY2(told && !told->text(QAccessible::Name).isEmpty(), each->metaObject()->className());
        }
        // The tab key reaches the picture and its twin.
        outline().setVisible(true);
        std::set<QWidget*> reached;
        for (int i = 0; i < 40; ++i) {
            QTest::keyClick(m_page->focusWidget() ? m_page->focusWidget() : m_page.get(), Qt::Key_Tab);
            reached.insert(QApplication::focusWidget());
        }
        QVERIFY(reached.contains(&view()) && reached.contains(&outline()));
        for (const QAction* action : m_page->findChild<QMenu*>()->actions())
            QVERIFY(action->isSeparator() || !action->text().isEmpty());
    }

    void theMenuIsOfTheNodeUnderTheMouse()
    {
        QContextMenuEvent asked(QContextMenuEvent::Mouse, at("SWA"), sheet()->mapToGlobal(at("SWA")));
        QApplication::sendEvent(sheet(), &asked);
        QCOMPARE(view().selectedNode(), node("SWA"));
        auto* menu = m_page->findChild<QMenu*>();
        QTRY_VERIFY(menu->isVisible());
        menu->close();
    }

    void thePrintIsSeenBefore_data()
    {
        QTest::addColumn<QString>("entry");
        QTest::addColumn<int>("pages");
        QTest::newRow("one page") << QStringLiteral("Print on one page…") << 1;
        QTest::newRow("poster") << QStringLiteral("Print as a poster…") << 4;
    }
    void thePrintIsSeenBefore()
    {
        QFETCH(const QString, entry);
        QFETCH(const int, pages);
        show("mindmap");
        int seen = 0;
        QTimer::singleShot(0, this, [&seen] {
            auto* preview = qobject_cast<QPrintPreviewDialog*>(QApplication::activeModalWidget());
            if (!preview)
                return;
            auto* sheets = preview->findChild<QPrintPreviewWidget*>();
            sheets->updatePreview();
            seen = sheets->pageCount();
            preview->close();
        });
        for (QAction* action : m_page->findChild<QMenu*>()->actions()) {
            if (action->text() == entry)
                action->trigger();
        }
        QCOMPARE(seen, pages);
    }

    void aKeyCopiesInSeveralFormats()
    {
        QGuiApplication::clipboard()->clear();
        press(Qt::Key_C, Qt::ControlModifier);
        const QMimeData* data = QGuiApplication::clipboard()->mimeData();
        QVERIFY(data->hasFormat(QStringLiteral("image/svg+xml")) && data->hasImage() && data->hasText());
    }
};

QTEST_MAIN(TestDiagramByHand)
#include "tst_diagram_by_hand.moc"
