// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/brief/brief_page.h"

#include "model/brief/brief.h"
#include "ui/brief/report_writer.h"
#include "ui/theme.h"

#include <QCheckBox>
#include <QDate>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextTable>
#include <QVBoxLayout>

#include <utility>

namespace archway {

namespace {

constexpr int rest_ms = 150; ///< a slider that has not moved for so long rests, and the report is written anew

/// A line under every row: the frame that Qt draws of a collapsed border lacks its left and upper side.
void rule_off(QTextTable& table, const Colours& c)
{
    for (int row = 0; row < table.rows(); ++row) {
        for (int column = 0; column < table.columns(); ++column) {
            QTextTableCell cell = table.cellAt(row, column);
            QTextTableCellFormat format = cell.format().toTableCellFormat();
            format.setBottomBorder(1);
            format.setBottomBorderStyle(QTextFrameFormat::BorderStyle_Solid);
            format.setBottomBorderBrush(row == 0 ? c.secondary : c.border);
            cell.setFormat(format);
        }
    }
}

/// Room around tables and between paragraphs, which Markdown cannot say.
void space_out(QTextDocument& document, const Colours& c)
{
    QTextCursor all(&document);
    all.beginEditBlock();
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        QTextCursor cursor(block);
        QTextBlockFormat format = block.blockFormat();
        if (cursor.currentTable())
            continue;
        format.setBottomMargin(format.headingLevel() > 0 ? 6 : block.textList() ? 3 : 9);
        format.setTopMargin(format.headingLevel() > 0 ? 14 : 0);
        cursor.setBlockFormat(format);
    }
    for (QTextFrame* frame : document.rootFrame()->childFrames()) {
        if (auto* table = qobject_cast<QTextTable*>(frame)) {
            QTextTableFormat format = table->format();
            format.setCellPadding(5);
            format.setCellSpacing(0);
            format.setBorder(0);
            format.setBottomMargin(12);
            table->setFormat(format);
            rule_off(*table, c);
        }
    }
    all.endEditBlock();
}

} // namespace

QVariant MarkdownView::loadResource(int, const QUrl&)
{
    return QByteArray();
}

BriefPage::BriefPage(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_view(new MarkdownView)
    , m_note(new QLabel)
    , m_html(new QCheckBox(tr("HTML")))
    , m_pdf(new QCheckBox(tr("PDF")))
{
    setObjectName(QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
    m_view->setOpenLinks(false);
    m_view->setAccessibleName(tr("Brief"));
    m_view->setObjectName(QStringLiteral("sheet"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 16);
    column->setSpacing(10);
    auto* bar = new QHBoxLayout;
    m_note->setObjectName(QStringLiteral("caption"));
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setMinimumWidth(1);
    bar->addWidget(m_note, 1);
    for (QCheckBox* format : {m_html, m_pdf}) {
        format->setToolTip(tr("Written beside the Markdown"));
        bar->addWidget(format);
    }
    auto* button = new QPushButton(tr("Write report…"));
    connect(button, &QPushButton::clicked, this, &BriefPage::write);
    bar->addWidget(button);
    column->addLayout(bar);
    column->addWidget(m_view, 1);
    m_note->setText(tr("The report as it will be written; every figure names its formula or source below."));
    m_delay.setSingleShot(true);
    m_delay.setInterval(rest_ms);
    // Written in one turn of the event loop and laid out in the next: a slider's frame has room for either, not for both.
    connect(&m_delay, &QTimer::timeout, this, [this] {
        prepare();
        QTimer::singleShot(0, this, &BriefPage::showPrepared);
    });
    const auto later = [this] {
        m_stale = true;
        if (isVisible())
            m_delay.start();
    };
    connect(&m_workspace, &Workspace::answerChanged, this, later);
    connect(&m_workspace, &Workspace::flipsChanged, this, later);
    connect(&Theme::instance(), &Theme::changed, this, later);
}

void BriefPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_stale)
        refresh();
}

void BriefPage::refresh()
{
    prepare();
    showPrepared();
}

/// A document that is shown is laid out again with every paragraph it gains, a quarter of a second in all; one that is not, once.
void BriefPage::prepare()
{
    m_stale = false;
    const Brief brief = write_brief(m_workspace.answer(), m_workspace.catalog(), QDate::currentDate().toString(Qt::ISODate).toStdString());
    m_prepared = std::make_unique<QTextDocument>();
    m_prepared->setDocumentMargin(26);
    m_prepared->setDefaultFont(m_view->font());
    m_prepared->setTextWidth(m_view->viewport()->width());
    m_prepared->setMarkdown(QString::fromStdString(to_markdown(brief, m_workspace.catalog(), 1)),
                            QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) | QTextDocument::MarkdownNoHTML);
    space_out(*m_prepared, Theme::instance().colours());
}

void BriefPage::showPrepared()
{
    if (!m_prepared)
        return;
    const int at = m_view->verticalScrollBar()->value();
    m_prepared->setParent(m_view); // which is asked for what the text refers to, and refuses
    m_view->setDocument(m_prepared.get());
    m_view->verticalScrollBar()->setValue(at);
    delete std::exchange(m_shown, m_prepared.release());
}

void BriefPage::write()
{
    QString folder = m_workspace.path().isEmpty() ? QString() : QFileInfo(m_workspace.path()).absolutePath();
    if (folder.isEmpty())
        folder = QFileDialog::getExistingDirectory(this, tr("Folder for the report"));
    if (folder.isEmpty())
        return;
    const auto written = write_report(m_workspace.answer(), m_workspace.catalog(), folder, QDate::currentDate().toString(Qt::ISODate),
                                      {m_html->isChecked(), m_pdf->isChecked()});
    if (!written)
        return Q_EMIT failed(QString::fromStdString(written.error().text()));
    QString note
        = written->changed ? tr("Written: %1").arg(written->file) : tr("Nothing changed since %1; no new report.").arg(written->previous);
    for (const QString& file : written->beside)
        note += QStringLiteral(", %1").arg(QFileInfo(file).fileName());
    m_note->setText(note);
}

} // namespace archway
