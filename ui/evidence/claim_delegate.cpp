// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evidence/claim_delegate.h"

#include "ui/evidence/claim_model.h"
#include "ui/evidence/verdict_style.h"

#include <QFontMetrics>
#include <QPainter>
#include <QTextLayout>

namespace archway {

namespace {

constexpr int margin = 8;
constexpr int statement_lines = 2;
constexpr int arithmetic_lines = 2;

/// Draws text over at most `lines` lines, the last one elided. Returns the y below it.
int draw_lines(QPainter& painter, const QRect& area, const QString& text, int lines)
{
    const QFontMetrics metrics(painter.font());
    QTextLayout layout(text, painter.font());
    layout.beginLayout();
    int y = area.top();
    for (int i = 0; i < lines; ++i) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(area.width());
        const bool last = i == lines - 1;
        const QString part = last ? metrics.elidedText(text.mid(line.textStart()), Qt::ElideRight, area.width())
                                  : text.mid(line.textStart(), line.textLength());
        painter.drawText(QRect(area.left(), y, area.width(), metrics.height()), Qt::AlignLeft | Qt::AlignVCenter, part);
        y += metrics.height();
    }
    layout.endLayout();
    return y;
}

void draw_badge(QPainter& painter, const QRect& cell, ClaimVerdict verdict)
{
    const Colours& c = Theme::instance().colours();
    painter.setFont(Theme::instance().font(TextRole::Caption));
    const QFontMetrics metrics(painter.font());
    const QString text = verdict_text(verdict);
    const QRect badge(cell.left() + margin, cell.top() + margin - 2, std::min(metrics.horizontalAdvance(text) + 16, cell.width() - margin),
                      metrics.height() + 4);
    painter.setPen(verdict == ClaimVerdict::Unsupported ? QPen(c.border) : QPen(Qt::NoPen));
    painter.setBrush(verdict_fill(verdict, c));
    painter.drawRoundedRect(QRectF(badge).adjusted(0.5, 0.5, -0.5, -0.5), badge.height() / 2.0, badge.height() / 2.0);
    painter.setPen(verdict_colour(verdict, c));
    painter.drawText(badge, Qt::AlignCenter, metrics.elidedText(text, Qt::ElideRight, badge.width() - 8));
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
        if (const QVariant verdict = index.data(ClaimModel::VerdictRole); verdict.isValid())
            draw_badge(*painter, option.rect, static_cast<ClaimVerdict>(verdict.toInt()));
    } else if (index.column() == ClaimModel::Statement) {
        painter->setFont(Theme::instance().font(TextRole::Body));
        painter->setPen(c.text);
        const int y = draw_lines(*painter, inside, index.data().toString(), statement_lines);
        painter->setFont(Theme::instance().font(TextRole::Caption));
        painter->setPen(c.secondary);
        draw_lines(*painter, QRect(inside.left(), y, inside.width(), 0), index.data(ClaimModel::BecauseRole).toString(), arithmetic_lines);
    } else {
        // What was computed, and under it what is stated.
        painter->setFont(Theme::instance().font(TextRole::Caption));
        painter->setPen(c.text);
        const int y = draw_lines(*painter, inside, index.data().toString(), index.data().toString().isEmpty() ? 0 : 2);
        painter->setPen(c.secondary);
        const QString stated = index.siblingAtColumn(ClaimModel::Figure).data().toString();
        if (!stated.isEmpty())
            draw_lines(*painter, QRect(inside.left(), y, inside.width(), 0), tr("stated %1").arg(stated), 2);
    }
    painter->restore();
}

} // namespace archway
