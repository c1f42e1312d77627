// SPDX-License-Identifier: GPL-3.0-or-later
// What Mermaid's notations have in common: brackets, labels, lines.
#pragma once

#include "diagrams/mermaid.h"

#include <array>

namespace archway::mermaid {

/// The way a shape is written around its label.
struct Bracket {
    std::string_view open, close;
    NodeShape shape;
};
/// Longer openings first: "([" before "(".
inline constexpr std::array flowchart_brackets{
    Bracket{"(((", ")))", NodeShape::DoubleCircle},
    Bracket{"((", "))", NodeShape::Circle},
    Bracket{"([", "])", NodeShape::Stadium},
    Bracket{"[[", "]]", NodeShape::Subroutine},
    Bracket{"[(", ")]", NodeShape::Cylinder},
    Bracket{"{{", "}}", NodeShape::Hexagon},
    Bracket{"[/", "/]", NodeShape::LeanRight},
    Bracket{"[/", "\\]", NodeShape::Trapezoid},
    Bracket{"[\\", "\\]", NodeShape::LeanLeft},
    Bracket{"[\\", "/]", NodeShape::InverseTrapezoid},
    Bracket{"[", "]", NodeShape::Box},
    Bracket{"(", ")", NodeShape::Rounded},
    Bracket{"{", "}", NodeShape::Diamond},
    Bracket{">", "]", NodeShape::Flag},
};
inline constexpr std::array mindmap_brackets{
    Bracket{"))", "((", NodeShape::Bang}, Bracket{"((", "))", NodeShape::Circle}, Bracket{"{{", "}}", NodeShape::Hexagon},
    Bracket{")", "(", NodeShape::Cloud},  Bracket{"[", "]", NodeShape::Box},      Bracket{"(", ")", NodeShape::Rounded},
};

[[nodiscard]] std::string trimmed(std::string_view text);
void replace_all(std::string& text, std::string_view what, std::string_view with);

/// The label that a text between brackets means: quotes and Markdown marks off, entities and <br/> resolved.
[[nodiscard]] std::string label_in(std::string_view raw);
/// A label as it is written between quotes.
[[nodiscard]] std::string label_out(const std::string& label);
/// Does a label mean the same without quotes?
[[nodiscard]] bool plain(const std::string& label);

/// Takes an icon ("fa:fa-car") off the front of a label.
[[nodiscard]] std::string take_icon(std::string& label);

/// Number of the line that `offset` stands in, from 1.
[[nodiscard]] int line_of(std::string_view text, std::size_t offset);
/// "line 12: …".
[[nodiscard]] std::string complaint(std::string_view text, std::size_t offset, std::string_view line);

/// Where the text proper begins: after front matter, directives and comments. `title`: that of the front matter.
[[nodiscard]] std::size_t skip_preamble(std::string_view text, std::string& title);

[[nodiscard]] MermaidReading read_flowchart(std::string_view text, std::size_t at);
[[nodiscard]] MermaidReading read_mindmap(std::string_view text, std::size_t at);

} // namespace archway::mermaid
