// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diagrams/perspective.h"

#include <QGraphicsView>

#include <optional>

class QLineEdit;

namespace archway {

class Legend;
class Minimap;

/// A laid-out diagram that can be zoomed at the cursor, panned, clicked, moved node by node and walked with the arrow keys. It paints
/// what is in sight itself, without an item for each node: thousands of them cost no more than the few that can be seen.
class DiagramView : public QGraphicsView {
    Q_OBJECT
public:
    explicit DiagramView(QWidget* parent = nullptr);
    ~DiagramView() override;
    /// Shows a picture. `keep`: it is another state of the one there was; zoom, selection and the node under the eye stay.
    void show(const Diagram& diagram, const Layout& layout, bool keep = false);
    void clear();
    void select(int node);
    [[nodiscard]] int selectedNode() const { return m_selected; }
    /// Lights these nodes and edges and dims all others; nothing lights everything.
    void light(const std::optional<Traced>& traced);
    [[nodiscard]] const std::vector<Badge>& badges() const { return m_badges; }
    void setBadges(const std::vector<Badge>& badges);
    /// Scene position of a node's centre; for tests.
    [[nodiscard]] QPointF nodeCentre(int node) const;
    /// Node or edge at a scene position; -1 for none.
    [[nodiscard]] int nodeAt(QPointF scene) const;
    [[nodiscard]] int edgeAt(QPointF scene) const;
    void zoomBy(qreal factor, QPointF at);
    void fit();
    /// The zoom at which a picture of that size fits, were the view wider by so many pixels.
    [[nodiscard]] qreal fittingZoom(QSizeF content, int wider = 0) const;
    /// Opens a line over a node to write another name into; Enter keeps it, Escape does not.
    void editName(int node);
    /// What is lit, else the selected node and what it is linked to; empty while nothing is chosen.
    [[nodiscard]] std::set<std::size_t> chosen() const;
    /// Scrolls so that a node is in sight.
    void reveal(int node);
    void revealEdge(int edge);
    [[nodiscard]] qreal zoom() const { return transform().m11(); }
    [[nodiscard]] const Diagram& diagram() const { return m_diagram; }
    [[nodiscard]] const Layout& placed() const { return m_layout; }

Q_SIGNALS:
    void nodeClicked(int node);
    void nodeOpened(int node); ///< double click
    void edgeClicked(int edge);
    /// Nothing was hit: nothing is selected or lit any more.
    void sheetClicked();
    /// A node was dragged to another place.
    void nodeMoved(const QString& id, QPointF by);
    void nodeRenamed(const QString& id, const QString& name);
    void menuAsked(int node, QPoint global);
    void zoomChanged(qreal zoom);

protected:
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent* event) override;
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    void measureEdges();
    void settleLegend();
    void drawMany(QPainter& painter, const QRectF& rect) const;
    void frame();
    void walk(int key);
    void hover(QPoint at, QPoint global);

    Diagram m_diagram;
    Layout m_layout;
    Layout m_before; ///< the layout a drag began from
    NodeIndex m_index;
    std::vector<QRectF> m_edge_bounds;
    std::vector<QPolygonF> m_edge_lines; ///< edges as short straight pieces, for the mouse
    std::vector<int> m_edge_ends;        ///< node an edge leads to; -1 for none
    std::vector<Badge> m_badges;
    std::optional<Traced> m_lit;
    QLineEdit* m_editor;
    Minimap* m_minimap;
    Legend* m_legend;
    int m_selected = -1;
    int m_edited = -1;
    int m_grabbed = -1;
    bool m_fitted = true;
    bool m_dragging = false;
    QPoint m_press;
    QPoint m_last;
};

} // namespace archway
