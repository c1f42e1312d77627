// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/evidence/measure.h"

#include "model/base/units.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace archway {

namespace {

struct Known {
    std::string_view word;
    ClaimUnit unit;
};
constexpr double gibi = 1024.0 * 1024.0 * 1024.0;
constexpr double day = 86400;
constexpr std::array known{Known{"%", {0.01, Measure::Share}},
                           Known{"x", {1, Measure::Ratio}},
                           Known{"bytes", {1, Measure::Bytes}},
                           Known{"GB", {1e9, Measure::Bytes}},
                           Known{"TB", {1e12, Measure::Bytes}},
                           Known{"GiB", {gibi, Measure::Bytes}},
                           Known{"TiB", {gibi * 1024, Measure::Bytes}},
                           Known{"GB/s", {1e9, Measure::BytesPerSecond}},
                           Known{"TB/s", {1e12, Measure::BytesPerSecond}},
                           Known{"Gbps", {1e9 / 8, Measure::Network}},
                           Known{"Tbps", {1e12 / 8, Measure::Network}},
                           Known{"TFLOPS", {1e12, Measure::Flops}},
                           Known{"petaflops", {1e15, Measure::Flops}},
                           Known{"exaflops", {1e18, Measure::Flops}},
                           Known{"ms", {1e-3, Measure::Seconds}},
                           Known{"s", {1, Measure::Seconds}},
                           Known{"min", {60, Measure::Seconds}},
                           Known{"h", {3600, Measure::Seconds}},
                           Known{"hours", {3600, Measure::Seconds}},
                           Known{"GPU-hours", {3600, Measure::Seconds}},
                           Known{"days", {day, Measure::Seconds}},
                           Known{"week", {7 * day, Measure::Seconds}},
                           Known{"weeks", {7 * day, Measure::Seconds}},
                           Known{"USD", {1, Measure::Usd}},
                           Known{"tokens", {1, Measure::Tokens}},
                           Known{"parameters", {1, Measure::Parameters}}};

std::string_view first_word(std::string_view text)
{
    return text.substr(0, text.find(' '));
}

/// USD to the cent; to the tenth of a cent where the figure has one, as prices of an hour do.
std::string usd(double value)
{
    const double mills = value * 1000;
    const bool whole_mills = std::abs(mills - std::round(mills)) < 1e-6;
    const bool whole_cents = std::abs(mills / 10 - std::round(mills / 10)) < 1e-7;
    return value > 0.1 && value < 100 && whole_mills && !whole_cents ? fmt::format("${:.3f}", value) : format_usd(value);
}

std::string with_prefix(double value, const char* unit)
{
    for (const auto& [factor, name] : {std::pair{1e18, " E"}, {1e15, " P"}, {1e12, " T"}, {1e9, " G"}})
        if (std::abs(value) >= factor * 0.9995)
            return format_figures(value / factor) + name + unit;
    return format_figures(value) + " " + unit;
}

} // namespace

ClaimUnit claim_unit(std::string_view unit)
{
    // "tokens per second" and "active parameters" are told by more than their first word.
    if (unit.starts_with("tokens per second"))
        return {1, Measure::TokensPerSecond};
    if (unit.find("parameters") != std::string_view::npos)
        return {1, Measure::Parameters};
    for (const Known& entry : known)
        if (first_word(unit) == entry.word)
            return entry.unit;
    return {1, unit.empty() ? Measure::Number : Measure::Count};
}

std::string_view base_unit(Measure measure)
{
    switch (measure) {
    case Measure::Number: return "number";
    case Measure::Count: return "count";
    case Measure::Parameters: return "parameters";
    case Measure::Bytes: return "bytes";
    case Measure::BytesPerSecond:
    case Measure::Network: return "bytes/s";
    case Measure::Flops: return "FLOP/s";
    case Measure::Seconds: return "s";
    case Measure::Usd: return "USD";
    case Measure::Tokens: return "tokens";
    case Measure::TokensPerSecond: return "tokens/s";
    case Measure::Share: return "share";
    case Measure::Ratio: return "ratio";
    case Measure::Date: return "days since 1970";
    }
    return {};
}

std::string format_measure(Measure measure, double value)
{
    switch (measure) {
    case Measure::Number:
    case Measure::Count:
        return std::abs(value) >= 1e6    ? format_parameters(value)
            : value == std::round(value) ? format_number(value)
            : std::abs(value) >= 1000    ? format_number(value, 1)
                                         : format_figures(value, 4);
    case Measure::Parameters: return format_parameters(value);
    case Measure::Bytes: return format_bytes(value);
    case Measure::BytesPerSecond: return format_bytes(value) + "/s";
    case Measure::Network: return format_number(value * 8 / 1e9, 1) + " Gbps";
    case Measure::Flops: return with_prefix(value, "FLOP/s");
    case Measure::Seconds: return format_seconds(value);
    case Measure::Usd: return usd(value);
    case Measure::Tokens: return format_tokens(value) + " tokens";
    case Measure::TokensPerSecond: return format_figures(value) + " tokens/s";
    case Measure::Share: return format_percent(value);
    case Measure::Ratio: return format_figures(value) + "x";
    case Measure::Date: {
        // Days to a civil date, proleptic Gregorian (Howard Hinnant, chrono-compatible algorithms).
        const long z = static_cast<long>(value) + 719468;
        const long era = (z >= 0 ? z : z - 146096) / 146097;
        const long doe = z - era * 146097;
        const long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
        const long doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        const long mp = (5 * doy + 2) / 153;
        const long month = mp < 10 ? mp + 3 : mp - 9;
        return fmt::format("{:04}-{:02}-{:02}", yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - (153 * mp + 2) / 5 + 1);
    }
    }
    return {};
}

std::string format_in_unit(double value, std::string_view unit)
{
    const ClaimUnit claimed = claim_unit(unit);
    if (claimed.measure == Measure::Share || claimed.measure == Measure::Ratio || claimed.measure == Measure::Parameters)
        return format_measure(claimed.measure, value);
    const double figure = value / claimed.factor;
    if (claimed.measure == Measure::Usd) {
        const std::string amount = figure >= 100 && figure < 10'000 ? fmt::format("${:.2f}", figure)
            : figure > 0 && figure < 0.1                            ? "$" + format_figures(figure)
                                                                    : usd(figure);
        return amount + std::string(unit.substr(first_word(unit).size()));
    }
    const std::string digits = figure == std::round(figure) && std::abs(figure) < 1e7 ? format_number(figure)
        : std::abs(figure) >= 1e6                                                     ? format_parameters(figure)
                                                                                      : format_figures(figure, 4);
    return unit.empty() ? digits : digits + " " + std::string(unit);
}

std::string format_stated(double value, std::string_view unit)
{
    const ClaimUnit claimed = claim_unit(unit);
    const double figure = value / claimed.factor;
    if (claimed.measure == Measure::Share)
        return format_number(figure, 6) + " %";
    return std::abs(figure) < 1e6 && claimed.measure == Measure::Ratio ? format_number(figure, 6) + "x" : format_in_unit(value, unit);
}

std::optional<double> days_of(std::string_view date)
{
    std::array<long, 3> parts{0, 1, 1};
    std::size_t at = 0;
    for (long& part : parts) {
        if (at >= date.size())
            break;
        const auto [end, code] = std::from_chars(date.data() + at, date.data() + date.size(), part);
        if (code != std::errc{})
            return std::nullopt;
        at = static_cast<std::size_t>(end - date.data()) + 1;
    }
    if (parts[0] < 1000)
        return std::nullopt;
    const long y = parts[0] - (parts[1] <= 2 ? 1 : 0);
    const long era = y / 400;
    const long yoe = y - era * 400;
    const long doy = (153 * (parts[1] > 2 ? parts[1] - 3 : parts[1] + 9) + 2) / 5 + parts[2] - 1;
    return static_cast<double>(era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468);
}

} // namespace archway
