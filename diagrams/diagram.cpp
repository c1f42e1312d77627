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

std::vector<NodeBox> measure(const Diagram& diagram, const MeasureText& text)
{
    constexpr double side = 14, above = 8;
    std::vector<NodeBox> boxes;
    for (const DiagramNode& node : diagram.nodes) {
        NodeBox box;
        const std::vector<std::string> lines = label_lines(node.label);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const Point size = text(lines[i], i == 0);
            box.w = std::max(box.w, size.x);
            box.h += size.y;
        }
        box.w += 2 * side;
        box.h += 2 * above;
        // Rounded ends take width away from the text.
        if (node.shape == NodeShape::Diamond || node.shape == NodeShape::Hexagon || node.shape == NodeShape::Stadium
            || node.shape == NodeShape::Circle)
            box.w += box.h * 0.4;
        box.w = std::max(box.w, 40.0);
        boxes.push_back(box);
    }
    return boxes;
}

} // namespace archway
