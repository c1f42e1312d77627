// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace.h"

#include <QTableView>

class QSortFilterProxyModel;

namespace archway {

/// The sources of the knowledge with their read marks and what each contributed; a row opens in Why, which says what rests on it.
class SourceTable : public QTableView {
    Q_OBJECT
public:
    explicit SourceTable(Workspace& workspace, QWidget* parent = nullptr);
    /// Sources that hold every word.
    void setWords(const QString& text);
    /// "12 of 121 sources, 107 of them read"
    [[nodiscard]] QString count() const;

private:
    void reload();
    Workspace& m_workspace;
    QSortFilterProxyModel* m_filter;
    bool m_reloading = false;
};

} // namespace archway
