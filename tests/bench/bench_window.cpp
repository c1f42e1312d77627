// SPDX-License-Identifier: GPL-3.0-or-later
// The window as its user feels it: how soon it is painted after the process starts, and how long a slider's step takes until
// everything visible is repainted. Prints lines "figure,value,unit".
#include "app/window.h"
#include "db/knowledge_store.h"
#include "ui/main_window.h"
#include "ui/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QSlider>
#include <QStandardPaths>
#include <QTabBar>

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <vector>

using namespace archway;

namespace {

const QString example = QStringLiteral(ARCHWAY_SOURCE_DIR "/resources/examples/deepseek-v3-support.archway");

bool opened_by_bench = false;

/// Says "painted" and leaves once the window has been painted for the first time.
class FirstPaint : public QObject {
public:
    using QObject::QObject;
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (!m_seen && event->type() == QEvent::Paint && qobject_cast<MainWindow*>(watched)) {
            m_seen = true; // its children are painted in the same go; the queued call comes after all of them
            QMetaObject::invokeMethod(this, &FirstPaint::report, Qt::QueuedConnection);
        }
        return false;
    }

private:
    void report()
    {
        std::puts("painted");
        std::fflush(stdout);
        QCoreApplication::quit();
    }
    bool m_seen = false;
};

void watch_first_paint()
{
    if (opened_by_bench)
        qApp->installEventFilter(new FirstPaint(qApp));
}
Q_COREAPP_STARTUP_FUNCTION(watch_first_paint)

double percentile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

void print(const char* figure, double milliseconds)
{
    std::printf("%s,%.3f,ms\n", figure, milliseconds);
    std::fflush(stdout);
}

/// From starting the process to the first painted window with an answered question in it.
bool measure_start(const QString& program)
{
    std::vector<double> times;
    for (int i = 0; i < 10; ++i) {
        QElapsedTimer timer;
        timer.start();
        QProcess process;
        process.start(program, {QStringLiteral("--open")});
        if (!process.waitForReadyRead(10'000) || !process.readAll().startsWith("painted"))
            return false;
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        process.waitForFinished();
    }
    print("window_painted_after_start_median", percentile(times, 0.5));
    return true;
}

/// One step of a slider at a time, through the slider itself, on the page at `index` of the answer's tabs.
void measure_slider(MainWindow& window, int index)
{
    window.tabs()->setCurrentIndex(index);
    QCoreApplication::processEvents();
    QSlider* slider = nullptr;
    for (QSlider* each : window.findChildren<QSlider*>())
        if (each->isVisible() && each->isEnabled() && each->value() > each->minimum() && each->value() < each->maximum()) {
            slider = each;
            break;
        }
    if (!slider)
        return;
    std::vector<double> times;
    const int from = slider->value();
    for (int step = 0; step < 300; ++step) {
        const int offset = step % 120 < 60 ? step % 60 : 60 - step % 60;
        QElapsedTimer timer;
        timer.start();
        slider->setValue(from + offset);
        QCoreApplication::sendPostedEvents(); // layout, then the update of what changed
        window.repaint();                     // and the rest of the window, so that nothing visible is left out
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        QCoreApplication::processEvents();
    }
    const QByteArray page = window.tabs()->tabText(index).toLower().replace(u' ', u'_').toUtf8();
    print(("slider_step_" + page + "_median").constData(), percentile(times, 0.5));
    print(("slider_step_" + page + "_p99").constData(), percentile(times, 0.99));
}

} // namespace

int main(int argc, char** argv)
{
    VerbContext context;
    context.knowledge = ARCHWAY_BUILD_DIR "/knowledge.db";
    if (argc > 1 && std::string_view(argv[1]) == "--open") {
        opened_by_bench = true; // the program's own way to its window
        return open_window(argc, argv, example.toStdString(), context);
    }
    if (!measure_start(QString::fromLocal8Bit(argv[0]))) {
        std::fputs("the window was not painted\n", stderr);
        return 1;
    }
    QApplication application(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    Theme::instance().install(application, Appearance::Light);
    Result<KnowledgeStore> store = KnowledgeStore::open(context.knowledge);
    Result<Catalog> catalog = store ? store->catalog() : Result<Catalog>(store.error());
    if (!catalog) {
        std::fprintf(stderr, "%s\n", catalog.error().text().c_str());
        return 1;
    }
    Workspace workspace(std::move(*catalog));
    MainWindow window(workspace);
    window.resize(1480, 920);
    window.show();
    window.openProject(example);
    QCoreApplication::processEvents();
    for (int page = 0; page < window.tabs()->count(); ++page)
        measure_slider(window, page);
    return 0;
}
