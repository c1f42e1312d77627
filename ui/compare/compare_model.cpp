// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/compare_model.h"

#include <algorithm>

namespace archway {

CompareModel::CompareModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void CompareModel::show(SideBySide comparison, int current)
{
    beginResetModel();
    m_comparison = std::move(comparison);
    m_current = current;
    m_lines.clear();
    const auto section = [this](std::size_t heading, Row row, std::size_t count) {
        if (count > 0)
            m_lines.push_back({Row::Heading, heading});
        for (std::size_t i = 0; i < count; ++i)
            m_lines.push_back({row, i});
    };
    // What differs first: that is what the page is opened for.
    std::stable_partition(m_comparison.choices.begin(), m_comparison.choices.end(),
                          [](const ComparedChoice& choice) { return !choice.same(); });
    section(1, Row::Choice, m_comparison.choices.size());
    section(0, Row::Figure, m_comparison.figures.size());
    // Only where the choice is another; that figures differ the figures say already.
    const auto differs = [this](const ComparedReason& reason) {
        return std::none_of(m_comparison.choices.begin(), m_comparison.choices.end(),
                            [&](const ComparedChoice& choice) { return choice.role == reason.role && choice.same(); });
    };
    auto& reasons = m_comparison.reasons;
    reasons.erase(std::remove_if(reasons.begin(), reasons.end(), [&](const ComparedReason& reason) { return !differs(reason); }),
                  reasons.end());
    section(2, Row::Reason, reasons.size());
    endResetModel();
}

int CompareModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int CompareModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || m_comparison.titles.empty() ? 0 : static_cast<int>(m_comparison.titles.size()) + 1;
}

Qt::ItemFlags CompareModel::flags(const QModelIndex& index) const
{
    const bool heading = index.isValid() && m_lines[static_cast<std::size_t>(index.row())].row == Row::Heading;
    return heading ? Qt::ItemIsEnabled : QAbstractTableModel::flags(index);
}

QVariant CompareModel::label(const Line& line, int role) const
{
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    switch (line.row) {
    case Row::Heading: return line.at == 0 ? tr("Figures") : line.at == 1 ? tr("Choices") : tr("Why they differ");
    case Row::Figure: return QString::fromStdString(m_comparison.figures[line.at].label);
    case Row::Choice: {
        const ComparedChoice& choice = m_comparison.choices[line.at];
        return (choice.same() ? QString() : QStringLiteral("≠ ")) + QString::fromStdString(choice.question);
    }
    case Row::Reason: return QString::fromStdString(m_comparison.reasons[line.at].role);
    }
    return {};
}

QVariant CompareModel::figure(const ComparedFigure& figure, std::size_t column, int role) const
{
    switch (role) {
    case Qt::DisplayRole: return QString::fromStdString(figure_text(figure, column));
    case DifferenceRole: return QString::fromStdString(difference_text(figure, column));
    case BetterRole: {
        const auto difference = column == 0 ? std::nullopt : figure.difference(column);
        // The model itself is neither better nor worse.
        if (!difference || figure.too_close(column) || *difference == 0 || figure.unit == FigureUnit::Parameters)
            return 0;
        return (*difference < 0) == figure.less_is_better ? 1 : -1;
    }
    case ShareRole: {
        double largest = 0;
        for (const auto& value : figure.values)
            largest = std::max(largest, value ? value->mid : 0.0);
        return figure.values[column] && largest > 0 ? figure.values[column]->mid / largest : -1.0;
    }
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: {
        const std::string difference = difference_text(figure, column);
        return QString::fromStdString(figure.label + ": " + figure_text(figure, column) + (difference.empty() ? "" : ", " + difference));
    }
    default: return {};
    }
}

QVariant CompareModel::choice(const ComparedChoice& choice, std::size_t column, int role) const
{
    if (role == DiffersRole)
        return !choice.same();
    if (role == SubjectRole)
        return QString::fromStdString(choice.role + '/' + choice.chosen[column]);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole && role != Qt::ToolTipRole)
        return {};
    return !choice.asked[column]       ? tr("not needed")
        : choice.names[column].empty() ? tr("no choice")
                                       : QString::fromStdString(choice.names[column]).remove(QStringLiteral("Amazon EC2 "));
}

QVariant CompareModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Line& line = m_lines[static_cast<std::size_t>(index.row())];
    if (role == RowRole)
        return static_cast<int>(line.row);
    if (role == SubjectRole && line.row == Row::Figure)
        return QString::fromStdString(m_comparison.figures[line.at].formula);
    if (role == SubjectRole && line.row == Row::Reason)
        return QString::fromStdString(m_comparison.reasons[line.at].ref);
    if (index.column() == 0)
        return role == DiffersRole && line.row == Row::Choice ? QVariant(!m_comparison.choices[line.at].same()) : label(line, role);
    const auto column = static_cast<std::size_t>(index.column() - 1);
    switch (line.row) {
    case Row::Heading: return {};
    case Row::Figure: return figure(m_comparison.figures[line.at], column, role);
    case Row::Choice: return choice(m_comparison.choices[line.at], column, role);
    case Row::Reason:
        if (role == Qt::DisplayRole || role == Qt::ToolTipRole || role == Qt::AccessibleTextRole)
            return QString::fromStdString(m_comparison.reasons[line.at].texts[column]);
        return {};
    }
    return {};
}

QVariant CompareModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::DisplayRole && section > 0) {
        const QString title = QString::fromStdString(m_comparison.titles[static_cast<std::size_t>(section - 1)]);
        return section - 1 == m_current ? tr("%1 (now)").arg(title) : title;
    }
    if (role == Qt::ToolTipRole && section > 0)
        return QStringLiteral("<p>%1</p>")
            .arg(QString::fromStdString(m_comparison.titles[static_cast<std::size_t>(section - 1)]).toHtmlEscaped());
    return {};
}

} // namespace archway
