// SPDX-License-Identifier: GPL-3.0-or-later
// What of a label is drawn, where in its box, and how large that box is. Labels come from anywhere.
#include "diagrams/diagram.h"

#include <algorithm>
#include <array>
#include <map>

namespace archway {

namespace {

constexpr double side = 14, above = 8, above_leaf = 3, least_width = 40;
constexpr double divider_height = 9;
constexpr std::size_t line_break = 46;   ///< characters after which a line is broken at a space, where the node says nothing
constexpr std::size_t most_rows = 14;    ///< of a node
constexpr std::size_t most_records = 60; ///< of a class
constexpr std::string_view ellipsis = "\u2026";
constexpr std::string_view replacement = "\ufffd";

/// Length of the UTF-8 sequence that begins at `at`; 0 where there is none.
std::size_t sequence_length(std::string_view text, std::size_t at)
{
    const auto byte = static_cast<unsigned char>(text[at]);
    const std::size_t length = byte < 0x80 ? 1
        : byte >= 0xc2 && byte < 0xe0      ? 2
        : byte >= 0xe0 && byte < 0xf0      ? 3
        : byte >= 0xf0 && byte < 0xf5      ? 4
                                           : 0;
    if (length == 0 || at + length > text.size())
        return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((static_cast<unsigned char>(text[at + i]) & 0xc0) != 0x80)
            return 0;
    }
    return length;
}

/// Characters that would act on the text around them instead of being read: controls, marks and overrides of writing direction.
bool steers(std::string_view character)
{
    if (character.size() == 1)
        return static_cast<unsigned char>(character[0]) < 0x20 || character[0] == 0x7f;
    static constexpr std::array unwanted{
        std::string_view("\u200e"), std::string_view("\u200f"), std::string_view("\u202a"), std::string_view("\u202b"),
        std::string_view("\u202c"), std::string_view("\u202d"), std::string_view("\u202e"), std::string_view("\u2066"),
        std::string_view("\u2067"), std::string_view("\u2068"), std::string_view("\u2069"), std::string_view("\u2028"),
        std::string_view("\u2029"), std::string_view("\ufeff"), std::string_view("\ufffe"), std::string_view("\uffff")};
    // U+0080 … U+009F
    if (character.size() == 2 && character[0] == '\xc2' && static_cast<unsigned char>(character[1]) < 0xa0)
        return true;
    return std::find(unwanted.begin(), unwanted.end(), character) != unwanted.end();
}

/// The line in pieces of at most `most` characters, broken at spaces where there are any.
std::vector<std::string> broken(const std::string& line, std::size_t most)
{
    std::vector<std::string> out;
    std::string word, row;
    std::size_t word_length = 0, row_length = 0;
    const auto end_word = [&] {
        if (word.empty())
            return;
        // A figure keeps its sign beside it.
        if (row_length > 0 && row_length + 1 + word_length > most && word != "%") {
            out.push_back(row);
            row.clear();
            row_length = 0;
        }
        if (row_length > 0) {
            row += ' ';
            ++row_length;
        }
        row += word;
        row_length += word_length;
        word.clear();
        word_length = 0;
    };
    for (std::size_t i = 0; i < line.size();) {
        const std::size_t length = std::max<std::size_t>(1, sequence_length(line, i));
        if (line[i] == ' ')
            end_word();
        else {
            word.append(line, i, length);
            ++word_length;
        }
        i += length;
    }
    end_word();
    out.push_back(row);
    return out;
}

struct Row {
    std::string text;
    bool title = false, divider = false;
};

std::vector<Row> rows_of(const DiagramNode& node)
{
    std::vector<Row> rows;
    const std::size_t most = node.shape == NodeShape::Record ? most_records : most_rows;
    bool title = true;
    // No more of a label is looked at than could be shown.
    for (const std::string& line : label_lines(node.label.substr(0, most * 400))) {
        if (node.shape == NodeShape::Record && line == "---") {
            rows.push_back({{}, false, true});
            continue;
        }
        std::vector<std::string> pieces = broken(shown_line(line, most * line_break), node.line > 0 ? node.line : line_break);
        for (std::string& piece : pieces) {
            if (rows.size() == most) {
                rows.back() = {std::string(ellipsis), false, false};
                return rows;
            }
            rows.push_back({shown_line(piece), title && !node.leaf, false});
        }
        title = false;
    }
    return rows;
}

double height_of(const Row& row)
{
    return row.divider ? divider_height : row.title ? title_height : detail_height;
}

/// Width that the ends of a shape take away from the text.
double lost_width(NodeShape shape, double height)
{
    switch (shape) {
    case NodeShape::Diamond:
    case NodeShape::Hexagon:
    case NodeShape::Stadium:
    case NodeShape::Cloud:
    case NodeShape::Circle:
    case NodeShape::DoubleCircle: return height * 0.4;
    case NodeShape::LeanRight:
    case NodeShape::LeanLeft:
    case NodeShape::Trapezoid:
    case NodeShape::InverseTrapezoid:
    case NodeShape::Bang: return 28;
    case NodeShape::Flag:
    case NodeShape::Subroutine: return 16;
    default: return 0;
    }
}

/// How many edges lie between a node and the furthest source, as far as a few rounds tell; circles stop at the bound.
std::vector<int> ranks_of(const Diagram& diagram)
{
    constexpr int deepest = 24;
    const NodeIndex at = index_of(diagram);
    std::vector<int> rank(diagram.nodes.size(), 0);
    bool changed = true;
    for (int round = 0; changed && round < deepest; ++round) {
        changed = false;
        for (const DiagramEdge& edge : diagram.edges) {
            const auto from = at.find(edge.from);
            const auto to = at.find(edge.to);
            if (from == at.end() || to == at.end() || rank[to->second] > rank[from->second] || rank[from->second] >= deepest)
                continue;
            rank[to->second] = rank[from->second] + 1;
            changed = true;
        }
    }
    // What is linked to nothing belongs to the others of its cluster.
    std::vector<bool> linked(rank.size(), false);
    for (const DiagramEdge& edge : diagram.edges) {
        for (const std::string_view end : {std::string_view(edge.from), std::string_view(edge.to)}) {
            if (const auto node = at.find(end); node != at.end())
                linked[node->second] = true;
        }
    }
    std::map<std::string_view, int> of_cluster;
    for (std::size_t i = 0; i < rank.size(); ++i) {
        if (linked[i] && !diagram.nodes[i].cluster.empty())
            of_cluster.emplace(diagram.nodes[i].cluster, rank[i]);
    }
    for (std::size_t i = 0; i < rank.size(); ++i) {
        const auto mates = of_cluster.find(diagram.nodes[i].cluster);
        if (!linked[i] && mates != of_cluster.end())
            rank[i] = mates->second;
    }
    return rank;
}

/// Boxes of one shape that stand in one rank are equally wide where ranks are columns, equally high where they are rows; those that are
/// far from the rest keep their size.
void equalise(const Diagram& diagram, std::vector<NodeBox>& boxes)
{
    constexpr std::size_t most_nodes = 300;
    constexpr double most_growth = 2.4;
    if (boxes.size() > most_nodes)
        return;
    const bool columns = diagram.direction == FlowDirection::LeftRight || diagram.direction == FlowDirection::RightLeft;
    double NodeBox::*const size = columns ? &NodeBox::w : &NodeBox::h;
    const std::vector<int> ranks = ranks_of(diagram);
    std::map<std::pair<int, NodeShape>, double> least, most;
    const auto key = [&](std::size_t i) { return std::pair(ranks[i], diagram.nodes[i].shape); };
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const auto [known, fresh] = least.emplace(key(i), boxes[i].*size);
        known->second = std::min(known->second, boxes[i].*size);
    }
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (boxes[i].*size <= most_growth * least[key(i)])
            most[key(i)] = std::max(most[key(i)], boxes[i].*size);
    }
    for (std::size_t i = 0; i < boxes.size(); ++i)
        boxes[i].*size = std::max(boxes[i].*size, most[key(i)]);
}

} // namespace

std::string shown_line(std::string_view text, std::size_t most)
{
    std::string out;
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = sequence_length(text, i);
        const std::string_view character = text.substr(i, std::max<std::size_t>(1, length));
        i += character.size();
        if (length > 0 && steers(character)) {
            if (character == "\t")
                out += ' ';
            continue;
        }
        if (++count > most) {
            // The last character makes room for the sign that something was cut.
            while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xc0) == 0x80)
                out.pop_back();
            if (!out.empty())
                out.pop_back();
            return out + std::string(ellipsis);
        }
        out += length == 0 ? replacement : character;
    }
    return out;
}

std::vector<LabelRow> label_rows(const DiagramNode& node, const NodeBox& box)
{
    const std::vector<Row> rows = rows_of(node);
    double height = 0;
    for (const Row& row : rows)
        height += height_of(row);
    double y = box.y - height / 2 + (node.shape == NodeShape::Cylinder ? 4 : 0);
    std::vector<LabelRow> out;
    bool left = false;
    for (const Row& row : rows) {
        const double step = height_of(row);
        left = left || row.divider;
        out.push_back(
            {row.text, row.title, left, row.divider, left && !row.divider ? box.x - box.w / 2 + side : box.x, y + step / 2, step});
        y += step;
    }
    return out;
}

std::vector<NodeBox> measure(const Diagram& diagram, const MeasureText& text)
{
    std::vector<NodeBox> boxes;
    boxes.reserve(diagram.nodes.size());
    for (const DiagramNode& node : diagram.nodes) {
        NodeBox box;
        for (const Row& row : rows_of(node)) {
            box.w = std::max(box.w, row.divider ? 0 : text(row.text, row.title).x);
            box.h += height_of(row);
        }
        box.w += 2 * side;
        box.h += 2 * (node.leaf ? above_leaf : above) + (node.shape == NodeShape::Cylinder ? 8 : 0);
        box.w = std::max(box.w + lost_width(node.shape, box.h), least_width);
        boxes.push_back(box);
    }
    if (diagram.arranged() == Arrangement::Flow)
        equalise(diagram, boxes);
    return boxes;
}

Point measure_label(const DiagramEdge& edge, const MeasureText& text)
{
    if (edge.label.empty())
        return {};
    Point size;
    for (const std::string& line : label_lines(edge.label.substr(0, 2000))) {
        size.x = std::max(size.x, text(shown_line(line), false).x);
        size.y += detail_height;
    }
    return {size.x + 8, std::min(size.y, 6 * detail_height) + 2};
}

Point measure_title(const DiagramCluster& cluster, const MeasureText& text)
{
    // Titles of groups are a size smaller than those of nodes.
    return cluster.label.empty() ? Point{} : Point{text(shown_line(cluster.label), true).x * 12 / 13 + 4, cluster_header - 7};
}

NodeBox title_place(const Layout& layout, std::size_t cluster, double width)
{
    const NodeBox& box = layout.clusters[cluster];
    const double shift = cluster < layout.titles.size() ? layout.titles[cluster] : 0, height = cluster_header - 7;
    return {box.x - box.w / 2 + title_indent + shift + width / 2, box.y - box.h / 2 + 4 + height / 2, width, height};
}

} // namespace archway
