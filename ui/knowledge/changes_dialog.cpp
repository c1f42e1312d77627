// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/knowledge/changes_dialog.h"

#include "ui/knowledge/knowledge_actions.h"
#include "ui/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace archway {

namespace {

enum Column { What, Change, OfLayer, Made, ColumnCount };
constexpr int id_role = Qt::UserRole;

QString kind_text(const std::string& kind)
{
    const auto tr = [](const char* text) { return ChangesDialog::tr(text); };
    return kind == "correction"    ? tr("corrected")
        : kind == "withdrawal"     ? tr("withdrawn")
        : kind == "fact"           ? tr("added")
        : kind == "price"          ? tr("own price")
        : kind == "discount"       ? tr("own discount")
        : kind == "weight"         ? tr("own weight")
        : kind == "price-list"     ? tr("price list")
        : kind == "instance-types" ? tr("instance types")
                                   : QString::fromStdString(kind);
}

} // namespace

ChangesDialog::ChangesDialog(Workspace& workspace, QWidget* parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_actions(new KnowledgeActions(workspace, this))
    , m_list(new QTreeWidget)
    , m_detail(new QLabel)
    , m_problem(new QLabel)
    , m_show(new QPushButton(tr("Show")))
    , m_takeBack(new QPushButton(tr("Take back")))
{
    setObjectName(QStringLiteral("changes"));
    setWindowTitle(tr("My changes"));
    m_list->setColumnCount(ColumnCount);
    m_list->setHeaderLabels({tr("What"), tr("Change"), tr("Layer"), tr("Made")});
    m_list->setAccessibleName(tr("My changes"));
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(What, QHeaderView::Stretch);
    for (const int column : {Change, OfLayer, Made})
        m_list->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setWordWrap(true);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_detail->setMinimumHeight(fontMetrics().lineSpacing() * 3);
    m_detail->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_problem->setObjectName(QStringLiteral("error"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(18, 16, 18, 14);
    column->setSpacing(10);
    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    for (QAction* action : {m_actions->add(), m_actions->price(), m_actions->discount()})
        top->addWidget(KnowledgeActions::button(action));
    top->addStretch();
    for (QAction* action : {m_actions->import(), m_actions->exportMine()})
        top->addWidget(KnowledgeActions::button(action));
    column->addLayout(top);
    column->addWidget(m_list, 1);
    column->addWidget(m_detail);
    column->addWidget(m_problem);
    auto* bottom = new QHBoxLayout;
    bottom->setSpacing(8);
    bottom->addWidget(m_takeBack);
    bottom->addWidget(m_show);
    bottom->addStretch();
    auto* close = new QPushButton(tr("Close"));
    close->setDefault(true);
    bottom->addWidget(close);
    column->addLayout(bottom);
    for (QPushButton* button : findChildren<QPushButton*>())
        button->setAutoDefault(button == close);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &ChangesDialog::describe);
    connect(m_takeBack, &QPushButton::clicked, this, [this] {
        m_problem->hide();
        m_workspace.own()->takeBack(selected());
    });
    connect(m_show, &QPushButton::clicked, this, [this] { m_workspace.explain({Subject::Kind::Claim, m_claim, {}}); });
    const auto say = [this](const QString& message) {
        m_problem->setText(message);
        m_problem->show();
    };
    connect(m_workspace.own(), &OwnKnowledge::failed, this, say);
    connect(m_actions, &KnowledgeActions::failed, this, say);
    connect(m_workspace.own(), &OwnKnowledge::changed, this, &ChangesDialog::fill);
    resize(860, 520);
    fill();
    m_list->setFocus();
}

void ChangesDialog::fill()
{
    const qint64 before = selected();
    m_list->clear();
    const std::vector<Batch>& batches = m_workspace.own()->batches();
    for (auto batch = batches.rbegin(); batch != batches.rend(); ++batch) {
        auto* item = new QTreeWidgetItem(m_list,
                                         {QString::fromStdString(batch->title), kind_text(batch->kind),
                                          batch->layer == KnowledgeLayer::Mine ? tr("mine") : tr("imported"),
                                          QString::fromStdString(batch->made)});
        item->setData(What, id_role, static_cast<qint64>(batch->id));
        item->setToolTip(What, QStringLiteral("<p>%1</p>").arg(item->text(What).toHtmlEscaped()));
        if (batch->id == before)
            m_list->setCurrentItem(item);
    }
    if (!m_list->currentItem() && m_list->topLevelItemCount() > 0)
        m_list->setCurrentItem(m_list->topLevelItem(0));
    describe();
}

qint64 ChangesDialog::selected() const
{
    const QTreeWidgetItem* item = m_list->currentItem();
    return item ? item->data(What, id_role).toLongLong() : 0;
}

void ChangesDialog::describe()
{
    const qint64 id = selected();
    const std::vector<Batch>& batches = m_workspace.own()->batches();
    const auto batch = std::find_if(batches.begin(), batches.end(), [id](const Batch& b) { return b.id == id; });
    m_takeBack->setEnabled(batch != batches.end());
    m_claim.clear();
    QStringList lines;
    if (batch == batches.end()) {
        lines << tr(
            "Nothing changed yet. What you add, correct or withdraw is kept in a layer of your own upon the shipped knowledge, which "
            "updates leave alone.");
    } else {
        const QString from = batch->origin == "window" ? tr("this window") : QString::fromStdString(batch->origin);
        lines << (batch->records == 1 ? tr("1 record, from %1").arg(from) : tr("%1 records, from %2").arg(batch->records).arg(from));
        const LayerContent content = m_workspace.own()->contentOf(id);
        if (content.claims.size() == 1)
            m_claim = QString::fromStdString(content.claims.front());
        if (!content.note.empty())
            lines << QString::fromStdString(content.note);
        if (const QString since = OwnKnowledge::sinceText(content.since); !since.isEmpty())
            lines << since;
        if (content.replaced)
            lines << tr("A later change of yours stands over it.");
    }
    m_show->setEnabled(!m_claim.isEmpty() && m_workspace.catalog().claim(m_claim.toStdString()));
    m_detail->setText(lines.join(u'\n'));
}

} // namespace archway
