// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evidence/claim_model.h"

namespace archway {

ClaimModel::ClaimModel(const Catalog& catalog, QObject* parent)
    : QAbstractTableModel(parent)
    , m_catalog(catalog)
{
}

int ClaimModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_catalog.knowledge.claims.size());
}

int ClaimModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ClaimModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Claim& claim = m_catalog.knowledge.claims[static_cast<std::size_t>(index.row())];
    if (role == IdRole)
        return QString::fromStdString(claim.id);
    if (role == Qt::ToolTipRole && index.column() == Statement)
        return QStringLiteral("<p>%1</p>").arg(QString::fromStdString(claim.statement).toHtmlEscaped());
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case About: {
        const Entity* entity = m_catalog.entity(claim.about);
        return QString::fromStdString(entity ? entity->name : claim.about);
    }
    case Statement: return QString::fromStdString(claim.statement);
    case Figure:
        if (!claim.value)
            return {};
        return (claim.low ? QString::number(*claim.low) + QStringLiteral("–") : QString()) + QString::number(*claim.value) + u' '
            + QString::fromStdString(claim.unit);
    case Status: return QString::fromStdString(claim.status.empty() ? "stated" : claim.status);
    case Document: {
        const Source* source = claim.sources.empty() ? nullptr : m_catalog.source(claim.sources.front().document);
        return source ? QString::fromStdString(source->title) : QString();
    }
    case Section: return claim.sources.empty() ? QString() : QString::fromStdString(claim.sources.front().section);
    default: return {};
    }
}

QVariant ClaimModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case About: return tr("About");
    case Statement: return tr("Claim");
    case Figure: return tr("Figure");
    case Status: return tr("Status");
    case Document: return tr("Source");
    case Section: return tr("Section");
    default: return {};
    }
}

} // namespace archway
