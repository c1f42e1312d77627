// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evidence/facet_panel.h"

#include "ui/evidence/facet_delegate.h"
#include "ui/theme.h"

#include <QHeaderView>
#include <QPainter>
#include <QSignalBlocker>

namespace archway {

namespace {

constexpr int facet_role = Qt::UserRole;
constexpr int value_role = Qt::UserRole + 1;
constexpr int dot_size = 9;

} // namespace

FacetPanel::FacetPanel(QWidget* parent)
    : QTreeWidget(parent)
{
    setObjectName(QStringLiteral("facets"));
    setAccessibleName(tr("Narrow the claims"));
    setColumnCount(2);
    setHeaderHidden(true);
    setFrameShape(QFrame::NoFrame);
    setRootIsDecorated(false);
    setIndentation(2);
    setUniformRowHeights(true);
    setItemDelegate(new FacetDelegate(this));
    setSelectionMode(QAbstractItemView::NoSelection);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextElideMode(Qt::ElideRight);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(0, QHeaderView::Stretch);
    header()->setSectionResizeMode(1, QHeaderView::Fixed);
    header()->resizeSection(1, 42);
    connect(this, &QTreeWidget::itemChanged, this, [this](const QTreeWidgetItem* item, int column) {
        if (column == 0 && item->parent())
            Q_EMIT chosen(item->parent()->data(0, facet_role).toInt());
    });
    connect(&Theme::instance(), &Theme::changed, this, &FacetPanel::restyle);
}

void FacetPanel::addGroup(int facet, const QString& title, const QStringList& values, const QMap<QString, QColor>& dots)
{
    const QSignalBlocker quiet(this);
    const QSet<QString> kept = ticked(facet);
    QTreeWidgetItem* group = m_groups.value(facet);
    if (group)
        qDeleteAll(group->takeChildren());
    else
        group = new QTreeWidgetItem(this, {title.toUpper()});
    group->setData(0, facet_role, facet);
    group->setFlags(Qt::ItemIsEnabled);
    group->setFirstColumnSpanned(true);
    m_groups[facet] = group;
    for (const QString& value : values) {
        auto* item = new QTreeWidgetItem(group, {value});
        item->setData(0, value_role, value);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable);
        item->setCheckState(0, kept.contains(value) ? Qt::Checked : Qt::Unchecked);
        item->setToolTip(0, value);
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        if (dots.contains(value)) {
            QPixmap dot(dot_size, dot_size);
            dot.fill(Qt::transparent);
            QPainter painter(&dot);
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(dots.value(value));
            painter.drawEllipse(0, 0, dot_size, dot_size);
            painter.end();
            item->setIcon(0, QIcon(dot));
        }
    }
    group->setExpanded(true);
    restyle();
}

void FacetPanel::restyle()
{
    const QSignalBlocker quiet(this);
    const Colours& c = Theme::instance().colours();
    for (QTreeWidgetItem* group : m_groups) {
        group->setFont(0, Theme::instance().font(TextRole::Section));
        group->setForeground(0, c.secondary);
        for (int i = 0; i < group->childCount(); ++i) {
            group->child(i)->setFont(0, Theme::instance().font(TextRole::Caption));
            group->child(i)->setFont(1, Theme::instance().font(TextRole::Caption));
            group->child(i)->setForeground(1, c.secondary);
        }
    }
}

void FacetPanel::setCounts(int facet, const QMap<QString, int>& counts)
{
    const QSignalBlocker quiet(this);
    const QTreeWidgetItem* group = m_groups.value(facet);
    if (!group)
        return;
    const Colours& c = Theme::instance().colours();
    for (int i = 0; i < group->childCount(); ++i) {
        QTreeWidgetItem* item = group->child(i);
        const int count = counts.value(item->data(0, value_role).toString());
        item->setText(1, QString::number(count));
        item->setForeground(0, count == 0 ? c.disabled : c.text);
    }
    viewport()->update();
}

QSet<QString> FacetPanel::ticked(int facet) const
{
    QSet<QString> out;
    const QTreeWidgetItem* group = m_groups.value(facet);
    for (int i = 0; group && i < group->childCount(); ++i)
        if (group->child(i)->checkState(0) == Qt::Checked)
            out << group->child(i)->data(0, value_role).toString();
    return out;
}

void FacetPanel::tick(int facet, const QString& value, bool on)
{
    const QTreeWidgetItem* group = m_groups.value(facet);
    for (int i = 0; group && i < group->childCount(); ++i)
        if (group->child(i)->data(0, value_role).toString() == value)
            group->child(i)->setCheckState(0, on ? Qt::Checked : Qt::Unchecked);
}

} // namespace archway
