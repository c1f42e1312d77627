// SPDX-License-Identifier: GPL-3.0-or-later
// How many sequences a deployment works on at once: asked for as such, or what a rate of requests comes to.
#pragma once

#include "model/estimate/deployment.h"
#include "model/scenario/scenario.h"

#include <string>

namespace archway {

/// Sequences in flight over all replicas: those asked for, or by Little's law rate · (first token + O · time per token) where the scenario
/// asks for requests a second, which wins. At least one, at most what there is room for.
[[nodiscard]] double sequences_in_flight(const Workload&, const Deployment&);

/// The same as words: "8 users", "1 639 users (500 requests/s)".
[[nodiscard]] std::string load_text(const Workload&, const Deployment&);

} // namespace archway
