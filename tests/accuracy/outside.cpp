// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/accuracy/outside.h"

#include <fmt/format.h>

namespace archway::accuracy {

std::string outside_report(const std::vector<Measurement>& measurements, const Catalog& catalog)
{
    std::string out = R"(## From elsewhere

Published by third parties (`tests/data/outside-inference.json` names them), fitted on by nobody and not used to choose a formula; few, and from
machines that are described in a line. One of the two sources does not say how many accelerators served: one is taken. Its times to the first
token are those of prompts sent again, which a prefix cache answers in part.

| measurement | engine | measured | predicted | error | in the band |
|---|---|---|---|---|---|
)";
    for (const Comparison& c : compare_with_measurements(measurements, catalog)) {
        const Measurement& m = c.measured;
        const std::string what = fmt::format("{} on {}, {:.0f} in, {:.0f} out, {:.0f} at once, {}", m.model, m.accelerator, m.input_tokens,
                                             m.output_tokens, m.sequences, m.metric == "tpot_ms" ? "TPOT" : "TTFT");
        if (c.predicted)
            out += fmt::format("| {} | {} | {:.1f} ms | {:.1f} ms | {:+.0f} % | {} |\n", what, m.engine, m.value, c.predicted->mid,
                               100 * c.error(), c.inside() ? "yes" : "no");
        else
            out += fmt::format("| {} | {} | {:.1f} ms | – | – | {} |\n", what, m.engine, m.value, c.unpredicted_because);
    }
    return out + "\n";
}

} // namespace archway::accuracy
