// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/reliability.h"

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

constexpr double spot_notice_s = 120;
constexpr double accelerators_of_reference = 8;

} // namespace

double checkpoint_interval_s(double write_s, double mtbf_s)
{
    if (write_s >= 2 * mtbf_s)
        return mtbf_s;
    const double young = std::sqrt(2 * write_s * mtbf_s);
    const double ratio = write_s / (2 * mtbf_s);
    return std::max(write_s, young * (1 + std::sqrt(ratio) / 3 + ratio / 9) - write_s);
}

FailureRates failure_rates(double instances, double accelerators_per_instance, bool spot, const TrainingFactors& factors)
{
    const double share = accelerators_per_instance / accelerators_of_reference;
    return {instances * share / (factors.node_mtbf_hours * 3600), spot ? instances * factors.spot_interruptions_per_hour / 3600 : 0};
}

double goodput(double write_s, double interval_s, const FailureRates& rates, double restart_s)
{
    const double lost_work = interval_s / 2;
    const double spot_loss = restart_s + (write_s <= spot_notice_s ? 0 : lost_work);
    const double value = 1 - write_s / interval_s - (lost_work + restart_s) * rates.hardware_per_s - spot_loss * rates.spot_per_s;
    return std::clamp(value, 0.0, 1.0);
}

} // namespace archway
