// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace.h"

#include <QWidget>

class QLabel;
class QLayout;
class QLineEdit;
class QModelIndex;
class QPushButton;
class QStackedWidget;
class QBoxLayout;
class QTabBar;
class QTableView;

namespace archway {

class ClaimFilter;
class FacetPanel;
class KnowledgeActions;
class SourceTable;

/// Every claim with its verdict and the arithmetic, narrowed by words, figures and facets; and every source with its read mark and what it
/// contributed. A row opens in Why.
class EvidencePage : public QWidget {
    Q_OBJECT
public:
    explicit EvidencePage(Workspace& workspace, QWidget* parent = nullptr);
    void filter(const QString& text);
    [[nodiscard]] FacetPanel* facets() const { return m_facets; }
    [[nodiscard]] QTableView* table() const { return m_table; }
    [[nodiscard]] SourceTable* sources() const { return m_sources; }
    /// The claims, or the sources.
    void showSources(bool sources);
    [[nodiscard]] KnowledgeActions* actions() const { return m_actions; }

Q_SIGNALS:
    void failed(const QString& message);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void setUpTable();
    void setUpFacets();
    void setUpActions(QLayout* top, QLayout* column);
    /// The claims have changed: all is read anew, and the table stays on the claim it was on.
    void reload();
    void select(const QString& id);
    void followRow(const QModelIndex& row);
    void recount();
    /// Of a base that is not read whole: what holds the words typed is fetched from the file.
    void searchWholeBase();

    Workspace& m_workspace;
    KnowledgeActions* m_actions;
    QBoxLayout* m_bar = nullptr; ///< filter and buttons
    QLineEdit* m_filter;
    QLabel* m_count;
    QTabBar* m_view;
    QStackedWidget* m_pages;
    SourceTable* m_sources;
    QPushButton* m_whole;
    FacetPanel* m_facets;
    QTableView* m_table;
    ClaimFilter* m_claims;
    QString m_claim; ///< id of the selected row: the rows themselves are gone when the claims are exchanged
    bool m_reloading = false;
};

} // namespace archway
