// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as an engineer writes them, and back. Locale-independent: the same bytes on every machine.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace archway {

/// A quantity with its uncertainty, in base SI units (bytes, tokens, seconds) unless a name says otherwise. low ≤ mid ≤ high.
struct Band {
    double low = 0;
    double mid = 0;
    double high = 0;

    /// A figure known exactly.
    static constexpr Band exact(double value) { return {value, value, value}; }
    /// mid·(1 − share) … mid·(1 + share), share in 0 … 1.
    static constexpr Band around(double mid, double share) { return {mid * (1 - share), mid, mid * (1 + share)}; }
    /// The band of value / b for a band in the denominator (throughput → cost): low and high change places.
    friend constexpr bool operator==(const Band&, const Band&) = default;
};

/// Do two bands overlap, so that the choice between them is too close to call?
[[nodiscard]] bool overlap(const Band& a, const Band& b);

/// Three significant figures with a decimal prefix: format_bytes(6.73e11) == "673 GB".
[[nodiscard]] std::string format_bytes(double bytes);
/// "671 B", "8.03 B", "137 M": parameters in the field's short scale.
[[nodiscard]] std::string format_parameters(double count);
/// "32k", "1.5M", "800": token counts, decimal.
[[nodiscard]] std::string format_tokens(double tokens);
/// "$0.58", "$63.30", "$46.2k", "$1.20M".
[[nodiscard]] std::string format_usd(double usd);
/// "27 ms", "1.9 s", "4.2 min", "3.1 h", "12 days" from seconds.
[[nodiscard]] std::string format_seconds(double seconds);
/// Thousands separated by a thin no-break space: "1 214"; up to `decimals` digits, trailing zeros dropped.
[[nodiscard]] std::string format_number(double value, int decimals = 0);
/// Three significant figures, no prefix: "0.481", "63.3", "1 280".
[[nodiscard]] std::string format_figures(double value, int figures = 3);
/// "45 %" from 0.45.
[[nodiscard]] std::string format_percent(double share);
/// "27–62 ms"-style range of a band through one of the formatters above; one figure when low and high read the same.
[[nodiscard]] std::string format_band(const Band& band, std::string (*format)(double));

/// Reads "32k", "1.5M", "$40k", "45 %", "671B", "1 000" as a plain number (k, M, B/G, T decimal; % divides by 100).
/// Nothing when the text is no number, is not finite, or has trailing words.
[[nodiscard]] std::optional<double> parse_quantity(std::string_view text);

} // namespace archway
