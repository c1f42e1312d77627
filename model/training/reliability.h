// SPDX-License-Identifier: GPL-3.0-or-later
// What failures cost a long run, and how often to write checkpoints. Seconds throughout.
// Sources: Young (1974), Daly (2006); failure rate from the interruptions published for Llama 3 (419 in 54 days on 16,384 accelerators).
#pragma once

#include "model/knowledge/catalog.h"

namespace archway {

/// Young's interval √(2·C·M), with Daly's higher-order terms where C is less than 2·M; M where writing takes longer than that.
/// C write time, M mean time between failures; both above 0. [formula.checkpoint-interval]
[[nodiscard]] double checkpoint_interval_s(double write_s, double mtbf_s);

/// How often a job on several instances stops.
struct FailureRates {
    double hardware_per_s = 0; ///< of the whole job
    double spot_per_s = 0;     ///< reclaimed capacity; comes with a notice of two minutes
    [[nodiscard]] double mtbf_s() const { return 1 / (hardware_per_s + spot_per_s); }
};
/// Instances of eight accelerators fail every node_mtbf_hours; smaller and larger ones in proportion to their accelerators.
[[nodiscard]] FailureRates failure_rates(double instances, double accelerators_per_instance, bool spot, const TrainingFactors&);

/// Share of the time that makes progress: 1 − C/τ − (τ/2 + R)·rate; of reclaimed capacity only the restart is lost where a checkpoint is
/// written within the two-minute notice. 0 … 1. [formula.goodput]
[[nodiscard]] double goodput(double write_s, double interval_s, const FailureRates&, double restart_s);

} // namespace archway
