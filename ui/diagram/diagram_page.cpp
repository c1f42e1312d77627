// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diagram/diagram_page.h"

#include "diagrams/kinds/kinds.h"
#include "diagrams/layout_client.h"
#include "ui/diagram/diagram_view.h"
#include "ui/diagram/nudges.h"
#include "ui/diagram/opened_file.h"
#include "ui/diagram/outline.h"
#include "ui/paint/diagram_painter.h"
#include "ui/widgets/flow_layout.h"

#include <QComboBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace archway {

DiagramPage::DiagramPage(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_client(new LayoutClient(this))
    , m_kind(new QComboBox)
    , m_about(new QComboBox)
    , m_direction(new QComboBox)
    , m_overlay(new QComboBox)
    , m_find(new QLineEdit)
    , m_view(new DiagramView)
    , m_hits(new QLabel(m_view))
    , m_outline(new QTreeWidget)
    , m_note(new QLabel)
    , m_zoom(new QPushButton)
    , m_menu(new QMenu(this))
{
    setObjectName(QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
    m_outline->setHeaderHidden(true);
    m_outline->setAccessibleName(tr("Outline of the diagram"));
    m_outline->setMinimumWidth(150);
    m_note->setObjectName(QStringLiteral("caption"));
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setContentsMargins(16, 0, 16, 4);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 16);
    column->setSpacing(10);
    makeMenu();
    auto* bar = new FlowLayout(nullptr, 4); // a second line in a narrow window
    makeBar(*bar);
    column->addLayout(bar);
    auto* split = new QSplitter;
    split->setHandleWidth(10);
    split->addWidget(m_view);
    split->addWidget(m_outline);
    split->setStretchFactor(0, 1);
    split->setCollapsible(0, false);
    split->setCollapsible(1, false); // the button closes it
    split->setSizes({640, 190});
    column->addWidget(split, 1);
    column->addWidget(m_note);
    m_note->hide();

    connect(m_view, &DiagramView::zoomChanged, this, [this](qreal zoom) { m_zoom->setText(tr("%1 %").arg(qRound(zoom * 100))); });
    connect(m_view, &DiagramView::nodeClicked, this, &DiagramPage::explainNode);
    connect(m_view, &DiagramView::nodeOpened, this, &DiagramPage::openNode);
    connect(m_view, &DiagramView::nodeMoved, this, &DiagramPage::moveNode);
    connect(m_view, &DiagramView::nodeRenamed, this, &DiagramPage::renameNode);
    connect(m_view, &DiagramView::menuAsked, this, [this](int, QPoint at) { m_menu->popup(at); });
    connect(m_view, &DiagramView::edgeClicked, this, &DiagramPage::explainEdge);
    connect(m_view, &DiagramView::sheetClicked, this, [this] {
        m_find->clear();
        follow_in_outline(*m_outline, -1);
    });
    // What can be done with a node can be done from its line too.
    m_outline->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_outline, &QTreeWidget::customContextMenuRequested, this,
            [this](QPoint at) { m_menu->popup(m_outline->viewport()->mapToGlobal(at)); });
    connect(m_outline, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
        if (!item)
            return;
        if (const int step = outlined_edge(*item); step >= 0)
            return showStep(step);
        const int node = outlined_node(*item);
        m_view->select(node);
        m_view->reveal(node);
        explainNode(node);
    });
    connect(m_view, &DiagramView::nodeClicked, this, [this](int node) { follow_in_outline(*m_outline, node); });
    connect(&m_reading, &QFutureWatcher<Reading>::finished, this, &DiagramPage::showOpened);
    connect(m_client, &LayoutClient::finished, this, &DiagramPage::arrive);
    connect(&m_workspace, &Workspace::catalogChanged, this, [this] {
        m_checked.clear();
        m_stale = true;
    });
    connect(&m_workspace, &Workspace::answerChanged, this, [this] {
        if (m_stale && isVisible()) {
            const QVariant about = m_about->currentData();
            fillAbout();
            if (const int same = m_about->findData(about); same >= 0)
                m_about->setCurrentIndex(same);
            return rebuild();
        }
        const DiagramKind* known = diagram_kind(kind());
        if (known && known->needs_answer) {
            if (isVisible())
                rebuild();
            else
                m_stale = true;
        } else if (static_cast<Overlay>(m_overlay->currentData().toInt()) == Overlay::Verdict) {
            dress(); // pictures of the knowledge do not change with the question; what is said of them does
        }
    });
    // Moving a node is a change of the project, so undo and redo arrive here.
    connect(&m_workspace, &Workspace::scenarioChanged, this, [this] {
        const std::string& window = m_workspace.scenario().window;
        if (m_shown.empty())
            return;
        const Nudges nudges = read_nudges(window, picture());
        const auto way = turnsItself() && !nudges.empty() ? read_way(window, picture()) : std::nullopt;
        if (read_names(window, picture()) != m_names || (way && *way != m_diagram.direction))
            return rebuild();
        if (nudges != m_nudges)
            place();
    });
}

DiagramPage::~DiagramPage()
{
    m_view->disconnect(this);
    m_reading.waitForFinished();
}

void DiagramPage::makeBar(FlowLayout& bar)
{
    for (const DiagramKind& each : diagram_kinds())
        m_kind->addItem(QString::fromStdString(each.title), QString::fromStdString(each.id));
    m_kind->setAccessibleName(tr("Kind of diagram"));
    m_about->setAccessibleName(tr("What the diagram is about"));
    m_about->setMaximumWidth(190);
    m_about->hide();
    m_direction->addItem(tr("Usual way"), -1);
    m_direction->addItem(tr("Left to right"), static_cast<int>(FlowDirection::LeftRight));
    m_direction->addItem(tr("Top to bottom"), static_cast<int>(FlowDirection::TopDown));
    m_direction->setAccessibleName(tr("Direction"));
    for (const auto& [name, overlay] :
         {std::pair(tr("No overlay"), Overlay::None), std::pair(tr("Claims"), Overlay::Claims), std::pair(tr("Verdicts"), Overlay::Verdict),
          std::pair(tr("Status"), Overlay::Standing), std::pair(tr("Cost"), Overlay::Cost), std::pair(tr("Memory"), Overlay::Memory),
          std::pair(tr("Age"), Overlay::Age)})
        m_overlay->addItem(name, static_cast<int>(overlay));
    m_overlay->setAccessibleName(tr("Overlay"));
    m_find->setPlaceholderText(tr("Find"));
    m_find->setAccessibleName(tr("Find in the diagram"));
    m_find->setClearButtonEnabled(true);
    m_find->setParent(m_view);
    m_find->setGeometry(12, 12, 180, m_find->sizeHint().height());
    m_find->hide();
    m_hits->setObjectName(QStringLiteral("caption"));
    m_hits->setTextFormat(Qt::PlainText);
    m_hits->move(200, 12);
    m_hits->hide();
    for (QComboBox* box : {m_kind, m_about, m_direction, m_overlay}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(box == m_kind ? 18 : 8);
        bar.addWidget(box);
    }
    const auto button = [&](const QString& text, const QString& name, auto&& run) {
        auto* made = new QPushButton(text);
        made->setAccessibleName(name);
        made->setToolTip(name);
        made->setMaximumWidth(made->sizeHint().width());
        connect(made, &QPushButton::clicked, this, run);
        bar.addWidget(made);
        return made;
    };
    button(QStringLiteral("−"), tr("Zoom out"), [this] { m_view->zoomBy(0.8, m_view->viewport()->rect().center()); });
    bar.addWidget(m_zoom);
    m_zoom->setAccessibleName(tr("Show at 100 %"));
    m_zoom->setMinimumWidth(56);
    connect(m_zoom, &QPushButton::clicked, this, [this] { m_view->zoomBy(1 / m_view->zoom(), m_view->viewport()->rect().center()); });
    button(QStringLiteral("+"), tr("Zoom in"), [this] { m_view->zoomBy(1.25, m_view->viewport()->rect().center()); });
    button(tr("Fit"), tr("Fit the diagram into the view"), [this] { m_view->fit(); });
    m_outlined = button(tr("Outline"), tr("The diagram as a list (O)"), [this](bool open) {
        QSettings().setValue(outline_setting, open);
        m_outline->setVisible(open);
    });
    m_outlined->setCheckable(true);
    m_outlined->setProperty("toggle", true);
    auto* more = button(tr("More"), tr("What can be done with the diagram or its selected node"), [] {});
    more->setMenu(m_menu);
    more->setProperty("menu", true); // room for the sign of a menu
    more->setMaximumWidth(QWIDGETSIZE_MAX);

    connect(m_kind, &QComboBox::activated, this, [this] { showKind(m_kind->currentData().toString()); });
    connect(m_about, &QComboBox::activated, this, &DiagramPage::rebuild);
    connect(m_direction, &QComboBox::activated, this, &DiagramPage::rebuild);
    connect(m_overlay, &QComboBox::activated, this, &DiagramPage::dress);
    connect(m_find, &QLineEdit::textChanged, this, &DiagramPage::find);
    connect(m_find, &QLineEdit::returnPressed, this, [this] {
        ++m_hit;
        find(m_find->text());
    });
}

void DiagramPage::makeMenu()
{
    const auto action = [this](const QString& text, const QKeySequence& keys, auto&& run) {
        QAction* made = m_menu->addAction(text, this, run);
        made->setShortcut(keys);
        made->setShortcutContext(Qt::WidgetShortcut);
        m_view->addAction(made);
        return made;
    };
    action(tr("Trace what leads here"), Qt::Key_U, [this] { traceSelected(true, false); });
    action(tr("Trace where it leads"), Qt::Key_D, [this] { traceSelected(false, true); });
    action(tr("Trace both ways"), Qt::Key_B, [this] { traceSelected(true, true); });
    QAction* all = action(tr("Light everything"), Qt::Key_Escape, [this] {
        m_find->clear();
        m_find->hide();
        m_hits->hide();
        m_view->setFocus();
        m_view->light(std::nullopt);
    });
    all->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_menu->addSeparator();
    m_outline->addAction(action(tr("Fold or unfold the branch"), Qt::Key_Space, [this] { foldSelected(); }));
    action(tr("Show only what it is linked to"), Qt::Key_F, [this] { focusSelected(); });
    action(tr("Show everything"), Qt::Key_A, [this] { showAll(); });
    m_outline->addAction(action(tr("Rename…"), Qt::Key_F2, [this] { editSelected(); }));
    action(tr("Its neighbourhood in the knowledge base"), Qt::Key_N, [this] { openNode(m_view->selectedNode()); });
    action(tr("Outline"), Qt::Key_O, [this] { m_outlined->click(); });
    m_menu->addSeparator();
    QAction* finding = action(tr("Find"), QKeySequence::Find, [this] {
        m_find->show();
        m_find->setFocus();
        m_find->selectAll();
    });
    finding->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(finding);
    action(tr("Copy as picture and text"), QKeySequence::Copy, [this] { copy(); });
    action(tr("Print on one page…"), QKeySequence::Print, [this] { printPreview(false); });
    action(tr("Print as a poster…"), {}, [this] { printPreview(true); });
    action(tr("Open a Mermaid or DOT file…"), {}, [this] { chooseFile(); });
    m_keep = action(tr("Keep in my knowledge…"), {}, [this] { keepOpened(); });
    m_keep->setVisible(false);
    m_menu->addSeparator();
    action(tr("Export…"), {}, [this] { exportAs(); });
    action(tr("Export only what is selected or lit…"), {}, [this] { exportChosen(); });
    m_menu->addSeparator();
    action(tr("Put moved nodes back"), {}, [this] {
        Scenario next = m_workspace.scenario();
        next.window = with_way(with_nudges(next.window, picture(), {}), picture(), {});
        if (next.window != m_workspace.scenario().window)
            m_workspace.change(next, tr("put moved nodes back"));
    });
}

std::string DiagramPage::kind() const
{
    return m_kind->currentData().toString().toStdString();
}

std::string DiagramPage::picture() const
{
    if (showsFile())
        return "file/" + QFileInfo((*m_opened)->path).fileName().toStdString();
    const std::string about = m_about->isHidden() ? std::string() : m_about->currentData().toString().toStdString();
    return kind() + (about.empty() ? "" : "/") + about;
}

void DiagramPage::showKind(const QString& kind, const QString& about)
{
    m_kind->setCurrentIndex(m_kind->findData(kind));
    fillAbout();
    if (const int at = m_about->findData(about); at >= 0)
        m_about->setCurrentIndex(at);
    rebuild();
}

/// The roles of the answer for a decision, the entities for a neighbourhood; else nothing is asked.
void DiagramPage::fillAbout()
{
    const DiagramKind* known = diagram_kind(kind());
    const std::string subject = known ? known->subject : std::string();
    const QVariant before = m_about->currentData();
    m_about->clear();
    if (subject == "role") {
        for (const Decision& decision : m_workspace.answer().decisions)
            m_about->addItem(QString::fromStdString(decision.question), QString::fromStdString(decision.role));
        m_about->setCurrentIndex(std::max(0, m_about->findData(QStringLiteral("accelerator"))));
    } else if (subject == "entity") {
        std::vector<const Entity*> entities;
        for (const Entity& entity : m_workspace.catalog().knowledge.entities)
            entities.push_back(&entity);
        std::stable_sort(entities.begin(), entities.end(), [](const Entity* a, const Entity* b) {
            return std::pair(a->kind != "innovation", a->name) < std::pair(b->kind != "innovation", b->name);
        });
        for (const Entity* entity : entities)
            m_about->addItem(QString::fromStdString(entity->name), QString::fromStdString(entity->id));
        const Subject& asked = m_workspace.subject();
        if (asked.kind == Subject::Kind::Entity && m_about->findData(asked.id) >= 0)
            m_about->setCurrentIndex(m_about->findData(asked.id));
    }
    if (const int same = m_about->findData(before); same >= 0 && before.isValid() && subject == "role")
        m_about->setCurrentIndex(same);
    m_about->setVisible(!subject.empty());
}

void DiagramPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_stale)
        rebuild();
}

void DiagramPage::rebuild()
{
    m_stale = false;
    m_keep->setVisible(showsFile() && m_workspace.own());
    Result<Diagram> diagram = showsFile()
        ? Result<Diagram>(openedDiagram())
        : build_diagram(kind(), m_workspace.catalog(), &m_workspace.answer(), m_about->currentData().toString().toStdString());
    if (!diagram) {
        m_client->cancel();
        m_shown.clear();
        m_view->clear();
        m_outline->clear();
        m_note->setText(QString::fromStdString(diagram.error().message + ". " + diagram.error().advice));
        m_note->show();
        return;
    }
    m_built = std::move(*diagram);
    m_names = read_names(m_workspace.scenario().window, picture());
    rename(m_built, m_names);
    m_own = m_built.direction;
    // What is about something is drawn the one way in which it is best read.
    m_direction->setVisible(m_built.arranged() == Arrangement::Flow && m_about->isHidden());
    if (!m_direction->isHidden() && m_direction->currentData().toInt() >= 0)
        m_built.direction = static_cast<FlowDirection>(m_direction->currentData().toInt());
    else if (!showsFile())
        turnAsUsual();
    if (picture() != m_shown) {
        m_fold.clear();
        m_focus.clear();
        m_find->clear();
    }
    derive();
}

void DiagramPage::derive()
{
    m_diagram = folded(m_focus.empty() ? m_built : focused(m_built, m_focus), m_fold);
    m_trying = false;
    fill_outline(*m_outline, m_diagram);
    m_client->request(m_diagram, measure_with_fonts());
}

void DiagramPage::place()
{
    const bool same = picture() == m_shown;
    m_shown = picture();
    m_nudges = read_nudges(m_workspace.scenario().window, m_shown);
    Layout layout = m_raw;
    nudge(m_diagram, layout, m_nudges);
    if (!same)
        makeRoom(layout);
    m_view->show(m_diagram, layout, same);
    if (m_view->selectedNode() >= 0)
        follow_in_outline(*m_outline, m_view->selectedNode());
    dress();
    if (!m_find->text().isEmpty())
        find(m_find->text());
}

void DiagramPage::dress()
{
    const auto overlay = static_cast<Overlay>(m_overlay->currentData().toInt());
    // Checking every claim takes a moment; it is done when first asked for.
    if (overlay == Overlay::Claims && m_checked.empty())
        m_checked = check(m_workspace.catalog());
    m_view->setBadges(badges(m_view->diagram(), overlay, {m_workspace.catalog(), &m_workspace.answer(), &m_checked}));
}

void DiagramPage::setOverlay(Overlay overlay)
{
    m_overlay->setCurrentIndex(m_overlay->findData(static_cast<int>(overlay)));
    dress();
}

int DiagramPage::find(const QString& text)
{
    if (text.trimmed().isEmpty()) {
        m_hit = 0;
        m_hits->hide();
        m_view->light(std::nullopt);
        return 0;
    }
    Traced found;
    for (std::size_t i = 0; i < m_diagram.nodes.size(); ++i) {
        if (QString::fromStdString(m_diagram.nodes[i].label).contains(text.trimmed(), Qt::CaseInsensitive))
            found.nodes.insert(i);
    }
    m_view->light(found);
    if (!found.nodes.empty()) {
        const auto at = static_cast<std::ptrdiff_t>(static_cast<std::size_t>(m_hit) % found.nodes.size());
        const int node = static_cast<int>(*std::next(found.nodes.begin(), at));
        m_view->select(node);
        m_view->reveal(node);
        follow_in_outline(*m_outline, node);
    }
    const auto all = static_cast<int>(found.nodes.size());
    m_hits->setText(all == 0 ? tr("nothing") : tr("%1 of %2").arg(QString::number(m_hit % all + 1), QString::number(all)));
    m_hits->setFixedHeight(m_find->height());
    m_hits->adjustSize();
    m_hits->setVisible(!m_find->isHidden());
    m_find->setAccessibleDescription(m_hits->text());
    return all;
}

void DiagramPage::traceSelected(bool up, bool down)
{
    if (m_view->selectedNode() >= 0)
        m_view->light(trace(m_diagram, static_cast<std::size_t>(m_view->selectedNode()), up, down));
}

void DiagramPage::foldSelected()
{
    if (m_view->selectedNode() < 0)
        return;
    const std::string id = m_diagram.nodes[static_cast<std::size_t>(m_view->selectedNode())].id;
    if (m_fold.erase(id) == 0)
        m_fold.insert(id);
    derive();
}

void DiagramPage::focusSelected()
{
    if (m_view->selectedNode() < 0)
        return;
    m_focus = m_diagram.nodes[static_cast<std::size_t>(m_view->selectedNode())].id;
    derive();
}

void DiagramPage::showAll()
{
    m_fold.clear();
    m_focus.clear();
    derive();
}

void DiagramPage::moveNode(const QString& id, QPointF by)
{
    Nudges nudges = m_nudges;
    Point& moved = nudges[id.toStdString()];
    moved = {moved.x + by.x(), moved.y + by.y()};
    Scenario next = m_workspace.scenario();
    next.window = with_nudges(next.window, picture(), nudges);
    if (turnsItself()) // where a node was moved to says something in this direction only
        next.window = with_way(next.window, picture(), m_diagram.direction);
    m_workspace.change(next, tr("move a node"));
}

void DiagramPage::renameNode(const QString& id, const QString& name)
{
    NodeNames names = read_names(m_workspace.scenario().window, picture());
    names[id.toStdString()] = name.toStdString();
    Scenario next = m_workspace.scenario();
    next.window = with_names(next.window, picture(), names);
    m_workspace.change(next, tr("rename a node"));
}

void DiagramPage::editSelected()
{
    m_view->editName(m_view->selectedNode());
}

Diagram DiagramPage::written() const
{
    Diagram out = m_focus.empty() && m_fold.empty() ? m_built : m_diagram;
    if (m_direction->isHidden() || m_direction->currentData().toInt() < 0)
        out.direction = m_own;
    return out;
}

void DiagramPage::explainNode(int node)
{
    const DiagramNode& clicked = m_diagram.nodes[static_cast<std::size_t>(node)];
    if (!clicked.entity.empty())
        m_workspace.explain({Subject::Kind::Entity, QString::fromStdString(clicked.entity), {}});
}

void DiagramPage::explainEdge(int edge)
{
    const DiagramEdge& clicked = m_diagram.edges[static_cast<std::size_t>(edge)];
    if (!clicked.entity.empty())
        m_workspace.explain({Subject::Kind::Entity, QString::fromStdString(clicked.entity), {}});
    else if (!clicked.relation.empty())
        m_workspace.explain({Subject::Kind::Relation, QString::fromStdString(clicked.relation), {}});
}

/// On to the neighbourhood of the entity that a node stands for.
void DiagramPage::openNode(int node)
{
    if (node < 0 || m_diagram.nodes[static_cast<std::size_t>(node)].entity.empty())
        return;
    const QString entity = QString::fromStdString(m_diagram.nodes[static_cast<std::size_t>(node)].entity);
    m_workspace.explain({Subject::Kind::Entity, entity, {}});
    showKind(QStringLiteral("neighbourhood"), entity);
}

} // namespace archway
