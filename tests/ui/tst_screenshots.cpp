// SPDX-License-Identifier: GPL-3.0-or-later
// The real window on a real question, every page, light and dark, written as PNG to be looked at. Run at scale 1 and 1.5.
#include "tests/support/shipped_base.h"
#include "tests/ui/own_place.h"
#include "ui/compare/compare_model.h"
#include "ui/compare/compare_page.h"
#include "ui/diagram/diagram_page.h"
#include "ui/diagram/diagram_view.h"
#include "ui/main_window.h"
#include "ui/present/present_view.h"
#include "ui/recent_files.h"
#include "ui/services/candidate_tile.h"
#include "ui/theme.h"

#include <QDir>
#include <QFile>
#include <QLayout>
#include <QPixmap>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>

#include <optional>
#include <utility>

using namespace archway;

class TestScreenshots : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { use_own_place(); }

    void everyPage_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void everyPage()
    {
        QFETCH(const bool, dark);
        Theme::instance().install(*qApp, dark ? Appearance::Dark : Appearance::Light);
        Workspace workspace(shipped_catalog());
        MainWindow window(workspace);
        forget_all_files();
        for (const char* name : {"Tender for the help desk", "Claims triage", "Support assistant"})
            remember_file(QDir::home().filePath(QStringLiteral("Decisions/%1.archway").arg(QLatin1String(name))));
        window.resize(1480, 920);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const QString folder = QStringLiteral(ARCHWAY_BUILD_DIR "/screenshots");
        QVERIFY(QDir().mkpath(folder));
        const auto shoot = [&](const QString& name) {
            const QString file = QStringLiteral("%1/%2-%3-%4.png")
                                     .arg(folder, name, dark ? QStringLiteral("dark") : QStringLiteral("light"),
                                          QString::number(window.devicePixelRatioF()));
            const QPixmap picture = window.grab();
            QVERIFY(picture.save(file));
            QCOMPARE(picture.deviceIndependentSize().toSize(), window.size());
        };
        const auto settle = [] { // sizes settle over several rounds of layout
            for (int i = 0; i < 8; ++i)
                QCoreApplication::processEvents();
        };
        shoot(QStringLiteral("empty"));

        QFile example(QStringLiteral(ARCHWAY_SOURCE_DIR "/resources/examples/deepseek-v3-support.archway"));
        QVERIFY(example.exists());
        window.openProject(example.fileName());
        QVERIFY(workspace.answer().estimate && workspace.answer().estimate->best());
        QTRY_VERIFY_WITH_TIMEOUT(!workspace.answer().decisions.front().flips.empty(), 20'000);
        workspace.explain({Subject::Kind::Formula, QStringLiteral("formula.kv-cache-sequence"), {}});
        std::optional<Scenario> before; // of the page that changes the question
        for (int page = 0; page < window.tabs()->count(); ++page) {
            window.showPage(page);
            QTRY_VERIFY(window.tabs()->currentIndex() == page);
            const QString title = window.tabs()->tabText(page).toLower();
            if (auto* diagrams = window.findChild<DiagramPage*>(); diagrams && title == QStringLiteral("diagrams")) {
                for (const char* kind :
                     {"flowchart", "mindmap", "deployment", "decision", "model", "sequence", "roadmap", "neighbourhood"}) {
                    QSignalSpy drawn(diagrams, &DiagramPage::drawn);
                    diagrams->showKind(QLatin1String(kind));
                    QTRY_VERIFY_WITH_TIMEOUT(!drawn.isEmpty(), 20'000);
                    diagrams->setOverlay(Overlay::None);
                    diagrams->view()->select(2);
                    if (kind == std::string_view("mindmap")) {
                        diagrams->view()->zoomBy(1 / diagrams->view()->zoom(), diagrams->view()->viewport()->rect().center());
                        diagrams->view()->reveal(2);
                        diagrams->traceSelected(true, true);
                    } else if (kind == std::string_view("flowchart")) {
                        diagrams->setOverlay(Overlay::Claims);
                    } else if (kind == std::string_view("neighbourhood")) {
                        diagrams->setOverlay(Overlay::Cost);
                        QVERIFY(diagrams->find(QStringLiteral("ec2")) > 0);
                    }
                    workspace.explain({Subject::Kind::Entity, QStringLiteral("mla"), {}});
                    QCoreApplication::processEvents();
                    shoot(QStringLiteral("diagrams-") + QLatin1String(kind));
                }
                continue;
            }
            if (auto* compare = window.findChild<ComparePage*>(); compare && title == QStringLiteral("compare")) {
                // Two pinned, a third open: fewer users, another model, then as it was.
                before = workspace.scenario();
                const Scenario asked = *before;
                Scenario fewer = asked;
                fewer.title = "The same for ten users";
                fewer.workload.concurrent_sequences = 10;
                Scenario other = asked;
                other.title = "Qwen3-235B instead";
                other.model.text = "qwen3-235b-a22b";
                for (const Scenario& scenario : {asked, fewer, other}) {
                    Scenario next = scenario;
                    next.window = workspace.scenario().window;
                    workspace.change(next, QStringLiteral("another question"));
                    if (next.title != other.title)
                        compare->pin();
                }
                QTRY_VERIFY(compare->model()->headerData(3, Qt::Horizontal, Qt::DisplayRole).toString().contains(QStringLiteral("Qwen3")));
            }
            if (title == QStringLiteral("evidence"))
                workspace.explain({Subject::Kind::Claim, QStringLiteral("kv-tier-condition"), {}});
            settle();
            shoot(title);
            if (const auto asked = std::exchange(before, std::nullopt))
                workspace.change(*asked, QStringLiteral("as before"));
        }
        // A run that trains has a headline, charts and reasons of its own.
        window.openProject(QStringLiteral(ARCHWAY_SOURCE_DIR "/resources/examples/olmo-32b-pretraining.archway"));
        QVERIFY(workspace.answer().estimate && workspace.answer().estimate->best_training());
        workspace.explain({Subject::Kind::Formula, QStringLiteral("formula.training-days"), {}});
        for (const int page : {0, 2}) {
            window.showPage(page);
            settle();
            if (const QList<CandidateTile*> tiles = window.findChildren<CandidateTile*>(); page == 0)
                QTRY_VERIFY(tiles.front()->height() >= tiles.front()->layout()->heightForWidth(tiles.front()->width()));
            shoot(QStringLiteral("training-") + window.tabs()->tabText(page).toLower());
        }
        window.openProject(example.fileName());
        window.showPage(0);
        QTest::keyClick(&window, Qt::Key_F5);
        QTRY_VERIFY(window.isFullScreen());
        auto* presenter = window.findChild<PresentView*>();
        QVERIFY(presenter && presenter->isVisible());
        // A screen of the offscreen platform is small; a room's is not.
        window.resize(1480, 920);
        for (const int step : {0, 2, 4, 5}) {
            presenter->goTo(step);
            settle();
            shoot(QStringLiteral("present-") + QString::number(step + 1));
        }
        QTest::keyClick(presenter, Qt::Key_Escape);
        QTRY_VERIFY(!window.isFullScreen());
    }
};

QTEST_MAIN(TestScreenshots)
#include "tst_screenshots.moc"
