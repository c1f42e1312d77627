// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diagram/opened_file.h"

#include <QFile>
#include <QFileInfo>
#include <QObject>

#include <algorithm>

namespace archway {

Result<OpenedFile> read_opened_file(const QString& path)
{
    const std::string place = path.toStdString();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return bad_input(place, "cannot be read: " + file.errorString().toStdString());
    const QByteArray bytes = file.read(static_cast<qint64>(largest_diagram_file) + 1);
    if (bytes.size() > static_cast<qsizetype>(largest_diagram_file))
        return bad_input(place, "is too large for a diagram", "expected at most 4 MiB of Mermaid or DOT");
    OpenedFile out{path, bytes.toStdString(), {}};
    Result<DiagramFile> read = read_diagram_file(out.text, QFileInfo(path).fileName().toStdString());
    if (!read)
        return read.error();
    out.file = std::move(*read);
    return out;
}

Diagram noted_diagram(const DiagramFile& file)
{
    constexpr std::size_t most = 3;
    Diagram out = file.diagram;
    if (file.unknown.empty())
        return out;
    QStringList lines;
    for (std::size_t i = 0; i < std::min(file.unknown.size(), most); ++i)
        lines << QString::fromStdString(shown_line(file.unknown[i], 90));
    if (file.unknown.size() > most)
        lines << QStringLiteral("…");
    const QString count = file.unknown.size() == 1
        ? QObject::tr("One line was not understood and stays in the text as it is")
        : QObject::tr("%1 lines were not understood and stay in the text as they are").arg(file.unknown.size());
    out.note = QStringLiteral("%1: %2").arg(count, lines.join(QStringLiteral("; "))).toStdString();
    return out;
}

} // namespace archway
