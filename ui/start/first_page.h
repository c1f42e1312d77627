// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStackedWidget>

#include <functional>

namespace archway {

class StartPage;
class Workspace;

/// The first page: ways to begin while nothing is asked, the services once something is.
class FirstPage : public QStackedWidget {
    Q_OBJECT
public:
    /// `made` is told of the page with the ways to begin, which is made when an untouched project is first shown.
    FirstPage(Workspace& workspace, std::function<void(StartPage&)> made, QWidget* parent = nullptr);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void follow();
    Workspace& m_workspace;
    std::function<void(StartPage&)> m_made;
    StartPage* m_start = nullptr;
    QWidget* m_services = nullptr;
};

} // namespace archway
