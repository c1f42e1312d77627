// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/offscreen.h"

#include <fmt/format.h>

#include <QApplication>
#include <QFont>
#include <QHashFunctions>

#include <algorithm>
#include <cstdio>

namespace archway {

Offscreen::Offscreen()
{
    if (QCoreApplication::instance())
        return;
    // Hash order must not reach a picture: PDF fonts are numbered in it.
    QHashSeed::setDeterministicGlobalSeed();
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // What Qt says about a machine without a session helps nobody who runs a verb.
    qInstallMessageHandler([](QtMsgType type, const QMessageLogContext&, const QString& message) {
        if (type == QtCriticalMsg || type == QtFatalMsg)
            std::fprintf(stderr, "%s\n", qPrintable(message));
    });
    // The picture must not depend on the desktop it is made on.
    qunsetenv("QT_SCALE_FACTOR");
    static int argc = 1;
    static char name[] = "archway";
    static char* argv[] = {name, nullptr};
    m_application = std::make_unique<QApplication>(argc, argv);
    QApplication::setFont(QFont(QStringLiteral("DejaVu Sans"), 9));
}

Offscreen::~Offscreen() = default;

Result<std::string> output_format(const std::string& path, const std::vector<std::string>& known)
{
    if (path.empty())
        return Error{Error::Code::Usage, "-o", "is missing", fmt::format("expected a file ending in {}", fmt::join(known, ", "))};
    const std::size_t dot = path.rfind('.');
    std::string extension = dot == std::string::npos ? "" : path.substr(dot + 1);
    if (std::find(known.begin(), known.end(), extension) == known.end())
        return Error{Error::Code::Usage, path, "is not written in that format",
                     fmt::format("expected a file ending in {}", fmt::join(known, ", "))};
    return extension;
}

} // namespace archway
