// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace archway {

/// Every claim with its source, filtered as one types. A row opens in Why.
class EvidencePage : public QWidget {
    Q_OBJECT
public:
    explicit EvidencePage(Workspace& workspace, QWidget* parent = nullptr);
    void filter(const QString& text);

private:
    QLineEdit* m_filter;
    QLabel* m_count;
    QTableView* m_table;
    QSortFilterProxyModel* m_proxy;
};

} // namespace archway
