// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/knowledge/own_knowledge.h"
#include "ui/workspace.h"

#include <QObject>

class QAction;
class QPushButton;
class QWidget;

namespace archway {

/// What can be done about a fact, a price and one's own layer: actions for buttons and menus, each opening its dialog over `over`. Which of
/// them make sense follows the claim and the instance type that are looked at. Without layers to change all of them are hidden.
class KnowledgeActions : public QObject {
    Q_OBJECT
public:
    KnowledgeActions(Workspace& workspace, QWidget* over);

    /// What the actions are about; empty = nothing of that kind. `instance` may be a type or a family.
    void setClaim(const QString& id);
    void setInstance(const QString& id);

    [[nodiscard]] QAction* correct() const { return m_correct; }
    [[nodiscard]] QAction* withdraw() const { return m_withdraw; }
    [[nodiscard]] QAction* takeBack() const { return m_takeBack; } ///< the user's newest change of the claim
    [[nodiscard]] QAction* add() const { return m_add; }
    [[nodiscard]] QAction* changes() const { return m_changes; }
    [[nodiscard]] QAction* price() const { return m_price; }
    [[nodiscard]] QAction* discount() const { return m_discount; }
    [[nodiscard]] QAction* import() const { return m_import; }
    [[nodiscard]] QAction* exportMine() const { return m_export; }

    /// A button that shows and does what an action does.
    static QPushButton* button(QAction* action);

    /// The preview of what files would change; what import() does with the files chosen.
    void preview(const QStringList& files);
    /// Writes the user's own layer as a pack; failures are said by failed().
    bool writeMine(const QString& path);

Q_SIGNALS:
    void failed(const QString& message);

private:
    template <class Open>
    QAction* action(const QString& text, const QString& help, Open open);
    void refresh();
    void chooseImport();
    void chooseExport();

    Workspace& m_workspace;
    QWidget* m_over;
    QString m_claim;
    QString m_instance;
    QAction* m_correct;
    QAction* m_withdraw;
    QAction* m_takeBack;
    QAction* m_add;
    QAction* m_changes;
    QAction* m_price;
    QAction* m_discount;
    QAction* m_import;
    QAction* m_export;
};

} // namespace archway
