// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/chart_builder.h"

#include <QWidget>

namespace archway {

/// The names in a chart, each in full, wrapped to as many lines as they need: the chart's own legend cuts them where they are long.
class ChartLegend : public QWidget {
    Q_OBJECT
public:
    explicit ChartLegend(QWidget* parent = nullptr);
    void show(const std::vector<LegendEntry>& entries);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    /// Where each entry stands in such a width.
    [[nodiscard]] std::vector<QRect> placed(int width) const;

    std::vector<LegendEntry> m_entries;
};

} // namespace archway
