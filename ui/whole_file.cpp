// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/whole_file.h"

#include <QSaveFile>

namespace archway {

QString write_whole(const QString& path, const QByteArray& bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return file.errorString();
    // What stands in the buffer is written here: QSaveFile::commit() does not look whether its own flush reached the disk, and would
    // put an empty file in place of a whole one where the disk is full.
    if (file.write(bytes) != bytes.size() || !file.flush()) {
        const QString reason = file.errorString();
        file.cancelWriting();
        return reason;
    }
    return file.commit() ? QString() : file.errorString();
}

} // namespace archway
