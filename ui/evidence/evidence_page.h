// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QTableView;

namespace archway {

class ClaimFilter;
class FacetPanel;

/// Every claim with its verdict and the arithmetic, narrowed by words and facets. A row opens in Why.
class EvidencePage : public QWidget {
    Q_OBJECT
public:
    explicit EvidencePage(Workspace& workspace, QWidget* parent = nullptr);
    void filter(const QString& text);
    [[nodiscard]] FacetPanel* facets() const { return m_facets; }
    [[nodiscard]] QTableView* table() const { return m_table; }

private:
    void setUpTable(Workspace& workspace);
    void setUpFacets();
    void recount();

    QLineEdit* m_filter;
    QLabel* m_count;
    FacetPanel* m_facets;
    QTableView* m_table;
    ClaimFilter* m_claims;
};

} // namespace archway
