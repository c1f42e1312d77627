// SPDX-License-Identifier: GPL-3.0-or-later
// Lists and reads the project's own files for the tests that watch over the source tree.
#pragma once

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QStringList>

namespace archway::house {

/// Paths below the project's root, sorted, of the files matching `names` in `folders` (whole trees).
inline QStringList files_in(const QStringList& folders, const QStringList& names)
{
    const QDir root(QStringLiteral(ARCHWAY_SOURCE_DIR));
    QStringList found;
    for (const QString& folder : folders) {
        QDirIterator each(root.filePath(folder), names, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (each.hasNext())
            found << root.relativeFilePath(each.next());
    }
    found.sort();
    return found;
}

/// The folders that hold source code.
inline QStringList code_folders()
{
    return {QStringLiteral("app"),   QStringLiteral("db"),    QStringLiteral("diagrams"),
            QStringLiteral("model"), QStringLiteral("tests"), QStringLiteral("ui")};
}

/// The lines of a file named by its path below the project's root; empty when it cannot be read.
inline QStringList lines_of(const QString& path)
{
    QFile file(QDir(QStringLiteral(ARCHWAY_SOURCE_DIR)).filePath(path));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(file.readAll()).split(u'\n');
}

} // namespace archway::house
