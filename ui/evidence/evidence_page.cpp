// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evidence/evidence_page.h"

#include "ui/evidence/claim_delegate.h"
#include "ui/evidence/claim_filter.h"
#include "ui/evidence/claim_model.h"
#include "ui/evidence/facet_panel.h"
#include "ui/evidence/verdict_style.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace archway {

namespace {

constexpr int facets_width = 196;
constexpr int most_values = 9; ///< of a facet; what is rarer is found by words
constexpr std::array facet_roles{ClaimModel::FacetVerdict, ClaimModel::FacetKind, ClaimModel::FacetStatus, ClaimModel::FacetSource,
                                 ClaimModel::FacetYear};

} // namespace

EvidencePage::EvidencePage(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_filter(new QLineEdit)
    , m_count(new QLabel)
    , m_facets(new FacetPanel)
    , m_table(new QTableView)
    , m_claims(new ClaimFilter(this))
{
    setObjectName(QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
    m_claims->setSourceModel(new ClaimModel(workspace.catalog(), workspace.checkedClaims(), this));
    m_filter->setPlaceholderText(tr("Filter claims by any words"));
    m_filter->setAccessibleName(tr("Filter claims"));
    m_filter->setClearButtonEnabled(true);
    m_count->setObjectName(QStringLiteral("caption"));
    setUpTable(workspace);
    setUpFacets();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 16);
    column->setSpacing(10);
    auto* line = new QHBoxLayout;
    line->addWidget(m_filter, 1);
    line->addWidget(m_count);
    column->addLayout(line);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_facets);
    row->addWidget(m_table, 1);
    column->addLayout(row, 1);
    connect(m_filter, &QLineEdit::textChanged, this, &EvidencePage::filter);
    connect(m_facets, &FacetPanel::chosen, this, [this](int facet) {
        m_claims->setChoice(facet, m_facets->ticked(facet));
        recount();
    });
    recount();
}

void EvidencePage::setUpTable(Workspace& workspace)
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
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [&workspace](const QModelIndex& row) {
        if (row.isValid())
            workspace.explain({Subject::Kind::Claim, row.data(ClaimModel::IdRole).toString(), {}});
    });
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
}

void EvidencePage::filter(const QString& text)
{
    m_claims->setWords(text);
    recount();
}

void EvidencePage::recount()
{
    for (const int facet : facet_roles)
        m_facets->setCounts(facet, m_claims->counts(facet));
    m_count->setText(tr("%1 of %2 claims").arg(m_claims->rowCount()).arg(m_claims->sourceModel()->rowCount()));
}

} // namespace archway
