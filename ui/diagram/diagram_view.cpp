// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diagram/diagram_view.h"

#include "ui/diagram/legend.h"
#include "ui/diagram/minimap.h"
#include "ui/diagram/name_edit.h"
#include "ui/paint/diagram_painter.h"

#include <QGestureEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>

namespace archway {

namespace {

constexpr qreal smallest_zoom = 0.03, largest_zoom = 4;
constexpr int click_distance = 5;

QRectF rect_of(const NodeBox& box)
{
    return {box.x - box.w / 2, box.y - box.h / 2, box.w, box.h};
}

/// Distance of a point from a polyline.
qreal distance(const QPolygonF& line, QPointF point)
{
    qreal best = 1e18;
    for (qsizetype i = 0; i + 1 < line.size(); ++i) {
        const QPointF along = line[i + 1] - line[i];
        const QPointF to = point - line[i];
        const qreal length = QPointF::dotProduct(along, along);
        const qreal share = length > 0 ? std::clamp(QPointF::dotProduct(to, along) / length, 0.0, 1.0) : 0;
        const QPointF off = to - along * share;
        best = std::min(best, QPointF::dotProduct(off, off));
    }
    return std::sqrt(best);
}

} // namespace

DiagramView::DiagramView(QWidget* parent)
    : QGraphicsView(parent)
    , m_editor(new NameEdit(viewport()))
    , m_minimap(new Minimap(*this))
    , m_legend(new Legend(viewport()))
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
    setMinimumSize(200, 160);
    viewport()->grabGesture(Qt::PinchGesture);
    setAccessibleName(tr("Diagram"));
    m_editor->hide();
    m_editor->setAlignment(Qt::AlignCenter);
    m_editor->setMaxLength(200);
    m_editor->setAccessibleName(tr("Name of the node"));
    const auto close = [this] {
        m_edited = -1;
        m_editor->hide();
        setFocus();
    };
    static_cast<NameEdit*>(m_editor)->leave = close;
    // Leaving the line for something else keeps what was written, as elsewhere in the window.
    connect(m_editor, &QLineEdit::editingFinished, this, [this, close] {
        const int node = std::exchange(m_edited, -1);
        if (node < 0 || node >= static_cast<int>(m_diagram.nodes.size()))
            return;
        const DiagramNode& named = m_diagram.nodes[static_cast<std::size_t>(node)];
        const QString id = QString::fromStdString(named.id), name = m_editor->text().trimmed();
        const bool other = !name.isEmpty() && name.toStdString() != label_lines(named.label).front();
        close();
        if (other)
            Q_EMIT nodeRenamed(id, name);
    });
    connect(&Theme::instance(), &Theme::changed, this, [this] { viewport()->update(); });
}

DiagramView::~DiagramView()
{
    m_editor->disconnect(this); // it loses the focus while it goes, and would rename what is gone already
}

void DiagramView::show(const Diagram& diagram, const Layout& layout, bool keep)
{
    // The node under the eye: the selected one, else the nearest to the middle.
    std::string anchor, selected;
    QPoint anchor_at;
    if (keep && !m_layout.nodes.empty()) {
        const QPointF middle = mapToScene(viewport()->rect().center());
        int nearest = m_selected;
        qreal best = 1e18;
        for (std::size_t i = 0; m_selected < 0 && i < m_layout.nodes.size(); ++i) {
            const QPointF off = middle - QPointF(m_layout.nodes[i].x, m_layout.nodes[i].y);
            if (const qreal far = QPointF::dotProduct(off, off); far < best) {
                best = far;
                nearest = static_cast<int>(i);
            }
        }
        anchor = m_diagram.nodes[static_cast<std::size_t>(nearest)].id;
        anchor_at = mapFromScene(nodeCentre(nearest));
        if (m_selected >= 0)
            selected = anchor;
    }
    const bool refit = !keep || m_fitted;
    m_diagram = diagram;
    m_layout = layout;
    m_layout.nodes.resize(m_diagram.nodes.size());
    m_layout.edges.resize(m_diagram.edges.size());
    m_index = index_of(m_diagram);
    m_lit.reset();
    m_badges.clear();
    m_grabbed = -1;
    m_edited = -1;
    m_editor->hide();
    m_dragging = false;
    measureEdges();
    const auto again = m_index.find(selected);
    m_selected = selected.empty() || again == m_index.end() ? -1 : static_cast<int>(again->second);
    setAccessibleDescription(
        tr("%1: %2 nodes, %3 edges")
            .arg(QString::fromStdString(diagram.title), QString::number(m_diagram.nodes.size()), QString::number(m_diagram.edges.size())));
    if (refit) {
        fit();
    } else {
        frame();
        if (const auto found = m_index.find(anchor); found != m_index.end()) {
            const QPoint off = mapFromScene(nodeCentre(static_cast<int>(found->second))) - anchor_at;
            horizontalScrollBar()->setValue(horizontalScrollBar()->value() + off.x());
            verticalScrollBar()->setValue(verticalScrollBar()->value() + off.y());
        }
    }
    settleLegend();
    m_minimap->picture(m_diagram, m_layout);
    viewport()->update();
}

void DiagramView::measureEdges()
{
    m_edge_bounds.clear();
    m_edge_lines.clear();
    m_edge_ends.clear();
    for (std::size_t i = 0; i < m_diagram.edges.size(); ++i) {
        const QPainterPath path = edge_path(m_layout.edges[i]);
        QPolygonF line;
        const bool straight = m_layout.edges[i].points.size() <= 4;
        const int pieces = straight ? 10 : static_cast<int>(m_layout.edges[i].points.size()) * 2;
        for (int k = 0; k <= pieces && !path.isEmpty(); ++k)
            line << path.pointAtPercent(static_cast<qreal>(k) / pieces);
        m_edge_bounds.push_back(path.isEmpty() ? QRectF() : path.controlPointRect().adjusted(-12, -12, 12, 12));
        m_edge_lines.push_back(std::move(line));
        const auto to = m_index.find(m_diagram.edges[i].to);
        m_edge_ends.push_back(to == m_index.end() ? -1 : static_cast<int>(to->second));
    }
}

void DiagramView::clear()
{
    show({}, {});
}

QPointF DiagramView::nodeCentre(int node) const
{
    const NodeBox& box = m_layout.nodes[static_cast<std::size_t>(node)];
    return {box.x, box.y};
}

void DiagramView::select(int node)
{
    m_selected = node >= 0 && node < static_cast<int>(m_diagram.nodes.size()) ? node : -1;
    if (m_selected >= 0)
        setAccessibleDescription(QString::fromStdString(m_diagram.nodes[static_cast<std::size_t>(m_selected)].label));
    viewport()->update();
}

void DiagramView::light(const std::optional<Traced>& traced)
{
    m_lit = traced;
    viewport()->update();
}

void DiagramView::setBadges(const std::vector<Badge>& badges)
{
    m_badges = badges;
    settleLegend();
    viewport()->update();
}

/// Room on every side lets the point under the cursor stay there even where everything is visible.
void DiagramView::frame()
{
    const Point from = corner(m_layout);
    const QRectF content(QPointF(from.x, from.y), QPointF(std::max(1.0, m_layout.width), std::max(1.0, m_layout.height)));
    setSceneRect(content.adjusted(-content.width() - 2000, -content.height() - 2000, content.width() + 2000, content.height() + 2000));
}

void DiagramView::fit()
{
    frame();
    const Point from = corner(m_layout);
    const QRectF content(QPointF(from.x, from.y), QPointF(std::max(1.0, m_layout.width), std::max(1.0, m_layout.height)));
    const qreal scale = fittingZoom(content.size());
    setTransform(QTransform::fromScale(scale, scale));
    centerOn(content.center());
    m_fitted = true;
    m_minimap->settle();
    settleLegend();
    Q_EMIT zoomChanged(zoom());
}

/// Beside the picture as it is fitted; it stays there while the picture is moved.
void DiagramView::settleLegend()
{
    m_legend->explain(m_diagram, m_badges);
    m_legend->settle(m_layout, viewportTransform());
}

qreal DiagramView::fittingZoom(QSizeF content, int wider) const
{
    const QSizeF room(std::max(60.0, viewport()->width() + wider - 48.0), std::max(60.0, viewport()->height() - 48.0));
    const qreal zoom = std::min(room.width() / std::max(1.0, content.width()), room.height() / std::max(1.0, content.height()));
    return std::clamp(zoom, smallest_zoom, 1.25);
}

void DiagramView::zoomBy(qreal factor, QPointF at)
{
    const qreal wanted = std::clamp(zoom() * factor, smallest_zoom, largest_zoom);
    const QPointF before = mapToScene(at.toPoint());
    setTransform(QTransform::fromScale(wanted, wanted));
    const QPointF drift = mapToScene(at.toPoint()) - before;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - static_cast<int>(std::lround(drift.x() * wanted)));
    verticalScrollBar()->setValue(verticalScrollBar()->value() - static_cast<int>(std::lround(drift.y() * wanted)));
    m_fitted = false;
    m_minimap->settle();
    Q_EMIT zoomChanged(zoom());
}

void DiagramView::editName(int node)
{
    if (node < 0 || node >= static_cast<int>(m_layout.nodes.size()))
        return;
    reveal(node);
    const QRect box = mapFromScene(rect_of(m_layout.nodes[static_cast<std::size_t>(node)])).boundingRect();
    const int width = std::max(box.width(), 180), height = m_editor->sizeHint().height();
    m_editor->setText(QString::fromStdString(label_lines(m_diagram.nodes[static_cast<std::size_t>(node)].label).front()));
    m_editor->setGeometry(box.center().x() - width / 2, box.center().y() - height / 2, width, height);
    m_edited = node;
    m_editor->show();
    m_editor->setFocus();
    m_editor->selectAll();
}

std::set<std::size_t> DiagramView::chosen() const
{
    if (m_lit)
        return m_lit->nodes;
    std::set<std::size_t> out;
    if (m_selected < 0)
        return out;
    const std::string& id = m_diagram.nodes[static_cast<std::size_t>(m_selected)].id;
    out.insert(static_cast<std::size_t>(m_selected));
    for (const DiagramEdge& edge : m_diagram.edges) {
        if (const auto other = m_index.find(edge.from == id ? edge.to : edge.to == id ? edge.from : std::string()); other != m_index.end())
            out.insert(other->second);
    }
    return out;
}

void DiagramView::reveal(int node)
{
    if (node >= 0 && node < static_cast<int>(m_layout.nodes.size()))
        ensureVisible(rect_of(m_layout.nodes[static_cast<std::size_t>(node)]), 40, 40);
}

void DiagramView::revealEdge(int edge)
{
    if (edge >= 0 && edge < static_cast<int>(m_edge_bounds.size()))
        ensureVisible(m_edge_bounds[static_cast<std::size_t>(edge)], 40, 40);
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
    int best = -1;
    qreal nearest = reach;
    for (std::size_t i = 0; i < m_edge_bounds.size(); ++i) {
        if (!m_edge_bounds[i].adjusted(-reach, -reach, reach, reach).contains(scene_point) || m_diagram.edges[i].hidden)
            continue;
        if (const qreal far = distance(m_edge_lines[i], scene_point); far < nearest) {
            nearest = far;
            best = static_cast<int>(i);
        }
    }
    return best;
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

bool DiagramView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Gesture) {
        if (auto* pinch = static_cast<QPinchGesture*>(static_cast<QGestureEvent*>(event)->gesture(Qt::PinchGesture))) {
            zoomBy(pinch->scaleFactor(), viewport()->mapFromGlobal(pinch->centerPoint().toPoint()));
            return true;
        }
    }
    // A touch pad says so itself, without a gesture of Qt's.
    if (event->type() == QEvent::NativeGesture) {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomBy(1 + gesture->value(), gesture->position());
            return true;
        }
    }
    return QGraphicsView::viewportEvent(event);
}

void DiagramView::mousePressEvent(QMouseEvent* event)
{
    m_press = m_last = event->pos();
    m_dragging = false;
    m_grabbed = event->button() == Qt::LeftButton ? nodeAt(mapToScene(event->pos())) : -1;
    m_before = m_layout;
    setFocus();
}

void DiagramView::mouseMoveEvent(QMouseEvent* event)
{
    if (!(event->buttons() & (Qt::LeftButton | Qt::MiddleButton)))
        return hover(event->pos(), event->globalPosition().toPoint());
    if (!m_dragging && (event->pos() - m_press).manhattanLength() < click_distance)
        return;
    m_dragging = true;
    m_fitted = false;
    if (m_grabbed >= 0) {
        const QPointF by = mapToScene(event->pos()) - mapToScene(m_press);
        m_layout = m_before;
        nudge(m_diagram, m_layout, {{m_diagram.nodes[static_cast<std::size_t>(m_grabbed)].id, {by.x(), by.y()}}});
        measureEdges();
        viewport()->update();
        return;
    }
    viewport()->setCursor(Qt::ClosedHandCursor);
    const QPoint by = event->pos() - m_last;
    m_last = event->pos();
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - by.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() - by.y());
}

void DiagramView::hover(QPoint at, QPoint global)
{
    const QPointF scene_point = mapToScene(at);
    const int node = nodeAt(scene_point);
    const int edge = node < 0 ? edgeAt(scene_point) : -1;
    viewport()->setCursor(node >= 0 || edge >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    const std::string words = node >= 0 ? m_diagram.nodes[static_cast<std::size_t>(node)].tooltip
        : edge >= 0                     ? m_diagram.edges[static_cast<std::size_t>(edge)].reason
                                        : std::string();
    if (words.empty())
        QToolTip::hideText();
    else
        QToolTip::showText(global, QStringLiteral("<p>%1</p>").arg(QString::fromStdString(shown_line(words, 600)).toHtmlEscaped()), this);
}

void DiagramView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton)
        return;
    const int grabbed = std::exchange(m_grabbed, -1);
    if (std::exchange(m_dragging, false)) {
        viewport()->unsetCursor();
        if (grabbed >= 0) {
            const QPointF by = mapToScene(event->pos()) - mapToScene(m_press);
            Q_EMIT nodeMoved(QString::fromStdString(m_diagram.nodes[static_cast<std::size_t>(grabbed)].id), by);
        }
        return;
    }
    if (event->button() != Qt::LeftButton)
        return;
    const QPointF at = mapToScene(event->pos());
    if (const int node = nodeAt(at); node >= 0) {
        select(node);
        Q_EMIT nodeClicked(node);
    } else if (const int edge = edgeAt(at); edge >= 0) {
        Q_EMIT edgeClicked(edge);
    } else {
        select(-1);
        light(std::nullopt);
        Q_EMIT sheetClicked();
    }
}

void DiagramView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (const int node = nodeAt(mapToScene(event->pos())); node >= 0)
        Q_EMIT nodeOpened(node);
}

void DiagramView::contextMenuEvent(QContextMenuEvent* event)
{
    const int node = nodeAt(mapToScene(event->pos()));
    if (node >= 0)
        select(node);
    Q_EMIT menuAsked(m_selected, event->globalPos());
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

/// To the nearest node in the direction of the key; one that is linked comes before any other.
void DiagramView::walk(int key)
{
    if (m_diagram.nodes.empty())
        return;
    int best = m_selected < 0 ? 0 : -1;
    qreal best_cost = 1e18;
    std::set<std::size_t> linked;
    for (const DiagramEdge& edge : m_diagram.edges) {
        const auto from = m_index.find(edge.from), to = m_index.find(edge.to);
        if (from == m_index.end() || to == m_index.end())
            continue;
        if (static_cast<int>(from->second) == m_selected)
            linked.insert(to->second);
        if (static_cast<int>(to->second) == m_selected)
            linked.insert(from->second);
    }
    for (int i = 0; m_selected >= 0 && i < static_cast<int>(m_diagram.nodes.size()); ++i) {
        const QPointF by = nodeCentre(i) - nodeCentre(m_selected);
        const qreal along = key == Qt::Key_Left ? -by.x() : key == Qt::Key_Right ? by.x() : key == Qt::Key_Up ? -by.y() : by.y();
        const qreal aside = key == Qt::Key_Left || key == Qt::Key_Right ? std::abs(by.y()) : std::abs(by.x());
        if (i == m_selected || along < 8)
            continue;
        const qreal cost = along + 2 * aside - (linked.contains(static_cast<std::size_t>(i)) ? 100'000 : 0);
        if (cost < best_cost) {
            best_cost = cost;
            best = i;
        }
    }
    if (best < 0)
        return;
    select(best);
    reveal(best);
    Q_EMIT nodeClicked(best);
}

void DiagramView::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    if (m_fitted)
        fit();
    m_minimap->settle();
    settleLegend();
}

void DiagramView::scrollContentsBy(int dx, int dy)
{
    QGraphicsView::scrollContentsBy(dx, dy);
    m_minimap->settle();
    m_minimap->update();
}

} // namespace archway
