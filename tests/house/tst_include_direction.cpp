// SPDX-License-Identifier: GPL-3.0-or-later
// Fails when an include breaks the direction app → ui → db, diagrams → model, or lets SQLite, Graphviz or Qt out of its folder.
#include "tests/house/source_tree.h"

#include <QFileInfo>
#include <QLibraryInfo>
#include <QRegularExpression>
#include <QTest>

using namespace archway::house;

namespace {

/// What the files of one folder may include.
struct FolderRule {
    QString folder;
    QStringList project;     ///< our own headers, by the folder they are in
    QStringList qt;          ///< Qt modules by their include folder; "*" = all
    QStringList libraries;   ///< third-party headers, by how they begin
    QStringList refused_std; ///< standard headers that would bring in files or threads
};

QStringList words(const char* text)
{
    return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts);
}

/// The longest matching folder wins, so diagrams/engine/ has a rule of its own.
const QList<FolderRule>& rules()
{
    static const QList<FolderRule> all{
        {QStringLiteral("model/"),
         words("model/"),
         {},
         words("nlohmann/ fmt/"),
         words("fstream filesystem thread mutex shared_mutex condition_variable future cstdio iostream")},
        {QStringLiteral("db/"), words("db/ model/"), words("QtCore"), words("nlohmann/ fmt/ sqlite3.h SQLiteCpp/"), {}},
        {QStringLiteral("diagrams/"), words("diagrams/ model/"), words("QtCore"), words("nlohmann/ fmt/"), {}},
        {QStringLiteral("diagrams/engine/"),
         words("diagrams/ model/"),
         words("QtCore"),
         words("nlohmann/ fmt/ gvc.h cgraph.h graphviz/ sys/ unistd.h"),
         {}},
        {QStringLiteral("ui/"), words("ui/ model/ db/ diagrams/"), words("*"), words("nlohmann/ fmt/"), {}},
        {QStringLiteral("app/"), words("app/ ui/ model/ db/ diagrams/"), words("*"), words("nlohmann/ fmt/ CLI/"), {}},
    };
    return all;
}

const FolderRule* rule_for(const QString& path)
{
    const FolderRule* best = nullptr;
    for (const FolderRule& rule : rules())
        if (path.startsWith(rule.folder) && (!best || rule.folder.size() > best->folder.size()))
            best = &rule;
    return best;
}

/// The Qt module ("QtWidgets") whose installed headers hold `header`; empty when it is not one of Qt's.
QString qt_module(const QString& header)
{
    static const QDir headers(QLibraryInfo::path(QLibraryInfo::HeadersPath));
    static const QRegularExpression qualified(QStringLiteral("^(Qt[A-Z][A-Za-z]*)/"));
    if (const auto match = qualified.match(header); match.hasMatch())
        return match.captured(1);
    if (header.contains(u'/'))
        return {};
    static const QStringList modules = headers.entryList({QStringLiteral("Qt*")}, QDir::Dirs, QDir::Name);
    for (const QString& module : modules)
        if (QFileInfo::exists(headers.filePath(module + u'/' + header)))
            return module;
    return {};
}

bool begins_with_any(const QString& header, const QStringList& beginnings)
{
    return std::any_of(beginnings.begin(), beginnings.end(), [&](const QString& begin) { return header.startsWith(begin); });
}

/// Why the file at `path` may not include `header`; empty when it may.
QString complaint(const QString& path, const QString& header)
{
    const FolderRule* rule = rule_for(path);
    if (!rule)
        return {};
    static const QRegularExpression own(QStringLiteral("^(app|ui|db|diagrams|model|tests)/"));
    if (own.match(header).hasMatch()) {
        if (header.startsWith(QStringLiteral("diagrams/engine/")) && rule->folder != QStringLiteral("diagrams/engine/"))
            return QStringLiteral("the layout worker is another process; only its wire format is shared");
        return begins_with_any(header, rule->project) ? QString() : QStringLiteral("may only include ") + rule->project.join(u' ');
    }
    static const QRegularExpression standard(QStringLiteral("^[a-z_0-9]+$"));
    if (standard.match(header).hasMatch())
        return rule->refused_std.contains(header) ? QStringLiteral("no files and no threads here") : QString();
    if (begins_with_any(header, rule->libraries))
        return {};
    if (const QString module = qt_module(header); !module.isEmpty()) {
        const bool allowed = rule->qt.contains(QStringLiteral("*")) || rule->qt.contains(module);
        return allowed ? QString() : module + QStringLiteral(" does not belong here");
    }
    if (rule->qt.contains(QStringLiteral("*")) && !header.contains(QRegularExpression(QStringLiteral("sqlite|SQLite|gvc|cgraph|graphviz"))))
        return {}; // platform headers of the window and of main
    return QStringLiteral("not a library of this folder");
}

/// The headers a file includes, moc's own outputs left out.
QStringList includes_of(const QStringList& lines)
{
    static const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"));
    QStringList found;
    for (const QString& line : lines)
        if (const auto match = include.match(line); match.hasMatch() && !match.captured(1).endsWith(QStringLiteral(".moc")))
            found << match.captured(1);
    return found;
}

} // namespace

class TestIncludeDirection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rule_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("header");
        QTest::addColumn<bool>("allowed");
        const auto row = [](const char* path, const char* header, bool allowed) {
            QTest::addRow("%s %s", path, header) << QString::fromLatin1(path) << QString::fromLatin1(header) << allowed;
        };
        row("model/a.cpp", "model/base/result.h", true);
        row("model/a.cpp", "vector", true);
        row("model/a.cpp", "nlohmann/json.hpp", true);
        row("model/a.cpp", "db/knowledge_store.h", false);
        row("model/a.cpp", "QString", false);
        row("model/a.cpp", "QtCore/QString", false);
        row("model/a.cpp", "fstream", false);
        row("model/a.cpp", "thread", false);
        row("model/a.cpp", "sqlite3.h", false);
        row("db/a.cpp", "sqlite3.h", true);
        row("db/a.cpp", "SQLiteCpp/Database.h", true);
        row("db/a.cpp", "diagrams/diagram.h", false);
        row("db/a.cpp", "QLabel", false);
        row("diagrams/a.cpp", "QProcess", true);
        row("diagrams/a.cpp", "gvc.h", false);
        row("diagrams/a.cpp", "diagrams/engine/worker.h", false);
        row("diagrams/a.cpp", "QGraphicsView", false);
        row("diagrams/a.cpp", "db/knowledge_store.h", false);
        row("diagrams/engine/a.cpp", "graphviz/gvc.h", true);
        row("diagrams/engine/a.cpp", "gvc.h", true);
        row("diagrams/engine/a.cpp", "diagrams/diagram.h", true);
        row("ui/a.cpp", "QChartView", true);
        row("ui/a.cpp", "db/knowledge_store.h", true);
        row("ui/a.cpp", "app/verb.h", false);
        row("ui/a.cpp", "SQLiteCpp/SQLiteCpp.h", false);
        row("ui/a.cpp", "cgraph.h", false);
        row("app/a.cpp", "ui/theme.h", true);
        row("app/a.cpp", "CLI/App.hpp", true);
        row("app/a.cpp", "sqlite3.h", false);
        row("app/a.cpp", "graphviz/cgraph.h", false);
    }

    void rule()
    {
        QFETCH(QString, path);
        QFETCH(QString, header);
        QFETCH(bool, allowed);
        QCOMPARE(complaint(path, header).isEmpty(), allowed);
    }

    void reads_every_way_to_write_an_include()
    {
        const QStringList lines{QStringLiteral("#include <QLabel>"), QStringLiteral("  # include \"db/a.h\" // why"),
                                QStringLiteral("// #include <gvc.h>"), QStringLiteral("#include \"tst_a.moc\"")};
        QCOMPARE(includes_of(lines), QStringList({QStringLiteral("QLabel"), QStringLiteral("db/a.h")}));
    }

    void the_tree_follows_the_direction()
    {
        const QStringList files = files_in(code_folders(), {QStringLiteral("*.cpp"), QStringLiteral("*.h")});
        QVERIFY2(files.size() > 20, "the source tree was not found");
        QStringList complaints;
        for (const QString& file : files)
            for (const QString& header : includes_of(lines_of(file)))
                if (const QString why = complaint(file, header); !why.isEmpty())
                    complaints << file + QStringLiteral(" includes ") + header + QStringLiteral(": ") + why;
        QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join(u'\n')));
    }
};

QTEST_APPLESS_MAIN(TestIncludeDirection)
#include "tst_include_direction.moc"
