// SPDX-License-Identifier: GPL-3.0-or-later
// The page that compares: pinning keeps a column while the question changes, is undone like any change, and travels with the project.
#include "model/scenario/inputs.h"
#include "tests/support/shipped_base.h"
#include "tests/ui/own_place.h"
#include "ui/compare/compare_model.h"
#include "ui/compare/compare_page.h"
#include "ui/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace archway;

class TestCompare : public QObject {
    Q_OBJECT

private:
    Catalog m_catalog;
    QTemporaryDir m_directory;

    static QString header(const ComparePage& page, int column)
    {
        return page.model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    }

    /// The row that carries a label; -1 where none does.
    static int row(const ComparePage& page, const QString& label)
    {
        for (int i = 0; i < page.model()->rowCount(); ++i)
            if (page.model()->index(i, 0).data().toString().contains(label))
                return i;
        return -1;
    }

    void ask(Workspace& workspace, const char* model, double users) const
    {
        Scenario scenario = workspace.scenario();
        scenario.title = std::string(model) + " for " + std::to_string(static_cast<int>(users));
        scenario.model = {ModelForm::Id, model};
        QVERIFY(set_number(scenario, "workload.concurrent_sequences", users).ok());
        scenario.assumed.erase("title");
        workspace.change(scenario, QStringLiteral("question"));
    }

private Q_SLOTS:
    void initTestCase()
    {
        use_own_place();
        Theme::instance().install(*qApp, Appearance::Light);
        m_catalog = shipped_catalog();
    }

    void aPinStaysWhileTheQuestionChanges()
    {
        Workspace workspace(m_catalog);
        ask(workspace, "llama-3.1-8b", 8);
        ComparePage page(workspace);
        page.resize(900, 700);
        page.show();
        const QAbstractItemModelTester tester(page.model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(page.model()->columnCount(), 2); // labels and the open scenario
        page.pin();
        ask(workspace, "deepseek-v3", 50);
        QTRY_COMPARE(page.model()->columnCount(), 3);
        QTRY_VERIFY(header(page, 2).contains(QStringLiteral("deepseek-v3 for 50")));
        QVERIFY2(header(page, 1).contains(QStringLiteral("llama-3.1-8b for 8")), qPrintable(header(page, 1)));
        const int instance = row(page, QStringLiteral("Which instance serves it?"));
        QVERIFY(instance > 0 && page.model()->index(instance, 0).data(CompareModel::DiffersRole).toBool());
        QVERIFY(page.model()->index(instance, 1).data() != page.model()->index(instance, 2).data());
        const int weights = row(page, QStringLiteral("Weights"));
        QCOMPARE(page.model()->index(weights, 2).data(CompareModel::ShareRole).toDouble(), 1.0);
        const QString difference = page.model()->index(weights, 2).data(CompareModel::DifferenceRole).toString();
        QVERIFY2(difference.startsWith(QStringLiteral("×")), qPrintable(difference));
        QCOMPARE(page.model()->index(weights, 2).data(CompareModel::BetterRole).toInt(), -1);
        QVERIFY(row(page, QStringLiteral("Why they differ")) > 0);
        // A figure opens in Why.
        auto* table = page.findChild<QTableView*>();
        Q_EMIT table->clicked(page.model()->index(weights, 2));
        QCOMPARE(workspace.subject().id, QStringLiteral("formula.weights-resident"));
    }

    void pinsAreUndoneSavedAndOpened()
    {
        Workspace workspace(m_catalog);
        ask(workspace, "llama-3.1-8b", 8);
        ComparePage page(workspace);
        page.show();
        page.pin();
        page.pin();
        QTRY_COMPARE(page.model()->columnCount(), 4);
        workspace.undoStack().undo();
        QTRY_COMPARE(page.model()->columnCount(), 3);
        const QString path = m_directory.filePath(QStringLiteral("pinned.archway"));
        QVERIFY(workspace.save(path));
        Workspace again(m_catalog);
        QVERIFY(again.open(path));
        ComparePage opened(again);
        opened.show();
        QTRY_COMPARE(opened.model()->columnCount(), 3);
        opened.unpin(0);
        QTRY_COMPARE(opened.model()->columnCount(), 2);
        opened.unpin(7); // no such pin
        QCOMPARE(opened.model()->columnCount(), 2);
    }

    void sixColumnsAndNoMore()
    {
        Workspace workspace(m_catalog);
        ask(workspace, "llama-3.1-8b", 8);
        ComparePage page(workspace);
        page.show();
        for (int i = 0; i < 9; ++i)
            page.pin();
        QTRY_COMPARE(page.model()->columnCount(), static_cast<int>(most_compared) + 1);
        for (QPushButton* button : page.findChildren<QPushButton*>())
            if (button->text().contains(QStringLiteral("Markdown")))
                button->click();
        QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("## Figures")));
    }

    /// What the project keeps for the window may have been edited by hand.
    void oddPinsAreLeftOut()
    {
        Workspace workspace(m_catalog);
        ask(workspace, "llama-3.1-8b", 8);
        Scenario scenario = workspace.scenario();
        scenario.window = R"({"pinned": [7, {"archway": 1, "model": "no-such-model"}, {"title": 5}]})";
        workspace.change(scenario, QStringLiteral("by hand"));
        ComparePage page(workspace);
        page.show();
        QTRY_COMPARE(page.model()->columnCount(), 2);
    }
};

QTEST_MAIN(TestCompare)
#include "tst_compare.moc"
