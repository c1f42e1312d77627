// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/brief/brief_pdf.h"

#include "ui/brief/svg_labels.h"
#include "ui/paint/diagram_painter.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgRenderer>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextObjectInterface>
#include <QTextTable>

namespace archway {

namespace {

constexpr int dots_per_inch = 600;
constexpr qreal points_per_inch = 72;
constexpr QMarginsF margins(18, 16, 18, 12); // mm; the footer stands within the page
constexpr qreal footer_points = 24;
constexpr qreal tallest_picture = 0.37; ///< of a page, so that two fit on one with their headings

/// Draws the SVG pictures as lines and text, where the document's own handler would make pixels of them.
class SvgPictures : public QObject, public QTextObjectInterface {
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)

public:
    SvgPictures(const QMap<QString, QByteArray>& files, QSizeF room)
        : m_files(files)
        , m_room(room)
    {
    }

    QSizeF intrinsicSize(QTextDocument*, int, const QTextFormat& format) override
    {
        const QSizeF size = QSvgRenderer(m_files.value(format.toImageFormat().name())).defaultSize();
        // An SVG unit is three quarters of a point, as in print from a browser.
        const QSizeF natural = size * (0.75 * dots_per_inch / points_per_inch);
        return natural.width() <= m_room.width() && natural.height() <= m_room.height() ? natural
                                                                                        : natural.scaled(m_room, Qt::KeepAspectRatio);
    }

    void drawObject(QPainter* painter, const QRectF& where, QTextDocument*, int, const QTextFormat& format) override
    {
        paint_svg(*painter, where, m_files.value(format.toImageFormat().name()));
    }

private:
    const QMap<QString, QByteArray>& m_files;
    QSizeF m_room;
};

int page_of(const QTextBlock& block, const QTextDocument& document)
{
    const QRectF box = document.documentLayout()->blockBoundingRect(block);
    const qreal line = block.layout()->lineCount() > 0 ? block.layout()->lineAt(0).y() : 0;
    return static_cast<int>((box.top() + line + 1) / document.pageSize().height());
}

/// A heading goes to the page of what it heads.
void keep_headings(QTextDocument& document)
{
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().headingLevel() == 0 || !block.next().isValid())
            continue;
        QTextBlock follower = block.next();
        while (follower.next().isValid() && follower.length() <= 1)
            follower = follower.next();
        if (page_of(block, document) == page_of(follower, document))
            continue;
        QTextBlockFormat format = block.blockFormat();
        format.setPageBreakPolicy(QTextFormat::PageBreak_AlwaysBefore);
        QTextCursor(block).setBlockFormat(format);
    }
}

} // namespace

QByteArray brief_pdf(const QString& html, const QString& title, const QMap<QString, QByteArray>& pictures)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(dots_per_inch);
    writer.setTitle(title);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(margins, QPageLayout::Millimeter);
    const qreal point = dots_per_inch / points_per_inch;
    const QSizeF page(writer.width(), writer.height() - footer_points * point);

    QFont font(QStringLiteral("DejaVu Sans"));
    font.setPointSizeF(9);
    font.setLetterSpacing(QFont::PercentageSpacing, 100.1); // no ligatures: a PDF would hold them as one odd character
    QTextDocument document;
    SvgPictures drawn(pictures, QSizeF(page.width(), page.height() * tallest_picture));
    document.documentLayout()->registerHandler(QTextFormat::ImageObject, &drawn);
    document.documentLayout()->setPaintDevice(&writer);
    document.setMetaInformation(QTextDocument::CssMedia, QStringLiteral("print"));
    document.setDefaultFont(font);
    document.setDocumentMargin(0);
    document.setHtml(html);
    document.setPageSize(page);
    keep_headings(document);

    QPainter painter(&writer);
    const int count = document.pageCount();
    for (int i = 0; i < count; ++i) {
        if (i > 0)
            writer.newPage();
        painter.save();
        painter.translate(0, -i * page.height());
        QAbstractTextDocumentLayout::PaintContext context;
        context.clip = QRectF(0, i * page.height(), page.width(), page.height());
        context.palette.setColor(QPalette::Text, Qt::black); // not what the desktop's theme has
        painter.setClipRect(context.clip);
        document.documentLayout()->draw(&painter, context);
        painter.restore();
        font.setPointSizeF(7.5);
        painter.setFont(font);
        painter.setPen(Theme::print().secondary);
        const QRectF footer(0, page.height(), page.width(), footer_points * point);
        const QString number = QStringLiteral("%1 / %2").arg(i + 1).arg(count);
        const QFontMetricsF metrics(font, &writer);
        const qreal room = page.width() - metrics.horizontalAdvance(number) - 24 * point;
        painter.drawText(footer, Qt::AlignLeft | Qt::AlignBottom, metrics.elidedText(title, Qt::ElideRight, room));
        painter.drawText(footer, Qt::AlignRight | Qt::AlignBottom, number);
    }
    painter.end();
    buffer.close();
    return without_creation_date(bytes);
}

} // namespace archway

#include "brief_pdf.moc"
