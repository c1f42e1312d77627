// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evidence/source_table.h"

#include "ui/evidence/source_model.h"
#include "ui/theme.h"

#include <QHeaderView>
#include <QRegularExpression>
#include <QScopedValueRollback>
#include <QSortFilterProxyModel>

#include <algorithm>

namespace archway {

SourceTable::SourceTable(Workspace& workspace, QWidget* parent)
    : QTableView(parent)
    , m_workspace(workspace)
    , m_filter(new QSortFilterProxyModel(this))
{
    m_filter->setSourceModel(new SourceModel(workspace.catalog(), this));
    m_filter->setSortRole(SourceModel::SortRole);
    m_filter->setFilterRole(SourceModel::TextRole);
    m_filter->setSortCaseSensitivity(Qt::CaseInsensitive);
    setModel(m_filter);
    setAccessibleName(tr("Sources"));
    setSortingEnabled(true);
    sortByColumn(SourceModel::Read, Qt::AscendingOrder);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setShowGrid(false);
    setWordWrap(false);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setSectionResizeMode(SourceModel::Title, QHeaderView::Stretch);
    horizontalHeader()->setSectionResizeMode(SourceModel::Contributed, QHeaderView::Stretch);
    const auto resize = [this] {
        const QFontMetrics metrics(Theme::instance().font(TextRole::Body));
        verticalHeader()->setDefaultSectionSize(metrics.height() + 14);
        setColumnWidth(SourceModel::Read, metrics.horizontalAdvance(QStringLiteral("○ not read")) + 28);
        setColumnWidth(SourceModel::Claims, metrics.horizontalAdvance(QStringLiteral("Claims 00")) + 20);
        setColumnWidth(SourceModel::Kind, metrics.horizontalAdvance(QStringLiteral("documentation")) + 20);
        setColumnWidth(SourceModel::Date, metrics.horizontalAdvance(QStringLiteral("2026-10-10")) + 20);
    };
    resize();
    connect(&Theme::instance(), &Theme::changed, this, resize);
    connect(&workspace, &Workspace::catalogChanged, this, &SourceTable::reload);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& row) {
        if (row.isValid() && !m_reloading)
            m_workspace.explain({Subject::Kind::Source, row.data(SourceModel::IdRole).toString(), {}});
    });
}

void SourceTable::setWords(const QString& text)
{
    QString pattern;
    for (const QString& word : text.toLower().split(u' ', Qt::SkipEmptyParts))
        pattern += QStringLiteral("(?=.*%1)").arg(QRegularExpression::escape(word));
    m_filter->setFilterRegularExpression(QRegularExpression(pattern.isEmpty() ? QString() : u'^' + pattern));
}

QString SourceTable::count() const
{
    int read = 0;
    for (const Source& source : m_workspace.catalog().knowledge.sources)
        read += source.read ? 1 : 0;
    return tr("%1 of %2 sources, %3 are read").arg(m_filter->rowCount()).arg(m_filter->sourceModel()->rowCount()).arg(read);
}

void SourceTable::reload()
{
    const QScopedValueRollback<bool> quiet(m_reloading, true);
    QAbstractItemModel* old = m_filter->sourceModel();
    m_filter->setSourceModel(new SourceModel(m_workspace.catalog(), this));
    delete old;
}

} // namespace archway
