// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/kinds/kinds.h"

#include <algorithm>

namespace archway {

const std::vector<DiagramKind>& diagram_kinds()
{
    static const std::vector<DiagramKind> kinds{
        {"flowchart", "Innovations → services", false, "innovation-service-flowchart"},
        {"mindmap", "Map of architectures", false, "architecture-mindmap"},
        {"deployment", "This deployment", true, {}},
        {"training-data-flow", "Training data flow", false, "training-data-flow"},
        {"inference-data-flow", "Inference data flow", false, "inference-data-flow"},
        {"future-services", "Innovations → proposed services", false, "future-services-relationship"}};
    return kinds;
}

const DiagramKind* diagram_kind(std::string_view id)
{
    const auto& kinds = diagram_kinds();
    const auto found = std::find_if(kinds.begin(), kinds.end(), [id](const DiagramKind& kind) { return kind.id == id; });
    return found == kinds.end() ? nullptr : &*found;
}

Result<Diagram> build_diagram(const std::string& kind, const Catalog& catalog, const Answer* answer)
{
    if (kind == "deployment") {
        if (!answer)
            return bad_input("diagram deployment", "needs a scenario", "expected: archway diagram deployment FILE -o OUT");
        return deployment_diagram(*answer, catalog);
    }
    const DiagramKind* known = diagram_kind(kind);
    const auto& records = catalog.knowledge.diagrams;
    const auto record
        = std::find_if(records.begin(), records.end(), [&](const DiagramText& entry) { return known && entry.id == known->record; });
    if (record == records.end())
        return bad_input("diagram " + kind, "is not in the knowledge base", "expected a base with a diagram of that kind");
    return diagram_from_record(*record, catalog);
}

} // namespace archway
