// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/compare/compare.h"

#include <QAbstractTableModel>

namespace archway {

/// A comparison as a table: a column a scenario; choices first, then figures, then the reasons of the choices that differ.
class CompareModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum class Row { Heading, Figure, Choice, Reason };
    enum Role {
        RowRole = Qt::UserRole, ///< Row as int
        DifferenceRole,         ///< "×1.4", "≈ too close to call"; empty where there is nothing to say
        BetterRole,             ///< 1 better than the first, -1 worse, 0 the same or not to be told
        ShareRole,              ///< 0 … 1 of the largest value of the row; negative: no bar
        DiffersRole,            ///< the row is not the same in all columns
        SubjectRole,            ///< formula id, "role/candidate", or what a reason rests on
    };
    explicit CompareModel(QObject* parent = nullptr);

    /// Replaces what is shown. The columns are the comparison's; `current` is the one that follows the question.
    void show(SideBySide comparison, int current);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Line {
        Row row;
        std::size_t at; ///< of the figure, choice or reason; of a heading its number
    };
    [[nodiscard]] QVariant label(const Line& line, int role) const;
    [[nodiscard]] QVariant figure(const ComparedFigure& figure, std::size_t column, int role) const;
    [[nodiscard]] QVariant choice(const ComparedChoice& choice, std::size_t column, int role) const;

    SideBySide m_comparison;
    std::vector<Line> m_lines;
    int m_current = 0;
};

} // namespace archway
