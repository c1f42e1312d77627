// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diagram/diagram_view.h"

#include "ui/paint/diagram_painter.h"

#include <QGraphicsItem>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPathStroker>
#include <QScrollBar>
#include <QStyleOptionGraphicsItem>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>

namespace archway {

namespace {

constexpr qreal smallest_zoom = 0.05, largest_zoom = 4;
constexpr int click_distance = 5;

class NodeItem : public QGraphicsItem {
public:
    NodeItem(const DiagramNode& node, const NodeBox& box)
        : m_node(node)
        , m_box(box)
    {
        setZValue(1);
    }
    QRectF boundingRect() const override
    {
        return QRectF(m_box.x - m_box.w / 2, m_box.y - m_box.h / 2, m_box.w, m_box.h).adjusted(-3, -3, 3, 3);
    }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) override
    {
        const Colours& c = Theme::instance().colours();
        // Far out no text can be read: a filled box says as much.
        if (QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform()) < 0.25) {
            painter->fillRect(boundingRect().adjusted(3, 3, -3, -3), look_of(m_node, c).line);
            return;
        }
        Q_UNUSED(option)
        painter->setRenderHint(QPainter::Antialiasing);
        paint_node(*painter, m_node, m_box, c, strong);
    }
    bool strong = false;

private:
    const DiagramNode& m_node;
    NodeBox m_box;
};

class EdgeItem : public QGraphicsItem {
public:
    EdgeItem(const DiagramEdge& edge, const EdgePath& path, const DiagramNode* to)
        : m_edge(edge)
        , m_path(path)
        , m_to(to)
        , m_bounds(edge_path(path).boundingRect().adjusted(-12, -12, 12, 12))
    {
    }
    QRectF boundingRect() const override { return m_bounds; }
    /// Found by distance, not by Qt: a stroked shape for each query costs milliseconds.
    QPainterPath shape() const override { return {}; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override
    {
        painter->setRenderHint(QPainter::Antialiasing);
        paint_edge(*painter, m_edge, m_path, edge_colour(m_to, Theme::instance().colours()), strong);
    }
    bool strong = false;

private:
    const DiagramEdge& m_edge;
    const EdgePath& m_path;
    const DiagramNode* m_to;
    QRectF m_bounds;
};

/// What lies under the nodes and edges (clusters, lifelines), or over them (labels); never hit.
class SheetItem : public QGraphicsItem {
public:
    SheetItem(const Diagram& diagram, const Layout& layout, bool front)
        : m_diagram(diagram)
        , m_layout(layout)
        , m_front(front)
    {
        setZValue(front ? 2 : -1);
    }
    QRectF boundingRect() const override { return QRectF(-20, -20, m_layout.width + 40, m_layout.height + 40); }
    QPainterPath shape() const override { return {}; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override
    {
        const Colours& c = Theme::instance().colours();
        const bool readable = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform()) >= 0.25;
        const std::size_t clusters = std::min(m_diagram.clusters.size(), m_layout.clusters.size());
        for (std::size_t i = 0; i < clusters && (readable || !m_front); ++i)
            m_front ? paint_cluster_label(*painter, m_diagram.clusters[i], m_layout.clusters[i], c)
                    : paint_cluster(*painter, m_diagram.clusters[i], m_layout.clusters[i], c);
        for (std::size_t i = 0; i < m_layout.guides.size() && !m_front; ++i)
            paint_guide(*painter, m_layout.guides[i], c);
        for (std::size_t i = 0; m_front && readable && i < m_diagram.edges.size() && i < m_layout.edges.size(); ++i)
            paint_edge_label(*painter, m_diagram.edges[i], m_layout.edges[i], c);
    }

private:
    const Diagram& m_diagram;
    const Layout& m_layout;
    bool m_front;
};

} // namespace

DiagramView::DiagramView(QWidget* parent)
    : QGraphicsView(parent)
{
    setScene(new QGraphicsScene(this));
    scene()->setItemIndexMethod(QGraphicsScene::NoIndex);
    setRenderHint(QPainter::Antialiasing);
    setOptimizationFlags(QGraphicsView::DontSavePainterState | QGraphicsView::DontAdjustForAntialiasing);
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    setTransformationAnchor(QGraphicsView::NoAnchor);
    setResizeAnchor(QGraphicsView::NoAnchor);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    setAccessibleName(tr("Diagram"));
    connect(&Theme::instance(), &Theme::changed, this, [this] { viewport()->update(); });
}

void DiagramView::show(const Diagram& diagram, const Layout& layout)
{
    clear();
    m_diagram = diagram;
    m_layout = layout;
    for (const bool front : {false, true})
        scene()->addItem(new SheetItem(m_diagram, m_layout, front));
    const NodeIndex at = index_of(m_diagram);
    for (std::size_t i = 0; i < m_diagram.edges.size() && i < m_layout.edges.size(); ++i) {
        const auto to = at.find(m_diagram.edges[i].to);
        auto* item = new EdgeItem(m_diagram.edges[i], m_layout.edges[i], to == at.end() ? nullptr : &m_diagram.nodes[to->second]);
        scene()->addItem(item);
        m_edges.append(item);
    }
    for (std::size_t i = 0; i < m_diagram.nodes.size() && i < m_layout.nodes.size(); ++i) {
        auto* item = new NodeItem(m_diagram.nodes[i], m_layout.nodes[i]);
        scene()->addItem(item);
        m_nodes.append(item);
    }
    setAccessibleDescription(
        tr("%1: %2 nodes, %3 edges").arg(QString::fromStdString(diagram.title)).arg(m_nodes.size()).arg(m_edges.size()));
    fit();
}

void DiagramView::clear()
{
    scene()->clear();
    m_nodes.clear();
    m_edges.clear();
    m_selected = -1;
}

QPointF DiagramView::nodeCentre(int node) const
{
    const NodeBox& box = m_layout.nodes[static_cast<std::size_t>(node)];
    return {box.x, box.y};
}

void DiagramView::select(int node)
{
    if (m_selected >= 0)
        static_cast<NodeItem*>(m_nodes[m_selected])->strong = false;
    m_selected = node >= 0 && node < m_nodes.size() ? node : -1;
    const std::string id = m_selected >= 0 ? m_diagram.nodes[static_cast<std::size_t>(m_selected)].id : std::string();
    for (int i = 0; i < m_edges.size(); ++i) {
        const DiagramEdge& edge = m_diagram.edges[static_cast<std::size_t>(i)];
        static_cast<EdgeItem*>(m_edges[i])->strong = m_selected >= 0 && (edge.from == id || edge.to == id);
    }
    if (m_selected >= 0) {
        static_cast<NodeItem*>(m_nodes[m_selected])->strong = true;
        setAccessibleDescription(QString::fromStdString(m_diagram.nodes[static_cast<std::size_t>(m_selected)].label));
    }
    viewport()->update();
}

void DiagramView::fit()
{
    m_fitted = true;
    const QRectF content(0, 0, std::max(1.0, m_layout.width), std::max(1.0, m_layout.height));
    // Room on every side lets the point under the cursor stay there even where everything is visible.
    setSceneRect(content.adjusted(-content.width() - 2000, -content.height() - 2000, content.width() + 2000, content.height() + 2000));
    const QSizeF room(viewport()->width() - 48.0, viewport()->height() - 48.0);
    const qreal scale = std::clamp(std::min(room.width() / content.width(), room.height() / content.height()), smallest_zoom, 1.25);
    setTransform(QTransform::fromScale(scale, scale));
    centerOn(content.center());
    Q_EMIT zoomChanged(zoom());
}

void DiagramView::zoomBy(qreal factor, QPointF at)
{
    const qreal wanted = std::clamp(zoom() * factor, smallest_zoom, largest_zoom);
    const QPointF before = mapToScene(at.toPoint());
    setTransform(QTransform::fromScale(wanted, wanted));
    const QPointF after = mapToScene(at.toPoint());
    const QPointF drift = after - before;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - static_cast<int>(std::lround(drift.x() * wanted)));
    verticalScrollBar()->setValue(verticalScrollBar()->value() - static_cast<int>(std::lround(drift.y() * wanted)));
    m_fitted = false;
    Q_EMIT zoomChanged(zoom());
}

int DiagramView::nodeAt(QPointF scene_point) const
{
    for (std::size_t i = m_layout.nodes.size(); i-- > 0;) {
        const NodeBox& box = m_layout.nodes[i];
        if (std::abs(scene_point.x() - box.x) <= box.w / 2 && std::abs(scene_point.y() - box.y) <= box.h / 2)
            return static_cast<int>(i);
    }
    return -1;
}

int DiagramView::edgeAt(QPointF scene_point) const
{
    const qreal reach = 5 / std::max(0.05, zoom());
    for (int i = 0; i < m_edges.size(); ++i) {
        if (!m_edges[i]->boundingRect().adjusted(-reach, -reach, reach, reach).contains(scene_point))
            continue;
        const QPainterPath path = edge_path(m_layout.edges[static_cast<std::size_t>(i)]);
        QPainterPathStroker stroker;
        stroker.setWidth(2 * reach);
        if (stroker.createStroke(path).contains(scene_point))
            return i;
    }
    return -1;
}

void DiagramView::wheelEvent(QWheelEvent* event)
{
    const QPointF pixels = event->pixelDelta();
    if (!pixels.isNull() && !(event->modifiers() & Qt::ControlModifier)) {
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - static_cast<int>(pixels.x()));
        verticalScrollBar()->setValue(verticalScrollBar()->value() - static_cast<int>(pixels.y()));
        m_fitted = false;
        return;
    }
    zoomBy(std::pow(1.0015, event->angleDelta().y()), event->position());
}

void DiagramView::mousePressEvent(QMouseEvent* event)
{
    m_press = m_last = event->pos();
    m_dragging = false;
    setFocus();
}

void DiagramView::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton) {
        if (!m_dragging && (event->pos() - m_press).manhattanLength() < click_distance)
            return;
        m_dragging = true;
        m_fitted = false;
        const QPoint by = event->pos() - m_last;
        m_last = event->pos();
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - by.x());
        verticalScrollBar()->setValue(verticalScrollBar()->value() - by.y());
        return;
    }
    const QPointF at = mapToScene(event->pos());
    const int node = nodeAt(at);
    const int edge = node < 0 ? edgeAt(at) : -1;
    viewport()->setCursor(node >= 0 || edge >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    const std::string words = node >= 0 ? m_diagram.nodes[static_cast<std::size_t>(node)].tooltip
        : edge >= 0                     ? m_diagram.edges[static_cast<std::size_t>(edge)].reason
                                        : std::string();
    if (words.empty())
        QToolTip::hideText();
    else
        QToolTip::showText(event->globalPosition().toPoint(),
                           QStringLiteral("<p>%1</p>").arg(QString::fromStdString(words).toHtmlEscaped()), this);
}

void DiagramView::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_dragging || event->button() != Qt::LeftButton) {
        m_dragging = false;
        return;
    }
    const QPointF at = mapToScene(event->pos());
    if (const int node = nodeAt(at); node >= 0) {
        select(node);
        Q_EMIT nodeClicked(node);
    } else if (const int edge = edgeAt(at); edge >= 0) {
        Q_EMIT edgeClicked(edge);
    }
}

void DiagramView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoomBy(1.25, viewport()->rect().center()); break;
    case Qt::Key_Minus: zoomBy(0.8, viewport()->rect().center()); break;
    case Qt::Key_0: fit(); break;
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down: walk(event->key()); break;
    default: QGraphicsView::keyPressEvent(event);
    }
}

/// To the nearest node in the direction of the key, neighbours in the graph preferred.
void DiagramView::walk(int key)
{
    if (m_nodes.isEmpty())
        return;
    int best = m_selected < 0 ? 0 : -1;
    qreal best_cost = 1e18;
    for (int i = 0; m_selected >= 0 && i < m_nodes.size(); ++i) {
        const QPointF by = nodeCentre(i) - nodeCentre(m_selected);
        const qreal along = key == Qt::Key_Left ? -by.x() : key == Qt::Key_Right ? by.x() : key == Qt::Key_Up ? -by.y() : by.y();
        const qreal aside = key == Qt::Key_Left || key == Qt::Key_Right ? std::abs(by.y()) : std::abs(by.x());
        if (i == m_selected || along < 8)
            continue;
        const std::string& a = m_diagram.nodes[static_cast<std::size_t>(m_selected)].id;
        const std::string& b = m_diagram.nodes[static_cast<std::size_t>(i)].id;
        const bool linked = std::any_of(m_diagram.edges.begin(), m_diagram.edges.end(),
                                        [&](const DiagramEdge& e) { return (e.from == a && e.to == b) || (e.from == b && e.to == a); });
        const qreal cost = along + 2 * aside - (linked ? 10'000 : 0);
        if (cost < best_cost) {
            best_cost = cost;
            best = i;
        }
    }
    if (best < 0)
        return;
    select(best);
    ensureVisible(m_nodes[best]->boundingRect());
    Q_EMIT nodeClicked(best);
}

void DiagramView::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    if (m_fitted)
        fit();
}

void DiagramView::drawBackground(QPainter* painter, const QRectF& rect)
{
    const Colours& c = Theme::instance().colours();
    painter->fillRect(rect, c.canvas);
    // A dotted sheet, in view coordinates so that it costs the same at every zoom.
    painter->save();
    painter->resetTransform();
    painter->setPen(QPen(c.grid, 1.6));
    const QSize size = viewport()->size();
    for (int y = 12; y < size.height(); y += 22) {
        for (int x = 12; x < size.width(); x += 22)
            painter->drawPoint(x, y);
    }
    painter->restore();
}

} // namespace archway
