// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diagrams/diagram.h"

#include <QPixmap>
#include <QWidget>

class QGraphicsView;

namespace archway {

/// The whole picture in a corner of the view, with a frame around what is in sight; a click or drag goes there. Hidden while all is.
class Minimap : public QWidget {
    Q_OBJECT
public:
    explicit Minimap(QGraphicsView& view);
    void picture(const Diagram& diagram, const Layout& layout);
    /// Into the corner of the viewport.
    void settle();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    [[nodiscard]] QRectF shown() const;
    void draw();

    QGraphicsView& m_view;
    QSizeF m_content;
    std::vector<std::pair<NodeBox, bool>> m_boxes; ///< with: belongs to a group
    std::vector<std::string> m_groups;
    QPixmap m_picture; ///< drawn once, not at every scroll
    qreal m_scale = 1;
    QPointF m_origin;
    QPointF m_corner; ///< of the picture, in its own coordinates
};

} // namespace archway
