// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/mermaid_text.h"

#include <algorithm>

namespace archway::mermaid {

namespace {

constexpr std::size_t longest_label = 2000; // Mermaid refuses texts of more than 50,000 characters
constexpr std::string_view blanks = " \t\r\n";

struct Entity {
    std::string_view name, character;
};
constexpr std::array entities{
    Entity{"quot", "\""},       Entity{"amp", "&"},         Entity{"lt", "<"},         Entity{"gt", ">"},
    Entity{"apos", "'"},        Entity{"nbsp", " "},        Entity{"copy", "\u00a9"},  Entity{"reg", "\u00ae"},
    Entity{"trade", "\u2122"},  Entity{"hellip", "\u2026"}, Entity{"ndash", "\u2013"}, Entity{"mdash", "\u2014"},
    Entity{"times", "\u00d7"},  Entity{"divide", "\u00f7"}, Entity{"euro", "\u20ac"},  Entity{"deg", "\u00b0"},
    Entity{"plusmn", "\u00b1"}, Entity{"rarr", "\u2192"},   Entity{"larr", "\u2190"},  Entity{"infin", "\u221e"},
    Entity{"le", "\u2264"},     Entity{"ge", "\u2265"},     Entity{"ne", "\u2260"},    Entity{"micro", "\u00b5"},
    Entity{"hearts", "\u2665"}, Entity{"num", "#"},
};

std::string utf8(unsigned code)
{
    std::string out;
    const auto byte = [&](unsigned value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
    if (code < 0x20 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        return out;
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xc0 | code >> 6);
        byte(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        byte(0xe0 | code >> 12);
        byte(0x80 | (code >> 6 & 0x3f));
        byte(0x80 | (code & 0x3f));
    } else {
        byte(0xf0 | code >> 18);
        byte(0x80 | (code >> 12 & 0x3f));
        byte(0x80 | (code >> 6 & 0x3f));
        byte(0x80 | (code & 0x3f));
    }
    return out;
}

/// The character that "#quot;", "#35;", "&lt;" or "&#9829;" stands for; empty where it is none. `length`: of the entity.
std::string entity_at(std::string_view text, std::size_t at, std::size_t& length)
{
    constexpr std::size_t longest = 10;
    const std::size_t end = text.substr(at, longest).find(';');
    if (end == std::string_view::npos || end < 2)
        return {};
    length = end + 1;
    std::string_view name = text.substr(at + 1, end - 1);
    if (text[at] == '&' && name.front() == '#')
        name.remove_prefix(1);
    else if (text[at] == '&' && name.find_first_not_of("0123456789") == std::string_view::npos)
        return {};
    if (!name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos) {
        unsigned code = 0;
        for (const char c : name)
            code = code * 10 + static_cast<unsigned>(c - '0');
        return utf8(code);
    }
    const auto found = std::find_if(entities.begin(), entities.end(), [name](const Entity& entity) { return entity.name == name; });
    return found == entities.end() ? std::string() : std::string(found->character);
}

/// A Markdown string without its marks: "**bold**", "*leaning*", "__", "_".
std::string without_marks(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool inside_word = c == '_' && i > 0 && i + 1 < text.size() && std::isalnum(static_cast<unsigned char>(text[i - 1]))
            && std::isalnum(static_cast<unsigned char>(text[i + 1]));
        if ((c == '*' || c == '_') && !inside_word)
            continue;
        out += c;
    }
    return out;
}

} // namespace

std::string trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

void replace_all(std::string& text, std::string_view what, std::string_view with)
{
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
        text.replace(at, what.size(), with);
}

std::string label_in(std::string_view raw)
{
    std::string text(raw);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
        text = text.substr(1, text.size() - 2);
    if (text.size() >= 2 && text.front() == '`' && text.back() == '`') {
        text = without_marks(std::string_view(text).substr(1, text.size() - 2));
        // The lines of a Markdown string are indented as the text around them is.
        std::string lines;
        for (const std::string& line : label_lines(text))
            lines.append(lines.empty() ? "" : "\n").append(trimmed(line));
        text = lines;
    }
    for (const char* br : {"<br/>", "<br />", "<br>", "<BR/>", "<BR>", "\\n"})
        replace_all(text, br, "\n");
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t length = 1;
        const std::string character = text[i] == '#' || text[i] == '&' ? entity_at(text, i, length) : std::string();
        if (character.empty()) {
            out += text[i++];
        } else {
            out += character;
            i += length;
        }
    }
    return out;
}

std::string label_out(const std::string& label)
{
    constexpr std::size_t most_lines = 100;
    std::vector<std::string> lines = label_lines(label.substr(0, 4 * longest_label));
    lines.resize(std::min(lines.size(), most_lines));
    std::string out;
    for (std::size_t k = 0; k < lines.size(); ++k) {
        const std::string& line = lines[k];
        out += k == 0 ? "" : "<br/>";
        const std::string shown = shown_line(line, longest_label);
        for (std::size_t i = 0; i < shown.size(); ++i) {
            const char c = shown[i];
            std::size_t length = 0;
            if (c == '"')
                out += "#quot;";
            else if (c == '#')
                out += "#35;";
            else if (c == '<')
                out += "#lt;";
            else if (c == '>')
                out += "#gt;";
            else if (c == '\\')
                out += "#92;";
            else if (c == '`')
                out += "#96;";
            else if (c == '&' && !entity_at(shown, i, length).empty())
                out += "#amp;";
            else
                out += c;
        }
    }
    return out;
}

bool plain(const std::string& label)
{
    if (label.empty() || label.size() > longest_label || label.front() == ' ' || label.back() == ' ' || label.front() == '/'
        || label.back() == '/')
        return false;
    return label.find_first_of("[](){}|<>\"`#;\\@~\n") == std::string::npos && label.find("--") == std::string::npos
        && label.find("==") == std::string::npos && label.find("%%") == std::string::npos && label.find("end") == std::string::npos;
}

std::string take_icon(std::string& label)
{
    for (const std::string_view prefix : {"fa:", "fas:", "far:", "fab:", "fal:", "fad:", "fak:", "mdi:", "logos:"}) {
        if (!label.starts_with(prefix))
            continue;
        const std::size_t end = std::min(label.find(' '), label.size());
        std::string icon = label.substr(0, end);
        label = end < label.size() ? label.substr(end + 1) : icon.substr(icon.find_last_of(":-") + 1);
        return icon;
    }
    return {};
}

int line_of(std::string_view text, std::size_t offset)
{
    return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size())), '\n'));
}

std::string complaint(std::string_view text, std::size_t offset, std::string_view line)
{
    return "line " + std::to_string(line_of(text, offset)) + ": " + shown_line(trimmed(line), 200);
}

std::size_t skip_preamble(std::string_view text, std::string& title)
{
    std::size_t at = 0;
    for (;;) {
        at = text.find_first_not_of(blanks, at);
        if (at == std::string_view::npos)
            return text.size();
        const std::string_view rest = text.substr(at);
        if (rest.starts_with("---") && at == text.find_first_not_of(blanks)) {
            const std::size_t end = text.find("\n---", at + 3);
            if (end == std::string_view::npos)
                return at;
            const std::size_t named = text.find("title:", at);
            if (named < end)
                title = label_in(trimmed(text.substr(named + 6, text.find('\n', named) - named - 6)));
            at = std::min(text.find('\n', end + 4), text.size());
        } else if (rest.starts_with("%%{")) {
            const std::size_t end = text.find("}%%", at);
            at = end == std::string_view::npos ? text.size() : end + 3;
        } else if (rest.starts_with("%%")) {
            at = std::min(text.find('\n', at), text.size());
        } else {
            return at;
        }
    }
}

} // namespace archway::mermaid

namespace archway {

Result<MermaidReading> read_mermaid(std::string_view text, const std::string& place)
{
    std::string title;
    const std::size_t at = mermaid::skip_preamble(text, title);
    const std::string_view rest = text.substr(at);
    const auto begins = [&](std::string_view word) {
        return rest.starts_with(word) && (rest.size() == word.size() || rest.find_first_of(" \t\r\n;-") == word.size());
    };
    if (!begins("mindmap") && !begins("flowchart") && !begins("graph"))
        return bad_input(place, "is neither a flowchart nor a mindmap", "expected a Mermaid text beginning with flowchart or mindmap");
    MermaidReading reading = begins("mindmap") ? mermaid::read_mindmap(text, at) : mermaid::read_flowchart(text, at);
    reading.diagram.title = title;
    reading.diagram.source = std::string(text);
    return reading;
}

} // namespace archway
