// SPDX-License-Identifier: GPL-3.0-or-later
// What is on the screen after inputs have moved is what painting everything afresh would show: nothing stale, nothing left behind.
#include "tests/support/shipped_base.h"
#include "tests/ui/own_place.h"
#include "ui/brief/brief_page.h"
#include "ui/main_window.h"
#include "ui/paint/tinted_icon.h"
#include "ui/start/examples.h"
#include "ui/theme.h"

#include <QScreen>
#include <QScrollBar>
#include <QSlider>
#include <QTabBar>
#include <QTest>
#include <QTextDocument>

using namespace archway;

class TestRepaint : public QObject {
    Q_OBJECT

    Catalog m_catalog;

    static bool upToDate(MainWindow& window)
    {
        const QImage shown = window.screen()->grabWindow(window.winId()).toImage().convertToFormat(QImage::Format_RGB32);
        return shown == window.grab().toImage().convertToFormat(QImage::Format_RGB32);
    }

    static QSlider* movableSlider(const QWidget& window)
    {
        for (QSlider* each : window.findChildren<QSlider*>())
            if (each->isVisible() && each->isEnabled() && each->value() > each->minimum() && each->value() + 40 <= each->maximum())
                return each;
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase()
    {
        use_own_place();
        m_catalog = shipped_catalog();
    }

    void nothingStaysBehind_data()
    {
        QTest::addColumn<int>("example");
        QTest::addColumn<bool>("dark");
        QTest::newRow("serving") << 2 << false;
        QTest::newRow("serving, dark") << 2 << true;
        QTest::newRow("training") << 6 << false;
    }
    void nothingStaysBehind()
    {
        QFETCH(const int, example);
        QFETCH(const bool, dark);
        Theme::instance().install(*qApp, dark ? Appearance::Dark : Appearance::Light);
        Workspace workspace(m_catalog);
        MainWindow window(workspace);
        window.resize(1480, 920);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const Example start = examples(m_catalog).at(example);
        QVERIFY(workspace.openCopy(start.text, start.name));
        for (int page = 0; page < window.tabs()->count(); ++page) {
            window.tabs()->setCurrentIndex(page);
            QSlider* slider = movableSlider(window);
            QVERIFY(slider);
            const int from = slider->value();
            for (const int step : {1, 12, 25, 40, 13}) {
                slider->setValue(from + step);
                QCoreApplication::processEvents();
            }
            QTRY_VERIFY2(upToDate(window), qPrintable(window.tabs()->tabText(page)));
            slider->setValue(from);
        }
    }

    void aReportStaysWhereItIsRead()
    {
        Theme::instance().install(*qApp, Appearance::Light);
        Workspace workspace(m_catalog);
        BriefPage page(workspace);
        page.resize(900, 700);
        page.show();
        const Example start = examples(m_catalog).at(2);
        QVERIFY(workspace.openCopy(start.text, start.name));
        auto* view = page.findChild<MarkdownView*>();
        const auto shows = [view](const QString& words) { return view->document()->toPlainText().contains(words); };
        QTRY_VERIFY(view->verticalScrollBar()->maximum() > 1000);
        view->verticalScrollBar()->setValue(700);
        Scenario next = workspace.scenario();
        QVERIFY(!shows(QStringLiteral("eu-west-1")));
        next.constraints.regions = {"eu-west-1"};
        workspace.change(next, QStringLiteral("Region"));
        QTRY_VERIFY(shows(QStringLiteral("eu-west-1")));
        QCOMPARE(view->verticalScrollBar()->value(), 700);
        QCOMPARE(view->findChildren<QTextDocument*>().size(), 1); // what it showed before is gone
    }

    void anIconIsDrawnInTheColourOfTheMoment()
    {
        QColor colour = Qt::red;
        const QIcon icon
            = tinted_icon(R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4H0z" fill="currentColor"/></svg>)",
                          [&colour](QIcon::Mode mode) { return mode == QIcon::Disabled ? QColor(Qt::gray) : colour; });
        const auto middle = [&icon](int size, QIcon::Mode mode) {
            const QImage image = icon.pixmap(QSize(size, size), 1.0, mode).toImage();
            return image.width() == size ? image.pixelColor(size / 2, size / 2) : QColor();
        };
        QCOMPARE(middle(16, QIcon::Normal), QColor(Qt::red));
        QCOMPARE(middle(37, QIcon::Normal), QColor(Qt::red));
        QCOMPARE(middle(16, QIcon::Disabled), QColor(Qt::gray));
        colour = Qt::blue;
        QCOMPARE(middle(16, QIcon::Normal), QColor(Qt::blue));
        QVERIFY(tinted_icon({}, [](QIcon::Mode) { return QColor(); }).isNull());
    }
};

QTEST_MAIN(TestRepaint)
#include "tst_repaint.moc"
