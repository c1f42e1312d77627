// SPDX-License-Identifier: GPL-3.0-or-later
// The text that can be selected in a PDF as Qt writes it: glyphs of each piece of text, named by the table of its font.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QMap>
#include <QRegularExpression>
#include <QString>
#include <QStringList>

#include <utility>

namespace archway {

/// Pieces of text in the order they are drawn; outlines are none.
inline QStringList pdf_text(const QByteArray& pdf)
{
    const QString all = QString::fromLatin1(pdf); // a byte is a character
    QMap<QString, QString> objects, streams;      // by number
    static const QRegularExpression object(QStringLiteral("(?:^|[\\r\\n])(\\d+) 0 obj\\s"));
    for (auto found = object.globalMatch(all); found.hasNext();) {
        const auto match = found.next();
        const qsizetype begin = match.capturedEnd(), stream = all.indexOf(QStringLiteral("stream"), begin);
        const qsizetype end = all.indexOf(QStringLiteral("endobj"), begin);
        if (end < 0)
            continue;
        objects[match.captured(1)] = all.mid(begin, end - begin);
        if (stream < 0 || stream > end)
            continue;
        const qsizetype first = all.indexOf(QLatin1Char('\n'), stream) + 1, last = all.indexOf(QStringLiteral("endstream"), first);
        const QByteArray bytes = pdf.mid(first, last - first);
        const bool packed = all.mid(begin, stream - begin).contains(QStringLiteral("/FlateDecode"));
        // qUncompress wants a guess of the size first.
        streams[match.captured(1)] = QString::fromLatin1(packed ? qUncompress(QByteArray("\0\x10\0\0", 4) + bytes) : bytes);
    }
    // Which characters the glyphs of a font stand for: ranges of a code, and lists.
    QMap<QString, QHash<uint, QString>> fonts;
    static const QRegularExpression table(QStringLiteral("/ToUnicode (\\d+) 0 R"));
    static const QRegularExpression list(QStringLiteral("<([0-9a-fA-F]+)>\\s*<([0-9a-fA-F]+)>\\s*(\\[[^\\]]*\\]|<[0-9a-fA-F]+>)"));
    static const QRegularExpression code(QStringLiteral("<([0-9a-fA-F]+)>"));
    const auto characters = [](const QString& hex) {
        QString out;
        for (qsizetype i = 0; i + 4 <= hex.size(); i += 4)
            out += QChar(static_cast<char16_t>(hex.mid(i, 4).toUInt(nullptr, 16)));
        return out;
    };
    for (auto font = objects.cbegin(); font != objects.cend(); ++font) {
        const auto named = table.match(font.value());
        if (!named.hasMatch())
            continue;
        for (auto row = list.globalMatch(streams.value(named.captured(1))); row.hasNext();) {
            const auto range = row.next();
            uint glyph = range.captured(1).toUInt(nullptr, 16);
            const uint last = range.captured(2).toUInt(nullptr, 16);
            if (range.captured(3).startsWith(QLatin1Char('['))) {
                for (auto one = code.globalMatch(range.captured(3)); one.hasNext(); ++glyph)
                    fonts[font.key()][glyph] = characters(one.next().captured(1));
            } else {
                for (uint unicode = code.match(range.captured(3)).captured(1).toUInt(nullptr, 16); glyph <= last; ++glyph, ++unicode)
                    fonts[font.key()][glyph] = QChar(static_cast<char16_t>(unicode));
            }
        }
    }
    QStringList out;
    static const QRegularExpression piece(QStringLiteral("\\bBT\\b(.*?)\\bET\\b"), QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression chosen(QStringLiteral("/F(\\d+)"));
    for (const QString& page : std::as_const(streams))
        for (auto text = piece.globalMatch(page); text.hasNext();) {
            const QString inside = text.next().captured(1);
            const QHash<uint, QString>& glyphs = fonts[chosen.match(inside).captured(1)];
            QString words;
            for (auto one = code.globalMatch(inside); one.hasNext();) {
                const QString hex = one.next().captured(1);
                for (qsizetype i = 0; i + 4 <= hex.size(); i += 4)
                    words += glyphs.value(hex.mid(i, 4).toUInt(nullptr, 16));
            }
            out.append(words.simplified()); // the glyph of a space stands for a tab too
        }
    return out;
}

} // namespace archway
