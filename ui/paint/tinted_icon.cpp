// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/tinted_icon.h"

#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

#include <utility>

namespace archway {

namespace {

class TintedIconEngine : public QIconEngine {
public:
    TintedIconEngine(QByteArray svg, IconTint tint)
        : m_svg(std::move(svg))
        , m_tint(std::move(tint))
    {
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override
    {
        const QColor tint = m_tint(mode);
        QPixmap& kept = m_drawn[{(quint64(size.width()) << 32) | quint64(size.height()), tint.rgba()}];
        if (kept.isNull() && !size.isEmpty()) {
            kept = QPixmap(size);
            kept.fill(Qt::transparent);
            QPainter painter(&kept);
            draw(painter, QRectF(QPointF(), size), tint);
        }
        return kept;
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override { draw(*painter, rect, m_tint(mode)); }

    [[nodiscard]] QIconEngine* clone() const override { return new TintedIconEngine(*this); }

private:
    void draw(QPainter& painter, const QRectF& area, const QColor& tint) const
    {
        QSvgRenderer renderer(QByteArray(m_svg).replace("currentColor", tint.name().toLatin1()));
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        renderer.render(&painter, area);
    }

    QByteArray m_svg;
    IconTint m_tint;
    QHash<std::pair<quint64, QRgb>, QPixmap> m_drawn; ///< by size and tint
};

} // namespace

QIcon tinted_icon(const QByteArray& svg, IconTint tint)
{
    return svg.isEmpty() ? QIcon() : QIcon(new TintedIconEngine(svg, std::move(tint)));
}

} // namespace archway
