// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evidence/claim_filter.h"

#include "ui/evidence/claim_model.h"

#include <algorithm>

namespace archway {

ClaimFilter::ClaimFilter(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(ClaimModel::SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
}

void ClaimFilter::setSourceModel(QAbstractItemModel* model)
{
    m_rows.clear();
    m_rows.resize(static_cast<std::size_t>(model->rowCount()));
    for (int i = 0; i < model->rowCount(); ++i) {
        Row& row = m_rows[static_cast<std::size_t>(i)];
        const QModelIndex index = model->index(i, 0);
        row.text = index.data(ClaimModel::TextRole).toString();
        const auto number = [&index](int role) {
            const QVariant value = index.data(role);
            return value.isValid() ? std::optional<double>(value.toDouble()) : std::nullopt;
        };
        row.value = number(ClaimModel::ValueRole);
        row.low = number(ClaimModel::LowRole);
        row.unit = index.data(ClaimModel::UnitRole).toString().toStdString();
        for (const int facet : {ClaimModel::FacetKind, ClaimModel::FacetStatus, ClaimModel::FacetVerdict, ClaimModel::FacetSource,
                                ClaimModel::FacetYear, ClaimModel::FacetLayer})
            row.values[static_cast<std::size_t>(facet - ClaimModel::FacetKind)] = index.data(facet).toStringList();
    }
    QSortFilterProxyModel::setSourceModel(model);
}

void ClaimFilter::setWords(const QString& text)
{
    FigureQuery query = figure_query(text.toStdString());
    m_words = QString::fromStdString(query.words).toLower().split(u' ', Qt::SkipEmptyParts);
    m_conditions = std::move(query.conditions);
    invalidateFilter();
}

void ClaimFilter::setChoice(int facet, const QSet<QString>& values)
{
    if (values.isEmpty())
        m_choices.remove(facet);
    else
        m_choices[facet] = values;
    invalidateFilter();
}

QMap<QString, int> ClaimFilter::counts(int facet) const
{
    QMap<QString, int> out;
    for (int row = 0; row < sourceModel()->rowCount(); ++row) {
        const bool counted = accepts(row, facet);
        for (const QString& value : values(row, facet))
            out[value] += counted ? 1 : 0;
    }
    return out;
}

bool ClaimFilter::filterAcceptsRow(int row, const QModelIndex&) const
{
    return accepts(row, -1);
}

bool ClaimFilter::accepts(int row, int without) const
{
    for (auto choice = m_choices.begin(); choice != m_choices.end(); ++choice) {
        if (choice.key() == without)
            continue;
        const QStringList& own = values(row, choice.key());
        if (std::none_of(own.begin(), own.end(), [&choice](const QString& value) { return choice->contains(value); }))
            return false;
    }
    const Row& own = m_rows[static_cast<std::size_t>(row)];
    if (!std::all_of(m_conditions.begin(), m_conditions.end(),
                     [&own](const FigureCondition& c) { return own.value && meets(c, *own.value, own.low, own.unit); }))
        return false;
    const QString& text = own.text;
    return std::all_of(m_words.begin(), m_words.end(), [&text](const QString& word) { return text.contains(word); });
}

const QStringList& ClaimFilter::values(int row, int facet) const
{
    return m_rows[static_cast<std::size_t>(row)].values[static_cast<std::size_t>(facet - ClaimModel::FacetKind)];
}

} // namespace archway
