// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/units.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace archway {

namespace {

constexpr const char* thin_space = "\u202f";

/// Digits after the point that make `value` read with `figures` significant figures.
int decimals_for(double value, int figures)
{
    const double magnitude = std::abs(value);
    if (magnitude == 0)
        return 0;
    return std::max(0, figures - 1 - static_cast<int>(std::floor(std::log10(magnitude))));
}

/// Rounds to `figures` significant figures, so that 999.6 becomes 1 000 before a prefix is chosen.
double round_figures(double value, int figures)
{
    if (value == 0 || !std::isfinite(value))
        return value;
    // Scaling by a power of ten ≥ 1 keeps the result exact; 1e-9 has no exact double.
    const int shift = figures - 1 - static_cast<int>(std::floor(std::log10(std::abs(value))));
    const double scale = std::pow(10.0, std::abs(shift));
    return shift >= 0 ? std::round(value * scale) / scale : std::round(value / scale) * scale;
}

struct Prefix {
    double factor;
    const char* name;
};

template <std::size_t N>
std::string scaled(double value, const std::array<Prefix, N>& prefixes, const char* unit)
{
    const double rounded = round_figures(value, 3);
    const Prefix* chosen = &prefixes.back();
    for (const Prefix& prefix : prefixes) {
        if (std::abs(rounded) >= prefix.factor) {
            chosen = &prefix;
            break;
        }
    }
    return format_figures(value / chosen->factor) + chosen->name + unit;
}

} // namespace

bool overlap(const Band& a, const Band& b)
{
    return a.low <= b.high && b.low <= a.high;
}

std::string format_figures(double value, int figures)
{
    if (!std::isfinite(value))
        return "–";
    const double rounded = round_figures(value, figures);
    return format_number(rounded, decimals_for(rounded, figures));
}

std::string format_number(double value, int decimals)
{
    if (!std::isfinite(value))
        return "–";
    std::string digits = fmt::format("{:.{}f}", std::abs(value), decimals);
    if (decimals > 0) {
        digits.erase(digits.find_last_not_of('0') + 1);
        if (digits.back() == '.')
            digits.pop_back();
    }
    const std::size_t whole = std::min(digits.find('.'), digits.size());
    std::string out = value < 0 && digits != "0" ? "−" : "";
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            out += thin_space;
        out += digits[i];
    }
    return out;
}

std::string format_bytes(double bytes)
{
    static constexpr std::array<Prefix, 6> prefixes{{{1e15, " P"}, {1e12, " T"}, {1e9, " G"}, {1e6, " M"}, {1e3, " k"}, {1, " "}}};
    return scaled(bytes, prefixes, "B");
}

std::string format_parameters(double count)
{
    static constexpr std::array<Prefix, 5> prefixes{{{1e12, " T"}, {1e9, " B"}, {1e6, " M"}, {1e3, " k"}, {1, ""}}};
    return scaled(count, prefixes, "");
}

std::string format_tokens(double tokens)
{
    if (std::abs(tokens) < 10'000)
        return format_number(tokens);
    static constexpr std::array<Prefix, 5> prefixes{{{1e12, "T"}, {1e9, "B"}, {1e6, "M"}, {1e3, "k"}, {1, ""}}};
    return scaled(tokens, prefixes, "");
}

std::string format_usd(double usd)
{
    if (!std::isfinite(usd))
        return "–";
    const double magnitude = std::abs(usd);
    const std::string sign = usd < 0 ? "−$" : "$";
    if (magnitude >= 10'000) {
        static constexpr std::array<Prefix, 3> prefixes{{{1e9, "B"}, {1e6, "M"}, {1e3, "k"}}};
        return sign + scaled(magnitude, prefixes, "");
    }
    if (magnitude >= 100)
        return sign + format_number(magnitude, 0);
    if (magnitude >= 0.1 || magnitude == 0)
        return sign + fmt::format("{:.2f}", magnitude);
    return sign + format_figures(magnitude, 2);
}

std::string format_seconds(double seconds)
{
    const double magnitude = std::abs(seconds);
    static constexpr std::array<Prefix, 5> prefixes{{{86400, " days"}, {3600, " h"}, {60, " min"}, {1, " s"}, {1e-3, " ms"}}};
    if (magnitude > 0 && magnitude < 1e-3)
        return format_figures(seconds * 1e6) + " µs";
    // A figure stays in the smaller unit until it is clearly readable in the larger: 90 s, 36 h.
    if (magnitude < 1)
        return format_figures(seconds * 1e3) + " ms";
    if (magnitude < 120)
        return format_figures(seconds) + " s";
    if (magnitude < 7200)
        return format_figures(seconds / 60) + " min";
    if (magnitude < 48 * 3600)
        return format_figures(seconds / 3600) + " h";
    return scaled(seconds, prefixes, "");
}

std::string format_percent(double share)
{
    return format_figures(share * 100, 3) + " %";
}

std::string format_band(const Band& band, std::string (*format)(double))
{
    const std::string low = format(band.low);
    const std::string high = format(band.high);
    if (low == high)
        return low;
    // One unit at the end when both ends share it: "27–62 ms"; "$9–21" keeps the sign in front only.
    const std::size_t low_unit = low.rfind(' ');
    const std::size_t high_unit = high.rfind(' ');
    if (low_unit != std::string::npos && high_unit != std::string::npos && low.substr(low_unit) == high.substr(high_unit))
        return low.substr(0, low_unit) + "–" + high;
    if (!low.empty() && low.front() == '$' && high.front() == '$')
        return low + "–" + high.substr(1);
    return low + "–" + high;
}

std::optional<double> parse_quantity(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == ' ' || c == '_' || c == '\t' || c == ',')
            continue;
        if (text.substr(i, 3) == thin_space || text.substr(i, 3) == "\u2009") {
            i += 2;
            continue;
        }
        if (text.substr(i, 2) == "\u00a0") {
            i += 1;
            continue;
        }
        plain += c;
    }
    if (!plain.empty() && plain.front() == '$')
        plain.erase(0, 1);
    if (!plain.empty() && plain.front() == '+')
        plain.erase(0, 1);
    double value = 0;
    const char* end = plain.data() + plain.size();
    const auto [rest, code] = std::from_chars(plain.data(), end, value);
    if (code != std::errc{} || !std::isfinite(value))
        return std::nullopt;
    const std::string_view suffix(rest, static_cast<std::size_t>(end - rest));
    static constexpr std::array<std::pair<std::string_view, double>, 10> suffixes{
        {{"", 1}, {"k", 1e3}, {"K", 1e3}, {"m", 1e6}, {"M", 1e6}, {"B", 1e9}, {"b", 1e9}, {"G", 1e9}, {"T", 1e12}, {"%", 0.01}}};
    for (const auto& [name, factor] : suffixes) {
        if (suffix == name) {
            value *= factor;
            if (!std::isfinite(value))
                return std::nullopt;
            return value;
        }
    }
    return std::nullopt;
}

} // namespace archway
