// SPDX-License-Identifier: GPL-3.0-or-later
// The page's traffic with files, printer and clipboard.
#include "ui/diagram/diagram_page.h"

#include "diagrams/address.h"
#include "diagrams/kinds/kinds.h"
#include "diagrams/mermaid.h"
#include "ui/diagram/diagram_export.h"
#include "ui/diagram/diagram_view.h"
#include "ui/diagram/opened_file.h"
#include "ui/knowledge/import_dialog.h"
#include "ui/paint/diagram_painter.h"
#include "ui/whole_file.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QMimeData>
#include <QPrintPreviewDialog>
#include <QPrinter>
#include <QTemporaryDir>
#include <QtConcurrentRun>

#include <tuple>

namespace archway {

namespace {

const QString from_file = QStringLiteral("file"); ///< where a kind would stand

bool write_file(const QString& path, const QByteArray& bytes, QString& why)
{
    const QString reason = write_whole(path, bytes);
    if (!reason.isEmpty())
        why = DiagramPage::tr("%1 cannot be written: %2").arg(path, reason);
    return reason.isEmpty();
}

} // namespace

bool DiagramPage::showsFile() const
{
    return m_opened && m_kind->currentData().toString() == from_file;
}

Diagram DiagramPage::openedDiagram() const
{
    Diagram out = noted_diagram((*m_opened)->file);
    tie_to_entities(out, m_workspace.catalog());
    return out;
}

QString DiagramPage::note() const
{
    return m_note->isHidden() ? QString() : m_note->text();
}

void DiagramPage::chooseFile()
{
    const QString path
        = QFileDialog::getOpenFileName(this, tr("Open a diagram"), {}, tr("Mermaid and DOT (*.mmd *.mermaid *.dot *.gv);;All files (*)"));
    if (!path.isEmpty())
        openFile(path);
}

void DiagramPage::openFile(const QString& path)
{
    // DOT is read by the worker, which may take its time.
    m_reading.setFuture(QtConcurrent::run([path] { return std::make_shared<Result<OpenedFile>>(read_opened_file(path)); }));
}

void DiagramPage::showOpened()
{
    const Reading read = m_reading.result();
    if (!read->ok())
        return Q_EMIT failed(QString::fromStdString(read->error().text()));
    m_opened = read;
    if (const int last = m_kind->findData(from_file); last >= 0)
        m_kind->removeItem(last);
    m_kind->addItem(QFileInfo((*m_opened)->path).fileName(), from_file);
    m_shown.clear(); // another file of the same name is another picture
    showKind(from_file);
}

void DiagramPage::keepOpened()
{
    if (!showsFile() || !m_workspace.own())
        return;
    // What is shown is kept, under the file's name: it may have been renamed here, or changed on disk since.
    const auto folder = std::make_shared<QTemporaryDir>();
    const OpenedFile& opened = **m_opened;
    const QString path = folder->filePath(QFileInfo(opened.path).fileName());
    const std::string text = m_names.empty() ? opened.text
        : opened.file.notation == "dot"      ? write_dot(written())
                                             : write_mermaid(written());
    if (QString why; !write_file(path, QByteArray::fromStdString(text), why))
        return Q_EMIT failed(why);
    auto* dialog = new ImportDialog(*m_workspace.own(), {path}, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QObject::destroyed, this, [folder] {}); // the text is there for as long as the preview
    dialog->open();
}

void DiagramPage::copy() const
{
    QGuiApplication::clipboard()->setMimeData(diagram_mime(m_diagram, m_view->placed()));
}

void DiagramPage::printPreview(bool poster)
{
    QPrinter printer(QPrinter::HighResolution);
    printer.setPageOrientation(m_view->placed().width > m_view->placed().height ? QPageLayout::Landscape : QPageLayout::Portrait);
    printer.setDocName(QString::fromStdString(m_diagram.title));
    QPrintPreviewDialog preview(&printer, this);
    connect(&preview, &QPrintPreviewDialog::paintRequested, this,
            [&](QPrinter* on) { print_diagram(*on, m_diagram, m_view->placed(), poster); });
    preview.exec();
}

void DiagramPage::exportAs()
{
    QString path = QFileDialog::getSaveFileName(this, tr("Export the diagram"), m_kind->currentData().toString() + QStringLiteral(".svg"),
                                                tr("SVG (*.svg);;PNG (*.png);;PDF (*.pdf);;Mermaid (*.mmd);;DOT (*.dot);;JSON (*.json)"));
    if (path.isEmpty())
        return;
    if (!writeTo(path, exportOptions()))
        Q_EMIT failed(tr("%1: not a format a diagram is written in").arg(path));
}

PictureOptions DiagramPage::exportOptions() const
{
    return {2, false, m_view->badges(), addresses(m_workspace.catalog())};
}

void DiagramPage::exportChosen()
{
    if (m_view->chosen().empty())
        return Q_EMIT failed(tr("Select a node, or trace or find something, to export only that"));
    const QString path = QFileDialog::getSaveFileName(this, tr("Export what is selected, on nothing"),
                                                      m_kind->currentData().toString() + QStringLiteral("-part.png"),
                                                      tr("PNG (*.png);;SVG (*.svg);;PDF (*.pdf)"));
    PictureOptions options = exportOptions();
    options.transparent = true;
    if (!path.isEmpty() && !writeTo(path, options, true))
        Q_EMIT failed(tr("%1: not a format a diagram is written in").arg(path));
}

bool DiagramPage::writeTo(const QString& path, const PictureOptions& asked, bool chosen)
{
    const QString format = path.section(u'.', -1).toLower();
    Diagram shown = m_diagram;
    Layout layout = m_view->placed();
    PictureOptions options = asked;
    if (chosen) {
        const std::set<std::size_t> nodes = m_view->chosen();
        options.badges.clear();
        for (const std::size_t node : nodes)
            options.badges.push_back(node < asked.badges.size() ? asked.badges[node] : Badge{});
        std::tie(shown, layout) = cut_out(m_diagram, layout, nodes);
    }
    const QByteArray bytes = format == QStringLiteral("mmd") ? QByteArray::fromStdString(write_mermaid(written()))
        : format == QStringLiteral("dot")                    ? QByteArray::fromStdString(write_dot(written()))
        : format == QStringLiteral("json")                   ? QByteArray::fromStdString(write_diagram_json(shown, layout))
                                                             : diagram_bytes(shown, layout, Theme::light(), format, options);
    if (bytes.isEmpty())
        return false;
    if (QString why; !write_file(path, bytes, why))
        Q_EMIT failed(why);
    return true;
}

} // namespace archway
