// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evidence/evidence_page.h"

#include "model/base/units.h"
#include "ui/evidence/claim_delegate.h"
#include "ui/evidence/claim_filter.h"
#include "ui/evidence/claim_model.h"
#include "ui/evidence/facet_panel.h"
#include "ui/evidence/source_table.h"
#include "ui/evidence/verdict_style.h"
#include "ui/knowledge/knowledge_actions.h"
#include "ui/knowledge/own_knowledge.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace archway {

namespace {

constexpr int facets_width = 212;
constexpr int one_line = 640;  ///< width that filter and buttons need side by side
constexpr int most_values = 9; ///< of a facet; what is rarer is found by words
constexpr std::array facet_roles{ClaimModel::FacetVerdict, ClaimModel::FacetKind, ClaimModel::FacetStatus,
                                 ClaimModel::FacetSource,  ClaimModel::FacetYear, ClaimModel::FacetLayer};

} // namespace

EvidencePage::EvidencePage(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_actions(new KnowledgeActions(workspace, this))
    , m_filter(new QLineEdit)
    , m_count(new QLabel)
    , m_view(new QTabBar)
    , m_pages(new QStackedWidget)
    , m_sources(new SourceTable(workspace))
    , m_whole(new QPushButton)
    , m_facets(new FacetPanel)
    , m_table(new QTableView)
    , m_claims(new ClaimFilter(this))
{
    setObjectName(QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
    m_claims->setSourceModel(new ClaimModel(workspace.catalog(), workspace.checkedClaims(), this, workspace.own()));
    m_filter->setPlaceholderText(tr("Words and figures, as  cache  or  memory >= 80 GB"));
    m_filter->setToolTip(tr("<p>Every word has to be found. Figures are compared in their units:</p>"
                            "<p><b>latency &lt; 50 ms</b><br><b>memory &gt;= 80 GB</b> finds 0.08 TB too<br>"
                            "<b>cost &lt; 5 USD per hour</b>: what stands behind “per” has to be the same<br>"
                            "<b>&gt; 10 % &lt; 40 %</b>: both hold<br><b>instances &gt; 200</b>: without a unit, as the claim writes it</p>"
                            "<p>Signs: &lt; &lt;= = &gt;= &gt;</p>"));
    m_filter->setAccessibleName(tr("Filter claims"));
    m_filter->setClearButtonEnabled(true);
    m_count->setObjectName(QStringLiteral("caption"));
    setUpTable();
    setUpFacets();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 16);
    column->setSpacing(10);
    m_view->setObjectName(QStringLiteral("evidenceView"));
    m_view->setAccessibleName(tr("View"));
    m_view->setDrawBase(false);
    m_view->setUsesScrollButtons(false);
    m_view->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_view->addTab(tr("Claims"));
    m_view->addTab(tr("Sources"));
    auto* line = new QHBoxLayout;
    line->addWidget(m_view);
    line->addWidget(m_filter, 1);
    line->addWidget(m_whole);
    line->addWidget(m_count);
    auto* tools = new QHBoxLayout;
    m_bar = new QBoxLayout(QBoxLayout::LeftToRight);
    m_bar->addLayout(line, 1);
    m_bar->addLayout(tools);
    column->addLayout(m_bar);
    auto* below = new QHBoxLayout;
    auto* claims = new QWidget;
    auto* row = new QHBoxLayout(claims);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(m_facets);
    row->addWidget(m_table, 1);
    m_pages->addWidget(claims);
    m_pages->addWidget(m_sources);
    column->addWidget(m_pages, 1);
    column->addLayout(below);
    setUpActions(tools, below);
    tools->addStretch();
    connect(m_filter, &QLineEdit::textChanged, this, &EvidencePage::filter);
    connect(m_view, &QTabBar::currentChanged, this, [this](int view) { showSources(view == 1); });
    connect(m_whole, &QPushButton::clicked, this, &EvidencePage::searchWholeBase);
    connect(m_filter, &QLineEdit::returnPressed, this, &EvidencePage::searchWholeBase);
    m_whole->hide();
    connect(m_facets, &FacetPanel::chosen, this, [this](int facet) {
        m_claims->setChoice(facet, m_facets->ticked(facet));
        recount();
    });
    connect(&workspace, &Workspace::catalogChanged, this, &EvidencePage::reload);
    connect(&workspace, &Workspace::subjectChanged, this, [this] {
        const Subject& subject = m_workspace.subject();
        if (subject.kind != Subject::Kind::Claim || subject.id == m_claim)
            return;
        // What is asked about elsewhere, as a fact just added, is where the table is too, if it shows it.
        const QScopedValueRollback<bool> quiet(m_reloading, true);
        m_claim = subject.id;
        m_table->setCurrentIndex({});
        select(m_claim);
        m_actions->setClaim(m_claim);
    });
    connect(m_actions, &KnowledgeActions::failed, this, &EvidencePage::failed);
    recount();
}

void EvidencePage::resizeEvent(QResizeEvent* event)
{
    // In a narrow window the buttons have a line of their own.
    m_bar->setDirection(width() < one_line ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    QWidget::resizeEvent(event);
}

void EvidencePage::setUpTable()
{
    m_table->setModel(m_claims);
    m_table->setItemDelegate(new ClaimDelegate(m_table));
    m_table->setAccessibleName(tr("Claims"));
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(ClaimModel::Verdict, Qt::AscendingOrder);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(ClaimModel::Statement, QHeaderView::Stretch);
    for (const int hidden : {ClaimModel::Figure, ClaimModel::About, ClaimModel::Status, ClaimModel::Document, ClaimModel::Section})
        m_table->setColumnHidden(hidden, true);
    const auto resize = [this] {
        const QFontMetrics metrics(Theme::instance().font(TextRole::Caption));
        m_table->verticalHeader()->setDefaultSectionSize(ClaimDelegate::rowHeight());
        m_table->setColumnWidth(ClaimModel::Verdict, metrics.horizontalAdvance(verdict_text(ClaimVerdict::NotCheckable)) + 34);
        m_table->setColumnWidth(ClaimModel::Computed, metrics.horizontalAdvance(QStringLiteral("stated 30 % to 40 %")) + 16);
    };
    resize();
    connect(&Theme::instance(), &Theme::changed, m_table, resize);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &EvidencePage::followRow);
}

void EvidencePage::followRow(const QModelIndex& row)
{
    // While the claims are exchanged the view moves on its own: only what the user selects is asked about.
    if (m_reloading)
        return;
    m_claim = row.data(ClaimModel::IdRole).toString();
    m_actions->setClaim(m_claim);
    if (row.isValid())
        m_workspace.explain({Subject::Kind::Claim, m_claim, {}});
}

void EvidencePage::setUpActions(QLayout* top, QLayout* below)
{
    for (QAction* action : {m_actions->add(), m_actions->changes()})
        top->addWidget(KnowledgeActions::button(action));
    for (QAction* action : {m_actions->correct(), m_actions->withdraw(), m_actions->takeBack()}) {
        below->addWidget(KnowledgeActions::button(action));
        m_table->addAction(action);
    }
    static_cast<QHBoxLayout*>(below)->addStretch();
    // Keys of the list, and a menu on the row, for those who do not go to the buttons.
    m_actions->correct()->setShortcut(Qt::Key_Return);
    m_actions->withdraw()->setShortcut(Qt::Key_Delete);
    for (QAction* action : {m_actions->correct(), m_actions->withdraw(), m_actions->takeBack()})
        action->setShortcutContext(Qt::WidgetShortcut);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_actions->setClaim({});
}

void EvidencePage::reload()
{
    const QScopedValueRollback<bool> quiet(m_reloading, true);
    QAbstractItemModel* old = m_claims->sourceModel();
    m_claims->setSourceModel(new ClaimModel(m_workspace.catalog(), m_workspace.checkedClaims(), this, m_workspace.own()));
    delete old;
    setUpFacets();
    for (const int facet : facet_roles)
        m_claims->setChoice(facet, m_facets->ticked(facet));
    select(m_claim);
    m_actions->setClaim(m_claim);
    recount();
}

/// Makes the row of a claim the current one, where the filter shows it; asks nothing.
void EvidencePage::select(const QString& id)
{
    for (int row = 0; row < m_claims->rowCount() && !id.isEmpty(); ++row) {
        const QModelIndex index = m_claims->index(row, ClaimModel::Statement);
        if (index.data(ClaimModel::IdRole).toString() != id)
            continue;
        m_table->setCurrentIndex(index);
        m_table->scrollTo(index);
        return;
    }
}

void EvidencePage::setUpFacets()
{
    m_facets->setFixedWidth(facets_width);
    QStringList verdicts;
    QMap<QString, QColor> dots;
    for (const ClaimVerdict verdict : verdicts_by_interest) {
        verdicts << verdict_text(verdict);
        dots[verdicts.back()] = verdict_colour(verdict, Theme::instance().colours());
    }
    m_facets->addGroup(ClaimModel::FacetVerdict, tr("Verdict"), verdicts, dots);
    // The most frequent values first, so that the counts read downwards.
    const auto frequent = [this](int facet) {
        const QMap<QString, int> counts = m_claims->counts(facet);
        QStringList values = counts.keys();
        std::stable_sort(values.begin(), values.end(), [&counts](const QString& a, const QString& b) { return counts[a] > counts[b]; });
        return values.mid(0, most_values);
    };
    m_facets->addGroup(ClaimModel::FacetStatus, tr("Status"), frequent(ClaimModel::FacetStatus));
    m_facets->addGroup(ClaimModel::FacetKind, tr("About a"), frequent(ClaimModel::FacetKind));
    m_facets->addGroup(ClaimModel::FacetYear, tr("Of the year"), frequent(ClaimModel::FacetYear));
    m_facets->addGroup(ClaimModel::FacetSource, tr("Source"), frequent(ClaimModel::FacetSource));
    if (m_workspace.own())
        m_facets->addGroup(ClaimModel::FacetLayer, tr("Layer"),
                           {ClaimModel::tr("shipped"), ClaimModel::tr("imported"), ClaimModel::tr("mine")});
}

void EvidencePage::filter(const QString& text)
{
    m_claims->setWords(text);
    m_sources->setWords(text);
    recount();
}

void EvidencePage::showSources(bool sources)
{
    m_view->setCurrentIndex(sources ? 1 : 0);
    m_pages->setCurrentIndex(sources ? 1 : 0);
    // What corrects and withdraws is about claims.
    m_actions->setClaim(sources ? QString() : m_claim);
    recount();
}

void EvidencePage::searchWholeBase()
{
    OwnKnowledge* own = m_workspace.own();
    if (!own || !own->places().beyond || m_filter->text().trimmed().isEmpty())
        return;
    const FigureQuery query = figure_query(m_filter->text().toStdString());
    if (const Status reached = own->places().beyond->reach(query.words); !reached)
        Q_EMIT failed(QString::fromStdString(reached.error().text()));
    else
        own->reload();
}

void EvidencePage::recount()
{
    for (const int facet : facet_roles)
        m_facets->setCounts(facet, m_claims->counts(facet));
    const OwnKnowledge* own = m_workspace.own();
    const bool beyond = own && own->places().beyond;
    const bool claims = m_pages->currentIndex() == 0;
    const int shown = m_claims->rowCount(), here = m_claims->sourceModel()->rowCount();
    m_whole->setVisible(beyond && claims);
    if (beyond) {
        const QString all = QString::fromStdString(format_number(static_cast<double>(own->places().beyond->size.claims)));
        m_whole->setText(tr("Search all %1").arg(all));
        m_whole->setToolTip(
            tr("The window holds what rules, checks, decisions and diagrams speak of. Enter fetches from the whole base what "
               "holds the words typed."));
        m_whole->setEnabled(!m_filter->text().trimmed().isEmpty());
    }
    m_count->setText(
        claims ? (beyond ? tr("%1 of %2 claims that the answers name").arg(shown).arg(here) : tr("%1 of %2 claims").arg(shown).arg(here))
               : m_sources->count());
}

} // namespace archway
