// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diagrams/diagram_file.h"

#include <QString>

namespace archway {

/// A file of another program: its text, and what was read from it.
struct OpenedFile {
    QString path;
    std::string text;
    DiagramFile file;
};

/// Reads a Mermaid or DOT file of at most largest_diagram_file bytes. Blocking; DOT goes through the layout worker.
[[nodiscard]] Result<OpenedFile> read_opened_file(const QString& path);

/// The diagram with a note on the lines that were not understood.
[[nodiscard]] Diagram noted_diagram(const DiagramFile& file);

} // namespace archway
