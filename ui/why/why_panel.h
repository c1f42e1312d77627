// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace.h"

#include <QTextBrowser>

namespace archway {

class KnowledgeActions;

/// Whatever was clicked last: its formula with the numbers in it, the claims about it with their sources, its relations; under it what can
/// be done about it in the user's own layer.
class WhyPanel : public QTextBrowser {
    Q_OBJECT
public:
    explicit WhyPanel(Workspace& workspace, QWidget* parent = nullptr);

    /// Nothing is ever loaded from disk or network.
    QVariant loadResource(int type, const QUrl& name) override;
    [[nodiscard]] KnowledgeActions* actions() const { return m_actions; }

Q_SIGNALS:
    void failed(const QString& message);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void changeWeight(const QString& rule);
    void askPath(const QString& from);
    void buildActions();
    void placeActions();
    Workspace& m_workspace;
    KnowledgeActions* m_actions;
    QWidget* m_bar;
    QList<QWidget*> m_ofClaim;
    QList<QWidget*> m_ofInstance;
};

} // namespace archway
