// SPDX-License-Identifier: GPL-3.0-or-later
// Charts as values: what the estimator says along one input. The window, the exports and the tables show the same.
#pragma once

#include "model/estimate/estimate.h"

namespace archway {

enum class AxisUnit { Bytes, Tokens, Count, Usd, Days, Milliseconds };
[[nodiscard]] std::string format_axis(AxisUnit unit, double value);

struct ChartPoint {
    double x = 0;
    Band y;
};
struct ChartSeries {
    std::string name;
    std::vector<ChartPoint> points; ///< x ascending
    bool dashed = false;
    bool banded = false;
};
/// A stacked bar: parts in the order of ChartData::parts, and the line it must stay under.
struct ChartBar {
    std::string name;
    std::vector<double> parts;
    double limit = 0;
    bool refused = false;
};
struct ChartData {
    std::string kind, title, finding; ///< finding: one sentence computed from the data
    std::string formula;              ///< what a click explains
    std::string x_title, y_title;
    AxisUnit x_unit = AxisUnit::Count, y_unit = AxisUnit::Bytes;
    std::vector<ChartSeries> series; ///< both axes logarithmic where there are series
    std::vector<std::string> parts;
    std::vector<ChartBar> bars;
    std::optional<double> marker; ///< x of the scenario itself
    [[nodiscard]] bool empty() const { return series.empty() && bars.empty(); }
};

struct ChartKind {
    std::string id, title;
    bool serves = true;  ///< speaks of a served model
    bool trains = false; ///< speaks of a training run
    bool wide = false;   ///< wants a row of its own
    [[nodiscard]] bool suits(const Estimate& estimate) const { return estimate.trains() ? trains : serves; }
};
[[nodiscard]] const std::vector<ChartKind>& chart_kinds();
[[nodiscard]] const ChartKind* chart_kind(std::string_view id);

/// The data of one chart; empty for an unknown kind.
[[nodiscard]] ChartData chart_data(std::string_view kind, const Estimate&, const Catalog&);
/// Header and rows; series as x, low, mid, high. Cells that a spreadsheet would compute are quoted.
[[nodiscard]] std::string chart_csv(const ChartData&);

} // namespace archway
