// SPDX-License-Identifier: GPL-3.0-or-later
// What the user's layers move: the question is asked again with one shipped record at a time in the place of the layers' own.
#include "model/match/record_change.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace archway {

namespace {

constexpr std::size_t most_asked = 48; ///< changes asked for one by one; a price list of thousands is asked for as a whole

/// One change, or many that are asked for together.
struct Question {
    std::vector<RecordChange> changes;
    std::string words, subject;
};

/// Rank of a candidate that can be had; 0 = refused or not there.
int place_of(const Decision* decision, const std::string& id)
{
    const Candidate* candidate = decision ? decision->candidate(id) : nullptr;
    return candidate && candidate->verdict != Verdict::Rejected ? candidate->rank : 0;
}

std::string ordinal(int rank)
{
    if (rank == 0)
        return "refused";
    const int last = rank % 10;
    const bool teens = rank / 10 % 10 == 1;
    return fmt::format("{}{}", rank, teens || last == 0 || last > 3 ? "th" : last == 1 ? "st" : last == 2 ? "nd" : "rd");
}

std::string name_in(const Decision& decision, const std::string& id)
{
    const Candidate* candidate = decision.candidate(id);
    // Instance types are called by their API name elsewhere too.
    return !candidate || decision.role == "accelerator" ? id : candidate->name;
}

/// Whose place changes: the one that the change speaks of, else the chosen one, else the one that moves farthest.
std::string mover(const Decision& now, const Decision& without, const std::string& subject)
{
    const auto moved = [&](const std::string& id) { return place_of(&now, id) != place_of(&without, id); };
    if (!subject.empty() && moved(subject))
        return subject;
    if (!now.chosen.empty() && moved(now.chosen))
        return now.chosen;
    std::string out;
    int farthest = 0;
    for (const Candidate& candidate : now.candidates) {
        const int before = place_of(&without, candidate.id);
        const int after = place_of(&now, candidate.id);
        const int last = static_cast<int>(now.candidates.size()) + 1;
        const int way = std::abs((before ? before : last) - (after ? after : last));
        if (before != after && way > farthest) {
            farthest = way;
            out = candidate.id;
        }
    }
    return out;
}

bool same_words(const Candidate& a, const Candidate& b)
{
    const auto same_reason = [](const Reason& x, const Reason& y) { return x.text == y.text && x.ref == y.ref; };
    return a.rejected_because == b.rejected_because && a.benefits == b.benefits && a.caveats == b.caveats && a.use_when == b.use_when
        && std::equal(a.reasons.begin(), a.reasons.end(), b.reasons.begin(), b.reasons.end(), same_reason);
}

/// The effect of one question on one decision; nothing where it has none.
std::optional<LayerEffect> effect_on(const Decision& now, const Decision* without, const Question& asked)
{
    LayerEffect out;
    if (asked.changes.size() == 1) {
        out.kind = asked.changes.front().kind;
        out.id = asked.changes.front().id;
    }
    if (!without) {
        out.decides = true;
        out.candidate = now.chosen;
        out.after = place_of(&now, now.chosen);
        out.text = asked.words + " makes this a decision that the scenario needs";
        return out;
    }
    out.decides = now.chosen != without->chosen;
    out.candidate = mover(now, *without, asked.subject);
    if (!out.candidate.empty()) {
        out.before = place_of(without, out.candidate);
        out.after = place_of(&now, out.candidate);
        const std::string what = out.candidate == asked.subject && out.kind != "rule" ? "it" : name_in(now, out.candidate);
        out.text = fmt::format("{} moved {} from {} to {}", asked.words, what, ordinal(out.before), ordinal(out.after));
        if (out.decides && out.candidate == without->chosen)
            out.text
                += now.chosen.empty() ? "; nothing is chosen instead" : fmt::format("; {} is chosen instead", name_in(now, now.chosen));
        else if (out.decides)
            out.text += without->chosen.empty() ? "; without it nothing would be chosen"
                                                : fmt::format("; without it {} would be chosen", name_in(*without, without->chosen));
        return out;
    }
    // The order stays: what else is said of the one it speaks of, or of the chosen one where money decides.
    const bool priced = now.role == "accelerator" || now.role == "capacity" || now.role == "serving-platform";
    for (const std::string& id : {asked.subject, priced ? now.chosen : std::string()}) {
        const Candidate* is = now.candidate(id);
        const Candidate* was = without->candidate(id);
        if (!is || !was || (same_words(*is, *was) && is->score == was->score))
            continue;
        out.candidate = id;
        out.before = out.after = place_of(&now, id);
        out.text = fmt::format("{} changes {} of {}, which stays {}", asked.words, same_words(*is, *was) ? "the score" : "what is said",
                               name_in(now, id), ordinal(out.after));
        return out;
    }
    return std::nullopt;
}

std::vector<Question> questions(const Answer& answer, const Catalog& shipped, const Catalog& merged,
                                const std::vector<RecordChange>& changes)
{
    std::vector<Question> out;
    Question rest;
    for (const RecordChange& change : changes) {
        std::string words = words_for(change, answer, shipped, merged);
        if (words.empty())
            continue;
        if (out.size() < most_asked)
            out.push_back({{change}, std::move(words), subject_of(change, shipped, merged)});
        else
            rest.changes.push_back(change);
    }
    if (!rest.changes.empty()) {
        rest.words = fmt::format("your {} other records", rest.changes.size());
        out.push_back(std::move(rest));
    }
    return out;
}

/// What all changes do together where none of them decides alone.
void add_joint(const Answer& answer, const Catalog& shipped, std::string_view config_text, std::size_t asked, std::vector<RoleEffects>& out)
{
    const Result<Answer> before = match(answer.scenario, shipped, false, config_text);
    if (!before)
        return;
    for (std::size_t i = 0; i < answer.decisions.size(); ++i) {
        const Decision& now = answer.decisions[i];
        const Decision* was = before->decision(now.role);
        const auto& effects = out[i].effects;
        if (!was || was->chosen == now.chosen
            || std::any_of(effects.begin(), effects.end(), [](const LayerEffect& effect) { return effect.decides; }))
            continue;
        LayerEffect joint;
        joint.candidate = now.chosen;
        joint.before = place_of(was, now.chosen);
        joint.after = place_of(&now, now.chosen);
        joint.decides = true;
        joint.text = fmt::format("your {} changes together lead from {} to {}; none of them does alone", asked,
                                 was->chosen.empty() ? "no choice" : name_in(*was, was->chosen),
                                 now.chosen.empty() ? "no choice" : name_in(now, now.chosen));
        out[i].effects.push_back(std::move(joint));
    }
}

} // namespace

std::vector<RoleEffects> layer_effects(const Answer& answer, const Catalog& shipped, const Catalog& merged,
                                       const std::vector<RecordChange>& changes, std::string_view config_text)
{
    std::vector<RoleEffects> out;
    for (const Decision& decision : answer.decisions)
        out.push_back({decision.role, {}});
    const std::vector<Question> asked = questions(answer, shipped, merged, changes);
    if (asked.empty())
        return out;
    Catalog without = merged;
    for (const Question& question : asked) {
        for (const RecordChange& change : question.changes)
            take_back(change, shipped, without);
        const Result<Answer> other = match(answer.scenario, without, false, config_text);
        for (const RecordChange& change : question.changes)
            give_again(change, merged, without);
        for (std::size_t i = 0; i < answer.decisions.size(); ++i) {
            const Decision& now = answer.decisions[i];
            // Without it the question cannot even be asked: the model, Region or type is the layers' own.
            if (!other) {
                out[i].effects.push_back({question.changes.front().kind, question.changes.front().id, now.chosen, 0,
                                          place_of(&now, now.chosen), true,
                                          question.words + " makes the question one that can be answered"});
            } else if (auto effect = effect_on(now, other->decision(now.role), question)) {
                out[i].effects.push_back(std::move(*effect));
            }
        }
    }
    if (asked.size() > 1)
        add_joint(answer, shipped, config_text, asked.size(), out);
    for (RoleEffects& role : out)
        std::stable_sort(role.effects.begin(), role.effects.end(), [](const LayerEffect& a, const LayerEffect& b) {
            return std::pair(!a.decides, a.before == a.after) < std::pair(!b.decides, b.before == b.after);
        });
    return out;
}

void add_layer_effects(Answer& answer, std::vector<RoleEffects> found)
{
    for (RoleEffects& role : found)
        for (Decision& decision : answer.decisions)
            if (decision.role == role.role)
                decision.layer_effects = std::move(role.effects);
}

Result<Answer> match_with_layers(const Scenario& scenario, const Catalog& merged, const Catalog* shipped, std::string_view config_text)
{
    Result<Answer> answer = match(scenario, merged, true, config_text);
    if (answer && shipped)
        add_layer_effects(*answer, layer_effects(*answer, *shipped, merged, layer_changes(*shipped, merged), config_text));
    return answer;
}

} // namespace archway
