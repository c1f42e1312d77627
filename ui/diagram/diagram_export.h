// SPDX-License-Identifier: GPL-3.0-or-later
// A diagram on its way out of the window: to the clipboard and onto paper.
#pragma once

#include "diagrams/diagram.h"

#include <QSize>

class QMimeData;
class QPrinter;

namespace archway {

/// SVG, picture and Mermaid text at once: whoever pastes takes what they can use. The caller owns it.
[[nodiscard]] QMimeData* diagram_mime(const Diagram& diagram, const Layout& layout);

/// How many pages across and down a poster at 100 % (96 pixels an inch) takes on pages of this size in points.
[[nodiscard]] QSize poster_pages(const Layout& layout, QSizeF page);

/// Prints on one page, as large as fits, or as a poster at 100 % over as many as it takes, row by row.
void print_diagram(QPrinter& printer, const Diagram& diagram, const Layout& layout, bool poster);

} // namespace archway
