// SPDX-License-Identifier: GPL-3.0-or-later
// How a picture is made readable in the room there is: the direction of a flow, and whether the outline is open beside it.
#include "diagrams/kinds/kinds.h"
#include "diagrams/layout_client.h"
#include "ui/diagram/diagram_page.h"
#include "ui/diagram/diagram_view.h"
#include "ui/diagram/nudges.h"
#include "ui/paint/diagram_painter.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QTreeWidget>

namespace archway {

namespace {

constexpr qreal readable = 0.6;     ///< zoom below which the small print of a node is hard to read
constexpr qreal comfortable = 0.75; ///< zoom below which the other direction is tried
constexpr qreal clearly = 1.2;      ///< times as large the other way must be to be worth another look of a known picture
constexpr int outline_width = 200;
constexpr std::size_t most_nodes = 150; ///< of a flow that is laid out twice

QSizeF size_of(const Layout& layout)
{
    return {layout.width, layout.height};
}

} // namespace

bool DiagramPage::turnsItself() const
{
    return m_built.arranged() == Arrangement::Flow && !showsFile() && !m_direction->isHidden() && m_direction->currentData().toInt() < 0;
}

/// The way it was moved about in, else the way it was found to be larger in, else the way it is read.
void DiagramPage::turnAsUsual()
{
    turn_for_reading(m_built);
    if (!turnsItself())
        return;
    const std::string& window = m_workspace.scenario().window;
    if (!read_nudges(window, picture()).empty()) {
        m_built.direction = read_way(window, picture()).value_or(m_built.direction);
    } else if (const auto known = m_ways.find(picture()); known != m_ways.end()) {
        m_built.direction = known->second;
    }
}

bool DiagramPage::tryOtherWay(const Layout& layout)
{
    const bool moved = !read_nudges(m_workspace.scenario().window, picture()).empty();
    if (!turnsItself() || moved || m_ways.contains(picture()) || m_built.nodes.size() > most_nodes || !layout.message.empty())
        return false;
    if (m_view->fittingZoom(size_of(layout), roomOfOutline()) >= comfortable)
        return false;
    m_first = layout;
    m_diagram.direction = m_diagram.direction == FlowDirection::LeftRight ? FlowDirection::TopDown : FlowDirection::LeftRight;
    m_trying = true;
    m_client->request(m_diagram, measure_with_fonts());
    return true;
}

void DiagramPage::arrive(const Layout& layout)
{
    m_raw = layout;
    if (m_trying) {
        m_trying = false;
        const int room = roomOfOutline();
        const bool larger
            = layout.message.empty() && m_view->fittingZoom(size_of(layout), room) > clearly * m_view->fittingZoom(size_of(*m_first), room);
        if (!larger) {
            m_raw = *m_first;
            m_diagram.direction = m_built.direction;
        }
        m_built.direction = m_diagram.direction;
        m_ways.insert_or_assign(picture(), m_diagram.direction);
        m_first.reset();
    } else if (picture() != m_shown && tryOtherWay(layout)) {
        return;
    }
    const std::string note = m_diagram.note + (m_diagram.note.empty() || m_raw.message.empty() ? "" : " ") + m_raw.message;
    m_note->setText(QString::fromStdString(note));
    m_note->setVisible(!note.empty());
    place();
    Q_EMIT drawn();
}

int DiagramPage::roomOfOutline() const
{
    return m_outline->isVisible() && !QSettings().contains(outline_setting) ? m_outline->width() : 0;
}

void DiagramPage::makeRoom(const Layout& layout)
{
    const QSettings settings;
    const int width = m_outline->isHidden() ? -outline_width : 0;
    const bool open = settings.contains(outline_setting) ? settings.value(outline_setting).toBool()
                                                         : m_view->fittingZoom(size_of(layout), width) >= readable;
    m_outline->setVisible(open);
    m_outlined->setChecked(open);
}

void DiagramPage::showStep(int edge)
{
    const DiagramEdge& step = m_diagram.edges[static_cast<std::size_t>(edge)];
    const NodeIndex at = index_of(m_diagram);
    Traced lit;
    lit.edges.insert(static_cast<std::size_t>(edge));
    for (const std::string& end : {step.from, step.to}) {
        if (const auto found = at.find(end); found != at.end())
            lit.nodes.insert(found->second);
    }
    m_view->light(lit);
    m_view->revealEdge(edge);
    explainEdge(edge);
}

} // namespace archway
