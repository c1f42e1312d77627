// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/evidence/figure_filter.h"

#include <QMap>
#include <QSet>
#include <QSortFilterProxyModel>

#include <array>
#include <vector>

namespace archway {

/// Claims that hold every word typed, whose figure meets every condition typed ("latency < 50 ms"), and that have, of each facet with a
/// choice, one of the chosen values.
class ClaimFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit ClaimFilter(QObject* parent = nullptr);
    void setWords(const QString& text);
    /// `facet` is a role of ClaimModel; nothing chosen = everything.
    void setChoice(int facet, const QSet<QString>& values);
    [[nodiscard]] QSet<QString> choice(int facet) const { return m_choices.value(facet); }
    /// How many rows each value of a facet would leave, the other facets and the words as they are.
    [[nodiscard]] QMap<QString, int> counts(int facet) const;

    void setSourceModel(QAbstractItemModel* model) override;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    [[nodiscard]] bool accepts(int row, int without) const;
    [[nodiscard]] const QStringList& values(int row, int facet) const;

    /// Claims do not change while they are shown; asked of the model once, not at every letter typed.
    struct Row {
        QString text;
        std::optional<double> value, low;
        std::string unit;
        std::array<QStringList, 6> values; ///< by facet, in the order of the roles
    };
    std::vector<Row> m_rows;
    QStringList m_words;
    std::vector<FigureCondition> m_conditions;
    QMap<int, QSet<QString>> m_choices;
};

} // namespace archway
