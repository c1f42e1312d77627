// SPDX-License-Identifier: GPL-3.0-or-later
// The menus, the tool bar and what their actions do: every action has its place in a menu, a key and a line in the palette.
#include "ui/main_window.h"

#include "model/configuration/configuration.h"
#include "ui/brief/brief_page.h"
#include "ui/compare/compare_page.h"
#include "ui/headline/headline.h"
#include "ui/knowledge/knowledge_actions.h"
#include "ui/question/question_panel.h"
#include "ui/recent_files.h"
#include "ui/shortcuts_dialog.h"
#include "ui/start/examples.h"
#include "ui/theme.h"
#include "ui/whole_file.h"
#include "ui/why/why_panel.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolBar>
#include <QUndoGroup>

namespace archway {

QAction* MainWindow::makeAction(QMenu* menu, const QString& text, const QKeySequence& keys, const char* icon, std::function<void()> run)
{
    auto* made = menu->addAction(text);
    made->setShortcut(keys);
    if (icon) {
        m_icons.append({made, QLatin1String(icon)});
        m_actions.insert(QLatin1String(icon), made);
    }
    connect(made, &QAction::triggered, this, [run = std::move(run)] { run(); });
    return made;
}

void MainWindow::buildActions()
{
    buildFileMenu();
    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    QUndoGroup* steps = undoGroup();
    QAction* undo = steps->createUndoAction(this, tr("&Undo"));
    undo->setShortcut(QKeySequence::Undo);
    undo->setIconText(tr("Undo"));
    QAction* redo = steps->createRedoAction(this, tr("&Redo"));
    redo->setShortcut(QKeySequence::Redo);
    redo->setIconText(tr("Redo"));
    for (const auto& [action, name] : {std::pair(undo, QStringLiteral("undo")), {redo, QStringLiteral("redo")}}) {
        m_icons.append({action, name});
        m_actions.insert(name, action);
    }
    edit->addActions({undo, redo});
    edit->addSeparator();
    makeAction(edit, tr("&Copy the Figures"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), nullptr, [this] { copyFigures(); });
    makeAction(edit, tr("&Paste a Model or Project"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V), nullptr, [this] { paste(); });
    edit->addSeparator();
    edit->addActions({m_own->changes(), m_own->add(), m_own->price(), m_own->discount()});
    edit->addSeparator();
    makeAction(edit, tr("&Find Anything…"), QKeySequence(Qt::CTRL | Qt::Key_K), "find", [this] { find(); });
    buildQuestionMenu();
    buildViewMenu();
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    QAction* keys = makeAction(help, tr("&Keyboard Shortcuts"), {}, nullptr, [this] { showShortcuts(); });
    keys->setShortcuts({QKeySequence(Qt::Key_F1), QKeySequence(Qt::CTRL | Qt::Key_Question)});
    makeAction(help, tr("&About Archway"), QKeySequence(Qt::SHIFT | Qt::Key_F1), nullptr, [this] {
        QMessageBox::about(
            this, tr("About Archway"),
            tr("<p><b>Archway %1</b></p><p>Explores how large language models are trained and served on AWS. It works without a "
               "network.</p><p>GPL-3.0-or-later</p>")
                .arg(QApplication::applicationVersion()));
    });
    buildToolBar();
    connect(&Theme::instance(), &Theme::changed, this, &MainWindow::tintIcons);
    tintIcons();
}

/// The steps of the project and those of the user's own knowledge: undo takes back what was done last, of whichever kind.
QUndoGroup* MainWindow::undoGroup()
{
    auto* group = new QUndoGroup(this);
    QUndoStack* project = &m_workspace.undoStack();
    group->addStack(project);
    group->setActiveStack(project);
    OwnKnowledge* own = m_workspace.own();
    if (!own)
        return group;
    QUndoStack* knowledge = &own->undoStack();
    group->addStack(knowledge);
    // A stack that has nothing left to undo leaves the turn to the other, so that one key goes back through both.
    const auto follow = [group](QUndoStack* moved, QUndoStack* other) {
        return [group, moved, other] { group->setActiveStack(moved->canUndo() || !other->canUndo() ? moved : other); };
    };
    connect(project, &QUndoStack::indexChanged, group, follow(project, knowledge));
    connect(knowledge, &QUndoStack::indexChanged, group, follow(knowledge, project));
    return group;
}

void MainWindow::buildFileMenu()
{
    QMenu* file = menuBar()->addMenu(tr("&File"));
    makeAction(file, tr("&New"), QKeySequence::New, "new", [this] {
        if (maybeSave()) {
            m_workspace.newProject();
            showPage(0);
        }
    });
    makeAction(file, tr("&Open…"), QKeySequence::Open, "open", [this] { askForProject(); });
    QMenu* recent = file->addMenu(tr("Open &Recent"));
    connect(recent, &QMenu::aboutToShow, this, [this, recent] {
        recent->clear();
        const QStringList files = recent_files();
        int number = 0;
        for (const QString& path : files) {
            const QString name = QString(path).replace(u'&', QStringLiteral("&&"));
            makeAction(recent, QStringLiteral("&%1  %2").arg(++number).arg(name), {}, nullptr, [this, path] { openRecent(path); });
        }
        if (files.isEmpty())
            recent->addAction(tr("None yet"))->setEnabled(false);
        recent->addSeparator();
        makeAction(recent, tr("&Clear the List"), {}, nullptr, [] { forget_all_files(); })->setEnabled(!files.isEmpty());
    });
    QMenu* worked = file->addMenu(tr("&Worked Examples"));
    connect(worked, &QMenu::aboutToShow, this, [this, worked] {
        if (worked->isEmpty())
            for (const Example& example : examples(m_workspace.catalog()))
                makeAction(worked, QString(example.title).replace(u'&', QStringLiteral("&&")), {}, nullptr,
                           [this, example] { openExample(example); });
    });
    file->addSeparator();
    makeAction(file, tr("&Save"), QKeySequence::Save, "save", [this] { save(); });
    makeAction(file, tr("Save &As…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), nullptr, [this] { saveAs(); });
    file->addSeparator();
    makeAction(file, tr("&Import config.json…"), QKeySequence(Qt::CTRL | Qt::Key_I), nullptr, [this] { m_question->askForConfig(); });
    file->addActions({m_own->import(), m_own->exportMine()});
    makeAction(file, tr("&Export the Brief…"), QKeySequence(Qt::CTRL | Qt::Key_E), "export", [this] {
        for (int page = 0; page < m_pages->count(); ++page)
            if (m_tabs->tabText(page) == tr("Brief"))
                showPage(page);
        if (auto* brief = findChild<BriefPage*>())
            brief->write();
    });
    QMenu* configurations = file->addMenu(tr("Starter Con&figuration"));
    for (const ConfigurationKind& kind : configuration_kinds()) {
        const QString id = QString::fromUtf8(kind.id.data(), static_cast<qsizetype>(kind.id.size()));
        makeAction(configurations, QString::fromUtf8(kind.title.data(), static_cast<qsizetype>(kind.title.size())) + QStringLiteral("…"),
                   {}, nullptr, [this, id] { writeConfiguration(id); });
    }
    file->addSeparator();
    makeAction(file, tr("&Quit"), QKeySequence::Quit, nullptr, [this] { close(); });
}

void MainWindow::buildQuestionMenu()
{
    QMenu* question = menuBar()->addMenu(tr("&Question"));
    makeAction(question, tr("Choose a &Model"), QKeySequence(Qt::CTRL | Qt::Key_M), nullptr, [this] { m_question->focusModel(); });
    makeAction(question, tr("&Describe a Model…"), QKeySequence(Qt::CTRL | Qt::Key_D), nullptr, [this] { m_question->describeModel(); });
    makeAction(question, tr("Name the &Question"), QKeySequence(Qt::Key_F2), nullptr, [this] { m_question->focusTitle(); });
    question->addSeparator();
    makeAction(question, tr("&Pin Scenario"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P), "pin", [this] {
        pinScenario();
    })->setIconText(tr("Pin scenario"));
}

void MainWindow::buildViewMenu()
{
    QMenu* view = menuBar()->addMenu(tr("&View"));
    for (int page = 0; page < m_tabs->count(); ++page)
        makeAction(view, QStringLiteral("&%1  %2").arg(page + 1).arg(m_tabs->tabText(page)),
                   QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + page)), nullptr, [this, page] { showPage(page); });
    view->addSeparator();
    makeAction(view, tr("Next &Pane"), QKeySequence(Qt::Key_F6), nullptr, [this] { focusNextPane(); });
    makeAction(view, tr("P&resent"), QKeySequence(Qt::Key_F5), "present", [this] { present(!m_presenting); });
    view->addSeparator();
    auto* looks = new QActionGroup(this);
    for (const auto& [text, appearance, keys] :
         {std::tuple(tr("As the &System"), Appearance::System, Qt::Key_0), std::tuple(tr("&Light"), Appearance::Light, Qt::Key_8),
          std::tuple(tr("&Dark"), Appearance::Dark, Qt::Key_9)}) {
        QAction* look = makeAction(view, text, QKeySequence(Qt::CTRL | Qt::ALT | keys), nullptr, [appearance = appearance] {
            Theme::instance().setAppearance(appearance);
            QSettings().setValue(QStringLiteral("window/appearance"), static_cast<int>(appearance));
        });
        look->setCheckable(true);
        look->setChecked(Theme::instance().appearance() == appearance);
        looks->addAction(look);
    }
}

void MainWindow::buildToolBar()
{
    auto* bar = addToolBar(tr("Main"));
    bar->setObjectName(QStringLiteral("main"));
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setIconSize(QSize(15, 15));
    for (const QStringList& group : {QStringList{QStringLiteral("new"), QStringLiteral("open"), QStringLiteral("save")},
                                     {QStringLiteral("undo"), QStringLiteral("redo")},
                                     {QStringLiteral("pin"), QStringLiteral("export"), QStringLiteral("present")}}) {
        for (const QString& name : group)
            bar->addAction(m_actions.value(name));
        if (!group.contains(QStringLiteral("present")))
            bar->addSeparator();
    }
    m_actions.value(QStringLiteral("open"))->setIconText(tr("Open"));
    m_actions.value(QStringLiteral("export"))->setIconText(tr("Export"));
    QAction* present = m_actions.value(QStringLiteral("present"));
    present->setIconText(tr("Present"));
    present->setIconVisibleInMenu(false); // its colour is that of the filled button
    bar->widgetForAction(present)->setObjectName(QStringLiteral("primary"));
    auto* spring = new QWidget;
    spring->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(spring);
    auto* field = new QPushButton(tr("Find anything"));
    field->setObjectName(QStringLiteral("finder"));
    field->setAccessibleName(tr("Find anything"));
    field->setToolTip(tr("Actions, inputs, models, services, formulas and claims"));
    field->setCursor(Qt::IBeamCursor);
    field->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    field->setMinimumWidth(170);
    auto* inside = new QHBoxLayout(field);
    inside->setContentsMargins(10, 0, 10, 0);
    inside->addStretch();
    auto* keys = new QLabel(QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText));
    keys->setObjectName(QStringLiteral("caption"));
    keys->setAttribute(Qt::WA_TransparentForMouseEvents);
    inside->addWidget(keys);
    connect(field, &QPushButton::clicked, this, &MainWindow::find);
    bar->addWidget(field);
}

void MainWindow::tintIcons()
{
    const Theme& theme = Theme::instance();
    for (const auto& [action, name] : m_icons)
        action->setIcon(name == QStringLiteral("present") ? theme.icon(name, theme.colours().accentText) : theme.icon(name));
}

void MainWindow::pinScenario()
{
    for (int page = 0; page < m_pages->count(); ++page)
        if (m_tabs->tabText(page).startsWith(tr("Compare")))
            showPage(page);
    if (auto* compare = findChild<ComparePage*>())
        compare->pin();
}

void MainWindow::writeConfiguration(const QString& kind)
{
    const Result<Configuration> made = configuration(kind.toStdString(), m_workspace.answer(), m_workspace.catalog());
    if (!made)
        return showMessage(QString::fromStdString(made.error().text()));
    const ConfigurationKind* known = configuration_kind(kind.toStdString());
    const QString ending = known->format == "shell" ? QStringLiteral("sh")
                                                    : QString::fromUtf8(known->format.data(), static_cast<qsizetype>(known->format.size()));
    const QString folder = m_workspace.path().isEmpty() ? QString() : QFileInfo(m_workspace.path()).absolutePath() + u'/';
    const QString path = QFileDialog::getSaveFileName(this, tr("Write the configuration"), folder + kind + u'.' + ending);
    if (path.isEmpty())
        return;
    // The reasons first: a configuration that is there has them beside it.
    for (const auto& [name, text] : {std::pair(path + QStringLiteral(".why.md"), made->why), {path, made->text}}) {
        if (text.empty())
            continue;
        if (const QString reason = write_whole(name, QByteArray::fromStdString(text)); !reason.isEmpty())
            return showMessage(tr("%1 cannot be written: %2").arg(name, reason));
    }
}

void MainWindow::copyFigures()
{
    QGuiApplication::clipboard()->setText(m_headline->asText());
}

void MainWindow::focusNextPane()
{
    // The parts of the window from left to right: question, tabs of the answer, what the page shows, why.
    const QList<QWidget*> panes{m_question, m_tabs, m_pages->currentWidget(), m_why};
    const QWidget* now = QApplication::focusWidget();
    int at = -1;
    for (int i = 0; i < panes.size(); ++i)
        if (now && (panes[i] == now || panes[i]->isAncestorOf(now)))
            at = i;
    for (int step = 1; step <= panes.size(); ++step) {
        QWidget* pane = panes[(at + step) % panes.size()];
        if (!pane->isVisible())
            continue;
        QWidget* first = pane->focusPolicy() != Qt::NoFocus ? pane : nullptr;
        for (QWidget* child : pane->findChildren<QWidget*>())
            if ((pane != m_why && pane != m_tabs) && child->isVisible() && child->isEnabled() && (child->focusPolicy() & Qt::TabFocus)
                && !child->objectName().startsWith(QStringLiteral("qt_"))) {
                first = child;
                break;
            }
        if (first)
            return first->setFocus(Qt::TabFocusReason);
    }
}

void MainWindow::showShortcuts()
{
    ShortcutsDialog dialog(*menuBar(), this);
    dialog.exec();
}

} // namespace archway
