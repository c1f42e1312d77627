// SPDX-License-Identifier: GPL-3.0-or-later
// Words drawn from kept glyphs look as QPainter::drawText draws them, also the second time and after the font or the width changed.
#include "ui/paint/set_text.h"

#include <QFontMetrics>
#include <QImage>
#include <QPainter>
#include <QTest>

#include <cstdlib>

using namespace archway;

namespace {

const QSize size(260, 90);

template <class Draw>
QImage drawn(const QFont& font, qreal ratio, Draw draw)
{
    QImage image(size * ratio, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setFont(font);
    painter.setPen(QColor(0x1a2b6b));
    draw(painter);
    return image;
}

/// Glyphs lie on quarters of a pixel: a line may be set one quarter off, which its edges show, and no more.
bool same_to_a_quarter(const QImage& a, const QImage& b)
{
    constexpr int most = 96; // of 255
    for (int y = 0; y < a.height(); ++y) {
        const uchar* one = a.constScanLine(y);
        const uchar* other = b.constScanLine(y);
        for (int i = 0; i < a.width() * 4; ++i)
            if (std::abs(one[i] - other[i]) > most)
                return false;
    }
    return true;
}

QFont body(int points)
{
    return {QStringLiteral("DejaVu Sans"), points};
}

} // namespace

class SetTextTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void looks_as_drawn_text_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("flags");
        const QString words
            = QStringLiteral("673 GB of weights against 412 GB on 12 × AWS Inferentia2, so that nothing is left for the KV cache");
        const int label = Qt::TextExpandTabs | Qt::TextForceLeftToRight;
        QTest::newRow("a label") << QStringLiteral("Concurrent users") << int(Qt::AlignLeft | Qt::AlignVCenter | label);
        QTest::newRow("wrapped") << words << int(Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap | label);
        QTest::newRow("wrapped to the right") << words << int(Qt::AlignRight | Qt::AlignVCenter | Qt::TextWordWrap);
        QTest::newRow("wrapped in the middle") << words << int(Qt::AlignCenter | Qt::TextWordWrap);
        QTest::newRow("too wide, left") << words << int(Qt::AlignLeft | Qt::AlignVCenter);
        QTest::newRow("at the foot") << QStringLiteral("≈ 12.4 ms → 9.8 ms") << int(Qt::AlignRight | Qt::AlignBottom);
        QTest::newRow("two lines") << QStringLiteral("Tensor parallel\n8 × H200") << int(Qt::AlignCenter);
        QTest::newRow("no mnemonic in it") << QStringLiteral("Compare") << int(Qt::AlignCenter | Qt::TextShowMnemonic);
        QTest::newRow("a mnemonic") << QStringLiteral("&Compare") << int(Qt::AlignCenter | Qt::TextShowMnemonic);
        QTest::newRow("a hidden mnemonic") << QStringLiteral("R&&D and &more") << int(Qt::AlignLeft | Qt::TextHideMnemonic);
        QTest::newRow("an ampersand") << QStringLiteral("R&D") << int(Qt::AlignLeft);
        QTest::newRow("a tab") << QStringLiteral("a\tb") << int(Qt::AlignLeft | Qt::TextExpandTabs);
        QTest::newRow("one line of two") << QStringLiteral("first\nsecond") << int(Qt::AlignLeft | Qt::TextSingleLine);
        QTest::newRow("from the right") << QStringLiteral("מודל") << int(Qt::AlignLeft);
        QTest::newRow("nothing") << QString() << int(Qt::AlignLeft);
    }
    void looks_as_drawn_text()
    {
        QFETCH(QString, text);
        QFETCH(int, flags);
        const QRect area(11, 7, 201, 61);
        for (const qreal ratio : {1.0, 1.5, 2.0}) {
            for (const int points : {9, 13}) {
                const QImage wanted = drawn(body(points), ratio, [&](QPainter& p) { p.drawText(area, flags, text); });
                for (const char* time : {"first", "second"}) {
                    const QImage got = drawn(body(points), ratio, [&](QPainter& p) { draw_set_text(p, area, flags, text); });
                    QVERIFY2(same_to_a_quarter(got, wanted),
                             qPrintable(QStringLiteral("%1 time, %2 pt, ratio %3").arg(QLatin1String(time)).arg(points).arg(ratio)));
                }
            }
        }
    }

    void a_narrower_area_breaks_the_lines_anew()
    {
        const QString words = QStringLiteral("prefill and decode on instances of their own");
        for (const int width : {240, 120, 240}) {
            const QRect area(0, 0, width, 90);
            const int flags = Qt::AlignLeft | Qt::TextWordWrap;
            QCOMPARE(drawn(body(10), 1, [&](QPainter& p) { draw_set_text(p, area, flags, words); }),
                     drawn(body(10), 1, [&](QPainter& p) { p.drawText(area, flags, words); }));
        }
    }

    void the_pen_is_the_one_of_now()
    {
        const auto text = [](QPainter& p) { draw_set_text(p, QRect(0, 0, 200, 40), Qt::AlignLeft, QStringLiteral("refused")); };
        const QImage blue = drawn(body(12), 1, text);
        const QImage red = drawn(body(12), 1, [&](QPainter& p) {
            p.setPen(Qt::red);
            text(p);
        });
        QVERIFY(blue != red);
    }

    void lines_end_where_they_must()
    {
        const QString words
            = QStringLiteral("a statement that is far too long for the two lines which the row of a table leaves it, so that it is cut");
        const int line = QFontMetrics(body(10)).height();
        int below = 0;
        const QImage two = drawn(body(10), 1, [&](QPainter& p) { below = draw_set_lines(p, QRect(5, 5, 200, 0), words, 2); });
        QVERIFY2(std::abs(below - 5 - 2 * line) <= 1, qPrintable(QString::number(below)));
        const auto ink_under = [](const QImage& image, int y) {
            for (int x = 0; x < image.width(); ++x)
                for (int row = y; row < image.height(); ++row)
                    if (image.pixel(x, row) != qRgb(255, 255, 255))
                        return true;
            return false;
        };
        QVERIFY(ink_under(two, 5 + line));
        QVERIFY(!ink_under(two, below + 1));
        drawn(body(10), 1, [&](QPainter& p) { below = draw_set_lines(p, QRect(5, 5, 200, 0), QStringLiteral("short"), 2); });
        QVERIFY(std::abs(below - 5 - line) <= 1);
        drawn(body(10), 1, [&](QPainter& p) { below = draw_set_lines(p, QRect(5, 5, 200, 0), QString(), 2); });
        QCOMPARE(below, 5);
    }
};

QTEST_MAIN(SetTextTest)
#include "tst_set_text.moc"
