// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diagram/outline.h"

#include <QSignalBlocker>
#include <QTreeWidget>

namespace archway {

namespace {

constexpr std::size_t most_described = 500; ///< nodes whose links are said as well
constexpr int node_role = Qt::UserRole, edge_role = Qt::UserRole + 1;

void describe(QTreeWidgetItem& item, const QString& text, const std::string& whole, int node, int edge)
{
    item.setText(0, text);
    item.setData(0, Qt::AccessibleDescriptionRole, QString::fromStdString(whole.substr(0, 2000)));
    item.setToolTip(0, QStringLiteral("<p>%1</p>").arg(QString::fromStdString(whole.substr(0, 600)).toHtmlEscaped()));
    item.setData(0, node_role, node);
    item.setData(0, edge_role, edge);
}

QString first_line(const std::string& label)
{
    return QString::fromStdString(shown_line(label_lines(label).front(), 120));
}

/// The label of a node in words, and what its lines say: "Amazon S3, loaded at start; leads to …".
std::string in_words(const Diagram& diagram, const DiagramNode& node, const NodeIndex& at)
{
    constexpr std::size_t most = 12;
    std::string out;
    for (const std::string& line : label_lines(node.label.substr(0, 2000)))
        out += line == "---" ? "" : (out.empty() ? "" : ", ") + line;
    for (const bool forward : {true, false}) {
        std::size_t count = 0;
        for (const DiagramEdge& edge : diagram.edges) {
            const auto other = at.find(forward ? edge.to : edge.from);
            if (edge.hidden || (forward ? edge.from : edge.to) != node.id || other == at.end() || ++count > most)
                continue;
            out += count > 1 ? ", " : forward ? "; leads to " : "; comes from ";
            out += shown_line(label_lines(diagram.nodes[other->second].label).front());
            out += edge.label.empty() ? "" : " (" + shown_line(edge.label) + ")";
        }
        if (count > most)
            out += " and " + std::to_string(count - most) + " more";
    }
    return out;
}

void fill_steps(QTreeWidget& outline, const Diagram& diagram)
{
    for (std::size_t i = 0; i < diagram.edges.size(); ++i) {
        const DiagramEdge& step = diagram.edges[i];
        const DiagramNode* from = diagram.node(step.from);
        const DiagramNode* to = diagram.node(step.to);
        const std::string ends
            = (from ? label_lines(from->label).front() : step.from) + " → " + (to ? label_lines(to->label).front() : step.to);
        describe(*new QTreeWidgetItem(&outline), first_line(step.label), step.label + ": " + ends, -1, static_cast<int>(i));
    }
}

} // namespace

void fill_outline(QTreeWidget& outline, const Diagram& diagram)
{
    const QSignalBlocker blocker(outline);
    outline.clear();
    outline.setRootIsDecorated(diagram.arranged() != Arrangement::Sequence);
    if (diagram.arranged() == Arrangement::Sequence)
        return fill_steps(outline, diagram);
    // The first edge that leads to a node says where it hangs.
    std::map<std::string_view, std::string_view> parents;
    for (const DiagramEdge& edge : diagram.edges) {
        if (edge.from != edge.to)
            parents.emplace(edge.to, edge.from);
    }
    const NodeIndex at = index_of(diagram);
    std::map<std::string_view, QTreeWidgetItem*> items;
    for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
        const DiagramNode& node = diagram.nodes[i];
        // A parent that comes later would close a circle; such a node stands at the top.
        const auto named = parents.find(node.id);
        const auto parent = named == parents.end() ? items.end() : items.find(named->second);
        auto* item = parent != items.end() ? new QTreeWidgetItem(parent->second) : new QTreeWidgetItem(&outline);
        describe(*item, first_line(node.label), node.label, static_cast<int>(i), -1);
        if (diagram.nodes.size() <= most_described)
            item->setData(0, Qt::AccessibleDescriptionRole, QString::fromStdString(in_words(diagram, node, at)));
        items.emplace(node.id, item);
    }
    outline.expandToDepth(1);
}

int outlined_node(const QTreeWidgetItem& item)
{
    return item.data(0, node_role).toInt();
}

int outlined_edge(const QTreeWidgetItem& item)
{
    return item.data(0, edge_role).toInt();
}

void follow_in_outline(QTreeWidget& outline, int node)
{
    const QSignalBlocker blocker(outline);
    for (QTreeWidgetItemIterator it(&outline); *it; ++it) {
        if (outlined_node(**it) == node) {
            outline.setCurrentItem(*it);
            outline.scrollToItem(*it);
            return;
        }
    }
    outline.setCurrentItem(nullptr);
}

} // namespace archway
