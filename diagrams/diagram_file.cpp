// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/diagram_file.h"

#include "diagrams/mermaid.h"
#include "diagrams/notation.h"

namespace archway {

namespace {

bool is_dot(std::string_view path)
{
    return path.ends_with(".dot") || path.ends_with(".gv");
}

} // namespace

bool is_diagram_file(std::string_view path)
{
    return is_dot(path) || path.ends_with(".mmd") || path.ends_with(".mermaid");
}

Result<DiagramFile> read_diagram_file(const std::string& text, const std::string& path)
{
    if (is_dot(path)) {
        Result<Diagram> diagram = read_dot(text, path);
        if (!diagram)
            return diagram.error();
        return DiagramFile{std::move(*diagram), "dot", {}};
    }
    Result<MermaidReading> reading = read_mermaid(text, path);
    if (!reading)
        return reading.error();
    return DiagramFile{std::move(reading->diagram), "mermaid", std::move(reading->unknown)};
}

} // namespace archway
