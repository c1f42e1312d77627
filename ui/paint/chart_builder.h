// SPDX-License-Identifier: GPL-3.0-or-later
// Chart values as Qt Charts in our own colours; the same for the window and for export.
#pragma once

#include "model/estimate/chart_data.h"
#include "ui/theme.h"

#include <QByteArray>
#include <QColor>
#include <QString>

#include <vector>

class QChart;

namespace archway {

/// What a series or part of a chart is called, and the sign it is drawn with.
struct LegendEntry {
    enum class Sign { Box, Line, Dashes };
    QString name;
    QColor colour;
    Sign sign = Sign::Box;
};
[[nodiscard]] std::vector<LegendEntry> legend_of(const ChartData& data, const Colours& colours);

/// Makes `chart` show the data: series, axes with units, direct names. What it showed before is removed. Values that a logarithmic axis
/// cannot show are left out. `type`: height of its type in pixels; lines are as much thicker as that is larger.
constexpr int usual_type = 11;
void build_chart(QChart& chart, const ChartData& data, const Colours& colours, int type = usual_type);

/// A picture of 900 × 560: svg, png or pdf, with title and finding. Empty for another format.
[[nodiscard]] QByteArray chart_bytes(const ChartData& data, const Colours& colours, const QString& format);

} // namespace archway
