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
#include <memory>
#include <mutex>
#include <set>

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

constexpr int most_reached = 300; ///< records that one search fetches from a base that is not read whole

/// What searches asked for of a base that is not read whole. The base is also read beside the window, for imports.
struct Reached {
    std::mutex mutex;
    std::set<std::string, std::less<>> ids;
};

/// Of a large base the file stays open, for what a search asks for later.
Result<KnowledgePlaces> places_of(const VerbContext& context)
{
    Result<KnowledgeStore> opened = open_knowledge(context);
    if (!opened)
        return opened.error();
    const auto store = std::make_shared<KnowledgeStore>(std::move(*opened));
    const auto reached = std::make_shared<Reached>();
    const auto base = [&context, reached]() -> Result<Catalog> {
        const Result<KnowledgeStore> own = open_knowledge(context);
        if (!own)
            return own.error();
        const std::lock_guard lock(reached->mutex);
        return own->catalog(reached->ids);
    };
    KnowledgePlaces places{base, read_any_import, user_layers(context), {}};
    if (!store->whole()) {
        const auto find = [store](const std::string& words, int limit) { return store->find(words, limit); };
        const auto reach = [store, reached](const std::string& words) -> Status {
            const Result<SearchAnswer> hits = store->find(words, most_reached);
            if (!hits)
                return hits.error();
            const std::lock_guard lock(reached->mutex);
            for (const SearchHit& hit : hits->hits)
                reached->ids.insert(hit.id);
            return Done{};
        };
        places.beyond = BeyondReach{store->size(), reach, find};
    }
    return places;
}

} // namespace

int open_window(int& argc, char** argv, const std::string& project, const VerbContext& context)
{
    // The base is read before a window is there: without it there is nothing to show.
    const Result<KnowledgePlaces> found = places_of(context);
    if (!found) {
        VerbContext failed;
        failed.fail(found.error());
        return failed.status;
    }
    const KnowledgePlaces& places = *found;
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
    Theme::instance().prepare(application, static_cast<Appearance>(std::clamp(appearance, 0, 2)));
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
    Theme::instance().dress();
    window.show();
    // After the first paint: looking for what an earlier run left needs the disk.
    QTimer::singleShot(0, &window, [&window, &context] { window.keepUnsaved(unsaved_folder(context)); });
    return QApplication::exec();
}

} // namespace archway
