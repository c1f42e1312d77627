// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/set_text.h"

#include <QCache>
#include <QFontMetricsF>
#include <QPainter>
#include <QStaticText>
#include <QTextLayout>

#include <algorithm>
#include <memory>
#include <vector>

namespace archway {

namespace {

constexpr int kept_characters = 200'000; // about 5 MB of glyphs

struct Key {
    QString text;
    QFont font;
    int flags = 0;
    QSize area;
    int lines = 0; // at most; 0: as many as the area shows

    bool operator==(const Key& other) const
    {
        return area == other.area && lines == other.lines && flags == other.flags && text == other.text && font == other.font;
    }
};

size_t qHash(const Key& key, size_t seed)
{
    return qHashMulti(seed, key.text, key.font, key.flags, key.area.width(), key.area.height(), key.lines);
}

/// A line of a text as it was set.
struct SetLine {
    QStaticText glyphs;
    QPointF at; ///< from the left of the area and the top of the text
};

struct SetText {
    std::vector<SetLine> lines;
    QSizeF size; ///< of the widest line and all of them
};

/// Fonts and what is made of them belong to the thread that paints.
QCache<Key, std::shared_ptr<const SetText>>& kept()
{
    static thread_local QCache<Key, std::shared_ptr<const SetText>> cache(kept_characters);
    return cache;
}

/// Latin, Greek, Cyrillic and the signs between the words: what is written from the left with nothing to compose.
bool is_simple(QChar c)
{
    const bool sign = c.unicode() >= 0x2010 && c.unicode() <= 0x27bf && c != QChar::LineSeparator && c != QChar::ParagraphSeparator;
    return c != u'\t' && (c.unicode() < 0x0590 || sign);
}

bool can_be_set(const QString& text, int flags)
{
    constexpr int horizontal = Qt::AlignLeft | Qt::AlignRight | Qt::AlignHCenter | Qt::AlignAbsolute;
    constexpr int mnemonic = Qt::TextShowMnemonic | Qt::TextHideMnemonic;
    constexpr int known = horizontal | Qt::AlignVertical_Mask | mnemonic | Qt::TextWordWrap | Qt::TextSingleLine | Qt::TextDontClip
        | Qt::TextForceLeftToRight | Qt::TextExpandTabs;
    if (flags & ~known)
        return false;
    return std::all_of(text.begin(), text.end(), [flags](QChar c) {
        return is_simple(c) && !(c == u'&' && (flags & mnemonic)) && !(c == u'\n' && (flags & Qt::TextSingleLine));
    });
}

SetLine set_line(const QFont& font, const QString& text, const QPointF& at)
{
    SetLine out{QStaticText(text), at};
    out.glyphs.setTextFormat(Qt::PlainText);
    out.glyphs.prepare({}, font);
    return out;
}

double indent(int flags, double room)
{
    return flags & Qt::AlignRight ? room : flags & Qt::AlignHCenter ? room / 2 : 0;
}

/// Broken and aligned as QPainter::drawText does it.
SetText set_text(const QFont& font, const QString& text, int flags, const QSize& area)
{
    QString lines = text;
    lines.replace(u'\n', QChar::LineSeparator);
    QTextLayout layout(lines, font);
    QTextOption option;
    option.setWrapMode(flags & Qt::TextWordWrap ? QTextOption::WordWrap : QTextOption::ManualWrap);
    layout.setTextOption(option);
    layout.beginLayout();
    const double leading = QFontMetricsF(font).leading();
    double y = -leading;
    SetText out;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(flags & Qt::TextWordWrap ? area.width() : 0x01000000);
        y += leading;
        QString words = lines.mid(line.textStart(), line.textLength());
        if (words.endsWith(QChar::LineSeparator))
            words.chop(1);
        out.lines.push_back(set_line(font, words, {indent(flags, area.width() - line.horizontalAdvance()), y}));
        y += line.height();
        out.size = {std::max(out.size.width(), line.naturalTextWidth()), y};
        if (!(flags & Qt::TextDontClip) && y >= area.height())
            break; // what follows would not be seen
    }
    layout.endLayout();
    return out;
}

/// The first lines of a text, the last one elided.
SetText set_first_lines(const QFont& font, const QString& text, int width, int lines)
{
    const QFontMetrics metrics(font);
    QTextLayout layout(text, font);
    layout.beginLayout();
    SetText out;
    for (int i = 0; i < lines; ++i) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(width);
        const bool last = i == lines - 1;
        const QString words
            = last ? metrics.elidedText(text.mid(line.textStart()), Qt::ElideRight, width) : text.mid(line.textStart(), line.textLength());
        out.lines.push_back(set_line(font, words, {0, out.size.height()}));
        out.size = {static_cast<qreal>(width), out.size.height() + metrics.height()};
    }
    layout.endLayout();
    return out;
}

/// What `set` makes, or what it made before for the same key.
template <class Set>
std::shared_ptr<const SetText> kept_or(const Key& key, Set set)
{
    if (const auto* found = kept().object(key))
        return *found;
    auto fresh = std::make_shared<const SetText>(set());
    kept().insert(key, new std::shared_ptr<const SetText>(fresh), static_cast<int>(key.text.size()));
    return fresh;
}

void draw(QPainter& painter, const SetText& text, const QPointF& at)
{
    for (const SetLine& line : text.lines)
        painter.drawStaticText(at + line.at, line.glyphs);
}

} // namespace

void draw_set_text(QPainter& painter, const QRect& area, int flags, const QString& text)
{
    if (text.isEmpty())
        return;
    if (!can_be_set(text, flags)) {
        painter.drawText(area, flags, text);
        return;
    }
    const Key key{text, painter.font(), flags, area.size()};
    const auto known = kept_or(key, [&] { return set_text(key.font, text, flags, area.size()); });
    const bool clip = !(flags & Qt::TextDontClip) && (known->size.width() > area.width() || known->size.height() > area.height());
    qreal y = area.top();
    if (flags & Qt::AlignBottom)
        y += area.height() - known->size.height();
    else if (flags & Qt::AlignVCenter)
        y += (area.height() - known->size.height()) / 2;
    if (clip) {
        painter.save();
        painter.setClipRect(area, Qt::IntersectClip);
    }
    draw(painter, *known, QPointF(area.left(), y));
    if (clip)
        painter.restore();
}

int draw_set_lines(QPainter& painter, const QRect& area, const QString& text, int lines)
{
    if (text.isEmpty() || lines < 1)
        return area.top();
    const Key key{text, painter.font(), 0, QSize(area.width(), 0), lines};
    const auto known = kept_or(key, [&] { return set_first_lines(key.font, text, area.width(), lines); });
    draw(painter, *known, area.topLeft());
    return area.top() + static_cast<int>(known->size.height());
}

} // namespace archway
