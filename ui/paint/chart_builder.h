// SPDX-License-Identifier: GPL-3.0-or-later
// Chart values as Qt Charts in our own colours; the same for the window and for export.
#pragma once

#include "model/estimate/chart_data.h"
#include "ui/theme.h"

#include <QByteArray>

class QChart;

namespace archway {

/// Makes `chart` show the data: series, axes with units, direct names. What it showed before is removed. Values that a logarithmic axis
/// cannot show are left out.
void build_chart(QChart& chart, const ChartData& data, const Colours& colours);

/// A picture of 900 × 560: svg, png or pdf, with title and finding. Empty for another format.
[[nodiscard]] QByteArray chart_bytes(const ChartData& data, const Colours& colours, const QString& format);

} // namespace archway
