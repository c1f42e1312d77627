// SPDX-License-Identifier: GPL-3.0-or-later
// Markdown and HTML say what the brief says: parsed again, every sentence comes back as plain text.
#include "model/brief/brief.h"

#include <QTest>
#include <QXmlStreamReader>

#include <md4c.h>

using namespace archway;

namespace {

/// The text content of a Markdown document, tables included.
std::string text_of(const std::string& markdown)
{
    std::string out;
    MD_PARSER parser{};
    parser.flags = MD_DIALECT_GITHUB;
    parser.enter_block = [](MD_BLOCKTYPE, void*, void* data) {
        static_cast<std::string*>(data)->push_back('\n');
        return 0;
    };
    parser.leave_block = [](MD_BLOCKTYPE, void*, void*) { return 0; };
    parser.enter_span = [](MD_SPANTYPE, void*, void*) { return 0; };
    parser.leave_span = [](MD_SPANTYPE, void*, void*) { return 0; };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* data) {
        auto& words = *static_cast<std::string*>(data);
        const std::string_view piece(text, size);
        if (type == MD_TEXT_ENTITY)
            words += piece == "&amp;" ? "&" : piece == "&lt;" ? "<" : std::string(piece);
        else if (type == MD_TEXT_HTML)
            words += "HTML!";
        else
            words += piece;
        return 0;
    };
    md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, &out);
    return out;
}

} // namespace

class TestBrief : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whateverIsSaidComesBack_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"plain words", "1. not a list", "- no bullet", "# no heading", "a | b", "*no* _emphasis_",
                                 "<script>x</script>", "[link](http://x)", "`code`", "a & b &amp; c", "> no quote", "36.6 B", "$5 ~ 6",
                                 "back\\slash", "5 < 6 > 4", "!image", "+ plus", "=====", "naïve – “quoted” 日本"})
            QTest::newRow(text) << QString::fromUtf8(text);
    }
    void whateverIsSaidComesBack()
    {
        QFETCH(const QString, text);
        Brief brief;
        brief.title = text.toStdString();
        BriefSection section;
        section.title = text.toStdString();
        section.paragraphs = section.bullets = section.quotations = {{text.toStdString(), {}}};
        section.tables.push_back({"", {text.toStdString(), "b"}, {{{text.toStdString(), {}}, {"c", {}}}}});
        brief.sections.push_back(section);
        const std::string markdown = to_markdown(brief, Catalog{}, 1);
        const std::string plain = text_of(markdown);
        std::size_t found = 0;
        for (std::size_t at = 0; (at = plain.find(text.toStdString(), at)) != std::string::npos; at += text.toStdString().size())
            ++found;
        QVERIFY2(found >= 7, (std::to_string(found) + " times in:\n" + markdown).c_str());
        QVERIFY(plain.find("HTML!") == std::string::npos);
    }

    void htmlSaysTheSame_data() { whateverIsSaidComesBack_data(); }
    void htmlSaysTheSame()
    {
        QFETCH(const QString, text);
        Brief brief;
        brief.title = text.toStdString();
        BriefSection section;
        section.title = text.toStdString();
        section.paragraphs = section.bullets = section.quotations = {{text.toStdString() + "\x01", {}}};
        section.tables.push_back({text.toStdString(), {text.toStdString(), "b"}, {{{text.toStdString(), {}}, {"c", {}}}}});
        section.pictures.push_back({"a \" b.svg", "", text.toStdString()});
        brief.sections.push_back(section);
        QXmlStreamReader html(QByteArray::fromStdString(to_html(brief, Catalog{}, 1)));
        QStringList words, unknown;
        const QStringList known
            = QStringLiteral("html head meta title style body h1 h2 p blockquote ul li div table caption thead tbody tr th "
                             "td img")
                  .split(u' ');
        while (!html.atEnd()) {
            const auto token = html.readNext();
            if (token == QXmlStreamReader::Characters)
                words += html.text().toString();
            if (token != QXmlStreamReader::StartElement)
                continue;
            if (!known.contains(html.name()))
                unknown += html.name().toString();
            if (html.name() == u"img") {
                QCOMPARE(html.attributes().value(QStringLiteral("alt")), text);
                QCOMPARE(html.attributes().value(QStringLiteral("src")), QStringLiteral("a \" b.svg"));
            }
        }
        QVERIFY2(!html.hasError(), qPrintable(html.errorString()));
        QVERIFY2(unknown.isEmpty(), qPrintable(unknown.join(u' ')));
        QCOMPARE(words.join(u'\n').count(text), 9); // title, headings, paragraph, bullet, quotation, caption, two cells
    }

    void differenceNamesSectionsAndExcerpts()
    {
        const std::string before = "# T\n\nReport 01\n\n## One\n\nsame\n\nold words\n\n## Two\n\nkept\n";
        const std::string after = "# T\n\nReport 02\n\n## One\n\nsame\n\nnew words\n\n## Two\n\nkept\n\n## Three\n\nadded\n";
        const std::string difference = brief_difference(before, after, "report-01.md", "report-02.md");
        for (const char* part : {"## One", "> old words", "> new words", "## Three", "> added", "In report-01.md"})
            QVERIFY2(difference.find(part) != std::string::npos, difference.c_str());
        QVERIFY(difference.find("Two") == std::string::npos);
        QCOMPARE(brief_difference(before, before, "a", "b"), std::string());
    }
};

QTEST_APPLESS_MAIN(TestBrief)
#include "tst_brief.moc"
