// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/evidence/expression.h"

#include "model/base/units.h"
#include "model/evidence/measure.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace archway {

namespace {

constexpr int deepest_nesting = 24;

bool is_function(std::string_view name)
{
    return name == "sqrt" || name == "min" || name == "max";
}

bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == ':';
}

class Parser {
public:
    explicit Parser(std::string_view text)
        : m_text(text)
    {
    }

    Result<Expression> parse()
    {
        Expression out = comparison();
        skip();
        if (m_wrong.empty() && m_at != m_text.size())
            wrong("an operator");
        if (!m_wrong.empty())
            return bad_input(fmt::format("expression \"{}\"", m_text), m_wrong, "see model/evidence/expression.h");
        return out;
    }

private:
    void wrong(std::string_view expected)
    {
        if (m_wrong.empty())
            m_wrong = fmt::format("expected {} at position {}", expected, m_at + 1);
    }
    void skip()
    {
        while (m_at < m_text.size() && m_text[m_at] == ' ')
            ++m_at;
    }
    bool take(std::string_view sign)
    {
        skip();
        if (!m_wrong.empty() || m_text.substr(m_at, sign.size()) != sign)
            return false;
        m_at += sign.size();
        return true;
    }
    std::string word()
    {
        skip();
        const std::size_t start = m_at;
        while (m_at < m_text.size() && is_word(m_text[m_at]))
            ++m_at;
        if (start == m_at)
            wrong("a name or number");
        return std::string(m_text.substr(start, m_at - start));
    }
    static Expression pair(std::string_view sign, Expression left, Expression right, Expression::Kind kind = Expression::Kind::Operator)
    {
        Expression out;
        out.kind = kind;
        out.text = sign;
        out.parts.push_back(std::move(left));
        out.parts.push_back(std::move(right));
        return out;
    }

    Expression comparison()
    {
        Expression left = sum();
        for (const std::string_view sign : {"<=", ">=", "<", ">", "="})
            if (take(sign))
                return pair(sign, std::move(left), sum(), Expression::Kind::Comparison);
        return left;
    }
    Expression sum()
    {
        if (++m_depth > deepest_nesting) {
            wrong("less nesting");
            return {};
        }
        Expression left = product();
        while (m_wrong.empty()) {
            if (take("+ "))
                left = pair("+", std::move(left), product());
            else if (take("- "))
                left = pair("-", std::move(left), product());
            else
                break;
        }
        --m_depth;
        return left;
    }
    Expression product()
    {
        Expression left = power();
        while (m_wrong.empty()) {
            if (take("*"))
                left = pair("*", std::move(left), power());
            else if (take("/"))
                left = pair("/", std::move(left), power());
            else
                break;
        }
        return left;
    }
    Expression power()
    {
        Expression base = value();
        return take("^") ? pair("^", std::move(base), power()) : base;
    }
    Expression value()
    {
        if (take("(")) {
            Expression inner = sum();
            if (!take(")"))
                wrong("a closing parenthesis");
            return inner;
        }
        Expression out;
        const std::string name = word();
        if (name.empty())
            return out;
        if (name.front() >= '0' && name.front() <= '9')
            return number(name);
        if (name == "x") {
            out.kind = Expression::Kind::Variable;
            return out;
        }
        out.text = name;
        if (!take("(")) {
            wrong("a parenthesis after \"" + name + "\"");
            return out;
        }
        out.kind = is_function(name) ? Expression::Kind::Function : Expression::Kind::Figure;
        if (take(")"))
            return out;
        do {
            if (out.kind == Expression::Kind::Function)
                out.parts.push_back(sum());
            else
                out.words.push_back(word());
        } while (take(","));
        if (!take(")"))
            wrong("a closing parenthesis");
        return out;
    }
    Expression number(const std::string& digits)
    {
        Expression out;
        const char* end = digits.data() + digits.size();
        const auto [rest, code] = std::from_chars(digits.data(), end, out.number);
        if (code != std::errc{} || rest != end)
            wrong("a number instead of \"" + digits + "\"");
        out.text = std::abs(out.number) >= 1e6 ? format_parameters(out.number) : format_number(out.number, 6);
        if (take("[")) {
            const std::size_t close = std::min(m_text.find(']', m_at), m_text.size());
            const std::string_view unit = m_text.substr(m_at, close - m_at);
            m_at = close;
            if (!take("]"))
                wrong("a closing bracket");
            out.number *= claim_unit(unit).factor;
            out.text += unit.starts_with('%') ? " %" : " " + std::string(unit);
        }
        return out;
    }

    std::string_view m_text;
    std::string m_wrong;
    std::size_t m_at = 0;
    int m_depth = 0;
};

int precedence(const Expression& e)
{
    if (e.kind != Expression::Kind::Operator)
        return 4;
    return e.text == "^" ? 3 : e.text == "*" || e.text == "/" ? 2 : 1;
}

double apply(std::string_view sign, double a, double b)
{
    return sign == "+" ? a + b
        : sign == "-"  ? a - b
        : sign == "*"  ? a * b
        : sign == "/"  ? a / b
        : sign == "^"  ? std::pow(a, b)
        : sign == "<=" ? a <= b
        : sign == ">=" ? a >= b
        : sign == "<"  ? a < b
        : sign == ">"  ? a > b
                       : a == b;
}

std::string_view shown(std::string_view sign)
{
    return sign == "*" ? "×" : sign == "/" ? "÷" : sign == "-" ? "−" : sign == "<=" ? "≤" : sign == ">=" ? "≥" : sign;
}

std::string number_text(double x)
{
    return x == std::round(x) && std::abs(x) < 1e7 ? format_number(x) : format_figures(x);
}

/// A name inside a figure's words where x stands becomes its value.
std::vector<std::string> filled(const std::vector<std::string>& words, double x)
{
    std::vector<std::string> out = words;
    for (std::string& word : out)
        if (word == "x")
            word = fmt::format("{}", x);
    return out;
}

Result<Told> tell(const Expression& e, Figures& figures, double x, std::vector<std::string>& references);

Result<Told> tell_pair(const Expression& e, Figures& figures, double x, std::vector<std::string>& references)
{
    Result<Told> left = tell(e.parts[0], figures, x, references);
    if (!left)
        return left;
    Result<Told> right = tell(e.parts[1], figures, x, references);
    if (!right)
        return right;
    const int own = precedence(e);
    const bool comparison = e.kind == Expression::Kind::Comparison;
    // The right side of a minus or a division keeps its parentheses: a − (b + c).
    const bool strict = e.text == "-" || e.text == "/" || e.text == "^";
    const auto wrapped = [&](const Told& told, const Expression& part, bool on_right) {
        const int inner = precedence(part);
        const bool needed = !comparison && (inner < own || (on_right && strict && inner == own));
        return needed ? "(" + told.text + ")" : told.text;
    };
    if (e.text == "^" && e.parts[1].kind == Expression::Kind::Number && right->value == 2)
        return Told{left->value * left->value, wrapped(*left, e.parts[0], false) + "²"};
    return Told{apply(e.text, left->value, right->value),
                fmt::format("{} {} {}", wrapped(*left, e.parts[0], false), shown(e.text), wrapped(*right, e.parts[1], true))};
}

Result<Told> tell_function(const Expression& e, Figures& figures, double x, std::vector<std::string>& references)
{
    Told out;
    for (std::size_t i = 0; i < e.parts.size(); ++i) {
        Result<Told> part = tell(e.parts[i], figures, x, references);
        if (!part)
            return part;
        out.value = e.text == "sqrt" ? std::sqrt(part->value)
            : i == 0                 ? part->value
            : e.text == "min"        ? std::min(out.value, part->value)
                                     : std::max(out.value, part->value);
        out.text += (i == 0 ? "" : "; ") + part->text;
    }
    out.text = (e.text == "sqrt" ? "√" : e.text) + "(" + out.text + ")";
    return out;
}

Result<Told> tell(const Expression& e, Figures& figures, double x, std::vector<std::string>& references)
{
    switch (e.kind) {
    case Expression::Kind::Number: return Told{e.number, e.text};
    case Expression::Kind::Variable: return Told{x, number_text(x)};
    case Expression::Kind::Figure: {
        Result<Figure> figure = figures.figure(e.text, filled(e.words, x));
        if (!figure)
            return figure.error();
        for (const std::string& reference : figure->references)
            if (std::find(references.begin(), references.end(), reference) == references.end())
                references.push_back(reference);
        return Told{figure->value, fmt::format("{} ({})", format_measure(figure->measure, figure->value), figure->what)};
    }
    case Expression::Kind::Function: return tell_function(e, figures, x, references);
    case Expression::Kind::Operator:
    case Expression::Kind::Comparison: return tell_pair(e, figures, x, references);
    }
    return Told{};
}

} // namespace

Result<Expression> parse_expression(std::string_view text)
{
    return Parser(text).parse();
}

std::string_view shown_sign(const Expression& comparison)
{
    return shown(comparison.text);
}

bool compares(const Expression& comparison, double left, double right)
{
    return apply(comparison.text, left, right) != 0;
}

Result<Told> evaluate(const Expression& expression, Figures& figures, double x, std::vector<std::string>& references)
{
    Result<Told> told = tell(expression, figures, x, references);
    if (told && !std::isfinite(told->value))
        return bad_input(told->text, "has no finite result", "expected figures that can be divided");
    return told;
}

} // namespace archway
