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
};

/// What changes with the knowledge only: models, regions, innovations, entities, formulas and claims.
[[nodiscard]] QList<PaletteItem> knowledge_items(Workspace& workspace);
/// The enabled ones of a menu bar's actions, as they are now.
[[nodiscard]] QList<PaletteItem> action_items(const QList<QAction*>& menus);
/// Inputs the scenario has, with their value now; `focus` is asked to bring one to hand. Where `typed` ends in a value ("users 2k"), the
/// inputs its words name are offered set to it.
[[nodiscard]] QList<PaletteItem> input_items(Workspace& workspace, const QString& typed,
                                             const std::function<void(const QString& path)>& focus);

/// The best of `items` for what is typed, best first: every word has to be found, at the start of a word rather than within.
[[nodiscard]] QList<PaletteItem> best_items(const QList<PaletteItem>& items, const QString& typed, int most);

} // namespace archway
