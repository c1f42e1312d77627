// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diagrams/diagram.h"

#include <QGraphicsView>

namespace archway {

/// A laid-out diagram that can be zoomed at the cursor, panned, clicked and walked with the arrow keys.
class DiagramView : public QGraphicsView {
    Q_OBJECT
public:
    explicit DiagramView(QWidget* parent = nullptr);
    void show(const Diagram& diagram, const Layout& layout);
    void clear();
    void select(int node);
    [[nodiscard]] int selectedNode() const { return m_selected; }
    /// Scene position of a node's centre; for tests.
    [[nodiscard]] QPointF nodeCentre(int node) const;
    void zoomBy(qreal factor, QPointF at);
    void fit();
    [[nodiscard]] qreal zoom() const { return transform().m11(); }

Q_SIGNALS:
    void nodeClicked(int node);
    void edgeClicked(int edge);
    void zoomChanged(qreal zoom);

protected:
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void drawBackground(QPainter* painter, const QRectF& rect) override;

private:
    [[nodiscard]] int nodeAt(QPointF scene) const;
    [[nodiscard]] int edgeAt(QPointF scene) const;
    void walk(int key);

    Diagram m_diagram;
    Layout m_layout;
    QList<QGraphicsItem*> m_nodes;
    QList<QGraphicsItem*> m_edges;
    int m_selected = -1;
    bool m_fitted = true;
    bool m_dragging = false;
    QPoint m_press;
    QPoint m_last;
};

} // namespace archway
