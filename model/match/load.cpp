// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/match/load.h"

#include "model/base/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace archway {

double sequences_in_flight(const Workload& workload, const Deployment& d)
{
    if (!workload.requests_per_second || !d.ttft_ms || !d.tpot_ms)
        return workload.concurrent_sequences;
    const double seconds = (d.ttft_ms->mid + workload.output_tokens * d.tpot_ms->mid) / 1e3;
    return std::clamp(std::ceil(*workload.requests_per_second * seconds), 1.0, std::max(1.0, d.max_concurrent_sequences));
}

std::string load_text(const Workload& workload, const Deployment& d)
{
    const double users = sequences_in_flight(workload, d);
    const std::string text = fmt::format("{} {}", format_number(users), users == 1 ? "user" : "users");
    return workload.requests_per_second ? fmt::format("{} ({} requests/s)", text, format_figures(*workload.requests_per_second)) : text;
}

} // namespace archway
