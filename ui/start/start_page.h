// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/start/examples.h"
#include "ui/workspace.h"

#include <QScrollArea>

class QVBoxLayout;

namespace archway {

/// What an empty project shows: ways to begin, the projects of late, worked examples.
class StartPage : public QScrollArea {
    Q_OBJECT
public:
    explicit StartPage(Workspace& workspace, QWidget* parent = nullptr);

Q_SIGNALS:
    void modelAsked();
    void importAsked();
    void describeAsked();
    void openAsked();
    void fileAsked(const QString& path);
    void exampleAsked(const archway::Example& example);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void fillRecent();
    QWidget* m_recent;
    QVBoxLayout* m_recentList;
};

} // namespace archway
