// SPDX-License-Identifier: GPL-3.0-or-later
// The window: question on the left, answer in the middle, why on the right.
#pragma once

#include "ui/workspace.h"

#include <QMainWindow>
#include <QMap>

#include <functional>
#include <utility>

class QFrame;
class QAction;
class QLabel;
class QMenu;
class QSplitter;
class QStackedWidget;
class QTabBar;
class QUndoGroup;

namespace archway {

class BriefPage;
class Headline;
class KnowledgeActions;
class OfferBar;
class Palette;
class PresentView;
class QuestionPanel;
class Recovery;
class StartPage;
struct Example;
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
    /// False where it cannot be opened, which is said.
    bool openProject(const QString& path);
    /// A project, a model's config.json, a diagram or knowledge; of a modified project is asked first whether to save it.
    void openFile(const QString& path);
    void openDiagram(const QString& path);
    /// The project that was open when the window closed last, on the page it showed; none where it is gone.
    void restoreSession();
    /// From here on unsaved changes are kept in `folder` against a crash, and those found there are offered above the answer.
    void keepUnsaved(const QString& folder);
    [[nodiscard]] Recovery* recovery() const { return m_recovery; }
    [[nodiscard]] KnowledgeActions* knowledge() const { return m_own; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildActions();
    void buildFileMenu();
    void buildQuestionMenu();
    void buildViewMenu();
    void buildToolBar();
    QAction* makeAction(QMenu* menu, const QString& text, const QKeySequence& keys, const char* icon, std::function<void()> run);
    void tintIcons();
    QUndoGroup* undoGroup();
    void buildCentre();
    void buildStatus();
    using PageMaker = std::function<QWidget*()>;
    void addPage(const QString& title, PageMaker make);
    void showMadePage(int index);
    bool save();
    enum class Replacing { Yes, Elsewhere, No };
    Replacing askToReplace(const QString& path);
    bool saveAs();
    bool maybeSave();
    void askForProject();
    void openRecent(const QString& path);
    void openExample(const Example& example);
    void openText(const QString& text, const QString& place, const QString& path);
    void paste();
    void connectStart(StartPage& start);
    void find();
    void pinScenario();
    void writeConfiguration(const QString& kind);
    void copyFigures();
    void focusNextPane();
    void showShortcuts();
    void present(bool on);
    void refreshStatus();
    void offerLeftover();
    void restoreLeftover();

    Workspace& m_workspace;
    KnowledgeActions* m_own; ///< what can be done about facts, prices and the user's layers
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
    QByteArray m_onDisk;    ///< what the project's file held when it was read or written last
    QString m_leftoverText; ///< the project offered
    QString m_leftoverPath;
    Palette* m_palette = nullptr;      ///< made when first opened
    QMap<QString, QAction*> m_actions; ///< those on the tool bar, by their icon's name
    QList<std::pair<QAction*, QString>> m_icons;
    QLabel* m_knowledge = nullptr;
    QLabel* m_prices = nullptr;
    QLabel* m_time = nullptr;
    QLabel* m_saved = nullptr;
    bool m_presenting = false;
    PresentView* m_presenter = nullptr; ///< made when first presented
    Qt::WindowStates m_usualState;
};

} // namespace archway
