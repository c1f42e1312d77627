// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chip.h"

namespace archway {

Chip::Chip(const QString& text, const QString& group, QWidget* parent)
    : QPushButton(text, parent)
{
    setProperty("group", group);
    setCheckable(true);
    setCursor(Qt::PointingHandCursor);
}

} // namespace archway
