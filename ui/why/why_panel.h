// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace.h"

#include <QTextBrowser>

namespace archway {

/// Whatever was clicked last: its formula with the numbers in it, the claims about it with their sources, its relations.
class WhyPanel : public QTextBrowser {
    Q_OBJECT
public:
    explicit WhyPanel(Workspace& workspace, QWidget* parent = nullptr);

    /// Nothing is ever loaded from disk or network.
    QVariant loadResource(int type, const QUrl& name) override;

private:
    void refresh();
    Workspace& m_workspace;
};

} // namespace archway
