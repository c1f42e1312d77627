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
    std::string subject;       ///< what it is about must be said: "entity", "role"; empty = nothing to say
};
/// In the order a chooser lists them.
[[nodiscard]] const std::vector<DiagramKind>& diagram_kinds();
[[nodiscard]] const DiagramKind* diagram_kind(std::string_view id);

/// Builds a diagram of a kind. `answer` may be null for kinds that do not need one; `subject` is the entity of a neighbourhood or the role
/// of a decision (accelerator without one). BadInput where the base lacks what it shows.
[[nodiscard]] Result<Diagram> build_diagram(const std::string& kind, const Catalog&, const Answer* answer, const std::string& subject = {});

/// A picture of a flow that the base keeps as text runs from left to right: a screen and a sheet are wider than high, and labels are. The
/// text keeps its own direction.
void turn_for_reading(Diagram&);

/// A diagram that the knowledge base keeps as Mermaid text, its nodes tied to entities and grouped by branch.
[[nodiscard]] Result<Diagram> diagram_from_record(const DiagramText&, const Catalog&);
/// Ties the nodes of any diagram to the entities whose names they bear, and groups them by branch.
void tie_to_entities(Diagram&, const Catalog&);
/// The deployment the answer chose: Region, instances, accelerators and what each holds, storage and network, with the numbers on them.
[[nodiscard]] Result<Diagram> deployment_diagram(const Answer&, const Catalog&);
/// The same of a scenario that trains: the plan's instances, how the model is spread over them, data and checkpoints, days and cost.
[[nodiscard]] Result<Diagram> training_deployment(const Answer&, const Catalog&);
/// Question, gates with the arithmetic, choice and runners-up of one role.
[[nodiscard]] Result<Diagram> decision_diagram(const Answer&, const Catalog&, const std::string& role);
/// The layers of the answer's model: embedding, repeated blocks with attention and feed-forward, head, each with its numbers.
[[nodiscard]] Result<Diagram> model_structure(const Answer&, const Catalog&);
/// The chosen services on the way of a request, and on the way from data to a model (a scenario that serves is matched anew as one that
/// trains).
[[nodiscard]] Result<Diagram> inference_pipeline(const Answer&, const Catalog&);
[[nodiscard]] Result<Diagram> training_pipeline(const Answer&, const Catalog&);
/// Innovations and the proposed services they ask for; those services' attributes and methods; a request through them; the roadmap.
[[nodiscard]] Result<Diagram> service_relationships(const Catalog&);
[[nodiscard]] Result<Diagram> service_classes(const Catalog&);
[[nodiscard]] Result<Diagram> service_sequence(const Catalog&);
[[nodiscard]] Result<Diagram> roadmap(const Catalog&);
/// An entity and all that is linked to it, as far as it can be read; the note says how much is not shown.
[[nodiscard]] Result<Diagram> neighbourhood(const std::string& entity, const Catalog&);

} // namespace archway
