// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/match/rules.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace archway {

namespace {

constexpr int deepest_nesting = 16;
constexpr double neutral_score = 0.5; ///< of a candidate no rule speaks of

std::vector<std::string> parts_of(std::string_view text)
{
    std::vector<std::string> parts;
    std::string part;
    const auto flush = [&] {
        if (!part.empty())
            parts.push_back(std::exchange(part, {}));
    };
    for (const char c : text) {
        if (c == ' ' || c == '(' || c == ')')
            flush();
        else
            part += c;
        if (c == '(' || c == ')')
            parts.emplace_back(1, c);
    }
    flush();
    return parts;
}

/// Reads and answers a condition in one pass. The first error sticks.
class Condition {
public:
    /// `parts` must outlive the condition.
    Condition(std::string_view text, const std::vector<std::string>& parts, const Facts& facts)
        : m_text(text)
        , m_parts(parts)
        , m_facts(facts)
    {
    }

    Result<std::optional<bool>> answer()
    {
        const std::optional<bool> value = any_of(0);
        if (!m_wrong && m_at != m_parts.size())
            wrong("and, or, or the end");
        if (m_wrong)
            return bad_input("condition \"" + std::string(m_text) + "\"", *m_wrong, "see model/match/rules.h");
        return value;
    }

private:
    using Truth = std::optional<bool>;

    static Truth either(Truth a, Truth b) { return a == Truth(true) || b == Truth(true) ? Truth(true) : a && b ? Truth(false) : Truth(); }
    static Truth both(Truth a, Truth b) { return a == Truth(false) || b == Truth(false) ? Truth(false) : a && b ? Truth(true) : Truth(); }

    const std::string& here() const
    {
        static const std::string end;
        return m_at < m_parts.size() ? m_parts[m_at] : end;
    }
    bool take(std::string_view part)
    {
        if (m_wrong || here() != part)
            return false;
        ++m_at;
        return true;
    }
    Truth wrong(const std::string& expected)
    {
        if (!m_wrong)
            m_wrong = fmt::format("expected {} at \"{}\"", expected, here());
        return {};
    }

    Truth any_of(int depth)
    {
        Truth value = all_of(depth);
        while (take("or"))
            value = either(value, all_of(depth));
        return value;
    }
    Truth all_of(int depth)
    {
        Truth value = factor(depth);
        while (take("and"))
            value = both(value, factor(depth));
        return value;
    }
    Truth factor(int depth)
    {
        if (depth > deepest_nesting)
            return wrong("less nesting");
        if (take("not")) {
            const Truth value = factor(depth + 1);
            return value ? Truth(!*value) : value;
        }
        if (!take("("))
            return comparison();
        const Truth value = any_of(depth + 1);
        return take(")") ? value : wrong("a closing parenthesis");
    }
    Truth comparison()
    {
        if (m_wrong || m_at + 2 >= m_parts.size())
            return wrong("a comparison");
        const std::string& name = m_parts[m_at];
        const std::string& sign = m_parts[m_at + 1];
        const std::string& text = m_parts[m_at + 2];
        if (const auto number = m_facts.numbers.find(name); number != m_facts.numbers.end()) {
            const auto limit = parse_quantity(text);
            if (!limit)
                return wrong("a quantity after \"" + name + "\"");
            const auto value = compare(number->second, sign, *limit);
            m_at += 3;
            return value;
        }
        if (const auto word = m_facts.words.find(name); word != m_facts.words.end() && (sign == "=" || sign == "!=")) {
            m_at += 3;
            return word->second.empty() ? Truth() : Truth((word->second == text) == (sign == "="));
        }
        if (const auto list = m_facts.lists.find(name); list != m_facts.lists.end() && sign == "has") {
            m_at += 3;
            return std::find(list->second.begin(), list->second.end(), text) != list->second.end();
        }
        return wrong("a known fact with a sign that suits it");
    }
    Truth compare(std::optional<double> value, const std::string& sign, double limit)
    {
        if (sign != "=" && sign != "!=" && sign != "<" && sign != "<=" && sign != ">" && sign != ">=")
            return wrong("a sign after a number");
        if (!value)
            return {};
        return sign == "=" ? *value == limit
            : sign == "!=" ? *value != limit
            : sign == "<"  ? *value < limit
            : sign == "<=" ? *value <= limit
            : sign == ">"  ? *value > limit
                           : *value >= limit;
    }

    std::string_view m_text;
    const std::vector<std::string>& m_parts;
    const Facts& m_facts;
    std::size_t m_at = 0;
    std::optional<std::string> m_wrong;
};

std::string readable(std::string_view name, double value)
{
    const auto ends = [name](std::string_view end) { return name.size() >= end.size() && name.substr(name.size() - end.size()) == end; };
    if (ends("_bytes"))
        return format_bytes(value);
    if (ends("_tokens"))
        return format_tokens(value);
    if (ends("_parameters"))
        return format_parameters(value);
    if (ends("_rate"))
        return format_percent(value);
    return format_number(value);
}

/// Applies one rule that holds to the candidate it is about.
void apply(const Rule& rule, const MatchInput& in, const Facts& facts, Candidate& candidate)
{
    const std::string text = filled(rule.reason, facts);
    candidate.reasons.push_back({text, ReasonKind::Rule, rule.id});
    for (const std::string& claim : rule.claims)
        add_claim(candidate, in.catalog, claim);
    if (rule.gate)
        return refuse(candidate, text);
    if (candidate.verdict == Verdict::Rejected)
        return;
    candidate.score = std::clamp(candidate.score + rule.weight, 0.0, 1.0);
}

} // namespace

Result<std::optional<bool>> holds(std::string_view condition, const Facts& facts)
{
    const std::vector<std::string> parts = parts_of(condition);
    return Condition(condition, parts, facts).answer();
}

RuleBook::RuleBook(const Catalog& catalog, const std::vector<std::string>& roles)
{
    for (const std::string& role : roles) {
        Role& out = m_roles.emplace_back();
        for (const Candidate& candidate : known_candidates(catalog, role)) {
            out.candidates.push_back(candidate.id);
            out.refused.push_back(candidate.verdict == Verdict::Rejected);
        }
        for (const Rule& rule : catalog.knowledge.rules) {
            if (rule.role != role)
                continue;
            // What rests on a claim that does not stand stays silent; a need that does would never be met.
            if (!stands(catalog, rule.claims) && rule.candidate != "role-" + role)
                continue;
            const auto found = std::find(out.candidates.begin(), out.candidates.end(), rule.candidate);
            if (found == out.candidates.end() && rule.candidate != "role-" + role)
                continue;
            out.rules.push_back({parts_of(rule.when), found == out.candidates.end() ? -1 : static_cast<int>(found - out.candidates.begin()),
                                 rule.gate, rule.weight});
        }
    }
}

std::string RuleBook::chosen(std::size_t role, const Facts& facts) const
{
    std::vector<Standing> standings;
    for (const bool refused : m_roles[role].refused)
        standings.push_back({neutral_score, refused});
    return chosen(role, facts, std::move(standings));
}

std::string RuleBook::chosen(std::size_t role, const Facts& facts, std::vector<Standing> standings) const
{
    const Role& asked = m_roles[role];
    for (const Entry& rule : asked.rules) {
        const auto answer = Condition({}, rule.parts, facts).answer();
        const bool speaks = answer && *answer == std::optional<bool>(true);
        if (rule.candidate < 0) {
            if (!speaks)
                return {};
            continue;
        }
        if (!speaks)
            continue;
        Standing& standing = standings[static_cast<std::size_t>(rule.candidate)];
        if (rule.gate)
            standing.refused = true;
        else
            standing.score = std::clamp(standing.score + rule.weight, 0.0, 1.0);
    }
    std::size_t winner = standings.size();
    for (std::size_t i = 0; i < standings.size(); ++i)
        if (!standings[i].refused && (winner == standings.size() || standings[i].score > standings[winner].score))
            winner = i;
    return winner == standings.size() ? std::string() : asked.candidates[winner];
}

std::string filled(std::string_view reason, const Facts& facts)
{
    std::string out;
    while (!reason.empty()) {
        const std::size_t open = std::min(reason.find('{'), reason.size());
        out += reason.substr(0, open);
        const std::size_t close = reason.find('}', open);
        if (close == std::string_view::npos)
            return out + std::string(reason.substr(open));
        const std::string_view name = reason.substr(open + 1, close - open - 1);
        if (const auto number = facts.numbers.find(name); number != facts.numbers.end())
            out += number->second ? readable(name, *number->second) : "an unknown number of";
        else if (const auto word = facts.words.find(name); word != facts.words.end())
            out += word->second;
        else if (const auto list = facts.lists.find(name); list != facts.lists.end())
            out += fmt::format("{}", fmt::join(list->second, ", "));
        reason.remove_prefix(close + 1);
    }
    return out;
}

void apply_rules(const MatchInput& in, const Facts& facts, Decision& decision)
{
    for (const Rule& rule : in.catalog.knowledge.rules) {
        if (rule.role != decision.role || !stands(in.catalog, rule.claims))
            continue;
        const auto about = std::find_if(decision.candidates.begin(), decision.candidates.end(),
                                        [&rule](const Candidate& candidate) { return candidate.id == rule.candidate; });
        if (about == decision.candidates.end())
            continue;
        if (const auto answer = holds(rule.when, facts); answer && *answer == std::optional<bool>(true))
            apply(rule, in, facts, *about);
    }
}

std::optional<Decision> decide_by_rules(const MatchInput& in, const Facts& facts, std::string_view role)
{
    const std::string role_entity = fmt::format("role-{}", role);
    Decision decision;
    decision.role = role;
    if (const Entity* entity = in.catalog.entity(role_entity))
        decision.question = entity->name;
    decision.candidates = known_candidates(in.catalog, role);
    for (Candidate& candidate : decision.candidates)
        if (candidate.verdict != Verdict::Rejected)
            candidate.score = neutral_score;
    for (const Rule& rule : in.catalog.knowledge.rules) {
        if (rule.role != role || rule.candidate != role_entity)
            continue;
        const auto answer = holds(rule.when, facts);
        if (!answer || *answer != std::optional<bool>(true) || !stands(in.catalog, rule.claims))
            return std::nullopt;
    }
    apply_rules(in, facts, decision);
    // Where no rule speaks the base's own claims do.
    for (Candidate& candidate : decision.candidates)
        if (candidate.reasons.empty() && !candidate.data_points.empty())
            add_claim(candidate, in.catalog, candidate.data_points.front().ref);
    if (decision.candidates.empty())
        return std::nullopt;
    rank(decision);
    return decision;
}

} // namespace archway
