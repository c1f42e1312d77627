// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/evidence/figure_filter.h"

#include "model/base/units.h"
#include "model/evidence/measure.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace archway {

namespace {

using Is = FigureCondition::Is;

/// Units that people type, or that few claims use, beside those of claim_unit().
struct Typed {
    std::string_view word;
    double factor;
    std::string_view dimension;
};
constexpr double day = 86400;
constexpr double kibi = 1024;
constexpr std::array typed_units{Typed{"kb", 1e3, "bytes"},
                                 Typed{"mb", 1e6, "bytes"},
                                 Typed{"gb", 1e9, "bytes"},
                                 Typed{"tb", 1e12, "bytes"},
                                 Typed{"pb", 1e15, "bytes"},
                                 Typed{"kib", kibi, "bytes"},
                                 Typed{"mib", kibi* kibi, "bytes"},
                                 Typed{"gib", kibi* kibi* kibi, "bytes"},
                                 Typed{"tib", kibi* kibi* kibi* kibi, "bytes"},
                                 Typed{"byte", 1, "bytes"},
                                 Typed{"mb/s", 1e6, "bytes/s"},
                                 Typed{"gb/s", 1e9, "bytes/s"},
                                 Typed{"tb/s", 1e12, "bytes/s"},
                                 Typed{"gbps", 1e9 / 8, "bytes/s"},
                                 Typed{"tbps", 1e12 / 8, "bytes/s"},
                                 Typed{"mbps", 1e6 / 8, "bytes/s"},
                                 Typed{"gbit/s", 1e9 / 8, "bytes/s"},
                                 Typed{"ns", 1e-9, "s"},
                                 Typed{"us", 1e-6, "s"},
                                 Typed{"µs", 1e-6, "s"},
                                 Typed{"sec", 1, "s"},
                                 Typed{"second", 1, "s"},
                                 Typed{"seconds", 1, "s"},
                                 Typed{"minute", 60, "s"},
                                 Typed{"minutes", 60, "s"},
                                 Typed{"hour", 3600, "s"},
                                 Typed{"hours", 3600, "s"},
                                 Typed{"day", day, "s"},
                                 Typed{"month", 730 * 3600.0, "s"},
                                 Typed{"months", 730 * 3600.0, "s"},
                                 Typed{"year", 8760 * 3600.0, "s"},
                                 Typed{"years", 8760 * 3600.0, "s"},
                                 Typed{"usd", 1, "USD"},
                                 Typed{"$", 1, "USD"},
                                 Typed{"dollars", 1, "USD"},
                                 Typed{"percent", 0.01, "share"},
                                 Typed{"times", 1, "ratio"},
                                 Typed{"tflops", 1e12, "FLOP/s"},
                                 Typed{"tflop/s", 1e12, "FLOP/s"},
                                 Typed{"pflops", 1e15, "FLOP/s"},
                                 Typed{"pflop/s", 1e15, "FLOP/s"},
                                 Typed{"eflops", 1e18, "FLOP/s"},
                                 Typed{"token", 1, "tokens"},
                                 Typed{"tokens/s", 1, "tokens/s"},
                                 Typed{"gpu-hours", 3600, "accelerator-seconds"}};

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

std::vector<std::string> words_of(std::string_view text)
{
    std::vector<std::string> out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = text.find_first_not_of(" \t\r\n", at);
        if (start == std::string_view::npos)
            break;
        at = std::min(text.find_first_of(" \t\r\n", start), text.size());
        out.emplace_back(text.substr(start, at - start));
    }
    return out;
}

/// Sets the signs of comparison apart by blanks, "<" and "=" that follow each other together.
std::string signs_apart(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view rest = text.substr(i);
        if (rest.starts_with("\u2264") || rest.starts_with("\u2265")) {
            out += rest.starts_with("\u2264") ? " <= " : " >= ";
            i += std::string_view("\u2264").size() - 1;
        } else if (rest.starts_with("<=") || rest.starts_with(">=")) {
            out.append(" ").append(rest.substr(0, 2)).append(" ");
            ++i;
        } else if (rest.front() == '<' || rest.front() == '>' || rest.front() == '=') {
            out.append(" ").append(rest.substr(0, 1)).append(" ");
        } else {
            out.append(rest.substr(0, 1));
        }
    }
    return out;
}

std::optional<Is> sign(std::string_view word)
{
    for (const auto& [text, is] : {std::pair("<", Is::Below), std::pair("<=", Is::AtMost), std::pair("=", Is::Equal),
                                   std::pair(">=", Is::AtLeast), std::pair(">", Is::Above)})
        if (word == text)
            return is;
    return std::nullopt;
}

/// A unit that can be compared, not merely a word.
bool known_unit(std::string_view word)
{
    const std::string small = lowered(word);
    if (std::any_of(typed_units.begin(), typed_units.end(), [&small](const Typed& t) { return t.word == small; }))
        return true;
    const Measure measure = claim_unit(word).measure;
    return measure != Measure::Number && measure != Measure::Count;
}

/// A number with the unit that is written against it: "50ms", "80", "32k", "$40k".
struct Written {
    double value = 0;
    std::string unit;
};
std::optional<Written> number_of(const std::string& word)
{
    const bool dollars = word.starts_with('$');
    const std::string text = dollars ? word.substr(1) : word;
    const std::size_t end = text.find_first_not_of("0123456789.,-+");
    const std::string behind = end == std::string::npos ? std::string() : text.substr(end);
    if (end != 0 && end != std::string::npos && known_unit(behind)) {
        if (const auto value = parse_quantity(text.substr(0, end)))
            return Written{*value, behind};
    }
    // What parse_quantity() reads as a share is left to the unit.
    const auto value = parse_quantity(behind == "%" ? text.substr(0, end) : text);
    if (!value)
        return std::nullopt;
    return Written{*value, dollars ? "USD" : behind == "%" ? "%" : ""};
}

} // namespace

UnitMeaning meaning_of_unit(std::string_view unit)
{
    const std::size_t per = unit.find(" per ");
    // "tokens per second" is one dimension; of anything else "per …" is a part of it that has to be the same.
    const bool rate = unit.starts_with("tokens per second");
    const std::string_view second = "tokens per second";
    std::string rest(rate ? unit.substr(second.size()) : per == std::string_view::npos ? std::string_view() : unit.substr(per));
    const std::string_view first = rate ? unit : unit.substr(0, unit.find(' '));
    const std::string small = lowered(first);
    for (const Typed& t : typed_units)
        if (t.word == small)
            return {t.factor, std::string(t.dimension) + rest};
    const ClaimUnit known = claim_unit(rate ? unit : unit.substr(0, per));
    if (known.measure == Measure::Number)
        return {1, rest};
    if (known.measure == Measure::Count)
        return {1, std::string(unit)};
    return {known.factor, std::string(base_unit(known.measure)) + rest};
}

FigureQuery figure_query(std::string_view typed)
{
    FigureQuery out;
    const std::vector<std::string> words = words_of(signs_apart(typed));
    const auto word = [&out](const std::string& text) { out.words += (out.words.empty() ? "" : " ") + text; };
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::optional<Is> is = sign(words[i]);
        if (!is) {
            word(words[i]);
            continue;
        }
        const std::optional<Written> written = i + 1 < words.size() ? number_of(words[i + 1]) : std::nullopt;
        if (!written)
            continue;
        ++i;
        std::string unit = written->unit;
        if (unit.empty() && i + 1 < words.size() && known_unit(words[i + 1]))
            unit = words[++i];
        // "USD per hour", "USD per million output tokens": up to the next sign.
        if (!unit.empty() && i + 2 < words.size() && words[i + 1] == "per")
            while (i + 1 < words.size() && !sign(words[i + 1]))
                unit += ' ' + words[++i];
        const UnitMeaning meaning = unit.empty() ? UnitMeaning{} : meaning_of_unit(unit);
        const std::array<std::string_view, 5> signs{"<", "<=", "=", ">=", ">"};
        out.conditions.push_back(
            {*is, written->value * meaning.factor, meaning.dimension,
             fmt::format("{} {:g}{}{}", signs[static_cast<std::size_t>(*is)], written->value, unit.empty() ? "" : " ", unit)});
    }
    return out;
}

bool meets(const FigureCondition& condition, double value, std::optional<double> low, std::string_view unit)
{
    double factor = 1;
    if (!condition.dimension.empty()) {
        const UnitMeaning meaning = meaning_of_unit(unit);
        if (meaning.dimension != condition.dimension)
            return false;
        factor = meaning.factor;
    }
    const double high = std::max(value, low.value_or(value)) * factor;
    const double least = std::min(value, low.value_or(value)) * factor;
    const double limit = condition.value;
    // 80e9 and 0.08e12 are not the same number to the last bit.
    const double slack = std::abs(limit) * 1e-9;
    switch (condition.is) {
    case Is::Below: return least < limit - slack;
    case Is::AtMost: return least <= limit + slack;
    case Is::AtLeast: return high >= limit - slack;
    case Is::Above: return high > limit + slack;
    case Is::Equal: return least <= limit + std::abs(limit) * 1e-3 && high >= limit - std::abs(limit) * 1e-3;
    }
    return false;
}

bool meets(const std::vector<FigureCondition>& conditions, const Claim& claim)
{
    return std::all_of(conditions.begin(), conditions.end(),
                       [&claim](const FigureCondition& c) { return claim.value && meets(c, *claim.value, claim.low, claim.unit); });
}

std::vector<SpecificationFigure> specification_figures(const Catalog& catalog)
{
    std::vector<SpecificationFigure> out;
    const auto add = [&out](const std::string& id, const std::string& words, const char* label, std::optional<double> value,
                            const char* unit, Measure measure) {
        if (value && *value > 0)
            out.push_back({id, lowered(words + ' ' + label), fmt::format("{} {}", label, format_measure(measure, *value)), *value, unit});
    };
    for (const Accelerator& a : catalog.accelerators) {
        const std::string words = fmt::format("{} {} {} accelerator {}", a.id, a.name, fmt::join(a.aliases, " "), a.kind);
        add(a.id, words, "memory", a.memory_bytes, "bytes", Measure::Bytes);
        add(a.id, words, "memory bandwidth", a.memory_bandwidth, "bytes/s", Measure::BytesPerSecond);
        add(a.id, words, "BF16", a.flops_bf16, "FLOP/s", Measure::Flops);
        add(a.id, words, "FP8", a.flops_fp8, "FLOP/s", Measure::Flops);
        add(a.id, words, "FP4", a.flops_fp4, "FLOP/s", Measure::Flops);
    }
    for (const InstanceType& type : catalog.instances) {
        const std::string words = fmt::format("{} {} {} instance-type {}", type.id, type.name, fmt::join(type.aliases, " "), type.kind);
        const Accelerator* accelerator = type.kind == "cpu" ? nullptr : catalog.accelerator(type.accelerator);
        if (accelerator)
            add(type.id, words, "accelerator memory", accelerator->memory_bytes * type.accelerators, "bytes", Measure::Bytes);
        add(type.id, words, "RAM memory", type.ram_bytes, "bytes", Measure::Bytes);
        add(type.id, words, "NVMe disks", type.nvme_bytes, "bytes", Measure::Bytes);
        add(type.id, words, "network", type.network_gbps * 1e9 / 8, "bytes/s", Measure::Network);
    }
    return out;
}

std::vector<std::string> lower_words(std::string_view text)
{
    return words_of(lowered(text));
}

bool holds_words(std::string_view text, const std::vector<std::string>& words)
{
    return std::all_of(words.begin(), words.end(), [text](const std::string& word) { return text.find(word) != std::string_view::npos; });
}

} // namespace archway
