// SPDX-License-Identifier: GPL-3.0-or-later
// The window as its user feels it: how soon it is painted after the process starts, and how long a slider's step takes until
// everything visible is repainted. Prints lines "figure,value,unit".
#include "app/knowledge_location.h"
#include "app/window.h"
#include "db/knowledge_store.h"
#include "ui/main_window.h"
#include "ui/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QScreen>
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

QElapsedTimer started()
{
    QElapsedTimer timer;
    timer.start();
    return timer;
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

/// Does the screen show, once the slider has rested, what painting the whole window afresh would show?
bool up_to_date(MainWindow& window)
{
    for (QElapsedTimer resting = started(); resting.elapsed() < 400;)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    const QImage shown = window.screen()->grabWindow(window.winId()).toImage().convertToFormat(QImage::Format_RGB32);
    return shown == window.grab().toImage().convertToFormat(QImage::Format_RGB32);
}

/// One step of a slider at a time, through the slider itself, on the page at `index` of the answer's tabs: computing, layout and the paint
/// of what changed. What a page puts off to a later turn of the event loop is a frame of its own and counts as one. False, with the reason
/// said, when a step leaves something on the screen that is no longer so.
bool measure_slider(MainWindow& window, int index)
{
    window.tabs()->setCurrentIndex(index);
    QCoreApplication::processEvents();
    // One that has room for the way there and back, so that every step changes the scenario.
    constexpr int way = 60;
    QSlider* slider = nullptr;
    for (QSlider* each : window.findChildren<QSlider*>())
        if (each->isVisible() && each->isEnabled() && each->value() > each->minimum() && each->value() + way <= each->maximum()) {
            slider = each;
            break;
        }
    if (!slider) {
        std::fputs("no slider has room for the steps\n", stderr);
        return false;
    }
    std::vector<double> steps;
    std::vector<double> frames;
    const int from = slider->value();
    QElapsedTimer timer;
    const auto elapsed = [&timer] { return static_cast<double>(timer.nsecsElapsed()) / 1e6; };
    for (int step = 0; step < 300; ++step) {
        const int turn = step % (2 * way);
        const int value = from + (turn < way ? turn + 1 : 2 * way - turn - 1);
        timer.start();
        slider->setValue(value);
        QCoreApplication::sendPostedEvents();
        steps.push_back(elapsed());
        timer.start();
        QCoreApplication::processEvents();
        frames.push_back(elapsed());
    }
    if (!up_to_date(window)) {
        std::fputs("a step left something unpainted\n", stderr);
        return false;
    }
    slider->setValue(from);
    QCoreApplication::processEvents();
    frames.insert(frames.end(), steps.begin(), steps.end());
    std::sort(frames.begin(), frames.end());
    frames.erase(frames.begin(), frames.end() - static_cast<std::ptrdiff_t>(steps.size())); // the longer half: an empty turn is no frame
    const QByteArray page = window.tabs()->tabText(index).toLower().replace(u' ', u'_').toUtf8();
    print(("slider_step_" + page + "_median").constData(), percentile(steps, 0.5));
    print(("slider_step_" + page + "_p99").constData(), percentile(frames, 0.99));
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    VerbContext context; // the base is found where the program finds it
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
    Result<KnowledgeStore> store = open_knowledge(context);
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
        if (!measure_slider(window, page))
            return 1;
    return 0;
}
