// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window.h"

#include "app/any_import.h"
#include "app/knowledge_location.h"
#include "ui/knowledge/own_knowledge.h"
#include "ui/main_window.h"
#include "ui/theme.h"

#include <QApplication>
#include <QSettings>
#include <QStandardPaths>
#include <QTimer>

#include <algorithm>
#include <future>

namespace archway {

namespace {

/// Where unsaved changes are kept against a crash: beside the user's layers.
QString unsaved_folder(const VerbContext& context)
{
    const QString own = context.user_data.empty()
        ? QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/archway")
        : QString::fromStdString(context.user_data);
    return own + QStringLiteral("/unsaved");
}

} // namespace

int open_window(int& argc, char** argv, const std::string& project, const VerbContext& context)
{
    // The base is read before a window is there: without it there is nothing to show.
    const KnowledgePlaces places{[&context]() -> Result<Catalog> {
                                     const Result<KnowledgeStore> store = open_knowledge(context);
                                     if (!store)
                                         return store.error();
                                     return store->catalog();
                                 },
                                 read_any_import, user_layers(context)};
    Result<WindowKnowledge> knowledge = read_layered(places.base, places.layers);
    if (!knowledge) {
        VerbContext failed;
        failed.fail(knowledge.error());
        return failed.status;
    }
    // What computation says of the claims is worked out while Qt starts: the first answer already needs it.
    auto checking = std::async(std::launch::async, [&knowledge] { check_layered(*knowledge); });
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("archway"));
    QApplication::setApplicationDisplayName(QStringLiteral("Archway"));
    QApplication::setOrganizationName(QStringLiteral("archway"));
    QApplication::setApplicationVersion(QStringLiteral(ARCHWAY_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.archway.Archway"));
    const int appearance = QSettings().value(QStringLiteral("window/appearance"), 0).toInt();
    Theme::instance().install(application, static_cast<Appearance>(std::clamp(appearance, 0, 2)));
    checking.get();
    Workspace workspace(std::move(knowledge->catalog), std::move(knowledge->checked));
    OwnKnowledge own(workspace, places, std::move(*knowledge));
    MainWindow window(workspace);
    if (project.empty())
        window.restoreSession();
    else
        window.openProject(QString::fromStdString(project));
    if (const QString problems = own.problems(); !problems.isEmpty())
        window.showMessage(problems);
    window.show();
    // After the first paint: looking for what an earlier run left needs the disk.
    QTimer::singleShot(0, &window, [&window, &context] { window.keepUnsaved(unsaved_folder(context)); });
    return QApplication::exec();
}

} // namespace archway
