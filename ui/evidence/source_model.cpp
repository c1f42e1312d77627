// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evidence/source_model.h"

#include "ui/theme.h"

#include <map>

namespace archway {

SourceModel::SourceModel(const Catalog& catalog, QObject* parent)
    : QAbstractTableModel(parent)
{
    std::map<std::string_view, const Source*> sources;
    for (const Source& source : catalog.knowledge.sources)
        sources.emplace(source.id, &source);
    for (LedgerEntry& entry : ledger(catalog.knowledge)) {
        const Source& source = *sources[entry.source];
        Row row;
        row.title = QString::fromStdString(source.title);
        row.kind = QString::fromStdString(source.kind).replace(u'-', u' ');
        row.date = QString::fromStdString(source.date);
        row.location = QString::fromStdString(source.location);
        QStringList names;
        for (const Contribution& contribution : entry.contributions)
            names << QString::fromStdString(contribution.name);
        row.contributed = names.join(QStringLiteral(", "));
        row.text = QStringList{row.title,
                               row.kind,
                               row.date,
                               row.location,
                               row.contributed,
                               QString::fromStdString(entry.source),
                               entry.read ? tr("read") : tr("not read")}
                       .join(u' ')
                       .toLower();
        row.entry = std::move(entry);
        m_rows.push_back(std::move(row));
    }
}

int SourceModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int SourceModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SourceModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: return shown(row, index.column());
    case Qt::ForegroundRole: {
        const Colours& c = Theme::instance().colours();
        if (index.column() == Read)
            return row.entry.read ? c.good : c.secondary;
        return index.column() == Title ? c.text : c.secondary;
    }
    case Qt::TextAlignmentRole:
        return index.column() == Claims ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return QStringLiteral("<p>%1</p><p>%2</p><p>%3</p>")
            .arg(row.title.toHtmlEscaped(), row.location.toHtmlEscaped(), row.contributed.toHtmlEscaped());
    case Qt::AccessibleTextRole:
        return index.column() == Title ? tr("%1, %2, %n claims", nullptr, static_cast<int>(row.entry.claims))
                                             .arg(row.title, row.entry.read ? tr("read") : tr("not read"))
                                       : shown(row, index.column()).toString();
    case IdRole: return QString::fromStdString(row.entry.source);
    case SortRole: {
        if (index.column() == Claims)
            return static_cast<int>(row.entry.claims);
        // The list of references first, as it is numbered; then what was read.
        if (index.column() == Read)
            return row.entry.reference.empty() ? 1000 * (row.entry.read ? 1 : 2) + index.row() : index.row();
        return shown(row, index.column());
    }
    case TextRole: return row.text;
    default: return {};
    }
}

QVariant SourceModel::shown(const Row& row, int column)
{
    switch (column) {
    case Read: return row.entry.read ? tr("✓ read") : tr("○ not read");
    case Title:
        return row.entry.reference.empty()
            ? row.title
            : tr("%1  ·  reference %2").arg(row.title, QString::fromStdString(row.entry.reference).section(u'-', -1));
    case Claims: return row.entry.claims == 0 ? QVariant(QStringLiteral("–")) : QVariant(static_cast<int>(row.entry.claims));
    case Contributed: return row.contributed;
    case Kind: return row.kind;
    case Date: return row.date;
    default: return {};
    }
}

QVariant SourceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == Qt::TextAlignmentRole && section == Claims)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Read: return tr("Read");
    case Title: return tr("Source");
    case Claims: return tr("Claims");
    case Contributed: return tr("Contributed to");
    case Kind: return tr("Kind");
    case Date: return tr("Date");
    default: return {};
    }
}

} // namespace archway
