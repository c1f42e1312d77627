// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/layout_client.h"

#include "diagrams/tidy_tree.h"

#include <nlohmann/json.hpp>

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QTimer>

#include <filesystem>
#include <map>

namespace archway {

namespace {

using nlohmann::json;

// What dot is asked to do at most; above it sfdp, above that no picture is worth waiting for.
constexpr std::size_t most_nodes_for_dot = 300, most_edges_for_dot = 600;
constexpr std::size_t most_nodes_for_sfdp = 5000, most_edges_for_sfdp = 10'000;

std::string engine_for(const Diagram& diagram)
{
    if (diagram.nodes.size() <= most_nodes_for_dot && diagram.edges.size() <= most_edges_for_dot)
        return "dot";
    return diagram.nodes.size() <= most_nodes_for_sfdp && diagram.edges.size() <= most_edges_for_sfdp ? "sfdp" : "";
}

/// The edges of the request: the worker sees only those whose ends exist.
QByteArray request_text(const Diagram& diagram, const std::vector<NodeBox>& boxes, std::vector<std::size_t>& sent)
{
    static constexpr const char* directions[]{"TB", "LR", "RL", "BT"};
    std::map<std::string_view, std::size_t> at;
    for (std::size_t i = 0; i < diagram.nodes.size(); ++i)
        at.emplace(diagram.nodes[i].id, i);
    const std::string engine = engine_for(diagram);
    json request{{"engine", engine},
                 {"rankdir", directions[static_cast<int>(diagram.direction)]},
                 {"splines", engine == "dot" ? "spline" : "line"},
                 {"nodes", json::array()},
                 {"edges", json::array()}};
    for (const NodeBox& box : boxes)
        request["nodes"].push_back({box.w, box.h});
    for (std::size_t i = 0; i < diagram.edges.size(); ++i) {
        const auto from = at.find(diagram.edges[i].from);
        const auto to = at.find(diagram.edges[i].to);
        if (from == at.end() || to == at.end())
            continue;
        request["edges"].push_back({from->second, to->second});
        sent.push_back(i);
    }
    return QByteArray::fromStdString(request.dump());
}

Point point_of(const json& pair)
{
    return {pair.at(0).get<double>(), pair.at(1).get<double>()};
}

std::optional<Layout> read_answer(const QByteArray& text, const Diagram& diagram, const std::vector<NodeBox>& boxes,
                                  const std::vector<std::size_t>& sent)
{
    const json answer = json::parse(text.toStdString(), nullptr, false);
    if (!answer.is_object() || answer["nodes"].size() != boxes.size() || answer["edges"].size() != sent.size())
        return std::nullopt;
    Layout layout;
    layout.engine = engine_for(diagram);
    layout.width = answer["width"];
    layout.height = answer["height"];
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const Point centre = point_of(answer["nodes"][i]);
        layout.nodes.push_back({centre.x, centre.y, boxes[i].w, boxes[i].h});
    }
    layout.edges.resize(diagram.edges.size());
    for (std::size_t i = 0; i < sent.size(); ++i) {
        EdgePath& path = layout.edges[sent[i]];
        for (const json& pair : answer["edges"][i]["points"])
            path.points.push_back(point_of(pair));
        if (answer["edges"][i].contains("tip")) {
            path.tip = point_of(answer["edges"][i]["tip"]);
            path.has_tip = true;
        }
        if (!path.points.empty())
            path.label = path.points[path.points.size() / 2];
    }
    return layout;
}

/// What can be said without the worker: trees, empty diagrams, and those too large for a picture.
std::optional<Layout> without_worker(const Diagram& diagram, const std::vector<NodeBox>& boxes)
{
    if (diagram.tree || diagram.nodes.empty())
        return tidy_tree(diagram, boxes);
    if (engine_for(diagram).empty())
        return layered_fallback(diagram, boxes, "Too large for a drawn layout: shown in columns. Narrow the diagram to see its links.");
    return std::nullopt;
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

Layout layout(const Diagram& diagram, const MeasureText& text, int timeout_ms)
{
    const std::vector<NodeBox> boxes = measure(diagram, text);
    if (auto ready = without_worker(diagram, boxes))
        return std::move(*ready);
    std::vector<std::size_t> sent;
    const QByteArray request = request_text(diagram, boxes, sent);
    QProcess worker;
    worker.start(QString::fromStdString(layout_worker_path()), QStringList());
    if (!worker.waitForStarted(timeout_ms))
        return layered_fallback(diagram, boxes, "The layout worker is missing: shown in columns.");
    worker.write(request);
    worker.closeWriteChannel();
    if (!worker.waitForFinished(timeout_ms)) {
        worker.kill();
        worker.waitForFinished(1000);
        return layered_fallback(diagram, boxes, "The layout took too long: shown in columns.");
    }
    if (worker.exitStatus() == QProcess::NormalExit && worker.exitCode() == 0) {
        if (auto answer = read_answer(worker.readAllStandardOutput(), diagram, boxes, sent))
            return std::move(*answer);
    }
    return layered_fallback(diagram, boxes, "The layout worker stopped: shown in columns.");
}

/// One request under way. The process belongs to it, and dies with it.
struct LayoutClient::Impl {
    struct Job {
        Diagram diagram;
        std::vector<NodeBox> boxes;
        std::vector<std::size_t> sent;
        QProcess process;
        QTimer deadline;
    };
    std::unique_ptr<Job> job;
};

LayoutClient::LayoutClient(QObject* parent)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>())
{
}

LayoutClient::~LayoutClient()
{
    cancel();
}

void LayoutClient::cancel()
{
    if (!m_impl->job)
        return;
    m_impl->job->process.disconnect();
    m_impl->job->process.kill();
    m_impl->job->process.waitForFinished(1000);
    m_impl->job.reset();
}

void LayoutClient::request(const Diagram& diagram, const MeasureText& text, int timeout_ms)
{
    cancel();
    std::vector<NodeBox> boxes = measure(diagram, text);
    if (auto ready = without_worker(diagram, boxes)) {
        Q_EMIT finished(*ready);
        return;
    }
    m_impl->job = std::make_unique<Impl::Job>();
    Impl::Job& job = *m_impl->job;
    job.diagram = diagram;
    job.boxes = std::move(boxes);
    const QByteArray bytes = request_text(job.diagram, job.boxes, job.sent);
    const auto end = [this](const std::string& message) {
        const std::unique_ptr<Impl::Job> done = std::move(m_impl->job);
        std::optional<Layout> answer;
        if (message.empty())
            answer = read_answer(done->process.readAllStandardOutput(), done->diagram, done->boxes, done->sent);
        done->process.disconnect();
        if (done->process.state() != QProcess::NotRunning) {
            done->process.kill();
            done->process.waitForFinished(1000);
        }
        Q_EMIT finished(answer ? *answer
                               : layered_fallback(done->diagram, done->boxes,
                                                  message.empty() ? "The layout worker stopped: shown in columns." : message));
    };
    connect(&job.process, &QProcess::finished, this, [end](int code, QProcess::ExitStatus status) {
        end(status == QProcess::NormalExit && code == 0 ? std::string() : "The layout worker stopped: shown in columns.");
    });
    connect(&job.process, &QProcess::errorOccurred, this, [end](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            end("The layout worker is missing: shown in columns.");
    });
    job.deadline.setSingleShot(true);
    connect(&job.deadline, &QTimer::timeout, this, [end] { end("The layout took too long: shown in columns."); });
    job.deadline.start(timeout_ms);
    job.process.start(QString::fromStdString(layout_worker_path()), QStringList());
    job.process.write(bytes);
    job.process.closeWriteChannel();
}

} // namespace archway
