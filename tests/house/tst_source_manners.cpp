// SPDX-License-Identifier: GPL-3.0-or-later
// Every file says its licence, stays short enough to be one thing, and names nothing of the machine it was written on.
#include "tests/house/source_tree.h"

#include <QTest>

using namespace archway::house;

namespace {

constexpr int longest_file = 600; // lines; CONTRIBUTING.md

QStringList source_files()
{
    return files_in(code_folders(), {QStringLiteral("*.cpp"), QStringLiteral("*.h")});
}

/// Everything a person wrote and a reader may open, the data apart.
QStringList text_files()
{
    const QStringList folders = code_folders() << QStringLiteral("cmake") << QStringLiteral("packaging") << QStringLiteral("resources")
                                               << QStringLiteral("docs");
    QStringList files = files_in(folders,
                                 {QStringLiteral("*.cpp"), QStringLiteral("*.h"), QStringLiteral("*.txt"), QStringLiteral("*.cmake"),
                                  QStringLiteral("*.json"), QStringLiteral("*.sql"), QStringLiteral("*.md"), QStringLiteral("*.xml"),
                                  QStringLiteral("*.in"), QStringLiteral("*.archway"), QStringLiteral("*.csv")});
    for (const char* name : {"CMakeLists.txt", "CMakePresets.json", "dev", ".ci/run", "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md",
                             "CHANGELOG.md", "packaging/clean-install-check"})
        files << QString::fromLatin1(name);
    return files;
}

} // namespace

class TestSourceManners : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_source_file_begins_with_its_licence()
    {
        QStringList files = source_files();
        QVERIFY2(files.size() > 20, "the source tree was not found");
        files << files_in(code_folders() << QStringLiteral("cmake") << QStringLiteral("packaging") << QStringLiteral("resources"),
                          {QStringLiteral("CMakeLists.txt"), QStringLiteral("*.cmake"), QStringLiteral("*.sql"), QStringLiteral("*.awk")})
              << QStringLiteral("CMakeLists.txt") << QStringLiteral("dev") << QStringLiteral(".ci/run");
        QStringList without;
        for (const QString& file : files) {
            const QString top = lines_of(file).mid(0, 2).join(u'\n'); // the second line where the first is #!
            if (!top.contains(QStringLiteral("SPDX-License-Identifier: GPL-3.0-or-later")))
                without << file;
        }
        QVERIFY2(without.isEmpty(), qPrintable(without.join(u'\n')));
    }

    void no_file_is_longer_than_one_thing()
    {
        QStringList longer;
        for (const QString& file : source_files())
            if (const auto lines = lines_of(file).size(); lines > longest_file)
                longer << QStringLiteral("%1: %2 lines").arg(file, QString::number(lines));
        QVERIFY2(longer.isEmpty(), qPrintable(longer.join(u'\n')));
    }

    void nothing_names_the_machine()
    {
        // Written in two parts, so that this file does not name them either.
        const QStringList places{QStringLiteral("/wo") + QStringLiteral("rk/"), QStringLiteral("/fa") + QStringLiteral("rm/"),
                                 QStringLiteral("/ro") + QStringLiteral("ot/"), QStringLiteral("/tmp/") + QStringLiteral("wt"),
                                 QStringLiteral("bash_") + QStringLiteral("jobs")};
        QStringList found;
        for (const QString& file : text_files()) {
            const QStringList lines = lines_of(file);
            for (int i = 0; i < lines.size(); ++i)
                for (const QString& place : places)
                    if (lines[i].contains(place))
                        found << QStringLiteral("%1:%2 names %3").arg(file, QString::number(i + 1), place);
        }
        QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
    }

    void tests_are_never_skipped_and_nothing_is_marked_unfinished()
    {
        const QStringList marks{QStringLiteral("QSK") + QStringLiteral("IP"), QStringLiteral("qWa") + QStringLiteral("it("),
                                QStringLiteral("TO") + QStringLiteral("DO"), QStringLiteral("FIX") + QStringLiteral("ME"),
                                QStringLiteral("not imple") + QStringLiteral("mented")};
        QStringList found;
        for (const QString& file : source_files()) {
            const QStringList lines = lines_of(file);
            for (int i = 0; i < lines.size(); ++i)
                for (const QString& mark : marks)
                    if (lines[i].contains(mark))
                        found << QStringLiteral("%1:%2 says %3").arg(file, QString::number(i + 1), mark);
        }
        QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
    }
};

QTEST_APPLESS_MAIN(TestSourceManners)
#include "tst_source_manners.moc"
