// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diagram/legend.h"

#include "ui/theme.h"

#include <QPainter>

#include <limits>
#include <set>

namespace archway {

namespace {

constexpr int row = 17, side = 10, sign_width = 24, from_edge = 12, most_groups = 6;

} // namespace

Legend::Legend(QWidget* viewport)
    : QWidget(viewport)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAccessibleName(tr("Legend"));
    connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
}

void Legend::explain(const Diagram& diagram, const std::vector<Badge>& badges)
{
    m_entries.clear();
    bool solid = false, dashed = false, proposed = false;
    for (const DiagramEdge& edge : diagram.edges) {
        solid = solid || (!edge.dashed && !edge.hidden);
        dashed = dashed || edge.dashed;
    }
    std::set<std::string> seen;
    for (const DiagramNode& node : diagram.nodes)
        proposed = proposed || node.proposed;
    if (solid && dashed) {
        m_entries.append({Sign::Line, diagram.kind == "sequence" ? tr("asks") : tr("leads to"), {}});
        m_entries.append({Sign::DashedLine, diagram.kind == "sequence" ? tr("answers") : tr("also, or instead"), {}});
    }
    if (proposed)
        m_entries.append({Sign::DashedBox, tr("proposed, not available"), {}});
    static const QMap<QString, QString> groups{{QStringLiteral("attention"), tr("attention")},
                                               {QStringLiteral("experts"), tr("experts")},
                                               {QStringLiteral("normalisation"), tr("normalisation")},
                                               {QStringLiteral("memory"), tr("memory")},
                                               {QStringLiteral("serving"), tr("serving")},
                                               {QStringLiteral("aws"), tr("AWS")},
                                               {QStringLiteral("constraint"), tr("constraints")}};
    // In a decision and a roadmap colours only set parts apart.
    const bool coloured = diagram.kind != "decision" && diagram.kind != "roadmap";
    for (const DiagramNode& node : coloured ? diagram.nodes : std::vector<DiagramNode>()) {
        const QString group = QString::fromStdString(node.group);
        if (groups.contains(group) && static_cast<int>(seen.size()) < most_groups && seen.insert(node.group).second)
            m_entries.append({Sign::Colour, groups.value(group), group});
    }
    std::set<std::string> meanings;
    for (const Badge& badge : badges) {
        if (!badge.meaning.empty() && meanings.insert(badge.meaning).second)
            m_entries.append({Sign::Words, QString::fromStdString(badge.meaning), {}});
    }
    int width = 0;
    const QFontMetrics metrics(Theme::instance().font(TextRole::Caption));
    for (const Entry& entry : m_entries)
        width = std::max(width, metrics.horizontalAdvance(entry.words) + (entry.sign == Sign::Words ? 0 : sign_width));
    resize(width + 2 * side, static_cast<int>(m_entries.size()) * row + 2 * side - 6);
    setAccessibleDescription(lines().join(QStringLiteral("; ")));
    update();
}

void Legend::settle(const Layout& layout, const QTransform& shown)
{
    QList<QRect> taken;
    for (const NodeBox& box : layout.nodes)
        taken << shown.mapRect(QRectF(box.x - box.w / 2, box.y - box.h / 2, box.w, box.h)).toRect();
    for (const NodeBox& box : layout.clusters)
        taken << shown.mapRect(QRectF(box.x - box.w / 2, box.y - box.h / 2, box.w, title_height)).toRect();
    const int right = parentWidget()->width() - width() - from_edge;
    const int low = parentWidget()->height() - height() - from_edge;
    int least = std::numeric_limits<int>::max();
    for (const QPoint at : {QPoint(from_edge, low), QPoint(from_edge, from_edge), QPoint(right, from_edge), QPoint(right, low)}) {
        int covered = 0;
        for (const QRect& each : taken) {
            const QRect under = each & QRect(at, size());
            covered += under.width() * under.height();
        }
        if (covered < least) {
            least = covered;
            move(at);
        }
    }
    setVisible(!m_entries.isEmpty() && parentWidget()->width() > 2 * width() && parentWidget()->height() > 2 * height());
}

QStringList Legend::lines() const
{
    QStringList out;
    for (const Entry& entry : m_entries)
        out << entry.words;
    return out;
}

void Legend::paintEvent(QPaintEvent*)
{
    const Colours& c = Theme::instance().colours();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(c.border, 1));
    QColor ground = c.panel;
    ground.setAlpha(235);
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.setFont(Theme::instance().font(TextRole::Caption));
    qreal y = side - 3;
    for (const Entry& entry : m_entries) {
        const QRectF sign(side, y + 4, 16, row - 8);
        const bool dashed = entry.sign == Sign::DashedLine || entry.sign == Sign::DashedBox;
        painter.setPen(
            QPen(entry.sign == Sign::Colour ? c.groupLine(entry.group) : c.secondary, 1.3, dashed ? Qt::DashLine : Qt::SolidLine));
        painter.setBrush(entry.sign == Sign::Colour ? QBrush(c.groupFill(entry.group)) : QBrush(Qt::NoBrush));
        if (entry.sign == Sign::Colour || entry.sign == Sign::DashedBox)
            painter.drawRoundedRect(sign, 2, 2);
        else if (entry.sign != Sign::Words)
            painter.drawLine(QPointF(sign.left(), sign.center().y()), QPointF(sign.right(), sign.center().y()));
        painter.setPen(c.text);
        const int x = side + (entry.sign == Sign::Words ? 0 : sign_width);
        painter.drawText(QRectF(x, y, width() - x, row), static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter), entry.words);
        y += row;
    }
}

} // namespace archway
