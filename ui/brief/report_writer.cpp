// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/brief/report_writer.h"

#include "diagrams/kinds/kinds.h"
#include "diagrams/layout_client.h"
#include "model/compare/record.h"
#include "ui/brief/brief_pdf.h"
#include "ui/paint/chart_builder.h"
#include "ui/paint/diagram_painter.h"
#include "ui/whole_file.h"

#include <fmt/format.h>

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace archway {

namespace {

Status put_file(const QString& path, const QByteArray& bytes)
{
    const QString reason = write_whole(path, bytes);
    if (!reason.isEmpty())
        return failure(path.toStdString(), "cannot be written: " + reason.toStdString());
    return Done{};
}

QByteArray read_whole(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

int newest_number(const QDir& folder)
{
    static const QRegularExpression name(QStringLiteral("^report-(\\d+)\\.md$"));
    int newest = 0;
    for (const QString& file : folder.entryList({QStringLiteral("report-*.md")}, QDir::Files)) {
        if (const auto match = name.match(file); match.hasMatch())
            newest = std::max(newest, match.captured(1).toInt());
    }
    return newest;
}

QString report_name(int number, const char* extension = "md")
{
    return QStringLiteral("report-%1.%2").arg(number, 2, 10, QLatin1Char('0')).arg(QLatin1String(extension));
}

using Files = std::vector<std::pair<QString, QByteArray>>; ///< name and contents, in the order they are written

/// The brief as HTML and PDF, its pictures inside.
Files documents(const Brief& brief, const Catalog& catalog, int number, const Files& pictures, ReportFormats formats)
{
    Files out;
    if (formats.html) {
        std::map<std::string, std::string> addresses;
        for (const auto& [name, bytes] : pictures)
            addresses[name.toStdString()] = "data:image/svg+xml;base64," + bytes.toBase64().toStdString();
        out.emplace_back(report_name(number, "html"), QByteArray::fromStdString(to_html(brief, catalog, number, addresses)));
    }
    if (formats.pdf) {
        const QMap<QString, QByteArray> files(std::map<QString, QByteArray>(pictures.begin(), pictures.end()));
        out.emplace_back(report_name(number, "pdf"),
                         brief_pdf(QString::fromStdString(to_html(brief, catalog, number)), QString::fromStdString(brief.title), files));
    }
    return out;
}

/// Writes the files; `out` with the HTML and PDF among them.
Result<ReportWritten> written(const Files& files, const QDir& directory, ReportWritten out)
{
    for (const auto& [name, bytes] : files) {
        if (const Status done = put_file(directory.filePath(name), bytes); !done)
            return done.error();
        if (name.endsWith(QStringLiteral(".html")) || name.endsWith(QStringLiteral(".pdf")))
            out.beside.append(directory.filePath(name));
    }
    return out;
}

/// The ledger: every source the base knows, ticked where it was read, with how many claims it contributed.
std::string references_text(const Catalog& catalog)
{
    std::string out = "# References\n\nRead sources contribute claims; unread ones contribute nothing of their own.\n\n";
    for (const Source& source : catalog.knowledge.sources) {
        int claims = 0;
        for (const Claim& claim : catalog.knowledge.claims) {
            for (const Citation& citation : claim.sources)
                claims += citation.document == source.id ? 1 : 0;
        }
        out += fmt::format("- [{}] {} ({}){}\n", source.read ? "x" : " ", source.title, source.id,
                           claims > 0 ? fmt::format(": {} citation{}", claims, claims == 1 ? "" : "s") : "");
    }
    return out;
}

} // namespace

QString newest_report(const QString& folder)
{
    const int newest = newest_number(QDir(folder));
    return newest > 0 ? QDir(folder).filePath(report_name(newest)) : QString();
}

Result<ReportWritten> write_report(const Answer& answer, const Catalog& catalog, const QString& folder, const QString& date,
                                   ReportFormats formats)
{
    const QDir directory(folder);
    if (!QDir().mkpath(folder))
        return failure(folder.toStdString(), "cannot be made", "name a folder that can be written to");
    const int newest = newest_number(directory);
    const int number = newest + 1;
    const QString stem = QStringLiteral("report-%1").arg(number, 2, 10, QLatin1Char('0'));

    Brief brief = write_brief(answer, catalog, date.toStdString());
    Files files;
    for (const char* kind : {"deployment", "flowchart"}) {
        const Result<Diagram> diagram = build_diagram(kind, catalog, &answer);
        if (!diagram)
            continue;
        const QString file = QStringLiteral("%1-%2.svg").arg(stem, QLatin1String(kind));
        const Layout placed = layout(*diagram, measure_with_fonts());
        files.emplace_back(file, diagram_bytes(*diagram, placed, Theme::print(), QStringLiteral("svg")));
        BriefSection section;
        section.title = diagram_kind(kind)->title;
        section.pictures.push_back({file.toStdString(), std::string("diagram:") + kind, diagram->title});
        brief.sections.push_back(std::move(section));
    }
    for (const ChartKind& kind : chart_kinds()) {
        const bool suits = answer.estimate && kind.suits(*answer.estimate);
        const ChartData data = suits ? chart_data(kind.id, *answer.estimate, catalog) : ChartData{};
        if (data.empty())
            continue;
        const QString file = QStringLiteral("%1-%2.svg").arg(stem, QString::fromStdString(kind.id));
        files.emplace_back(file, chart_bytes(data, Theme::print(), QStringLiteral("svg")));
        BriefSection section;
        section.title = data.title;
        section.paragraphs.push_back({data.finding, {data.formula}});
        section.pictures.push_back({file.toStdString(), "chart:" + kind.id, data.title});
        brief.sections.push_back(std::move(section));
    }
    const Files pictures = files;
    ReportWritten out;
    const std::string text = to_markdown(brief, catalog, number);
    if (newest > 0) {
        out.previous = directory.filePath(report_name(newest));
        // The names of a version's own pictures carry its number; they are no change.
        QByteArray same = read_whole(out.previous);
        same.replace(QStringLiteral("report-%1-").arg(newest, 2, 10, QLatin1Char('0')).toUtf8(), (stem + u'-').toUtf8());
        const std::string difference
            = brief_difference(same.toStdString(), text, report_name(newest).toStdString(), report_name(number).toStdString());
        if (difference.empty()) {
            out.changed = false;
            formats.html = formats.html && !directory.exists(report_name(newest, "html"));
            formats.pdf = formats.pdf && !directory.exists(report_name(newest, "pdf"));
            const QByteArray record = read_whole(directory.filePath(report_name(newest, "json")));
            brief.date = QJsonDocument::fromJson(record)[QStringLiteral("date")].toString().toStdString();
            return written(documents(brief, catalog, newest, pictures, formats), directory, std::move(out));
        }
        files.emplace_back(QStringLiteral("diff.md"), QByteArray::fromStdString(difference));
    }
    files.emplace_back(QStringLiteral("references.md"), QByteArray::fromStdString(references_text(catalog)));
    files.emplace_back(report_name(number, "json"),
                       QByteArray::fromStdString(decision_record(answer, catalog.knowledge_version, date.toStdString())));
    for (auto& file : documents(brief, catalog, number, pictures, formats))
        files.push_back(std::move(file));
    // Last, so that a report that is there has everything it shows.
    files.emplace_back(report_name(number), QByteArray::fromStdString(text));
    out.file = directory.filePath(report_name(number));
    return written(files, directory, std::move(out));
}

} // namespace archway
