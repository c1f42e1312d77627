// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evidence/evidence_page.h"

#include "ui/evidence/claim_model.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

namespace archway {

EvidencePage::EvidencePage(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_filter(new QLineEdit)
    , m_count(new QLabel)
    , m_table(new QTableView)
    , m_proxy(new QSortFilterProxyModel(this))
{
    setObjectName(QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
    m_proxy->setSourceModel(new ClaimModel(workspace.catalog(), this));
    m_proxy->setFilterKeyColumn(-1);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filter->setPlaceholderText(tr("Filter claims by any word"));
    m_filter->setAccessibleName(tr("Filter claims"));
    m_filter->setClearButtonEnabled(true);
    m_count->setObjectName(QStringLiteral("caption"));
    m_table->setModel(m_proxy);
    m_table->setAccessibleName(tr("Claims"));
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(ClaimModel::About, Qt::AscendingOrder);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(28);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(ClaimModel::Statement, QHeaderView::Stretch);
    m_table->setColumnWidth(ClaimModel::About, 150);
    m_table->setColumnWidth(ClaimModel::Figure, 110);
    m_table->setColumnWidth(ClaimModel::Status, 80);
    m_table->setColumnWidth(ClaimModel::Document, 150);
    m_table->setColumnHidden(ClaimModel::Section, true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 16);
    column->setSpacing(10);
    auto* line = new QHBoxLayout;
    line->addWidget(m_filter, 1);
    line->addWidget(m_count);
    column->addLayout(line);
    column->addWidget(m_table);
    connect(m_filter, &QLineEdit::textChanged, this, &EvidencePage::filter);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [&workspace](const QModelIndex& row) {
        if (row.isValid())
            workspace.explain({Subject::Kind::Claim, row.data(ClaimModel::IdRole).toString(), {}});
    });
    filter({});
}

void EvidencePage::filter(const QString& text)
{
    m_proxy->setFilterFixedString(text);
    m_count->setText(tr("%1 of %2 claims").arg(m_proxy->rowCount()).arg(m_proxy->sourceModel()->rowCount()));
}

} // namespace archway
