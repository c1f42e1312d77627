// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window.h"

#include "app/any_import.h"
#include "app/knowledge_location.h"
#include "ui/knowledge/own_knowledge.h"
#include "ui/main_window.h"
#include "ui/theme.h"

#include <QApplication>
#include <QFontMetrics>
#include <QSettings>
#include <QStandardPaths>
#include <QTimer>

#include <algorithm>
#include <future>
#include <memory>
#include <mutex>
#include <set>
#include <utility>

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
    std::shared_ptr<KnowledgeStore> opened; ///< until it is read for the first time: opened once, not twice, at the start
};

/// Of a large base the file stays open, for what a search asks for later.
Result<KnowledgePlaces> places_of(const VerbContext& context)
{
    Result<KnowledgeStore> opened = open_knowledge(context);
    if (!opened)
        return opened.error();
    const auto store = std::make_shared<KnowledgeStore>(std::move(*opened));
    const auto reached = std::make_shared<Reached>();
    reached->opened = store;
    const auto base = [&context, reached]() -> Result<Catalog> {
        {
            const std::lock_guard lock(reached->mutex);
            if (const auto first = std::exchange(reached->opened, nullptr))
                return first->catalog(reached->ids);
        }
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

/// Finds and opens the fonts of the window: some ten milliseconds, which are to spare while the base is read.
void load_fonts()
{
    for (const TextRole role : {TextRole::Caption, TextRole::Section, TextRole::Body, TextRole::Title, TextRole::Headline})
        (void)QFontMetrics(Theme::instance().font(role)).horizontalAdvance(QStringLiteral("AaGg09 \u00b7\u2026"));
}

} // namespace

int open_window(int& argc, char** argv, const std::string& project, const VerbContext& context)
{
    // Without a base there is nothing to show: it is found before Qt starts.
    const Result<KnowledgePlaces> found = places_of(context);
    if (!found) {
        VerbContext failed;
        failed.fail(found.error());
        return failed.status;
    }
    const KnowledgePlaces& places = *found;
    // Start and reading take turns on two cores: the base is read while Qt starts, and its claims are tested while the window is built.
    auto reading = std::async(std::launch::async, [&places] { return read_layered(places.base, places.layers); });
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("archway"));
    QApplication::setApplicationDisplayName(QStringLiteral("Archway"));
    QApplication::setOrganizationName(QStringLiteral("archway"));
    QApplication::setApplicationVersion(QStringLiteral(ARCHWAY_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.archway.Archway"));
    const int appearance = QSettings().value(QStringLiteral("window/appearance"), 0).toInt();
    Theme::instance().prepare(application, static_cast<Appearance>(std::clamp(appearance, 0, 2)));
    load_fonts();
    Result<WindowKnowledge> knowledge = reading.get();
    if (!knowledge) {
        VerbContext failed;
        failed.fail(knowledge.error());
        return failed.status;
    }
    Workspace workspace(std::move(knowledge->catalog));
    auto checking = std::async(std::launch::async, [&workspace] { return check(workspace.catalog()); });
    OwnKnowledge own(workspace, places, std::move(*knowledge));
    MainWindow window(workspace);
    Theme::instance().dress();
    workspace.setChecked(checking.get()); // the first answer needs them
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
