// SPDX-License-Identifier: GPL-3.0-or-later
// The values the knowledge base is made of. Text in, values out: files and SQL live elsewhere.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace archway {

/// Where a statement stands: the id of a source and the section (heading, line, table row, JSON path) in it.
struct Citation {
    std::string document;
    std::string section;
    friend bool operator==(const Citation&, const Citation&) = default;
};

/// A document, repository file, page or formula that statements come from.
struct Source {
    std::string id;
    std::string title;
    std::string kind;     ///< seed, reference, documentation, data-sheet, paper, price-list, formula …
    std::string location; ///< address, or repository path with its commit
    std::string date;     ///< ISO 8601, empty = not stated
    bool read = false;    ///< only what was read contributes
};

/// Something the base knows: an innovation, model, AWS service, instance type, accelerator, workload, metric …
struct Entity {
    std::string id;
    std::string kind;
    std::string name;
    std::vector<std::string> aliases;
    std::string status; ///< available, preview, proposed, in-maintenance, closed-to-new-customers, retired; empty = not a product
    std::string status_as_of;
    std::string successor; ///< id of what replaces a retired or closed one
    std::string summary;
};

/// A typed link with its reason: innovation --aligned-with--> service.
struct Relation {
    std::string from;
    std::string type;
    std::string to;
    std::string because;
    std::vector<std::string> claims; ///< ids of the claims it rests on
};

/// A statement about an entity, as its source makes it.
struct Claim {
    std::string id;
    std::string about; ///< entity id
    std::string statement;
    std::optional<double> value; ///< in `unit`; the upper end of a range, then `low` is the lower
    std::optional<double> low;
    std::string unit;
    std::string qualifier; ///< "up to", "about", "at least" …
    std::string baseline;  ///< what a comparison compares with
    std::string scope;     ///< under what it holds: a workload, a phase, a configuration; empty = nothing narrower than `about`
    std::string as_of;
    std::string status; ///< stated, corrected, withdrawn, promotional
    std::vector<Citation> sources;
};

/// A condition over scenario, estimate and facts that speaks for or against a candidate. Data, so that a domain expert adds one
/// without C++. The condition language is that of model/match/rules.h.
struct Rule {
    std::string id;
    std::string role;
    std::string candidate;
    std::string when;   ///< condition
    double weight = 0;  ///< positive speaks for, negative against; ignored where `gate`
    bool gate = false;  ///< a hard gate: where `when` holds the candidate is rejected
    std::string reason; ///< sentence; a figure is named in braces, as {kv_bytes}
    std::vector<std::string> claims;
    std::vector<Citation> sources;
};

/// How a claim is tested; the arithmetic is an expression over figures of the base (model/evidence/expression.h).
struct Check {
    std::string claim;                 ///< id of the claim it tests
    std::string kind;                  ///< figure, condition, status, rests-on, refuted-by, qualified-by, not-checkable, unsupported
    std::vector<std::string> computes; ///< expressions in base SI units; several span a range. Of a condition: comparisons
    std::string says;                  ///< is, at-least, at-most; empty = by the qualifier of the claim
    std::optional<double> stated;      ///< the figure tested, in `unit`, where it is not the claim's value
    std::optional<double> stated_low;
    std::string unit;                ///< of `stated`; empty = that of the claim
    std::optional<double> tolerance; ///< share of the stated figure within which it holds
    std::optional<double> imprecise; ///< share within which it is imprecise; beyond it is contradicted
    std::string varies;              ///< what `x` in the expression is: "tokens of context"
    std::optional<double> from, to;  ///< the range of x that is searched for where the claim holds
    std::string entity;              ///< whose status is compared
    std::vector<std::string> statuses;
    std::vector<std::string> claims; ///< what it rests on, is refuted or qualified by
    std::string note;                ///< what the arithmetic leaves open, or why there is none
    std::vector<Citation> sources;   ///< of figures that only the expression holds
};

/// A picture the seeds describe, kept as nodes and edges in their own notation (Mermaid).
struct DiagramText {
    std::string id;
    std::string kind; ///< flowchart, mindmap
    std::string title;
    std::string notation; ///< mermaid
    std::string text;
    Citation source;
};

/// Everything of the knowledge base that can be said as text; the export format of the command line.
struct Knowledge {
    std::vector<Entity> entities;
    std::vector<Relation> relations;
    std::vector<Claim> claims;
    std::vector<Source> sources;
    std::vector<Rule> rules;
    std::vector<DiagramText> diagrams;
    std::vector<Check> checks;
};

} // namespace archway
