// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/knowledge/ledger.h"

#include <QAbstractTableModel>

namespace archway {

/// The ledger of references as rows: read or not, and what each contributed. Keeps a reference: the catalog must outlive it.
class SourceModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Read, Title, Claims, Contributed, Kind, Date, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole,
        SortRole,
        TextRole ///< everything a filter looks at, in lower case
    };
    explicit SourceModel(const Catalog& catalog, QObject* parent = nullptr);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        LedgerEntry entry;
        QString title, kind, date, location, contributed, text;
    };
    [[nodiscard]] static QVariant shown(const Row& row, int column);
    std::vector<Row> m_rows;
};

} // namespace archway
