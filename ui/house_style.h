// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QProxyStyle>

namespace archway {

/// The style under the sheet: Fusion, whose words are drawn from glyphs that are kept (paint/set_text.h), and whose arrow to what a bar
/// has no room for is ours.
class HouseStyle : public QProxyStyle {
    Q_OBJECT
public:
    HouseStyle();
    void drawItemText(QPainter* painter, const QRect& area, int flags, const QPalette& palette, bool enabled, const QString& text,
                      QPalette::ColorRole role = QPalette::NoRole) const override;
    QIcon standardIcon(StandardPixmap standard, const QStyleOption* option = nullptr, const QWidget* widget = nullptr) const override;
};

} // namespace archway
