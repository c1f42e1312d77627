// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/knowledge/catalog.h"

#include <QAbstractTableModel>

namespace archway {

/// The claims of the knowledge base as rows. Keeps a reference: the catalog must outlive it.
class ClaimModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { About, Statement, Figure, Status, Document, Section, ColumnCount };
    enum Role { IdRole = Qt::UserRole };
    explicit ClaimModel(const Catalog& catalog, QObject* parent = nullptr);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const Catalog& m_catalog;
};

} // namespace archway
