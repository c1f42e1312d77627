// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/compare_delegate.h"

#include "ui/compare/compare_model.h"
#include "ui/theme.h"

#include <QHeaderView>
#include <QPainter>
#include <QTableView>

namespace archway {

namespace {

constexpr int side = 10; ///< room left and right of a cell's text
constexpr int bar_height = 4;

CompareModel::Row row_of(const QModelIndex& index)
{
    return static_cast<CompareModel::Row>(index.data(CompareModel::RowRole).toInt());
}

/// The mark that says better or worse without its colour.
QString marked(const QString& difference, int better)
{
    return (better > 0 ? QStringLiteral("▲ ") : better < 0 ? QStringLiteral("▼ ") : QString()) + difference;
}

} // namespace

void CompareDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = Theme::instance();
    const Colours& c = theme.colours();
    const CompareModel::Row row = row_of(index);
    const QRect cell = option.rect;
    const QRect text = cell.adjusted(side, 4, -side, -4);
    const QString shown = index.data(Qt::DisplayRole).toString();
    painter->save();
    const bool differs = index.data(CompareModel::DiffersRole).toBool();
    painter->fillRect(cell, option.state & QStyle::State_Selected ? c.infoFill : differs ? c.cautionFill : c.card);
    painter->setPen(c.border);
    painter->drawLine(cell.bottomLeft(), cell.bottomRight());
    const bool label = index.column() == 0;
    if (row == CompareModel::Row::Heading) {
        painter->setFont(theme.font(TextRole::Section));
        painter->setPen(c.secondary);
        painter->drawText(text, Qt::AlignLeft | Qt::AlignBottom, shown.toUpper());
    } else if (row == CompareModel::Row::Reason) {
        painter->setFont(theme.font(TextRole::Caption));
        painter->setPen(label ? c.secondary : c.text);
        painter->drawText(text, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, shown.isEmpty() ? QStringLiteral("–") : shown);
    } else if (label || row == CompareModel::Row::Choice) {
        painter->setFont(theme.font(label ? TextRole::Body : TextRole::Strong));
        painter->setPen(differs ? c.caution : label ? c.secondary : c.text);
        const QFontMetrics metrics(painter->font());
        painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(shown, Qt::ElideRight, text.width()));
    } else {
        painter->setFont(theme.font(TextRole::Strong));
        painter->setPen(c.text);
        const QFontMetrics metrics(painter->font());
        painter->drawText(text, Qt::AlignLeft | Qt::AlignTop, metrics.elidedText(shown, Qt::ElideRight, text.width()));
        const int better = index.data(CompareModel::BetterRole).toInt();
        painter->setFont(theme.font(TextRole::Caption));
        painter->setPen(better > 0 ? c.good : better < 0 ? c.bad : c.secondary);
        const QString difference = marked(index.data(CompareModel::DifferenceRole).toString(), better);
        painter->drawText(text.adjusted(0, metrics.height() + 1, 0, 0), Qt::AlignLeft | Qt::AlignTop,
                          QFontMetrics(painter->font()).elidedText(difference, Qt::ElideRight, text.width()));
        if (const double share = index.data(CompareModel::ShareRole).toDouble(); share >= 0) {
            const QRect track(text.left(), cell.bottom() - bar_height - 5, text.width(), bar_height);
            painter->setPen(Qt::NoPen);
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setBrush(c.grid);
            painter->drawRoundedRect(track, 2, 2);
            painter->setBrush(c.series(index.column() - 1));
            painter->drawRoundedRect(QRect(track.topLeft(), QSize(std::max(3, static_cast<int>(track.width() * share)), bar_height)), 2, 2);
        }
    }
    painter->restore();
}

QSize CompareDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = Theme::instance();
    const int body = QFontMetrics(theme.font(TextRole::Strong)).height();
    const int caption = QFontMetrics(theme.font(TextRole::Caption)).height();
    switch (row_of(index)) {
    case CompareModel::Row::Heading: return {60, body + 18};
    case CompareModel::Row::Choice: return {60, body + 14};
    case CompareModel::Row::Figure: return {60, body + caption + bar_height + 16};
    case CompareModel::Row::Reason: {
        const auto* view = qobject_cast<const QTableView*>(option.widget);
        const int width = (view ? view->columnWidth(index.column()) : 200) - 2 * side;
        const QRect box
            = QFontMetrics(theme.font(TextRole::Caption))
                  .boundingRect(QRect(0, 0, std::max(60, width), 10'000), Qt::TextWordWrap, index.data(Qt::DisplayRole).toString());
        return {60, std::max(caption, box.height()) + 10};
    }
    }
    return {60, body};
}

} // namespace archway
