// SPDX-License-Identifier: GPL-3.0-or-later
// The brief as data: what the Markdown, HTML and PDF writers and the live page all show.
#pragma once

#include "model/match/decision.h"

#include <map>
#include <string>
#include <vector>

namespace archway {

/// A sentence or cell with what it rests on: ids of formulas, claims, rules or sources.
struct Sentence {
    std::string text; ///< plain text; writers escape it
    std::vector<std::string> refs;
};
struct BriefTable {
    std::string caption;
    std::vector<std::string> header;
    std::vector<std::vector<Sentence>> rows;
};
struct Picture {
    std::string file; ///< relative: "report-01-flowchart.svg"
    std::string kind; ///< diagram or chart kind, e.g. "diagram:flowchart", "chart:memory"
    std::string caption;
};
struct BriefSection {
    std::string title;
    int level = 2;
    std::vector<Sentence> paragraphs; ///< each its own paragraph
    std::vector<Sentence> bullets;
    std::vector<BriefTable> tables;
    std::vector<Picture> pictures;
    std::vector<Sentence> quotations; ///< attributed: the text ends with its attribution
};
struct Brief {
    std::string title;
    std::string date; ///< ISO; empty = no date and no age is printed
    std::vector<BriefSection> sections;
    std::vector<std::string> references; ///< source ids in order of first use
};

[[nodiscard]] Brief write_brief(const Answer&, const Catalog&, const std::string& date);

/// GitHub-flavoured Markdown; every piece of data is escaped; references numbered in order of first use.
[[nodiscard]] std::string to_markdown(const Brief&, const Catalog&, int number);

/// A document of its own: HTML that is XML too, style for screen and print inside, no script; every piece of data is escaped. `addresses`
/// gives a picture's address by its file; a picture without one is found beside the document.
[[nodiscard]] std::string to_html(const Brief&, const Catalog&, int number, const std::map<std::string, std::string>& addresses = {});

/// What a reference is: a formula, a claim with where it stands, a source, a rule or an input of the question; plain text.
[[nodiscard]] std::string reference_text(const std::string& reference, const Catalog&);

/// What changed between two reports' Markdown, section by section: title, excerpt before, excerpt after. Empty when nothing did.
[[nodiscard]] std::string brief_difference(std::string_view before, std::string_view after, const std::string& before_name,
                                           const std::string& after_name);

} // namespace archway
