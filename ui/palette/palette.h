// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/palette/palette_items.h"

#include <QFrame>
#include <QPointer>

class QLabel;
class QLineEdit;
class QListView;
class QMenuBar;
class QStandardItemModel;

namespace archway {

/// The palette over the window: type, choose with the arrow keys, Enter runs, Escape closes.
class Palette : public QFrame {
    Q_OBJECT
public:
    /// `menus` are read each time it opens; `focus` brings a numeric input to hand.
    Palette(Workspace& workspace, QMenuBar& menus, std::function<void(const QString& path)> focus, QWidget* window);

    void open(const QString& typed = {});
    /// What is offered now, best first.
    [[nodiscard]] QStringList offered() const;

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void refresh();
    void place();
    void runCurrent();
    void step(int by);

    Workspace& m_workspace;
    QMenuBar& m_menus;
    std::function<void(const QString& path)> m_focus;
    QLineEdit* m_edit;
    QListView* m_list;
    QLabel* m_empty;
    QStandardItemModel* m_model;
    QList<PaletteItem> m_knowledge; ///< filled when first opened
    QList<PaletteItem> m_actions;
    QList<PaletteItem> m_shown;
    QPointer<QWidget> m_before; ///< had the focus when it opened
};

} // namespace archway
