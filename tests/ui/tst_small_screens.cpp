// SPDX-License-Identifier: GPL-3.0-or-later
// The presentation and the window on the screens of rooms and laptops: nothing covered, cut or out of reach.
#include "tests/support/shipped_base.h"
#include "tests/ui/own_place.h"
#include "ui/main_window.h"
#include "ui/present/present_view.h"
#include "ui/question/input_row.h"
#include "ui/start/examples.h"
#include "ui/theme.h"

#include <QChartView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTabBar>
#include <QTest>

#include <memory>

using namespace archway;

class TestSmallScreens : public QObject {
    Q_OBJECT

    Catalog m_catalog;

    static QRect placed(const QWidget* widget, const QWidget* in) { return {widget->mapTo(in, QPoint()), widget->size()}; }

private Q_SLOTS:
    void initTestCase()
    {
        use_own_place();
        Theme::instance().install(*qApp, Appearance::Light);
        m_catalog = shipped_catalog();
    }

    void aPresentationIsWholeOnEveryScreen_data()
    {
        QTest::addColumn<QSize>("screen");
        for (const QSize size : {QSize(800, 600), QSize(800, 800), QSize(1024, 768), QSize(1280, 720), QSize(1480, 920)})
            QTest::addRow("%dx%d", size.width(), size.height()) << size;
    }
    void aPresentationIsWholeOnEveryScreen()
    {
        QFETCH(const QSize, screen);
        Workspace workspace(m_catalog);
        PresentView view(workspace);
        view.resize(screen);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const QList<Example> all = examples(m_catalog);
        for (const Example& example : {all.at(2), all.at(6), all.at(7)}) { // serving, training, innovations alone
            QVERIFY(workspace.openCopy(example.text, example.name));
            const auto steps = present_steps(workspace);
            for (int step = 0; step < steps.size(); ++step) {
                view.goTo(step);
                QCoreApplication::processEvents();
                QCOMPARE(view.size(), screen);
                const QByteArray where = QStringLiteral("%1, step %2").arg(example.name).arg(step + 1).toUtf8();
                QList<QWidget*> foot;
                for (InputRow* row : view.findChildren<InputRow*>())
                    if (row->isVisible())
                        foot << row;
                QCOMPARE(foot.size(), 4);
                for (QPushButton* button : view.findChildren<QPushButton*>())
                    foot << button;
                for (QWidget* each : foot) {
                    QVERIFY2(view.rect().contains(placed(each, &view)), where.constData());
                    for (QWidget* other : foot)
                        QVERIFY2(each == other || !placed(each, &view).intersects(placed(other, &view)), where.constData());
                }
                // Neither a label of an input nor its number is cut, and they do not lie on each other.
                for (InputRow* row : view.findChildren<InputRow*>())
                    QVERIFY2(!row->isVisible() || row->width() >= row->widthInFull(),
                             (where + QStringLiteral(": %1 of %2").arg(row->width()).arg(row->widthInFull()).toUtf8()).constData());
                for (QLabel* label : view.findChildren<QLabel*>()) {
                    if (!label->isVisible() || label->text().isEmpty())
                        continue;
                    const int wanted = label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
                    QVERIFY2(label->height() >= wanted, (where + ": " + label->text().toUtf8()).constData());
                }
                auto* text = view.findChild<QScrollArea*>();
                QVERIFY2(text->widget()->height() <= text->viewport()->height() + text->verticalScrollBar()->maximum(), where.constData());
                auto* chart = view.findChild<QChartView*>();
                QVERIFY2(chart->isVisible() == !steps[step].chart.isEmpty(), where.constData());
                QVERIFY2(!chart->isVisible() || (chart->width() >= 300 && chart->height() >= 120 && !chart->chart()->series().isEmpty()),
                         where.constData());
            }
        }
    }

    /// With every page made: a page that was looked at may not keep the window from a small screen.
    void everyPageFitsASmallScreen()
    {
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.resize(1024, 700);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QVERIFY(workspace.openCopy(examples(m_catalog).at(2).text, QStringLiteral("example")));
        for (int page = 0; page < window.tabs()->count(); ++page) {
            window.showPage(page);
            QCoreApplication::processEvents();
            // What scrolls up and down is not cut at its sides.
            for (auto* scrolled : window.findChildren<QScrollArea*>()) {
                if (!scrolled->isVisible() || scrolled->horizontalScrollBarPolicy() != Qt::ScrollBarAlwaysOff)
                    continue;
                QVERIFY2(scrolled->widget()->width() <= scrolled->viewport()->width(),
                         qPrintable(QStringLiteral("%1: %2 in %3 of %4")
                                        .arg(window.tabs()->tabText(page))
                                        .arg(scrolled->widget()->width())
                                        .arg(scrolled->viewport()->width())
                                        .arg(scrolled->accessibleName())));
            }
        }
        QCOMPARE(window.size(), QSize(1024, 700));
    }
};

QTEST_MAIN(TestSmallScreens)
#include "tst_small_screens.moc"
