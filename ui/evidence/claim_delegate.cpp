// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evidence/claim_delegate.h"

#include "ui/evidence/claim_model.h"
#include "ui/evidence/verdict_style.h"
#include "ui/paint/set_text.h"

#include <QFontMetrics>
#include <QPainter>

namespace archway {

namespace {

constexpr int margin = 8;
constexpr int statement_lines = 2;
constexpr int arithmetic_lines = 2;

bool is_withdrawn(const QModelIndex& index)
{
    return index.data(ClaimModel::FacetStatus).toString() == QStringLiteral("withdrawn");
}

/// The font of a role with a line through it.
QFont struck(TextRole role)
{
    QFont font = Theme::instance().font(role);
    font.setStrikeOut(true);
    return font;
}

/// A badge at `top` of the cell. Returns the y below it.
int draw_badge(QPainter& painter, const QRect& cell, int top, const QString& text, const QColor& colour, const QColor& fill, bool outlined)
{
    const Colours& c = Theme::instance().colours();
    painter.setFont(Theme::instance().font(TextRole::Caption));
    const QFontMetrics metrics(painter.font());
    const QRect badge(cell.left() + margin, top, std::min(metrics.horizontalAdvance(text) + 16, cell.width() - margin),
                      metrics.height() + 4);
    painter.setPen(outlined ? QPen(c.border) : QPen(Qt::NoPen));
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(badge).adjusted(0.5, 0.5, -0.5, -0.5), badge.height() / 2.0, badge.height() / 2.0);
    painter.setPen(colour);
    draw_set_text(painter, badge, Qt::AlignCenter, metrics.elidedText(text, Qt::ElideRight, badge.width() - 8));
    return badge.bottom();
}

/// The verdict, and under it what is not the shipped base's own or not said any more.
void draw_badges(QPainter& painter, const QRect& cell, const QModelIndex& index)
{
    const Colours& c = Theme::instance().colours();
    int y = cell.top() + margin - 2;
    if (const QVariant value = index.data(ClaimModel::VerdictRole); value.isValid()) {
        const auto verdict = static_cast<ClaimVerdict>(value.toInt());
        y = draw_badge(painter, cell, y, verdict_text(verdict), verdict_colour(verdict, c), verdict_fill(verdict, c),
                       verdict == ClaimVerdict::Unsupported)
            + 4;
    }
    const QString layer = index.data(ClaimModel::FacetLayer).toString();
    if (layer == ClaimModel::tr("shipped"))
        return;
    const QString words = is_withdrawn(index) ? ClaimDelegate::tr("%1, withdrawn").arg(layer) : layer;
    draw_badge(painter, cell, y, words, c.info, c.infoFill, true);
}

} // namespace

ClaimDelegate::ClaimDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
{
}

int ClaimDelegate::rowHeight()
{
    return statement_lines * QFontMetrics(Theme::instance().font(TextRole::Body)).height()
        + arithmetic_lines * QFontMetrics(Theme::instance().font(TextRole::Caption)).height() + 2 * margin;
}

void ClaimDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Colours& c = Theme::instance().colours();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, c.infoFill);
    painter->setPen(c.border);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    const QRect inside = option.rect.adjusted(margin, margin, -margin, -margin);
    if (index.column() == ClaimModel::Verdict) {
        draw_badges(*painter, option.rect, index);
    } else if (index.column() == ClaimModel::Statement) {
        painter->setFont(is_withdrawn(index) ? struck(TextRole::Body) : Theme::instance().font(TextRole::Body));
        painter->setPen(is_withdrawn(index) ? c.secondary : c.text);
        const int y = draw_set_lines(*painter, inside, index.data().toString(), statement_lines);
        painter->setFont(Theme::instance().font(TextRole::Caption));
        painter->setPen(c.secondary);
        draw_set_lines(*painter, QRect(inside.left(), y, inside.width(), 0), index.data(ClaimModel::BecauseRole).toString(),
                       arithmetic_lines);
    } else {
        // What was computed, and under it what is stated.
        painter->setFont(Theme::instance().font(TextRole::Caption));
        painter->setPen(c.text);
        int y = draw_set_lines(*painter, inside, index.data().toString(), index.data().toString().isEmpty() ? 0 : 2);
        painter->setPen(c.secondary);
        const QString stated = index.siblingAtColumn(ClaimModel::Figure).data().toString();
        if (!stated.isEmpty())
            y = draw_set_lines(*painter, QRect(inside.left(), y, inside.width(), 0), tr("stated %1").arg(stated), 2);
        if (const QString under = index.data(ClaimModel::UnderRole).toString(); !under.isEmpty()) {
            painter->setFont(struck(TextRole::Caption));
            draw_set_lines(*painter, QRect(inside.left(), y, inside.width(), 0), under, 1);
        }
    }
    painter->restore();
}

} // namespace archway
