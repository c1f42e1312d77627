// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "ui/brief/brief_page.h"
#include "ui/charts/charts_page.h"
#include "ui/compare/compare_page.h"
#include "ui/diagram/diagram_page.h"
#include "ui/evidence/evidence_page.h"
#include "ui/headline/headline.h"
#include "ui/question/question_panel.h"
#include "ui/recovery.h"
#include "ui/services/services_page.h"
#include "ui/theme.h"
#include "ui/why/why_panel.h"
#include "ui/widgets/finder.h"
#include "ui/widgets/offer_bar.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace archway {

namespace {

const QString filter_projects = QStringLiteral("Archway (*.archway)");

} // namespace

MainWindow::MainWindow(Workspace& workspace, QWidget* parent)
    : QMainWindow(parent)
    , m_workspace(workspace)
{
    setWindowIcon(QIcon(QStringLiteral(":/icons/archway.svg")));
    setAcceptDrops(true);
    setContextMenuPolicy(Qt::NoContextMenu);
    buildActions();
    buildCentre();
    buildStatus();
    connect(&m_workspace, &Workspace::failed, this, &MainWindow::showMessage);
    connect(&m_workspace, &Workspace::answerChanged, this, [this] {
        m_message->hide();
        refreshStatus();
    });
    connect(&m_workspace, &Workspace::projectChanged, this, &MainWindow::refreshStatus);
    refreshStatus();
    const QSettings settings;
    if (!restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray()))
        resize(1480, 920);
    m_splitter->restoreState(settings.value(QStringLiteral("window/splitter")).toByteArray());
}

MainWindow::~MainWindow() = default;

void MainWindow::buildActions()
{
    const Theme& theme = Theme::instance();
    auto* bar = addToolBar(tr("Main"));
    bar->setObjectName(QStringLiteral("main"));
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setIconSize(QSize(15, 15));

    QMenu* file = menuBar()->addMenu(tr("&File"));
    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    QMenu* view = menuBar()->addMenu(tr("&View"));
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    const auto action = [&](QMenu* menu, const QString& text, const QKeySequence& keys, const char* icon, auto&& run) {
        auto* made = menu->addAction(text);
        made->setShortcut(keys);
        if (icon)
            made->setIcon(theme.icon(QLatin1String(icon)));
        connect(made, &QAction::triggered, this, run);
        return made;
    };
    QAction* make = action(file, tr("&New"), QKeySequence::New, "new", [this] {
        if (maybeSave())
            m_workspace.newProject();
    });
    QAction* open = action(file, tr("&Open…"), QKeySequence::Open, "open", [this] {
        if (!maybeSave())
            return;
        const QString path = QFileDialog::getOpenFileName(this, tr("Open a project"), {}, filter_projects);
        if (!path.isEmpty())
            openProject(path);
    });
    QAction* keep = action(file, tr("&Save"), QKeySequence::Save, "save", [this] { save(); });
    action(file, tr("Save &As…"), QKeySequence::SaveAs, nullptr, [this] { saveAs(); });
    file->addSeparator();
    action(file, tr("&Quit"), QKeySequence::Quit, nullptr, [this] { close(); });

    QAction* undo = m_workspace.undoStack().createUndoAction(this, tr("&Undo"));
    undo->setShortcut(QKeySequence::Undo);
    undo->setIcon(theme.icon(QStringLiteral("undo")));
    undo->setIconText(tr("Undo"));
    QAction* redo = m_workspace.undoStack().createRedoAction(this, tr("&Redo"));
    redo->setShortcut(QKeySequence::Redo);
    redo->setIcon(theme.icon(QStringLiteral("redo")));
    redo->setIconText(tr("Redo"));
    edit->addActions({undo, redo});
    edit->addSeparator();
    action(edit, tr("&Find anything"), QKeySequence(Qt::CTRL | Qt::Key_K), "find", [this] { find(); });

    QAction* show = action(view, tr("&Present"), QKeySequence(Qt::Key_F5), "present", [this] { present(!m_presenting); });
    auto* looks = new QActionGroup(this);
    view->addSeparator();
    for (const auto& [text, appearance, keys] :
         {std::tuple(tr("As the &system"), Appearance::System, Qt::Key_0), std::tuple(tr("&Light"), Appearance::Light, Qt::Key_8),
          std::tuple(tr("&Dark"), Appearance::Dark, Qt::Key_9)}) {
        QAction* look = action(view, text, QKeySequence(Qt::CTRL | Qt::ALT | keys), nullptr, [appearance = appearance] {
            Theme::instance().setAppearance(appearance);
            QSettings().setValue(QStringLiteral("window/appearance"), static_cast<int>(appearance));
        });
        look->setCheckable(true);
        look->setChecked(Theme::instance().appearance() == appearance);
        looks->addAction(look);
    }
    action(help, tr("&About Archway"), QKeySequence(Qt::Key_F1), nullptr, [this] {
        QMessageBox::about(
            this, tr("About Archway"),
            tr("<p><b>Archway %1</b></p><p>Explores how large language models are trained and served on AWS. It works without a "
               "network.</p><p>GPL-3.0-or-later</p>")
                .arg(QApplication::applicationVersion()));
    });

    for (QAction* each : {make, open, keep})
        bar->addAction(each);
    bar->addSeparator();
    bar->addActions({undo, redo});
    bar->addSeparator();
    bar->addAction(show);
    bar->widgetForAction(show)->setObjectName(QStringLiteral("primary"));
    auto* spring = new QWidget;
    spring->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(spring);
    m_find = new QLineEdit;
    m_find->setPlaceholderText(tr("Find anything  ·  Ctrl+K"));
    m_find->setAccessibleName(tr("Find anything"));
    m_find->setFixedWidth(300);
    m_find->setClearButtonEnabled(true);
    bar->addWidget(m_find);
    new Finder(m_workspace, *m_find);
}

void MainWindow::addPage(const QString& title, PageMaker make)
{
    m_makers.append(std::move(make));
    m_pages->addWidget(new QWidget);
    m_tabs->addTab(title);
}

/// Makes the page at `index` when it is first asked for: a window that opens fast makes only what is seen.
void MainWindow::showMadePage(int index)
{
    if (PageMaker make = std::exchange(m_makers[index], {})) {
        QWidget* empty = m_pages->widget(index);
        m_pages->insertWidget(index, make());
        m_pages->removeWidget(empty);
        delete empty;
    }
    m_pages->setCurrentIndex(index);
}

void MainWindow::buildCentre()
{
    auto* centre = new QWidget;
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_headline = new Headline(m_workspace);
    column->addWidget(m_headline);
    auto* line = new QFrame;
    line->setObjectName(QStringLiteral("rule"));
    column->addWidget(line);

    m_question = new QuestionPanel(m_workspace);
    connect(m_question, &QuestionPanel::failed, this, &MainWindow::showMessage);
    m_why = new WhyPanel(m_workspace);

    auto* answer = new QWidget;
    answer->setObjectName(QStringLiteral("panel"));
    answer->setAttribute(Qt::WA_StyledBackground);
    auto* pages = new QVBoxLayout(answer);
    pages->setContentsMargins(0, 0, 0, 0);
    pages->setSpacing(0);
    m_message = new QFrame;
    m_message->setObjectName(QStringLiteral("message"));
    auto* message_row = new QHBoxLayout(m_message);
    m_messageText = new QLabel;
    m_messageText->setTextFormat(Qt::PlainText);
    m_messageText->setWordWrap(true);
    m_messageText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* dismiss = new QPushButton(tr("Dismiss"));
    connect(dismiss, &QPushButton::clicked, m_message, &QWidget::hide);
    message_row->addWidget(m_messageText, 1);
    message_row->addWidget(dismiss);
    m_message->hide();
    m_tabs = new QTabBar;
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("Pages of the answer"));
    m_pages = new QStackedWidget;
    m_offer = new OfferBar;
    connect(m_offer, &OfferBar::restoreAsked, this, &MainWindow::restoreLeftover);
    connect(m_offer, &OfferBar::discardAsked, this, [this] {
        m_recovery->removeLeftover();
        offerLeftover();
    });
    connect(m_offer, &OfferBar::laterAsked, this, [this] {
        m_recovery->releaseLeftover();
        m_offer->hide();
    });
    pages->addWidget(m_offer);
    pages->addWidget(m_message);
    pages->addWidget(m_tabs);
    auto* under = new QFrame;
    under->setObjectName(QStringLiteral("rule"));
    pages->addWidget(under);
    pages->addWidget(m_pages, 1);
    const auto reporting = [this](auto* page) {
        connect(page, &std::remove_pointer_t<decltype(page)>::failed, this, &MainWindow::showMessage);
        return page;
    };
    addPage(tr("Services"), [this] { return new ServicesPage(m_workspace); });
    addPage(tr("Diagrams"), [this, reporting] { return reporting(new DiagramPage(m_workspace)); });
    addPage(tr("Trade-offs"), [this, reporting] { return reporting(new ChartsPage(m_workspace)); });
    addPage(tr("Compare"), [this] { return new ComparePage(m_workspace); });
    addPage(tr("Brief"), [this, reporting] { return reporting(new BriefPage(m_workspace)); });
    addPage(tr("Evidence"), [this] { return new EvidencePage(m_workspace); });
    showMadePage(0);
    connect(m_tabs, &QTabBar::currentChanged, this, &MainWindow::showMadePage);

    m_splitter = new QSplitter;
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_question->setMinimumWidth(290);
    m_why->setMinimumWidth(250);
    m_splitter->addWidget(m_question);
    m_splitter->addWidget(answer);
    m_splitter->addWidget(m_why);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({310, 850, 320});
    column->addWidget(m_splitter, 1);
    setCentralWidget(centre);
    m_question->setFocus();
}

void MainWindow::buildStatus()
{
    for (QLabel** label : {&m_knowledge, &m_prices, &m_time}) {
        *label = new QLabel;
        statusBar()->addWidget(*label);
    }
    m_saved = new QLabel;
    statusBar()->addPermanentWidget(m_saved);
    statusBar()->setSizeGripEnabled(false);
}

void MainWindow::refreshStatus()
{
    const Catalog& catalog = m_workspace.catalog();
    m_knowledge->setText(tr("Knowledge %1 · %2 claims")
                             .arg(QString::fromStdString(catalog.knowledge_version),
                                  QString::fromStdString(format_number(static_cast<double>(catalog.knowledge.claims.size())))));
    const auto& estimate = m_workspace.answer().estimate;
    const PriceUsed* price = estimate ? estimate->best_price() : nullptr;
    m_prices->setText(price ? tr("Prices %1, %2").arg(QString::fromStdString(price->as_of), QString::fromStdString(price->region))
                            : QString());
    m_time->setText(estimate ? tr("answered in %1 ms").arg(QString::number(m_workspace.answerMilliseconds(), 'f', 1)) : QString());
    const QString name = m_workspace.path().isEmpty() ? tr("untitled") : QFileInfo(m_workspace.path()).fileName();
    m_saved->setText((m_workspace.isModified()           ? tr("not saved")
                          : m_workspace.path().isEmpty() ? tr("new")
                                                         : tr("saved"))
                     + QStringLiteral(" · ") + name);
    setWindowTitle(QStringLiteral("%1[*] – Archway").arg(name));
    setWindowModified(m_workspace.isModified());
}

void MainWindow::showPage(int index)
{
    m_tabs->setCurrentIndex(index);
}

void MainWindow::showMessage(const QString& text)
{
    m_messageText->setText(text);
    m_message->show();
}

void MainWindow::openProject(const QString& path)
{
    m_workspace.open(path);
}

void MainWindow::keepUnsaved(const QString& folder)
{
    m_recovery = new Recovery(m_workspace, folder, this);
    connect(m_recovery, &Recovery::failed, this, &MainWindow::showMessage);
    offerLeftover();
}

void MainWindow::offerLeftover()
{
    m_offer->hide();
    const std::optional<Leftover> found = m_recovery->takeLeftover();
    if (!found)
        return;
    m_leftoverText = found->project;
    m_leftoverPath = found->path;
    const QFileInfo file(found->path);
    const QString when = QLocale().toString(found->written, QLocale::ShortFormat);
    QString text = found->path.isEmpty() ? tr("Changes to a project never saved were left on %1.").arg(when)
                                         : tr("Unsaved changes to %1 were left on %2.").arg(file.fileName(), when);
    if (!found->path.isEmpty() && file.exists() && file.lastModified() > found->written)
        text += tr(" The file itself has been written since.");
    m_offer->offer(text);
}

void MainWindow::restoreLeftover()
{
    // A leftover that does not load any more is kept: it is offered again when what it lacks is back.
    if (!maybeSave() || !m_workspace.restore(m_leftoverText, m_leftoverPath))
        return;
    if (m_recovery->writeNow()) // this window's own copy is there before the old one goes
        m_recovery->removeLeftover();
    offerLeftover();
}

bool MainWindow::save()
{
    return m_workspace.path().isEmpty() ? saveAs() : m_workspace.save(m_workspace.path());
}

bool MainWindow::saveAs()
{
    QString path = QFileDialog::getSaveFileName(this, tr("Save the project"), m_workspace.path(), filter_projects);
    if (path.isEmpty())
        return false;
    if (!path.endsWith(QStringLiteral(".archway")))
        path += QStringLiteral(".archway");
    return m_workspace.save(path);
}

bool MainWindow::maybeSave()
{
    if (!m_workspace.isModified())
        return true;
    const auto answer = QMessageBox::question(this, tr("Archway"), tr("Save the changes first?"),
                                              QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Save);
    return answer == QMessageBox::Discard || (answer == QMessageBox::Save && save());
}

void MainWindow::find()
{
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
}

void MainWindow::present(bool on)
{
    if (on == m_presenting)
        return;
    m_presenting = on;
    QFont font = QApplication::font();
    if (on)
        m_usualPoints = font.pointSizeF();
    font.setPointSizeF(on ? m_usualPoints * 1.45 : m_usualPoints);
    QApplication::setFont(font);
    // The theme hands out fonts relative to the application's; telling it makes every label follow.
    Theme::instance().setAppearance(Theme::instance().appearance());
    menuBar()->setVisible(!on);
    statusBar()->setVisible(!on);
    for (QToolBar* bar : findChildren<QToolBar*>())
        bar->setVisible(!on);
    m_why->setVisible(!on);
    m_question->setMinimumWidth(on ? 430 : 290);
    on ? showFullScreen() : showNormal();
}

void MainWindow::keyPressEvent(QKeyEvent* event)
{
    const int step = event->key() == Qt::Key_Right || event->key() == Qt::Key_PageDown ? 1
        : event->key() == Qt::Key_Left || event->key() == Qt::Key_PageUp               ? -1
                                                                                       : 0;
    if (m_presenting && (event->key() == Qt::Key_Escape || event->key() == Qt::Key_F5))
        present(false);
    else if (m_presenting && step != 0)
        showPage(std::clamp(m_tabs->currentIndex() + step, 0, m_tabs->count() - 1));
    else
        QMainWindow::keyPressEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!maybeSave())
        return event->ignore();
    if (m_recovery)
        m_recovery->forget();
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/splitter"), m_splitter->saveState());
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    for (const QUrl& url : event->mimeData()->urls()) {
        const QString path = url.toLocalFile();
        if (path.endsWith(QStringLiteral(".archway"))) {
            if (maybeSave())
                openProject(path);
        } else if (!path.isEmpty()) {
            m_question->importConfig(path);
        }
    }
}

} // namespace archway
