// SPDX-License-Identifier: GPL-3.0-or-later
// Diagrams as their reader feels them: from asking to painted, a frame while panning and zooming, an answer under the mouse. Prints lines
// "figure,value,unit"; the layout worker is part of what is measured.
#include "db/knowledge_store.h"
#include "diagrams/layout_client.h"
#include "ui/diagram/diagram_page.h"
#include "ui/diagram/diagram_view.h"
#include "ui/paint/diagram_painter.h"
#include "ui/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QMouseEvent>
#include <QScrollBar>
#include <QStandardPaths>

#include <algorithm>
#include <cstdio>

using namespace archway;

namespace {

double percentile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

void print(const std::string& figure, double milliseconds)
{
    std::printf("%s,%.3f,ms\n", figure.c_str(), milliseconds);
    std::fflush(stdout);
}

double since(const QElapsedTimer& timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// The same numbers on every machine and in every run.
class Dice {
public:
    int below(int limit)
    {
        m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<int>((m_state >> 33) % static_cast<unsigned>(limit));
    }

private:
    unsigned long long m_state = 42;
};

std::string name(int number)
{
    return std::string("n").append(std::to_string(number));
}

Diagram random_graph(int nodes, int edges)
{
    Diagram out;
    out.kind = "flowchart";
    Dice dice;
    for (int i = 0; i < nodes; ++i) {
        DiagramNode node;
        node.id = name(i);
        node.label = std::string("Service ").append(std::to_string(i)).append("\nwith a detail");
        out.nodes.push_back(std::move(node));
    }
    for (int i = 0; i < edges; ++i) {
        DiagramEdge edge;
        edge.from = name(dice.below(nodes));
        edge.to = name(dice.below(nodes));
        out.edges.push_back(std::move(edge));
    }
    return out;
}

Diagram large_mindmap(int nodes)
{
    Diagram out = random_graph(nodes, 0);
    out.kind = "mindmap";
    out.tree = true;
    for (int i = 1; i < nodes; ++i) {
        DiagramNode& node = out.nodes[static_cast<std::size_t>(i)];
        node.parent = name((i - 1) / 4);
        DiagramEdge edge;
        edge.from = node.parent;
        edge.to = node.id;
        edge.arrow = false;
        out.edges.push_back(std::move(edge));
    }
    return out;
}

/// From the request to the painted picture, the worker included.
double request_to_painted(const Diagram& diagram, DiagramView& view)
{
    QElapsedTimer timer;
    timer.start();
    LayoutClient client;
    QEventLoop loop;
    Layout placed;
    QObject::connect(&client, &LayoutClient::finished, &loop, [&](const Layout& layout) {
        placed = layout;
        loop.quit();
    });
    // A tree answers at once, before the loop could begin.
    client.request(diagram, measure_with_fonts());
    if (placed.nodes.empty())
        loop.exec();
    view.show(diagram, placed);
    view.viewport()->repaint();
    return since(timer);
}

void measure_kind(DiagramPage& page, const char* kind)
{
    std::vector<double> times;
    for (int i = 0; i < 15; ++i) {
        QElapsedTimer timer;
        timer.start();
        QEventLoop loop;
        bool drawn = false;
        const auto connection = QObject::connect(&page, &DiagramPage::drawn, &loop, [&] {
            drawn = true;
            loop.quit();
        });
        page.showKind(QLatin1String(kind));
        if (!drawn)
            loop.exec();
        page.view()->viewport()->repaint();
        times.push_back(since(timer));
        QObject::disconnect(connection);
    }
    print(std::string("diagram_") + kind + "_painted_median", percentile(times, 0.5));
}

/// Panning and zooming around 100 % over a large picture, and the mouse moving over it.
void measure_large(DiagramView& view)
{
    const Diagram diagram = random_graph(5000, 7500);
    view.show(diagram, layout(diagram, measure_with_fonts(), 60'000));
    view.zoomBy(1 / view.zoom(), view.viewport()->rect().center());
    view.centerOn(view.placed().width / 2, view.placed().height / 2);
    QCoreApplication::processEvents();
    std::vector<double> pan, zoom, hover;
    for (int i = 0; i < 120; ++i) {
        QElapsedTimer timer;
        timer.start();
        view.horizontalScrollBar()->setValue(view.horizontalScrollBar()->value() + (i % 40 < 20 ? 25 : -25));
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->value() + (i % 60 < 30 ? 15 : -15));
        view.viewport()->repaint();
        pan.push_back(since(timer));
    }
    for (int i = 0; i < 60; ++i) {
        QElapsedTimer timer;
        timer.start();
        view.zoomBy(i % 20 < 10 ? 1.01 : 1 / 1.01, view.viewport()->rect().center());
        view.viewport()->repaint();
        zoom.push_back(since(timer));
    }
    Dice dice;
    for (int i = 0; i < 1000; ++i) {
        const QPointF at(dice.below(view.viewport()->width()), dice.below(view.viewport()->height()));
        QMouseEvent move(QEvent::MouseMove, at, view.viewport()->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QElapsedTimer timer;
        timer.start();
        QCoreApplication::sendEvent(view.viewport(), &move);
        hover.push_back(since(timer));
    }
    print("diagram_5000_nodes_pan_frame_median", percentile(pan, 0.5));
    print("diagram_5000_nodes_zoom_frame_median", percentile(zoom, 0.5));
    print("diagram_5000_nodes_pan_frame_p99", percentile(pan, 0.99));
    print("diagram_5000_nodes_zoom_frame_p99", percentile(zoom, 0.99));
    print("diagram_5000_nodes_hover_p99", percentile(hover, 0.99));
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    Theme::instance().install(application, Appearance::Light);
    Result<KnowledgeStore> store = KnowledgeStore::open(ARCHWAY_BUILD_DIR "/knowledge.db");
    Result<Catalog> catalog = store ? store->catalog() : Result<Catalog>(store.error());
    if (!catalog) {
        std::fprintf(stderr, "%s\n", catalog.error().text().c_str());
        return 1;
    }
    Workspace workspace(std::move(*catalog));
    DiagramPage page(workspace);
    page.resize(1000, 800);
    page.show();
    QCoreApplication::processEvents();
    for (const char* kind : {"flowchart", "mindmap"})
        measure_kind(page, kind);
    DiagramView view;
    view.resize(1280, 800);
    static_cast<QWidget&>(view).show();
    QCoreApplication::processEvents();
    print("diagram_2000_node_mindmap_painted", request_to_painted(large_mindmap(2000), view));
    print("diagram_1000_nodes_1500_edges_painted", request_to_painted(random_graph(1000, 1500), view));
    measure_large(view);
    return 0;
}
