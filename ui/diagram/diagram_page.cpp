// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diagram/diagram_page.h"

#include "diagrams/kinds/kinds.h"
#include "diagrams/layout_client.h"
#include "diagrams/mermaid.h"
#include "ui/diagram/diagram_view.h"
#include "ui/paint/diagram_painter.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSaveFile>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <functional>

namespace archway {

DiagramPage::DiagramPage(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_client(new LayoutClient(this))
    , m_kind(new QComboBox)
    , m_direction(new QComboBox)
    , m_view(new DiagramView)
    , m_outline(new QTreeWidget)
    , m_note(new QLabel)
    , m_zoom(new QPushButton)
{
    setObjectName(QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
    for (const DiagramKind& kind : diagram_kinds())
        m_kind->addItem(QString::fromStdString(kind.title), QString::fromStdString(kind.id));
    m_kind->setAccessibleName(tr("Kind of diagram"));
    m_direction->addItem(tr("Usual direction"), -1);
    m_direction->addItem(tr("Left to right"), static_cast<int>(FlowDirection::LeftRight));
    m_direction->addItem(tr("Top to bottom"), static_cast<int>(FlowDirection::TopDown));
    m_direction->setAccessibleName(tr("Direction"));
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
    auto* bar = new QHBoxLayout;
    bar->addWidget(m_kind);
    bar->addWidget(m_direction);
    bar->addStretch();
    const auto button = [&](const QString& text, const QString& name, auto&& run) {
        auto* made = new QPushButton(text);
        made->setAccessibleName(name);
        made->setToolTip(name);
        connect(made, &QPushButton::clicked, this, run);
        bar->addWidget(made);
        return made;
    };
    button(QStringLiteral("−"), tr("Zoom out"), [this] { m_view->zoomBy(0.8, m_view->viewport()->rect().center()); });
    bar->addWidget(m_zoom);
    m_zoom->setAccessibleName(tr("Show at 100 %"));
    m_zoom->setMinimumWidth(66);
    connect(m_zoom, &QPushButton::clicked, this, [this] { m_view->zoomBy(1 / m_view->zoom(), m_view->viewport()->rect().center()); });
    button(QStringLiteral("+"), tr("Zoom in"), [this] { m_view->zoomBy(1.25, m_view->viewport()->rect().center()); });
    button(tr("Fit"), tr("Fit the diagram into the view"), [this] { m_view->fit(); });
    button(tr("Export…"), tr("Export the diagram"), [this] { exportAs(); });
    column->addLayout(bar);
    auto* split = new QSplitter;
    split->setHandleWidth(10);
    split->addWidget(m_view);
    split->addWidget(m_outline);
    split->setStretchFactor(0, 1);
    split->setSizes({640, 200});
    column->addWidget(split, 1);
    column->addWidget(m_note);
    m_note->hide();

    connect(m_kind, &QComboBox::activated, this, &DiagramPage::rebuild);
    connect(m_direction, &QComboBox::activated, this, &DiagramPage::rebuild);
    connect(m_view, &DiagramView::zoomChanged, this, [this](qreal zoom) { m_zoom->setText(tr("%1 %").arg(qRound(zoom * 100))); });
    connect(m_view, &DiagramView::nodeClicked, this, &DiagramPage::explainNode);
    connect(m_view, &DiagramView::edgeClicked, this, [this](int edge) {
        const DiagramEdge& clicked = m_diagram.edges[static_cast<std::size_t>(edge)];
        m_workspace.explain({Subject::Kind::Relation, QString::fromStdString(clicked.relation), {}});
    });
    connect(m_outline, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
        if (!item)
            return;
        const int node = item->data(0, Qt::UserRole).toInt();
        m_view->select(node);
        explainNode(node);
    });
    connect(m_client, &LayoutClient::finished, this, [this](const Layout& layout) {
        m_layout = layout;
        const std::string note = m_diagram.note + (m_diagram.note.empty() || layout.message.empty() ? "" : " ") + layout.message;
        m_note->setText(QString::fromStdString(note));
        m_note->setVisible(!note.empty());
        m_view->show(m_diagram, m_layout);
        Q_EMIT drawn();
    });
    connect(&m_workspace, &Workspace::answerChanged, this, [this] {
        const DiagramKind* kind = diagram_kind(m_kind->currentData().toString().toStdString());
        if (!kind || !kind->needs_answer)
            return; // pictures of the knowledge do not change with the question
        if (isVisible())
            rebuild();
        else
            m_stale = true;
    });
}

DiagramPage::~DiagramPage() = default;

void DiagramPage::showKind(const QString& kind)
{
    m_kind->setCurrentIndex(m_kind->findData(kind));
    rebuild();
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
    const std::string kind = m_kind->currentData().toString().toStdString();
    Result<Diagram> diagram = build_diagram(kind, m_workspace.catalog(), &m_workspace.answer());
    if (!diagram) {
        m_client->cancel();
        m_view->clear();
        m_outline->clear();
        m_note->setText(QString::fromStdString(diagram.error().message + ". " + diagram.error().advice));
        m_note->show();
        return;
    }
    m_diagram = std::move(*diagram);
    m_direction->setVisible(m_diagram.arranged() == Arrangement::Flow);
    if (m_direction->currentData().toInt() >= 0)
        m_diagram.direction = static_cast<FlowDirection>(m_direction->currentData().toInt());
    fillOutline();
    m_client->request(m_diagram, measure_with_fonts());
}

void DiagramPage::fillOutline()
{
    const QSignalBlocker blocker(m_outline);
    m_outline->clear();
    QMap<QString, QTreeWidgetItem*> items;
    const auto parent_of = [this](const DiagramNode& node) {
        for (const DiagramEdge& edge : m_diagram.edges) {
            if (edge.to == node.id && edge.from != node.id)
                return QString::fromStdString(edge.from);
        }
        return QString();
    };
    for (std::size_t i = 0; i < m_diagram.nodes.size(); ++i) {
        const DiagramNode& node = m_diagram.nodes[i];
        // A parent that comes later would close a circle; such a node stands at the top.
        QTreeWidgetItem* parent = items.value(parent_of(node));
        auto* item = parent ? new QTreeWidgetItem(parent) : new QTreeWidgetItem(m_outline);
        item->setText(0, QString::fromStdString(label_lines(node.label).front()));
        item->setToolTip(0, QStringLiteral("<p>%1</p>").arg(QString::fromStdString(node.label).toHtmlEscaped()));
        item->setData(0, Qt::UserRole, static_cast<int>(i));
        items.insert(QString::fromStdString(node.id), item);
    }
    m_outline->expandToDepth(1);
}

void DiagramPage::explainNode(int node)
{
    const DiagramNode& clicked = m_diagram.nodes[static_cast<std::size_t>(node)];
    if (!clicked.entity.empty())
        m_workspace.explain({Subject::Kind::Entity, QString::fromStdString(clicked.entity), {}});
}

void DiagramPage::exportAs()
{
    QString path = QFileDialog::getSaveFileName(this, tr("Export the diagram"), m_kind->currentData().toString() + QStringLiteral(".svg"),
                                                tr("SVG (*.svg);;PNG (*.png);;PDF (*.pdf);;Mermaid (*.mmd);;DOT (*.dot);;JSON (*.json)"));
    if (path.isEmpty())
        return;
    const QString format = path.section(u'.', -1).toLower();
    const QByteArray bytes = format == QStringLiteral("mmd") ? QByteArray::fromStdString(write_mermaid(m_diagram))
        : format == QStringLiteral("dot")                    ? QByteArray::fromStdString(write_dot(m_diagram))
        : format == QStringLiteral("json")                   ? QByteArray::fromStdString(write_diagram_json(m_diagram, m_layout))
                                                             : diagram_bytes(m_diagram, m_layout, Theme::light(), format);
    if (bytes.isEmpty())
        return Q_EMIT failed(tr("%1: not a format a diagram is written in").arg(path));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        Q_EMIT failed(tr("%1 cannot be written: %2").arg(path, file.errorString()));
}

} // namespace archway
