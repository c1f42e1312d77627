// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a brief into a folder: the next report-##.md, its pictures, diff.md and references.md, on request HTML and PDF. Shared by window
// and verb.
#pragma once

#include "model/brief/brief.h"

#include <QString>
#include <QStringList>

namespace archway {

/// What is written beside the Markdown, which always is: the next report is held against it.
struct ReportFormats {
    bool html = false;
    bool pdf = false;
};

struct ReportWritten {
    QString file;       ///< full path of the report; empty when nothing had changed
    QString previous;   ///< full path of the newest report before
    QStringList beside; ///< full paths of the HTML and PDF written
    bool changed = true;
};

/// The report with the highest number in a folder; empty where there is none. The decision it was written from is `report-##.json` beside
/// it.
[[nodiscard]] QString newest_report(const QString& folder);

/// Writes the next version unless the newest says the same already; then only a format that it lacks. Pictures and the decision
/// (`report-##.json`) first, the report last, each file whole; not writable: Failure.
[[nodiscard]] Result<ReportWritten> write_report(const Answer&, const Catalog&, const QString& folder, const QString& date,
                                                 ReportFormats formats = {});

} // namespace archway
