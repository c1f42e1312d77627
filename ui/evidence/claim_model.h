// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/evidence/check.h"

#include <QAbstractTableModel>

namespace archway {

class OwnKnowledge;

/// The claims of the knowledge base as rows, with what computation says of them. Keeps references: catalog and verdicts must outlive it.
class ClaimModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Verdict, Statement, Figure, Computed, About, Status, Document, Section, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole,
        VerdictRole, ///< ClaimVerdict as int
        BecauseRole, ///< the arithmetic, or why there is none
        SortRole,
        FacetKind,   ///< kind of the entity it is about
        FacetStatus, ///< stated, corrected, withdrawn, promotional
        FacetVerdict,
        FacetSource, ///< titles of its sources, a list
        FacetYear,   ///< year it is of
        FacetLayer,  ///< shipped, imported, mine
        UnderRole,   ///< the figure that a layer replaced, or the wording where that has none; empty = nothing was replaced
        TextRole,    ///< everything a filter looks at, in lower case
        ValueRole,   ///< the figure in the claim's unit; invalid where it has none
        LowRole,     ///< the lower end of a range
        UnitRole
    };
    /// `checked` is what check() made of the same catalog, or empty; `own` says which layer a claim is of, where there are layers.
    ClaimModel(const Catalog& catalog, const std::vector<CheckedClaim>& checked, QObject* parent = nullptr,
               const OwnKnowledge* own = nullptr);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    /// What facets and the filter look at, gathered once: they ask for every row at every letter typed.
    struct Row {
        QString about, kind, text;
        QStringList sources;
    };
    [[nodiscard]] QVariant shown(const Claim& claim, const CheckedClaim* checked, const Row& row, int column) const;

    const Catalog& m_catalog;
    const std::vector<CheckedClaim>& m_checked;
    const OwnKnowledge* m_own;
    std::vector<Row> m_rows;
};

} // namespace archway
