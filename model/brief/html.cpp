// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/brief/brief.h"

#include <fmt/format.h>

#include <algorithm>

namespace archway {

namespace {

/// Print is in points, so that it is the same size on every device.
constexpr std::string_view style = R"(
body { font-family: "DejaVu Sans", Verdana, sans-serif; line-height: 1.45; color: #1c2430; background-color: #ffffff; }
h1, h2, h3, th, blockquote { color: #14213a; }
a { color: #0b5cad; text-decoration: none; }
blockquote { font-weight: bold; }
table { border-collapse: collapse; }
caption { text-align: left; font-weight: bold; }
th, td { border: 1px solid #b9c2cf; padding: 4px; text-align: left; vertical-align: top; }
th { background-color: #eef2f7; }
.picture { line-height: 1; }
@media screen {
body { max-width: 960px; margin: 32px auto; padding: 0 16px; }
blockquote { margin: 16px 0; padding: 4px 16px; border-left: 4px solid #0b5cad; }
.wide { overflow-x: auto; margin: 12px 0; }
td { overflow-wrap: break-word; }
}
@media print {
body { font-size: 9pt; }
h1 { font-size: 18pt; }
h2 { font-size: 13pt; margin-top: 14pt; }
h3 { font-size: 10.5pt; }
blockquote { font-size: 11pt; margin-left: 0; margin-right: 0; }
table { margin-bottom: 10pt; }
th, td { font-size: 8pt; }
img { max-width: 100%; }
.references { font-size: 8pt; }
}
)";

/// Text as the contents or a quoted attribute of an element; control characters, which XML does not know, are left out.
std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\n':
        case '\r':
        case '\t': out += ' '; break;
        default:
            if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)
                out += c;
        }
    }
    return out;
}

class HtmlWriter {
public:
    HtmlWriter(const Brief& brief, const Catalog& catalog, const std::map<std::string, std::string>& addresses)
        : m_brief(brief)
        , m_catalog(catalog)
        , m_addresses(addresses)
    {
    }

    std::string run(int number)
    {
        const std::string title = escaped(m_brief.title);
        m_out = fmt::format("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\" xml:lang=\"en\">\n<head>\n"
                            "<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                            "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n",
                            title.empty() ? fmt::format("Report {:02}", number) : title, style);
        element("h1", title);
        element("p", fmt::format("Report {:02}{}{}", number, m_brief.date.empty() ? "" : ", ", escaped(m_brief.date)));
        for (const BriefSection& section : m_brief.sections)
            write(section);
        references();
        m_out += "</body>\n</html>\n";
        return std::move(m_out);
    }

private:
    void element(std::string_view name, std::string_view contents) { m_out += fmt::format("<{0}>{1}</{0}>\n", name, contents); }

    std::string sentence(const Sentence& s) const
    {
        std::string out = escaped(s.text);
        for (const std::string& ref : s.refs) {
            const auto at = std::find(m_brief.references.begin(), m_brief.references.end(), ref);
            if (at != m_brief.references.end())
                out += fmt::format(" <a href=\"#r{0}\">[{0}]</a>", at - m_brief.references.begin() + 1);
        }
        return out;
    }

    void write(const BriefSection& section)
    {
        element(fmt::format("h{}", std::clamp(section.level, 2, 6)), escaped(section.title));
        for (const Sentence& quotation : section.quotations)
            element("blockquote", "<p>" + sentence(quotation) + "</p>");
        for (const Sentence& paragraph : section.paragraphs)
            element("p", sentence(paragraph));
        if (!section.bullets.empty())
            m_out += "<ul>\n";
        for (const Sentence& bullet : section.bullets)
            element("li", sentence(bullet));
        if (!section.bullets.empty())
            m_out += "</ul>\n";
        for (const BriefTable& table : section.tables)
            write(table);
        for (const Picture& picture : section.pictures) {
            const auto address = m_addresses.find(picture.file);
            m_out += fmt::format("<div class=\"wide picture\"><img src=\"{}\" alt=\"{}\"/></div>\n",
                                 escaped(address == m_addresses.end() ? picture.file : address->second), escaped(picture.caption));
        }
    }

    void write(const BriefTable& table)
    {
        m_out += "<div class=\"wide\">\n<table>\n";
        if (!table.caption.empty())
            element("caption", escaped(table.caption));
        m_out += "<thead><tr>";
        for (const std::string& cell : table.header)
            m_out += "<th scope=\"col\">" + escaped(cell) + "</th>";
        m_out += "</tr></thead>\n<tbody>\n";
        for (const auto& row : table.rows) {
            m_out += "<tr>";
            for (const Sentence& cell : row)
                m_out += "<td>" + sentence(cell) + "</td>";
            m_out += "</tr>\n";
        }
        m_out += "</tbody>\n</table>\n</div>\n";
    }

    void references()
    {
        if (m_brief.references.empty())
            return;
        m_out += "<h2>References</h2>\n<ol class=\"references\">\n";
        for (std::size_t i = 0; i < m_brief.references.size(); ++i)
            m_out += fmt::format("<li id=\"r{}\">{} (<code>{}</code>)</li>\n", i + 1,
                                 escaped(reference_text(m_brief.references[i], m_catalog)), escaped(m_brief.references[i]));
        m_out += "</ol>\n";
    }

    const Brief& m_brief;
    const Catalog& m_catalog;
    const std::map<std::string, std::string>& m_addresses;
    std::string m_out;
};

} // namespace

std::string to_html(const Brief& brief, const Catalog& catalog, int number, const std::map<std::string, std::string>& addresses)
{
    return HtmlWriter(brief, catalog, addresses).run(number);
}

} // namespace archway
