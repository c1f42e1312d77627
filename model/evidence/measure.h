// SPDX-License-Identifier: GPL-3.0-or-later
// What a figure measures: how a claim's unit becomes base SI, and how a person reads the figure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace archway {

enum class Measure {
    Number,
    Count,
    Parameters,
    Bytes,
    BytesPerSecond,
    Network,
    Flops,
    Seconds,
    Usd,
    Tokens,
    TokensPerSecond,
    Share,
    Ratio,
    Date
};

/// The unit a claim states its figure in, as "GB", "% cost reduction" or "x throughput".
struct ClaimUnit {
    double factor = 1; ///< times the stated figure = base SI; Gbps become bytes/s, % a share
    Measure measure = Measure::Number;
};
/// By the first word of the unit; an unknown unit is a plain number.
[[nodiscard]] ClaimUnit claim_unit(std::string_view unit);

/// "bytes", "bytes/s", "FLOP/s", "s", "USD", "tokens", "tokens/s", "share", "ratio", "count" …: the base unit of a JSON answer.
[[nodiscard]] std::string_view base_unit(Measure measure);
/// A figure in base SI as an engineer reads it: "671 GB", "1.98 PFLOP/s", "94.4 %".
[[nodiscard]] std::string format_measure(Measure measure, double value);
/// A figure in base SI in the claim's own unit: "75 %", "2.27x", "20.8 petaflops".
[[nodiscard]] std::string format_in_unit(double value, std::string_view unit);

/// The same as the source gives it, no figure rounded away: "99.999 %".
[[nodiscard]] std::string format_stated(double value, std::string_view unit);

/// "2026-07-30" as days since 1970-01-01; a year or month stands for its first day. Nothing for other text.
[[nodiscard]] std::optional<double> days_of(std::string_view date);

} // namespace archway
