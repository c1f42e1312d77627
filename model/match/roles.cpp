// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/match/roles.h"

#include "model/base/units.h"

#include <fmt/format.h>

#include <algorithm>

namespace archway {

namespace {

/// "a; b; c" as a list.
std::vector<std::string> points(const std::string& text)
{
    std::vector<std::string> out;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find(';', at), text.size());
        std::string point = text.substr(at, end - at);
        point.erase(0, point.find_first_not_of(' '));
        if (!point.empty())
            out.push_back(std::move(point));
        at = end + 1;
    }
    return out;
}

/// A service that cannot be had is refused whatever speaks for it.
void apply_status(Candidate& candidate, const Entity& entity)
{
    if (entity.status.empty() || entity.status == "available" || entity.status == "preview" || entity.status == "in-maintenance") {
        if (entity.status == "in-maintenance")
            candidate.caveats.push_back("in maintenance");
        return;
    }
    const std::string since = entity.status_as_of.empty() ? "" : " since " + entity.status_as_of;
    refuse(candidate,
           entity.status == "proposed"                      ? "proposed, not a service"
               : entity.status == "closed-to-new-customers" ? "closed to new customers" + since
                                                            : entity.status + since,
           in_words(entity.successor.empty() ? std::string() : "use " + entity.successor));
}

} // namespace

std::vector<Candidate> known_candidates(const Catalog& catalog, std::string_view role)
{
    const std::string role_entity = fmt::format("role-{}", role);
    std::vector<Candidate> out;
    const auto find = [&out](const std::string& id) {
        return std::find_if(out.begin(), out.end(), [&id](const Candidate& candidate) { return candidate.id == id; });
    };
    for (const Relation& relation : catalog.knowledge.relations) {
        const Entity* entity = relation.to == role_entity && relation.type == "candidate-of" ? catalog.entity(relation.from) : nullptr;
        if (!entity)
            continue;
        Candidate candidate;
        candidate.id = entity->id;
        candidate.name = entity->name;
        candidate.use_when = relation.because;
        for (const std::string& claim : relation.claims) {
            if (const Claim* found = trusted_claim(catalog, claim))
                candidate.data_points.push_back({found->statement, claim});
        }
        apply_status(candidate, *entity);
        out.push_back(std::move(candidate));
    }
    for (const Relation& relation : catalog.knowledge.relations) {
        if (relation.to != role_entity)
            continue;
        const auto candidate = find(relation.from);
        if (candidate == out.end())
            continue;
        if (relation.type == "benefit-in")
            candidate->benefits = points(relation.because);
        else if (relation.type == "caveat-in")
            for (std::string& point : points(relation.because))
                candidate->caveats.push_back(std::move(point));
    }
    return out;
}

const Claim* trusted_claim(const Catalog& catalog, std::string_view claim_id)
{
    return catalog.untrusted_claims.contains(claim_id) ? nullptr : catalog.claim(claim_id);
}

bool stands(const Catalog& catalog, const std::vector<std::string>& claims)
{
    return std::none_of(claims.begin(), claims.end(),
                        [&catalog](const std::string& claim) { return catalog.untrusted_claims.contains(claim); });
}

void add_claim(Candidate& candidate, const Catalog& catalog, std::string_view claim_id)
{
    if (const Claim* claim = trusted_claim(catalog, claim_id))
        candidate.reasons.push_back({claim->statement, ReasonKind::Claim, claim->id});
}

void add_computed(Candidate& candidate, std::string text, std::string_view formula_id)
{
    candidate.reasons.push_back({std::move(text), ReasonKind::Computed, std::string(formula_id)});
}

void refuse(Candidate& candidate, std::string because, Fix fix)
{
    const bool first = candidate.verdict != Verdict::Rejected;
    candidate.verdict = Verdict::Rejected;
    candidate.score = 0;
    if (first) {
        candidate.rejected_because = std::move(because);
        candidate.fix = std::move(fix);
    } else {
        // All that speaks against it is said, and what leaves one of it standing is no fix.
        candidate.rejected_because += "; " + because;
        if (fix.empty())
            candidate.fix.clear();
        else if (!candidate.fix.empty())
            for (ScenarioChange& change : fix)
                put(candidate.fix, std::move(change));
    }
    candidate.nearest_fix = text_of(candidate.fix);
}

Fix nearest_miss(const MatchInput& in, bool hyperpod)
{
    // What gives a limit up counts as more than what moves one.
    const auto asks = [](const Fix& fix) {
        std::size_t out = fix.size();
        for (const ScenarioChange& change : fix)
            out += change.path.empty() || std::holds_alternative<std::monostate>(change.value) ? 2 : 0;
        return out;
    };
    const auto of = [&](const auto& considered) {
        Fix out;
        for (const auto& each : considered) {
            const InstanceType* type = in.catalog.instance(each.instance);
            if (each.fix.empty() || (hyperpod && type && !type->hyperpod) || (!out.empty() && asks(each.fix) + 1 >= asks(out)))
                continue;
            out = each.fix;
            out.front().text = fmt::format("{}: {}", each.instance, out.front().text);
            put(out, {"deployment.instance", each.instance, {}});
        }
        return out;
    };
    return !in.estimate ? Fix{} : in.trains() ? of(in.estimate->training) : of(in.estimate->deployments);
}

Fix in_words(std::string text)
{
    return text.empty() ? Fix{} : Fix{{{}, {}, std::move(text)}};
}

void rank(Decision& decision, bool choose)
{
    std::stable_sort(decision.candidates.begin(), decision.candidates.end(), [](const Candidate& a, const Candidate& b) {
        if ((a.verdict == Verdict::Rejected) != (b.verdict == Verdict::Rejected))
            return b.verdict == Verdict::Rejected;
        return a.score > b.score;
    });
    for (std::size_t i = 0; i < decision.candidates.size(); ++i)
        decision.candidates[i].rank = static_cast<int>(i) + 1;
    if (choose && !decision.candidates.empty() && decision.candidates.front().verdict != Verdict::Rejected) {
        decision.candidates.front().verdict = Verdict::Recommended;
        decision.chosen = decision.candidates.front().id;
    }
}

std::string_view name_of(Verdict verdict)
{
    return verdict == Verdict::Recommended ? "recommended" : verdict == Verdict::Viable ? "viable" : "rejected";
}

std::string_view name_of(ReasonKind kind)
{
    switch (kind) {
    case ReasonKind::Computed: return "computed";
    case ReasonKind::Claim: return "claim";
    case ReasonKind::Rule: return "rule";
    case ReasonKind::Constraint: return "constraint";
    }
    return {};
}

const Candidate* Decision::candidate(std::string_view id) const
{
    const auto found = std::find_if(candidates.begin(), candidates.end(), [id](const Candidate& entry) { return entry.id == id; });
    return found == candidates.end() ? nullptr : &*found;
}

bool Decision::open() const
{
    return chosen.empty()
        && std::any_of(candidates.begin(), candidates.end(), [](const Candidate& c) { return c.verdict != Verdict::Rejected; });
}

const Candidate* Decision::winner() const
{
    return chosen.empty() ? nullptr : candidate(chosen);
}

bool brings_capacity(const Candidate& platform)
{
    return platform.id.starts_with("bedrock");
}

const Candidate* platform_on_instances(const Answer& answer)
{
    const Decision* decision = answer.decision("serving-platform");
    if (!decision)
        return nullptr;
    const auto found = std::find_if(decision->candidates.begin(), decision->candidates.end(), [](const Candidate& candidate) {
        return candidate.verdict != Verdict::Rejected && !brings_capacity(candidate);
    });
    return found == decision->candidates.end() ? nullptr : &*found;
}

void note_hosted(Answer& answer)
{
    const Decision* platforms = answer.decision("serving-platform");
    const Candidate* platform = platforms ? platforms->winner() : nullptr;
    if (!platform || !brings_capacity(*platform))
        return;
    const std::string note
        = fmt::format("needed for a deployment of your own only: {}, chosen as the platform, brings what it runs on", platform->name);
    const bool imports = platform->id == "bedrock-custom-model-import"; // whose weights lie in a bucket of one's own
    for (Decision& decision : answer.decisions) {
        const auto about = [&decision](std::initializer_list<std::string_view> roles) {
            return std::find(roles.begin(), roles.end(), decision.role) != roles.end();
        };
        if (!about({"accelerator", "kv-cache", "capacity", "network", "routing", "orchestration"})
            && (imports || !about({"weights-storage"})))
            continue;
        for (Candidate& candidate : decision.candidates)
            if (candidate.id == decision.chosen)
                candidate.caveats.insert(candidate.caveats.begin(), note);
    }
}

void note_other_price(Answer& answer)
{
    const PriceUsed* price = answer.estimate ? answer.estimate->best_price() : nullptr;
    const Decision* capacity = answer.decision("capacity");
    const Candidate* way = capacity ? capacity->winner() : nullptr;
    if (!price || !way || way->id == price->purchase || (way->id == "odcr" && price->purchase == "on-demand"))
        return;
    const std::string note = fmt::format("the instance's bill is at its {} price of {}/h; bought as {} it is another", price->purchase,
                                         format_usd(price->usd_per_hour), way->name);
    for (Decision& decision : answer.decisions)
        for (Candidate& candidate : decision.candidates)
            if ((decision.role == "accelerator" || decision.role == "capacity") && candidate.id == decision.chosen)
                candidate.caveats.push_back(note);
}

const Decision* Answer::decision(std::string_view role) const
{
    const auto found = std::find_if(decisions.begin(), decisions.end(), [role](const Decision& entry) { return entry.role == role; });
    return found == decisions.end() ? nullptr : &*found;
}

} // namespace archway
