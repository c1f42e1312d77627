// SPDX-License-Identifier: GPL-3.0-or-later
// The brief's pages: what its pictures say is text there too, at the place and in the size of the SVG.
#include "diagrams/kinds/kinds.h"
#include "diagrams/layout_client.h"
#include "model/estimate/chart_data.h"
#include "model/match/rules.h"
#include "tests/support/pdf_text.h"
#include "tests/support/shipped_base.h"
#include "ui/brief/brief_pdf.h"
#include "ui/brief/svg_labels.h"
#include "ui/paint/chart_builder.h"
#include "ui/paint/diagram_painter.h"

#include <QImage>
#include <QPainter>
#include <QSvgRenderer>
#include <QTest>

#include <cstdlib>

using namespace archway;

namespace {

QByteArray svg(const QByteArray& inside)
{
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"100\" viewBox=\"0 0 200 100\" "
           "font-family=\"DejaVu Sans, sans-serif\" font-size=\"13\">"
        + inside + "</svg>";
}

/// The box around what is darker than grey.
QRect inked(const QImage& image)
{
    QRect out;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (qGray(image.pixel(x, y)) < 128)
                out |= QRect(x, y, 1, 1);
    return out;
}

} // namespace

class TestBriefPdf : public QObject {
    Q_OBJECT

private:
    Catalog m_catalog;
    Answer m_answer;

private Q_SLOTS:
    void initTestCase()
    {
        m_catalog = shipped_catalog();
        Scenario scenario;
        scenario.model = {ModelForm::Id, "deepseek-v3"};
        auto answer = match(scenario, m_catalog, false);
        QVERIFY2(answer.ok(), answer ? "" : answer.error().text().c_str());
        m_answer = std::move(*answer);
    }

    /// An axis title (which stands upright), a legend entry and the title of a chart; a node, a line below it and a cluster of a diagram.
    void picturesAreSearchable()
    {
        const auto diagram = build_diagram("deployment", m_catalog, &m_answer);
        QVERIFY(diagram.ok());
        const Layout placed = layout(*diagram, measure_with_fonts());
        const ChartData data = chart_data("kv-cache", *m_answer.estimate, m_catalog);
        QVERIFY(!data.empty() && !data.y_title.empty());
        const QMap<QString, QByteArray> pictures{
            {QStringLiteral("d.svg"), diagram_bytes(*diagram, placed, Theme::print(), QStringLiteral("svg"))},
            {QStringLiteral("c.svg"), chart_bytes(data, Theme::print(), QStringLiteral("svg"))}};
        const QString page = QStringLiteral("<p>Words of the page</p><p><img src=\"d.svg\"></p><p><img src=\"c.svg\"></p>");
        const QByteArray pdf = brief_pdf(page, QStringLiteral("Title"), pictures);
        QCOMPARE(brief_pdf(page, QStringLiteral("Title"), pictures), pdf);
        const QStringList text = pdf_text(pdf);
        QVERIFY(text.contains(QStringLiteral("Words of the page")));
        for (const QByteArray& picture : pictures) {
            const SvgParts parts = svg_parts(picture);
            QVERIFY2(parts.labels.size() > 6, picture.left(400).constData());
            QVERIFY(!parts.shapes.contains("<text"));
            for (const SvgLabel& label : parts.labels)
                QVERIFY2(text.contains(label.text.simplified()),
                         qUtf8Printable(label.text + QStringLiteral(" not in: ") + text.join(QLatin1Char('|'))));
        }
        QVERIFY(text.contains(QString::fromStdString(data.y_title)) && text.contains(QString::fromStdString(data.title)));
    }

    void labelsStandWhereTheSvgHasThem_data()
    {
        QTest::addColumn<QByteArray>("inside");
        QTest::newRow("at its beginning") << QByteArray("<text x=\"20\" y=\"60\" fill=\"#000000\">Accelerator</text>");
        QTest::newRow("in the middle") << QByteArray("<text x=\"100\" y=\"60\" text-anchor=\"middle\" font-weight=\"bold\">Bold</text>");
        QTest::newRow("at its end") << QByteArray("<text x=\"180\" y=\"30\" text-anchor=\"end\" font-size=\"24\">Large</text>");
        QTest::newRow("upright") << QByteArray("<g transform=\"matrix(0,-1,1,0,100,90)\"><text x=\"5\" y=\"12\" font-size=\"11\" "
                                               "font-weight=\"400\" xml:space=\"preserve\">GB of cache</text></g>");
        QTest::newRow("within two") << QByteArray("<g transform=\"translate(40,20)\" font-size=\"16\"><g transform=\"translate(20,10)\">"
                                                  "<text x=\"5\" y=\"12\">Moved</text></g><text x=\"5\" y=\"60\">Less</text></g>");
    }
    void labelsStandWhereTheSvgHasThem()
    {
        QFETCH(const QByteArray, inside);
        QImage outlines(800, 400, QImage::Format_RGB32), labels = outlines;
        outlines.fill(Qt::white);
        labels.fill(Qt::white);
        QPainter first(&outlines), second(&labels);
        QSvgRenderer(svg(inside)).render(&first, QRectF(0, 0, 800, 400));
        paint_svg(second, QRectF(0, 0, 800, 400), svg(inside));
        QVERIFY(!svg_parts(svg(inside)).labels.isEmpty());
        // Four pixels a unit. The renderer sets the baseline up to a unit lower, as it rounds the height of its font.
        const QRect was = inked(outlines), is = inked(labels);
        const QByteArray said = QStringLiteral("%1 %2 %3 %4, %5 %6 %7 %8")
                                    .arg(was.left())
                                    .arg(was.top())
                                    .arg(was.width())
                                    .arg(was.height())
                                    .arg(is.left())
                                    .arg(is.top())
                                    .arg(is.width())
                                    .arg(is.height())
                                    .toUtf8();
        QVERIFY2(was.width() > 30 && was.height() > 20, said.constData());
        for (const int apart : {was.left() - is.left(), was.right() - is.right(), was.top() - is.top(), was.bottom() - is.bottom()})
            QVERIFY2(std::abs(apart) <= 8, said.constData());
    }

    /// What is not understood is painted as it was.
    void unknownTextStaysAShape_data()
    {
        QTest::addColumn<QByteArray>("picture");
        QTest::newRow("turned") << svg("<g transform=\"rotate(30)\"><text x=\"9\" y=\"9\">T</text></g>");
        QTest::newRow("text in text") << svg("<text x=\"9\" y=\"9\">A<tspan>B</tspan></text>");
        QTest::newRow("style sheet") << svg("<text x=\"9\" y=\"9\" style=\"font-size:20px\">A</text>");
        QTest::newRow("cut") << svg("<text x=\"9\" y=\"9\">A</text>").chopped(9);
        QTest::newRow("nothing") << QByteArray();
    }
    void unknownTextStaysAShape()
    {
        QFETCH(const QByteArray, picture);
        const SvgParts parts = svg_parts(picture);
        QVERIFY(parts.labels.isEmpty());
        QCOMPARE(parts.shapes, picture);
    }

    void aSeamIsPaintedUnderTheInk()
    {
        const SvgParts parts = svg_parts(svg("<text x=\"9\" y=\"9\" fill=\"#102030\" fill-opacity=\"0.5\" stroke=\"#ffffff\" "
                                             "stroke-width=\"4\" paint-order=\"stroke\">A &amp; B</text>"));
        QCOMPARE(parts.labels.size(), 1);
        const SvgLabel& label = parts.labels.front();
        QCOMPARE(label.text, QStringLiteral("A & B"));
        QCOMPARE(label.ink.name(), QStringLiteral("#102030"));
        QVERIFY(std::abs(label.ink.alphaF() - 0.5) < 0.01);
        QCOMPARE(label.seam.name(), QStringLiteral("#ffffff"));
        QCOMPARE(label.seam_width, 4.0);
        QVERIFY(!svg_parts(svg("<text x=\"9\" y=\"9\">A</text>")).labels.front().seam.isValid());
    }
};

QTEST_MAIN(TestBriefPdf)
#include "tst_brief_pdf.moc"
