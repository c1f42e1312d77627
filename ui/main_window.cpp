// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "ui/brief/brief_page.h"
#include "ui/charts/charts_page.h"
#include "ui/compare/compare_page.h"
#include "ui/diagram/diagram_page.h"
#include "ui/evidence/evidence_page.h"
#include "ui/headline/headline.h"
#include "ui/knowledge/knowledge_actions.h"
#include "ui/palette/palette.h"
#include "ui/present/present_view.h"
#include "ui/question/question_panel.h"
#include "ui/recent_files.h"
#include "ui/recovery.h"
#include "ui/roadmap/roadmap_page.h"
#include "ui/start/first_page.h"
#include "ui/start/start_page.h"
#include "ui/theme.h"
#include "ui/why/why_panel.h"
#include "ui/widgets/offer_bar.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QStyle>
#include <QTabBar>
#include <QToolBar>
#include <QVBoxLayout>

#include <utility>

namespace archway {

namespace {

constexpr int narrow_width = 1180; ///< of the window, below which tabs stand closer
const QString filter_projects = QStringLiteral("Archway (*.archway)");

/// Empty where there is no such file, or none that can be read.
QByteArray contents(const QString& path)
{
    QFile file(path);
    return !path.isEmpty() && file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A price list or a pack, of which the first lines tell: neither a project nor the config of a model begins like one.
bool holds_knowledge(const QString& path)
{
    constexpr int first_bytes = 4096;
    QFile file(path);
    if (!path.endsWith(QStringLiteral(".json"), Qt::CaseInsensitive) || !file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray head = file.read(first_bytes);
    for (const char* name : {"\"offerCode\"", "\"InstanceTypes\"", "\"archway_pack\"", "\"formatVersion\""})
        if (head.contains(name))
            return true;
    return false;
}

} // namespace

MainWindow::MainWindow(Workspace& workspace, QWidget* parent)
    : QMainWindow(parent)
    , m_workspace(workspace)
    , m_own(new KnowledgeActions(workspace, this))
{
    setWindowIcon(QIcon(QStringLiteral(":/icons/archway.svg")));
    setAcceptDrops(true);
    setContextMenuPolicy(Qt::NoContextMenu);
    buildCentre();
    buildActions();
    buildStatus();
    connect(&m_workspace, &Workspace::failed, this, &MainWindow::showMessage);
    connect(&m_workspace, &Workspace::answerChanged, this, [this] {
        m_message->hide();
        refreshStatus();
    });
    connect(&m_workspace, &Workspace::projectChanged, this, &MainWindow::refreshStatus);
    connect(m_own, &KnowledgeActions::failed, this, &MainWindow::showMessage);
    if (OwnKnowledge* own = m_workspace.own())
        connect(own, &OwnKnowledge::failed, this, &MainWindow::showMessage);
    refreshStatus();
    const QSettings settings;
    if (!restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray()))
        resize(1480, 920);
    m_splitter->restoreState(settings.value(QStringLiteral("window/splitter")).toByteArray());
}

MainWindow::~MainWindow() = default;

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
    connect(m_why, &WhyPanel::failed, this, &MainWindow::showMessage);

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
    addPage(tr("Services"), [this] { return new FirstPage(m_workspace, [this](StartPage& start) { connectStart(start); }); });
    addPage(tr("Diagrams"), [this, reporting] { return reporting(new DiagramPage(m_workspace)); });
    addPage(tr("Trade-offs"), [this, reporting] { return reporting(new ChartsPage(m_workspace)); });
    addPage(tr("Compare"), [this] { return new ComparePage(m_workspace); });
    addPage(tr("Brief"), [this, reporting] { return reporting(new BriefPage(m_workspace)); });
    addPage(tr("Evidence"), [this, reporting] { return reporting(new EvidencePage(m_workspace)); });
    addPage(tr("Roadmap"), [this] { return new RoadmapPage(m_workspace); });
    showMadePage(0);
    connect(m_tabs, &QTabBar::currentChanged, this, &MainWindow::showMadePage);

    m_splitter = new QSplitter;
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_question->setMinimumWidth(290);
    m_why->setMinimumWidth(250);
    answer->setMinimumWidth(470); // the sides give way first
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
    QAccessibleEvent alert(m_messageText, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

bool MainWindow::openProject(const QString& path)
{
    if (!m_workspace.open(path))
        return false;
    m_onDisk = contents(path);
    remember_file(path);
    return true;
}

void MainWindow::openRecent(const QString& path)
{
    if (!QFileInfo::exists(path)) {
        forget_file(path);
        showMessage(tr("%1 is not there any more; it was taken off the list of recent projects.").arg(path));
    } else if (maybeSave()) {
        openProject(path);
    }
}

void MainWindow::openExample(const Example& example)
{
    if (maybeSave() && m_workspace.openCopy(example.text, example.name))
        showPage(0);
}

/// A project or a model's config.json, told apart by what is in it.
void MainWindow::openText(const QString& text, const QString& place, const QString& path)
{
    const bool project = QJsonDocument::fromJson(text.toUtf8()).object().contains(QStringLiteral("archway"));
    if (!project && !path.endsWith(QStringLiteral(".archway")))
        m_question->importConfigText(text, place);
    else if (maybeSave())
        path.isEmpty() ? m_workspace.openCopy(text, place) : openProject(path);
}

/// A project, a model's config.json, a diagram or knowledge: told by the ending where it says so, else by what is in the file.
void MainWindow::openFile(const QString& path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    for (const char* drawn : {"mmd", "mermaid", "dot", "gv"})
        if (ending == QLatin1String(drawn))
            return openDiagram(path);
    if (m_workspace.own() && (ending == QStringLiteral("csv") || holds_knowledge(path)))
        return m_own->preview({path});
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return showMessage(tr("%1 cannot be read: %2").arg(path, file.errorString()));
    // A project or a config is a few kilobytes; what is far larger was dropped by mistake.
    if (file.size() > 16'000'000)
        return showMessage(tr("%1 is too large: expected a project (.archway) or a model's config.json").arg(path));
    openText(QString::fromUtf8(file.readAll()), path, path);
}

void MainWindow::openDiagram(const QString& path)
{
    for (int page = 0; page < m_tabs->count(); ++page)
        if (m_tabs->tabText(page) == tr("Diagrams"))
            showPage(page);
    if (auto* diagrams = findChild<DiagramPage*>())
        diagrams->openFile(path);
}

void MainWindow::paste()
{
    const QMimeData* held = QGuiApplication::clipboard()->mimeData();
    if (held && held->hasUrls() && held->urls().first().isLocalFile())
        openFile(held->urls().first().toLocalFile());
    else if (held && !held->text().trimmed().isEmpty())
        openText(held->text(), tr("clipboard"), {});
    else
        showMessage(tr("The clipboard holds no text: expected a model's config.json or a project"));
}

void MainWindow::restoreSession()
{
    const QSettings settings;
    const QString path = settings.value(QStringLiteral("session/project")).toString();
    if (path.isEmpty() || !QFileInfo::exists(path) || !openProject(path))
        return;
    showPage(std::clamp(settings.value(QStringLiteral("session/page")).toInt(), 0, m_tabs->count() - 1));
}

void MainWindow::connectStart(StartPage& start)
{
    connect(&start, &StartPage::modelAsked, m_question, &QuestionPanel::focusModel);
    connect(&start, &StartPage::importAsked, m_question, &QuestionPanel::askForConfig);
    connect(&start, &StartPage::describeAsked, m_question, &QuestionPanel::describeModel);
    connect(&start, &StartPage::openAsked, this, &MainWindow::askForProject);
    connect(&start, &StartPage::fileAsked, this, &MainWindow::openRecent);
    connect(&start, &StartPage::exampleAsked, this, &MainWindow::openExample);
}

void MainWindow::askForProject()
{
    if (!maybeSave())
        return;
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a project"), {}, filter_projects);
    if (!path.isEmpty())
        openProject(path);
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
    m_onDisk = contents(m_leftoverPath); // the bar said when the file is younger
    if (m_recovery->writeNow())          // this window's own copy is there before the old one goes
        m_recovery->removeLeftover();
    offerLeftover();
}

bool MainWindow::save()
{
    const QString path = m_workspace.path();
    if (path.isEmpty())
        return saveAs();
    switch (contents(path) == m_onDisk ? Replacing::Yes : askToReplace(path)) {
    case Replacing::Yes: break;
    case Replacing::Elsewhere: return saveAs();
    case Replacing::No: return false;
    }
    if (!m_workspace.save(path))
        return false;
    m_onDisk = contents(path);
    return true;
}

/// Asks before what another program wrote is lost.
MainWindow::Replacing MainWindow::askToReplace(const QString& path)
{
    const QString name = QFileInfo(path).fileName();
    const QString text = QFileInfo::exists(path)
        ? tr("%1 was changed by another program since it was opened here. Replace what is there with this question?").arg(name)
        : tr("%1 was removed by another program since it was opened here. Write it again?").arg(name);
    QMessageBox box(QMessageBox::Warning, tr("Archway"), text, QMessageBox::NoButton, this);
    QPushButton* replace = box.addButton(tr("Replace"), QMessageBox::DestructiveRole);
    QPushButton* other = box.addButton(tr("Save As…"), QMessageBox::AcceptRole);
    box.addButton(QMessageBox::Cancel);
    box.setDefaultButton(other);
    box.exec();
    return box.clickedButton() == replace ? Replacing::Yes : box.clickedButton() == other ? Replacing::Elsewhere : Replacing::No;
}

bool MainWindow::saveAs()
{
    QString path = QFileDialog::getSaveFileName(this, tr("Save the project"), m_workspace.path(), filter_projects);
    if (path.isEmpty())
        return false;
    if (!path.endsWith(QStringLiteral(".archway"))) {
        path += QStringLiteral(".archway");
        // The dialog asked about the name without its ending.
        if (QFileInfo::exists(path)
            && QMessageBox::question(this, tr("Archway"), tr("%1 is there already. Replace it?").arg(QFileInfo(path).fileName()))
                != QMessageBox::Yes)
            return false;
    }
    if (!m_workspace.save(path))
        return false;
    m_onDisk = contents(path);
    remember_file(path);
    return true;
}

bool MainWindow::maybeSave()
{
    if (!m_workspace.isModified())
        return true;
    const QString name = m_workspace.path().isEmpty() ? tr("this question") : QFileInfo(m_workspace.path()).fileName();
    const auto answer = QMessageBox::question(this, tr("Archway"), tr("Save the changes to %1 first?").arg(name),
                                              QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Save);
    return answer == QMessageBox::Discard || (answer == QMessageBox::Save && save());
}

void MainWindow::find()
{
    if (!m_palette)
        m_palette = new Palette(
            m_workspace, *menuBar(), [this](const QString& path) { m_question->focusInput(path); }, this);
    m_palette->open();
}

void MainWindow::present(bool on)
{
    if (on == m_presenting)
        return;
    m_presenting = on;
    if (on && !m_presenter) {
        m_presenter = new PresentView(m_workspace, this);
        connect(m_presenter, &PresentView::ended, this, [this] { present(false); });
    }
    // The menu bar stays, covered: a hidden one would take its keys with it.
    if (on) {
        m_usualState = windowState();
        m_presenter->setGeometry(rect());
        m_presenter->show();
        m_presenter->raise();
        centralWidget()->hide();
        showFullScreen();
    } else {
        m_presenter->hide();
        centralWidget()->show();
        setWindowState(m_usualState & ~Qt::WindowFullScreen);
        m_tabs->setFocus(Qt::OtherFocusReason);
    }
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    if (const bool narrow = width() < narrow_width; narrow != m_tabs->property("narrow").toBool()) {
        m_tabs->setProperty("narrow", narrow); // so that all pages stay in sight
        m_tabs->style()->unpolish(m_tabs);
        m_tabs->style()->polish(m_tabs);
    }
    if (m_presenter)
        m_presenter->setGeometry(rect());
}

void MainWindow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && m_message->isVisible())
        m_message->hide();
    else if (event->matches(QKeySequence::Paste)) // no field wanted it
        paste();
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
    settings.setValue(QStringLiteral("session/project"), m_workspace.path());
    settings.setValue(QStringLiteral("session/page"), m_tabs->currentIndex());
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls() || event->mimeData()->hasText())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    // One question at a time: of several files the first counts.
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile())
            return openFile(url.toLocalFile());
    if (event->mimeData()->hasText())
        openText(event->mimeData()->text(), tr("what was dropped"), {});
}

} // namespace archway
