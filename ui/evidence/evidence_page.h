// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace.h"

#include <QWidget>

class QLabel;
class QLayout;
class QLineEdit;
class QModelIndex;
class QTableView;

namespace archway {

class ClaimFilter;
class FacetPanel;
class KnowledgeActions;

/// Every claim with its verdict and the arithmetic, narrowed by words and facets. A row opens in Why.
class EvidencePage : public QWidget {
    Q_OBJECT
public:
    explicit EvidencePage(Workspace& workspace, QWidget* parent = nullptr);
    void filter(const QString& text);
    [[nodiscard]] FacetPanel* facets() const { return m_facets; }
    [[nodiscard]] QTableView* table() const { return m_table; }
    [[nodiscard]] KnowledgeActions* actions() const { return m_actions; }

Q_SIGNALS:
    void failed(const QString& message);

private:
    void setUpTable();
    void setUpFacets();
    void setUpActions(QLayout* top, QLayout* column);
    /// The claims have changed: all is read anew, and the table stays on the claim it was on.
    void reload();
    void select(const QString& id);
    void followRow(const QModelIndex& row);
    void recount();

    Workspace& m_workspace;
    KnowledgeActions* m_actions;
    QLineEdit* m_filter;
    QLabel* m_count;
    FacetPanel* m_facets;
    QTableView* m_table;
    ClaimFilter* m_claims;
    QString m_claim; ///< id of the selected row: the rows themselves are gone when the claims are exchanged
    bool m_reloading = false;
};

} // namespace archway
