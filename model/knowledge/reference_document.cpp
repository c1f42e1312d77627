// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/knowledge/reference_document.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

namespace archway {

namespace {

using Json = nlohmann::json;

constexpr int references_version = 1;
constexpr std::size_t longest_id = 48;
constexpr const char* not_read = "a fact of a reference that is not marked as read";
constexpr const char* not_known = "a fact about what the base does not know";

struct Fact {
    std::string about;
    Claim claim; ///< without id, entity and source
    std::string section;
};
struct Reference {
    std::string title, location, date, kind = "reference";
    bool read = false;
    std::vector<Fact> facts;
};

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t\r");
    return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// Letters and digits of a text in lower case, hyphens between its words: part of an id.
std::string slug(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const bool upper = c >= 'A' && c <= 'Z';
        if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out += upper ? static_cast<char>(c - 'A' + 'a') : c;
        else if (!out.empty() && out.back() != '-')
            out += '-';
        if (out.size() == longest_id)
            break;
    }
    while (!out.empty() && out.back() == '-')
        out.pop_back();
    return out.empty() ? "unnamed" : out;
}

/// What stands behind the mark of a line of a task list; nothing where it is no such line.
struct Marked {
    bool read = false;
    std::string_view text;
    std::size_t indent = 0;
};
std::optional<Marked> marked(std::string_view line)
{
    const std::size_t indent = std::min(line.find_first_not_of(" \t"), line.size());
    std::string_view rest = line.substr(indent);
    if (rest.starts_with("- ") || rest.starts_with("* "))
        rest = rest.substr(2);
    if (rest.size() < 4 || rest[0] != '[' || rest[2] != ']' || rest[3] != ' ' || (rest[1] != ' ' && rest[1] != 'x' && rest[1] != 'X'))
        return std::nullopt;
    return Marked{rest[1] != ' ', trimmed(rest.substr(4)), indent};
}

/// "Read [Title](location) of 2025-03 - what for": the link gives title and location; without one an address is both.
Reference reference_of(const Marked& line)
{
    Reference out;
    out.read = line.read;
    const std::size_t open = line.text.find('['), middle = line.text.find("](", open), close = line.text.find(')', middle);
    if (open != std::string_view::npos && middle != std::string_view::npos && close != std::string_view::npos) {
        out.title = line.text.substr(open + 1, middle - open - 1);
        out.location = line.text.substr(middle + 2, close - middle - 2);
        const std::string_view rest = trimmed(line.text.substr(close + 1));
        // A date in parentheses behind the link.
        if (rest.starts_with("(") && rest.size() > 5 && rest[1] >= '0' && rest[1] <= '9')
            out.date = rest.substr(1, rest.find(')') - 1);
    } else {
        out.title = out.location = line.text;
    }
    return out;
}

std::vector<Reference> of_markdown(std::string_view text, std::map<std::string, std::size_t>& left_out)
{
    std::vector<Reference> out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, end - at);
        at = end + 1;
        if (const auto found = marked(line)) {
            out.push_back(reference_of(*found));
            continue;
        }
        const std::string_view rest = trimmed(line);
        const bool indented = line.starts_with(' ') || line.starts_with('\t');
        const bool below = indented && !out.empty() && (rest.starts_with("- ") || rest.starts_with("* "));
        if (!below)
            continue;
        // "entity: statement"
        const std::size_t colon = rest.find(": ");
        if (colon == std::string_view::npos) {
            ++left_out["a point that names no entity before a colon"];
            continue;
        }
        Fact fact;
        fact.about = trimmed(rest.substr(2, colon - 2));
        fact.claim.statement = trimmed(rest.substr(colon + 2));
        out.back().facts.push_back(std::move(fact));
    }
    return out;
}

/// Reads the fields of one JSON object; the first that is wrong is remembered.
struct Fields {
    const Json& object;
    std::string place;
    std::optional<Error> error;

    void text(const char* name, std::string& to, bool required = false)
    {
        const auto found = object.find(name);
        if (found != object.end() && found->is_string())
            to = found->get<std::string>();
        if (!error && (found == object.end() ? required : !found->is_string() || (required && to.empty())))
            error = bad_input(place + "/" + name, found == object.end() ? "is missing" : "is no text", "expected a text");
    }
    void number(const char* name, std::optional<double>& to)
    {
        const auto found = object.find(name);
        if (found == object.end() || found->is_null())
            return;
        if (found->is_number())
            to = found->get<double>();
        else if (!error)
            error = bad_input(place + "/" + name, "is no number", "expected a number or null");
    }
    void flag(const char* name, bool& to)
    {
        const auto found = object.find(name);
        if (found != object.end() && found->is_boolean())
            to = found->get<bool>();
        else if (!error)
            error = bad_input(place + "/" + name, found == object.end() ? "is missing" : "is no true or false", "expected true or false");
    }
    void only(const std::set<std::string>& known)
    {
        for (const auto& [name, value] : object.items())
            if (!error && !known.contains(name))
                error = bad_input(place + "/" + name, "is not known", "expected " + fmt::format("{}", fmt::join(known, ", ")));
    }
};

Result<std::vector<Reference>> of_json(std::string_view text, const std::string& name)
{
    if (const Status whole = check_json(text, name); !whole)
        return whole.error();
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object() || !json.contains("references") || !json["references"].is_array())
        return bad_input(name + ": /references", "is missing or no list", "see docs/references.md");
    const Json version = json.value("archway_references", Json());
    if (!version.is_number_integer() || version.get<long long>() > references_version || version.get<long long>() < 1)
        return bad_input(name + ": /archway_references", "is of another version", fmt::format("expected {}", references_version));
    std::vector<Reference> out;
    for (std::size_t i = 0; i < json["references"].size(); ++i) {
        const std::string place = fmt::format("{}: /references/{}", name, i);
        const Json& record = json["references"][i];
        if (!record.is_object())
            return bad_input(place, "is no object", "expected title, location, date, read and facts");
        Reference reference;
        Fields fields{record, place, {}};
        fields.only({"title", "location", "date", "kind", "read", "facts"});
        fields.text("title", reference.title, true);
        fields.text("location", reference.location);
        fields.text("date", reference.date);
        fields.text("kind", reference.kind);
        fields.flag("read", reference.read);
        if (fields.error)
            return *fields.error;
        const Json facts = record.value("facts", Json::array());
        if (!facts.is_array())
            return bad_input(place + "/facts", "is no list", "expected a list of facts");
        for (std::size_t j = 0; j < facts.size(); ++j) {
            if (!facts[j].is_object())
                return bad_input(fmt::format("{}/facts/{}", place, j), "is no object", "expected about and statement");
            Fact fact;
            Fields of{facts[j], fmt::format("{}/facts/{}", place, j), {}};
            of.only({"about", "statement", "section", "value", "low", "unit", "qualifier", "scope", "as_of"});
            of.text("about", fact.about, true);
            of.text("statement", fact.claim.statement, true);
            of.text("section", fact.section);
            of.text("unit", fact.claim.unit);
            of.text("qualifier", fact.claim.qualifier);
            of.text("scope", fact.claim.scope);
            of.text("as_of", fact.claim.as_of);
            of.number("value", fact.claim.value);
            of.number("low", fact.claim.low);
            if (of.error)
                return *of.error;
            reference.facts.push_back(std::move(fact));
        }
        out.push_back(std::move(reference));
    }
    return out;
}

/// The source of the catalog that a reference is, by location or title.
const Source* known_source(const Catalog& catalog, const Reference& reference)
{
    for (const Source& source : catalog.knowledge.sources)
        if (!reference.location.empty() && (source.location == reference.location || source.location.ends_with(", " + reference.location)))
            return &source;
    for (const Source& source : catalog.knowledge.sources)
        if (source.title == reference.title)
            return &source;
    return nullptr;
}

} // namespace

bool looks_like_references(std::string_view text)
{
    if (trimmed(text.substr(0, text.find('\n'))).starts_with('{'))
        return text.find("\"archway_references\"") != std::string_view::npos;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (marked(text.substr(at, end - at)))
            return true;
        at = end + 1;
    }
    return false;
}

Result<ReferenceDocument> read_reference_document(std::string_view text, const std::string& name, const Catalog& catalog)
{
    ReferenceDocument out;
    std::vector<Reference> references;
    if (text.substr(text.find_first_not_of(" \t\r\n")).starts_with('{')) {
        Result<std::vector<Reference>> read = of_json(text, name);
        if (!read)
            return read.error();
        references = std::move(*read);
    } else {
        references = of_markdown(text, out.left_out);
    }
    Knowledge& k = out.records.catalog.knowledge;
    std::set<std::string> sources, claims;
    std::size_t read = 0;
    for (Reference& reference : references) {
        const Source* known = known_source(catalog, reference);
        Source source = known ? *known : Source{"reference-" + slug(reference.title), reference.title, reference.kind, {}, {}, false};
        if (!known && catalog.source(source.id))
            source.id += "-of-" + slug(name);
        // What the base says of it stands, but for what the list adds.
        if (source.location.empty())
            source.location = reference.location;
        if (source.date.empty())
            source.date = reference.date;
        // What the base has of a source that was read does not become unread by a list.
        source.read = source.read || reference.read;
        if (!sources.insert(source.id).second) {
            ++out.left_out["a reference that is listed twice"];
            continue;
        }
        read += source.read ? 1 : 0;
        for (Fact& fact : reference.facts) {
            const Entity* about = catalog.entity(fact.about);
            if (!reference.read || !about) {
                ++out.left_out[reference.read ? not_known : not_read];
                continue;
            }
            Claim claim = std::move(fact.claim);
            claim.id = source.id + "-" + slug(claim.statement);
            for (int n = 2; !claims.insert(claim.id).second; ++n)
                claim.id = fmt::format("{}-{}-{}", source.id, slug(claim.statement), n);
            claim.about = about->id;
            claim.status = "stated";
            if (claim.as_of.empty())
                claim.as_of = source.date;
            claim.sources = {{source.id, fact.section}};
            k.claims.push_back(std::move(claim));
        }
        k.sources.push_back(std::move(source));
    }
    out.title = fmt::format("{} references, {} of them read", k.sources.size(), read);
    return out;
}

} // namespace archway
