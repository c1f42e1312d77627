// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/layout_client.h"

#include "diagrams/arrange.h"
#include "diagrams/layout_request.h"

#include <QProcess>
#include <QTimer>

#include <filesystem>

namespace archway {

namespace {

constexpr const char* worker_missing = "The layout worker is missing: shown in columns.";
constexpr const char* worker_stopped = "The layout worker stopped: shown in columns.";
constexpr const char* too_slow = "The layout took too long: shown in columns.";
constexpr const char* without_direction = "Too many links to draw in one direction: drawn by nearness instead.";

/// Says so where the picture is not the one that was asked for.
Layout noted(Layout layout, const LayoutRequest& request)
{
    if (layout.engine == "sfdp" && request.diagram.arranged() == Arrangement::Flow)
        layout.message = without_direction;
    return layout;
}

} // namespace

std::string layout_worker_path()
{
    std::error_code code;
    auto folder = std::filesystem::read_symlink("/proc/self/exe", code).parent_path();
    const auto installed = folder.parent_path() / "libexec/archway/archway-layout";
    if (std::filesystem::exists(installed, code))
        return installed.string();
    // In a build tree it is beside the program, or above a test.
    for (int up = 0; up < 4; ++up, folder = folder.parent_path()) {
        if (std::filesystem::exists(folder / "archway-layout", code))
            return (folder / "archway-layout").string();
    }
    return {};
}

Result<std::string> ask_worker(const std::string& request, int timeout_ms)
{
    QProcess worker;
    worker.start(QString::fromStdString(layout_worker_path()), QStringList());
    if (!worker.waitForStarted(timeout_ms)) {
        // A busy machine may be slow to start what is there.
        if (worker.error() != QProcess::FailedToStart) {
            worker.kill();
            worker.waitForFinished(1000);
            return failure("archway-layout", "took too long", "narrow the diagram");
        }
        return failure("archway-layout", "is missing", "install it beside archway");
    }
    worker.write(request.data(), static_cast<qint64>(request.size()));
    worker.closeWriteChannel();
    if (!worker.waitForFinished(timeout_ms)) {
        worker.kill();
        worker.waitForFinished(1000);
        return failure("archway-layout", "took too long", "narrow the diagram");
    }
    if (worker.exitStatus() != QProcess::NormalExit)
        return failure("archway-layout", "stopped", "narrow the diagram");
    if (worker.exitCode() != 0)
        return bad_input("archway-layout", QString::fromUtf8(worker.readAllStandardError()).simplified().left(400).toStdString());
    return worker.readAllStandardOutput().toStdString();
}

Layout layout(const Diagram& diagram, const MeasureText& text, int timeout_ms)
{
    LayoutRequest request = make_request(diagram, text);
    if (auto ready = own_layout(request))
        return std::move(*ready);
    std::string message = worker_stopped;
    for (; !request.engines.empty(); request.engines.erase(request.engines.begin())) {
        const std::string asked = request_text(request);
        const Result<std::string> told = ask_worker(asked, timeout_ms);
        if (!told) {
            message = told.error().message == "took too long" ? too_slow
                : told.error().message == "is missing"        ? worker_missing
                                                              : worker_stopped;
            continue;
        }
        if (const auto answer = read_answer(*told, request))
            return noted(*answer, request);
    }
    return layered_fallback(request.diagram, request.boxes, message);
}

/// One request under way. The process belongs to it, and dies with it.
struct LayoutClient::Impl {
    struct Job {
        LayoutRequest request;
        std::unique_ptr<QProcess> process;
        QTimer deadline;
        int timeout_ms = 0;
    };
    std::unique_ptr<Job> job;
    std::string worker;
};

LayoutClient::LayoutClient(QObject* parent, std::string worker)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>())
{
    m_impl->worker = std::move(worker);
}

LayoutClient::~LayoutClient()
{
    cancel();
}

void LayoutClient::cancel()
{
    if (!m_impl->job)
        return;
    if (QProcess* process = m_impl->job->process.get()) {
        process->disconnect();
        process->kill();
        process->waitForFinished(1000);
    }
    m_impl->job.reset();
}

void LayoutClient::request(const Diagram& diagram, const MeasureText& text, int timeout_ms)
{
    cancel();
    LayoutRequest request = make_request(diagram, text);
    if (auto ready = own_layout(request)) {
        Q_EMIT finished(*ready);
        return;
    }
    m_impl->job = std::make_unique<Impl::Job>();
    m_impl->job->request = std::move(request);
    m_impl->job->timeout_ms = timeout_ms;
    m_impl->job->deadline.setSingleShot(true);
    connect(&m_impl->job->deadline, &QTimer::timeout, this, [this] { proceed(QString::fromLatin1(too_slow)); });
    ask();
}

void LayoutClient::ask()
{
    Impl::Job& job = *m_impl->job;
    job.process = std::make_unique<QProcess>();
    connect(job.process.get(), &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        proceed(status == QProcess::NormalExit && code == 0 ? QString() : QString::fromLatin1(worker_stopped));
    });
    // A program that is not there is told from within start(): the answer waits until ask() is over, and is for its own process alone.
    connect(
        job.process.get(), &QProcess::errorOccurred, this,
        [this, process = job.process.get()](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart && m_impl->job && m_impl->job->process.get() == process)
                proceed(QString::fromLatin1(worker_missing));
        },
        Qt::QueuedConnection);
    const std::string asked = request_text(job.request);
    job.deadline.start(job.timeout_ms);
    job.process->start(QString::fromStdString(m_impl->worker), QStringList());
    if (job.process->state() == QProcess::NotRunning)
        return;
    job.process->write(asked.data(), static_cast<qint64>(asked.size()));
    job.process->closeWriteChannel();
}

void LayoutClient::proceed(const QString& trouble)
{
    Impl::Job& job = *m_impl->job;
    job.deadline.stop();
    QProcess* process = job.process.release();
    process->disconnect();
    const std::string told = trouble.isEmpty() ? process->readAllStandardOutput().toStdString() : std::string();
    if (process->state() != QProcess::NotRunning) {
        process->kill();
        process->waitForFinished(1000);
    }
    process->deleteLater(); // it may be the one that is calling
    if (const auto answer = read_answer(told, job.request)) {
        const Layout placed = noted(*answer, job.request);
        m_impl->job.reset();
        Q_EMIT finished(placed);
        return;
    }
    job.request.engines.erase(job.request.engines.begin());
    if (!job.request.engines.empty()) {
        ask();
        return;
    }
    const Layout placed
        = layered_fallback(job.request.diagram, job.request.boxes, trouble.isEmpty() ? worker_stopped : trouble.toStdString());
    m_impl->job.reset();
    Q_EMIT finished(placed);
}

} // namespace archway
