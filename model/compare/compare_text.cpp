// SPDX-License-Identifier: GPL-3.0-or-later
// A comparison as people read it: aligned Markdown tables.
#include "model/compare/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace archway {

namespace {

using Table = std::vector<std::vector<std::string>>;

std::string milliseconds(double ms)
{
    return format_seconds(ms / 1e3);
}
std::string count(double value)
{
    return format_number(value);
}
std::string figures(double value)
{
    return format_figures(value);
}
std::string days(double value)
{
    return format_figures(value) + " days";
}

std::string (*writer(FigureUnit unit))(double)
{
    switch (unit) {
    case FigureUnit::Parameters: return format_parameters;
    case FigureUnit::Bytes: return format_bytes;
    case FigureUnit::Count: return count;
    case FigureUnit::Milliseconds: return milliseconds;
    case FigureUnit::PerSecond: return figures;
    case FigureUnit::Usd: return format_usd;
    case FigureUnit::Days: return days;
    }
    return count;
}

/// Characters, not bytes: columns are aligned for the eye. Every character of our figures is one column wide.
std::size_t width(const std::string& text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string cell(std::string text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '|')
            text.insert(i++, "\\");
        else if (text[i] == '\n' || text[i] == '\r')
            text[i] = ' ';
    }
    return text.empty() ? "–" : text;
}

std::string aligned(const Table& table)
{
    std::vector<std::size_t> widths(table.front().size(), 3);
    for (const auto& row : table)
        for (std::size_t c = 0; c < row.size(); ++c)
            widths[c] = std::max(widths[c], width(row[c]));
    std::string out;
    for (std::size_t r = 0; r < table.size(); ++r) {
        for (std::size_t c = 0; c < table[r].size(); ++c)
            out += "| " + table[r][c] + std::string(widths[c] - width(table[r][c]) + 1, ' ');
        out += "|\n";
        if (r > 0)
            continue;
        for (const std::size_t column : widths)
            out += '|' + std::string(column + 2, '-');
        out += "|\n";
    }
    return out;
}

std::vector<std::string> header(const SideBySide& comparison, std::vector<std::string> first)
{
    for (const std::string& title : comparison.titles)
        first.push_back(cell(title));
    return first;
}

} // namespace

std::string figure_text(const ComparedFigure& figure, std::size_t i)
{
    return figure.values[i] ? format_band(*figure.values[i], writer(figure.unit)) : "–";
}

std::string difference_text(const ComparedFigure& figure, std::size_t i)
{
    const auto ratio = i == 0 ? std::nullopt : figure.ratio(i);
    if (!ratio)
        return {};
    if (std::abs(*ratio - 1) < 0.005)
        return "the same";
    std::string out = *ratio >= 1.995 || *ratio <= 0.5 ? fmt::format("×{}", format_figures(*ratio, 2))
                                                       : fmt::format("{}{:.0f} %", *ratio > 1 ? "+" : "−", std::abs(*ratio - 1) * 100);
    if (figure.too_close(i))
        out += ", too close to call";
    return out;
}

std::string compare_markdown(const SideBySide& comparison)
{
    Table figures{header(comparison, {"Figure"})};
    for (const ComparedFigure& figure : comparison.figures) {
        std::vector<std::string> row{figure.label};
        for (std::size_t i = 0; i < figure.values.size(); ++i) {
            const std::string difference = difference_text(figure, i);
            row.push_back(figure_text(figure, i) + (difference.empty() ? "" : fmt::format(" ({})", difference)));
        }
        figures.push_back(std::move(row));
    }
    Table choices{header(comparison, {"Choice"})};
    for (const ComparedChoice& choice : comparison.choices) {
        std::vector<std::string> row{(choice.same() ? "" : "≠ ") + choice.role};
        for (std::size_t i = 0; i < choice.names.size(); ++i)
            row.push_back(!choice.asked[i] ? "not needed" : choice.names[i].empty() ? "no choice" : cell(choice.names[i]));
        choices.push_back(std::move(row));
    }
    std::string out = "## Figures\n\n" + aligned(figures) + "\n## Choices\n\n" + aligned(choices);
    if (comparison.reasons.empty())
        return out + "\nThe reasons are the same.\n";
    Table reasons{header(comparison, {"Reason for", "Rests on"})};
    for (const ComparedReason& reason : comparison.reasons) {
        std::vector<std::string> row{reason.role, reason.ref};
        for (const std::string& text : reason.texts)
            row.push_back(cell(text));
        reasons.push_back(std::move(row));
    }
    return out + "\n## Reasons that differ\n\n" + aligned(reasons);
}

} // namespace archway
