// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/evidence/check.h"

#include "model/base/units.h"
#include "model/evidence/expression.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace archway {

namespace {

constexpr double default_tolerance = 0.05, about_tolerance = 0.15, default_imprecise = 0.25;

Says says_of(const Check& check, const Claim& claim)
{
    const std::string& word = check.says;
    if (word == "at-least"
        || (word.empty() && (claim.qualifier == "at least" || claim.qualifier == "more than" || claim.qualifier == "over")))
        return Says::AtLeast;
    return word == "at-most" || (word.empty() && claim.qualifier == "under") ? Says::AtMost : Says::Is;
}

/// What is tested: the check's own figure where it has one, else the claim's.
struct Stated {
    std::optional<Interval> figure;
    std::string unit;
    std::string text;
};

Stated stated_of(const Check& check, const Claim& claim)
{
    Stated out;
    out.unit = check.unit.empty() ? claim.unit : check.unit;
    const std::optional<double> high = check.stated ? check.stated : claim.value;
    const std::optional<double> low = check.stated ? check.stated_low : claim.low;
    if (!high)
        return out;
    const double factor = claim_unit(out.unit).factor;
    out.figure = Interval{low.value_or(*high) * factor, *high * factor};
    const std::string figure
        = (low ? format_stated(out.figure->low, out.unit) + " to " : std::string()) + format_stated(out.figure->high, out.unit);
    const std::string qualifier = check.stated ? std::string() : claim.qualifier;
    static constexpr std::array before{"up to", "at least", "more than", "over", "about", "under", "average"};
    const bool leads = std::find(before.begin(), before.end(), qualifier) != before.end();
    out.text = qualifier.empty() ? figure : leads ? qualifier + " " + figure : figure + " (" + qualifier + ")";
    return out;
}

/// Three figures, rounded to the side where it holds; whole numbers stay.
double readable(double x, bool up)
{
    if (x == std::round(x))
        return x;
    const double scale = std::pow(10.0, 2 - std::floor(std::log10(std::abs(x))));
    return (up ? std::ceil(x * scale) : std::floor(x * scale)) / scale;
}

/// "10 240 tokens of context", "45 % of the requests" from "% of the requests".
std::string input_text(double x, const std::string& varies)
{
    if (varies.starts_with('%'))
        return format_percent(x) + varies.substr(1);
    return (x == std::round(x) ? format_number(x) : format_figures(x)) + " " + varies;
}

/// "from 10 240 tokens of context on"
std::string range_text(const Range& range, const std::string& varies)
{
    if (range.open_low)
        return "up to " + input_text(range.high, varies);
    if (range.open_high)
        return fmt::format("from {} on", input_text(range.low, varies));
    const std::string low = varies.starts_with('%') ? format_percent(range.low)
        : range.low == std::round(range.low)        ? format_number(range.low)
                                                    : format_figures(range.low);
    return fmt::format("between {} and {}", low, input_text(range.high, varies));
}

std::string sentence(std::string text, const std::string& note)
{
    if (!text.empty() && text.back() != '.')
        text += '.';
    return note.empty() ? text : text + (text.empty() ? "" : " ") + note + (note.back() == '.' ? "" : ".");
}

class Checker {
public:
    explicit Checker(const Catalog& catalog)
        : m_catalog(catalog)
        , m_figures(catalog)
    {
        for (const Check& check : catalog.knowledge.checks)
            m_checks.emplace(check.claim, &check);
        for (const Source& source : catalog.knowledge.sources)
            m_sources.emplace(source.id, &source);
    }

    const CheckedClaim& checked(const Claim& claim)
    {
        const auto known = m_results.find(claim.id);
        if (known != m_results.end())
            return known->second;
        // Entered first: a claim that rests on itself meets this entry and stays unsupported.
        CheckedClaim& entry = m_results[claim.id];
        entry.claim = claim.id;
        entry.verdict = ClaimVerdict::Unsupported;
        entry.because = "It rests on itself.";
        const auto check = m_checks.find(claim.id);
        CheckedClaim result = claim.status == "withdrawn" ? withdrawn()
            : check == m_checks.end()                     ? by_rule(claim)
                                                          : by(*check->second, claim);
        result.claim = claim.id;
        result.withdrawn = claim.status == "withdrawn";
        return m_results[claim.id] = std::move(result);
    }

private:
    static CheckedClaim withdrawn() { return told(ClaimVerdict::NotCheckable, "Withdrawn: nothing is said to test."); }
    static CheckedClaim told(ClaimVerdict verdict, std::string because)
    {
        CheckedClaim out;
        out.verdict = verdict;
        out.because = std::move(because);
        return out;
    }

    /// No check is written for it: its own fields say what it can be.
    CheckedClaim by_rule(const Claim& claim) const
    {
        if (claim.status == "promotional")
            return told(ClaimVerdict::NotCheckable, "Praise without a figure.");
        if (!claim.value)
            return told(ClaimVerdict::NotCheckable, "No figure to test.");
        // A figure is as good as the document behind it: terms and measurements of the maker, the provider or the authors stand by
        // themselves, a figure that only a secondary text states does not.
        const Source* own = nullptr;
        const Source* any = nullptr;
        for (const Citation& citation : claim.sources) {
            const auto source = m_sources.find(citation.document);
            if (source == m_sources.end())
                continue;
            any = any ? any : source->second;
            if (!own && source->second->kind != "seed" && source->second->kind != "transcript")
                own = source->second;
        }
        CheckedClaim out;
        if (own)
            out = told(ClaimVerdict::NotCheckable,
                       fmt::format("A term, rule or measurement of \"{}\"; no arithmetic over this base tests it.", own->title));
        else
            out = told(ClaimVerdict::Unsupported,
                       fmt::format("Only \"{}\" states it, without a derivation{}; nothing in the base computes it.",
                                   any ? any->title : claim.id, claim.baseline == "not stated" ? " and without saying against what" : ""));
        const Stated stated = stated_of({}, claim);
        out.stated = stated.figure;
        out.stated_text = stated.text;
        out.measure = claim_unit(stated.unit).measure;
        return out;
    }

    CheckedClaim by(const Check& check, const Claim& claim)
    {
        CheckedClaim out;
        if (check.kind == "figure" || check.kind == "condition")
            out = by_arithmetic(check, claim);
        else if (check.kind == "status")
            out = by_status(check);
        else if (check.kind == "not-checkable" || check.kind == "unsupported")
            out = told(check.kind == "unsupported" ? ClaimVerdict::Unsupported : ClaimVerdict::NotCheckable, sentence({}, check.note));
        else
            out = by_claims(check, claim);
        if (!out.stated && check.kind != "condition") {
            const Stated stated = stated_of(check, claim);
            out.stated = stated.figure;
            out.stated_text = stated.text;
            out.measure = claim_unit(stated.unit).measure;
        }
        for (const Citation& citation : check.sources)
            out.references.push_back(citation.document);
        return out;
    }

    CheckedClaim by_status(const Check& check) const
    {
        const Entity* entity = m_catalog.entity(check.entity);
        if (!entity)
            return told(ClaimVerdict::Unsupported, fmt::format("\"{}\" is not in the base.", check.entity));
        const bool as_said = std::find(check.statuses.begin(), check.statuses.end(), entity->status) != check.statuses.end();
        std::string status = entity->status.empty() ? "without a status" : entity->status;
        std::replace(status.begin(), status.end(), '-', ' ');
        std::string because = fmt::format("{} is {}", entity->name, status);
        if (!entity->status_as_of.empty())
            because += (entity->status == "available" ? " as of " : " since ") + entity->status_as_of;
        if (const Entity* next = entity->successor.empty() ? nullptr : m_catalog.entity(entity->successor))
            because += ", followed by " + next->name;
        CheckedClaim out = told(as_said ? ClaimVerdict::Holds : ClaimVerdict::Contradicted, sentence(because, check.note));
        out.references.push_back(entity->id);
        return out;
    }

    CheckedClaim by_claims(const Check& check, const Claim& claim)
    {
        // How much a claim loses with what it rests on.
        const auto weight = [](ClaimVerdict v) {
            switch (v) {
            case ClaimVerdict::Holds: return 0;
            case ClaimVerdict::NotCheckable: return 1;
            case ClaimVerdict::HoldsWhen: return 2;
            case ClaimVerdict::Imprecise: return 3;
            case ClaimVerdict::Unsupported: return 4;
            case ClaimVerdict::Contradicted: return 5;
            }
            return 0;
        };
        const bool rests = check.kind == "rests-on";
        CheckedClaim out;
        const CheckedClaim* worst = nullptr;
        for (const std::string& id : check.claims) {
            const Claim* other = m_catalog.claim(id);
            if (!other)
                continue;
            const CheckedClaim& result = checked(*other);
            out.references.push_back(id);
            if (rests && (!worst || weight(result.verdict) > weight(worst->verdict)))
                worst = &result;
            else if (!rests && trusted(result.verdict) && other->status != "withdrawn" && !worst) {
                worst = &result;
                const auto source = other->sources.empty() ? m_sources.end() : m_sources.find(other->sources.front().document);
                out.because = fmt::format("{}: {} ({})", check.kind == "refuted-by" ? "Against it stands" : "Not as it is put",
                                          other->statement, source == m_sources.end() ? id : source->second->title);
            }
        }
        if (!worst) {
            CheckedClaim plain = by_rule(claim);
            plain.references = out.references;
            return plain;
        }
        if (rests) {
            out.verdict = worst->verdict;
            out.holds_when = worst->holds_when;
            out.because = fmt::format("As claim {}: {}", worst->claim, worst->because);
        } else
            out.verdict = check.kind == "refuted-by" ? ClaimVerdict::Contradicted : ClaimVerdict::Imprecise;
        out.because = sentence(out.because, check.note);
        return out;
    }

    /// The expressions of a check at one x. Fails with the first that cannot be evaluated.
    struct Computed {
        ClaimVerdict verdict = ClaimVerdict::Unsupported;
        Interval figure, compared; ///< compared: the right side of a condition
        std::string arithmetic;
    };

    Result<Computed> compute_figures(const std::vector<Expression>& expressions, const Stated& stated, Says says, Tolerance tolerance,
                                     double x, std::vector<std::string>& references)
    {
        Computed out;
        for (std::size_t i = 0; i < expressions.size(); ++i) {
            const Result<Told> figure = evaluate(expressions[i], m_figures, x, references);
            if (!figure)
                return figure.error();
            out.figure = i == 0 ? Interval{figure->value, figure->value}
                                : Interval{std::min(out.figure.low, figure->value), std::max(out.figure.high, figure->value)};
            out.arithmetic += (i == 0 ? "" : "; ") + figure->text;
            if (expressions[i].kind != Expression::Kind::Figure)
                out.arithmetic += " = " + format_in_unit(figure->value, stated.unit);
        }
        out.verdict = judge(out.figure, *stated.figure, says, tolerance);
        return out;
    }

    /// A side of a comparison; with its result where it is more than one figure and the unit is known.
    static std::string side(const Told& told, const Expression& e, const std::string& unit)
    {
        const bool plain = e.kind != Expression::Kind::Operator && e.kind != Expression::Kind::Function;
        return plain || unit.empty() ? told.text : told.text + " = " + format_measure(claim_unit(unit).measure, told.value);
    }

    Result<Computed> compute_conditions(const std::vector<Expression>& expressions, const std::string& unit, double x,
                                        std::vector<std::string>& references)
    {
        Computed out;
        std::size_t met = 0;
        for (std::size_t i = 0; i < expressions.size(); ++i) {
            const Expression& e = expressions[i];
            if (e.kind != Expression::Kind::Comparison)
                return bad_input("a condition", "is no comparison", "expected <, <=, =, >= or >");
            const Result<Told> left = evaluate(e.parts[0], m_figures, x, references);
            if (!left)
                return left.error();
            const Result<Told> right = evaluate(e.parts[1], m_figures, x, references);
            if (!right)
                return right.error();
            const bool so = compares(e, left->value, right->value);
            met += so;
            if (i == 0) {
                out.figure = {left->value, left->value};
                out.compared = {right->value, right->value};
            }
            out.arithmetic += fmt::format("{}{} {} {}: {}", i == 0 ? "" : "; ", side(*left, e.parts[0], unit), shown_sign(e),
                                          side(*right, e.parts[1], unit), so ? "true" : "false");
        }
        out.verdict = met == expressions.size() ? ClaimVerdict::Holds : met == 0 ? ClaimVerdict::Contradicted : ClaimVerdict::Imprecise;
        return out;
    }

    CheckedClaim by_arithmetic(const Check& check, const Claim& claim)
    {
        std::vector<Expression> expressions;
        for (const std::string& text : check.computes) {
            Result<Expression> read = parse_expression(text);
            if (!read)
                return told(ClaimVerdict::Unsupported, "It cannot be computed: " + read.error().text());
            expressions.push_back(std::move(*read));
        }
        const bool condition = check.kind == "condition";
        const Stated stated = stated_of(check, claim);
        if (!condition && !stated.figure)
            return told(ClaimVerdict::Unsupported, "It cannot be computed: the claim has no figure to compare with.");
        const Says says = says_of(check, claim);
        const Tolerance tolerance{check.tolerance.value_or(claim.qualifier == "about" ? about_tolerance : default_tolerance),
                                  check.imprecise.value_or(default_imprecise)};
        std::vector<std::string> references;
        const auto at = [&](double x) {
            return condition ? compute_conditions(expressions, check.unit, x, references)
                             : compute_figures(expressions, stated, says, tolerance, x, references);
        };
        double x = check.to.value_or(0);
        std::string when, prefix;
        if (!check.varies.empty()) {
            auto range = where(*check.from, *check.to, [&](double value) {
                const Result<Computed> there = at(value);
                return there && there->verdict == ClaimVerdict::Holds;
            });
            if (range && !(range->open_low && range->open_high)) {
                range->low = readable(range->low, true);
                range->high = readable(range->high, false);
                when = range_text(*range, check.varies);
                x = range->open_low ? range->high : range->low;
            }
            prefix = fmt::format("At {}: ", input_text(x, check.varies));
        }
        const Result<Computed> result = at(x);
        if (!result)
            return told(ClaimVerdict::Unsupported, "It cannot be computed: " + result.error().text());
        CheckedClaim out;
        out.verdict = when.empty() ? result->verdict : ClaimVerdict::HoldsWhen;
        out.holds_when = when;
        out.computed_here = true;
        out.computed = result->figure;
        out.references = std::move(references);
        if (condition) {
            out.stated = result->compared;
            out.measure = claim_unit(check.unit).measure;
            out.because = sentence(prefix + result->arithmetic, check.note);
            return out;
        }
        out.stated = stated.figure;
        out.stated_text = stated.text;
        out.measure = claim_unit(stated.unit).measure;
        const Interval& figure = result->figure;
        out.computed_text = (figure.low == figure.high ? "" : format_in_unit(figure.low, stated.unit) + " to ")
            + format_in_unit(figure.high, stated.unit);
        out.because = sentence(fmt::format("{}{}; stated: {}", prefix, result->arithmetic, stated.text), check.note);
        return out;
    }

    const Catalog& m_catalog;
    Figures m_figures;
    std::map<std::string_view, const Check*> m_checks;
    std::map<std::string_view, const Source*> m_sources;
    std::map<std::string, CheckedClaim, std::less<>> m_results; ///< nodes stay where they are while others are added
};

} // namespace

std::vector<CheckedClaim> check(const Catalog& catalog)
{
    Checker checker(catalog);
    std::vector<CheckedClaim> out;
    out.reserve(catalog.knowledge.claims.size());
    for (const Claim& claim : catalog.knowledge.claims)
        out.push_back(checker.checked(claim));
    return out;
}

std::set<std::string, std::less<>> untrusted(const std::vector<CheckedClaim>& claims)
{
    std::set<std::string, std::less<>> out;
    for (const CheckedClaim& claim : claims)
        if (claim.withdrawn || !trusted(claim.verdict))
            out.insert(claim.claim);
    return out;
}

std::map<ClaimVerdict, int> count_verdicts(const std::vector<CheckedClaim>& claims)
{
    std::map<ClaimVerdict, int> out;
    for (const CheckedClaim& claim : claims)
        ++out[claim.verdict];
    return out;
}

} // namespace archway
