// SPDX-License-Identifier: GPL-3.0-or-later
// The user's path through the window: correct, withdraw and add a fact, set a price, import and export, take back; and what a damaged
// layer or a new shipped base does to it.
#include "model/knowledge/record_json.h"
#include "tests/support/shipped_base.h"
#include "tests/ui/own_place.h"
#include "ui/evidence/claim_model.h"
#include "ui/evidence/evidence_page.h"
#include "ui/evidence/facet_panel.h"
#include "ui/evidence/fact_dialog.h"
#include "ui/knowledge/changes_dialog.h"
#include "ui/knowledge/import_dialog.h"
#include "ui/knowledge/knowledge_actions.h"
#include "ui/knowledge/price_dialog.h"
#include "ui/main_window.h"
#include "ui/theme.h"
#include "ui/why/why_panel.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

using namespace archway;

namespace {

const QString slower = QStringLiteral("p6-b200-11x-memory"); ///< a claim with a figure that is refuted

/// One window upon a base and a folder of layers.
struct Opened {
    explicit Opened(const QString& folder, ReadBase base)
        : places{std::move(base), read_import_file, UserLayers(folder.toStdString())}
        , knowledge(read())
        , workspace(std::move(knowledge.catalog), std::move(knowledge.checked))
        , own(workspace, places, std::move(knowledge))
        , window(workspace)
    {
        window.resize(1480, 920);
        window.show();
        for (int page = 0; page < window.tabs()->count(); ++page)
            if (window.tabs()->tabText(page) == QStringLiteral("Evidence"))
                window.showPage(page);
        // Keys go to the active window only.
        if (!QTest::qWaitForWindowActive(&window))
            qFatal("the window does not become active");
    }
    WindowKnowledge read() const
    {
        Result<WindowKnowledge> out = read_layered(places.base, places.layers);
        if (!out)
            qFatal("%s", out.error().text().c_str());
        check_layered(*out);
        return std::move(*out);
    }
    EvidencePage* page() const { return window.findChild<EvidencePage*>(); }
    WhyPanel* why() const { return window.findChild<WhyPanel*>(); }
    const Claim* claim(const QString& id) const { return workspace.catalog().claim(id.toStdString()); }
    /// Selects the row of a claim as a click does.
    bool select(const QString& id) const
    {
        QTableView* table = page()->table();
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            if (table->model()->index(row, 0).data(ClaimModel::IdRole).toString() == id) {
                table->selectRow(row);
                return true;
            }
        }
        return false;
    }
    QString selected() const { return page()->table()->currentIndex().data(ClaimModel::IdRole).toString(); }

    KnowledgePlaces places;
    WindowKnowledge knowledge;
    Workspace workspace;
    OwnKnowledge own;
    MainWindow window;
};

template <class T>
T* named(const QWidget* in, const QString& name)
{
    for (T* widget : in->findChildren<T*>())
        if (widget->accessibleName() == name)
            return widget;
    return nullptr;
}

void type(QLineEdit* edit, const QString& text)
{
    edit->setFocus();
    edit->selectAll();
    QTest::keyClick(edit, Qt::Key_Delete);
    QTest::keyClicks(edit, text);
}

QPushButton* button(const QWidget* in, const QString& text)
{
    for (QPushButton* each : in->findChildren<QPushButton*>())
        if (each->text() == text && each->isVisibleTo(in))
            return each;
    return nullptr;
}

void press(QPushButton* pressed)
{
    QVERIFY(pressed);
    QVERIFY(pressed->isEnabled());
    QTest::mouseClick(pressed, Qt::LeftButton);
}

} // namespace

class TestOwnKnowledge : public QObject {
    Q_OBJECT

private:
    Catalog m_catalog;
    QTemporaryDir m_directory;
    QString m_folder;

    ReadBase shipped() const
    {
        return [this] { return Result<Catalog>(m_catalog); };
    }

private Q_SLOTS:
    void initTestCase()
    {
        use_own_place();
        Theme::instance().install(*qApp, Appearance::Light);
        m_catalog = shipped_catalog();
    }
    void init()
    {
        static int count = 0;
        m_folder = m_directory.filePath(QString::number(++count));
    }

    void aFactIsCorrectedAndUndone()
    {
        Opened o(m_folder, shipped());
        const Claim before = *o.claim(slower);
        QVERIFY(o.select(slower));
        press(button(o.page(), QStringLiteral("Correct…")));
        auto* dialog = o.window.findChild<FactDialog*>();
        QVERIFY(dialog);
        // The shipped wording stands beside the user's.
        bool shown = false;
        for (const QLabel* label : dialog->findChildren<QLabel*>())
            shown = shown || label->text() == QString::fromStdString(before.statement);
        QVERIFY(shown);

        // Nothing is said before anything was done; then everything that is missing, beside its field.
        QVERIFY(dialog->said(QStringLiteral("note")).isEmpty());
        press(dialog->keepButton());
        QVERIFY(dialog->said(QStringLiteral("note")).contains(QStringLiteral("why")));
        QTRY_VERIFY(QApplication::focusWidget() == named<QPlainTextEdit>(dialog, QStringLiteral("Why")));
        type(named<QLineEdit>(dialog, QStringLiteral("Value")), QStringLiteral("2,5"));
        QVERIFY(dialog->said(QStringLiteral("value")).contains(QStringLiteral("point")));
        type(named<QLineEdit>(dialog, QStringLiteral("Value")), QStringLiteral("2.5"));
        QVERIFY(dialog->said(QStringLiteral("value")).isEmpty());
        auto* source = named<QComboBox>(dialog, QStringLiteral("Source"));
        source->setCurrentIndex(source->findText(QStringLiteral("A new source")));
        type(named<QLineEdit>(dialog, QStringLiteral("Title")), QStringLiteral("Load test"));
        type(named<QLineEdit>(dialog, QStringLiteral("Where it is")), QStringLiteral("wiki"));
        QTest::keyClick(named<QCheckBox>(dialog, QStringLiteral("I have read it")), Qt::Key_Space);
        QTest::keyClicks(named<QPlainTextEdit>(dialog, QStringLiteral("Why")), QStringLiteral("measured by us"));
        QSignalSpy changed(&o.workspace, &Workspace::catalogChanged);
        press(dialog->keepButton());
        QCOMPARE(changed.size(), 1);
        QCOMPARE(*o.claim(slower)->value, 2.5);
        QCOMPARE(o.claim(slower)->status, std::string("corrected"));
        // The page and Why stay on it, and both say whose it is and what was shipped.
        QCOMPARE(o.selected(), slower);
        QCOMPARE(o.workspace.subject().id, slower);
        QCOMPARE(o.page()->table()->currentIndex().data(ClaimModel::FacetLayer).toString(), QStringLiteral("mine"));
        QVERIFY(!o.page()->table()->currentIndex().data(ClaimModel::UnderRole).toString().isEmpty());
        QVERIFY(o.why()->toPlainText().contains(QStringLiteral("mine")));
        QVERIFY(o.why()->toPlainText().contains(QStringLiteral("measured by us")));
        QVERIFY(o.why()->toPlainText().contains(QString::fromStdString(number_text(*before.value))));

        // Undo is the window's own, and leaves the project unmodified.
        QVERIFY(!o.workspace.isModified());
        QAction* undo = nullptr;
        for (QAction* action : o.window.findChildren<QAction*>())
            if (action->shortcut() == QKeySequence(QKeySequence::Undo))
                undo = action;
        QVERIFY(undo && undo->isEnabled());
        undo->trigger();
        QCOMPARE(to_json(*o.claim(slower)).dump(), to_json(before).dump());
        QCOMPARE(o.selected(), slower);
        QCOMPARE(o.page()->table()->currentIndex().data(ClaimModel::FacetLayer).toString(), QStringLiteral("shipped"));
        o.own.undoStack().redo();
        QCOMPARE(*o.claim(slower)->value, 2.5);
        QCOMPARE(o.own.batches().size(), 1U);
    }

    void aWithdrawnFactStaysListedAndIsNoReason()
    {
        Opened o(m_folder, shipped());
        // A claim that a rule rests on, so that withdrawing it takes a reason away.
        std::string id;
        for (const Rule& rule : m_catalog.knowledge.rules) {
            if (id.empty() && !rule.claims.empty() && !o.workspace.catalog().untrusted_claims.contains(rule.claims.front()))
                id = rule.claims.front();
        }
        QVERIFY(!id.empty());
        const QString claim = QString::fromStdString(id);
        QVERIFY(o.select(claim));
        const int rows = o.page()->table()->model()->rowCount();
        o.page()->table()->setFocus();
        QTest::keyClick(o.page()->table(), Qt::Key_Delete);
        auto* dialog = o.window.findChild<FactDialog*>();
        QVERIFY(dialog);
        QTest::keyClicks(named<QPlainTextEdit>(dialog, QStringLiteral("Why")), QStringLiteral("no longer so"));
        press(dialog->keepButton());
        QCOMPARE(o.claim(claim)->status, std::string("withdrawn"));
        QVERIFY(o.workspace.catalog().untrusted_claims.contains(id));
        QCOMPARE(o.page()->table()->model()->rowCount(), rows);
        QCOMPARE(o.selected(), claim);
        QCOMPARE(o.workspace.subject(), (Subject{Subject::Kind::Claim, claim, {}}));
        QVERIFY(o.why()->toPlainText().contains(QStringLiteral("withdrawn")));
        QVERIFY(!o.page()->actions()->withdraw()->isEnabled());
        // The facet finds it, and only it.
        o.page()->facets()->tick(ClaimModel::FacetStatus, QStringLiteral("withdrawn"), true);
        QCOMPARE(o.page()->table()->model()->rowCount(), 1);
        press(button(o.page(), QStringLiteral("Take back")));
        QVERIFY(o.claim(claim)->status != std::string("withdrawn"));
        QCOMPARE(o.workspace.subject().id, claim);
        QCOMPARE(o.own.batches().size(), 0U);
        QVERIFY(!o.workspace.catalog().untrusted_claims.contains(id));
    }

    void aFilterThatHidesTheChangedFactLeavesWhyOnIt()
    {
        Opened o(m_folder, shipped());
        QVERIFY(o.select(slower));
        const QString status = o.page()->table()->currentIndex().data(ClaimModel::FacetStatus).toString();
        o.page()->facets()->tick(ClaimModel::FacetStatus, status, true);
        QVERIFY(o.select(slower));
        FactEntry entry;
        entry.note = "gone";
        const Claim* now = o.claim(slower);
        QVERIFY(o.own.keep(*own_fact(FactChange::Withdraw, entry, now, now, o.workspace.catalog())));
        QCOMPARE(o.workspace.subject().id, slower);
        QVERIFY(o.selected().isEmpty());
        QVERIFY(o.why()->toPlainText().contains(QStringLiteral("withdrawn")));
        // The tick still does what it says.
        QCOMPARE(o.page()->facets()->ticked(ClaimModel::FacetStatus), QSet<QString>{status});
    }

    void aFactIsAddedInAnyScript()
    {
        Opened o(m_folder, shipped());
        press(button(o.page(), QStringLiteral("Add a fact…")));
        auto* dialog = o.window.findChild<FactDialog*>();
        QVERIFY(dialog);
        auto* about = named<QComboBox>(dialog, QStringLiteral("About"));
        about->setCurrentIndex(about->findData(QStringLiteral("eks")));
        const QString statement = QString::fromUtf8("\xd7\x9e\xd7\x94\xd7\x99\xd7\xa8 40 % ").repeated(20).trimmed();
        named<QPlainTextEdit>(dialog, QStringLiteral("Fact"))->setPlainText(statement);
        type(named<QLineEdit>(dialog, QStringLiteral("Title")), QStringLiteral("Notes"));
        type(named<QLineEdit>(dialog, QStringLiteral("Where it is")), QStringLiteral("wiki"));
        named<QCheckBox>(dialog, QStringLiteral("I have read it"))->click();
        press(dialog->keepButton());
        QCOMPARE(o.selected(), QStringLiteral("own-eks"));
        QCOMPARE(QString::fromStdString(o.claim(QStringLiteral("own-eks"))->statement), statement);
        QVERIFY(!o.window.grab().isNull());
    }

    void ownPricesAndDiscountsMoveTheEstimate()
    {
        Opened o(m_folder, shipped());
        Scenario scenario = default_scenario();
        scenario.model = {ModelForm::Id, "llama-3.1-8b"};
        scenario.deployment.emplace();
        scenario.deployment->instance = "p5.48xlarge";
        o.workspace.change(scenario, QStringLiteral("ask"));
        const auto price = [&o] { return o.workspace.answer().estimate->deployments.front().price->usd_per_hour; };
        const double list = price();
        QVERIFY(list > 40);
        o.workspace.explain({Subject::Kind::Candidate, QStringLiteral("accelerator/p5.48xlarge"), {}});
        press(button(o.why(), QStringLiteral("Own price…")));
        auto* dialog = o.window.findChild<PriceDialog*>();
        QVERIFY(dialog);
        QCOMPARE(named<QComboBox>(dialog, QStringLiteral("Instance type"))->currentText(), QStringLiteral("p5.48xlarge"));
        type(named<QLineEdit>(dialog, QStringLiteral("US$ an hour")), QStringLiteral("30"));
        type(named<QLineEdit>(dialog, QStringLiteral("Title")), QStringLiteral("Contract"));
        type(named<QLineEdit>(dialog, QStringLiteral("Where it is")), QStringLiteral("purchasing"));
        named<QCheckBox>(dialog, QStringLiteral("I have read it"))->click();
        press(dialog->keepButton());
        QCOMPARE(price(), 30.0);
        QVERIFY(o.why()->toPlainText().contains(QStringLiteral("mine")));
        QTRY_VERIFY(!o.window.findChild<PriceDialog*>());
        press(button(o.why(), QStringLiteral("Own discount…")));
        auto* less = o.window.findChild<DiscountDialog*>();
        QVERIFY(less);
        type(named<QLineEdit>(less, QStringLiteral("Percent off")), QStringLiteral("50"));
        press(less->keepButton());
        QCOMPARE(price(), 15.0);
        // One key goes back through both kinds of step.
        for (QAction* action : o.window.findChildren<QAction*>()) {
            if (action->shortcut() != QKeySequence(QKeySequence::Undo))
                continue;
            action->trigger();
            QCOMPARE(price(), 30.0);
            action->trigger();
            QCOMPARE(price(), list);
            action->trigger();
            QVERIFY(!o.workspace.answer().estimate);
        }
    }

    void anImportIsSeenBeforeItIsDone()
    {
        Opened o(m_folder, shipped());
        const QString file = m_directory.filePath(QStringLiteral("team.json"));
        QFile pack(file);
        QVERIFY(pack.open(QIODevice::WriteOnly));
        Claim changed = *o.claim(slower);
        changed.value = 3;
        LayerRecords records;
        records.catalog.knowledge.claims = {changed};
        records.catalog.knowledge.entities = {{"team-gateway", "tool", "Team gateway", {}, "", "", "", ""}};
        pack.write(QByteArray::fromStdString(pack_json(records, "Team").dump()));
        pack.close();
        o.window.knowledge()->preview({file});
        auto* dialog = o.window.findChild<ImportDialog*>();
        QVERIFY(dialog);
        QSignalSpy planned(dialog, &ImportDialog::planned);
        QTRY_COMPARE(planned.size(), 1);
        QVERIFY2(dialog->headline().contains(QStringLiteral("1 added, 1 replaced")), qPrintable(dialog->headline()));
        const QString what = dialog->list()->topLevelItem(0)->child(0)->text(2);
        QVERIFY2(what.contains(QStringLiteral("→ 3")), qPrintable(what));
        QVERIFY(!QDir(m_folder).exists());
        press(dialog->acceptButton());
        QCOMPARE(*o.claim(slower)->value, 3.0);
        QCOMPARE(o.own.batches().front().layer, KnowledgeLayer::Imported);

        // A file that is none is refused in words and changes nothing.
        QVERIFY(pack.open(QIODevice::WriteOnly | QIODevice::Truncate));
        pack.write(R"({"claims": [{"id": "x", "about": "nothing", "statement": "s", "sources": []}]})");
        pack.close();
        QTRY_VERIFY(!o.window.findChild<ImportDialog*>());
        o.window.knowledge()->preview({file});
        auto* refused = o.window.findChild<ImportDialog*>();
        QSignalSpy read(refused, &ImportDialog::planned);
        QTRY_COMPARE(read.size(), 1);
        QVERIFY2(refused->headline().contains(QStringLiteral("names where it stands")), qPrintable(refused->headline()));
        QVERIFY(!refused->acceptButton()->isEnabled());
        QCOMPARE(o.own.batches().size(), 1U);
    }

    void myChangesAreListedExportedAndTakenBack()
    {
        Opened o(m_folder, shipped());
        const auto withdraw = [&o](const QString& id, const char* note) {
            FactEntry entry;
            entry.note = note;
            return o.own.keep(*own_fact(FactChange::Withdraw, entry, o.claim(id), o.claim(id), o.workspace.catalog()));
        };
        const QString other = QString::fromStdString(m_catalog.knowledge.claims.back().id);
        QVERIFY(withdraw(slower, "first") && withdraw(other, "second"));
        press(button(o.page(), QStringLiteral("My changes…")));
        auto* dialog = o.window.findChild<ChangesDialog*>();
        QVERIFY(dialog);
        QCOMPARE(dialog->list()->topLevelItemCount(), 2);
        QVERIFY(dialog->list()->topLevelItem(0)->text(0).startsWith(
            QString::fromStdString(m_catalog.knowledge.claims.back().statement).left(60)));
        const QString file = m_directory.filePath(QStringLiteral("mine.json"));
        QVERIFY(o.window.knowledge()->writeMine(file));
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        const auto pack = read_pack(written.readAll().toStdString(), "mine.json");
        QVERIFY(pack.ok());
        QCOMPARE(pack->records.catalog.knowledge.claims.size(), 2U);
        QCOMPARE(pack->records.notes.size(), 2U);
        // The older one is taken back, the newer one stays.
        dialog->list()->setCurrentItem(dialog->list()->topLevelItem(1));
        press(button(dialog, QStringLiteral("Take back")));
        QCOMPARE(dialog->list()->topLevelItemCount(), 1);
        QVERIFY(o.claim(slower)->status != std::string("withdrawn"));
        QCOMPARE(o.claim(other)->status, std::string("withdrawn"));
        o.own.undoStack().undo();
        QCOMPARE(o.claim(slower)->status, std::string("withdrawn"));
    }

    void whatAnotherChangeRestsOnIsNotTakenBack()
    {
        Opened o(m_folder, shipped());
        FactEntry entry;
        entry.about = "eks";
        entry.statement = "First";
        entry.source.fresh = {"", "Notes", "own", "wiki", "2026-11-21", true};
        QVERIFY(o.own.keep(*own_fact(FactChange::Add, entry, nullptr, nullptr, o.workspace.catalog())));
        entry.statement = "Second, of the same source";
        QVERIFY(o.own.keep(*own_fact(FactChange::Add, entry, nullptr, nullptr, o.workspace.catalog())));
        QSignalSpy failed(&o.own, &OwnKnowledge::failed);
        QVERIFY(!o.own.takeBack(1));
        QVERIFY(failed.front().front().toString().contains(QStringLiteral("own-eks-2")));
        QCOMPARE(o.own.batches().size(), 2U);
        QVERIFY(o.own.takeBack(2) && o.own.takeBack(1));
    }

    void aDamagedLayerIsSaidAndKept()
    {
        QVERIFY(QDir().mkpath(m_folder));
        const QString path = m_folder + QStringLiteral("/mine.db");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QByteArray rubbish = QByteArray("SQLite format 3").leftJustified(5000, 'x');
        file.write(rubbish);
        file.close();
        Opened o(m_folder, shipped());
        QCOMPARE(o.workspace.catalog().knowledge.claims.size(), m_catalog.knowledge.claims.size());
        QVERIFY2(o.own.problems().contains(QStringLiteral("mine.db")), qPrintable(o.own.problems()));
        // A change is refused with the reason, and the file is as it was.
        FactEntry entry;
        entry.note = "gone";
        const Claim* now = o.claim(slower);
        QSignalSpy failed(&o.own, &OwnKnowledge::failed);
        QVERIFY(!o.own.keep(*own_fact(FactChange::Withdraw, entry, now, now, o.workspace.catalog())));
        QCOMPARE(failed.size(), 1);
        QVERIFY(!o.own.undoStack().canUndo());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), rubbish);
    }

    void aShippedUpdateLeavesTheUsersWork_data()
    {
        QTest::addColumn<bool>("gone");
        QTest::addColumn<QString>("words");
        QTest::newRow("corrected in the base") << false << QStringLiteral("The shipped fact changed since");
        QTest::newRow("no longer in the base") << true << QStringLiteral("no longer has it");
    }
    void aShippedUpdateLeavesTheUsersWork()
    {
        QFETCH(const bool, gone);
        QFETCH(const QString, words);
        {
            Opened o(m_folder, shipped());
            FactEntry entry = entry_of(*o.claim(slower));
            entry.value = "2.5";
            entry.note = "measured";
            QVERIFY(o.own.keep(*own_fact(FactChange::Correct, entry, o.claim(slower), o.claim(slower), o.workspace.catalog())));
            QVERIFY(!o.why()->toPlainText().contains(words));
        }
        Catalog next = m_catalog;
        auto& claims = next.knowledge.claims;
        const auto old = std::find_if(claims.begin(), claims.end(), [](const Claim& c) { return c.id == slower.toStdString(); });
        if (gone) {
            claims.erase(old);
            std::erase_if(next.knowledge.checks, [](const Check& c) { return c.claim == slower.toStdString(); });
        } else {
            old->value = 7;
        }
        Opened o(m_folder, [&next] { return Result<Catalog>(next); });
        QCOMPARE(*o.claim(slower)->value, 2.5);
        QVERIFY(o.own.problems().isEmpty());
        QVERIFY(o.select(slower));
        QVERIFY2(o.why()->toPlainText().contains(words), qPrintable(o.why()->toPlainText()));
        // Taken back, the new base says what it says.
        QVERIFY(o.own.takeBack(1));
        QCOMPARE(o.claim(slower) == nullptr, gone);
        QCOMPARE(o.workspace.subject().id, slower);
    }

    void everythingIsReachedByKeyboardAndNamed()
    {
        Opened o(m_folder, shipped());
        QVERIFY(o.select(slower));
        o.page()->table()->setFocus();
        QTest::keyClick(o.page()->table(), Qt::Key_Return);
        auto* dialog = o.window.findChild<FactDialog*>();
        QVERIFY(dialog);
        QTRY_VERIFY(QApplication::activeWindow() == dialog);
        QSet<QWidget*> reached;
        for (int i = 0; i < 60 && QApplication::focusWidget(); ++i) {
            reached << QApplication::focusWidget();
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        for (QWidget* widget : dialog->findChildren<QWidget*>()) {
            const bool asks = qobject_cast<QLineEdit*>(widget) || qobject_cast<QPlainTextEdit*>(widget) || qobject_cast<QCheckBox*>(widget)
                || qobject_cast<QPushButton*>(widget);
            if (!asks || !widget->isVisibleTo(dialog) || qobject_cast<QComboBox*>(widget->parentWidget()))
                continue;
            QVERIFY2(reached.contains(widget), qPrintable(widget->accessibleName()));
            QVERIFY(!widget->accessibleName().isEmpty() || qobject_cast<QPushButton*>(widget));
        }
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!o.window.findChild<FactDialog*>());
        QVERIFY(o.own.batches().empty());
    }

    void dialogsArePictured()
    {
        const QString folder = QStringLiteral(ARCHWAY_BUILD_DIR "/screenshots");
        QVERIFY(QDir().mkpath(folder));
        for (const bool dark : {false, true}) {
            m_folder += QStringLiteral("-pictures");
            Theme::instance().setAppearance(dark ? Appearance::Dark : Appearance::Light);
            const auto shoot = [&](QWidget* widget, const char* name) {
                QVERIFY(widget);
                const QPixmap picture = widget->grab();
                QVERIFY(picture.save(QStringLiteral("%1/own-%2-%3.png")
                                         .arg(folder, QLatin1String(name), dark ? QStringLiteral("dark") : QStringLiteral("light"))));
            };
            Opened o(m_folder, shipped());
            FactEntry entry = entry_of(*o.claim(slower));
            entry.value = "2.5";
            entry.note = "Measured on our own nodes; the shipped figure compares whole instances";
            QVERIFY(o.own.keep(*own_fact(FactChange::Correct, entry, o.claim(slower), o.claim(slower), o.workspace.catalog())));
            QVERIFY(o.select(slower));
            const int row = o.page()->table()->currentIndex().row();
            const QString next = o.page()->table()->model()->index(row + 1, 0).data(ClaimModel::IdRole).toString();
            FactEntry gone;
            gone.note = "nobody says so any more";
            QVERIFY(o.own.keep(*own_fact(FactChange::Withdraw, gone, o.claim(next), o.claim(next), o.workspace.catalog())));
            shoot(&o.window, "evidence");
            o.page()->actions()->correct()->trigger();
            auto* fact = o.window.findChild<FactDialog*>();
            auto* source = named<QComboBox>(fact, QStringLiteral("Source"));
            source->setCurrentIndex(source->findText(QStringLiteral("A new source")));
            press(fact->keepButton());
            shoot(fact, "correct");
            fact->reject();
            QTRY_VERIFY(!o.window.findChild<FactDialog*>());
            o.page()->actions()->withdraw()->trigger();
            shoot(o.window.findChild<FactDialog*>(), "withdraw");
            o.window.findChild<FactDialog*>()->reject();
            o.page()->actions()->changes()->trigger();
            shoot(o.window.findChild<ChangesDialog*>(), "changes");
            o.window.findChild<ChangesDialog*>()->reject();
            o.workspace.explain({Subject::Kind::Candidate, QStringLiteral("accelerator/p5.48xlarge"), {}});
            o.why()->actions()->price()->trigger();
            shoot(o.window.findChild<PriceDialog*>(), "price");
            o.window.findChild<PriceDialog*>()->reject();
            o.window.openFile(QStringLiteral(ARCHWAY_TEST_DATA "/prices/offer.json")); // as if it was dropped
            auto* import = o.window.findChild<ImportDialog*>();
            QSignalSpy planned(import, &ImportDialog::planned);
            QTRY_COMPARE(planned.size(), 1);
            shoot(import, "import");
        }
    }
};

QTEST_MAIN(TestOwnKnowledge)
#include "tst_own_knowledge.moc"
