// SPDX-License-Identifier: GPL-3.0-or-later
// Measurements as rows of a fit, sorted into what is judged and into parts that are held out whole.
#pragma once

#include "tests/accuracy/fit.h"

#include <functional>
#include <map>

namespace archway::accuracy {

struct RowSet {
    std::vector<Row> rows;
    std::map<std::string, int> unpredicted; ///< reason → records
};

/// Prepares every record once. What is judged counts in the fit; loaded TTFT and throughput under an open loop do not.
[[nodiscard]] RowSet prepare_rows(const std::vector<Measurement>&, const Catalog&);

/// "offline throughput", "TPOT", "unloaded TTFT", "static-batch throughput", "loaded TTFT", "other throughput".
[[nodiscard]] std::string quantity(const Measurement&);

/// One of `parts` parts, by a hash of the configuration (FNV-1a): a configuration is fitted on or judged, never both. `salt` gives other
/// divisions of the same kind.
[[nodiscard]] int part_of(const std::string& configuration, int parts, unsigned salt = 0);
[[nodiscard]] int part_of(const Row&, int parts, unsigned salt = 0);

using Residuals = std::map<const Row*, double>;
/// Every row predicted by factors fitted on the rows of all other parts. `part` gives 0 … parts − 1.
[[nodiscard]] Residuals held_out(const std::vector<Row>&, const EfficiencyFactors& known, int parts,
                                 const std::function<int(const Row&)>& part, const FitOptions&);
/// Every row predicted by these factors.
[[nodiscard]] Residuals predicted_by(const std::vector<Row>&, const EfficiencyFactors&);

/// Median and 90th percentile of |predicted / measured − 1|, and the share of rows inside the stated band.
struct Score {
    int count = 0;
    double median = 0, p90 = 0, inside = 0, bias = 0; ///< bias: median of predicted / measured − 1
};
[[nodiscard]] Score score(const Residuals&, const std::function<bool(const Row&)>& chosen);
/// The value below which `share` of the values lie; 0 of none.
[[nodiscard]] double quantile(std::vector<double> values, double share);

} // namespace archway::accuracy
