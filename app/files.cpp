// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files.h"

#include "ui/whole_file.h"

#include <QFile>

namespace archway {

Result<std::string> read_file(const std::string& path, std::size_t limit)
{
    QFile file(QString::fromStdString(path));
    if (!file.exists())
        return bad_input(path, "no such file");
    if (!file.open(QIODevice::ReadOnly))
        return bad_input(path, "cannot be read: " + file.errorString().toStdString());
    if (static_cast<std::size_t>(file.size()) > limit)
        return bad_input(path, "is larger than " + std::to_string(limit >> 20) + " MiB", "a file of that kind is never so large");
    return file.readAll().toStdString();
}

Status write_file(const std::string& path, std::string_view bytes)
{
    const QString reason = write_whole(QString::fromStdString(path), QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())));
    if (!reason.isEmpty())
        return failure(path, "cannot be written: " + reason.toStdString());
    return Done{};
}

} // namespace archway
