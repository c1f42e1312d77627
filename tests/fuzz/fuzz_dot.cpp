// SPDX-License-Identifier: GPL-3.0-or-later
// Any answer of the worker that reads DOT: the worker may have crashed half-way or be another program altogether.
#include "diagrams/layout_client.h"
#include "diagrams/notation.h"

#include <cstdint>

namespace archway {

static std::string answer;

/// Stands for the worker, which is not run here.
Result<std::string> ask_worker(const std::string&, int)
{
    return answer;
}

} // namespace archway

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    archway::answer.assign(reinterpret_cast<const char*>(data), size);
    if (const archway::Result<archway::Diagram> diagram = archway::read_dot("digraph {}", "fuzz"))
        (void)archway::write_dot(*diagram);
    return 0;
}
