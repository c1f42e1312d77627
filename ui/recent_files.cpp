// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recent_files.h"

#include <QFileInfo>
#include <QSettings>

namespace archway {

namespace {

constexpr int most = 8;
const QString key = QStringLiteral("files/recent");

} // namespace

QStringList recent_files()
{
    return QSettings().value(key).toStringList().mid(0, most);
}

void remember_file(const QString& path)
{
    const QString whole = QFileInfo(path).absoluteFilePath();
    QStringList files = recent_files();
    files.removeAll(whole);
    files.prepend(whole);
    QSettings().setValue(key, files.mid(0, most));
}

void forget_file(const QString& path)
{
    QStringList files = recent_files();
    files.removeAll(QFileInfo(path).absoluteFilePath());
    QSettings().setValue(key, files);
}

void forget_all_files()
{
    QSettings().remove(key);
}

} // namespace archway
