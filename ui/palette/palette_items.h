// SPDX-License-Identifier: GPL-3.0-or-later
// What Ctrl+K finds: actions, inputs to set, models to choose, innovations to switch, and everything the knowledge base names.
#pragma once

#include "ui/workspace.h"

#include <QList>
#include <QString>

#include <functional>

class QAction;

namespace archway {

struct PaletteItem {
    QString text;
    QString kind;     ///< "action", "input", "model", "service", "claim" …, as shown
    QString shortcut; ///< of an action
    QString search;   ///< lower case: text, kind, aliases
    int order = 0;    ///< between equally good matches the lower comes first
    std::function<void()> run;
    QString more = {};         ///< what else is searched, as it is written: aliases, a summary, where a claim stands
    qsizetype names = 1 << 20; ///< what begins behind here in `search` is no name: words found there count less
};

/// What stands around the first word typed that the item's own text does not hold: "… holds the compressed KV cache …"; empty where its
/// text holds all of them.
[[nodiscard]] QString excerpt_of(const PaletteItem& item, const QString& typed);

/// What changes with the knowledge only: models, regions, innovations, entities, formulas, claims and sources.
[[nodiscard]] QList<PaletteItem> knowledge_items(Workspace& workspace);
/// What the rest of a large base holds of the words typed; choosing one fetches it. Empty where all of the base is in the window.
[[nodiscard]] QList<PaletteItem> beyond_items(Workspace& workspace, const QString& typed);
/// The enabled ones of a menu bar's actions, as they are now.
[[nodiscard]] QList<PaletteItem> action_items(const QList<QAction*>& menus);
/// Inputs the scenario has, with their value now; `focus` is asked to bring one to hand. Where `typed` ends in a value ("users 2k"), the
/// inputs its words name are offered set to it.
[[nodiscard]] QList<PaletteItem> input_items(Workspace& workspace, const QString& typed,
                                             const std::function<void(const QString& path)>& focus);

/// The best of `items` for what is typed, best first: every word has to be found, at the start of a word rather than within.
[[nodiscard]] QList<PaletteItem> best_items(const QList<PaletteItem>& items, const QString& typed, int most);

} // namespace archway
