// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evidence/facet_delegate.h"

#include "ui/paint/set_text.h"
#include "ui/theme.h"

#include <QFontMetrics>
#include <QIcon>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

namespace archway {

namespace {

constexpr int box_size = 13;
constexpr int dot_size = 9;
constexpr int gap = 5;

void draw_box(QPainter& painter, const QRectF& box, bool ticked)
{
    const Colours& c = Theme::instance().colours();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(ticked ? c.accent : c.secondary);
    painter.setBrush(ticked ? c.accent : c.card);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    if (!ticked)
        return;
    QPainterPath tick(box.topLeft() + QPointF(3.2, 6.8));
    tick.lineTo(box.topLeft() + QPointF(5.6, 9.2));
    tick.lineTo(box.topLeft() + QPointF(9.8, 4.2));
    painter.setPen(QPen(c.accentText, 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(tick);
}

QColor colour_of(const QModelIndex& index, const QColor& otherwise)
{
    const QVariant given = index.data(Qt::ForegroundRole);
    return given.isValid() ? given.value<QBrush>().color() : otherwise;
}

} // namespace

QSize FacetDelegate::sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const
{
    return {0, row_height};
}

void FacetDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Colours& c = Theme::instance().colours();
    const QRect row = option.rect;
    painter->save();
    int left = row.left();
    if (const QVariant ticked = index.data(Qt::CheckStateRole); ticked.isValid()) {
        left += gap;
        draw_box(*painter, QRectF(left, row.center().y() - box_size / 2, box_size, box_size), ticked.toInt() == Qt::Checked);
        left += box_size + gap;
    }
    if (const QVariant sign = index.data(Qt::DecorationRole); sign.isValid()) {
        sign.value<QIcon>().paint(painter, left, row.top(), dot_size, row.height());
        left += dot_size + gap;
    }
    const QFont font = index.data(Qt::FontRole).value<QFont>();
    const QRect words(left, row.top(), row.right() - left - gap, row.height());
    painter->setFont(font);
    painter->setPen(colour_of(index, c.text));
    if (const QVariant alignment = index.data(Qt::TextAlignmentRole); alignment.isValid())
        draw_set_text(*painter, words, alignment.toInt(), index.data().toString());
    else
        draw_set_lines(*painter, words.adjusted(0, (row.height() - QFontMetrics(font).height()) / 2, 0, 0), index.data().toString(), 1);
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(c.accent);
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(row).adjusted(1.5, 0.5, -1.5, -0.5), 4, 4);
    }
    painter->restore();
}

bool FacetDelegate::editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& /*option*/, const QModelIndex& index)
{
    const bool clicked = event->type() == QEvent::MouseButtonRelease && static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton;
    const bool pressed = event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space;
    const QModelIndex value = index.siblingAtColumn(0);
    if (!(clicked || pressed) || !(index.flags() & Qt::ItemIsUserCheckable))
        return false;
    const bool ticked = value.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    return model->setData(value, ticked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

} // namespace archway
