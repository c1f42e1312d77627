// SPDX-License-Identifier: GPL-3.0-or-later
// What the base knows of the scope of services: a list of what is in it, not of what is not, so it speaks and never refuses.
#include "model/match/roles.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace archway {

namespace {

/// The roles whose candidates are services that see the data.
constexpr std::array roles_with_data{"serving-platform",   "training-platform", "weights-storage", "training-data-storage",
                                     "checkpoint-storage", "retrieval",         "agents",          "experimentation",
                                     "orchestration"};

/// Candidates that are ways to use a service whose scope they share.
std::string service_of(const std::string& candidate)
{
    return candidate.starts_with("bedrock-")  ? "bedrock"
        : candidate == "ec2-self-managed"     ? "ec2"
        : candidate.starts_with("sagemaker-") ? "sagemaker"
                                              : candidate;
}

std::string word(std::string_view text)
{
    std::string out(text);
    if (out != "fedramp")
        std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return out == "fedramp" ? "FedRAMP" : out;
}

} // namespace

void add_compliance(Answer& answer, const Catalog& catalog)
{
    const auto& asked = answer.scenario.constraints.compliance;
    if (asked.empty())
        return;
    for (Decision& decision : answer.decisions) {
        if (std::find(roles_with_data.begin(), roles_with_data.end(), decision.role) == roles_with_data.end())
            continue;
        for (Candidate& candidate : decision.candidates) {
            if (candidate.verdict == Verdict::Rejected)
                continue;
            for (const std::string& compliance : asked) {
                const auto& relations = catalog.knowledge.relations;
                const auto scope = std::find_if(relations.begin(), relations.end(), [&](const Relation& relation) {
                    return relation.type == "in-scope-of" && relation.to == compliance
                        && (relation.from == candidate.id || relation.from == service_of(candidate.id));
                });
                if (scope == relations.end() || !stands(catalog, scope->claims))
                    candidate.caveats.push_back(
                        fmt::format("whether it is in scope of {} is not known here: look it up before you sign", word(compliance)));
                else if (!scope->claims.empty())
                    add_claim(candidate, catalog, scope->claims.front());
            }
        }
    }
}

} // namespace archway
