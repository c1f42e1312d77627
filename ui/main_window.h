// SPDX-License-Identifier: GPL-3.0-or-later
// The window: question on the left, answer in the middle, why on the right.
#pragma once

#include "ui/workspace.h"

#include <QMainWindow>

#include <functional>

class QFrame;
class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;
class QTabBar;

namespace archway {

class Headline;
class OfferBar;
class QuestionPanel;
class Recovery;
class WhyPanel;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(Workspace& workspace, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Shows a page by its index in the tab bar.
    void showPage(int index);
    [[nodiscard]] QTabBar* tabs() const { return m_tabs; }
    /// An error in the bar above the answer; the next change clears it.
    void showMessage(const QString& text);
    void openProject(const QString& path);
    /// From here on unsaved changes are kept in `folder` against a crash, and those found there are offered above the answer.
    void keepUnsaved(const QString& folder);
    [[nodiscard]] Recovery* recovery() const { return m_recovery; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void buildActions();
    void buildCentre();
    void buildStatus();
    using PageMaker = std::function<QWidget*()>;
    void addPage(const QString& title, PageMaker make);
    void showMadePage(int index);
    bool save();
    bool saveAs();
    bool maybeSave();
    void find();
    void present(bool on);
    void refreshStatus();
    void offerLeftover();
    void restoreLeftover();

    Workspace& m_workspace;
    QTabBar* m_tabs = nullptr;
    QStackedWidget* m_pages = nullptr;
    QList<PageMaker> m_makers; ///< of the pages not made yet
    QuestionPanel* m_question = nullptr;
    Headline* m_headline = nullptr;
    WhyPanel* m_why = nullptr;
    QSplitter* m_splitter = nullptr;
    QFrame* m_message = nullptr;
    QLabel* m_messageText = nullptr;
    OfferBar* m_offer = nullptr;
    Recovery* m_recovery = nullptr;
    QString m_leftoverText; ///< the project offered
    QString m_leftoverPath;
    QLineEdit* m_find = nullptr;
    QLabel* m_knowledge = nullptr;
    QLabel* m_prices = nullptr;
    QLabel* m_time = nullptr;
    QLabel* m_saved = nullptr;
    bool m_presenting = false;
    qreal m_usualPoints = 0;
};

} // namespace archway
