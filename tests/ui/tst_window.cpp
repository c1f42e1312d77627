// SPDX-License-Identifier: GPL-3.0-or-later
// The user's path: choose a model, move a slider, read the headline, undo, save, open again; and what must not go wrong.
#include "tests/support/shipped_base.h"
#include "tests/ui/own_place.h"
#include "ui/evidence/claim_model.h"
#include "ui/headline/headline.h"
#include "ui/main_window.h"
#include "ui/question/input_row.h"
#include "ui/question/question_panel.h"
#include "ui/theme.h"
#include "ui/why/why_panel.h"
#include "ui/widgets/chip.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>
#include <QTextDocument>

using namespace archway;

class TestWindow : public QObject {
    Q_OBJECT

private:
    Catalog m_catalog;
    QTemporaryDir m_directory;

    template <class T>
    static T* named(const QWidget& window, const QString& name)
    {
        for (T* widget : window.findChildren<T*>())
            if (widget->accessibleName() == name)
                return widget;
        return nullptr;
    }

    static void choose(QComboBox* box, const QString& id)
    {
        const int index = box->findData(id);
        QVERIFY(index >= 0);
        box->setCurrentIndex(index);
        Q_EMIT box->activated(index);
    }

private Q_SLOTS:
    void initTestCase()
    {
        use_own_place();
        Theme::instance().install(*qApp, Appearance::Light);
        m_catalog = shipped_catalog();
    }
    void cleanup() { QVERIFY(QApplication::topLevelWidgets().isEmpty()); }

    void fromModelToSavedProject()
    {
        const QString path = m_directory.filePath(QStringLiteral("support.archway"));
        QString shown;
        {
            Workspace workspace(m_catalog);
            MainWindow window(workspace);
            window.show();
            auto* headline = window.findChild<Headline*>();
            QCOMPARE(headline->figure(0), QStringLiteral("–"));
            choose(named<QComboBox>(window, QStringLiteral("Model")), QStringLiteral("deepseek-v3"));
            QCOMPARE(headline->figure(0), QStringLiteral("671 B"));
            QCOMPARE(headline->figure(1), QStringLiteral("673 GB"));

            auto* edit = named<QLineEdit>(window, QStringLiteral("Users at once"));
            edit->selectAll();
            QTest::keyClicks(edit, QStringLiteral("2k"));
            QTest::keyClick(edit, Qt::Key_Return);
            QCOMPARE(workspace.scenario().workload.concurrent_sequences, 2000.0);
            QVERIFY(!headline->figure(3).startsWith(QStringLiteral("1 ×")));

            workspace.undoStack().undo();
            QCOMPARE(workspace.scenario().workload.concurrent_sequences, 8.0);
            workspace.undoStack().redo();
            QVERIFY(workspace.save(path));
            QVERIFY(!workspace.isModified());
            shown = headline->figure(3);
        }
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.openProject(path);
        QCOMPARE(window.findChild<Headline*>()->figure(3), shown);
        QVERIFY(workspace.scenario().assumed.contains("workload.input_tokens"));
        QVERIFY(!workspace.scenario().assumed.contains("workload.concurrent_sequences"));
    }

    void aLongerFigureIsStillWhole()
    {
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.resize(1480, 920);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const auto cut = [&window]() -> QString {
            for (const QLabel* label : window.findChild<Headline*>()->findChildren<QLabel*>())
                if (label->isVisible() && label->width() < label->sizeHint().width())
                    return label->text();
            return {};
        };
        for (const char* model : {"llama-3.1-8b", "deepseek-v3", "qwen3-235b-a22b", "deepseek-v3"}) {
            Scenario next = workspace.scenario();
            next.model = {ModelForm::Id, model};
            next.workload.concurrent_sequences += 20;
            workspace.change(next, QStringLiteral("another question"));
            QTRY_COMPARE(cut(), QString());
        }
    }

    void aDragIsOneUndoStep()
    {
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        choose(named<QComboBox>(window, QStringLiteral("Model")), QStringLiteral("llama-3.1-8b"));
        const int before = workspace.undoStack().count();
        auto* slider = named<QSlider>(window, QStringLiteral("Input tokens"));
        for (int i = 0; i < 20; ++i)
            slider->setValue(slider->value() + 9);
        QCOMPARE(workspace.undoStack().count(), before + 1);
        QVERIFY(workspace.scenario().workload.input_tokens > 2000);
        workspace.undoStack().undo();
        QCOMPARE(workspace.scenario().workload.input_tokens, 1000.0);
    }

    void anInnovationMovesTheFigures()
    {
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        choose(named<QComboBox>(window, QStringLiteral("Model")), QStringLiteral("deepseek-v3"));
        auto* headline = window.findChild<Headline*>();
        const QString latent = headline->figure(2);
        auto* gqa = named<Chip>(window, QStringLiteral("Grouped-query attention"));
        QVERIFY(gqa && !gqa->isChecked());
        gqa->click();
        QVERIFY(gqa->isChecked());
        QVERIFY(headline->figure(2) != latent);
        gqa->click();
        QVERIFY(!gqa->isChecked());
    }

    void badNumberIsRefusedAndSaid()
    {
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.show();
        auto* edit = named<QLineEdit>(window, QStringLiteral("Input tokens"));
        edit->selectAll();
        QTest::keyClicks(edit, QStringLiteral("many"));
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(workspace.scenario().workload.input_tokens, 1000.0);
        bool said = false;
        for (const QLabel* label : window.findChildren<QLabel*>())
            said = said || (label->isVisible() && label->text().contains(QStringLiteral("many")));
        QVERIFY(said);
    }

    void brokenFilesAreRefusedAndNothingIsLost_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("broken") << QByteArray("{\"archway\": 1,");
        QTest::newRow("unknown field") << QByteArray(R"({"archway": 1, "modle": "x"})");
        QTest::newRow("unknown model") << QByteArray(R"({"archway": 1, "model": "gpt-9"})");
        QTest::newRow("unknown region") << QByteArray(R"({"archway": 1, "constraints": {"regions": ["mars-1"]}})");
        QTest::newRow("missing config") << QByteArray(R"({"archway": 1, "model": {"config_file": "nosuch.json"}})");
        QTest::newRow("markup") << QByteArray(R"({"archway": 1, "<b>x</b>": 1})");
    }
    void brokenFilesAreRefusedAndNothingIsLost()
    {
        QFETCH(const QByteArray, text);
        QFile file(m_directory.filePath(QStringLiteral("broken.archway")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        choose(named<QComboBox>(window, QStringLiteral("Model")), QStringLiteral("llama-3.1-8b"));
        QSignalSpy failed(&workspace, &Workspace::failed);
        const Scenario before = workspace.scenario();
        window.openProject(file.fileName());
        QCOMPARE(failed.count(), 1);
        QVERIFY(failed.first().first().toString().contains(QStringLiteral("broken.archway")));
        QCOMPARE(workspace.scenario(), before);
        window.findChild<QuestionPanel*>()->importConfig(file.fileName());
        QCOMPARE(workspace.scenario(), before);
    }

    void everythingThatTakesFocusHasAName()
    {
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        choose(named<QComboBox>(window, QStringLiteral("Model")), QStringLiteral("gpt-oss-120b"));
        window.show();
        for (const QWidget* widget : window.findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || widget->objectName().startsWith(QStringLiteral("qt_")))
                continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            const bool part = qobject_cast<const QLineEdit*>(widget) && qobject_cast<const QComboBox*>(widget->parentWidget());
            const bool label = qobject_cast<const QLabel*>(widget);
            QVERIFY2(part || label || !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                     widget->metaObject()->className());
        }
        for (const QAction* action : window.findChildren<QAction*>()) {
            if (!action->isSeparator() && !action->menu() && !action->text().isEmpty() && action->parent() == &window)
                QVERIFY2(!action->shortcut().isEmpty(), qPrintable(action->text()));
        }
    }

    void claimsAreAProperModel()
    {
        const std::vector<CheckedClaim> checked = check(m_catalog);
        ClaimModel model(m_catalog, checked);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), static_cast<int>(m_catalog.knowledge.claims.size()));
    }

    void whyExplainsWhateverIsAsked()
    {
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        choose(named<QComboBox>(window, QStringLiteral("Model")), QStringLiteral("deepseek-v3"));
        auto* why = named<QTextBrowser>(window, QStringLiteral("Why"));
        workspace.explain({Subject::Kind::Formula, QStringLiteral("formula.kv-cache-token"), {}});
        QVERIFY(why->toPlainText().contains(QStringLiteral("61 layers × (512 + 64)")));
        workspace.explain({Subject::Kind::Candidate, QStringLiteral("accelerator/inf2.48xlarge"), {}});
        QVERIFY(why->toPlainText().contains(QStringLiteral("673 GB of weights against 412 GB")));
        workspace.explain({Subject::Kind::Candidate, QStringLiteral("accelerator/p4de.24xlarge"), {}});
        QVERIFY(why->document()->toRawText().contains(QStringLiteral("1\u00a0300 tokens"))); // no line ends within a figure
        workspace.explain({Subject::Kind::Entity, QStringLiteral("<script>x</script>"), {}});
        QVERIFY(why->toPlainText().contains(QStringLiteral("<script>x</script>")));
    }

    /// The value of a flip point can be clicked, on the card and in Why: the other candidate wins there, and undo comes back.
    void aFlipPointIsFollowed()
    {
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.show();
        QVERIFY(window.openProject(QStringLiteral(ARCHWAY_SOURCE_DIR "/resources/examples/deepseek-v3-support.archway")));
        QTRY_VERIFY(!workspace.answer().decision("accelerator")->flips.empty());
        const Decision before = *workspace.answer().decision("accelerator");
        workspace.explain({Subject::Kind::Candidate, QStringLiteral("accelerator/") + QString::fromStdString(before.chosen), {}});
        auto* why = window.findChild<WhyPanel*>();
        for (const Flip& flip : before.flips) {
            const QString link
                = QStringLiteral("why:flip/%1/%2").arg(QString::fromStdString(flip.input), QString::number(flip.at, 'g', 17));
            QTRY_VERIFY2(why->toHtml().contains(link), qPrintable(link));
            const auto on_card = [&]() -> QLabel* {
                for (auto* label : window.findChildren<QLabel*>())
                    if (label->text().contains(link))
                        return label;
                return nullptr;
            };
            QTRY_VERIFY2(on_card(), qPrintable(link));
            Q_EMIT on_card()->linkActivated(link);
            QCOMPARE(workspace.answer().decision("accelerator")->chosen, flip.to);
            workspace.undoStack().undo();
            QCOMPARE(workspace.answer().decision("accelerator")->chosen, before.chosen);
            QTRY_COMPARE(workspace.answer().decision("accelerator")->flips.size(), before.flips.size());
        }
    }
};

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
