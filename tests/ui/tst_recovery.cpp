// SPDX-License-Identifier: GPL-3.0-or-later
// Unsaved changes through a crash: what a killed window leaves is offered once, restored whole, and never taken from one that runs.
#include "tests/support/shipped_base.h"
#include "tests/ui/own_place.h"
#include "ui/main_window.h"
#include "ui/recovery.h"
#include "ui/theme.h"
#include "ui/widgets/offer_bar.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QMessageBox>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <QTimer>
#include <algorithm>

#include <csignal>
#include <optional>
#include <sys/resource.h>

using namespace archway;

class TestRecovery : public QObject {
    Q_OBJECT

private:
    Catalog m_catalog;
    std::optional<QTemporaryDir> m_directory;
    qint64 m_dead = 0; ///< id of a process that is gone

    [[nodiscard]] QString folder() const { return m_directory->filePath(QStringLiteral("unsaved")); }
    [[nodiscard]] QStringList copies() const { return QDir(folder()).entryList({QStringLiteral("*.unsaved")}); }

    static QByteArray contents(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void put(const QString& path, const QByteArray& text)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    static void ask(Workspace& workspace, const std::string& model, double users)
    {
        Scenario next = workspace.scenario();
        next.model.form = ModelForm::Id;
        next.model.text = model;
        next.workload.concurrent_sequences = users;
        next.assumed.erase("model");
        next.assumed.erase("workload.concurrent_sequences");
        workspace.change(next, QStringLiteral("a question"));
    }
    static void press(const MainWindow& window, const QString& text)
    {
        for (auto* button : window.findChild<OfferBar*>()->findChildren<QPushButton*>())
            if (button->text() == text)
                return button->click();
        QFAIL("no such button");
    }
    static bool offers(const MainWindow& window) { return !window.findChild<OfferBar*>()->isHidden(); }
    /// Answers the next question box.
    static void answerNext(QMessageBox::StandardButton button)
    {
        QTimer::singleShot(0, [button] {
            if (auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget()))
                box->button(button)->click();
        });
    }
    /// A window changes a project of `path` and is killed: what is on the disk at that moment, its lock naming a process that is gone.
    void crash(const QString& path, const std::string& model, double users)
    {
        QHash<QString, QByteArray> left;
        {
            Workspace workspace(m_catalog);
            MainWindow window(workspace);
            if (!path.isEmpty())
                window.openProject(path);
            window.keepUnsaved(folder());
            const QStringList before = QDir(folder()).entryList(QDir::Files);
            ask(workspace, model, users);
            QVERIFY(window.recovery()->writeNow());
            for (const QString& name : QDir(folder()).entryList(QDir::Files)) {
                QByteArray text = contents(folder() + u'/' + name);
                if (name.endsWith(QStringLiteral(".lock")))
                    text = QByteArray::number(m_dead) + text.mid(text.indexOf('\n'));
                if (!before.contains(name))
                    left.insert(name, text);
            }
            window.recovery()->forget();
        }
        QCOMPARE(left.size(), 2);
        for (auto file = left.cbegin(); file != left.cend(); ++file)
            put(folder() + u'/' + file.key(), file.value());
    }

private Q_SLOTS:
    void initTestCase()
    {
        use_own_place();
        Theme::instance().install(*qApp, Appearance::Light);
        m_catalog = shipped_catalog();
        QProcess gone;
        gone.start(QStringLiteral(ARCHWAY_BUILD_DIR "/archway"), {QStringLiteral("--version")});
        QVERIFY(gone.waitForStarted());
        m_dead = gone.processId();
        QVERIFY(gone.waitForFinished());
    }
    void init() { m_directory.emplace(); }

    void whatACrashLeavesIsRestored()
    {
        const QString path = m_directory->filePath(QStringLiteral("support.archway"));
        {
            Workspace workspace(m_catalog);
            ask(workspace, "llama-3.1-8b", 4);
            QVERIFY(workspace.save(path));
        }
        const QByteArray saved = contents(path);
        crash(path, "deepseek-v3", 321);
        QCOMPARE(copies().size(), 1);

        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.keepUnsaved(folder());
        window.show();
        QVERIFY(offers(window));
        QVERIFY(window.findChild<OfferBar*>()->findChild<QLabel*>()->text().contains(QStringLiteral("support.archway")));
        ask(workspace, "llama-3.1-8b", 9); // does not take the offer away
        QVERIFY(offers(window));
        workspace.undoStack().undo();
        press(window, QStringLiteral("Restore"));
        QVERIFY(!offers(window));
        QCOMPARE(QString::fromStdString(workspace.scenario().model.text), QStringLiteral("deepseek-v3"));
        QCOMPARE(workspace.scenario().workload.concurrent_sequences, 321.0);
        QCOMPARE(workspace.path(), path);
        QVERIFY(workspace.isModified());
        QCOMPARE(contents(path), saved);
        QCOMPARE(copies().size(), 1); // this window's own now: a second crash loses nothing either
        QVERIFY(workspace.save(path));
        QVERIFY(contents(path) != saved);
        QVERIFY(copies().isEmpty());
        window.close();
        QVERIFY(QDir(folder()).isEmpty());
    }

    void discardedIsGoneAndLaterIsAskedAgain()
    {
        crash({}, "gpt-oss-120b", 12);
        for (const char* answer : {"Later", "Discard", ""}) {
            Workspace workspace(m_catalog);
            MainWindow window(workspace);
            window.keepUnsaved(folder());
            QCOMPARE(offers(window), *answer != '\0');
            if (*answer != '\0')
                press(window, QLatin1String(answer));
            QVERIFY(!offers(window));
            QVERIFY(!workspace.isModified());
            window.close();
        }
        QVERIFY(QDir(folder()).isEmpty());
    }

    void severalAreOfferedInTurn()
    {
        crash({}, "gpt-oss-120b", 12);
        crash({}, "llama-3.1-8b", 34);
        QCOMPARE(copies().size(), 2);
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.keepUnsaved(folder());
        press(window, QStringLiteral("Restore"));
        const double first = workspace.scenario().workload.concurrent_sequences;
        QVERIFY(offers(window));
        answerNext(QMessageBox::Cancel); // of "save the changes first?"
        press(window, QStringLiteral("Restore"));
        QCOMPARE(workspace.scenario().workload.concurrent_sequences, first);
        QVERIFY(offers(window));
        answerNext(QMessageBox::Discard);
        press(window, QStringLiteral("Restore"));
        QCOMPARE(workspace.scenario().workload.concurrent_sequences, 46.0 - first);
        QVERIFY(!offers(window));
    }

    void aRunningWindowsCopyIsItsOwn()
    {
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.keepUnsaved(folder());
        ask(workspace, "gpt-oss-120b", 12);
        QVERIFY(window.recovery()->writeNow());
        const QStringList own = copies();
        QCOMPARE(own.size(), 1);
        {
            Workspace other(m_catalog);
            MainWindow second(other);
            second.keepUnsaved(folder());
            QVERIFY(!offers(second));
            ask(other, "llama-3.1-8b", 7);
            QVERIFY(second.recovery()->writeNow());
            QCOMPARE(copies().size(), 2);
            answerNext(QMessageBox::Discard);
            QVERIFY(second.close());
        }
        QCOMPARE(copies(), own);
        workspace.undoStack().undo(); // nothing is unsaved any more
        QVERIFY(copies().isEmpty());
    }

    void closingKeepsItOnlyWhileTheQuestionIsOpen()
    {
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.keepUnsaved(folder());
        window.show();
        ask(workspace, "gpt-oss-120b", 12);
        QVERIFY(window.recovery()->writeNow());
        answerNext(QMessageBox::Cancel);
        QVERIFY(!window.close());
        QCOMPARE(copies().size(), 1);
        answerNext(QMessageBox::Discard);
        QVERIFY(window.close());
        QVERIFY(QDir(folder()).isEmpty());
    }

    /// Nothing is written at each step, and without being asked it is written while the steps go on.
    void aDragIsKeptButNotAtEachStep()
    {
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.keepUnsaved(folder());
        for (int users = 1; users < 30; ++users)
            ask(workspace, "llama-3.1-8b", users);
        QVERIFY(copies().isEmpty());
        QTRY_COMPARE(copies().size(), 1);
        QVERIFY(contents(folder() + u'/' + copies().front()).contains("29"));
    }

    /// What another program wrote meanwhile is never replaced without a question.
    void aFileChangedElsewhereIsAskedAbout()
    {
        const QString path = m_directory->filePath(QStringLiteral("shared.archway"));
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        ask(workspace, "llama-3.1-8b", 4);
        QVERIFY(workspace.save(path));
        QVERIFY(window.openProject(path));
        ask(workspace, "llama-3.1-8b", 5);
        const QByteArray theirs = contents(path) + "\n";
        put(path, theirs);
        int asked = 0;
        const auto answer = [&asked, &window](const QString& with) {
            auto* look = new QTimer(&window); // until the question is there
            connect(look, &QTimer::timeout, &window, [&asked, with, look] {
                auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
                if (!box || !box->text().contains(QStringLiteral("shared.archway")))
                    return;
                look->stop();
                ++asked;
                for (QAbstractButton* button : box->buttons())
                    if (button->text().remove(u'&') == with)
                        return button->click();
            });
            look->start(5);
        };
        window.show();
        const auto press_save = [&window] {
            // The action itself: a shortcut needs an active window, which the offscreen platform need not give back after a question.
            const QList<QAction*> actions = window.findChildren<QAction*>();
            const auto save = std::find_if(actions.begin(), actions.end(), [](const QAction* each) {
                return each->shortcuts().contains(QKeySequence(Qt::CTRL | Qt::Key_S));
            });
            QVERIFY(save != actions.end());
            (*save)->trigger();
        };
        answer(QStringLiteral("Cancel"));
        press_save();
        QCOMPARE(asked, 1);
        QCOMPARE(contents(path), theirs);
        QVERIFY(workspace.isModified());
        answer(QStringLiteral("Replace"));
        press_save();
        QCOMPARE(asked, 2);
        QVERIFY(contents(path) != theirs && !workspace.isModified());
        // Then it is this window's own again; removed, it is asked about too.
        ask(workspace, "llama-3.1-8b", 6);
        press_save();
        QVERIFY(!workspace.isModified());
        QVERIFY(QFile::remove(path));
        ask(workspace, "llama-3.1-8b", 7);
        answer(QStringLiteral("Replace"));
        press_save();
        QCOMPARE(asked, 3);
        QVERIFY(QFile::exists(path));
    }

    /// A full disk: the file stays as it was, the question stays unsaved, and a message says why.
    void aFullDiskLosesNothing()
    {
        const QString path = m_directory->filePath(QStringLiteral("full.archway"));
        Workspace workspace(m_catalog);
        ask(workspace, "llama-3.1-8b", 4);
        QVERIFY(workspace.save(path));
        const QByteArray saved = contents(path);
        ask(workspace, "llama-3.1-8b", 5);
        QSignalSpy failed(&workspace, &Workspace::failed);
        rlimit usual{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &usual), 0);
        const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
        rlimit full = usual;
        full.rlim_cur = 16; // bytes that still fit
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &full), 0);
        const bool done = workspace.save(path);
        setrlimit(RLIMIT_FSIZE, &usual);
        std::signal(SIGXFSZ, ignored);
        QVERIFY(!done && workspace.isModified());
        QCOMPARE(failed.size(), 1);
        QVERIFY(failed.front().front().toString().contains(QStringLiteral("full.archway")));
        QCOMPARE(contents(path), saved);
        QCOMPARE(QDir(m_directory->path()).entryList(QDir::Files), QStringList{QStringLiteral("full.archway")});
        QVERIFY(workspace.save(path));
    }

    void whatCannotBeRestoredStays_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("foreign") << QByteArray("not ours");
        QTest::newRow("cut short") << QByteArray("{\"path\": \"\", \"proj");
        const auto row = [](const char* name, const QString& project) {
            const QJsonObject copy{{QStringLiteral("path"), QStringLiteral("/nowhere/a.archway")}, {QStringLiteral("project"), project}};
            QTest::newRow(name) << QJsonDocument(copy).toJson();
        };
        row("broken project", QStringLiteral("{'archway': 1,").replace(u'\'', u'"'));
        row("unknown model", QStringLiteral("{'archway': 1, 'model': 'gpt-9'}").replace(u'\'', u'"'));
        row("missing config", QStringLiteral("{'archway': 1, 'model': {'config_file': 'x.json'}}").replace(u'\'', u'"'));
    }
    void whatCannotBeRestoredStays()
    {
        QFETCH(const QByteArray, text);
        QVERIFY(QDir().mkpath(folder()));
        put(folder() + QStringLiteral("/a.unsaved"), text);
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.keepUnsaved(folder());
        const Scenario before = workspace.scenario();
        if (offers(window))
            press(window, QStringLiteral("Restore"));
        QCOMPARE(workspace.scenario(), before);
        QVERIFY(!workspace.isModified());
        window.close();
        QCOMPARE(contents(folder() + QStringLiteral("/a.unsaved")), text);
    }
};

QTEST_MAIN(TestRecovery)
#include "tst_recovery.moc"
