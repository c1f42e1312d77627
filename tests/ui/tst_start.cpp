// SPDX-License-Identifier: GPL-3.0-or-later
// The ways into a question: examples, projects of late, the palette, what is pasted or dropped; and the Roadmap, which leads nowhere yet.
#include "tests/support/shipped_base.h"
#include "tests/ui/own_place.h"
#include "ui/headline/headline.h"
#include "ui/main_window.h"
#include "ui/palette/palette.h"
#include "ui/present/present_view.h"
#include "ui/recent_files.h"
#include "ui/roadmap/roadmap_page.h"
#include "ui/services/services_page.h"
#include "ui/start/examples.h"
#include "ui/start/start_page.h"
#include "ui/theme.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/press_card.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

using namespace archway;

class TestStart : public QObject {
    Q_OBJECT

private:
    Catalog m_catalog;
    QTemporaryDir m_directory;

    static bool says(const MainWindow& window, const QString& words)
    {
        for (const QLabel* label : window.findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(words))
                return true;
        return false;
    }
    template <class T>
    static T* named(const QWidget& window, const QString& name)
    {
        for (T* widget : window.findChildren<T*>())
            if (!widget->isHidden() && widget->accessibleName() == name)
                return widget;
        return nullptr;
    }
    /// Types into the palette as it is opened by its key, and returns its field.
    static QLineEdit* typed(MainWindow& window, const QString& text)
    {
        QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
        auto* edit = window.findChild<QLineEdit*>(QStringLiteral("paletteEdit"));
        QTest::keyClicks(edit, text);
        return edit;
    }
    static void drop(MainWindow& window, const QString& path)
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(9, 9), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(9, 9), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &event);
    }
    QString written(const QString& name, const QByteArray& text)
    {
        QFile file(m_directory.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write");
        return file.fileName();
    }
    QByteArray config() const { return QByteArray::fromStdString(m_catalog.model("llama-3.1-8b")->config); }

private Q_SLOTS:
    void initTestCase()
    {
        use_own_place();
        Theme::instance().install(*qApp, Appearance::Light);
        m_catalog = shipped_catalog();
    }
    void cleanup()
    {
        QVERIFY(QApplication::topLevelWidgets().isEmpty());
        forget_all_files();
    }

    void anEmptyProjectOffersExamplesThatAllOpen()
    {
        const QList<Example> all = examples(m_catalog);
        QVERIFY(all.size() >= 6);
        QVERIFY(std::any_of(all.begin(), all.end(), [](const Example& e) { return e.text.contains(QStringLiteral("pretraining")); }));
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.show();
        auto* start = window.findChild<StartPage*>();
        QVERIFY(start && start->isVisible());
        for (const Example& example : all) {
            PressCard* card = nullptr;
            for (PressCard* each : start->findChildren<PressCard*>())
                if (each->accessibleName().startsWith(example.title))
                    card = each;
            QVERIFY2(card, qPrintable(example.name));
            QTest::keyClick(card, Qt::Key_Return);
            QCOMPARE(QString::fromStdString(workspace.scenario().title), example.title);
            QVERIFY(workspace.path().isEmpty() && !workspace.isModified());
            QVERIFY(!start->isVisible() && window.findChild<ServicesPage*>()->isVisible());
            workspace.newProject();
            QVERIFY(start->isVisible());
        }
    }

    void aChangeLeavesTheStartAndUndoComesBack()
    {
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.show();
        named<Chip>(window, QStringLiteral("Mixture of experts"))->click();
        QVERIFY(!window.findChild<StartPage*>()->isVisible());
        workspace.undoStack().undo();
        QVERIFY(window.findChild<StartPage*>()->isVisible());
    }

    void projectsOfLateAreOffered()
    {
        const QString path = m_directory.filePath(QStringLiteral("A & B.archway"));
        const QString gone = m_directory.filePath(QStringLiteral("gone.archway"));
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.show();
        workspace.openCopy(examples(m_catalog).first().text, QStringLiteral("example"));
        QVERIFY(workspace.save(path) && workspace.save(gone));
        QVERIFY(window.openProject(path) && window.openProject(gone) && window.openProject(path));
        QCOMPARE(recent_files(), QStringList({path, gone}));
        QVERIFY(QFile::remove(gone));
        workspace.newProject();
        QAction* second = nullptr;
        for (QMenu* menu : window.menuBar()->findChildren<QMenu*>()) {
            Q_EMIT menu->aboutToShow();
            for (QAction* action : menu->actions())
                if (action->text().endsWith(QStringLiteral("gone.archway")))
                    second = action;
        }
        QVERIFY(second);
        second->trigger();
        QVERIFY(says(window, QStringLiteral("gone.archway is not there any more")));
        QCOMPARE(recent_files(), QStringList({path}));
        bool offered = false;
        for (QPushButton* button : window.findChild<StartPage*>()->findChildren<QPushButton*>())
            if (button->text().startsWith(QStringLiteral("A && B.archway"))) {
                offered = true;
                button->click();
                break;
            }
        QVERIFY(offered);
        QCOMPARE(workspace.path(), path);
    }

    void theSessionComesBack()
    {
        const QString path = m_directory.filePath(QStringLiteral("session.archway"));
        {
            Workspace workspace(m_catalog);
            MainWindow window(workspace);
            workspace.openCopy(examples(m_catalog).first().text, QStringLiteral("example"));
            QVERIFY(workspace.save(path));
            window.showPage(5);
            QVERIFY(window.close());
        }
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.restoreSession();
        QCOMPARE(workspace.path(), path);
        QCOMPARE(window.tabs()->currentIndex(), 5);
    }

    void thePaletteSetsInputsAndRunsActions()
    {
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(typed(window, QStringLiteral("llama 3.1 8b ask")), Qt::Key_Return);
        QCOMPARE(workspace.scenario().model.text, std::string("llama-3.1-8b"));
        QTest::keyClick(typed(window, QStringLiteral("users = 2k")), Qt::Key_Return);
        QCOMPARE(workspace.scenario().workload.concurrent_sequences, 2000.0);
        workspace.undoStack().undo();
        QCOMPARE(workspace.scenario().workload.concurrent_sequences, 8.0);
        QTest::keyClick(typed(window, QStringLiteral("roadm")), Qt::Key_Return);
        QCOMPARE(window.tabs()->tabText(window.tabs()->currentIndex()), QStringLiteral("Roadmap"));
        QTest::keyClick(typed(window, QStringLiteral("dark")), Qt::Key_Return);
        QVERIFY(Theme::instance().colours().dark);
        Theme::instance().setAppearance(Appearance::Light);
        QTest::keyClick(typed(window, QStringLiteral("region eu-central-1")), Qt::Key_Return);
        QCOMPARE(workspace.scenario().constraints.regions, std::vector<std::string>{"eu-central-1"});
        QTest::keyClick(typed(window, QStringLiteral("kv cache of one sequence formula")), Qt::Key_Return);
        QCOMPARE(workspace.subject().kind, Subject::Kind::Formula);
    }

    void thePaletteIsLeftWithNothingDone()
    {
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QLineEdit* edit = typed(window, QStringLiteral("zzz nothing"));
        auto* palette = window.findChild<Palette*>();
        QVERIFY(palette->isVisible() && palette->offered().isEmpty());
        QTest::keyClick(edit, Qt::Key_Return);
        QVERIFY(workspace.isUntouched());
        QTest::keyClick(edit, Qt::Key_Escape);
        QVERIFY(!palette->isVisible());
        // A value out of range is not offered; the input itself is.
        typed(window, QStringLiteral("utilisation 900"));
        for (const QString& text : palette->offered())
            QVERIFY2(!text.startsWith(QStringLiteral("Set")), qPrintable(text));
        edit->clear();
        QVERIFY(palette->offered().contains(QStringLiteral("Save")));
        // From the last to the first and back.
        auto* list = palette->findChild<QListView*>();
        QTest::keyClick(edit, Qt::Key_Up);
        QCOMPARE(list->currentIndex().row(), list->model()->rowCount() - 1);
        QTest::keyClick(edit, Qt::Key_Down);
        QCOMPARE(list->currentIndex().row(), 0);
    }

    void whatIsPastedOrDroppedIsRead()
    {
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        auto* headline = window.findChild<Headline*>();
        QGuiApplication::clipboard()->setText(QString::fromUtf8(config()));
        QTest::keyClick(&window, Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(workspace.scenario().model.form, ModelForm::Config);
        QCOMPARE(headline->figure(0), QStringLiteral("8.03 B"));
        workspace.undoStack().undo();
        drop(window, written(QStringLiteral("config.json"), config()));
        QCOMPARE(headline->figure(0), QStringLiteral("8.03 B"));
        workspace.undoStack().undo();
        QVERIFY(!workspace.isModified());
        // A project is told by what is in it, whatever the file is called.
        const QByteArray project = examples(m_catalog).first().text.toUtf8();
        drop(window, written(QStringLiteral("a.archway"), project));
        QCOMPARE(workspace.path(), m_directory.filePath(QStringLiteral("a.archway")));
        workspace.newProject();
        QGuiApplication::clipboard()->setText(QString::fromUtf8(project));
        QTest::keyClick(&window, Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(workspace.path().isEmpty() && workspace.model());
    }

    void aDroppedDiagramIsShown()
    {
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.show();
        drop(window, QStringLiteral(ARCHWAY_TEST_DATA "/mermaid/shapes.mmd"));
        QCOMPARE(window.tabs()->tabText(window.tabs()->currentIndex()), QStringLiteral("Diagrams"));
        auto* kinds = named<QComboBox>(window, QStringLiteral("Kind of diagram"));
        QTRY_COMPARE(kinds->currentText(), QStringLiteral("shapes.mmd"));
        QVERIFY(!workspace.isModified());
    }

    void whatCannotBeReadIsSaidWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("name");
        QTest::newRow("no JSON") << QByteArray("hello") << QStringLiteral("note.json");
        QTest::newRow("a list") << QByteArray("[1, 2]") << QStringLiteral("list.json");
        QTest::newRow("nothing of a model") << QByteArray("{\"x\": 1}") << QStringLiteral("other.json");
        QTest::newRow("broken project") << QByteArray("{\"archway\": 1, \"phase\": \"dreaming\"}") << QStringLiteral("dream.archway");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("empty.json");
    }
    void whatCannotBeReadIsSaidWithItsPlace()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, name);
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.show();
        drop(window, written(name, text));
        QVERIFY(workspace.isUntouched());
        QVERIFY(says(window, name));
        QTest::keyClick(&window, Qt::Key_Escape);
        QVERIFY(!says(window, name));
    }

    void regionsAreAddedAndLeftOut()
    {
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        Scenario next = workspace.scenario();
        next.constraints.regions = {"us-east-1", "eu-west-1"};
        workspace.change(next, QStringLiteral("two"));
        named<Chip>(window, QStringLiteral("Region us-east-1"))->click();
        QCOMPARE(workspace.scenario().constraints.regions, std::vector<std::string>{"eu-west-1"});
        QTRY_VERIFY(!named<Chip>(window, QStringLiteral("Region us-east-1")));
        named<Chip>(window, QStringLiteral("Region eu-west-1"))->click(); // the only one stays
        QCOMPARE(workspace.scenario().constraints.regions, std::vector<std::string>{"eu-west-1"});
        QVERIFY(named<Chip>(window, QStringLiteral("Region eu-west-1"))->isChecked());
        named<Chip>(window, QStringLiteral("Bought as Reserved, 3 years"))->click();
        QCOMPARE(workspace.scenario().constraints.purchase.back(), std::string("reserved-3y"));
    }

    void theRoadmapShowsEveryProposalAsOne()
    {
        Workspace workspace(m_catalog);
        RoadmapPage page(workspace);
        page.resize(1000, 700);
        page.show();
        int proposed = 0;
        for (const Entity& entity : m_catalog.knowledge.entities) {
            const bool shown = entity.kind == "proposed-service" || entity.kind == "roadmap-item" || entity.kind == "trend";
            if (!shown)
                continue;
            const QString name = QString::fromStdString(entity.name);
            PressCard* card = nullptr;
            for (PressCard* each : page.findChildren<PressCard*>())
                if (each->accessibleName().startsWith(name + u','))
                    card = each;
            QVERIFY2(card, qPrintable(name));
            QTest::mouseClick(card, Qt::LeftButton);
            QCOMPARE(workspace.subject().id, QString::fromStdString(entity.id));
            if (entity.kind == "proposed-service") {
                ++proposed;
                QVERIFY2(card->accessibleName().contains(QStringLiteral("PROPOSED")), qPrintable(name));
            }
        }
        QVERIFY(proposed >= 9);
    }

    void itFitsASmallScreen()
    {
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.resize(1024, 700);
        window.show();
        for (const Example& example : examples(m_catalog)) {
            workspace.openCopy(example.text, example.name);
            QVERIFY2(window.minimumSizeHint().width() <= 1024 && window.minimumSizeHint().height() <= 700, qPrintable(example.name));
        }
        QCOMPARE(window.size(), QSize(1024, 700));
    }

    void aPresentationFollowsTheReasoningLive()
    {
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        workspace.openCopy(examples(m_catalog).first().text, QStringLiteral("example"));
        QTest::keyClick(&window, Qt::Key_F5);
        QTRY_VERIFY(window.isFullScreen());
        auto* presenter = window.findChild<PresentView*>();
        QVERIFY(presenter->isVisible());
        QTest::keyClick(presenter, Qt::Key_Right);
        QCOMPARE(presenter->step(), 1);
        QTest::keyClick(presenter, Qt::Key_End);
        QCOMPARE(presenter->step(), 7);
        QTest::keyClick(presenter, Qt::Key_Right); // there is no ninth
        QCOMPARE(presenter->step(), 7);
        QTest::keyClick(presenter, Qt::Key_Home);
        QCOMPARE(presenter->step(), 0);
        presenter->goTo(2);
        const QString before = presenter->accessibleDescription();
        auto* users = named<QLineEdit>(*presenter, QStringLiteral("Users at once"));
        QVERIFY(users->width() >= QFontMetrics(users->font()).horizontalAdvance(QStringLiteral("00 000 ms")));
        users->selectAll();
        QTest::keyClicks(users, QStringLiteral("3"));
        QTest::keyClick(users, Qt::Key_Return);
        QCOMPARE(workspace.scenario().workload.concurrent_sequences, 3.0);
        QVERIFY(presenter->accessibleDescription() != before);
        // What is kept goes into the project, and can be taken back.
        QTest::keyClick(presenter, Qt::Key_L);
        QCOMPARE(decision_log(workspace.scenario()).size(), 1);
        workspace.undoStack().undo();
        QVERIFY(decision_log(workspace.scenario()).isEmpty());
        QTest::keyClick(presenter, Qt::Key_S);
        QTest::keyClick(presenter, Qt::Key_Escape); // the spotlight first
        QVERIFY(presenter->isVisible());
        QTest::keyClick(presenter, Qt::Key_Escape);
        QVERIFY(!presenter->isVisible() && window.tabs()->isVisible());
        QTRY_VERIFY(!window.isFullScreen());
    }

    void everyKindOfQuestionCanBePresented()
    {
        Workspace workspace(m_catalog);
        QCOMPARE(present_steps(workspace).size(), 8);
        for (const Example& example : examples(m_catalog)) {
            QVERIFY(workspace.openCopy(example.text, example.name));
            for (const PresentStep& step : present_steps(workspace))
                QVERIFY2(!step.title.isEmpty() && !step.lead.isEmpty(), qPrintable(example.name + step.title));
        }
    }

    void noTwoActionsShareAKey()
    {
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        QMap<QString, QString> taken;
        for (QMenu* menu : window.menuBar()->findChildren<QMenu*>()) {
            for (const QAction* action : menu->actions()) {
                for (const QKeySequence& keys : action->shortcuts()) {
                    QVERIFY2(!taken.contains(keys.toString()), qPrintable(action->text() + taken.value(keys.toString())));
                    taken.insert(keys.toString(), action->text());
                }
            }
        }
        QVERIFY(taken.size() > 20);
    }

    void everyControlHasAnAccessibleName()
    {
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.show();
        const auto walk = [](auto&& self, QAccessibleInterface* each, QStringList& nameless) -> void {
            const QAccessible::State state = each->state();
            const auto* widget = qobject_cast<QWidget*>(each->object());
            const bool own = widget && !widget->objectName().startsWith(QStringLiteral("qt_")) && each->role() != QAccessible::Client
                && each->role() != QAccessible::Pane;
            if (own && state.focusable && !state.invisible && each->text(QAccessible::Name).isEmpty())
                nameless << QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName();
            for (int i = 0; i < each->childCount(); ++i)
                if (QAccessibleInterface* child = each->child(i))
                    self(self, child, nameless);
        };
        for (const bool asked : {false, true}) {
            if (asked)
                workspace.openCopy(examples(m_catalog).first().text, QStringLiteral("example"));
            QStringList nameless;
            walk(walk, QAccessible::queryAccessibleInterface(&window), nameless);
            nameless.removeIf([](const QString& name) { return name.startsWith(QStringLiteral("QLabel")); });
            QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral(", "))));
        }
    }
};

QTEST_MAIN(TestStart)
#include "tst_start.moc"
