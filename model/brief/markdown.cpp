// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/brief/brief.h"

#include <fmt/format.h>

#include <algorithm>

namespace archway {

namespace {

/// Text as Markdown shows it literally: punctuation that could mean something is escaped, line ends become spaces.
std::string escaped(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n' || c == '\r' || c == '\t') {
            out += ' ';
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            continue;
        } else if (c == '&') {
            out += "&amp;";
        } else if (c == '<') {
            out += "&lt;";
        } else if (std::string_view("\\`*_[]|~#$!^").find(c) != std::string_view::npos) {
            out += '\\';
            out += c;
        } else if ((c == '.' || c == ')') && i > 0 && (i + 1 == text.size() || text[i + 1] == ' ')
                   && text.substr(0, i).find_first_not_of("0123456789") == std::string_view::npos) {
            out += '\\'; // "1." at the beginning would open a list
            out += c;
        } else if ((c == '-' || c == '+' || c == '>' || c == '=') && i == 0) {
            out += '\\';
            out += c;
        } else {
            out += c;
        }
    }
    return out;
}

class MarkdownWriter {
public:
    MarkdownWriter(const Brief& brief, const Catalog& catalog)
        : m_brief(brief)
        , m_catalog(catalog)
    {
    }

    std::string run(int number)
    {
        m_out = fmt::format("# {}\n\n", escaped(m_brief.title));
        m_out += m_brief.date.empty() ? fmt::format("Report {:02}\n\n", number)
                                      : fmt::format("Report {:02}, {}\n\n", number, escaped(m_brief.date));
        for (const BriefSection& section : m_brief.sections)
            write(section);
        references();
        return std::move(m_out);
    }

private:
    std::string sentence(const Sentence& s) const
    {
        std::string out = escaped(s.text);
        for (const std::string& ref : s.refs) {
            const auto at = std::find(m_brief.references.begin(), m_brief.references.end(), ref);
            if (at != m_brief.references.end())
                out += fmt::format(" [[{0}]](#r{0})", at - m_brief.references.begin() + 1);
        }
        return out;
    }

    void write(const BriefSection& section)
    {
        m_out += fmt::format("{} {}\n\n", std::string(static_cast<std::size_t>(section.level), '#'), escaped(section.title));
        for (const Sentence& quotation : section.quotations)
            m_out += "> **" + escaped(quotation.text) + "**" + sentence({"", quotation.refs}) + "\n\n";
        for (const Sentence& paragraph : section.paragraphs)
            m_out += sentence(paragraph) + "\n\n";
        for (const Sentence& bullet : section.bullets)
            m_out += "- " + sentence(bullet) + "\n";
        if (!section.bullets.empty())
            m_out += '\n';
        for (const BriefTable& table : section.tables)
            write(table);
        for (const Picture& picture : section.pictures)
            m_out += fmt::format("![{}](<{}>)\n\n", escaped(picture.caption), picture.file);
    }

    void write(const BriefTable& table)
    {
        if (!table.caption.empty())
            m_out += escaped(table.caption) + "\n\n";
        m_out += '|';
        for (const std::string& cell : table.header)
            m_out += ' ' + escaped(cell) + " |";
        m_out += "\n|";
        for (std::size_t i = 0; i < table.header.size(); ++i)
            m_out += " --- |";
        m_out += '\n';
        for (const auto& row : table.rows) {
            m_out += '|';
            for (const Sentence& cell : row)
                m_out += ' ' + sentence(cell) + " |";
            m_out += '\n';
        }
        m_out += '\n';
    }

    void references()
    {
        if (m_brief.references.empty())
            return;
        m_out += "## References\n\n";
        for (std::size_t i = 0; i < m_brief.references.size(); ++i)
            m_out += fmt::format("{0}. {1} (`{2}`)\n", i + 1, escaped(reference_text(m_brief.references[i], m_catalog)),
                                 m_brief.references[i]);
        m_out += '\n';
    }

    const Brief& m_brief;
    const Catalog& m_catalog;
    std::string m_out;
};

} // namespace

std::string to_markdown(const Brief& brief, const Catalog& catalog, int number)
{
    return MarkdownWriter(brief, catalog).run(number);
}

} // namespace archway
