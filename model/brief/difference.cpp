// SPDX-License-Identifier: GPL-3.0-or-later
// What changed between two reports, section by section.
#include "model/brief/brief.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace archway {

namespace {

constexpr std::size_t longest_excerpt = 400;

struct Section {
    std::string title;
    std::vector<std::string> lines;
};

std::vector<Section> sections_of(std::string_view text)
{
    std::vector<Section> out{{"(beginning)", {}}};
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string line(text.substr(at, end - at));
        // The title line names the report; its number changes with every version.
        if (line.starts_with("## ") || line.starts_with("### "))
            out.push_back({line.substr(line.find(' ') + 1), {}});
        else if (!line.empty() && !line.starts_with("Report "))
            out.back().lines.push_back(line);
        at = end + 1;
    }
    return out;
}

/// Lines of `a` that `b` does not have, in order, as an excerpt.
std::string only_in(const std::vector<std::string>& a, const std::vector<std::string>& b)
{
    std::map<std::string_view, int> there;
    for (const std::string& line : b)
        ++there[line];
    std::string out;
    for (const std::string& line : a) {
        if (there[line]-- > 0)
            continue;
        if (out.size() + line.size() > longest_excerpt)
            return out + "> …\n";
        out += "> " + line + "\n";
    }
    return out;
}

} // namespace

std::string brief_difference(std::string_view before, std::string_view after, const std::string& before_name, const std::string& after_name)
{
    const std::vector<Section> old_sections = sections_of(before);
    const std::vector<Section> new_sections = sections_of(after);
    static const std::vector<std::string> nothing;
    const auto lines_of = [](const std::vector<Section>& sections, const std::string& title) -> const std::vector<std::string>& {
        const auto found = std::find_if(sections.begin(), sections.end(), [&](const Section& s) { return s.title == title; });
        return found == sections.end() ? nothing : found->lines;
    };
    std::string out;
    const auto compare = [&](const std::string& title) {
        const std::string gone = only_in(lines_of(old_sections, title), lines_of(new_sections, title));
        const std::string come = only_in(lines_of(new_sections, title), lines_of(old_sections, title));
        if (gone.empty() && come.empty())
            return;
        out += fmt::format("## {}\n\n", title);
        if (!gone.empty())
            out += fmt::format("In {}:\n\n{}\n", before_name, gone);
        if (!come.empty())
            out += fmt::format("In {}:\n\n{}\n", after_name, come);
    };
    for (const Section& section : new_sections)
        compare(section.title);
    for (const Section& section : old_sections) {
        if (std::none_of(new_sections.begin(), new_sections.end(), [&](const Section& s) { return s.title == section.title; }))
            compare(section.title);
    }
    return out.empty() ? out : fmt::format("# {} → {}\n\n", before_name, after_name) + out;
}

} // namespace archway
