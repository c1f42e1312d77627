// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chip.h"

#include "ui/theme.h"

namespace archway {

Chip::Chip(const QString& text, const QString& group, QWidget* parent)
    : QPushButton(text, parent)
    , m_group(group)
{
    setCheckable(true);
    setCursor(Qt::PointingHandCursor);
    connect(&Theme::instance(), &Theme::changed, this, &Chip::restyle);
    restyle();
}

void Chip::restyle()
{
    const Colours& c = Theme::instance().colours();
    setStyleSheet(
        QStringLiteral(
            "QPushButton { background: %1; color: %2; border: 1px solid %3; border-radius: 10px; padding: 3px 9px; min-height: 15px; }"
            "QPushButton:checked { background: %4; color: %5; border-color: %6; }"
            "QPushButton:focus { border: 1px solid %7; }"
            "QPushButton:checked:disabled { color: %2; }"
            "QPushButton:disabled:!checked { color: %8; }")
            .arg(c.panel.name(), c.secondary.name(), c.border.name(), c.groupFill(m_group).name(), c.text.name(),
                 c.groupLine(m_group).name(), c.accent.name(), c.disabled.name()));
}

} // namespace archway
