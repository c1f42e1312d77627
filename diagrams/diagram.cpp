// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/diagram.h"

#include <algorithm>

namespace archway {

std::string_view name_of(NodeShape shape)
{
    switch (shape) {
    case NodeShape::Box: return "box";
    case NodeShape::Rounded: return "rounded";
    case NodeShape::Stadium: return "stadium";
    case NodeShape::Diamond: return "diamond";
    case NodeShape::Hexagon: return "hexagon";
    case NodeShape::Circle: return "circle";
    case NodeShape::Text: return "text";
    case NodeShape::Record: return "record";
    case NodeShape::Cylinder: return "cylinder";
    case NodeShape::Subroutine: return "subroutine";
    case NodeShape::LeanRight: return "lean-right";
    case NodeShape::LeanLeft: return "lean-left";
    case NodeShape::Trapezoid: return "trapezoid";
    case NodeShape::InverseTrapezoid: return "inverse-trapezoid";
    case NodeShape::DoubleCircle: return "double-circle";
    case NodeShape::Flag: return "flag";
    case NodeShape::Cloud: return "cloud";
    case NodeShape::Bang: return "bang";
    }
    return {};
}

const DiagramNode* Diagram::node(std::string_view id) const
{
    const auto found = std::find_if(nodes.begin(), nodes.end(), [id](const DiagramNode& entry) { return entry.id == id; });
    return found == nodes.end() ? nullptr : &*found;
}

std::vector<std::string> label_lines(const std::string& label)
{
    std::vector<std::string> lines;
    std::size_t at = 0;
    while (at <= label.size()) {
        const std::size_t end = std::min(label.find('\n', at), label.size());
        lines.push_back(label.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

double line_width(const DiagramEdge& edge)
{
    return edge.width > 0 ? edge.width : edge.thick ? 2.6 : 1.3;
}

NodeIndex index_of(const Diagram& diagram)
{
    NodeIndex at;
    for (std::size_t i = 0; i < diagram.nodes.size(); ++i)
        at.emplace(diagram.nodes[i].id, i);
    return at;
}

} // namespace archway
