// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QSet>
#include <QTreeWidget>

namespace archway {

/// Groups of values with how many claims each has; ticked ones narrow the table.
class FacetPanel : public QTreeWidget {
    Q_OBJECT
public:
    explicit FacetPanel(QWidget* parent = nullptr);
    /// Values in the order given; `dots` colours their signs where there are any.
    void addGroup(int facet, const QString& title, const QStringList& values, const QMap<QString, QColor>& dots = {});
    void setCounts(int facet, const QMap<QString, int>& counts);
    [[nodiscard]] QSet<QString> ticked(int facet) const;
    void tick(int facet, const QString& value, bool on);

Q_SIGNALS:
    void chosen(int facet);

private:
    void restyle();
    QMap<int, QTreeWidgetItem*> m_groups;
};

} // namespace archway
