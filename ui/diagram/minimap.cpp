// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diagram/minimap.h"

#include "diagrams/perspective.h"
#include "ui/theme.h"

#include <QGraphicsView>
#include <QMouseEvent>
#include <QPainter>

namespace archway {

namespace {

constexpr QSize largest(150, 110);
constexpr int inset = 6, from_edge = 12;

} // namespace

Minimap::Minimap(QGraphicsView& view)
    : QWidget(view.viewport())
    , m_view(view)
{
    setAccessibleName(tr("Overview of the diagram"));
    setCursor(Qt::PointingHandCursor);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        draw();
        update();
    });
}

void Minimap::picture(const Diagram& diagram, const Layout& layout)
{
    const Point from = corner(layout); // nodes may have been moved beyond it
    m_content = QSizeF(std::max(1.0, layout.width - from.x), std::max(1.0, layout.height - from.y));
    m_boxes.clear();
    m_groups.clear();
    for (std::size_t i = 0; i < layout.nodes.size() && i < diagram.nodes.size(); ++i) {
        m_boxes.emplace_back(layout.nodes[i], !diagram.nodes[i].group.empty());
        m_groups.push_back(diagram.nodes[i].group);
    }
    m_scale = std::min((largest.width() - 2.0 * inset) / m_content.width(), (largest.height() - 2.0 * inset) / m_content.height());
    resize((m_content * m_scale).toSize() + QSize(2 * inset, 2 * inset));
    m_origin = QPointF(inset, inset) - QPointF(from.x, from.y) * m_scale;
    m_corner = QPointF(from.x, from.y);
    draw();
    settle();
}

void Minimap::draw()
{
    if (m_boxes.empty())
        return;
    const Colours& c = Theme::instance().colours();
    m_picture = QPixmap(size() * devicePixelRatioF());
    m_picture.setDevicePixelRatio(devicePixelRatioF());
    m_picture.fill(Qt::transparent);
    QPainter painter(&m_picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(c.border, 1));
    painter.setBrush(c.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    painter.translate(m_origin);
    painter.scale(m_scale, m_scale);
    for (std::size_t i = 0; i < m_boxes.size(); ++i) {
        const auto& [box, grouped] = m_boxes[i];
        const QColor colour = grouped ? c.groupLine(QString::fromStdString(m_groups[i])) : c.disabled;
        painter.fillRect(QRectF(box.x - box.w / 2, box.y - box.h / 2, box.w, box.h), colour);
    }
}

void Minimap::settle()
{
    move(parentWidget()->width() - width() - from_edge, parentWidget()->height() - height() - from_edge);
    // While everything is in sight there is nothing to find; nor where the map would cover half the view.
    const bool whole = shown().contains(QRectF(m_corner, m_content).adjusted(2, 2, -2, -2));
    setVisible(!m_boxes.empty() && !whole && parentWidget()->width() > 3 * width());
}

QRectF Minimap::shown() const
{
    return m_view.mapToScene(m_view.viewport()->rect()).boundingRect();
}

void Minimap::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_picture);
    const Colours& c = Theme::instance().colours();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(m_origin);
    painter.scale(m_scale, m_scale);
    QPen pen(c.accent, 1.5);
    pen.setCosmetic(true);
    painter.setPen(pen);
    painter.drawRect(shown().intersected(QRectF(m_corner, m_content).adjusted(-4 / m_scale, -4 / m_scale, 4 / m_scale, 4 / m_scale)));
}

void Minimap::mousePressEvent(QMouseEvent* event)
{
    m_view.centerOn((event->position() - m_origin) / m_scale);
}

void Minimap::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        m_view.centerOn((event->position() - m_origin) / m_scale);
}

} // namespace archway
