// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QString>

class QPainter;

namespace archway {

/// Draws `text` as QPainter::drawText does with `flags` (Qt::Alignment and Qt::TextFlag), in the painter's font and pen, from
/// glyphs that were shaped when the same text was drawn before. Shaping is half of what a repaint of the window costs, and most
/// words of it stay the same from one to the next. What is shaped is kept by text, font, flags and width, the longest unused is
/// dropped first. Mnemonics, tabs and words written from the right go through drawText.
void draw_set_text(QPainter& painter, const QRect& area, int flags, const QString& text);

/// Draws `text` from the top of `area` over at most `lines` lines of its width, the last one elided. Returns the y below it.
int draw_set_lines(QPainter& painter, const QRect& area, const QString& text, int lines);

} // namespace archway
