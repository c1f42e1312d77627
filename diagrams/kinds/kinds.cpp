// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/kinds/kinds.h"

#include <algorithm>

namespace archway {

const std::vector<DiagramKind>& diagram_kinds()
{
    static const std::vector<DiagramKind> kinds{{"flowchart", "Innovations → services", false, "innovation-service-flowchart", {}},
                                                {"mindmap", "Map of architectures", false, "architecture-mindmap", {}},
                                                {"mindmap-right", "Map of architectures, one side", false, "architecture-mindmap", {}},
                                                {"mindmap-radial", "Map of architectures, radial", false, "architecture-mindmap", {}},
                                                {"deployment", "This deployment", true, {}, {}},
                                                {"decision", "How it was decided", true, {}, "role"},
                                                {"model", "Layers of the model", true, {}, {}},
                                                {"inference-pipeline", "Inference pipeline", true, {}, {}},
                                                {"training-pipeline", "Training pipeline", true, {}, {}},
                                                {"training-data-flow", "Training data flow", false, "training-data-flow", {}},
                                                {"inference-data-flow", "Inference data flow", false, "inference-data-flow", {}},
                                                {"future-services", "Innovations → proposed services", false, {}, {}},
                                                {"class", "Classes of proposed services", false, {}, {}},
                                                {"sequence", "A request through proposed services", false, {}, {}},
                                                {"roadmap", "Roadmap", false, {}, {}},
                                                {"neighbourhood", "Neighbourhood", false, {}, "entity"}};
    return kinds;
}

const DiagramKind* diagram_kind(std::string_view id)
{
    const auto& kinds = diagram_kinds();
    const auto found = std::find_if(kinds.begin(), kinds.end(), [id](const DiagramKind& kind) { return kind.id == id; });
    return found == kinds.end() ? nullptr : &*found;
}

void turn_for_reading(Diagram& diagram)
{
    if (!diagram.source.empty() && diagram.arranged() == Arrangement::Flow)
        diagram.direction = FlowDirection::LeftRight;
}

Result<Diagram> build_diagram(const std::string& kind, const Catalog& catalog, const Answer* answer, const std::string& subject)
{
    const DiagramKind* known = diagram_kind(kind);
    if (known && known->needs_answer && !answer)
        return bad_input("diagram " + kind, "needs a scenario", "expected: archway diagram " + kind + " FILE -o OUT");
    if (kind == "deployment")
        return deployment_diagram(*answer, catalog);
    if (kind == "decision")
        return decision_diagram(*answer, catalog, subject.empty() ? "accelerator" : subject);
    if (kind == "model")
        return model_structure(*answer, catalog);
    if (kind == "inference-pipeline")
        return inference_pipeline(*answer, catalog);
    if (kind == "training-pipeline")
        return training_pipeline(*answer, catalog);
    if (kind == "future-services")
        return service_relationships(catalog);
    if (kind == "class")
        return service_classes(catalog);
    if (kind == "sequence")
        return service_sequence(catalog);
    if (kind == "roadmap")
        return roadmap(catalog);
    if (kind == "neighbourhood")
        return neighbourhood(subject, catalog);
    const auto& records = catalog.knowledge.diagrams;
    const auto record
        = std::find_if(records.begin(), records.end(), [&](const DiagramText& entry) { return known && entry.id == known->record; });
    if (record == records.end())
        return bad_input("diagram " + kind, "is not in the knowledge base", "expected a base with a diagram of that kind");
    Result<Diagram> diagram = diagram_from_record(*record, catalog);
    if (diagram && kind == "mindmap-right")
        diagram->arrangement = Arrangement::TreeOneSide;
    if (diagram && kind == "mindmap-radial")
        diagram->arrangement = Arrangement::TreeRadial;
    return diagram;
}

} // namespace archway
