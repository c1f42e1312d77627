// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as Mermaid: it is read or refused, what is read is written back as it stood, and a changed label changes nothing else.
#include "diagrams/mermaid.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace archway;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const Result<MermaidReading> reading = read_mermaid(text, "fuzz");
    if (!reading)
        return 0;
    if (write_mermaid(reading->diagram) != text)
        std::abort();
    for (const DiagramNode& node : reading->diagram.nodes)
        (void)label_rows(node, {});
    if (reading->diagram.nodes.empty())
        return 0;
    // A label may be anything, too.
    Diagram renamed = reading->diagram;
    renamed.nodes[size % renamed.nodes.size()].label = text.substr(0, 64);
    const std::string written = write_mermaid(renamed);
    if (const Result<MermaidReading> again = read_mermaid(written, "fuzz"); !again || again->diagram.nodes.size() != renamed.nodes.size())
        std::abort();
    return 0;
}
