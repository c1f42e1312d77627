// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evidence/claim_model.h"

#include "ui/evidence/verdict_style.h"
#include "ui/knowledge/own_knowledge.h"

#include <algorithm>
#include <unordered_map>

namespace archway {

namespace {

QString stated_figure(const Claim& claim)
{
    const double factor = claim_unit(claim.unit).factor;
    return (claim.low ? QString::fromStdString(format_stated(*claim.low * factor, claim.unit)) + QStringLiteral(" – ") : QString())
        + QString::fromStdString(format_stated(*claim.value * factor, claim.unit));
}

} // namespace

ClaimModel::ClaimModel(const Catalog& catalog, const std::vector<CheckedClaim>& checked, QObject* parent, const OwnKnowledge* own)
    : QAbstractTableModel(parent)
    , m_catalog(catalog)
    , m_checked(checked)
    , m_own(own)
{
    const Knowledge& k = catalog.knowledge;
    std::unordered_map<std::string_view, const Entity*> entities;
    for (const Entity& entity : k.entities)
        entities.emplace(entity.id, &entity);
    std::unordered_map<std::string_view, QString> titles;
    for (const Source& source : k.sources)
        titles.emplace(source.id, QString::fromStdString(source.title));
    m_rows.reserve(k.claims.size());
    for (std::size_t i = 0; i < k.claims.size(); ++i) {
        const Claim& claim = k.claims[i];
        Row row;
        const auto entity = entities.find(claim.about);
        row.about = QString::fromStdString(entity == entities.end() ? claim.about : entity->second->name);
        row.kind = QString::fromStdString(entity == entities.end() ? std::string() : entity->second->kind).replace(u'-', u' ');
        for (const Citation& citation : claim.sources) {
            const auto title = titles.find(citation.document);
            if (title != titles.end() && !row.sources.contains(title->second))
                row.sources << title->second;
        }
        row.text = QString::fromStdString(claim.id + ' ' + claim.statement + ' ' + claim.unit + ' ' + claim.baseline) + u' ' + row.about
            + u' ' + row.sources.join(u' ');
        if (i < checked.size())
            row.text += u' ' + QString::fromStdString(checked[i].because + ' ' + checked[i].holds_when);
        row.text = row.text.toLower();
        m_rows.push_back(std::move(row));
    }
}

int ClaimModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_catalog.knowledge.claims.size());
}

int ClaimModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ClaimModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto i = static_cast<std::size_t>(index.row());
    const Claim& claim = m_catalog.knowledge.claims[i];
    const CheckedClaim* checked = i < m_checked.size() ? &m_checked[i] : nullptr;
    const Row& row = m_rows[i];
    switch (role) {
    case Qt::DisplayRole: return shown(claim, checked, row, index.column());
    case Qt::ToolTipRole:
        return QStringLiteral("<p>%1</p><p>%2</p>")
            .arg(QString::fromStdString(claim.statement).toHtmlEscaped(),
                 checked ? QString::fromStdString(checked->because).toHtmlEscaped() : QString());
    case Qt::AccessibleTextRole:
        return index.column() == Statement && checked
            ? QVariant(QStringLiteral("%1. %2. %3%4")
                           .arg(QString::fromStdString(claim.statement), QString::fromStdString(std::string(name_of(checked->verdict))),
                                QString::fromStdString(checked->because),
                                m_own && m_own->origin("claim", claim.id) ? QStringLiteral(" ") + index.data(FacetLayer).toString()
                                        + QStringLiteral(", ") + index.data(FacetStatus).toString()
                                                                          : QString()))
            : shown(claim, checked, row, index.column());
    case IdRole: return QString::fromStdString(claim.id);
    case VerdictRole: return checked ? QVariant(static_cast<int>(checked->verdict)) : QVariant();
    case BecauseRole: return checked ? QVariant(QString::fromStdString(checked->because)) : QVariant();
    case SortRole:
        // Within a verdict what was computed comes first.
        if (index.column() == Verdict && checked)
            return 2
                * static_cast<int>(std::find(verdicts_by_interest.begin(), verdicts_by_interest.end(), checked->verdict)
                                   - verdicts_by_interest.begin())
                + (checked->computed_here ? 0 : 1);
        if (index.column() == Figure)
            return claim.value ? QVariant(*claim.value) : QVariant();
        return shown(claim, checked, row, index.column());
    case FacetKind: return row.kind;
    case FacetStatus: return QString::fromStdString(claim.status.empty() ? "stated" : claim.status);
    case FacetVerdict: return checked ? QVariant(verdict_text(checked->verdict)) : QVariant();
    case FacetSource: return row.sources;
    case FacetYear: return claim.as_of.empty() ? tr("not dated") : QString::fromStdString(claim.as_of.substr(0, 4));
    case FacetLayer: {
        const RecordOrigin* origin = m_own ? m_own->origin("claim", claim.id) : nullptr;
        return !origin ? tr("shipped") : origin->layer == KnowledgeLayer::Mine ? tr("mine") : tr("imported");
    }
    case UnderRole: {
        const Claim* under = m_own ? m_own->claimUnder(claim.id) : nullptr;
        if (!under
            || (under->value == claim.value && under->low == claim.low && under->unit == claim.unit && under->statement == claim.statement))
            return {};
        return under->value ? stated_figure(*under) : QString::fromStdString(under->statement);
    }
    case TextRole: return row.text;
    case ValueRole: return claim.value ? QVariant(*claim.value) : QVariant();
    case LowRole: return claim.low ? QVariant(*claim.low) : QVariant();
    case UnitRole: return QString::fromStdString(claim.unit);
    default: return {};
    }
}

QVariant ClaimModel::shown(const Claim& claim, const CheckedClaim* checked, const Row& row, int column) const
{
    switch (column) {
    case Verdict: return checked ? QVariant(verdict_text(checked->verdict)) : QVariant();
    case Statement: return QString::fromStdString(claim.statement);
    case Figure:
        if (checked && !checked->stated_text.empty())
            return QString::fromStdString(checked->stated_text);
        if (!claim.value)
            return {};
        return stated_figure(claim);
    case Computed: return checked ? QString::fromStdString(checked->computed_text) : QString();
    case About: return row.about;
    case Status: return QString::fromStdString(claim.status.empty() ? "stated" : claim.status);
    case Document: return row.sources.isEmpty() ? QString() : row.sources.front();
    case Section: return claim.sources.empty() ? QString() : QString::fromStdString(claim.sources.front().section);
    default: return {};
    }
}

QVariant ClaimModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Verdict: return tr("Verdict");
    case Statement: return tr("Claim, and the arithmetic");
    case Figure: return tr("Stated");
    case Computed: return tr("Figures");
    case About: return tr("About");
    case Status: return tr("Status");
    case Document: return tr("Source");
    case Section: return tr("Section");
    default: return {};
    }
}

} // namespace archway
