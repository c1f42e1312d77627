// SPDX-License-Identifier: GPL-3.0-or-later
// The kinds of diagram there are: values in, a Diagram out. One builder a kind.
#pragma once

#include "diagrams/diagram.h"
#include "model/match/decision.h"

#include <vector>

namespace archway {

struct DiagramKind {
    std::string id;            ///< "flowchart"
    std::string title;         ///< "Innovations → services"
    bool needs_answer = false; ///< shows a scenario's answer
    std::string record;        ///< the diagram record of the knowledge base it shows; empty = built from values
};
/// In the order a chooser lists them.
[[nodiscard]] const std::vector<DiagramKind>& diagram_kinds();
[[nodiscard]] const DiagramKind* diagram_kind(std::string_view id);

/// Builds a diagram of a kind. `answer` may be null for kinds that do not need one. BadInput where the base lacks what it shows.
[[nodiscard]] Result<Diagram> build_diagram(const std::string& kind, const Catalog&, const Answer* answer);

/// A diagram that the knowledge base keeps as Mermaid text, its nodes tied to entities and grouped by branch.
[[nodiscard]] Result<Diagram> diagram_from_record(const DiagramText&, const Catalog&);
/// The deployment the answer chose: users, platform, instances, accelerators, cache, with the numbers on them.
[[nodiscard]] Result<Diagram> deployment_diagram(const Answer&, const Catalog&);

} // namespace archway
